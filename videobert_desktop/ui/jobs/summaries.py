"""What came of indexing, in a sentence or two."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from videobert_desktop.ui.sentences import told_without_path
from videobert_desktop.ui.texts import shown

if TYPE_CHECKING:
    from videobert_desktop.domain.errors import Failure
    from videobert_desktop.services.indexing.index_videos import IndexReport

_NAMED = 3


def index_summary(report: IndexReport) -> str:
    """What was indexed, and which files failed and why; the first few by name."""
    parts = [part for part in (_indexed(report), _known(report), _failed(report)) if part]
    said = QCoreApplication.translate("index_summary", ", ").join(parts)
    if not said:
        said = QCoreApplication.translate("index_summary", "There was nothing to index")
    lines = [QCoreApplication.translate("index_summary", "{sentence}.").format(sentence=said)]
    lines += [_line(failure) for failure in report.failed[:_NAMED]]
    more = len(report.failed) - _NAMED
    if more > 0:
        lines.append(
            QCoreApplication.translate("index_summary", "… and {count} more; see the list.").format(count=more)
        )
    return "\n".join(lines)


def news_of(report: IndexReport) -> IndexReport | None:
    """What is worth telling of a batch that nobody has asked for, or None: what was indexed, and what failed anew."""
    failed = tuple(failure for failure in report.failed if failure not in report.failed_before)
    return replace(report, unchanged=0, moved=0, failed=failed) if report.indexed or failed else None


def _indexed(report: IndexReport) -> str:
    if not report.indexed:
        return ""
    one = QCoreApplication.translate("index_summary", "1 video indexed")
    many = QCoreApplication.translate("index_summary", "{count} videos indexed")
    return one if report.indexed == 1 else many.format(count=report.indexed)


def _known(report: IndexReport) -> str:
    known = report.unchanged + report.moved
    if not known:
        return ""
    one = QCoreApplication.translate("index_summary", "1 was in the library already")
    many = QCoreApplication.translate("index_summary", "{count} were in the library already")
    return one if known == 1 else many.format(count=known)


def _failed(report: IndexReport) -> str:
    if not report.failed:
        return ""
    one = QCoreApplication.translate("index_summary", "1 file could not be indexed, or not wholly")
    many = QCoreApplication.translate("index_summary", "{count} files could not be indexed, or not wholly")
    return one if len(report.failed) == 1 else many.format(count=len(report.failed))


def _line(failure: Failure) -> str:
    return f"{shown(failure.path.name)}: {told_without_path(failure)}"
