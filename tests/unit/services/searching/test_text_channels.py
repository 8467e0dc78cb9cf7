"""Searching what is said together with what is seen, in a library of plain colours with subtitles."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.indexing import Desk
from videobert_desktop.domain.channel import Channel
from videobert_desktop.domain.moment import Moment, SearchResult
from videobert_desktop.domain.query import Example, Query
from videobert_desktop.domain.timing import Span
from videobert_desktop.services.searching.search_curve import match_curve
from videobert_desktop.services.searching.search_moments import MomentSearcher


def subrip(*cues: tuple[int, str]) -> str:
    return "".join(f"{n}\n00:00:{s:02},000 --> 00:00:{s + 2:02},000\n{line}\n\n" for n, (s, line) in enumerate(cues))


@pytest.fixture
def talk(desk: Desk) -> Desk:
    """A red film in which something is said, a green one with other words, and a blue one without any.

    The subtitles say to be in a language that the pack does not read, so that only their words count.
    """
    for name in ("red", "green", "blue"):
        desk.clip(f"{name}.mp4", name, seconds_each=20.0)
    desk.folder.joinpath("red.de.srt").write_text(
        subrip((2, "Welcome to the workshop."), (6, "The telescope has golden mirrors,"), (9, "eighteen of them."))
    )
    desk.folder.joinpath("green.de.srt").write_text(subrip((4, "It is green, and <b>welcome</b>"), (12, "Good night.")))
    desk.index()
    return desk


def found(desk: Desk, query: Query | str) -> SearchResult:
    with MomentSearcher(desk.library) as searcher:
        return searcher.search(Query(query) if isinstance(query, str) else query)


def place(moment: Moment) -> tuple[str, Span]:
    return moment.path.name, moment.span


class TestQuotations:
    def test_a_quotation_is_found_when_it_is_said_and_nowhere_else(self, talk: Desk) -> None:
        result = found(talk, '"golden mirrors"')
        assert result.in_library
        assert [place(moment) for moment in result.moments] == [("red.mp4", Span(6.0, 8.0))]

    def test_it_may_run_over_two_lines(self, talk: Desk) -> None:
        (moment,) = found(talk, '"golden mirrors, eighteen"').moments
        assert place(moment) == ("red.mp4", Span(6.0, 11.0))

    def test_the_words_are_shown_as_they_stand_there_and_where_they_match(self, talk: Desk) -> None:
        (moment,) = found(talk, '"Golden MIRRORS"').moments
        said = moment.evidence.speech
        assert said is not None
        assert said.text == "The telescope has golden mirrors,"
        assert [said.text[start:end] for start, end in said.matches] == ["golden mirrors"]
        assert (moment.evidence.screen, said.box) == (None, None)

    def test_markup_in_subtitles_is_no_part_of_what_is_said(self, talk: Desk) -> None:
        assert {moment.path.name for moment in found(talk, '"and welcome"').moments} == {"green.mp4"}

    def test_what_nobody_says_is_answered_by_what_is_seen(self, talk: Desk) -> None:
        result = found(talk, '"quantum leap"')
        assert all(moment.evidence.speech is None for moment in result.moments)


class TestWords:
    def test_a_word_finds_the_moment_where_it_is_said(self, talk: Desk) -> None:
        first = found(talk, "the telescope").moments[0]
        assert place(first) == ("red.mp4", Span(6.0, 8.0))
        assert first.confidence > 0.5

    def test_a_slip_is_forgiven(self, talk: Desk) -> None:
        assert place(found(talk, "telescop mirors").moments[0])[0] == "red.mp4"

    def test_a_colour_that_is_seen_and_said_comes_before_one_that_is_only_seen(self, talk: Desk) -> None:
        first = found(talk, "green").moments[0]
        assert first.path.name == "green.mp4"
        assert first.evidence.picture is not None
        assert first.evidence.speech is not None

    def test_a_colour_that_nobody_names_is_found_as_before(self, talk: Desk) -> None:
        first = found(talk, "blue").moments[0]
        assert first.path.name == "blue.mp4"
        assert first.evidence.texts == ()

    def test_no_two_moments_of_a_video_overlap(self, talk: Desk) -> None:
        moments = found(talk, "welcome green telescope night").moments
        pairs = [(a, b) for n, a in enumerate(moments) for b in moments[n + 1 :] if a.video_id == b.video_id]
        assert pairs
        assert not any(one.span.overlaps(other.span) for one, other in pairs)

    def test_what_is_excluded_is_not_said(self, talk: Desk) -> None:
        result = found(talk, Query("welcome", not_text=("workshop",), channels=frozenset({Channel.SPEECH})))
        assert {moment.path.name for moment in result.moments} == {"green.mp4"}


class TestChannels:
    def test_only_what_is_said_is_looked_at_if_that_is_wanted(self, talk: Desk) -> None:
        result = found(talk, Query("green", channels=frozenset({Channel.SPEECH})))
        assert [place(moment) for moment in result.moments] == [("green.mp4", Span(4.0, 6.0))]
        assert result.moments[0].evidence.picture is None

    def test_only_what_is_seen_is_looked_at_if_that_is_wanted(self, talk: Desk) -> None:
        result = found(talk, Query("green", channels=frozenset({Channel.PICTURE})))
        assert result.moments[0].path.name == "green.mp4"
        assert all(moment.evidence.texts == () for moment in result.moments)

    def test_nothing_is_written_in_these_pictures(self, talk: Desk) -> None:
        result = found(talk, Query("green", channels=frozenset({Channel.SCREEN})))
        assert (result.moments, result.in_library) == ((), False)

    def test_an_example_is_looked_for_in_pictures(self) -> None:
        with pytest.raises(ValueError, match="pictures"):
            Query(like=Example(1, 2.0), channels=frozenset({Channel.SPEECH}))

    def test_a_folder_limits_what_is_said_too(self, talk: Desk) -> None:
        assert found(talk, Query('"golden mirrors"', folder=talk.folder)).moments
        elsewhere = talk.folder / "elsewhere"
        elsewhere.mkdir()
        assert not found(talk, Query('"golden mirrors"', folder=elsewhere)).moments


def test_what_is_said_can_be_searched_as_soon_as_its_subtitles_lie_there(desk: Desk) -> None:
    desk.clip("film.mp4", "red", seconds_each=6.0)
    desk.index()
    with MomentSearcher(desk.library) as searcher:
        assert searcher.search(Query('"good morning"')).moments[0].evidence.speech is None
        Path(desk.folder / "film.srt").write_text(subrip((1, "Good morning")))
        desk.index()
        (moment,) = searcher.search(Query('"good morning"')).moments
        assert moment.span == Span(1.0, 3.0)


def test_what_means_the_same_is_found_where_the_pack_reads_the_language(desk: Desk) -> None:
    desk.clip("film.mp4", "red", seconds_each=6.0)
    desk.folder.joinpath("film.srt").write_text(subrip((1, "a blue sky"), (4, "a green field")))
    desk.index()
    (first, *_) = found(desk, Query("blue", channels=frozenset({Channel.SPEECH}))).moments
    assert first.span == Span(1.0, 3.0)
    others = found(desk, Query("something blue", not_text=("sky",), channels=frozenset({Channel.SPEECH}))).moments
    assert Span(1.0, 3.0) not in [moment.span for moment in others]


def test_the_curve_shows_when_it_is_said(talk: Desk) -> None:
    with MomentSearcher(talk.library) as searcher:
        curve = match_curve(searcher, "red.mp4", '"golden mirrors"')
    said = [number * curve.step for number, value in enumerate(curve.channels["speech"]) if value > 0.5]
    assert said == [6.0, 7.5]
    assert not any(curve.channels["screen"])
    assert len(curve.channels["speech"]) == len(curve.channels["picture"])
