"""Whether a lesson helps on videos that nothing was learned from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.models.adapting.learning import Learner
from videobert_desktop.models.adapting.lesson import Lesson
from videobert_desktop.models.adapting.options import AdaptOptions
from videobert_desktop.models.evaluation.bootstrap import paired_bootstrap

FEWEST_VIDEOS = 6
"""Of fewer videos no interval would say anything."""
VALIDATED = 4  # one video in so many of those that are learned from tells when to stop


@dataclass(frozen=True, slots=True)
class Measure:
    """What a lesson brings on held-out videos; each score is a mean over videos.

    Attributes:
        videos: How many videos were held out, one after the other.
        examples: How many examples they have.
        unadapted: The score of the pack as it is.
        blind: The score after learning blindly from other videos: how frequent each choice is, and nothing else.
        before: The better of the two, for to know the library's frequencies is no understanding of it.
        after: The score after learning from other videos.
        lift: By how much that is better than before.
        low: The lower end of its 95 % interval, by a paired bootstrap over videos.
        high: The upper end.
        steps: How many steps of learning were best.
    """

    videos: int
    examples: int
    unadapted: float
    blind: float
    before: float
    after: float
    lift: float
    low: float
    high: float
    steps: int

    @property
    def helps(self) -> bool:
        """Whether it is better for sure."""
        return self.low > 0


def measure_lesson(learner: Learner, options: AdaptOptions, told: Callable[[int, int], None]) -> Measure:
    """Hold out each part of the videos once, and learn from the others.

    Args:
        learner: Learns; its lesson has examples of `FEWEST_VIDEOS` videos or more.
        options: Into how many parts.
        told: Told how many parts are done, and of how many.
    """
    lesson = learner.lesson
    unadapted = learner.scores(learner.unadapted())
    after, steps = _held_out_scores(learner, options, lambda done: told(done, 2 * options.folds))
    blind, _ = _held_out_scores(learner.blind(), options, lambda done: told(done + options.folds, 2 * options.folds))
    own_unadapted, own_blind, own_after = (_means(scores, lesson) for scores in (unadapted, blind, after))
    own_before = max(own_unadapted, own_blind, key=np.mean)
    lift, low, high = paired_bootstrap(own_before, own_after, np.arange(len(own_after)), options.seed)
    return Measure(
        videos=len(own_after),
        examples=int(lesson.measured.sum()),
        unadapted=float(own_unadapted.mean()),
        blind=float(own_blind.mean()),
        before=float(own_before.mean()),
        after=float(own_after.mean()),
        lift=lift,
        low=low,
        high=high,
        steps=round(float(np.median(steps))),
    )


def _held_out_scores(
    learner: Learner, options: AdaptOptions, told: Callable[[int], None]
) -> tuple[NDArray[np.float64], list[int]]:
    """The score of each example (n,) after learning from other videos, and the steps that were best in each part."""
    lesson = learner.lesson
    videos = np.unique(lesson.videos[lesson.measured])
    part_of = _parts(videos, options)
    scores, steps = np.zeros(learner.examples), []
    for part in range(options.folds):
        learned_from = np.random.default_rng([options.seed, part]).permutation(videos[part_of != part])
        validation = np.isin(lesson.videos, learned_from[::VALIDATED])
        held_out = np.isin(lesson.videos, videos[part_of == part])
        head, best = learner.learn_until(~held_out & ~validation, validation & lesson.measured)
        steps.append(best)
        scores[held_out] = learner.scores(head)[held_out]
        told(part + 1)
    return scores, steps


def _parts(videos: NDArray[np.int64], options: AdaptOptions) -> NDArray[np.int64]:
    """The part (n,) of each video."""
    return np.random.default_rng(options.seed).permutation(len(videos)) % options.folds


def _means(scores: NDArray[np.float64], lesson: Lesson) -> NDArray[np.float64]:
    """The mean score of each video, of the examples by which it is measured."""
    videos = lesson.videos[lesson.measured]
    sums, counts = np.bincount(videos, scores[lesson.measured]), np.bincount(videos)
    return np.asarray(sums[counts > 0] / counts[counts > 0], np.float64)
