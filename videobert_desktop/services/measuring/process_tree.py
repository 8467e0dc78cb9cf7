"""What a command costs: the processor time and the memory of its process and of all that it starts."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from videobert_desktop.domain.cancellation import CancelToken

if TYPE_CHECKING:
    import psutil

_SECONDS_BETWEEN_LOOKS = 0.05
_SECONDS_TO_END = 5.0


@dataclass(frozen=True, slots=True)
class CommandCost:
    """What came of a command, and what it cost.

    Attributes:
        status: Its exit status; negative for the signal that ended it.
        stdout: What it wrote to standard output.
        stderr: What it wrote to standard error.
        seconds: How long it took.
        cpu_seconds: Processor time, user and system, of the whole tree.
        peak_rss: The most memory that the tree took at any one look, in bytes. It is the sum over the processes, so
            that pages which several of them share (libraries, shared memory) count in each.
    """

    status: int
    stdout: str
    stderr: str
    seconds: float
    cpu_seconds: float
    peak_rss: int


def own_program(*arguments: str | Path) -> list[str]:
    """The command that runs `videobert` with these arguments, as it is installed here."""
    frozen = getattr(sys, "frozen", False)  # a frozen program is its own interpreter
    program = [sys.executable] if frozen else [sys.executable, "-m", "videobert_desktop"]
    return [*program, *map(str, arguments)]


def measure_command(command: Sequence[str], *, cancel: CancelToken) -> CommandCost:
    """Run a command to its end.

    The processor time is what the system counted for the process and for every child that was waited for, and what the
    children that outlived it have taken by then; on Windows, which counts for no children, what each had taken when it
    was last seen. Memory is looked at every 50 ms.

    Args:
        command: The program and its arguments.
        cancel: Looked at all the while; the tree is killed when it is set.

    Raises:
        Cancelled: `cancel` was cancelled.
    """
    began = time.monotonic()
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr)  # noqa: S603
        tree = ProcessTree(process.pid)
        try:
            while (counted := _ended(process)) is None:
                cancel.raise_if_cancelled()
                tree.look()
                time.sleep(_SECONDS_BETWEEN_LOOKS)
        except BaseException:
            tree.kill()
            process.wait(_SECONDS_TO_END)
            raise
        stdout.seek(0)
        stderr.seek(0)
        return CommandCost(
            status=process.returncode,
            stdout=stdout.read().decode("utf-8", "replace"),
            stderr=stderr.read().decode("utf-8", "replace"),
            seconds=time.monotonic() - began,
            cpu_seconds=counted + tree.cpu_seconds(left_behind=sys.platform != "win32"),
            peak_rss=tree.peak_rss,
        )


def _ended(process: subprocess.Popen[bytes]) -> float | None:
    """The processor seconds that the system counted for a process and its children, once it has ended."""
    if sys.platform == "win32":
        return None if process.poll() is None else 0.0
    number, status, usage = os.wait4(process.pid, os.WNOHANG)
    if not number:
        return None
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime


class ProcessTree:
    """A process and all that it has started, as they come and go.

    Attributes:
        peak_rss: The most memory that they took together at any look, in bytes.
    """

    def __init__(self, pid: int) -> None:
        import psutil

        self.peak_rss = 0
        self._root = psutil.Process(pid)
        self._cpu: dict[psutil.Process, float] = {}

    def look(self) -> None:
        """Take note of the memory and the processor time of each."""
        self.peak_rss = max(self.peak_rss, sum(self._rss(process) for process in self._processes()))

    def cpu_seconds(self, *, left_behind: bool) -> float:
        """The processor time of all when each was last seen, or only of those that have outlived the first process."""
        if left_behind:
            self._cpu = {process: seconds for process, seconds in self._cpu.items() if process.is_running()}
            self._cpu.pop(self._root, None)
            for process in list(self._cpu):
                self._rss(process)
        return sum(self._cpu.values())

    def kill(self) -> None:
        """End them all by force."""
        import psutil

        for process in self._processes():
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()

    def _processes(self) -> list[psutil.Process]:
        import psutil

        try:
            return [self._root, *self._root.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def _rss(self, process: psutil.Process) -> int:
        """The process's memory in bytes, noting its processor time; none for one that has just gone."""
        import psutil

        try:
            with process.oneshot():
                times = process.cpu_times()
                self._cpu[process] = times.user + times.system
                return int(process.memory_info().rss)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            return 0
