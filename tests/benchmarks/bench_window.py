"""How the window feels: how long it takes to open, to find, and how long it ever keeps a person waiting.

    python -m tests.benchmarks.bench_window opening --videos 10000
    python -m tests.benchmarks.bench_window typing --windows 100000
    python -m tests.benchmarks.bench_window stalls CLIP --seconds 60

Everything runs offscreen, with real lanes over a real library in the temporary folder (TMPDIR chooses another).
`opening` starts a fresh process and ends when the window has drawn its videos; `typing` goes from a query's embedding
to results on the screen; `stalls` beats every 10 ms in the window's thread, idle and while a clip is being indexed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from videobert_desktop.app import make_application
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.domain.video import FileFingerprint, MediaInfo
from videobert_desktop.services.libraries import Library, create_library
from videobert_desktop.services.manage_packs import find_pack
from videobert_desktop.services.measuring.synthetic_library import SyntheticVectors, fill_library
from videobert_desktop.session import make_lanes
from videobert_desktop.settings.options import Settings
from videobert_desktop.ui.desktop import SystemDesktop
from videobert_desktop.ui.main_window import MainWindow
from videobert_desktop.ui.opening import Opening
from videobert_desktop.ui.services import LibraryServices
from videobert_desktop.ui.window_state import WindowState

BEAT = 10
PATIENCE = 600.0


@contextmanager
def window_over(library: Library) -> Iterator[MainWindow]:
    """A window with real lanes."""
    settings = Settings(watch_folders=False)
    services = LibraryServices(library, settings)
    lanes = make_lanes(services)
    window = MainWindow(services, lanes, SystemDesktop(), give_up, Opening(library.root, settings, WindowState()))
    window.show()
    try:
        yield window
    finally:
        window.close()
        assert lanes.shut_down(60)
        window.deleteLater()


def give_up(error: BaseException) -> None:
    raise error


def wait(app: QApplication, reached: Callable[[], bool]) -> None:
    """Let the window work until something is so."""
    end = time.monotonic() + PATIENCE
    while not reached():
        if time.monotonic() > end:
            raise TimeoutError
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)


def fill(library: Library, videos: int) -> None:
    """Enter so many videos, each with a small file of its own and nothing indexed."""
    info = MediaInfo(60.0, 1920, 1080, 0, Fraction(1), Fraction(25), "h264", "mov", 1, 0, None)
    folder = library.root.parent / "videos"
    folder.mkdir()
    with library.catalogue() as catalogue, catalogue.transaction():
        for number in range(videos):
            path = folder / f"clip {number:05}.mp4"
            path.write_bytes(b"-")
            video = catalogue.videos.add(info, datetime.now(UTC))
            catalogue.files.add(video.id, FileFingerprint(path, 1, 0, f"{number}"))


def opening(videos: int) -> None:
    """Tell how long a fresh process takes to show a library of so many videos."""
    with tempfile.TemporaryDirectory() as place:
        library = create_library(Path(place) / "library")
        fill(library, videos)
        for _ in range(3):
            command = [sys.executable, "-m", "tests.benchmarks.bench_window", "opened", str(library.root)]
            subprocess.run(command, check=True)


def opened(root: Path) -> None:
    """Tell how long this process has taken to show the library, since it began."""
    app = make_application()
    with window_over(Library(root)) as window:
        shown = time.clock_gettime(time.CLOCK_BOOTTIME) - process_start()
        wait(app, lambda: bool(window.library_pane.videos))
        window.grab()
        listed = time.clock_gettime(time.CLOCK_BOOTTIME) - process_start()
        count = len(window.library_pane.videos)
        torch = "torch" in sys.modules
        sys.stdout.write(
            f"window {shown:.2f} s, its {count} videos drawn {listed:.2f} s after the start; torch loaded: {torch}\n"
        )


def process_start() -> float:
    """When this process began, in seconds since the machine did."""
    fields = Path("/proc/self/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return int(fields[19]) / os.sysconf("SC_CLK_TCK")


def typing(windows: int, queries: int) -> None:
    """Tell how long it takes from a query's embedding to its results on the screen."""
    starter = find_pack("starter")
    app = make_application()
    with tempfile.TemporaryDirectory() as place:
        library = create_library(Path(place) / "library")
        vectors = SyntheticVectors(windows)
        key = (starter.name, starter.revision)
        for _ in fill_library(library, vectors, cancel=CancelToken(), report=ignore_progress, pack=key):
            pass
        with window_over(library) as window:
            wait(app, lambda: bool(window.library_pane.videos))
            seconds = [search_once(app, window, f"a dog runs along the beach, number {n}") for n in range(queries)]
    later = np.array(seconds[1:]) * 1000
    sys.stdout.write(
        f"{windows} windows: typed to shown, p50 {np.median(later):.0f} ms, p95 {np.percentile(later, 95):.0f} ms\n"
    )


def search_once(app: QApplication, window: MainWindow, text: str) -> float:
    """Search, and give back the seconds until the results are drawn."""
    began = time.monotonic()
    window.header.search_field.search(text)
    wait(app, lambda: not window.work.searching.running and window.results_panel.has_results)
    window.results_panel.grab()
    return time.monotonic() - began


class Heartbeat(QObject):
    """Notes how long after its time each beat of the window's thread comes."""

    def __init__(self) -> None:
        super().__init__()
        self.late: list[float] = []
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self.late, self._last = [], time.monotonic()
        self._timer.start(BEAT)

    @Slot()
    def _beat(self) -> None:
        now = time.monotonic()
        self.late.append(max(0.0, (now - self._last) * 1000 - BEAT))
        self._last = now


def stalls(clip: Path, seconds: float) -> None:
    """Tell how late the window's thread comes, idle and while a clip is being indexed."""
    app = make_application()
    heart = Heartbeat()
    with tempfile.TemporaryDirectory() as place, window_over(create_library(Path(place) / "library")) as window:
        for what in ("idle", "indexing"):
            if what == "indexing":
                window.add([clip])
                wait(app, lambda: window.work.indexing.running)
            heart.start()
            end = time.monotonic() + seconds
            wait(app, lambda end=end, what=what: over(window, end, what))
            tell(what, heart.late)
        window.work.indexing.cancel()
        wait(app, lambda: not window.work.indexing.running)
    QCoreApplication.processEvents()


def over(window: MainWindow, end: float, what: str) -> bool:
    """Whether it was looked at for long enough, or there is nothing to look at any more."""
    return time.monotonic() > end or (what == "indexing" and not window.work.indexing.running)


def tell(what: str, late: list[float]) -> None:
    """Print how late the beats came, in milliseconds."""
    p50, p99 = np.percentile(late, [50, 99])
    sys.stdout.write(
        f"{what:>9}: {len(late)} beats, late by p50 {p50:.1f} ms, p99 {p99:.1f} ms, at most {max(late):.1f} ms\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("opening").add_argument("--videos", type=int, default=10_000)
    commands.add_parser("opened").add_argument("root", type=Path)
    typed = commands.add_parser("typing")
    typed.add_argument("--windows", type=int, default=100_000)
    typed.add_argument("--queries", type=int, default=30)
    stalled = commands.add_parser("stalls")
    stalled.add_argument("clip", type=Path)
    stalled.add_argument("--seconds", type=float, default=60.0)
    chosen = parser.parse_args()
    match chosen.command:
        case "opening":
            opening(chosen.videos)
        case "opened":
            opened(chosen.root)
        case "typing":
            typing(chosen.windows, chosen.queries)
        case "stalls":
            stalls(chosen.clip, chosen.seconds)


if __name__ == "__main__":
    main()
