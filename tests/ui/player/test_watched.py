"""What counts as watched."""

from __future__ import annotations

from hypothesis import strategies as st

from videobert_desktop.domain.timing import Span
from videobert_desktop.ui.player.watched import Watched

spans = st.builds(lambda start, length: Span(start, start + length), st.floats(0, 100), st.floats(0.1, 20))


def play(watched: Watched, *seconds: float, rate: float = 1.0) -> None:
    for second in seconds:
        watched.play_to(second, rate)


def test_what_is_played_without_a_break_is_one_stretch() -> None:
    watched = Watched()
    play(watched, 1.0, 1.5, 2.0, 2.25)
    assert watched.take() == [Span(1.0, 2.25)]


def test_a_jump_begins_another_stretch() -> None:
    watched = Watched()
    play(watched, 1.0, 2.0, 30.0, 31.0, 5.0, 6.0)
    assert watched.take() == [Span(1.0, 2.0), Span(5.0, 6.0), Span(30.0, 31.0)]


def test_a_short_jump_counts_as_one_if_it_is_known_to_be_one() -> None:
    watched = Watched()
    play(watched, 1.0, 2.0)
    watched.interrupt()
    play(watched, 3.0, 4.0)
    assert watched.take() == [Span(1.0, 2.0), Span(3.0, 4.0)]


def test_fast_playing_counts_as_watching() -> None:
    watched = Watched()
    play(watched, 0.0, 6.0, 12.0, rate=4.0)
    assert watched.take() == [Span(0.0, 12.0)]


def test_one_picture_is_not_watching() -> None:
    watched = Watched()
    play(watched, 7.0)
    assert watched.take() == []


def test_what_was_told_is_not_told_again_and_is_still_known() -> None:
    watched = Watched([Span(0.0, 3.0)])
    play(watched, 2.0, 4.0)
    assert watched.take() == [Span(2.0, 4.0)]
    play(watched, 5.0)
    assert watched.take() == [Span(4.0, 5.0)]
    assert watched.take() == []
    assert watched.stretches == [Span(0.0, 5.0)]
