from __future__ import annotations

import os
import signal
import sys
import threading

import psutil
import pytest

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled
from videobert_desktop.services.measuring.process_tree import CommandCost, measure_command, own_program

BURN = "import time\nwhile time.process_time() < {seconds}: pass\n"
HOLD = "kept = bytearray({size})\nkept[::4096] = b'x' * len(kept[::4096])\nimport time; time.sleep(0.4)\n"
CHILD = "import subprocess, sys\nsubprocess.{call}([sys.executable, '-c', {code!r}])\n"
MEGABYTE = 1_000_000


def run(code: str, cancel: CancelToken | None = None) -> CommandCost:
    return measure_command([sys.executable, "-c", code], cancel=cancel or CancelToken())


def test_what_a_command_prints_and_how_it_ends_is_told() -> None:
    cost = run("import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)")
    assert (cost.status, cost.stdout.strip(), cost.stderr.strip()) == (3, "out", "err")
    assert cost.seconds > 0


def test_the_processor_time_of_the_process_is_counted() -> None:
    assert run(BURN.format(seconds=0.5)).cpu_seconds >= 0.5


def test_the_processor_time_of_a_child_is_counted_too() -> None:
    child = CHILD.format(call="run", code=BURN.format(seconds=0.5))
    assert run(child + BURN.format(seconds=0.3)).cpu_seconds >= 0.8


@pytest.mark.skipif(sys.platform == "win32", reason="there it is taken from the last look")
def test_a_child_that_outlives_the_command_is_counted_as_far_as_it_is() -> None:
    child = CHILD.format(call="Popen", code=BURN.format(seconds=0.5) + "time.sleep(3)")
    assert run(child + "import time; time.sleep(1.5)").cpu_seconds >= 0.5


def test_the_memory_of_a_child_counts_to_that_of_the_command() -> None:
    alone = run(HOLD.format(size=100 * MEGABYTE))
    assert alone.peak_rss >= 100 * MEGABYTE
    child = CHILD.format(call="run", code=HOLD.format(size=100 * MEGABYTE))
    both = run(f"kept = bytearray({50 * MEGABYTE})\nkept[::4096] = b'x' * len(kept[::4096])\n{child}")
    assert both.peak_rss >= 150 * MEGABYTE


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX systems")
def test_a_signal_that_ended_the_command_is_its_negative_status() -> None:
    assert run(f"import os; os.kill(os.getpid(), {signal.SIGKILL})").status == -signal.SIGKILL


def test_a_cancelled_command_is_ended_with_its_children() -> None:
    cancel = CancelToken()
    before = set(psutil.Process().children(recursive=True))
    timer = threading.Timer(0.5, cancel.cancel)
    timer.start()
    with pytest.raises(Cancelled):
        run(CHILD.format(call="run", code="import time; time.sleep(60)"), cancel)
    timer.join()
    left = set(psutil.Process().children(recursive=True)) - before
    assert [process for process in left if process.status() != psutil.STATUS_ZOMBIE] == []


def test_the_programs_own_command_line_is_run_by_this_interpreter() -> None:
    cost = measure_command(own_program("--version"), cancel=CancelToken())
    assert cost.status == 0
    assert cost.stdout.startswith("videobert")
    assert own_program("a")[0] == sys.executable


def test_a_frozen_program_is_its_own_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert own_program("index", os.curdir) == [sys.executable, "index", os.curdir]
