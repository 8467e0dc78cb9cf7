from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.helpers.data import shared_data
from videobert_desktop.media.decoder import Decoder

__all__ = ["shared_data"]


@pytest.fixture
def decoder() -> Iterator[Decoder]:
    """A decoder that is closed after the test."""
    with Decoder() as decoder:
        yield decoder
