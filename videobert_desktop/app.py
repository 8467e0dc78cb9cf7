"""The roof of the window: builds everything once, hands it down, and takes it apart at the end."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from videobert_desktop import __version__
from videobert_desktop.domain.errors import UserError
from videobert_desktop.services.crash_log import write_crash_log
from videobert_desktop.services.libraries import Library, create_library, library_directory
from videobert_desktop.session import Session
from videobert_desktop.settings.options import APPLICATION, Settings
from videobert_desktop.settings.recovering import recovered_settings
from videobert_desktop.ui.collecting import Collecting
from videobert_desktop.ui.crash_reporter import CrashReporter
from videobert_desktop.ui.desktop import SystemDesktop
from videobert_desktop.ui.fonts import load_fonts

CANNOT_START = 3
# Platforms of Qt that draw on the display of a server, with the variables that name one.
_SERVERS = {"xcb": ("DISPLAY",), "wayland": ("WAYLAND_DISPLAY", "WAYLAND_SOCKET")}


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window, and stay until it is closed.

    Args:
        argv: The arguments without the program's name; those of the process if None.

    Returns:
        The exit status: 0, or 3 if there is no display or no library.
    """
    arguments = _parser().parse_args(argv)
    if arguments.tour or arguments.render:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        require_display(os.environ, sys.platform)
        settings, notice = recovered_settings()
        if arguments.tour:
            return _take_tour(arguments.tour, settings)
        library, missed = _library(arguments.library, settings)
        if arguments.render:
            return _render(arguments.render, library, settings)
    except UserError as error:
        sys.stderr.write(f"videobert-desktop: {error}\n")
        return CANNOT_START
    return _run(library, settings, arguments.paths, "\n".join(filter(None, (notice, missed))))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("videobert-desktop", description="Find moments in your own videos.")
    parser.add_argument("--library", metavar="NAME_OR_DIR", help="a name, or a directory")
    tour = "render every main state of the window, over the sample clips, to pictures in this directory"
    parser.add_argument("--tour", type=_path, metavar="DIR", help=tour)
    render = "render the window over the library to this picture, without a display"
    parser.add_argument("--render", type=_path, metavar="FILE", help=render)
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    parser.add_argument("paths", nargs="*", type=_path, metavar="PATH", help="files and folders to add")
    return parser


def _library(asked: str | None, settings: Settings) -> tuple[Library, str]:
    """The library to show, and what is to be said of the one that was shown last if that cannot be opened now.

    Raises:
        UserError: The one that was asked for cannot be opened, or none can.
    """
    usual = Settings().library
    try:
        return create_library(library_directory(asked or settings.library, settings)), ""
    except UserError as error:
        if asked or settings.library == usual:
            raise
        return create_library(library_directory(usual, settings)), str(error)


def _path(argument: str) -> Path:
    """The type of an argument that is a path: absolute, and symbolic links stay what they are."""
    if not argument:
        raise argparse.ArgumentTypeError("An empty path names no file.")
    return Path(os.path.abspath(argument))  # noqa: PTH100 - Path.resolve follows links and fails on loops of them


def require_display(environ: Mapping[str, str], platform: str) -> None:
    """Make sure that there is a display to ask for: Qt aborts the process where there is none.

    Args:
        environ: The environment.
        platform: The system's name, as `sys.platform` has it.

    Raises:
        UserError: There is none.
    """
    if platform in ("win32", "darwin"):
        return
    chosen = environ.get("QT_QPA_PLATFORM", "")
    # A platform may have options after a colon, and others to fall back to after a semicolon.
    names = [name.partition(":")[0].partition("-")[0] for name in chosen.split(";") if name] or list(_SERVERS)
    if all(name in _SERVERS and not any(environ.get(variable) for variable in _SERVERS[name]) for name in names):
        hint = "Start it on a desktop, or use the command `videobert`, which needs none."
        raise UserError("There is no display to open a window on.", hint=hint)


def _run(library: Library, settings: Settings, paths: Sequence[Path], notice: str) -> int:
    app = make_application()
    crashes = CrashReporter(write_crash_log)
    session = Session(app, settings, SystemDesktop(), crashes.report)
    session.ended.connect(app.quit)
    with crashes.installed(), Collecting(session).installed(), _closed_by_interrupt(session):
        session.open(library, paths, notice=notice)
        status = app.exec()
        if not session.close():
            _leave_at_once(status)
    session.deleteLater()
    return status


def _take_tour(directory: Path, settings: Settings) -> int:
    from videobert_desktop.tour import Tour

    for picture in Tour(make_application(), directory, settings).go():
        sys.stdout.write(f"{picture}\n")
    return 0


def _render(picture: Path, library: Library, settings: Settings) -> int:
    from videobert_desktop.tour import PRESENT, Tour

    path = Tour(make_application(), picture.parent, settings).render(library, PRESENT, picture.name)
    sys.stdout.write(f"{path}\n")
    return 0


def make_application() -> QApplication:
    """The application, with its name and fonts; made once in a process."""
    app = QApplication.instance() or QApplication([APPLICATION])
    assert isinstance(app, QApplication)
    app.setApplicationName(APPLICATION)
    app.setApplicationDisplayName("VideoBERT Desktop")
    # One window may take the place of another.
    app.setQuitOnLastWindowClosed(False)
    load_fonts(app)
    return app


@contextmanager
def _closed_by_interrupt(session: Session) -> Iterator[None]:
    """Let Ctrl-C in a terminal close the window, as long as the context lasts."""

    def close(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - what a handler is given
        session.ended.emit()

    # Python looks at signals only while it runs, and Qt's event loop does not let it by itself.
    heartbeat = QTimer()
    heartbeat.timeout.connect(_let_python_look)
    heartbeat.start(250)
    before = signal.signal(signal.SIGINT, close)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        heartbeat.stop()


def _let_python_look() -> None:
    pass


def _leave_at_once(status: int) -> NoReturn:
    """End the process though a job has not ended: waiting for its thread would keep it for ever."""
    sys.stderr.write("videobert-desktop: A job did not end when it was asked to; leaving without it.\n")
    sys.stderr.flush()
    os._exit(status)
