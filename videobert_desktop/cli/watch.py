"""`videobert watch`: keep the library up to date with its folders."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from videobert_desktop.cli.exit_codes import ExitCode
from videobert_desktop.cli.interruption import interruptible
from videobert_desktop.cli.output import Document, clock, failure_document, plural, printable, tell
from videobert_desktop.cli.parameters import device_option
from videobert_desktop.cli.progress import Lines, Quiet
from videobert_desktop.cli.session import Session, Work, pass_session
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.passes import Pass

if TYPE_CHECKING:
    from videobert_desktop.services.watching.watch_folders import WatchEvent, WatchReport

_KEPT = "Everything so far is kept."


@click.command("watch")
@device_option
@click.option(
    "--mode",
    type=click.Choice([mode.value for mode in Pass]),
    default=Pass.STANDARD.value,
    show_default=True,
    help="How closely to look at each video: key frames only, two pictures a second, or four.",
)
@pass_session
def command(session: Session, device: str | None, mode: str) -> ExitCode:
    """Keep watching the library's folders until interrupted. They are those that were given to `videobert index`."""
    from videobert_desktop.services.indexing.index_videos import IndexOptions
    from videobert_desktop.services.watching.watch_folders import watch_folders

    settings = session.settings
    options = replace(IndexOptions.of_settings(settings), device=device or settings.device, mode=Pass(mode))
    library = session.open_library()
    with interruptible(_KEPT) as cancel, _termination(cancel) as terminated:
        # Lines and no bars, which would be drawn anew ten times a second for days.
        work = Work(cancel, Quiet() if session.output.quiet else Lines())

        def told(event: WatchEvent) -> None:
            if not session.output.quiet:
                tell(printable(event.text))

        report = watch_folders(library, options, cancel=cancel, report=work.report, failed=work.failed, told=told)
    return _conclude(session, report, terminated=bool(terminated))


@contextmanager
def _termination(cancel: CancelToken) -> Iterator[list[int]]:
    """Within it, the signal by which a system asks programs to end cancels the token; the list holds it then."""
    received: list[int] = []

    def end(number: int, _frame: object) -> None:
        received.append(number)
        cancel.cancel()

    previous = signal.signal(signal.SIGTERM, end)
    try:
        yield received
    finally:
        signal.signal(signal.SIGTERM, previous)


def _conclude(session: Session, report: WatchReport, *, terminated: bool) -> ExitCode:
    """A watcher that was told to end by the system has done its work; one that a person stops was interrupted."""
    if session.output.json:
        session.output.document(_document(report))
    tell(f"videobert: Stopped after {clock(report.seconds)}: {plural(report.indexed, 'video')} indexed. {_KEPT}")
    return ExitCode.DONE if terminated else ExitCode.INTERRUPTED


def _document(report: WatchReport) -> Document:
    return {
        "watched": [str(folder) for folder in report.watched],
        "indexed": report.indexed,
        "failed": [failure_document(failure) for failure in report.failed.values()],
        "seconds": round(report.seconds, 3),
    }
