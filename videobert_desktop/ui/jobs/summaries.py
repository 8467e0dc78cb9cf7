"""What came of indexing, in a sentence or two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from videobert_desktop.ui.texts import plural, shown

if TYPE_CHECKING:
    from videobert_desktop.services.indexing.index_videos import IndexReport

_NAMED = 3


def index_summary(report: IndexReport) -> str:
    """What was indexed, and which files failed and why; the first few by name."""
    known = report.unchanged + report.moved
    parts = [f"{plural(report.indexed, 'video')} indexed"] if report.indexed else []
    if known:
        parts.append(f"{known} {'was' if known == 1 else 'were'} in the library already")
    if report.failed:
        parts.append(f"{plural(len(report.failed), 'file')} could not be indexed, or not wholly")
    sentence = (", ".join(parts) or "There was nothing to index") + "."
    failures = [f"{failure.path.name}: {failure.reason} {failure.hint}".rstrip() for failure in report.failed[:_NAMED]]
    more = len(report.failed) - len(failures)
    lines = [sentence, *map(shown, failures), *([f"… and {more} more; see the list."] if more else [])]
    return "\n".join(lines)
