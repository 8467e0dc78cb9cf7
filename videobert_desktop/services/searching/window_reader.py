"""What the transformer reads of the windows of a library, from what is stored of them."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.timing import TIME_TOLERANCE, UNIT_SECONDS, Span
from videobert_desktop.models.packs.window_rows import WindowRows
from videobert_desktop.services.indexing.stored_windows import StoredWindows, stored_windows
from videobert_desktop.services.library import Library
from videobert_desktop.services.searching.library_view import LibraryView

KEPT_UNITS = 160
"""Of so many minutes of video what was read last is kept: about 50 MB with the starter pack."""


@dataclass(frozen=True, slots=True, eq=False)
class WindowStretch:
    """Windows of a video that follow each other.

    Attributes:
        spans: Of each of them, in time order; at least one.
        rows: What the transformer reads of them.
    """

    spans: tuple[Span, ...]
    rows: WindowRows

    def around(self, second: float, most: int) -> WindowRows:
        """Those nearest to an instant, at most so many, in time order; of two that are as near, the earlier."""
        middles = np.array([(span.start + span.end) / 2 for span in self.spans])
        nearest = np.argsort(np.abs(middles - second), kind="stable")[:most]
        return self.rows[np.sort(nearest)]

    def spread(self, most: int) -> WindowStretch:
        """At most so many, evenly spread from the first to the last."""
        chosen = np.linspace(0, len(self.spans) - 1, min(most, len(self.spans))).round().astype(np.int64)
        return WindowStretch(tuple(self.spans[number] for number in chosen), self.rows[chosen])


class WindowReader:
    """Reads windows unit by unit, and keeps what was read last: whoever types asks for the same moments again."""

    def __init__(self, library: Library, catalogue: Catalogue, view: LibraryView, *, kept: int = KEPT_UNITS) -> None:
        """Begin with nothing.

        Args:
            library: Where the features are.
            catalogue: Says which windows there are.
            view: The library as it is searched.
            kept: How many units are kept at most.
        """
        self._library = library
        self._catalogue = catalogue
        self._row, self._pack = view.row, view.pack
        self._kept = kept
        self._units: OrderedDict[tuple[int, int], WindowStretch | None] = OrderedDict()

    def read(self, video_id: int, spans: Sequence[Span]) -> list[WindowStretch | None]:
        """The windows of a video that overlap each of several spans; None where there are none.

        Raises:
            DamagedFeaturesError: The video's features are missing or damaged.
        """
        numbers = [_units_of(span) for span in spans]
        units = self._units_read(video_id, sorted(set().union(*numbers)))
        found = [_within(span, [units[number] for number in own]) for span, own in zip(spans, numbers, strict=True)]
        while len(self._units) > self._kept:
            self._units.popitem(last=False)
        return found

    def _units_read(self, video_id: int, numbers: Sequence[int]) -> dict[int, WindowStretch | None]:
        missing = [number for number in numbers if (video_id, number) not in self._units]
        if missing:
            # A file is checked as a whole whenever it is read: so it is read once.
            around = Span(missing[0] * UNIT_SECONDS, (missing[-1] + 1) * UNIT_SECONDS)
            stored = stored_windows(self._library, self._catalogue, self._row, video_id, around)
            for number in missing:
                self._units[video_id, number] = self._unit(stored, number)
        for number in numbers:
            self._units.move_to_end((video_id, number))
        return {number: self._units[video_id, number] for number in numbers}

    def _unit(self, stored: StoredWindows, number: int) -> WindowStretch | None:
        """The windows that begin in a unit."""
        own = [place for place, span in enumerate(stored.spans) if _unit_at(span.start) == number]
        if not own:
            return None
        first, stop = own[0], own[-1] + 1
        held = (stored.window_of_frame >= first) & (stored.window_of_frame < stop)
        frames = {name: array[held] for name, array in stored.frames.items()}
        rows = self._pack.window_rows(frames, stored.window_of_frame[held] - first)
        return WindowStretch(stored.spans[first:stop], rows)


def _unit_at(second: float) -> int:
    return math.floor((second + TIME_TOLERANCE) / UNIT_SECONDS)


def _units_of(span: Span) -> range:
    """The units that a span overlaps."""
    return range(_unit_at(span.start), math.ceil((span.end - TIME_TOLERANCE) / UNIT_SECONDS))


def _within(span: Span, units: Iterable[WindowStretch | None]) -> WindowStretch | None:
    """The windows of several units, one after the other, that overlap a span."""
    there = [unit for unit in units if unit is not None]
    spans = [window for unit in there for window in unit.spans]
    inside = np.flatnonzero([window.overlaps(span) for window in spans])
    if not len(inside):
        return None
    features = np.concatenate([unit.rows.features for unit in there])[inside]
    visual_words = np.concatenate([unit.rows.visual_words for unit in there])[inside]
    return WindowStretch(tuple(spans[place] for place in inside), WindowRows(features, visual_words))
