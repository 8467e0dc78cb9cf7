"""The lessons of videos with words: which moment a sentence belongs to, and which word is masked beside its moment.

Neighbouring sentences are joined at random, for what is said need not be shown at that very instant (Sun et al.:
VideoBERT, ICCV 2019, section 3.2). The moments that it does not belong to are the most alike of other videos; where it
is measured, they are those of the same video, as far as there are any.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.models.adapting.deadline import Deadline
from videobert_desktop.models.adapting.heads import AlignmentHead, WordHead
from videobert_desktop.models.adapting.lesson import MOMENTS, WORDS, Lesson, log_probability, reciprocal_rank
from videobert_desktop.models.adapting.library_video import LibraryVideo
from videobert_desktop.models.adapting.reading import Reader
from videobert_desktop.models.packs.window_rows import WindowRows
from videobert_desktop.models.training.paper_regimes import SHARE
from videobert_desktop.models.videobert.batches_videobert import TextBatch

SENTENCES_A_VIDEO = 24
CANDIDATES = 6
HARDEST = 12  # among so many most alike moments the others are drawn
SENTENCES_A_BATCH = 8


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """A sentence and what it belongs to.

    Attributes:
        video: The number of its video.
        text: The sentence.
        joined: The same with the one that follows it.
        windows: (w,) int64, the windows that it belongs to.
        rows: As many of them as are read.
    """

    video: int
    text: str
    joined: str
    windows: NDArray[np.int64]
    rows: WindowRows


def moments_of(videos: Sequence[LibraryVideo], context: int, seed: int) -> list[Moment]:
    """Some sentences and tags of each video, drawn at random, in rounds through all videos.

    Args:
        videos: The videos; those without words have none.
        context: Windows of a moment that are read.
        seed: Of the drawing.
    """
    random = np.random.default_rng(seed)
    found: list[tuple[int, Moment]] = []
    for number, video in enumerate(videos):
        told = _told(video)
        for place, chosen in enumerate(random.permutation(len(told))[:SENTENCES_A_VIDEO].tolist()):
            text, joined, windows = told[chosen]
            rows = video.rows[windows].spread(context)
            found.append((place, Moment(number, text, joined, windows, rows)))
    return [moment for _, moment in sorted(found, key=lambda each: each[0])]


def _told(video: LibraryVideo) -> list[tuple[str, str, NDArray[np.int64]]]:
    """Each sentence, the same with the next, and its windows; then the tags, which belong to all windows."""
    said = video.said()
    joined = [" ".join(text for text, _ in said[place : place + 2]) for place in range(len(said))]
    told = [(text, both, windows) for (text, windows), both in zip(said, joined, strict=True)]
    return told + [(tag, tag, np.arange(len(video))) for tag in video.tags]


class ToldMoments:
    """Has the encoder read sentences and moments together."""

    def __init__(self, reader: Reader, moments: Sequence[Moment], seed: int) -> None:
        """Read moments of two videos or more."""
        self._reader = reader
        self._moments = moments
        self._random = np.random.default_rng(seed)
        self._videos = np.array([moment.video for moment in moments], np.int64)
        self._likeness = reader.likeness([moment.text for moment in moments], [moment.rows for moment in moments])
        fewest_elsewhere = len(moments) - int(np.bincount(self._videos).max())
        self._others_each = min(CANDIDATES - 1, fewest_elsewhere)

    def lessons(self, deadline: Deadline, cancel: CancelToken, report: Report) -> list[Lesson]:
        """Which moment a sentence belongs to, and which word is masked.

        Args:
            deadline: When to be content with what was read so far.
            cancel: Looked at between batches.
            report: Told the progress, in sentences.

        Raises:
            Cancelled: It was asked to stop.
        """
        aligned: list[tuple[Tensor, int, bool]] = []
        masked: list[tuple[Tensor, Tensor, int]] = []
        total = len(self._moments)
        for start in range(0, total, SENTENCES_A_BATCH):
            cancel.raise_if_cancelled()
            report(Progress("reading sentences", start, total, "sentences"))
            for number in range(start, min(start + SENTENCES_A_BATCH, total)):
                aligned += [self._aligned(number, measured=True), self._aligned(number, measured=False)]
                masked.append(self._masked(number))
            if deadline.is_over:
                break
        return [self._moment_lesson(aligned), self._word_lesson(masked)]

    def _moment_lesson(self, examples: Sequence[tuple[Tensor, int, bool]]) -> Lesson:
        states, videos, measured = zip(*examples, strict=True)
        return Lesson(
            MOMENTS,
            AlignmentHead(self._reader.network),
            torch.stack(states),
            torch.zeros(len(states), dtype=torch.int64, device=self._reader.device),
            np.array(videos, np.int64),
            np.array(measured, np.bool_),
            reciprocal_rank,
        )

    def _word_lesson(self, examples: Sequence[tuple[Tensor, Tensor, int]]) -> Lesson:
        states, right, videos = zip(*examples, strict=True)
        counts = [len(each) for each in right]
        return Lesson(
            WORDS,
            WordHead(self._reader.network),
            torch.cat(states),
            torch.cat(right),
            np.repeat(np.array(videos, np.int64), counts),
            np.ones(sum(counts), np.bool_),
            log_probability,
        )

    def _aligned(self, number: int, *, measured: bool) -> tuple[Tensor, int, bool]:
        """What [CLS] is where a sentence stands beside its moment, then beside others: (candidates, hidden)."""
        moment = self._moments[number]
        candidates = [number, *self._others(number, same_video=measured)]
        text = moment.text if measured or self._random.random() < 0.5 else moment.joined
        texts, summary = self._reader.texts([text]), self._reader.placed_texts([text])
        beside = [self._moments[each].rows for each in candidates]
        read = TextBatch(*(each.expand(len(beside), -1) for each in (texts.input_ids, texts.attention_mask)))
        states = self._reader.together(read, beside, summary.expand(len(beside), -1))
        return states[:, 0], moment.video, measured

    def _masked(self, number: int) -> tuple[Tensor, Tensor, int]:
        """What the masked words are beside their moment, (words, hidden), and which they are, (words,)."""
        moment = self._moments[number]
        texts = self._reader.texts([moment.text])
        inner = texts.input_ids.shape[1] - 2
        places = 1 + torch.from_numpy(self._random.permutation(inner)[: math.ceil(SHARE * inner)])
        ids = texts.input_ids.clone()
        ids[0, places] = self._reader.network.config.mask_token_id
        states = self._reader.together(TextBatch(ids, texts.attention_mask), [moment.rows])
        return states[0, places], texts.input_ids[0, places], moment.video

    def _others(self, number: int, *, same_video: bool) -> list[int]:
        """Moments that a sentence does not belong to: as many for every sentence."""
        own = self._moments[number]
        elsewhere = np.flatnonzero(self._videos != own.video)
        hard = elsewhere[np.argsort(-self._likeness[number, elsewhere], kind="stable")[:HARDEST]]
        chosen = self._random.permutation(hard)
        if same_video:
            here = np.flatnonzero(self._videos == own.video)
            apart = [each for each in here.tolist() if not np.isin(self._moments[each].windows, own.windows).any()]
            chosen = np.concatenate([self._random.permutation(np.array(apart, np.int64)), chosen])
        return [int(each) for each in chosen[: self._others_each]]
