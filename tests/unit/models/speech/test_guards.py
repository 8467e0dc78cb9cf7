"""What nobody has said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.transcript import Segment
from videobert_desktop.models.speech.guards import is_credible, is_voiced, without_loops
from videobert_desktop.models.speech.phrases import HeardWord, Phrase


def words(text: str) -> list[HeardWord]:
    return [HeardWord(f" {word}", number, number + 1.0, 0.5) for number, word in enumerate(text.split())]


@pytest.mark.parametrize(
    ("log_probability", "no_speech", "credible"),
    [(-0.3, 0.1, True), (-0.3, 0.9, True), (-1.2, 0.1, True), (-1.2, 0.7, False), (-2.0, 0.0, False)],
)
def test_a_phrase_is_believed_by_its_probability_and_that_of_no_speech(log_probability, no_speech, credible) -> None:
    assert is_credible(Phrase((), log_probability, no_speech)) is credible


@pytest.mark.parametrize(
    ("start", "end", "confidence", "voiced"),
    [
        (1.0, 2.0, 0.1, True),
        (1.0, 4.0, 0.1, False),  # a third of it is voiced
        (1.0, 4.0, 0.8, True),
        (4.0, 5.0, 0.99, False),  # none of it is
        (1.95, 3.0, 0.99, False),  # hardly any
        (1.5, 1.5, 0.5, True),
        (4.5, 4.5, 0.99, False),
    ],
)
def test_a_sentence_needs_a_voice_or_with_little_of_one_confidence(start, end, confidence, voiced: bool) -> None:
    assert is_voiced(Segment(Span(start, end), "text", confidence), [Span(1.0, 2.0), Span(6.0, 7.0)]) is voiced


@pytest.mark.parametrize(
    ("heard", "kept"),
    [
        ("Thank you. Thank you. Thank you.", "Thank you."),
        ("So Thank you. Thank you! thank you, Thank you. Bye", "So Thank you. Bye"),
        ("no no no no", "no no no no"),
        ("no no no no no", "no"),
        ("bye bye. Bye bye.", "bye bye. Bye bye."),
        ("I am here. I am here. I am gone", "I am here. I am here. I am gone"),
        ("♪ ♪ ♪ ♪ ♪ ♪", "♪"),
        ("a b a b a b c d c d c d", "a b c d"),
        ("ha" * 30, "ha"),
        ("1" + "0" * 12, "1" + "0" * 12),
    ],
)
def test_loops_are_said_once(heard: str, kept: str) -> None:
    assert " ".join(word.text.strip() for word in without_loops(words(heard))) == kept


def test_a_loop_is_where_it_began() -> None:
    assert [word.start for word in without_loops(words("so thank you thank you thank you bye"))] == [0, 1, 2, 7]


@given(st.lists(st.sampled_from("abc"), max_size=40))
def test_what_is_kept_was_heard_in_this_order(letters) -> None:
    once = without_loops(words(" ".join(letters)))
    remaining = iter(words(" ".join(letters)))
    assert all(word in remaining for word in once)


@given(st.lists(st.integers(), unique=True, max_size=40))
def test_what_does_not_repeat_stays(numbers) -> None:
    heard = words(" ".join(map(str, numbers)))
    assert without_loops(heard) == heard
