"""Pieces of sound of about a minute."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.helpers.fake_voices import Chunk, chunks, sound
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled
from videobert_desktop.models.speech.phrases import SAMPLE_RATE
from videobert_desktop.models.speech.sound_pieces import LONGEST_PIECE, SHORTEST_PIECE, sound_pieces

pytestmark = pytest.mark.usefixtures("_loud_is_voice")

STRETCHES = st.lists(st.tuples(st.floats(0.05, 40.0), st.booleans()), max_size=12)
FEW = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def cut(samples, seconds: float = 5.0, start: float = 0.0):
    return list(sound_pieces(chunks(samples, seconds, start), CancelToken()))


@FEW
@given(stretches=STRETCHES, seconds=st.floats(0.5, 200.0), start=st.sampled_from([0.0, 12.5, 3600.0]))
def test_pieces_cover_the_sound_without_gap_or_overlap(stretches, seconds: float, start: float) -> None:
    samples = sound(*stretches)
    pieces = cut(samples, seconds, start)
    assert np.array_equal(np.concatenate([samples[:0], *(piece.samples for piece in pieces)]), samples)
    assert all(after.span.start == before.span.end for before, after in pairwise(pieces))
    assert all(SHORTEST_PIECE <= piece.span.duration <= LONGEST_PIECE for piece in pieces[:-1])
    if pieces:
        assert pieces[0].span.start == start
        assert pieces[-1].span.end == pytest.approx(start + len(samples) / SAMPLE_RATE, abs=1e-6)
        assert 0 < pieces[-1].span.duration <= LONGEST_PIECE


@FEW
@given(STRETCHES)
def test_who_begins_again_at_the_end_of_a_piece_gets_the_same_pieces(stretches) -> None:
    samples = sound(*stretches)
    whole = cut(samples)
    for done, piece in enumerate(whole, 1):
        again = cut(samples[round(piece.span.end * SAMPLE_RATE) :], start=piece.span.end)
        assert [later.span.end for later in again] == pytest.approx([later.span.end for later in whole[done:]])
        assert [later.voiced for later in again] == [later.voiced for later in whole[done:]]


@FEW
@given(st.lists(st.tuples(st.floats(0.5, 25.0), st.floats(0.5, 5.0)), min_size=4, max_size=10))
def test_a_piece_ends_in_a_pause_if_there_is_one(pairs) -> None:
    samples = sound(*[stretch for voice, pause in pairs for stretch in ((voice, True), (pause, False))])
    for piece in cut(samples)[:-1]:
        end = round(piece.span.end * SAMPLE_RATE)
        assert not samples[end - 2000 : end + 2000].any()


def test_a_long_pause_is_better_than_a_short_one_and_a_minute_better_than_less() -> None:
    short_at_a_minute = sound((39.0, True), (2.0, False), (18.8, True), (0.4, False), (60.0, True))
    assert cut(short_at_a_minute)[0].span.end == pytest.approx(40.5, abs=0.05)
    alike = sound((39.0, True), (2.0, False), (18.0, True), (2.0, False), (60.0, True))
    assert cut(alike)[0].span.end == pytest.approx(60.0, abs=0.05)


def test_where_there_is_no_pause_the_least_of_a_voice_is_the_end() -> None:
    hoarse = sound((50.0, True), (0.1, False), (60.0, True))
    assert cut(hoarse)[0].span.end == pytest.approx(50.05, abs=0.2)


def test_silence_is_cut_at_each_minute() -> None:
    assert [piece.span.end for piece in cut(sound((200.0, False)))] == [60.0, 120.0, 180.0, 200.0]


def test_voices_are_found_within_the_piece() -> None:
    for piece in cut(sound((100.0, True), (1.0, False), (90.0, True))):
        assert all(0 <= voice.start < voice.end <= piece.span.duration for voice in piece.voiced)


def test_no_more_is_taken_than_the_longest_piece_and_a_chunk() -> None:
    taken = 0.0

    def ten_hours() -> Iterator[Chunk]:
        nonlocal taken
        for chunk in range(7200):
            taken = 5.0 * (chunk + 1)
            yield 5.0 * chunk, np.zeros(5 * SAMPLE_RATE, np.float32)

    for count, piece in enumerate(sound_pieces(ten_hours(), CancelToken())):
        assert taken - piece.span.start <= LONGEST_PIECE + 5.0
        if count == 20:
            break


def test_without_sound_there_are_no_pieces() -> None:
    assert cut(sound()) == []
    assert list(sound_pieces([(0.0, sound())], CancelToken())) == []


def test_what_is_no_number_is_silence_and_what_is_too_loud_is_not_louder_than_can_be() -> None:
    samples = np.array([np.nan, np.inf, -np.inf, 3.0, -3.0, 0.5], np.float32)
    (piece,) = cut(samples)
    assert piece.samples.tolist() == [0.0, 0.0, 0.0, 1.0, -1.0, 0.5]


@pytest.mark.parametrize("second", [4.0, 6.0])
def test_chunks_that_leave_a_gap_or_overlap_are_refused(second: float) -> None:
    five = sound((5.0, False))
    with pytest.raises(ValueError, match="was expected"):
        list(sound_pieces([(0.0, five), (second, five)], CancelToken()))


def test_it_stops_before_a_piece_when_asked_to() -> None:
    cancel = CancelToken()
    pieces = sound_pieces(chunks(sound((200.0, False))), cancel)
    next(pieces)
    cancel.cancel()
    with pytest.raises(Cancelled):
        next(pieces)
