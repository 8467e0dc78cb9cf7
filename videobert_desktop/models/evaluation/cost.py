"""What the transformer costs beside the frame encoder, in seconds of processor time."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

import numpy as np
import torch

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.domain.timing import SAMPLES_PER_SECOND, WINDOW_SECONDS, WINDOWS_PER_UNIT
from videobert_desktop.models.evaluation.bootstrap import Estimate
from videobert_desktop.models.packs.pack import Pack
from videobert_desktop.models.training.pairs import CaptionedPictures, read_squares

MOMENTS = 50
WINDOWS_A_MOMENT = 4
ROUNDS = 3
SENTENCE = "a man in a red jacket is throwing a ball to his dog on the beach"


def evaluate_cost(pack: Pack, pairs: CaptionedPictures, *, cancel: CancelToken, report: Report) -> dict[str, object]:
    """Processor time of encoding a unit's frames, of its windows, and of ranking moments again, in the same run.

    It is measured in one thread, since threads that wait for each other use the processor too.

    Args:
        pack: The pack to measure.
        pairs: Pictures to make windows of.
        cancel: Looked at between measurements.
        report: Told the progress.

    Returns:
        "frames_cpu_s" and "windows_cpu_s" a window of three frames, "ratio" of the two, and "rerank_cpu_s" of fifty
        moments of four windows each. A "value" is the median of the rounds, its ends are the fastest and the slowest.

    Raises:
        Cancelled: It was asked to stop.
        UserError: A picture cannot be read.
    """
    window_of_frame = np.repeat(np.arange(WINDOWS_PER_UNIT), round(SAMPLES_PER_SECOND * WINDOW_SECONDS))
    with zipfile.ZipFile(pairs.archive) as archive:
        names = [pairs.names[number % len(pairs)] for number in range(len(window_of_frame))]
        squares = read_squares(archive, names, pack.info.frame_size)
    watch = _Stopwatch(cancel, report)
    with _one_thread():
        frames = pack.encode_frames(squares)
        rows = pack.window_rows(frames, window_of_frame)
        starts = np.arange(MOMENTS) % (WINDOWS_PER_UNIT - WINDOWS_A_MOMENT)
        moments = [rows[start : start + WINDOWS_A_MOMENT] for start in starts.tolist()]
        encoding = watch("encoding frames", lambda: pack.encode_frames(squares), WINDOWS_PER_UNIT)
        reading = watch("encoding windows", lambda: pack.encode_windows(frames, window_of_frame), WINDOWS_PER_UNIT)
        ranking = watch("ranking again", lambda: pack.align(SENTENCE, moments))
    about = {"n": WINDOWS_PER_UNIT, "moments": MOMENTS, "rounds": ROUNDS}
    costs = {"frames_cpu_s": encoding, "windows_cpu_s": reading, "rerank_cpu_s": ranking}
    return about | costs | {"ratio": reading["value"] / encoding["value"]}


@dataclass(frozen=True, slots=True)
class _Stopwatch:
    """Measures work by the processor time of this process."""

    cancel: CancelToken
    report: Report

    def __call__(self, name: str, work: Callable[[], object], pieces: int = 1) -> Estimate:
        """The seconds for each of so many pieces of work, over several rounds."""
        work()  # loads what is loaded at first use
        rounds = [self._round(name, number, work) / pieces for number in range(ROUNDS)]
        return {"value": median(rounds), "low": min(rounds), "high": max(rounds)}

    def _round(self, name: str, number: int, work: Callable[[], object]) -> float:
        self.cancel.raise_if_cancelled()
        self.report(Progress("measuring the cost", number, ROUNDS, "steps", name))
        began = time.process_time()
        work()
        return time.process_time() - began


@contextmanager
def _one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
