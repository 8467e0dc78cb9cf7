"""`videobert watch`: how it ends, and what it says meanwhile."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.unit.cli.calling import CommandLine
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure
from videobert_desktop.domain.passes import Pass
from videobert_desktop.services.indexing.index_videos import IndexOptions
from videobert_desktop.services.watching.watch_event import WatchEvent, WatchEventKind
from videobert_desktop.services.watching.watch_folders import WatchReport

FAILURE = Failure(Path("/videos/a.mp4"), "The file is empty.", "Copy it again.")
Received = list[IndexOptions]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX systems")


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Callable[[signal.Signals], Received]:
    """Has a watcher that is sent a signal as soon as it has told something; gives the options it was called with."""

    def ended_by(number: signal.Signals) -> Received:
        received: Received = []

        def watch(
            library: object,
            options: IndexOptions,
            *,
            cancel: CancelToken,
            failed: Callable[[Failure], None],
            told: Callable[[WatchEvent], None],
            **_: object,
        ) -> WatchReport:
            received.append(options)
            told(WatchEvent(WatchEventKind.FOLLOWING, "/videos is being watched.", Path("/videos")))
            failed(FAILURE)
            os.kill(os.getpid(), number)
            assert cancel.cancelled
            return WatchReport([Path("/videos")], 3, {FAILURE.path: FAILURE}, 12.3456)

        monkeypatch.setattr("videobert_desktop.services.watching.watch_folders.watch_folders", watch)
        return received

    return ended_by


def test_ctrl_c_ends_it_with_one_document(
    videobert: CommandLine, of_library: Sequence[str], watched: Callable[[signal.Signals], Received]
) -> None:
    watched(signal.SIGINT)
    outcome = videobert(*of_library, "--json", "watch")
    assert outcome.status == 130
    assert outcome.document == {
        "watched": ["/videos"],
        "indexed": 3,
        "failed": [{"path": "/videos/a.mp4", "reason": "The file is empty.", "hint": "Copy it again."}],
        "seconds": 12.346,
    }


def test_what_happens_meanwhile_is_told_on_standard_error(
    videobert: CommandLine, of_library: Sequence[str], watched: Callable[[signal.Signals], Received]
) -> None:
    watched(signal.SIGINT)
    outcome = videobert(*of_library, "watch")
    assert outcome.stdout == ""
    assert "/videos is being watched." in outcome.stderr
    assert "/videos/a.mp4: The file is empty." in outcome.stderr
    assert "3 videos indexed. Everything so far is kept." in outcome.stderr


def test_quiet_leaves_out_all_but_failures(
    videobert: CommandLine, of_library: Sequence[str], watched: Callable[[signal.Signals], Received]
) -> None:
    watched(signal.SIGINT)
    outcome = videobert(*of_library, "--quiet", "watch")
    assert "is being watched" not in outcome.stderr
    assert "The file is empty." in outcome.stderr


def test_a_system_that_shuts_down_ends_it_in_good_order(
    videobert: CommandLine, of_library: Sequence[str], watched: Callable[[signal.Signals], Received]
) -> None:
    watched(signal.SIGTERM)
    before = signal.getsignal(signal.SIGTERM)
    assert videobert(*of_library, "watch").status == 0
    assert signal.getsignal(signal.SIGTERM) == before


def test_options_reach_the_indexing(
    videobert: CommandLine, of_library: Sequence[str], watched: Callable[[signal.Signals], Received]
) -> None:
    received = watched(signal.SIGINT)
    videobert(*of_library, "watch", "--mode", "fast", "--device", "cpu")
    assert received == [IndexOptions(None, "cpu", 0, "starter", Pass.FAST)]


def test_a_library_that_is_not_there_is_an_error(videobert: CommandLine, tmp_path: Path) -> None:
    outcome = videobert("--library", str(tmp_path / "none"), "watch")
    assert outcome.status == 3
    assert "no library of that name" in outcome.stderr
