"""The child's side, run in this process against a parent played by the test."""

from __future__ import annotations

from collections import deque
from pathlib import Path

import av.error
import numpy as np
import pytest

from tests.helpers.frame_code import read_number
from tests.helpers.media import numbered_clip
from videobert_desktop.domain.errors import Failure
from videobert_desktop.domain.passes import Pass
from videobert_desktop.media import decoder_process
from videobert_desktop.media.decoder_process import DecoderServer
from videobert_desktop.media.frames import DecodeEnd
from videobert_desktop.media.limits import DEFAULT_LIMITS, DecodeLimits
from videobert_desktop.media.messages import Alive, DecodeRequest, FilledSlot, FreeSlot, ProbeRequest
from videobert_desktop.media.ring import SLOT_COUNT, FrameRing, ring_memory


class PlayedParent:
    """A connection whose other end reads a slot only when the child waits for one."""

    def __init__(self, *requests: object) -> None:
        self.requests = deque(requests)
        self.memory = ring_memory(64)
        self.ring = FrameRing(self.memory, 64)
        self.unread: deque[FilledSlot] = deque()
        self.most_unread = 0
        self.numbers: list[int] = []
        self.replies: list[object] = []

    def send(self, message: object) -> None:
        self.replies.append(message)
        if isinstance(message, FilledSlot):
            self.unread.append(message)
            self.most_unread = max(self.most_unread, len(self.unread))

    def recv(self) -> object:
        if not self.unread:
            if not self.requests:
                raise EOFError
            return self.requests.popleft()
        filled = self.unread.popleft()
        self.numbers += [read_number(picture) for picture in self.ring.read(filled.slot, len(filled.times))]
        return FreeSlot(filled.slot)


def serve(parent: PlayedParent, limits: DecodeLimits = DEFAULT_LIMITS) -> list[object]:
    server = DecoderServer(parent, limits, parent.memory)  # type: ignore[arg-type]
    with pytest.raises(EOFError):
        server.run()
    return [reply for reply in parent.replies if not isinstance(reply, Alive)]


def test_the_child_never_runs_further_ahead_than_the_ring(tmp_path):
    path = numbered_clip(tmp_path / "a.mp4", frames=160, rate=2)
    parent = PlayedParent(DecodeRequest(path, 64, Pass.STANDARD, 0.0))
    replies = serve(parent)
    assert parent.most_unread == SLOT_COUNT
    assert parent.numbers == list(range(160))
    assert replies[-1] == DecodeEnd(pytest.approx(80.0), None)


def test_what_came_before_a_failure_is_sent(tmp_path):
    path = numbered_clip(tmp_path / "a.mp4")
    parent = PlayedParent(DecodeRequest(path, 64, Pass.STANDARD, 0.0))
    replies = serve(parent, DecodeLimits(max_seconds=2.05))
    assert parent.numbers == [0, 5, 10, 15]
    assert isinstance(replies[-1], Failure)


def test_a_file_that_takes_too_much_memory_fails_by_name(tmp_path, monkeypatch):
    def swell(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(decoder_process, "probe", swell)
    (failure,) = serve(PlayedParent(ProbeRequest(Path("a.mp4"))))
    assert isinstance(failure, Failure)
    assert failure.path == Path("a.mp4")
    assert "more than 4.0 GB of memory" in failure.reason


@pytest.mark.parametrize(
    "error", [ZeroDivisionError("what a pity"), OSError(5, "what a pity"), av.error.EOFError(1, "what a pity")]
)
def test_a_file_that_breaks_the_decoder_in_an_unforeseen_way_fails_by_name(monkeypatch, error):
    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr(decoder_process, "probe", broken)
    paths = [Path("a.mp4"), Path("b.mp4")]
    failures = serve(PlayedParent(*(ProbeRequest(path) for path in paths)))
    assert [failure.path for failure in failures] == paths
    for failure in failures:
        assert failure.reason.startswith("The decoder broke on this file: ")
        assert "what a pity" in failure.reason
        assert failure.hint


@pytest.mark.parametrize("error", [EOFError, BrokenPipeError, ConnectionResetError])
def test_a_parent_that_hangs_up_is_nobodys_fault(monkeypatch, error):
    def hang_up(*_: object) -> None:
        raise error

    monkeypatch.setattr(decoder_process, "probe", hang_up)
    parent = PlayedParent(ProbeRequest(Path("a.mp4")))
    with pytest.raises(error):
        DecoderServer(parent, DEFAULT_LIMITS, parent.memory).run()
    assert not [reply for reply in parent.replies if isinstance(reply, Failure)]


def test_long_work_gives_signs_of_life(tmp_path, monkeypatch):
    monkeypatch.setattr(decoder_process, "_SECONDS_BETWEEN_SIGNS_OF_LIFE", 0.0)
    path = numbered_clip(tmp_path / "a.mp4", frames=30)
    parent = PlayedParent(DecodeRequest(path, 64, Pass.STANDARD, 0.0))
    serve(parent)
    assert sum(isinstance(reply, Alive) for reply in parent.replies) >= 30


def test_pictures_in_the_ring_do_not_overwrite_each_other():
    ring = FrameRing(ring_memory(64), 64)
    for slot in range(SLOT_COUNT):
        ring.write(slot, 0, np.full((64, 64, 3), slot + 1, np.uint8))
        ring.write(slot, 1, np.full((64, 64, 3), slot + 101, np.uint8))
    for slot in range(SLOT_COUNT):
        first, second = ring.read(slot, 2)
        assert np.all(first == slot + 1)
        assert np.all(second == slot + 101)
