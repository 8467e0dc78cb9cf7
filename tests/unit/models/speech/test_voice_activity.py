"""Where somebody speaks."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from faster_whisper.audio import decode_audio
from hypothesis import given
from hypothesis import strategies as st

from videobert_desktop.domain.timing import Span
from videobert_desktop.models.speech.phrases import SAMPLE_RATE
from videobert_desktop.models.speech.voice_activity import (
    FRAME,
    FRAME_SECONDS,
    LONGEST_UTTERANCE,
    SHORTEST_PAUSE,
    pauses,
    utterances,
    voice_probabilities,
    voiced_stretches,
)

PROBABILITIES = st.lists(st.floats(0.0, 1.0, width=32), max_size=400).map(lambda values: np.array(values, np.float32))


def spans(*edges: float) -> list[Span]:
    return [Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True)]


@st.composite
def voices(draw: st.DrawFn) -> list[Span]:
    lengths = draw(st.lists(st.tuples(st.floats(0.2, 8.0), st.floats(0.2, 20.0)), max_size=30))
    edges = np.cumsum([seconds for pair in lengths for seconds in pair])
    return [Span(float(start), float(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def test_nobody_speaks_in_silence() -> None:
    assert not voiced_stretches(voice_probabilities(np.zeros(20 * SAMPLE_RATE, np.float32)))


def test_nobody_speaks_in_noise() -> None:
    noise = 0.1 * np.random.default_rng(1).standard_normal(20 * SAMPLE_RATE)
    assert not voiced_stretches(voice_probabilities(noise.astype(np.float32)))


def test_nobody_speaks_in_chords() -> None:
    times = np.arange(20 * SAMPLE_RATE) / SAMPLE_RATE
    chords = [sum(np.sin(2 * np.pi * pitch * times) for pitch in chord) for chord in ((220, 277, 330), (247, 294, 370))]
    music = np.where(times % 2 < 1, *chords) * 0.2 * np.exp(-3 * (times % 1))
    assert not voiced_stretches(voice_probabilities(music.astype(np.float32)))


@pytest.mark.data
def test_a_voice_begins_and_ends_where_it_does(shared_data) -> None:
    speech = decode_audio(str(shared_data / "speech" / "jfk.flac"))
    silence = np.zeros(3 * SAMPLE_RATE, np.float32)
    voiced = voiced_stretches(voice_probabilities(np.concatenate([silence, speech, silence])))
    assert voiced[0].start == pytest.approx(3.3, abs=0.1)
    assert voiced[-1].end == pytest.approx(13.5, abs=0.15)
    assert any(before.end < 5.6 and after.start > 6.1 for before, after in pairwise(voiced))  # "Americans | ask not"


def test_what_is_looked_at_stays_as_it_is() -> None:
    samples = np.full(4 * FRAME, 0.25, np.float32)
    voice_probabilities(samples)
    assert (samples == 0.25).all()


@pytest.mark.parametrize(("samples", "frames"), [(0, 0), (1, 1), (FRAME, 1), (FRAME + 1, 2)])
def test_there_is_a_probability_for_each_frame_begun(samples: int, frames: int) -> None:
    assert voice_probabilities(np.zeros(samples, np.float32)).shape == (frames,)


@given(PROBABILITIES)
def test_stretches_are_in_order_and_neither_they_nor_what_is_between_is_too_short(probabilities) -> None:
    stretches = voiced_stretches(probabilities)
    almost = SHORTEST_PAUSE - 1e-6
    assert all(stretch.duration >= almost for stretch in stretches)
    assert all(after.start - before.end >= almost for before, after in pairwise(stretches))
    assert all(stretch.start >= 0 and stretch.end <= len(probabilities) * FRAME_SECONDS for stretch in stretches)


def test_a_voice_goes_on_while_it_is_weaker_than_it_began() -> None:
    weaker = np.array([0.4] * 10 + [0.6] * 10 + [0.4] * 10 + [0.3] * 10, np.float32)
    assert voiced_stretches(weaker) == [Span(10 * FRAME_SECONDS, 30 * FRAME_SECONDS)]


def test_a_click_is_no_voice() -> None:
    assert not voiced_stretches(np.array([0.0] * 20 + [0.9] * 5 + [0.0] * 20, np.float32))


def test_pauses_are_what_voices_leave() -> None:
    assert pauses(spans(1, 2, 4, 6), Span(0.0, 9.0)) == spans(0, 1, 2, 4, 6, 9)
    assert pauses(spans(0, 2, 4, 9), Span(0.0, 9.0)) == spans(2, 4)
    assert pauses([], Span(3.0, 9.0)) == spans(3, 9)


@given(voices())
def test_utterances_have_all_stretches_in_order_and_fit_into_a_window_of_whisper(voiced) -> None:
    groups = utterances(voiced)
    assert [stretch for group in groups for stretch in group] == voiced
    assert all(group[-1].end - group[0].start <= LONGEST_UTTERANCE for group in groups)
    assert all(after.start - before.end <= 3.0 for group in groups for before, after in pairwise(group))


def test_long_speech_is_divided_at_its_longest_pause() -> None:
    voiced = spans(0, 9, 9.2, 15, 15.9, 20, 20.3, 28, 28.4, 40)
    assert utterances(voiced) == [tuple(voiced[:2]), tuple(voiced[2:])]


def test_speech_without_any_pause_is_one_utterance() -> None:
    assert utterances(spans(1, 70)) == [(Span(1, 70),)]
