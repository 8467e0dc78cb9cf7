"""How well a video answers a sentence all along."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.helpers.indexing import Desk, pack_row
from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.moment import MatchCurve
from videobert_desktop.domain.query import Example, Query
from videobert_desktop.domain.timing import WINDOW_SECONDS
from videobert_desktop.services.searching.search_curve import match_curve
from videobert_desktop.services.searching.search_moments import MomentSearcher


@pytest.fixture
def mixed(desk: Desk) -> Desk:
    """A clip that shows three colours one after another, with a last window that is not full, and a plain one."""
    desk.clip("mixed.mp4", "red", "green", "blue", "red", seconds_each=8.0)
    desk.clip("red.mp4", "red", seconds_each=6.0)
    desk.index()
    return desk


def curve(desk: Desk, query: Query | str, video: int | str = "mixed.mp4") -> MatchCurve:
    with MomentSearcher(desk.library) as searcher:
        return match_curve(searcher, video, query)


def middles(found: MatchCurve) -> np.ndarray:
    """The second in the middle of each step."""
    return (np.arange(len(found.channels["picture"])) + 0.5) * found.step


class TestSteps:
    def test_there_is_one_value_a_window_from_the_beginning_to_the_end(self, mixed: Desk) -> None:
        found = curve(mixed, "green")
        assert (found.path, found.step, found.duration) == (mixed.folder / "mixed.mp4", WINDOW_SECONDS, 32.0)
        assert [len(values) for values in found.channels.values()] == [22, 22, 22]

    @pytest.mark.parametrize("text", ["red", "green", "a walrus"])
    def test_every_value_is_a_probability(self, mixed: Desk, text: str) -> None:
        found = curve(mixed, text)
        assert all(0.0 <= value <= 1.0 for values in found.channels.values() for value in values)
        assert all(type(value) is float for values in found.channels.values() for value in values)

    def test_channels_that_the_library_does_not_have_find_nothing(self, mixed: Desk) -> None:
        found = curve(mixed, "green")
        assert list(found.channels) == ["picture", "speech", "screen"]
        assert not any(found.channels["speech"])
        assert not any(found.channels["screen"])

    def test_where_nothing_is_indexed_there_is_nothing(self, desk: Desk) -> None:
        desk.clip("long.mp4", "red", seconds_each=70.0, rate=1)
        desk.index()
        with desk.catalogue() as catalogue:
            catalogue._connection.run("DELETE FROM units WHERE number = 0")
            catalogue.advance_generation()
        values = np.array(curve(desk, "red", "long.mp4").channels["picture"])
        assert len(values) == 47
        assert not values[:40].any()
        assert values[40:].all()

    def test_a_video_that_is_not_indexed_at_all_is_nothing_throughout(self, mixed: Desk) -> None:
        with mixed.catalogue() as catalogue:
            catalogue.units.forget(video_of(catalogue, mixed.folder / "mixed.mp4"), pack_row(catalogue).id)
            catalogue.advance_generation()
        assert curve(mixed, "red").channels["picture"] == [0.0] * 22

    def test_so_it_is_in_a_library_without_windows(self, mixed: Desk) -> None:
        with mixed.catalogue() as catalogue:
            for name in ("mixed.mp4", "red.mp4"):
                catalogue.units.forget(video_of(catalogue, mixed.folder / name), pack_row(catalogue).id)
            catalogue.advance_generation()
        assert curve(mixed, "red").channels["picture"] == [0.0] * 22

    def test_each_step_takes_the_window_that_it_falls_into(self, mixed: Desk) -> None:
        exact = curve(mixed, "green").channels["picture"]
        with mixed.catalogue() as catalogue:
            # As a first glance leaves it: few and long windows.
            of_video = (
                f"unit_id IN (SELECT id FROM units WHERE video_id = {video_of(catalogue, mixed.folder / 'mixed.mp4')})"
            )
            catalogue._connection.run(f"DELETE FROM windows WHERE number % 4 <> 0 AND {of_video}")
            catalogue._connection.run(f"UPDATE windows SET end_time = min(start_time + 6.0, 32.0) WHERE {of_video}")
            catalogue.advance_generation()
        found = curve(mixed, "green").channels["picture"]
        assert len(found) == len(exact)
        groups = [set(found[start : start + 4]) for start in range(0, 22, 4)]
        assert [len(group) for group in groups] == [1] * 6


class TestAgreement:
    @pytest.mark.parametrize("text", ["green", "blue", "red"])
    def test_its_highest_point_lies_in_the_best_moment_that_a_search_finds(self, mixed: Desk, text: str) -> None:
        found = curve(mixed, text)
        video = frozenset({identity(mixed, "mixed.mp4")})
        best = mixed.search(text, videos=video).moments[0]
        values = np.array(found.channels["picture"])
        assert best.span.start < middles(found)[values.argmax()] < best.span.end
        assert values.max() == pytest.approx(best.confidence, abs=0.1)

    def test_it_is_high_where_it_is_shown_and_low_elsewhere(self, mixed: Desk) -> None:
        found = curve(mixed, "green")
        values = np.array(found.channels["picture"])
        shown = (middles(found) > 10.5) & (middles(found) < 13.5)
        elsewhere = (middles(found) < 6.5) | (middles(found) > 17.5)
        assert values[shown].min() > 0.5 > values[elsewhere].max()


class TestQueries:
    def test_a_query_with_nothing_but_a_text_is_the_same_as_its_text(self, mixed: Desk) -> None:
        assert curve(mixed, Query("green", limit=3)) == curve(mixed, "green")

    def test_what_is_not_wanted_is_lowered_and_the_rest_is_not_touched(self, mixed: Desk) -> None:
        plain, less = (
            np.array(curve(mixed, Query("red", not_text=words)).channels["picture"]) for words in ((), ("green",))
        )
        at = middles(curve(mixed, "red"))
        green, far_from_green = (at > 10.5) & (at < 13.5), (at < 3.0) | (at > 26.0)
        assert less[green].max() < plain[green].max()
        assert less[far_from_green] == pytest.approx(plain[far_from_green], abs=0.01)

    def test_an_example_has_a_curve_that_is_high_where_the_same_is_shown(self, mixed: Desk) -> None:
        found = curve(mixed, Query(like=Example("red.mp4", 3.0)))
        values, at = np.array(found.channels["picture"]), middles(found)
        assert all(0.0 <= value <= 1.0 for value in values)
        shown, elsewhere = (at < 6.5) | (at > 25.5), (at > 9.5) & (at < 22.5)
        assert values[shown].min() > values[elsewhere].max()

    def test_an_example_of_the_video_itself_is_as_good_as_any(self, mixed: Desk) -> None:
        found = curve(mixed, Query(like=Example(identity(mixed, "mixed.mp4"), 12.0)))
        values = np.array(found.channels["picture"])
        assert 8.0 < middles(found)[values.argmax()] < 16.0

    def test_a_sentence_and_an_example_count_both(self, mixed: Desk) -> None:
        found = curve(mixed, Query("green", like=Example("mixed.mp4", 12.0)))
        values = np.array(found.channels["picture"])
        assert 8.0 < middles(found)[values.argmax()] < 16.0

    def test_an_example_that_is_not_in_the_library_is_an_error(self, mixed: Desk) -> None:
        with pytest.raises(UserError, match="no video 'none"):
            curve(mixed, Query(like=Example("none.mp4", 1.0)))


class TestVideos:
    def test_a_video_goes_by_its_path_name_or_id(self, mixed: Desk) -> None:
        number = identity(mixed, "red.mp4")
        for name in ("red.mp4", str(mixed.folder / "red.mp4"), number, str(number)):
            assert curve(mixed, "red", name).path == mixed.folder / "red.mp4"

    def test_one_that_is_not_in_the_library_is_an_error(self, mixed: Desk) -> None:
        with pytest.raises(UserError, match="no video 'none"):
            curve(mixed, "red", "none.mp4")

    def test_one_whose_files_have_been_forgotten_is_an_error(self, mixed: Desk) -> None:
        number = identity(mixed, "red.mp4")
        with mixed.catalogue() as catalogue:
            for file in catalogue.files.of_video(number):
                catalogue.files.remove(file.id)
        with pytest.raises(UserError, match="files"):
            curve(mixed, "red", number)

    def test_an_empty_sentence_is_refused(self, mixed: Desk) -> None:
        with pytest.raises(ValueError, match="empty"):
            curve(mixed, " ")


def video_of(catalogue: Catalogue, path: Path) -> int:
    (file,) = catalogue.files.under(path)
    return file.video_id


def identity(desk: Desk, name: str) -> int:
    with desk.catalogue() as catalogue:
        return video_of(catalogue, desk.folder / name)
