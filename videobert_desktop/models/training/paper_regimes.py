"""The three regimes of the paper: text alone, video alone, and both.

In each, words are to be told that were masked; where there are both, also whether they belong together. Neighbouring
sentences are joined at random, so that words need not be spoken at the very moment that is shown, and visual words are
taken at a random rate, so that the model sees many speeds.

Source: Sun, Myers, Vondrick, Murphy, Schmid: VideoBERT, ICCV 2019, sections 3.2 and 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from videobert_desktop.models.training.sentences import KEPT, MASKED, Marks, mask_words
from videobert_desktop.models.videobert.batches_videobert import pad
from videobert_desktop.models.videobert.pretraining_videobert import IGNORED

SHARE = 0.15  # of the words that are to be told (Devlin et al., NAACL 2019)
SPARSEST = 5  # of so many visual words one is taken at the sparsest

Arguments = dict[str, Tensor]
"""Arguments of `VideoBertForPreTraining.forward`."""


@dataclass(frozen=True, slots=True, eq=False)
class NarratedClip:
    """A clip with what is said of it.

    Attributes:
        sentences: The word pieces of each sentence, in the order of time.
        visual_words: (w,) int64, of its windows, in the order of time.
    """

    sentences: Sequence[Sequence[int]]
    visual_words: NDArray[np.int64]


class PaperRegimes:
    """Draws the batches of each regime."""

    def __init__(
        self,
        clips: Sequence[NarratedClip],
        marks: Marks,
        visual_vocab_size: int,
        *,
        longest_text: int = 64,
        longest_video: int = 40,
        seed: int = 0,
    ) -> None:
        """Draw from clips, the same for the same seed.

        Args:
            clips: What there is, at least two.
            marks: The special word pieces.
            visual_vocab_size: How many visual words there are.
            longest_text: Word pieces of a sentence at most; what is beyond is left out.
            longest_video: Visual words of a sequence at most.
            seed: Of all that is drawn.
        """
        self._clips = clips
        self._marks = marks
        self._visual_vocab_size = visual_vocab_size
        self._longest_text = longest_text
        self._longest_video = longest_video
        self._random = np.random.default_rng(seed)

    def text_only(self, count: int) -> Arguments:
        """Masked words in `count` texts."""
        return self._masked_text(self._texts(self._drawn(count), self._marks.end))

    def video_only(self, count: int) -> Arguments:
        """Masked visual words in `count` videos."""
        start = torch.tensor([[self._marks.start, self._marks.video]]).expand(count, -1)
        return {"input_ids": start} | self._masked_videos(self._videos(self._drawn(count)))

    def text_and_video(self, count: int) -> Arguments:
        """Masked words and visual words in `count` texts with videos, half of which belong together."""
        pairs = self.pairs(count)
        texts = self._masked_text((pairs["input_ids"], pairs["attention_mask"]))
        return pairs | texts | self._masked_videos((pairs["visual_words"], pairs["window_mask"]))

    def pairs(self, count: int) -> Arguments:
        """The same with nothing masked: to measure whether a model tells what belongs together."""
        texts = self._drawn(count)
        belong = self._random.permutation(count) < count / 2
        others = (texts + self._random.integers(1, len(self._clips), count)) % len(self._clips)
        ids, mask = self._texts(texts, self._marks.video)
        words, window_mask = self._videos(np.where(belong, texts, others))
        return {
            "input_ids": ids,
            "attention_mask": mask,
            "visual_words": words,
            "window_mask": window_mask,
            "alignment_labels": torch.from_numpy(belong.astype(np.float32)),
        }

    def _drawn(self, count: int) -> NDArray[np.int64]:
        return self._random.integers(0, len(self._clips), count)

    def _texts(self, clips: NDArray[np.int64], end: int) -> tuple[Tensor, Tensor]:
        joined = [joined_sentences(self._clips[clip].sentences, self._random) for clip in clips.tolist()]
        rows = [[self._marks.start, *pieces[: self._longest_text], end] for pieces in joined]
        return pad([torch.tensor(row) for row in rows], self._marks.padding)

    def _videos(self, clips: NDArray[np.int64]) -> tuple[Tensor, Tensor]:
        taken = [subsampled(self._clips[clip].visual_words, self._random) for clip in clips.tolist()]
        return pad([torch.from_numpy(words[: self._longest_video].copy()) for words in taken])

    def _masked_text(self, texts: tuple[Tensor, Tensor]) -> Arguments:
        ids, mask = texts
        masked, labels = mask_words(ids, self._marks, SHARE, self._random)
        return {"input_ids": masked, "attention_mask": mask, "word_labels": labels}

    def _masked_videos(self, videos: tuple[Tensor, Tensor]) -> Arguments:
        words, mask = videos
        shown, hidden, labels = mask_visual_words(words, mask, self._visual_vocab_size, SHARE, self._random)
        masked = {"masked_windows": hidden, "visual_word_labels": labels}
        return {"visual_words": shown, "window_mask": mask} | masked


def without_relation(
    clips: Sequence[NarratedClip], others: Sequence[NarratedClip], seed: int = 0
) -> list[NarratedClip]:
    """The clips with sentences of others, drawn at random: the control, of which nothing can be told.

    None of the others may be among the clips: a text that met its own video as one that is not would count as a fault.
    """
    givers = np.random.default_rng(seed).choice(len(others), len(clips), replace=len(others) < len(clips))
    return [
        NarratedClip(others[giver].sentences, clip.visual_words)
        for giver, clip in zip(givers.tolist(), clips, strict=True)
    ]


def joined_sentences(sentences: Sequence[Sequence[int]], random: np.random.Generator) -> list[int]:
    """Neighbouring sentences joined, of any number from a single one to all: their word pieces."""
    count = int(random.integers(1, len(sentences) + 1))
    first = int(random.integers(0, len(sentences) - count + 1))
    return [piece for sentence in sentences[first : first + count] for piece in sentence]


def subsampled(visual_words: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.int64]:
    """Every n-th visual word of (w,), n from 1 to 5 at random, from a random start; at least one of them."""
    step = int(random.integers(1, SPARSEST + 1))
    return visual_words[int(random.integers(0, min(step, len(visual_words)))) :: step]


def mask_visual_words(
    words: Tensor, mask: Tensor, choices: int, share: float, random: np.random.Generator
) -> tuple[Tensor, Tensor, Tensor]:
    """Choose visual words to be told: most are hidden, some are others, some stay as they are.

    Args:
        words: (b, w) int64.
        mask: (b, w), 0 at padding.
        choices: How many visual words there are.
        share: Of the visual words that are to be told.
        random: Draws.

    Returns:
        All (b, w): the visual words with those that are others, int64; which are hidden, bool; and the labels, what
        there was at the chosen places and `IGNORED` elsewhere, int64.
    """
    place = torch.from_numpy(random.random(words.shape))
    chosen = (place < share) & mask.bool()
    labels = torch.where(chosen, words, IGNORED)
    drawn = torch.from_numpy(random.integers(0, choices, words.shape))
    shown = torch.where(chosen & (place >= share * (MASKED + KEPT)), drawn, words)
    return shown, chosen & (place < share * MASKED), labels
