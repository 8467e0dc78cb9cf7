"""How a command shows that it is getting on."""

from __future__ import annotations

import io
import sys

import pytest
from rich.console import Console

from videobert_desktop.cli.bars import bars
from videobert_desktop.cli.progress import Lines, reporter
from videobert_desktop.domain.progress import Progress


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_a_log_gets_no_line_from_work_that_is_quickly_done(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    lines = Lines(clock)
    for clock.seconds in (1.0, 5.0, 9.9):
        lines.report(Progress("indexing", clock.seconds, 10, "s"))
    assert capsys.readouterr() == ("", "")


def test_a_log_gets_a_line_every_ten_seconds_with_rate_and_the_time_that_is_left(
    capsys: pytest.CaptureFixture[str],
) -> None:
    clock = Clock()
    lines = Lines(clock)
    for second in range(25):
        clock.seconds = float(second)
        lines.report(Progress("indexing", second * 4, 200, "s", "cat\n.mp4"))
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines() == [
        "indexing: 40 of 200 s, 4.0x real time, 40 s left, cat\\n.mp4",
        "indexing: 80 of 200 s, 4.0x real time, 30 s left, cat\\n.mp4",
    ]


def test_the_rate_in_a_log_is_that_of_the_stage(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    lines = Lines(clock)
    lines.report(Progress("looking", 100, None, "files"))
    clock.seconds = 8.0
    lines.report(Progress("indexing", 10, None, "steps"))
    clock.seconds = 12.0
    lines.report(Progress("indexing", 18, None, "steps"))
    assert capsys.readouterr().err == "indexing: 18 steps, 2.0 steps/s\n"


def test_a_terminal_gets_a_bar_a_stage_and_lines_above_them() -> None:
    screen = io.StringIO()
    with bars(Console(file=screen, force_terminal=True, width=120)) as shown:
        shown.report(Progress("looking", 2, 4, "files"))
        shown.report(Progress("looking", 4, 4, "files"))
        shown.report(Progress("indexing", 30, 120, "s", "[bold]cat[/bold].mp4"))
        shown.say("[dog].mp4: It is empty.")
    drawn = screen.getvalue()
    assert "[dog].mp4: It is empty." in drawn
    last = drawn[drawn.rindex("looking") :]
    assert "100%" in last
    assert "25%" in last
    assert "[bold]cat[/bold].mp4" in last


def test_quiet_leaves_out_progress_but_not_what_matters(capsys: pytest.CaptureFixture[str]) -> None:
    with reporter(quiet=True) as shown:
        shown.report(Progress("indexing", 1, 2, "s"))
        shown.say("cat.mp4: It is empty.")
    assert capsys.readouterr() == ("", "cat.mp4: It is empty.\n")


def test_bars_are_drawn_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal, log = Terminal(), io.StringIO()
    for stream in (terminal, log):
        monkeypatch.setattr(sys, "stderr", stream)
        with reporter(quiet=False) as shown:
            shown.report(Progress("indexing", 1, 2, "s"))
    assert "indexing" in terminal.getvalue()
    assert log.getvalue() == ""
