"""The networks: embeddings for words and windows, one BERT encoder over both, and the heads that are read from it.

A sequence is `[CLS] text [>] windows [SEP]`; without windows it is `[CLS] text [SEP]`, without text `[CLS] [>] windows
[SEP]`. In the batch all texts come first, padded, and then all windows, padded: positions and the attention mask are
such that padding changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import PreTrainedModel
from transformers.models.bert.modeling_bert import BertEncoder, BertPooler, BertSelfAttention
from transformers.utils.generic import ModelOutput

from videobert_desktop.models.videobert.configuration_videobert import VideoBertConfig


@dataclass
class VideoBertOutput(ModelOutput):
    """What the encoder makes of a batch.

    Attributes:
        text_states: (b, t, hidden), the last layer at the words.
        window_states: (b, w, parts, hidden), the last layer at the windows; None if there are none.
        pooled: (b, hidden), of the first token.
        attentions: For each layer (b, heads, rows, rows), on request; the rows are the words, then the windows part by
            part, then the last [SEP].
    """

    text_states: Tensor | None = None
    window_states: Tensor | None = None
    pooled: Tensor | None = None
    attentions: tuple[Tensor, ...] | None = None


class VideoBertEmbeddings(nn.Module):
    """The rows that go into the encoder."""

    def __init__(self, config: VideoBertConfig) -> None:
        super().__init__()
        self.config = config
        width = config.hidden_size
        self.word_embeddings = nn.Embedding(config.vocab_size, width, padding_idx=config.pad_token_id)
        self.position_embeddings = nn.Embedding(config.max_position_embeddings, width)
        self.token_type_embeddings = nn.Embedding(config.type_vocab_size, width)
        self.LayerNorm = nn.LayerNorm(width, eps=config.layer_norm_eps)
        self.dropout = nn.Dropout(config.hidden_dropout_prob)
        self.visual_word_embeddings = nn.Embedding(config.visual_vocab_size, width)
        if config.feature_size:
            self.feature_projection = nn.Linear(config.feature_size, width)
        if config.window_parts > 1:
            self.part_embeddings = nn.Embedding(config.window_parts, width)
        if config.max_windows:
            self.time_embeddings = nn.Embedding(config.max_windows, width)
        if config.projection_size:
            self.sentence_summary_projection = nn.Linear(config.projection_size, width)
            self.window_summary_projection = nn.Linear(config.projection_size, width)

    def words(self, input_ids: Tensor, positions: Tensor, kind: int = 0, summary: Tensor | None = None) -> Tensor:
        """The rows of words: ids and positions (b, t) to (b, t, hidden).

        A summary (b, projection_size), where the sentence lies by itself, goes into the first row.
        """
        rows = self.word_embeddings(input_ids) + self.position_embeddings(positions)
        if summary is not None:
            rows = rows + _in_first_row(self.sentence_summary_projection(summary).unsqueeze(1), rows.shape[1])
        return self._finish(rows + self.token_type_embeddings.weight[kind])

    def windows(
        self,
        visual_words: Tensor,
        features: Tensor | None,
        masked: Tensor | None,
        positions: Tensor,
        summaries: Tensor | None = None,
    ) -> Tensor:
        """The rows of windows.

        Args:
            visual_words: (b, w) int64.
            features: (b, w, parts, feature_size); None if the windows are known by their visual words only.
            masked: (b, w) bool, windows of which nothing is to be seen.
            positions: (b, w) int64, of the windows in time, or in the sequence if there is no table for time.
            summaries: (b, w, projection_size), where the windows lie by themselves.

        Returns:
            (b, w * parts, hidden); a window's first row holds its visual word and its summary.
        """
        table = self.time_embeddings if self.config.max_windows else self.position_embeddings
        first = self.visual_word_embeddings(visual_words)
        if summaries is not None:
            first = first + self.window_summary_projection(summaries)
        if masked is not None:
            first = torch.where(masked[..., None], self.word_embeddings.weight[self.config.mask_token_id], first)
        rows = _in_first_row(first.unsqueeze(2), self.config.window_parts)
        rows = rows + (table(positions) + self.token_type_embeddings.weight[1]).unsqueeze(2)
        if self.config.window_parts > 1:
            rows = rows + self.part_embeddings.weight
        if features is not None:
            seen = self.feature_projection(features.to(self.feature_projection.weight.dtype))
            rows = rows + (seen if masked is None else seen.masked_fill(masked[..., None, None], 0.0))
        return self._finish(rows.flatten(1, 2))

    def _finish(self, rows: Tensor) -> Tensor:
        finished: Tensor = self.dropout(self.LayerNorm(rows))
        return finished


def _in_first_row(row: Tensor, count: int) -> Tensor:
    """A row (..., 1, hidden) as the first of `count`, above zeros."""
    return functional.pad(row, (0, 0, 0, count - 1))


class VideoBertPreTrainedModel(PreTrainedModel):  # type: ignore[no-untyped-call]
    """How weights begin, and what transformers has to know."""

    config: VideoBertConfig
    config_class = VideoBertConfig
    base_model_prefix = "videobert"
    _supports_sdpa = True

    @classmethod
    def from_pretrained(cls, directory: Path, **options: Any) -> Self:  # type: ignore[override]
        """Read what `save_pretrained` wrote, safetensors only; `options` are those of transformers.

        Raises:
            ValueError: The checkpoint is that of another architecture or of another shape.
        """
        # What a checkpoint lacks, transformers makes up at random.
        loaded: Any = super().from_pretrained(
            directory, use_safetensors=True, local_files_only=True, output_loading_info=True, **options
        )
        model, report = loaded
        if report["missing_keys"]:
            raise ValueError(f"The checkpoint is not a {cls.__name__}: it has no {min(report['missing_keys'])}.")
        read: Self = model
        return read


class VideoBertModel(VideoBertPreTrainedModel):
    """The encoder with its embeddings."""

    _keys_to_ignore_on_load_unexpected = (r"^(contrast|words|visual_words|captions|alignment)\.",)  # type: ignore[assignment]

    def __init__(self, config: VideoBertConfig) -> None:
        super().__init__(config)
        self.embeddings = VideoBertEmbeddings(config)
        self.encoder = BertEncoder(config)  # type: ignore[no-untyped-call]
        self.pooler = BertPooler(config)  # type: ignore[no-untyped-call]
        self.post_init()  # type: ignore[no-untyped-call]

    def get_input_embeddings(self) -> nn.Module:
        """The table of words."""
        return self.embeddings.word_embeddings

    def set_input_embeddings(self, value: nn.Embedding) -> None:  # type: ignore[override]
        """Replace the table of words."""
        self.embeddings.word_embeddings = value

    def forward(
        self,
        input_ids: Tensor,
        attention_mask: Tensor | None = None,
        *,
        visual_words: Tensor | None = None,
        visual_features: Tensor | None = None,
        window_mask: Tensor | None = None,
        masked_windows: Tensor | None = None,
        sentence_summary: Tensor | None = None,
        window_summaries: Tensor | None = None,
        left_to_right: bool = False,
        output_attentions: bool = False,
    ) -> VideoBertOutput:
        """Read a batch of sequences.

        Args:
            input_ids: (b, t) int64, the words with their special tokens, but without the last [SEP] before windows.
            attention_mask: (b, t), 0 where a text is padded; none is if None.
            visual_words: (b, w) int64; None for text alone.
            visual_features: (b, w, parts, feature_size); None where the shape has no features.
            window_mask: (b, w), 0 where a video is padded; none is if None.
            masked_windows: (b, w) bool, windows of which nothing is to be seen.
            sentence_summary: (b, projection_size), what the text-only regime made of the sentences.
            window_summaries: (b, w, projection_size), what the video-only regime made of the windows.
            left_to_right: Whether a word sees the words before it and the windows only, and windows see no words
                (Dong et al.: UniLM, NeurIPS 2019).
            output_attentions: Whether to return the attention weights.

        Returns:
            The last layer; states of padding mean nothing.

        Raises:
            ValueError: A sequence is longer than the table of its positions.
        """
        if attention_mask is None:
            attention_mask = torch.ones_like(input_ids)
        self.check_lengths(input_ids.shape[1], None if visual_words is None else visual_words.shape[1])
        rows, valid = self.word_rows(input_ids, summary=sentence_summary), attention_mask.bool()
        if visual_words is not None:
            places = attention_mask.sum(1, keepdim=True)
            if left_to_right and self.config.caption_positions:
                places = torch.full_like(places, self.config.caption_positions)
            added = self.window_rows(
                visual_words, visual_features, window_mask, masked_windows, places, window_summaries
            )
            rows, valid = torch.cat([rows, added[0]], dim=1), torch.cat([valid, added[1]], dim=1)
        allowed = _allowed(valid, input_ids.shape[1], left_to_right=left_to_right)
        with self._recording() if output_attentions else nullcontext() as recorded:
            states = self.encoder(rows, attention_mask=attention_bias(allowed, rows.dtype)).last_hidden_state
        text_states, window_states = states[:, : input_ids.shape[1]], None
        if visual_words is not None:
            window_states = states[:, input_ids.shape[1] : -1].unflatten(1, (-1, self.config.window_parts))
        attentions = None if recorded is None else tuple(recorded)
        return VideoBertOutput(text_states, window_states, self.pooler(states), attentions)

    def word_rows(self, input_ids: Tensor, first: int = 0, summary: Tensor | None = None) -> Tensor:
        """The rows (b, t, hidden) of words (b, t) int64, the first of which stands at position `first`."""
        positions = torch.arange(first, first + input_ids.shape[1], device=input_ids.device)
        return self.embeddings.words(input_ids, positions.expand_as(input_ids), summary=summary)

    def window_rows(
        self,
        visual_words: Tensor,
        visual_features: Tensor | None,
        window_mask: Tensor | None,
        masked_windows: Tensor | None,
        words: Tensor,
        summaries: Tensor | None = None,
    ) -> tuple[Tensor, Tensor]:
        """The rows of windows, and of the [SEP] behind them.

        Args:
            visual_words: (b, w) int64.
            visual_features: (b, w, parts, feature_size); None where the shape has no features.
            window_mask: (b, w), 0 where a video is padded; none is if None.
            masked_windows: (b, w) bool, windows of which nothing is to be seen.
            words: (b, 1) int64, how many words come before them.
            summaries: (b, w, projection_size), what the video-only regime made of the windows; None there.

        Returns:
            (b, w * parts + 1, hidden), and which of the rows are no padding, (b, w * parts + 1) bool.
        """
        if window_mask is None:
            window_mask = torch.ones_like(visual_words)
        times = torch.arange(visual_words.shape[1], device=visual_words.device).expand_as(visual_words)
        if not self.config.max_windows:
            times = times + words
        rows = self.embeddings.windows(visual_words, visual_features, masked_windows, times, summaries)
        last = torch.full_like(words, self.config.sep_token_id)
        end = self.embeddings.words(last, words + window_mask.sum(1, keepdim=True), kind=1)
        valid = window_mask.bool().repeat_interleave(self.config.window_parts, dim=1)
        return torch.cat([rows, end], dim=1), torch.cat([valid, torch.ones_like(last, dtype=torch.bool)], dim=1)

    def check_lengths(self, words: int, windows: int | None) -> None:
        """Whether there are positions for so many word pieces, and behind them windows if there are any.

        Raises:
            ValueError: A sequence is longer than the table of its positions.
        """
        longest = self.config.max_position_embeddings - (0 if windows is None else windows + 1)
        if words > longest:
            raise ValueError(f"{words} word pieces are more than the {longest} that there are positions for.")
        if windows and self.config.max_windows and windows > self.config.max_windows:
            raise ValueError(f"{windows} windows are more than the {self.config.max_windows} of one sequence.")

    @contextmanager
    def _recording(self) -> Iterator[list[Tensor]]:
        """Collect the attention weights of the layers, which only the plain implementation of attention gives."""
        recorded: list[Tensor] = []
        usual = self.config._attn_implementation  # noqa: SLF001 - transformers has no other name for it
        layers = [module for module in self.encoder.modules() if isinstance(module, BertSelfAttention)]
        hooks = [layer.register_forward_hook(lambda *call: recorded.append(call[2][1])) for layer in layers]
        self.set_attn_implementation("eager")
        try:
            yield recorded
        finally:
            self.set_attn_implementation(usual)
            for hook in hooks:
                hook.remove()


def attention_bias(allowed: Tensor, dtype: torch.dtype) -> Tensor:
    """What is added to the weights of attention: allowed (b, queries, keys) bool to (b, 1, queries, keys)."""
    bias = torch.zeros(allowed.shape, dtype=dtype, device=allowed.device)
    return bias.masked_fill(~allowed, torch.finfo(dtype).min).unsqueeze(1)


def _allowed(valid: Tensor, words: int, *, left_to_right: bool) -> Tensor:
    """Which row may look at which: valid (b, rows) bool to (b, rows, rows) bool."""
    rows = valid.shape[1]
    allowed = valid.unsqueeze(1).expand(-1, rows, -1)
    if left_to_right:
        order = torch.ones(rows, rows, dtype=torch.bool, device=valid.device)
        order[:words, :words] = order[:words, :words].tril()
        order[words:, :words] = False
        allowed = allowed & order
    return allowed
