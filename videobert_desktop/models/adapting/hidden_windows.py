"""The lesson of the videos alone: which visual word a hidden window is, told from the windows around it.

Windows are also taken at a random rate of one in one to five, so that many speeds are seen (Sun et al.: VideoBERT, ICCV
2019, section 4.2); it is measured at the rate at which a library keeps them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.models.adapting.deadline import Deadline
from videobert_desktop.models.adapting.heads import VisualWordHead
from videobert_desktop.models.adapting.lesson import VISUAL_WORDS, Lesson, log_probability
from videobert_desktop.models.packs.window_rows import WindowRows
from videobert_desktop.models.training.paper_regimes import SPARSEST
from videobert_desktop.models.videobert.batches_videobert import pad
from videobert_desktop.models.videobert.pretraining_videobert import VideoBertForPreTraining

WINDOWS_A_ROUND = 16
SEQUENCES_A_BATCH = 32


@dataclass(frozen=True, slots=True, eq=False)
class _Hidden:
    """A window among its neighbours.

    Attributes:
        video: The number of its video.
        read: (w,) int64, the windows that are read.
        place: Where among them the hidden one is.
        measured: Whether they follow each other.
    """

    video: int
    read: NDArray[np.int64]
    place: int
    measured: bool


def hidden_windows(
    network: VideoBertForPreTraining,
    videos: Sequence[WindowRows],
    *,
    seed: int,
    deadline: Deadline,
    cancel: CancelToken,
    report: Report,
) -> Lesson:
    """Hide the windows of videos one by one, and have the encoder read what is around them.

    Args:
        network: The transformer, in evaluation.
        videos: The windows of each video, two or more.
        seed: Of all that is drawn.
        deadline: When to be content with what was read so far: some windows of each video first.
        cancel: Looked at between batches.
        report: Told the progress, in windows.

    Raises:
        Cancelled: It was asked to stop.
    """
    examples: list[_Hidden] = []
    states, total = [], sum(map(len, videos))
    for batch in _batches(videos, network.config.context_windows, np.random.default_rng(seed)):
        cancel.raise_if_cancelled()
        report(Progress("hiding windows", sum(each.measured for each in examples), total, "windows"))
        states.append(_states(network, videos, batch))
        examples += batch
        if deadline.is_over:
            break
    words = [videos[each.video].visual_words[each.read[each.place]] for each in examples]
    return Lesson(
        VISUAL_WORDS,
        VisualWordHead(network),
        torch.cat(states),
        torch.from_numpy(np.array(words, np.int64)).to(network.device),
        np.array([each.video for each in examples], np.int64),
        np.array([each.measured for each in examples], np.bool_),
        log_probability,
    )


def _batches(videos: Sequence[WindowRows], context: int, random: np.random.Generator) -> Iterator[list[_Hidden]]:
    """The windows in rounds through all videos; each as it is, and once more at a random rate."""
    orders = [random.permutation(len(video)) for video in videos]
    waiting: list[_Hidden] = []
    for start in range(0, max(map(len, orders)), WINDOWS_A_ROUND):
        for video in random.permutation(len(videos)).tolist():
            for window in orders[video][start : start + WINDOWS_A_ROUND].tolist():
                waiting += _both(video, window, len(videos[video]), context, random)
            while len(waiting) >= SEQUENCES_A_BATCH:
                yield waiting[:SEQUENCES_A_BATCH]
                waiting = waiting[SEQUENCES_A_BATCH:]
    if waiting:
        yield waiting


def _both(video: int, window: int, count: int, context: int, random: np.random.Generator) -> list[_Hidden]:
    found = [_Hidden(video, *_around(window, count, 1, context), measured=True)]
    read, place = _around(window, count, int(random.integers(1, SPARSEST + 1)), context)
    if len(read) > 1:
        found.append(_Hidden(video, read, place, measured=False))
    return found


def _around(window: int, count: int, step: int, context: int) -> tuple[NDArray[np.int64], int]:
    """Every `step`-th window around one of `count`, (w,), and its place among them, as near the midst as can be."""
    taken = np.arange(window % step, count, step)
    place = window // step
    size = min(context, len(taken))
    first = min(max(0, place - size // 2), len(taken) - size)
    return taken[first : first + size], place - first


@torch.no_grad()
def _states(network: VideoBertForPreTraining, videos: Sequence[WindowRows], batch: Sequence[_Hidden]) -> Tensor:
    """What the encoder makes of the hidden windows: (b, hidden) float32."""
    rows = [videos[each.video][each.read] for each in batch]
    words, mask = pad([torch.from_numpy(each.visual_words) for each in rows])
    features, _ = pad([torch.from_numpy(each.features) for each in rows])
    hidden = torch.zeros_like(mask, dtype=torch.bool)
    hidden[torch.arange(len(batch)), torch.tensor([each.place for each in batch])] = True
    device = network.device
    output = network.read_windows(words.to(device), features.to(device), mask.to(device), hidden.to(device))
    assert output.window_states is not None
    return output.window_states[:, :, 0][hidden.to(device)].float()
