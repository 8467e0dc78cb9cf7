"""Sentences as numbers: word pieces, padded, with some of them masked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from videobert_desktop.models.videobert.pretraining_videobert import IGNORED

MASKED, KEPT = 0.8, 0.1  # of the words that are to be told; the others are replaced (Devlin et al., NAACL 2019)


@dataclass(frozen=True, slots=True)
class Marks:
    """The special word pieces of a vocabulary.

    Attributes:
        start: Before a sentence.
        end: After a sentence.
        video: After a sentence that windows follow.
        caption: Before a caption that is read from left to right.
        mask: In place of a word that is to be told.
        padding: Of no meaning.
        ordinary: The ids (n,) int64, ascending, of the word pieces that sentences consist of.
    """

    start: int
    end: int
    video: int
    caption: int
    mask: int
    padding: int
    ordinary: Tensor


class Sentences:
    """Sentences cut into word pieces once."""

    def __init__(self, pieces: Sequence[Sequence[int]]) -> None:
        """Sentences from their word pieces."""
        self._pieces = pieces

    @classmethod
    def of(cls, tokenizer: Tokenizer, sentences: Sequence[str], longest: int) -> Self:
        """Read the first `longest` word pieces of each sentence, its beginning and end not counted."""
        encodings = tokenizer.encode_batch(list(sentences), add_special_tokens=False)
        # Tokenizers come with padding of their own, which is no word.
        words = (zip(encoding.ids, encoding.attention_mask, strict=True) for encoding in encodings)
        return cls([[piece for piece, is_word in pieces if is_word][:longest] for pieces in words])

    def __len__(self) -> int:
        return len(self._pieces)

    def only(self, chosen: Sequence[int]) -> Sentences:
        """Some of them."""
        return Sentences([self._pieces[number] for number in chosen])

    def lengths(self, chosen: Sequence[int]) -> list[int]:
        """How many word pieces the chosen sentences have."""
        return [len(self._pieces[number]) for number in chosen]

    def used(self) -> set[int]:
        """The word pieces that occur."""
        return {piece for pieces in self._pieces for piece in pieces}

    def batch(self, chosen: Sequence[int], start: int, end: int, padding: int) -> tuple[Tensor, Tensor]:
        """The chosen sentences between two marks: ids and mask (b, t) int64."""
        rows = [[start, *self._pieces[number], end] for number in chosen]
        ids = torch.full((len(rows), max(map(len, rows))), padding, dtype=torch.int64)
        for row, pieces in zip(ids, rows, strict=True):
            row[: len(pieces)] = torch.tensor(pieces)
        lengths = torch.tensor([len(pieces) for pieces in rows])
        return ids, (torch.arange(ids.shape[1]) < lengths[:, None]).long()


def mask_words(ids: Tensor, marks: Marks, share: float, random: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Mask a share of the words.

    Returns:
        The ids with masks, and the labels: what stood there, `IGNORED` at all other places; both (b, t).
    """
    place = torch.from_numpy(random.random(ids.shape))
    ordinary = torch.isin(ids, marks.ordinary)
    chosen = (place < share) & ordinary
    labels = torch.where(chosen, ids, IGNORED)
    masked = torch.where(place < share * MASKED, marks.mask, ids)
    drawn = marks.ordinary[torch.from_numpy(random.integers(0, len(marks.ordinary), ids.shape))]
    masked = torch.where(place > share * (MASKED + KEPT), drawn, masked)
    return torch.where(chosen, masked, ids), labels


def next_words(ids: Tensor, mask: Tensor) -> Tensor:
    """The word that follows each word of ids (b, t); `IGNORED` where none does."""
    labels = torch.full_like(ids, IGNORED)
    labels[:, :-1] = torch.where(mask[:, 1:].bool(), ids[:, 1:], IGNORED)
    return labels
