"""`videobert status`: what the library holds and how far it is."""

from __future__ import annotations

import click

from videobert_desktop.cli.output import Output, byte_count, clock, failure_document, failure_line, plural, printable
from videobert_desktop.cli.session import Session, pass_session
from videobert_desktop.domain.passes import Pass
from videobert_desktop.services.library_status import LibraryStatus, StageStatus, library_status


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
        "folders": [str(folder) for folder in status.folders],
        "videos": status.videos,
        "offline": status.offline,
        "failed": len(status.failures),
        "failures": [failure_document(failure) for failure in status.failures],
        "hours": round(status.hours, 6),
        "windows": status.windows,
        "stages": {stage.name: _stage(stage) for stage in status.stages},
        "packs": [{"name": pack.name, "revision": pack.revision, "windows": pack.windows} for pack in status.packs],
        "device": status.device,
        "disk": dict(status.disk),
    }


def _stage(stage: StageStatus) -> dict[str, object]:
    document: dict[str, object] = {"done": stage.done, "total": stage.total}
    return document | ({"passes": dict(stage.passes)} if stage.passes else {})


def _how_far(stage: StageStatus) -> str:
    first_look = stage.passes.get(Pass.FAST, 0)
    so_far = f", {first_look} of them by a first look" if first_look else ""
    return f"{stage.done} of {plural(stage.total, 'video')}{so_far}"


def _show(output: Output, status: LibraryStatus) -> None:
    length = clock(status.hours * 3600)
    videos = f"{plural(status.videos, 'video')}, {length} in all, {plural(status.windows, 'window')}"
    rows = [
        ("library", printable(status.name)),
        ("kept in", printable(status.directory)),
        *(("of folder", printable(folder)) for folder in status.folders),
        ("holds", videos),
        ("offline", str(status.offline)),
        ("failed", str(len(status.failures))),
        *((f"{stage.name} done", _how_far(stage)) for stage in status.stages),
        *(("pack", f"{pack.name} {pack.revision}, {plural(pack.windows, 'window')}") for pack in status.packs),
        ("device", status.device),
        *((f"{part} on disk", byte_count(size)) for part, size in status.disk.items()),
    ]
    output.table(rows)
    for failure in status.failures:
        output.line(failure_line(failure))
