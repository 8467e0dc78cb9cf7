"""What is read of stored windows, and that what was read last is not read again."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from tests.helpers.colour_pack import COLOURS
from tests.unit.services.searching.conftest import Stored
from videobert_desktop.catalogue import DamagedFeaturesError
from videobert_desktop.catalogue.features import FeatureStore
from videobert_desktop.domain.timing import UNIT_SECONDS, WINDOW_SECONDS, Span
from videobert_desktop.services.searching.search_moments import MomentSearcher
from videobert_desktop.services.searching.window_reader import WindowReader, WindowStretch

LONG = ["red"] * 38 + ["green"] * 4 + ["blue"] * 48


@pytest.fixture
def searcher(stored: Stored) -> Iterator[MomentSearcher]:
    stored.add("long.mp4", LONG)
    stored.add("short.mp4", ["white", "black"])
    with stored.searcher() as searcher:
        yield searcher


@pytest.fixture
def reader(searcher: MomentSearcher) -> WindowReader:
    view = searcher.view()
    assert view is not None
    return searcher.reader(view)


@pytest.fixture
def files_read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The videos whose files are read."""
    read, videos = FeatureStore.read_units, list[int]()

    def noted(store: FeatureStore, video_id: int, *arguments: object, **more: object) -> object:
        videos.append(video_id)
        return read(store, video_id, *arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(FeatureStore, "read_units", noted)
    return videos


def colours(stretch: WindowStretch | None) -> list[str]:
    assert stretch is not None
    assert len(stretch.spans) == len(stretch.rows)
    return [list(COLOURS)[word] for word in stretch.rows.visual_words]


def windows(first: int, stop: int) -> Span:
    return Span(first * WINDOW_SECONDS, stop * WINDOW_SECONDS)


@pytest.mark.parametrize(("first", "stop"), [(0, 3), (36, 44), (38, 42), (10, 90), (89, 90)])
def test_the_windows_of_a_stretch_are_those_that_overlap_it(reader: WindowReader, first: int, stop: int) -> None:
    (found,) = reader.read(1, [windows(first, stop)])
    assert colours(found) == LONG[first:stop]
    assert found is not None
    assert found.spans == tuple(windows(number, number + 1) for number in range(first, stop))


def test_several_stretches_come_in_their_order(reader: WindowReader) -> None:
    late, early = reader.read(1, [windows(40, 43), windows(0, 2)])
    assert (colours(late), colours(early)) == (LONG[40:43], LONG[:2])


def test_where_there_is_no_window_there_is_none(reader: WindowReader) -> None:
    assert reader.read(1, [Span(1000.0, 1001.0)]) == [None]
    assert reader.read(99, [Span(0.0, 1.0)]) == [None]


def test_a_video_is_read_once_for_all_of_its_stretches(reader: WindowReader, files_read: list[int]) -> None:
    reader.read(1, [windows(0, 2), windows(50, 52), windows(85, 90)])
    assert files_read == [1]


def test_what_was_read_is_not_read_again(reader: WindowReader, files_read: list[int]) -> None:
    first = reader.read(1, [windows(38, 42)])
    again = reader.read(1, [windows(38, 42)])
    other = reader.read(1, [windows(30, 60)])
    assert files_read == [1]
    assert colours(first[0]) == colours(again[0])
    assert colours(other[0]) == LONG[30:60]


def test_what_was_read_longest_ago_is_forgotten_first(searcher: MomentSearcher, stored: Stored) -> None:
    view = searcher.view()
    assert view is not None
    reader = WindowReader(stored.library, searcher.catalogue, view, kept=2)
    reader.read(1, [Span(0.0, 2 * UNIT_SECONDS)])
    reader.read(1, [Span(0.0, 1.0)])
    reader.read(2, [Span(0.0, 1.0)])
    stored.damage(1)
    assert colours(reader.read(1, [Span(0.0, 1.0)])[0]) == ["red"]
    with pytest.raises(DamagedFeaturesError):
        reader.read(1, [Span(UNIT_SECONDS, UNIT_SECONDS + 1)])


def test_a_searcher_reads_anew_what_was_indexed_since(searcher: MomentSearcher, stored: Stored) -> None:
    before = searcher.view()
    assert before is not None
    reader = searcher.reader(before)
    assert searcher.reader(before) is reader
    stored.add("new.mp4", ["cyan"])
    after = searcher.view()
    assert after is not None
    assert searcher.reader(after) is not reader


class TestChoosing:
    @pytest.fixture
    def stretch(self, reader: WindowReader) -> WindowStretch:
        (found,) = reader.read(1, [windows(34, 44)])
        assert found is not None
        return found

    @pytest.mark.parametrize(
        ("window", "chosen"), [(38, [36, 37, 38, 39]), (34, [34, 35, 36, 37]), (43, [40, 41, 42, 43])]
    )
    def test_around_a_peak_are_the_nearest_in_time_order(
        self, stretch: WindowStretch, window: int, chosen: list[int]
    ) -> None:
        near = stretch.around((window + 0.5) * WINDOW_SECONDS, 4)
        assert [list(COLOURS)[word] for word in near.visual_words] == [LONG[number] for number in chosen]

    def test_all_are_near_where_there_are_few(self, stretch: WindowStretch) -> None:
        assert len(stretch.around(60.0, 99)) == 10

    def test_a_few_are_spread_from_the_first_to_the_last(self, stretch: WindowStretch) -> None:
        few = stretch.spread(4)
        assert [span.start / WINDOW_SECONDS for span in few.spans] == [34, 37, 40, 43]
        assert colours(few) == ["red", "red", "green", "blue"]
        assert np.array_equal(stretch.spread(10).rows.visual_words, stretch.rows.visual_words)
        assert len(stretch.spread(99).spans) == 10
