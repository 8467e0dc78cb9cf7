"""The decoding child as one among others: it may go behind them, and a pause of its parent is no silence of its own."""

from __future__ import annotations

import time
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from tests.helpers.media import numbered_clip
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.media.limits import DecodeLimits


def child_of(decoder: Decoder) -> psutil.Process:
    assert decoder._child is not None
    return psutil.Process(decoder._child._process.pid)


@pytest.mark.parametrize("background", [True, False])
def test_a_child_in_the_background_has_a_low_priority_and_decodes_as_well(tmp_path: Path, background: bool) -> None:
    with Decoder(DecodeLimits(background=background)) as decoder:
        assert decoder.probe(numbered_clip(tmp_path / "a.mp4")).width == 128
        own, of_child = psutil.Process().nice(), child_of(decoder).nice()
    # What is the lowest already cannot be lowered.
    assert (of_child > own) == (background and own < 19)


class Pausing(CancelToken):
    """At its second look an hour passes; at its fourth, the child begins to work.

    Attributes:
        passed: The seconds that have passed so, beside those that really have.
    """

    def __init__(self, child: psutil.Process) -> None:
        super().__init__()
        self.passed = 0.0
        self._child = child
        self._looks = 0

    def raise_if_cancelled(self) -> None:
        self._looks += 1
        if self._looks == 2:
            self.passed = 3600.0
        if self._looks == 4:
            self._child.resume()
        super().raise_if_cancelled()


def test_a_pause_does_not_count_as_a_standstill_of_the_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = numbered_clip(tmp_path / "a.mp4")
    with Decoder(DecodeLimits(stall_seconds=60.0)) as decoder:
        decoder.probe(path)
        child = child_of(decoder)
        child.suspend()
        pausing = Pausing(child)
        turned = SimpleNamespace(monotonic=lambda: time.monotonic() + pausing.passed)
        monkeypatch.setattr("videobert_desktop.media.child.time", turned)
        assert decoder.probe(path, pausing).width == 128
    assert pausing.passed == 3600.0
