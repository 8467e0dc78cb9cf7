"""Real recordings, heard by Whisper's smallest model."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from faster_whisper.audio import decode_audio

from tests.helpers.fake_voices import chunks
from tests.helpers.spoken_references import JFK, read_lines, start_errors, word_error_rate
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.transcript import Segment
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.models.speech.phrases import SAMPLE_RATE
from videobert_desktop.models.speech.pieces import HeardPiece, recognise
from videobert_desktop.models.speech.whisper import WhisperRecogniser

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def recogniser(tiny_english: Path) -> WhisperRecogniser:
    return WhisperRecogniser(tiny_english, threads=1)


def listen(recogniser: WhisperRecogniser, samples) -> list[HeardPiece]:
    return list(recognise(chunks(samples), recogniser, cancel=CancelToken()))


def segments(pieces: list[HeardPiece]) -> list[Segment]:
    return [segment for piece in pieces for segment in piece.segments]


@pytest.mark.data
def test_a_speech_is_heard_with_at_most_5_percent_of_its_words_wrong(recogniser, shared_data) -> None:
    told = segments(listen(recogniser, decode_audio(str(shared_data / "speech" / "jfk.flac"))))
    assert word_error_rate(JFK, told) <= 0.05
    assert told[0].span.start == pytest.approx(0.32, abs=0.1)
    ask = next(word for word in told[0].words if word.text == "ask")
    assert ask.span.start == pytest.approx(3.3, abs=0.15)  # after an orator's pause that begins at 2.2


@pytest.mark.data
def test_a_sonnet_is_heard_with_at_most_25_percent_of_its_words_wrong_and_begins_its_lines_in_time(
    recogniser, shared_data
) -> None:
    lines = read_lines(shared_data / "speech" / "sonnet1.srt")
    told = segments(listen(recogniser, decode_audio(str(shared_data / "speech" / "sonnet1.wav"))))
    assert word_error_rate(" ".join(line.text for line in lines), told) <= 0.25
    assert len(told) >= 4
    assert np.abs(start_errors(lines, told)).mean() <= 0.5


@pytest.mark.data
def test_the_narration_of_a_video_is_heard_as_far_as_it_goes(recogniser, shared_data) -> None:
    with Decoder() as decoder:
        sound = [(chunk.start, chunk.samples) for chunk in decoder.audio(shared_data / "speech" / "nasa_13013.mp4")]
    pieces = list(recognise(sound, recogniser, cancel=CancelToken()))
    lines = read_lines(shared_data / "speech" / "nasa_13013.srt")
    spoken = [line.text.removeprefix("NAR: ") for line in lines if line.start < 12.0]
    assert word_error_rate(" ".join(spoken), segments(pieces)) <= 0.15
    assert pieces[-1].span.end == pytest.approx(sound[-1][0] + len(sound[-1][1]) / SAMPLE_RATE)


@pytest.mark.data
def test_speech_after_minutes_of_silence_is_where_it_is(recogniser, shared_data) -> None:
    speech = decode_audio(str(shared_data / "speech" / "jfk.flac"))
    silence = np.zeros(130 * SAMPLE_RATE, np.float32)
    told = segments(listen(recogniser, np.concatenate([silence, speech])))
    assert word_error_rate(JFK, told) <= 0.05
    assert told[0].span.start == pytest.approx(130.32, abs=0.1)


def test_nothing_is_loaded_for_silence_noise_and_chords(tiny_english: Path) -> None:
    recogniser = WhisperRecogniser(tiny_english, threads=1)
    times = np.arange(30 * SAMPLE_RATE) / SAMPLE_RATE
    noise = 0.1 * np.random.default_rng(1).standard_normal(len(times))
    chord = 0.2 * sum(np.sin(2 * np.pi * pitch * times) for pitch in (220, 277, 330))
    samples = np.concatenate([np.zeros(len(times)), noise, chord]).astype(np.float32)
    assert segments(listen(recogniser, samples)) == []
    assert not recogniser.loaded


def test_a_model_for_english_knows_english_and_asks_no_more(recogniser) -> None:
    assert list(recogniser.languages) == ["en"]
    assert recogniser.detect_language(np.zeros(SAMPLE_RATE, np.float32)) == "en"


def test_weights_that_are_cut_off_are_said(tiny_english: Path, tmp_path: Path) -> None:
    damaged = Path(shutil.copytree(tiny_english, tmp_path / "model"))
    with (damaged / "model.bin").open("r+b") as weights:
        weights.truncate(1_000_000)
    with pytest.raises(UserError, match="cannot be loaded") as error:
        _ = WhisperRecogniser(damaged, threads=1).languages
    assert error.value.path == damaged


def test_a_preprocessor_of_another_model_does_no_harm(tiny_english: Path, tmp_path: Path) -> None:
    model = tmp_path / "model"
    model.mkdir()
    for file in tiny_english.iterdir():
        (model / file.name).symlink_to(file)
    (model / "preprocessor_config.json").write_text('{"feature_size": 128}', encoding="utf-8")
    recogniser = WhisperRecogniser(model, threads=1)
    assert list(recogniser.hear(np.zeros(SAMPLE_RATE, np.float32), "en")) == []
