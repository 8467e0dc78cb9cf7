"""How long writing stands there."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from videobert_desktop.domain.screen_text import Box, ScreenLine, ScreenText
from videobert_desktop.domain.timing import Span
from videobert_desktop.models.screen_text.standing import StandingText


def lines(*texts: str) -> tuple[ScreenLine, ...]:
    return tuple(ScreenLine(text, Box(0.1, 0.1, 0.9, 0.2), 0.9) for text in texts)


def told(text: ScreenText | None) -> tuple[str, Span] | None:
    return None if text is None else (text.text, text.span)


def test_it_stands_until_the_picture_changes() -> None:
    standing = StandingText()
    assert standing.read(2.0, lines("Hello")) is None
    standing.unchanged(5.0)
    assert standing.changed(8.0) is None
    assert told(standing.changed(30.0)) == ("Hello", Span(2.0, 8.0))
    assert standing.end(40.0) is None


def test_at_the_end_it_has_stood_to_the_end() -> None:
    standing = StandingText()
    standing.read(2.0, lines("Hello"))
    assert told(standing.end(600.0)) == ("Hello", Span(2.0, 600.0))


def test_something_that_passes_in_front_does_not_end_it() -> None:
    standing = StandingText()
    standing.read(0.0, lines("The derivative of a product"))
    standing.changed(3.0)
    assert standing.read(10.0, lines("The derivative of a pr0duct")) is None
    standing.changed(13.0)
    assert told(standing.end(40.0)) == ("The derivative of a product", Span(0.0, 13.0))


def test_another_number_is_another_text() -> None:
    standing = StandingText()
    standing.read(0.0, lines("Results of the year 2024"))
    finished = standing.read(12.0, lines("Results of the year 2025"))
    assert told(finished) == ("Results of the year 2024", Span(0.0, 12.0))


def test_other_writing_is_another_text() -> None:
    standing = StandingText()
    standing.read(0.0, lines("One"))
    standing.changed(3.0)
    assert told(standing.read(10.0, lines("Two", "Three"))) == ("One", Span(0.0, 3.0))
    assert told(standing.end(12.0)) == ("Two\nThree", Span(10.0, 12.0))


def test_writing_that_has_gone_is_told_at_the_reading_that_finds_none() -> None:
    standing = StandingText()
    standing.read(0.0, lines("One"))
    assert told(standing.read(12.0, ())) == ("One", Span(0.0, 12.0))
    assert standing.end(20.0) is None


def test_the_same_after_a_long_time_is_another_text() -> None:
    standing = StandingText()
    standing.read(0.0, lines("Credits"))
    assert standing.changed(3.0) is None
    assert told(standing.read(100.0, lines("Credits"))) == ("Credits", Span(0.0, 3.0))
    assert standing.since == 100.0


@given(
    st.lists(
        st.tuples(st.floats(0.1, 30.0), st.sampled_from(["read", "same", "changed"]), st.sampled_from(["", "a", "bcd"]))
    )
)
def test_texts_follow_each_other_without_overlap_whatever_happens(
    happenings: list[tuple[float, str, str]],
) -> None:
    standing, now, found = StandingText(), 0.0, []
    for wait, what, text in happenings:
        now += wait
        if what == "read":
            found.append(standing.read(now, lines(text) if text else ()))
        elif what == "same":
            standing.unchanged(now)
        else:
            found.append(standing.changed(now))
    found.append(standing.end(now + 1.0))
    spans = [text.span for text in found if text is not None]
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(0.0 <= span.start <= span.end <= now + 1.0 for span in spans)
    assert standing.since is None
