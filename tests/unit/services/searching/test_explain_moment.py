"""Why a moment was found: where the words of the sentence looked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from tests.unit.services.searching.conftest import Stored
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.moment import MatchExplanation, Moment
from videobert_desktop.domain.query import Query
from videobert_desktop.domain.timing import WINDOW_SECONDS, Span
from videobert_desktop.services.searching.explain_moment import MOST_WINDOWS, explain_moment
from videobert_desktop.services.searching.search_moments import MomentSearcher

WINDOWS = ["red"] * 4 + ["green"] * 2 + ["blue"] * 14


@pytest.fixture
def searcher(stored: Stored) -> Iterator[MomentSearcher]:
    stored.add("mixed.mp4", WINDOWS)
    with stored.searcher() as searcher:
        yield searcher


def found(searcher: MomentSearcher, first: int, stop: int) -> Moment:
    """The library's moment, as if it was that stretch of windows."""
    (moment, *_) = searcher.find(Query("red")).moments
    return replace(moment, span=Span(first * WINDOW_SECONDS, stop * WINDOW_SECONDS))


def test_each_word_looks_at_its_windows(searcher: MomentSearcher) -> None:
    told = explain_moment(searcher, "red green", found(searcher, 2, 8))
    assert told.words == ("red", "green")
    assert [span.start / WINDOW_SECONDS for span in told.spans] == [2, 3, 4, 5, 6, 7]
    assert (told.strongest(0), told.strongest(1)) == (0, 2)
    assert np.shape(told.windows) == (2, 6)
    assert np.shape(told.grid) == (2, 6, 3, 3)
    assert np.sum(told.windows, axis=1) == pytest.approx(1.0)
    assert np.sum(told.grid, axis=(1, 2, 3)) == pytest.approx(1.0)


def test_of_a_long_moment_a_few_windows_are_read_from_its_first_to_its_last(searcher: MomentSearcher) -> None:
    told = explain_moment(searcher, "blue", found(searcher, 0, 20))
    assert len(told.spans) == MOST_WINDOWS == 12
    assert (told.spans[0].start, told.spans[-1].end) == (0.0, 20 * WINDOW_SECONDS)


def test_what_is_not_stored_any_more_is_said(searcher: MomentSearcher, stored: Stored) -> None:
    moment = found(searcher, 0, 4)
    with pytest.raises(UserError, match="Nothing is stored any more"):
        explain_moment(searcher, "red", replace(moment, video_id=99))
    with pytest.raises(UserError, match="Nothing is stored any more"):
        explain_moment(searcher, "red", replace(moment, span=Span(1000.0, 1001.0)))


def test_what_is_damaged_is_said(searcher: MomentSearcher, stored: Stored) -> None:
    moment = found(searcher, 0, 4)
    stored.damage(moment.video_id)
    with pytest.raises(UserError, match="features"):
        explain_moment(searcher, "red", moment)


class TestWeights:
    TOLD = MatchExplanation(
        ("a", "dog"),
        (Span(0.0, 1.5), Span(1.5, 3.0)),
        [[0.75, 0.25], [0.1, 0.9]],
        [[[[0.5, 0, 0], [0, 0.25, 0], [0, 0, 0]], [[0.25, 0, 0], [0, 0, 0], [0, 0, 0]]], [[[0.0] * 3] * 3] * 2],
    )

    def test_all_words_together_look_where_they_do_on_average(self) -> None:
        assert self.TOLD.overall == pytest.approx([0.425, 0.575])
        assert self.TOLD.best_window == 1

    def test_the_parts_of_one_window_are_shares_of_it(self) -> None:
        assert self.TOLD.parts(0, 0) == [[pytest.approx(2 / 3), 0, 0], [0, pytest.approx(1 / 3), 0], [0, 0, 0]]

    def test_who_saw_nothing_saw_all_parts_alike(self) -> None:
        assert np.allclose(self.TOLD.parts(1, 0), 1 / 9)

    def test_without_words_nothing_is_weighed(self) -> None:
        silent = MatchExplanation((), self.TOLD.spans, [], [])
        assert silent.overall == [0.0, 0.0]
        assert silent.best_window == 0
