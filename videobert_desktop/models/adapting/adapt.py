"""Adapts a VideoBERT to the videos of a library, and measures on held-out ones whether that makes it better."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch import Tensor

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.models.adapting.deadline import Deadline
from videobert_desktop.models.adapting.held_out import FEWEST_VIDEOS, Measure, measure_lesson
from videobert_desktop.models.adapting.hidden_windows import hidden_windows
from videobert_desktop.models.adapting.learning import Learner
from videobert_desktop.models.adapting.lesson import Lesson
from videobert_desktop.models.adapting.library_video import LibraryVideo
from videobert_desktop.models.adapting.options import AdaptOptions
from videobert_desktop.models.adapting.reading import Reader
from videobert_desktop.models.adapting.told_moments import ToldMoments, moments_of
from videobert_desktop.models.packs.weights import ROW_SCALES

ABOUT = "about"


@dataclass(frozen=True, slots=True, eq=False)
class Adaptation:
    """What came of adapting.

    Attributes:
        measures: What each lesson brings on held-out videos, by its name.
        weights: Of the heads whose lesson helps, by their names in the network; float32.
        videos: How many videos were learned from.
        windows: How many windows they have.
    """

    measures: dict[str, Measure]
    weights: dict[str, Tensor]
    videos: int
    windows: int

    def save(self, path: Path, about: str) -> None:
        """Write the weights as a shard of a pack that comes after those of the network.

        Args:
            path: The file.
            about: What is to be remembered of them: the file's metadata `ABOUT`.
        """
        # A tensor that the pack keeps in int8 has scales there, in place of which these are read.
        matrices = {name: tensor for name, tensor in self.weights.items() if tensor.dim() > 1}
        scales = {f"{name}{ROW_SCALES}": torch.ones(len(tensor)) for name, tensor in matrices.items()}
        save_file({name: tensor.contiguous() for name, tensor in self.weights.items()} | scales, path, {ABOUT: about})


def adapt(
    reader: Reader,
    videos: Sequence[LibraryVideo],
    options: AdaptOptions,
    *,
    cancel: CancelToken,
    report: Report,
    deadline: Callable[[float], Deadline] = Deadline,
) -> Adaptation:
    """Have the heads of a transformer learn from videos, as far as that helps with others.

    The encoder stays as it is, and with it every sentence's and every window's place. What each head learns is measured
    by holding out each part of the videos once; one that does not get better for sure stays as it is. The others then
    learn from all videos, for as many steps as were best.

    Args:
        reader: The transformer as its pack has it.
        videos: What there is to learn from; videos of one window tell nothing.
        options: How to learn.
        cancel: Looked at all the time.
        report: Told the progress.
        deadline: Makes a deadline of seconds.

    Raises:
        Cancelled: It was asked to stop.
        UserError: There are too few videos to hold some out, or too little time to read them.
    """
    videos = [video for video in videos if len(video) > 1]
    if len(videos) < FEWEST_VIDEOS:
        reason = f"Adapting takes {FEWEST_VIDEOS} indexed videos of more than 1.5 s, and the library has {len(videos)}."
        raise UserError(reason, hint="What is learned is measured on videos that are held out. Index some more.")
    measures: dict[str, Measure] = {}
    weights: dict[str, Tensor] = {}
    for lesson in _lessons(reader, videos, options, cancel, report, deadline):
        _require_enough(lesson)
        learner = Learner(lesson, options, cancel)
        measure = measure_lesson(learner, options, _teller(lesson, report))
        measures[lesson.name] = measure
        if measure.helps:
            head = learner.learn(np.ones(learner.examples, np.bool_), measure.steps)
            weights |= {name: tensor.cpu() for name, tensor in head.state_dict().items()}
    return Adaptation(measures, weights, len(videos), sum(map(len, videos)))


def _lessons(
    reader: Reader,
    videos: Sequence[LibraryVideo],
    options: AdaptOptions,
    cancel: CancelToken,
    report: Report,
    deadline: Callable[[float], Deadline],
) -> list[Lesson]:
    moments = moments_of(videos, reader.network.config.context_windows, options.seed)
    told = len({moment.video for moment in moments}) >= FEWEST_VIDEOS
    seconds = 60 * options.minutes / (2 if told else 1)
    rows = [video.rows for video in videos]
    lessons = [
        hidden_windows(
            reader.network, rows, seed=options.seed, deadline=deadline(seconds), cancel=cancel, report=report
        )
    ]
    if told:
        lessons += ToldMoments(reader, moments, options.seed).lessons(deadline(seconds), cancel, report)
    return lessons


def _require_enough(lesson: Lesson) -> None:
    """Make sure that examples of enough videos could be read in time."""
    if len(np.unique(lesson.videos)) < FEWEST_VIDEOS:
        raise UserError("There was too little time to read enough of the library.", hint="Allow it more minutes.")


def _teller(lesson: Lesson, report: Report) -> Callable[[int, int], None]:
    what = lesson.name.replace("_", " ")
    return lambda done, total: report(Progress(f"learning {what}", done, total, "parts"))
