"""`videobert status`: what the library holds and how far it is."""

from __future__ import annotations

import click

from videobert_desktop.cli.output import Output, byte_count, clock, failure_document, failure_line, plural, printable
from videobert_desktop.cli.session import Session, pass_session
from videobert_desktop.services.library_status import LibraryStatus, library_status


@click.command("status")
@pass_session
def command(session: Session) -> None:
    """Show what the library holds. Also how far it is indexed, and the room it takes."""
    status = library_status(session.open_library(), session.settings.device)
    if session.output.json:
        session.output.document(_document(status))
    else:
        _show(session.output, status)


def _document(status: LibraryStatus) -> dict[str, object]:
    return {
        "library": str(status.directory),
        "name": status.name,
        "videos": status.videos,
        "offline": status.offline,
        "failed": len(status.failures),
        "failures": [failure_document(failure) for failure in status.failures],
        "hours": round(status.hours, 6),
        "windows": status.windows,
        "stages": {stage.name: {"done": stage.done, "total": stage.total} for stage in status.stages},
        "packs": [{"name": pack.name, "revision": pack.revision, "windows": pack.windows} for pack in status.packs],
        "device": status.device,
        "disk": dict(status.disk),
    }


def _show(output: Output, status: LibraryStatus) -> None:
    length = clock(status.hours * 3600)
    videos = f"{plural(status.videos, 'video')}, {length} in all, {plural(status.windows, 'window')}"
    rows = [
        ("library", printable(status.name)),
        ("folder", printable(status.directory)),
        ("holds", videos),
        ("offline", str(status.offline)),
        ("failed", str(len(status.failures))),
        *((f"{stage.name} done", f"{stage.done} of {plural(stage.total, 'video')}") for stage in status.stages),
        *(("pack", f"{pack.name} {pack.revision}, {plural(pack.windows, 'window')}") for pack in status.packs),
        ("device", status.device),
        *((f"{part} on disk", byte_count(size)) for part, size in status.disk.items()),
    ]
    output.table(rows)
    for failure in status.failures:
        output.line(failure_line(failure))
