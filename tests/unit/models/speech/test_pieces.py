"""What is said, piece by piece."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.helpers.fake_voices import FakeRecogniser, chunks, sound
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.models.speech.phrases import SAMPLE_RATE, HeardWord, Phrase
from videobert_desktop.models.speech.pieces import recognise

pytestmark = pytest.mark.usefixtures("_loud_is_voice")

MINUTE = ((20.0, True), (1.0, False)) * 3


def heard(samples, recogniser=None, *, language: str | None = None, start: float = 0.0):
    audio = chunks(samples, start=start)
    return list(recognise(audio, recogniser or FakeRecogniser(), language=language, cancel=CancelToken()))


class Dreamer(FakeRecogniser):
    """Hears always the same, wherever it is said."""

    def __init__(self, *phrases: Phrase) -> None:
        super().__init__()
        self._phrases = phrases

    def hear(self, samples, language):
        super().hear(samples, language)
        yield from self._phrases


def phrase(text: str, start: float, end: float, *, log_probability: float = -0.2, no_speech: float = 0.0) -> Phrase:
    words = text.split()
    edges = np.linspace(start, end, len(words) + 1).tolist()
    said = tuple(HeardWord(f" {word}", *times, 0.5) for word, times in zip(words, pairwise(edges), strict=True))
    return Phrase(said, log_probability, no_speech)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.floats(0.05, 30.0), st.booleans()), max_size=10), st.sampled_from([0.0, 100.25]))
def test_pieces_follow_each_other_with_their_sentences_within(stretches, start: float) -> None:
    samples = sound(*stretches)
    pieces = heard(samples, start=start)
    assert all(before.span.end == after.span.start for before, after in pairwise(pieces))
    for piece in pieces:
        spans = [word.span for segment in piece.segments for word in segment.words]
        assert all(piece.span.start <= span.start <= span.end <= piece.span.end for span in spans)
        assert all(before.end <= after.start for before, after in pairwise(spans))


def test_words_are_where_they_are_said() -> None:
    (piece,) = heard(sound((2.0, False), (1.5, True), (4.0, False), (2.5, True), (1.0, False)), start=100.0)
    assert [segment.text for segment in piece.segments] == [
        str(round(1.5 * SAMPLE_RATE)),
        str(round(2.5 * SAMPLE_RATE)),
    ]
    assert [segment.span.start for segment in piece.segments] == pytest.approx([102.0, 107.5], abs=0.04)
    assert [segment.span.end for segment in piece.segments] == pytest.approx([103.5, 110.0], abs=0.04)


def test_who_goes_on_at_the_end_of_a_piece_hears_the_same() -> None:
    samples = sound(*MINUTE * 4)
    whole = heard(samples)
    assert len(whole) > 3
    left = whole[1].span.end
    assert heard(samples[round(left * SAMPLE_RATE) :], language="en", start=left) == whole[2:]


def test_the_recogniser_is_not_asked_where_nobody_speaks() -> None:
    recogniser = FakeRecogniser("en", "fr")
    pieces = heard(sound((150.0, False)), recogniser)
    assert [(piece.language, piece.segments) for piece in pieces] == [("", ())] * len(pieces)
    assert recogniser.heard == recogniser.asked == []


def test_only_the_voices_and_a_little_around_them_are_heard() -> None:
    recogniser = FakeRecogniser()
    heard(sound((20.0, False), (2.0, True), (20.0, False)), recogniser)
    ((samples, _),) = recogniser.heard
    assert 2.0 <= samples / SAMPLE_RATE <= 2.6


def test_the_language_is_told_once_when_there_is_enough_of_a_voice() -> None:
    recogniser = FakeRecogniser("en", "fr")
    pieces = heard(sound(*MINUTE * 4), recogniser)
    assert {piece.language for piece in pieces} == {"fr"}
    assert {language for _, language in recogniser.heard} == {"fr"}
    assert recogniser.asked == [30 * SAMPLE_RATE]


def test_with_little_of_a_voice_the_language_is_asked_for_again_with_more_of_it() -> None:
    recogniser = FakeRecogniser("en", "fr")
    heard(sound((10.0, True), (110.0, False), (10.0, True), (110.0, False), (10.0, True)), recogniser)
    assert len(recogniser.asked) == 2
    assert recogniser.asked[0] < recogniser.asked[1]


@pytest.mark.parametrize(("named", "language"), [("fr", "fr"), ("FR-ca", "fr"), ("nb-NO", "no")])
def test_a_language_that_is_named_is_not_asked_for(named: str, language: str) -> None:
    recogniser = FakeRecogniser("en", "fr", "no")
    pieces = heard(sound((70.0, False), *MINUTE), recogniser, language=named)
    assert {piece.language for piece in pieces} == {language}
    assert recogniser.asked == []


def test_a_language_that_the_recogniser_does_not_know_is_said() -> None:
    with pytest.raises(UserError, match="'fr'") as error:
        heard(sound(*MINUTE), FakeRecogniser("en"), language="fr")
    assert "several languages" in error.value.hint


def test_what_is_heard_in_silence_beside_a_voice_is_left_out() -> None:
    dreamer = Dreamer(phrase("Hello there.", 0.2, 1.9), phrase("Subtitles by nobody.", 2.2, 3.2))
    (piece,) = heard(sound((5.0, False), (2.0, True), (2.9, False), (2.0, True), (5.0, False)), dreamer)
    assert [segment.text for segment in piece.segments] == ["Hello there."]


def test_what_is_not_believed_is_left_out() -> None:
    dreamer = Dreamer(phrase("Thanks for watching.", 0.2, 2.0, log_probability=-1.3, no_speech=0.8))
    (piece,) = heard(sound((5.0, False), (2.0, True), (5.0, False)), dreamer)
    assert piece.segments == ()


def test_loops_are_heard_once() -> None:
    dreamer = Dreamer(phrase("Thank you. " * 8, 0.2, 10.0))
    (piece,) = heard(sound((5.0, False), (10.0, True), (5.0, False)), dreamer)
    assert [segment.text for segment in piece.segments] == ["Thank you."]


def test_a_word_that_is_heard_from_the_pause_on_begins_with_the_voice() -> None:
    dreamer = Dreamer(Phrase((HeardWord(" Late.", 0.0, 1.0, 0.9),), -0.2, 0.0))
    (piece,) = heard(sound((5.0, False), (2.0, True), (5.0, False)), dreamer)
    assert piece.segments[0].span.start == pytest.approx(5.0, abs=0.04)


def test_it_stops_between_pieces_and_within_them() -> None:
    cancel, recogniser = CancelToken(), FakeRecogniser()
    pieces = recognise(chunks(sound(*MINUTE * 4)), recogniser, cancel=cancel)
    next(pieces)
    before = len(recogniser.heard)
    cancel.cancel()
    with pytest.raises(Cancelled):
        next(pieces)
    assert len(recogniser.heard) == before


def test_it_stops_between_two_phrases() -> None:
    cancel = CancelToken()

    class Interrupted(FakeRecogniser):
        def hear(self, samples, language):
            yield phrase("One.", 0.2, 1.0)
            cancel.cancel()
            yield phrase("Two.", 1.0, 2.0)
            raise AssertionError("it went on")

    with pytest.raises(Cancelled):
        list(recognise(chunks(sound((5.0, True), (1.0, False))), Interrupted(), cancel=cancel))
