"""Measures VideoBERT on held-out pictures while it is trained, and whether its alignment makes rankings better."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.models.retrieval import first_items, ranks, recall_table
from videobert_desktop.models.training.reranking import WEIGHTS
from videobert_desktop.models.training.sentences import Marks, Sentences
from videobert_desktop.models.videobert.pretraining_videobert import VideoBertForPreTraining

PICTURES_A_BATCH = 100
SENTENCES_A_BATCH = 250
SENTENCES_ALIGNED = 600  # while training
CANDIDATES_IN_TRAINING = 30
PAIRS_A_BATCH = 1000


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Held-out pictures as windows, and their sentences.

    Attributes:
        tokens: (n, parts, stored) float32.
        words: (n,) int64, their visual words.
        sentences: Of the pictures.
        owners: (m,) int64, the picture of each.
    """

    tokens: Tensor
    words: Tensor
    sentences: Sentences
    owners: NDArray[np.int64]


class JointMeasure:
    """Ranks held-out pictures for their sentences."""

    def __init__(
        self, held_out: HeldOut, marks: Marks, device: torch.device, cancel: CancelToken, report: Report
    ) -> None:
        """Measure on `held_out`, on `device`; `cancel` and `report` are for what takes long."""
        self._held_out = held_out
        self._marks = marks
        self._device = device
        self._cancel = cancel
        self._report = report

    def __call__(self, model: VideoBertForPreTraining) -> dict[str, float]:
        """Recalls of the dual encoder over all sentences, and for some of them R@1 among the first candidates.

        "first" is that of the dual encoder, "aligned" that of alignment alone, "fused" that of both together, with
        the weight that is best here.
        """
        similarities = self.similarities(model)
        right = self._held_out.owners[:, None] == np.arange(similarities.shape[1])
        count = min(SENTENCES_ALIGNED, len(similarities))
        chosen = np.sort(np.random.default_rng(0).choice(len(similarities), count, replace=False))
        candidates = first_items(similarities[chosen], CANDIDATES_IN_TRAINING)
        logits = self.alignments(model, chosen, candidates)
        first = np.take_along_axis(similarities[chosen], candidates, axis=1)

        def recall(scores: NDArray[np.float32]) -> float:
            best = candidates[np.arange(count), scores.argmax(1)]
            return float((best == self._held_out.owners[chosen]).mean())

        fused = max(recall(first + weight * logits) for weight in WEIGHTS)
        aligned = {"first": recall(first), "aligned": recall(logits), "fused": fused}
        return recall_table(ranks(similarities, right)) | aligned

    def similarities(self, model: VideoBertForPreTraining) -> NDArray[np.float32]:
        """Cosines (sentences, pictures) float32."""
        return (self.embed_sentences(model) @ self.embed_pictures(model).T).numpy()

    @torch.inference_mode()
    def embed_pictures(self, model: VideoBertForPreTraining) -> Tensor:
        """(n, width) float32 on the processor, unit-normalised."""
        return embed_windows(model, self._held_out.tokens, self._held_out.words, self._device)

    @torch.inference_mode()
    def embed_sentences(self, model: VideoBertForPreTraining) -> Tensor:
        """(m, width) float32 on the processor, unit-normalised."""
        return embed_sentences(model, self._held_out.sentences, self._marks, self._device)

    @torch.inference_mode()
    def alignments(
        self, model: VideoBertForPreTraining, chosen: NDArray[np.int64], candidates: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """How well sentences (q,) and pictures (q, c) belong together: logits (q, c) float32."""
        parts = []
        sentences = self.embed_sentences(model).to(self._device)
        windows = self.embed_pictures(model).to(self._device)
        step = max(1, PAIRS_A_BATCH // candidates.shape[1])
        for start in range(0, len(chosen), step):
            self._cancel.raise_if_cancelled()
            self._report(Progress("aligning", start, len(chosen), "items"))
            numbers = chosen[start : start + step].tolist()
            marks = self._marks
            ids, mask = self._held_out.sentences.batch(numbers, marks.start, marks.video, marks.padding)
            pictures = torch.from_numpy(candidates[start : start + step].flatten())
            with torch.autocast(self._device.type, torch.bfloat16):
                output = model.videobert(
                    ids.repeat_interleave(candidates.shape[1], 0).to(self._device),
                    mask.repeat_interleave(candidates.shape[1], 0).to(self._device),
                    visual_words=self._held_out.words[pictures].unsqueeze(1).to(self._device),
                    visual_features=self._held_out.tokens[pictures].unsqueeze(1).to(self._device),
                    sentence_summary=sentences[numbers].repeat_interleave(candidates.shape[1], 0),
                    window_summaries=windows[pictures.to(self._device)].unsqueeze(1),
                )
                logits = model.alignment_logits(output)
            parts.append(logits.float().cpu().view(-1, candidates.shape[1]))
        return torch.cat(parts).numpy()


@torch.inference_mode()
def embed_windows(model: VideoBertForPreTraining, tokens: Tensor, words: Tensor, device: torch.device) -> Tensor:
    """Embed windows, each alone: tokens (n, parts, stored), words (n,) to (n, width) float32 on the processor."""
    parts = []
    with torch.autocast(device.type, torch.bfloat16):
        for start in range(0, len(tokens), PICTURES_A_BATCH):
            part = slice(start, start + PICTURES_A_BATCH)
            windows = model.embed_windows(words[part, None].to(device), tokens[part, None].to(device))
            parts.append(windows[:, 0].float().cpu())
    return torch.cat(parts)


@torch.inference_mode()
def embed_sentences(model: VideoBertForPreTraining, sentences: Sentences, marks: Marks, device: torch.device) -> Tensor:
    """Embed all sentences: (m, width) float32 on the processor."""
    parts = []
    with torch.autocast(device.type, torch.bfloat16):
        for start in range(0, len(sentences), SENTENCES_A_BATCH):
            numbers = list(range(start, min(start + SENTENCES_A_BATCH, len(sentences))))
            ids, mask = sentences.batch(numbers, marks.start, marks.end, marks.padding)
            parts.append(model.embed_texts(ids.to(device), mask.to(device)).float().cpu())
    return torch.cat(parts)
