"""Questions about real clips, with the shipped pack and through the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.command_line import CommandLine
from tests.helpers.data import shared_data
from videobert_desktop.settings.resources import resource_path

__all__ = ["shared_data"]


@pytest.fixture(scope="module", autouse=True)
def starter() -> None:
    """Skips where the weights are not there."""
    directory = resource_path("models", "starter")
    if not (directory / "pack.json").is_file():
        pytest.skip(f"the starter pack is not there: {directory}")


def test_two_of_three_questions_about_real_clips_are_answered_rightly(
    shared_data: Path, videobert: CommandLine, tmp_path: Path
) -> None:
    found = videobert.json(tmp_path / "library", "ask", "--eval", shared_data / "clips" / "questions.json")
    assert found["accuracy"] >= 0.65
    assert found["citations_valid"] == 1.0
    assert found["accuracy"] > 2 * max(found["baselines"].values())
    assert all(set(item) == {"video", "question", "answer", "right", "abstained"} for item in found["items"])


def test_a_sample_clip_says_what_it_shows(videobert: CommandLine, tmp_path: Path) -> None:
    samples = resource_path("samples")
    videobert.json(tmp_path / "library", "index", samples / "crocodile.mp4")
    found = videobert.json(tmp_path / "library", "ask", "crocodile.mp4", "What animal is it?")
    assert found["answer"] == "A crocodile."
    (sentence,) = found["sentences"]
    assert sentence["citations"][0]["end"] > sentence["citations"][0]["start"] >= 0
    assert videobert.json(tmp_path / "library", "ask", "crocodile.mp4", "What is its owner's name?")["abstained"]
