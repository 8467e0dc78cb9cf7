"""Words as they are written, where somebody speaks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videobert_desktop.domain.timing import Span
from videobert_desktop.models.speech.phrases import HeardWord
from videobert_desktop.models.speech.word_times import fit_into_voice, whole_words

WHOLE = Span(0.0, 10.0)
VOICED = [Span(1.0, 2.0), Span(3.0, 5.0), Span(7.0, 9.0)]


def words(*texts: str) -> list[HeardWord]:
    return [HeardWord(text, number, number + 1.0, 0.5) for number, text in enumerate(texts)]


def fitted(start: float, end: float) -> tuple[float, float]:
    (word,) = fit_into_voice([HeardWord(" word", start, end, 0.5)], VOICED, WHOLE)
    return word.start, word.end


@pytest.mark.parametrize(
    ("parts", "language", "expected"),
    [
        ([" 3", ".14", " times"], "en", [" 3.14", " times"]),
        ([" self", "-made", " man"], "de", [" self-made", " man"]),
        ([" one", " ", "", " two"], "en", [" one", " two"]),
        (["你", "好", "。"], "zh", ["你", "好", "。"]),
    ],
)
def test_parts_of_words_are_put_together(parts, language: str, expected) -> None:
    assert [word.text for word in whole_words(words(*parts), language)] == expected


def test_a_word_lasts_as_long_as_its_parts_and_is_as_sure_as_the_least_sure() -> None:
    parts = [HeardWord(" e", 1.0, 1.2, 0.9), HeardWord(".g.", 1.2, 1.5, 0.4)]
    assert whole_words(parts, "en") == [HeardWord(" e.g.", 1.0, 1.5, 0.4)]


@pytest.mark.parametrize(
    ("heard", "spoken"),
    [
        ((2.0, 3.5), (3.0, 3.5)),  # begins with the pause
        ((2.5, 3.5), (3.0, 3.5)),
        ((4.0, 6.0), (4.0, 5.0)),  # ends within the next pause
        ((0.0, 2.5), (1.0, 2.0)),
        ((3.5, 4.5), (3.5, 4.5)),
        ((5.5, 6.5), (5.5, 6.5)),  # all of it in a pause: not moved
        ((4.0, 8.0), (4.0, 8.0)),  # a pause within: neither end is in it
        ((-1.0, 12.0), (1.0, 9.0)),
    ],
)
def test_a_word_that_begins_or_ends_in_a_pause_is_moved_to_the_voice(heard, spoken) -> None:
    assert fitted(*heard) == spoken


@given(st.lists(st.tuples(st.floats(-2.0, 12.0), st.floats(0.0, 4.0)), max_size=20))
def test_words_stay_within_and_in_order(times) -> None:
    heard = [HeardWord(f" {number}", start, start + length, 0.5) for number, (start, length) in enumerate(times)]
    moved = fit_into_voice(heard, VOICED, WHOLE)
    assert [word.text for word in moved] == [word.text for word in heard]
    assert all(WHOLE.start <= word.start <= word.end <= WHOLE.end for word in moved)
    assert all(before.end <= after.start for before, after in pairwise(moved))
