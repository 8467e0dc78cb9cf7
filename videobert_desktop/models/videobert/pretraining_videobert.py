"""VideoBERT with all of its heads, as it is trained and as packs use it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers.utils.generic import ModelOutput

from videobert_desktop.models.videobert.batches_videobert import WindowBatch
from videobert_desktop.models.videobert.configuration_videobert import VideoBertConfig
from videobert_desktop.models.videobert.heads_videobert import CompletionHead, ContrastiveHead
from videobert_desktop.models.videobert.modeling_videobert import (
    VideoBertModel,
    VideoBertOutput,
    VideoBertPreTrainedModel,
)

IGNORED = -100
"""A label that counts for nothing."""


@dataclass
class VideoBertForPreTrainingOutput(ModelOutput):
    """The losses of a batch, each None where there were no labels for it.

    Attributes:
        loss: Their sum.
        word_loss: Of the masked words.
        visual_word_loss: Of the masked windows.
        alignment_loss: Of telling whether text and video belong together.
        caption_loss: Of each next word of a caption.
        alignment_logits: (b,), above zero where text and video seem to belong together.
    """

    loss: Tensor | None = None
    word_loss: Tensor | None = None
    visual_word_loss: Tensor | None = None
    alignment_loss: Tensor | None = None
    caption_loss: Tensor | None = None
    alignment_logits: Tensor | None = None


class VideoBertForPreTraining(VideoBertPreTrainedModel):
    """The encoder with its heads: embeddings, alignment, completion of words and of windows, captions."""

    def __init__(self, config: VideoBertConfig) -> None:
        super().__init__(config)
        self.videobert = VideoBertModel(config)
        self.contrast = ContrastiveHead(config) if config.projection_size else None
        self.words = CompletionHead(config, config.vocab_size)
        self.visual_words = CompletionHead(config, config.visual_vocab_size)
        self.captions = CompletionHead(config, config.vocab_size)
        self.alignment = nn.Linear(config.hidden_size, 1)
        self.post_init()  # type: ignore[no-untyped-call]

    @classmethod
    def from_bert(cls, config: VideoBertConfig, weights: Mapping[str, Tensor], centroids: Tensor | None = None) -> Self:
        """Begin with a BERT encoder's weights; what BERT has not begins at random.

        Args:
            config: The shape, which must be the BERT's where it has the same parts.
            weights: The BERT's state dict, with or without the prefix `bert.`; heads of its own are left out.
            centroids: (visual words, d) float32, where the visual words lie; their rows begin alike where they do, as
                large as the rows of words.

        Raises:
            ValueError: The checkpoint is that of another architecture.
        """
        model = cls(config)
        own = model.videobert.state_dict()
        found = {name.removeprefix("bert."): tensor for name, tensor in weights.items()}
        taken = {name: tensor for name, tensor in found.items() if name in own}
        _check_is_bert(own, taken)
        model.videobert.load_state_dict(taken, strict=False)
        if centroids is not None:
            embeddings = model.videobert.embeddings
            embeddings.visual_word_embeddings.weight.data.copy_(_rows_like(centroids, embeddings.word_embeddings))
        return model

    def embed_texts(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """The text-only regime: sentences (b, t) to (b, size) float32, unit-normalised."""
        output = self.videobert(input_ids, attention_mask)
        return self._contrast.texts(output.text_states, attention_mask)

    def embed_windows(self, visual_words: Tensor, features: Tensor | None, window_mask: Tensor | None = None) -> Tensor:
        """The video-only regime: windows (b, w) in their context to (b, w, size) float32, unit-normalised."""
        states = self.read_windows(visual_words, features, window_mask).window_states
        assert states is not None
        return self._contrast.windows(states, features)

    def read_windows(
        self,
        visual_words: Tensor,
        features: Tensor | None,
        window_mask: Tensor | None = None,
        masked_windows: Tensor | None = None,
    ) -> VideoBertOutput:
        """The encoder's output for windows alone, `[CLS] [>] windows [SEP]`."""
        start = torch.tensor([self.config.cls_token_id, self.config.video_token_id], device=visual_words.device)
        output: VideoBertOutput = self.videobert(
            start.expand(len(visual_words), -1),
            visual_words=visual_words,
            visual_features=features,
            window_mask=window_mask,
            masked_windows=masked_windows,
        )
        return output

    @torch.no_grad()
    def summaries(
        self, visual_words: Tensor, features: Tensor | None, window_mask: Tensor | None = None
    ) -> Tensor | None:
        """What the text+video regime is told of windows: their embeddings, from which it is not trained back.

        None for a shape that has no space of comparison.
        """
        return None if self.contrast is None else self.embed_windows(visual_words, features, window_mask)

    @torch.no_grad()
    def sentence_summary(self, input_ids: Tensor, attention_mask: Tensor | None = None) -> Tensor | None:
        """What the text+video regime is told of sentences (b, t) that end in `[>]`: their embeddings by themselves."""
        if self.contrast is None:
            return None
        alone = torch.where(input_ids == self.config.video_token_id, self.config.sep_token_id, input_ids)
        return self.embed_texts(alone, torch.ones_like(alone) if attention_mask is None else attention_mask)

    def read_pairs(
        self,
        input_ids: Tensor,
        windows: WindowBatch,
        *,
        attention_mask: Tensor | None = None,
        sentence_summary: Tensor | None = None,
        output_attentions: bool = False,
    ) -> VideoBertOutput:
        """The text+video regime, told what the video-only regime makes of the windows.

        Args:
            input_ids: (b, t) int64, sentences that end in `[>]`.
            windows: What they stand beside.
            attention_mask: (b, t), 0 where a sentence is padded; none is if None.
            sentence_summary: (b, size), what the text-only regime makes of the sentences; None where their words are
                to be told.
            output_attentions: Whether to return the attention weights.
        """
        output: VideoBertOutput = self.videobert(
            input_ids,
            attention_mask,
            **windows.arguments(),
            sentence_summary=sentence_summary,
            window_summaries=self.summaries(windows.visual_words, windows.visual_features, windows.window_mask),
            output_attentions=output_attentions,
        )
        return output

    def word_logits(self, states: Tensor) -> Tensor:
        """What word stands at states (..., hidden): (..., words)."""
        logits: Tensor = self.words(states, self.videobert.embeddings.word_embeddings.weight)
        return logits

    def caption_logits(self, states: Tensor) -> Tensor:
        """What word follows states (..., hidden) that were read from left to right: (..., words)."""
        logits: Tensor = self.captions(states, self.videobert.embeddings.word_embeddings.weight)
        return logits

    def visual_word_logits(self, window_states: Tensor) -> Tensor:
        """Which visual word windows (b, w, parts, hidden) are: (b, w, visual words)."""
        table = self.videobert.embeddings.visual_word_embeddings.weight
        logits: Tensor = self.visual_words(window_states[:, :, 0], table)
        return logits

    def alignment_logits(self, output: VideoBertOutput) -> Tensor:
        """How well text and video belong together, read from [CLS]: (b,)."""
        logits: Tensor = self.alignment(output.pooled).squeeze(-1)
        return logits

    def forward(
        self,
        *,
        word_labels: Tensor | None = None,
        visual_word_labels: Tensor | None = None,
        alignment_labels: Tensor | None = None,
        caption_labels: Tensor | None = None,
        **sequences: Any,
    ) -> VideoBertForPreTrainingOutput:
        """The losses of a batch in one of the three regimes.

        Args:
            word_labels: (b, t) int64, the words that were masked; `IGNORED` elsewhere.
            visual_word_labels: (b, w) int64, the visual words of masked windows; `IGNORED` elsewhere.
            alignment_labels: (b,) float, 1 where text and video belong together.
            caption_labels: (b, t) int64, the word that follows each; `IGNORED` elsewhere. The sequences must be read
                from left to right.
            sequences: The arguments of `VideoBertModel.forward`.
        """
        output = self.videobert(**sequences)
        result = VideoBertForPreTrainingOutput()
        if word_labels is not None:
            at = word_labels != IGNORED
            result["word_loss"] = _cross_entropy(self.word_logits(output.text_states[at]), word_labels[at])
        if visual_word_labels is not None:
            at = visual_word_labels != IGNORED
            logits = self.visual_word_logits(output.window_states[at].unsqueeze(0)).squeeze(0)
            result["visual_word_loss"] = _cross_entropy(logits, visual_word_labels[at])
        if caption_labels is not None:
            at = caption_labels != IGNORED
            result["caption_loss"] = _cross_entropy(self.caption_logits(output.text_states[at]), caption_labels[at])
        if alignment_labels is not None:
            logits = self.alignment_logits(output)
            result["alignment_logits"] = logits
            result["alignment_loss"] = functional.binary_cross_entropy_with_logits(logits.float(), alignment_labels)
        losses = [value for name, value in result.items() if name.endswith("_loss")]
        if losses:
            result["loss"] = torch.stack(losses).sum()
        return result

    @property
    def _contrast(self) -> ContrastiveHead:
        if self.contrast is None:
            raise ValueError("This shape has no space in which sentences and windows are compared.")
        return self.contrast


def _cross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    """The mean loss, 0 where nothing is labelled."""
    return functional.cross_entropy(logits.float(), labels, reduction="sum") / max(1, len(labels))


def _check_is_bert(own: Mapping[str, Tensor], taken: Mapping[str, Tensor]) -> None:
    needed = [name for name in own if name.startswith("encoder.") or name == "embeddings.word_embeddings.weight"]
    missing = [name for name in needed if name not in taken]
    if missing:
        raise ValueError(f"The checkpoint is not a BERT of this shape: it has no {missing[0]}.")
    for name, tensor in taken.items():
        if tensor.shape != own[name].shape:
            shapes = f"{name} is {tuple(tensor.shape)}, not {tuple(own[name].shape)}"
            raise ValueError(f"The checkpoint is not a BERT of this shape: {shapes}.")


def _rows_like(centroids: Tensor, words: nn.Embedding) -> Tensor:
    """Centroids (v, d) as rows (v, hidden) of the words' spread; other widths are turned by a fixed random rotation."""
    width = words.embedding_dim
    if centroids.shape[1] != width:
        generator = torch.Generator().manual_seed(0)
        rotation = torch.randn(centroids.shape[1], width, generator=generator) / width**0.5
        centroids = centroids @ rotation
    centred = centroids - centroids.mean(0)
    return centred * (words.weight.std() / centred.std().clamp(min=1e-12))
