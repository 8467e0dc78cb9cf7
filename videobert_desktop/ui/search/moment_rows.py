"""The rows of the list of moments, and how they follow one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from videobert_desktop.domain.moment import Moment
from videobert_desktop.ui.search import moment_texts
from videobert_desktop.ui.search.likelihood import is_likely
from videobert_desktop.ui.texts import shown


@dataclass(frozen=True, slots=True)
class Section:
    """The row above the moments of a video.

    Attributes:
        best: The video's best moment.
        count: How many moments there are of it.
    """

    best: Moment
    count: int


@dataclass(frozen=True, slots=True)
class Divider:
    """The row above the moments that are less likely.

    Attributes:
        count: How many moments there are below it.
    """

    count: int


Row = Moment | Section | Divider


def rows_of(moments: Sequence[Moment], *, grouped: bool) -> list[Row]:
    """The rows of moments that are given best first, with a divider above those that are less likely than others.

    Args:
        moments: The moments.
        grouped: Whether to put together what is of the same video, in time order below a section; a video is as likely
            as its best moment.
    """
    groups = _by_video(moments) if grouped else [[moment] for moment in moments]
    likely = [group for group in groups if is_likely(group[0])]
    others = [group for group in groups if not is_likely(group[0])]
    between = [Divider(sum(map(len, others)))] if likely and others else []
    return [*_laid_out(likely, titled=grouped), *between, *_laid_out(others, titled=grouped)]


def pictured(row: Row) -> Moment | None:
    """The moment whose picture a row shows; None if it shows none."""
    return row if isinstance(row, Moment) else row.best if isinstance(row, Section) else None


def title(row: Row) -> str:
    """What a row says first."""
    moment = pictured(row)
    return moment_texts.less_likely() if moment is None else shown(moment.path.name)


def spoken(row: Row) -> str:
    """All that a row says, for those who cannot see it."""
    if isinstance(row, Moment):
        return moment_texts.spoken(row)
    return f"{title(row)}, {moment_texts.count_of_moments(row.count)}"


def _by_video(moments: Sequence[Moment]) -> list[list[Moment]]:
    """The moments of each video, best first, in the order of the best of each."""
    groups: dict[int, list[Moment]] = {}
    for moment in moments:
        groups.setdefault(moment.video_id, []).append(moment)
    return list(groups.values())


def _laid_out(groups: Iterable[Sequence[Moment]], *, titled: bool) -> list[Row]:
    rows: list[Row] = []
    for group in groups:
        in_time_order = sorted(group, key=lambda moment: moment.span.start)
        rows += [Section(group[0], len(group)), *in_time_order] if titled else in_time_order
    return rows
