"""From what the rows of sequences took from each other to what words have to do with windows."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from videobert_desktop.models.packs.explanation import Explanation
from videobert_desktop.models.packs.relevance import alignment_relevance
from videobert_desktop.models.videobert.batches_videobert import WindowBatch
from videobert_desktop.models.videobert.pretraining_videobert import VideoBertForPreTraining

GRID = slice(1, 10)
"""The parts of a window that are its picture's 3x3 parts."""


def explain_alignment(
    network: VideoBertForPreTraining,
    tokenizer: Tokenizer,
    sentence: str,
    pieces: Sequence[Tensor],
    batches: Sequence[WindowBatch],
) -> Explanation:
    """Which words of a sentence looked at which windows, and where in them, on the way to their alignment.

    Args:
        network: The transformer with its heads.
        tokenizer: The one that the sentence was cut with.
        sentence: What was read.
        pieces: Its word pieces (1, t) between special tokens, as many of them as are read at once.
        batches: The windows, in the order of time.
    """
    looks = torch.cat([torch.cat([_looks(network, piece, batch) for batch in batches], dim=1) for piece in pieces])
    words, word_of_piece = _words(tokenizer, sentence)
    parts = np.zeros((len(words), *looks.shape[1:]), np.float32)
    is_shown = word_of_piece >= 0
    np.add.at(parts, word_of_piece[is_shown], looks.cpu().numpy()[is_shown])
    grid = parts[:, :, GRID].reshape(*parts.shape[:2], 3, 3)
    return Explanation(words, _shares(parts.sum(2)), _shares(grid))


def _looks(network: VideoBertForPreTraining, piece: Tensor, batch: WindowBatch) -> Tensor:
    """How much each word piece of (1, t) took from each part of each window: (t - 2, windows, parts)."""
    input_ids = piece.expand(len(batch.visual_words), -1)
    summary = network.sentence_summary(input_ids)
    relevance = alignment_relevance(network, input_ids, summary, batch)
    words, count = piece.shape[1], batch.visual_words.shape[1]
    parts = (relevance.shape[2] - words - 1) // count
    of_windows = relevance[:, 1 : words - 1, words:-1].reshape(len(relevance), words - 2, count, parts)
    return batch.without_padding(of_windows.transpose(1, 2)).transpose(0, 1)


def _words(tokenizer: Tokenizer, sentence: str) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """The words of a sentence as they are written, and the word (pieces,) of each piece, -1 for punctuation."""
    readable = sentence.encode("utf-8", "replace").decode("utf-8")
    encoding = tokenizer.encode(readable, add_special_tokens=False)
    spans: dict[int | None, tuple[int, int]] = {}
    for word, (start, end) in zip(encoding.word_ids, encoding.offsets, strict=True):
        spans[word] = (spans.get(word, (start, end))[0], end)
    written = {word: readable[start:end] for word, (start, end) in spans.items()}
    shown = [word for word, text in written.items() if any(character.isalnum() for character in text)]
    places = {word: place for place, word in enumerate(shown)}
    word_of_piece = np.array([places.get(word, -1) for word in encoding.word_ids], np.int64)
    return tuple(written[word] for word in shown), word_of_piece


def _shares(looks: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each row (t, ...) divided by its sum; one that is zero everywhere looks everywhere alike."""
    axes = tuple(range(1, looks.ndim))
    sums = looks.sum(axes, keepdims=True)
    alike = 1 / math.prod(looks.shape[1:])
    return np.asarray(np.where(sums > 0, looks / np.maximum(sums, np.finfo(np.float32).tiny), alike), np.float32)
