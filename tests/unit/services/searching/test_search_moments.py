"""Searching a library of plain colours, where it can be told beforehand what must be found."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.helpers.colour_pack import COLOURS, install_colour_pack
from tests.helpers.indexing import Desk, pack_row
from videobert_desktop.catalogue.connection import Connection, Row
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.moment import Moment, SearchResult
from videobert_desktop.domain.query import Example, Query
from videobert_desktop.domain.timing import WINDOW_SECONDS, Span
from videobert_desktop.index.vector_index import VectorIndex
from videobert_desktop.services.libraries import create_library, rebuild_index
from videobert_desktop.services.searching.search_moments import MomentSearcher
from videobert_desktop.settings.options import packs_directory


@pytest.fixture
def palette(desk: Desk) -> Desk:
    """A clip of each of three colours, and one that shows all of them, one after another."""
    for name in ("red", "green", "blue"):
        desk.clip(f"{name}.mp4", name, seconds_each=6.0)
    desk.clip("mixed/long.mp4", "red", "green", "blue", "red", seconds_each=9.0)
    desk.index()
    return desk


def signature(result: SearchResult) -> list[tuple[object, ...]]:
    return [(m.video_id, m.path, m.span, m.peak, m.score, m.confidence, m.online) for m in result.moments]


class TestRanking:
    @pytest.mark.parametrize("colour", ["red", "green", "blue"])
    def test_the_clips_that_show_it_come_first(self, palette: Desk, colour: str) -> None:
        result = palette.search(colour)
        assert result.query == colour
        assert result.in_library
        assert result.seconds > 0
        assert {moment.path.name for moment in result.moments[:2]} == {f"{colour}.mp4", "long.mp4"}

    def test_scores_never_rise_down_the_list(self, palette: Desk) -> None:
        scores = [moment.score for moment in palette.search("red").moments]
        assert scores == sorted(scores, reverse=True)

    def test_what_is_shown_is_probable_and_what_is_not_is_not(self, palette: Desk) -> None:
        first, second, *others = palette.search("blue").moments
        assert min(first.confidence, second.confidence) > 0.5
        assert max(moment.confidence for moment in others) < 0.5

    @pytest.mark.parametrize("query", ["red", "a walrus", "?", "x" * 5000])
    def test_confidence_is_a_probability(self, palette: Desk, query: str) -> None:
        moments = palette.search(query).moments
        assert moments
        assert all(0.0 <= moment.confidence <= 1.0 for moment in moments)

    def test_what_is_nowhere_is_not_in_the_library_and_the_nearest_is_listed_all_the_same(self, palette: Desk) -> None:
        result = palette.search("a walrus")
        assert not result.in_library
        assert result.moments

    def test_the_picture_channel_says_what_it_saw(self, palette: Desk) -> None:
        for moment in palette.search("green").moments:
            assert moment.evidence.picture is not None

    @pytest.mark.parametrize("limit", [1, 2, 3])
    def test_a_limit_cuts_the_list_off(self, palette: Desk, limit: int) -> None:
        everything = palette.search("red").moments
        assert len(everything) > 3
        assert palette.search("red", limit=limit).moments == everything[:limit]


class TestExtents:
    @pytest.mark.parametrize(("colour", "start", "end"), [("green", 9.0, 18.0), ("blue", 18.0, 27.0)])
    def test_a_stretch_inside_a_longer_clip_is_found_to_a_window(
        self, palette: Desk, colour: str, start: float, end: float
    ) -> None:
        moment = first_in(palette.search(colour), "long.mp4")
        assert moment.span.start == pytest.approx(start, abs=WINDOW_SECONDS)
        assert moment.span.end == pytest.approx(end, abs=WINDOW_SECONDS)
        assert start < moment.peak < end

    def test_two_stretches_of_one_clip_are_two_moments(self, palette: Desk) -> None:
        spans = sorted(
            (moment.span.start, moment.span.end)
            for moment in palette.search("red").moments
            if moment.path.name == "long.mp4" and moment.confidence > 0.5
        )
        assert len(spans) == 2
        assert spans[0] == pytest.approx((0.0, 9.0), abs=WINDOW_SECONDS)
        assert spans[1] == pytest.approx((27.0, 36.0), abs=WINDOW_SECONDS)

    def test_a_clip_that_shows_it_all_along_is_one_moment_from_end_to_end(self, palette: Desk) -> None:
        (moment,) = [moment for moment in palette.search("blue").moments if moment.path.name == "blue.mp4"]
        assert (moment.span.start, moment.span.end) == (0.0, pytest.approx(6.0))

    def test_the_only_video_of_a_library_is_one_moment_too(self, desk: Desk) -> None:
        desk.clip("a.mp4", "red", seconds_each=9.0)
        desk.index()
        (moment,) = desk.search("red").moments
        assert (moment.span.start, moment.span.end) == (0.0, pytest.approx(9.0))

    @pytest.mark.parametrize("query", [*COLOURS, "a walrus"])
    def test_moments_of_one_video_never_overlap_and_lie_within_it(self, palette: Desk, query: str) -> None:
        moments = palette.search(query, limit=100).moments
        for one, other in itertools.combinations(moments, 2):
            assert one.video_id != other.video_id or not one.span.overlaps(other.span)
        for moment in moments:
            assert 0.0 <= moment.span.start <= moment.peak <= moment.span.end <= 36.0


class TestFolders:
    def test_only_videos_of_the_folder_are_found(self, palette: Desk) -> None:
        assert set(palette.found("blue", folder=palette.folder / "mixed")) == {"long.mp4"}

    def test_a_folder_whose_name_begins_like_anothers_is_another(self, desk: Desk) -> None:
        desk.clip("holiday/a.mp4", "red")
        desk.clip("holiday 2/b.mp4", "red", seconds_each=4.5)
        desk.clip("holidays/c.mp4", "red", seconds_each=6.0)
        desk.index()
        assert set(desk.found("red", folder=desk.folder / "holiday")) == {"a.mp4"}
        assert set(desk.found("red", folder=desk.folder)) == {"a.mp4", "b.mp4", "c.mp4"}

    def test_a_folder_without_videos_has_no_moments(self, palette: Desk) -> None:
        (palette.folder / "empty").mkdir()
        result = palette.search("red", folder=palette.folder / "empty")
        assert (result.in_library, result.moments) == (False, ())

    def test_of_several_files_the_one_in_the_folder_is_named(self, desk: Desk) -> None:
        path = desk.clip("one/a.mp4", "red")
        (desk.folder / "two").mkdir()
        copy = Path(shutil.copy(path, desk.folder / "two/b.mp4"))
        desk.index()
        assert {moment.path for moment in desk.search("red", folder=copy.parent).moments} == {copy}


class TestVideos:
    def test_only_the_chosen_videos_are_searched(self, palette: Desk) -> None:
        chosen = {moment.video_id for moment in palette.search("red").moments if moment.path.name == "green.mp4"}
        assert palette.found("red", videos=frozenset(chosen)) == ["green.mp4"]

    def test_no_video_chosen_is_nothing_found(self, palette: Desk) -> None:
        result = palette.search("red", videos=frozenset())
        assert (result.in_library, result.moments) == (False, ())

    def test_a_time_when_nothing_was_recorded_is_nothing_found(self, palette: Desk) -> None:
        assert palette.search("red", before=datetime(1900, 1, 1, tzinfo=UTC)).moments == ()
        assert palette.search("red", after=datetime(1900, 1, 1, tzinfo=UTC)).moments


class TestNot:
    def test_what_answers_it_is_pushed_down(self, palette: Desk) -> None:
        yellow = palette.clip("yellow.mp4", "yellow", seconds_each=6.0)
        palette.index(yellow)
        assert palette.found("yellow")[0] == "yellow.mp4"
        assert "red.mp4" in palette.found("yellow")[:4]
        found = palette.found("yellow", not_text=("red",))
        assert found[0] == "green.mp4"
        assert found.index("red.mp4") > found.index("blue.mp4")

    @pytest.mark.parametrize("colour", ["red", "green", "blue"])
    def test_what_is_not_meant_is_not_in_the_library(self, palette: Desk, colour: str) -> None:
        assert palette.search(colour).in_library
        assert not palette.search(colour, not_text=(colour,)).in_library

    def test_several_sentences_all_count(self, palette: Desk) -> None:
        result = palette.search("red", not_text=("green", "red"))
        assert not result.in_library

    def test_what_has_nothing_to_do_with_it_changes_little(self, palette: Desk) -> None:
        before, after = palette.search("red").moments[:2], palette.search("red", not_text=("blue",)).moments[:2]
        assert {moment.path for moment in after} == {moment.path for moment in before}

    def test_said_twice_is_said_once(self, palette: Desk) -> None:
        once, twice = (palette.search("yellow", not_text=("red",) * times) for times in (1, 2))
        assert signature(twice) == signature(once)


class TestLike:
    def test_more_of_the_same_is_found_and_the_example_itself_is_not(self, palette: Desk) -> None:
        result = palette.search(like=Example("long.mp4", 13.0))
        assert result.query == "long.mp4@13"
        assert result.in_library
        assert result.moments[0].path.name == "green.mp4"
        assert all(not moment.span.overlaps(Span(9.0, 17.0)) for moment in moments_in(result, "long.mp4"))

    def test_what_looks_different_is_improbable(self, palette: Desk) -> None:
        first, *others = palette.search(like=Example("long.mp4", 13.0)).moments
        assert first.confidence > 0.5
        assert max(moment.confidence for moment in others) < 0.5

    def test_where_there_is_nothing_like_it_that_is_not_in_the_library(self, palette: Desk) -> None:
        palette.index(palette.clip("black.mp4", "black"))
        result = palette.search(like=Example("black.mp4", 1.0))
        assert not result.in_library
        assert result.moments

    def test_another_part_of_the_same_video_may_be_found(self, palette: Desk) -> None:
        result = palette.search(like=Example("long.mp4", 2.0))
        (again,) = [moment for moment in moments_in(result, "long.mp4") if moment.confidence > 0.5]
        assert again.span.start == pytest.approx(27.0, abs=WINDOW_SECONDS)

    def test_with_a_sentence_both_count(self, palette: Desk) -> None:
        palette.index(palette.clip("yellow.mp4", "yellow", seconds_each=6.0))
        red_and_green = palette.search("red", like=Example("green.mp4", 3.0))
        assert red_and_green.query == "red"
        assert red_and_green.moments[0].path.name == "yellow.mp4"

    def test_the_end_of_a_video_is_in_it(self, palette: Desk) -> None:
        assert palette.found(like=Example("blue.mp4", 6.0))[0] == "long.mp4"

    def test_a_video_goes_by_its_path_or_id_too(self, palette: Desk) -> None:
        path = palette.folder / "blue.mp4"
        by_path = palette.search(like=Example(str(path), 1.0))
        with palette.catalogue() as catalogue:
            video = catalogue.files.under(path)[0].video_id
        for name in (video, str(video)):
            assert signature(palette.search(like=Example(name, 1.0))) == signature(by_path)

    def test_a_library_of_the_example_alone_has_nothing_like_it(self, desk: Desk) -> None:
        desk.index(desk.clip("a.mp4", "red"))
        result = desk.search(like=Example("a.mp4", 1.0))
        assert (result.in_library, result.moments) == (False, ())

    @pytest.mark.parametrize(
        ("example", "reason"),
        [(Example("none.mp4", 1.0), "no video 'none.mp4'"), (Example("blue.mp4", 6.5), "ends at 6.0 s")],
    )
    def test_what_is_not_there_is_told(self, palette: Desk, example: Example, reason: str) -> None:
        with pytest.raises(UserError, match=reason):
            palette.search(like=example)

    @pytest.mark.parametrize("forgotten", [("blue.mp4",), ("blue.mp4", "red.mp4", "green.mp4", "mixed/long.mp4")])
    def test_what_is_not_indexed_is_told(self, palette: Desk, forgotten: tuple[str, ...]) -> None:
        with palette.catalogue() as catalogue:
            for name in forgotten:
                (file,) = catalogue.files.under(palette.folder / name)
                catalogue.units.forget(file.video_id, pack_row(catalogue).id)
            catalogue.advance_generation()
        with pytest.raises(UserError, match="has not been indexed"):
            palette.search(like=Example("blue.mp4", 1.0))


class TestConfidence:
    def test_what_is_less_probable_is_left_out(self, palette: Desk) -> None:
        every = palette.search("blue").moments
        middle = every[1].confidence
        assert palette.search("blue", min_confidence=middle).moments == every[:2]

    @pytest.mark.parametrize("query", ["blue", "a walrus"])
    def test_whether_it_is_in_the_library_does_not_change(self, palette: Desk, query: str) -> None:
        result = palette.search(query, min_confidence=1.0)
        assert result.moments == ()
        assert result.in_library == palette.search(query).in_library


class TestEffort:
    def test_a_search_asks_the_catalogue_as_often_for_many_moments_as_for_one(
        self, palette: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[str] = []
        ask = Connection.all

        def counted(connection: Connection, sql: str, values: Sequence[object] = ()) -> list[Row]:
            asked.append(sql)
            return ask(connection, sql, values)

        with MomentSearcher(palette.library) as searcher:
            searcher.search(Query("red"))
            monkeypatch.setattr(Connection, "all", counted)
            assert len(searcher.search(Query("red", limit=1)).moments) == 1
            for_one = len(asked)
            asked.clear()
            assert len(searcher.search(Query("red")).moments) > 3
        # Where the windows are, which files hold them, and whether anything is said or written.
        assert len(asked) == for_one == 3


class TestOffline:
    def test_a_video_whose_file_is_gone_is_found_and_marked(self, palette: Desk) -> None:
        (palette.folder / "blue.mp4").unlink()
        result = palette.search("blue")
        assert not first_in(result, "blue.mp4").online
        assert first_in(result, "long.mp4").online

    def test_a_file_that_is_there_goes_before_one_that_is_gone(self, desk: Desk) -> None:
        path = desk.clip("a.mp4", "red")
        copy = Path(shutil.copy(path, desk.folder / "b.mp4"))
        desk.index()
        path.unlink()
        assert {(moment.path, moment.online) for moment in desk.search("red").moments} == {(copy, True)}


class TestTheLibraryAsItIs:
    def test_an_empty_library_answers_nothing(self, desk: Desk) -> None:
        result = desk.search("red")
        assert (result.in_library, result.moments) == (False, ())

    def test_an_open_searcher_sees_what_was_indexed_since(self, palette: Desk) -> None:
        with MomentSearcher(palette.library) as searcher:
            assert not searcher.search(Query("black")).in_library
            palette.clip("black.mp4", "black")
            palette.index()
            result = searcher.search(Query("black"))
            assert result.in_library
            assert result.moments[0].path.name == "black.mp4"

    def test_a_searcher_that_was_opened_on_an_empty_library_sees_it_too(self, desk: Desk) -> None:
        with MomentSearcher(desk.library) as searcher:
            assert searcher.search(Query("red")).moments == ()
            desk.clip("a.mp4", "red")
            desk.index()
            assert [moment.path.name for moment in searcher.search(Query("red")).moments] == ["a.mp4"]

    def test_an_open_searcher_sees_that_a_file_was_replaced_by_another(self, palette: Desk) -> None:
        path = palette.clip("a.mp4", "black")
        palette.index()
        with MomentSearcher(palette.library) as searcher:
            before = searcher.search(Query("black")).moments[0]
            assert (before.path, before.online) == (path, True)
            palette.clip("a.mp4", "yellow", seconds_each=4.5)
            palette.index()
            after = searcher.search(Query("yellow")).moments[0]
            assert (after.path, after.online) == (path, True)
            # What was there has become homeless, and may turn up elsewhere.
            homeless = searcher.search(Query("black")).moments[0]
            assert (homeless.video_id, homeless.path, homeless.online) == (before.video_id, path, False)

    def test_an_open_searcher_leaves_out_what_has_been_forgotten_since(self, palette: Desk) -> None:
        with MomentSearcher(palette.library) as searcher:
            best = searcher.search(Query("blue")).moments[0]
            with palette.catalogue() as catalogue:
                catalogue.videos.remove(best.video_id)
            found = searcher.search(Query("blue")).moments
        assert found
        assert best.video_id not in {moment.video_id for moment in found}

    def test_an_open_searcher_follows_to_a_new_revision_of_the_pack(self, palette: Desk) -> None:
        with MomentSearcher(palette.library) as searcher:
            before = {moment.path for moment in searcher.search(Query("blue")).moments[:2]}
            install_colour_pack(packs_directory(), revision="2")
            palette.index()
            assert {moment.path for moment in searcher.search(Query("blue")).moments[:2]} == before
        assert [pack.info.revision for pack in palette.loaded] == ["1", "1", "2", "2"]

    def test_the_pack_and_the_index_are_loaded_once_for_many_searches(
        self, palette: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        loads: list[object] = []
        load = VectorIndex.load
        monkeypatch.setattr(VectorIndex, "load", lambda *given, **named: loads.append(given) or load(*given, **named))
        packs = len(palette.loaded)
        with MomentSearcher(palette.library) as searcher:
            for query in ("red", "green", "blue"):
                searcher.search(Query(query))
        assert len(loads) == 1
        assert len(palette.loaded) == packs + 1

    @pytest.mark.parametrize("damage", ["missing", "vectors", "description", "both"])
    def test_a_lost_or_damaged_index_changes_no_answer(self, palette: Desk, damage: str) -> None:
        before = signature(palette.search("red"))
        for suffix in {"vectors": [".faiss"], "description": [".json"]}.get(damage, [".faiss", ".json"]):
            (path,) = palette.library.index_directory.glob(f"*{suffix}")
            path.unlink() if damage == "missing" else path.write_bytes(b"rubbish")
        assert signature(palette.search("red")) == before

    def test_a_rebuilt_index_changes_no_answer(self, palette: Desk) -> None:
        before = signature(palette.search("red"))
        assert rebuild_index(palette.library, lambda _: None, CancelToken()) == 36
        assert signature(palette.search("red")) == before

    def test_searching_goes_on_while_another_process_indexes(self, palette: Desk) -> None:
        with palette.library.lock("indexing"):
            assert palette.search("red").in_library


class TestPacks:
    def test_a_pack_that_is_not_installed_is_named_where_the_library_has_no_copy(self, palette: Desk) -> None:
        shutil.rmtree(packs_directory() / "colours")
        shutil.rmtree(palette.library.packs_directory)
        with pytest.raises(UserError, match="no pack called 'colours'"):
            palette.search("red")

    def test_there_another_revision_of_the_pack_is_told_with_a_way_out(self, palette: Desk) -> None:
        install_colour_pack(packs_directory(), revision="2")
        shutil.rmtree(palette.library.packs_directory)
        with pytest.raises(UserError) as told:
            palette.search("red")
        assert "revision 1 of the pack colours, not 2" in told.value.reason
        assert "videobert index" in told.value.hint

    def test_features_that_are_missing_too_are_told(self, palette: Desk) -> None:
        shutil.rmtree(palette.library.index_directory)
        shutil.rmtree(palette.library.features_directory)
        with pytest.raises(UserError, match="missing"):
            palette.search("red")

    def test_damaged_features_of_one_video_leave_the_others_to_be_found(self, palette: Desk) -> None:
        shutil.rmtree(palette.library.index_directory)
        best = palette.search("red").moments[0]
        shutil.rmtree(palette.library.features_directory / str(best.video_id))
        found = palette.search("red").moments
        assert found
        assert best.video_id not in {moment.video_id for moment in found}

    def test_a_folder_that_is_nowhere_is_an_error(self, palette: Desk) -> None:
        with pytest.raises(UserError, match="no such folder"):
            palette.search("red", folder=palette.folder / "nowhere")

    def test_a_library_whose_catalogue_is_rubbish_is_told(self, tmp_path: Path) -> None:
        library = create_library(tmp_path / "broken")
        library.catalogue_path.write_bytes(b"rubbish" * 1000)
        with pytest.raises(UserError):
            MomentSearcher(library)


def first_in(result: SearchResult, name: str) -> Moment:
    return next(moment for moment in result.moments if moment.path.name == name)


def moments_in(result: SearchResult, name: str) -> list[Moment]:
    return [moment for moment in result.moments if moment.path.name == name]
