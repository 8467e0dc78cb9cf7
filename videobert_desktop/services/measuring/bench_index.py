"""Measures what indexing a video costs, beside plain decoding of the same video in the same run."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.services.measuring.bench_decode import ALL_FRAMES
from videobert_desktop.services.measuring.process_tree import CommandCost, measure_command, own_program


@dataclass(frozen=True, slots=True)
class IndexBench:
    """What indexing a video costs.

    Attributes:
        video_seconds: The video's length.
        decode_cpu_s: Processor seconds of plain decoding: every frame, one thread, nothing else.
        index_cpu_s: Processor seconds of indexing it into a fresh library, from the start of the program to its end.
        seconds: How long the indexing took.
        peak_rss: The most memory that its processes took together, in bytes.
    """

    video_seconds: float
    decode_cpu_s: float
    index_cpu_s: float
    seconds: float
    peak_rss: int

    @property
    def ratio(self) -> float:
        """Indexing beside plain decoding."""
        return self.index_cpu_s / self.decode_cpu_s

    @property
    def x_realtime(self) -> float:
        """Seconds of video indexed in a second."""
        return self.video_seconds / self.seconds


def bench_index(path: Path, *, mode: Pass, device: str, cancel: CancelToken, report: Report) -> IndexBench:
    """Decode a video plainly, and then index it into a library of its own; each is a process that starts anew.

    Args:
        path: The video.
        mode: How closely to index it.
        device: Where to compute.
        cancel: Looked at all the while; the processes are killed when it is set.
        report: Told what is being measured.

    Raises:
        Cancelled: It was asked to stop.
        UserError: The video cannot be decoded or indexed.
    """
    report(Progress("measuring", 0, 2, "steps", f"plain decoding of {path.name}"))
    decoding = measure_command(own_program("--json", "--quiet", "bench", "decode", path, "--plain"), cancel=cancel)
    plain = _document(decoding, path)
    report(Progress("measuring", 1, 2, "steps", f"indexing {path.name}"))
    with tempfile.TemporaryDirectory(prefix="videobert-bench-") as folder:
        library = ("--library", Path(folder, "library"), "--json", "--quiet")
        indexing = own_program(*library, "index", path, "--mode", mode, "--device", device)
        cost = measure_command(indexing, cancel=cancel)
        _require_indexed(_document(cost, path), path)
    report(Progress("measuring", 2, 2, "steps"))
    cpu_seconds = plain["ways"][ALL_FRAMES]["cpu_s_per_s"] * plain["video_seconds"]
    return IndexBench(plain["video_seconds"], cpu_seconds, cost.cpu_seconds, cost.seconds, cost.peak_rss)


def _document(cost: CommandCost, path: Path) -> dict[str, Any]:
    """What a command printed.

    Raises:
        UserError: It printed an error, or nothing that can be read.
    """
    try:
        document: dict[str, Any] = json.loads(cost.stdout)
    except ValueError as error:
        reason = f"The process that was measured ended with status {cost.status}."
        raise UserError(reason, path=path, hint=cost.stderr.strip()[-300:]) from error
    if told := document.get("error"):
        raise UserError(told["message"], path=Path(told["path"]) if told["path"] else path, hint=told["hint"])
    return document


def _require_indexed(document: dict[str, Any], path: Path) -> None:
    for failure in document["failed"]:
        raise UserError(failure["reason"], path=Path(failure["path"]), hint=failure["hint"])
    if not document["indexed"]:
        raise UserError("It was not indexed, so that there is nothing to measure.", path=path)
