"""What VideoBERT says of windows: captions, word by word from left to right, and what belongs in a sentence's gap."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional
from transformers import DynamicCache

from videobert_desktop.models.videobert.batches_videobert import WindowBatch
from videobert_desktop.models.videobert.hypotheses_videobert import IMPOSSIBLE, BeamSearch, Hypothesis
from videobert_desktop.models.videobert.modeling_videobert import attention_bias
from videobert_desktop.models.videobert.pretraining_videobert import VideoBertForPreTraining
from videobert_desktop.models.videobert.processing_videobert import SEP, VIDEO, VideoBertProcessor

__all__ = ["Hypothesis", "beam_search", "cloze"]


@torch.inference_mode()
def beam_search(
    model: VideoBertForPreTraining,
    features: Tensor | None,
    visual_words: Tensor,
    window_mask: Tensor | None = None,
    *,
    beams: int = 5,
    longest: int = 24,
    length_penalty: float = 1.0,
    end_token_id: int | None = None,
) -> list[list[Hypothesis]]:
    """Find the captions that a model holds to be most probable; the windows are read once.

    Args:
        model: In evaluation.
        features: (b, w, parts, size); None where the shape has no features.
        visual_words: (b, w) int64.
        window_mask: (b, w), 0 where a video is padded; none is if None.
        beams: How many captions are followed at a time.
        longest: Word pieces that a caption may have.
        length_penalty: The power of its length by which a caption's log-probability is divided for the ranking.
        end_token_id: The token that ends a caption; the shape's [SEP] if None.

    Returns:
        For each video at most `beams` captions, the best first.

    Raises:
        ValueError: There are not positions for so many words and windows.
    """
    if not len(visual_words):
        return []
    end = model.config.sep_token_id if end_token_id is None else end_token_id
    reader = _Reader(model, features, visual_words, window_mask, longest, beams)
    searches = [BeamSearch(beams, longest, length_penalty, end) for _ in range(len(visual_words))]
    newest = torch.full((len(searches) * beams,), model.config.caption_token_id, device=visual_words.device)
    for length in range(longest):
        follow = reader.next(newest, length).view(len(searches), beams, -1).cpu()
        for search, log_probabilities in zip(searches, follow, strict=True):
            if not search.done:
                search.extend(log_probabilities)
        if all(search.done for search in searches):
            break
        parents = [number * beams + parent for number, search in enumerate(searches) for parent in search.parents]
        reader.select(torch.tensor(parents, device=visual_words.device))
        words = [prefix[-1] for search in searches for prefix in search.prefixes]
        newest = torch.tensor(words, device=visual_words.device)
    return [search.best() for search in searches]


@torch.inference_mode()
def cloze(
    model: VideoBertForPreTraining,
    processor: VideoBertProcessor,
    templates: Sequence[str],
    candidates: Sequence[str],
    features: Tensor | None,
    visual_words: Tensor,
    window_mask: Tensor | None = None,
    *,
    prior_weight: float = 1.0,
) -> Tensor:
    """How well candidates fill the gap in sentences about windows, more than they would without the windows.

    A candidate of several word pieces fills as many masks and counts by their mean.

    Args:
        model: In evaluation.
        processor: What the model reads with.
        templates: Sentences with one `[MASK]` each; what they say is averaged.
        candidates: What may fill the gap.
        features: (b, w, parts, size); None where the shape has no features.
        visual_words: (b, w) int64.
        window_mask: (b, w), 0 where a video is padded; none is if None.
        prior_weight: How much of the log-probability without windows is taken off.

    Returns:
        (b, candidates) float32.

    Raises:
        ValueError: There are no templates, one has not exactly one gap, or a candidate has no word pieces.
    """
    pieces = [processor.word_pieces(candidate) for candidate in candidates]
    if not templates or not all(pieces):
        raise ValueError("To complete sentences takes a template, and candidates that are words.")
    mask = torch.ones_like(visual_words) if window_mask is None else window_mask
    windows = WindowBatch(visual_words, features, mask)
    total = torch.zeros(len(visual_words), len(candidates), device=visual_words.device)
    for template in templates:
        total += _filled(model, processor, template, pieces, windows)
        if prior_weight:
            total -= prior_weight * _filled(model, processor, template, pieces, None)
    return total / len(templates)


def _filled(
    model: VideoBertForPreTraining,
    processor: VideoBertProcessor,
    template: str,
    candidates: Sequence[Sequence[int]],
    windows: WindowBatch | None,
) -> Tensor:
    """The mean log-probability of each candidate's pieces in a template: (b, candidates); without windows b is 1."""
    means = torch.zeros(1 if windows is None else len(windows.visual_words), len(candidates), device=model.device)
    for length in {len(candidate) for candidate in candidates}:
        text = processor.masked(template, length, end=SEP if windows is None else VIDEO).to(model.device)
        gap = text.input_ids[0] == model.config.mask_token_id
        ids = text.input_ids.expand(len(means), -1)
        output = model.videobert(ids) if windows is None else model.read_pairs(ids, windows)
        assert output.text_states is not None
        log_probabilities = model.word_logits(output.text_states[:, gap]).float().log_softmax(-1)
        those = [number for number, candidate in enumerate(candidates) if len(candidate) == length]
        ids = torch.tensor([candidates[number] for number in those], device=model.device)
        places = torch.arange(length, device=model.device).expand_as(ids)
        means[:, those] = log_probabilities[:, places, ids].mean(-1)
    return means


class _Reader:
    """Reads windows once, and then words from left to right, several captions a video."""

    def __init__(
        self,
        model: VideoBertForPreTraining,
        features: Tensor | None,
        visual_words: Tensor,
        window_mask: Tensor | None,
        longest: int,
        beams: int,
    ) -> None:
        self._model, self._videobert = model, model.videobert
        places = model.config.caption_positions or longest
        self._videobert.check_lengths(max(places, longest), visual_words.shape[1])
        words = torch.full_like(visual_words[:, :1], places)
        summaries = model.summaries(visual_words, features, window_mask)
        rows, valid = self._videobert.window_rows(visual_words, features, window_mask, None, words, summaries)
        self._cache = DynamicCache()
        self._encode(rows, valid)
        self._cache.batch_repeat_interleave(beams)
        self._valid = valid.repeat_interleave(beams, dim=0)
        self._never = _never_said(model)

    def next(self, words: Tensor, position: int) -> Tensor:
        """Read one word (n,) more for each caption: the log-probabilities (n, vocabulary) float32 of what follows."""
        self._valid = functional.pad(self._valid, (0, 1), value=True)
        states = self._encode(self._videobert.word_rows(words.unsqueeze(1), position), self._valid)
        log_probabilities = self._model.caption_logits(states[:, 0]).float().log_softmax(-1)
        log_probabilities[:, self._never] = IMPOSSIBLE
        return log_probabilities

    def select(self, captions: Tensor) -> None:
        """Go on with these captions (n,); one may be followed several times, within its video."""
        self._cache.batch_select_indices(captions)

    def _encode(self, rows: Tensor, valid: Tensor) -> Tensor:
        """The states of rows (n, r, hidden) that see the rows before them and each other, as far as they are valid."""
        bias = attention_bias(valid.unsqueeze(1).expand(-1, rows.shape[1], -1), rows.dtype)
        # By position: transformers 5.24 gives the cache another name.
        output = self._videobert.encoder(rows, bias, None, None, self._cache, use_cache=True)
        states: Tensor = output.last_hidden_state
        return states


def _never_said(model: VideoBertForPreTraining) -> list[int]:
    """The tokens that no caption has."""
    config = model.config
    ids = (config.pad_token_id, config.cls_token_id, config.mask_token_id, config.video_token_id)
    return sorted({number for number in (*ids, config.caption_token_id) if number is not None})
