"""Decoding in a child process: a file that crashes, hangs or swells the decoder fails alone."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure, UserError
from videobert_desktop.domain.video import MediaInfo
from videobert_desktop.media.child import DecoderChild
from videobert_desktop.media.frames import DecodeEnd, SampledFrames
from videobert_desktop.media.limits import DEFAULT_LIMITS, DecodeLimits
from videobert_desktop.media.messages import Answer, DecodeRequest, FilledSlot, FreeSlot, ProbeRequest, Reply
from videobert_desktop.media.ring import FrameRing


class Decoder:
    """Owns one child process that serves many files, one at a time; used by one thread.

    The child is started when it is first needed and again after it had to be killed.
    """

    def __init__(self, limits: DecodeLimits = DEFAULT_LIMITS) -> None:
        self._limits = limits
        self._child: DecoderChild | None = None
        self._ring: FrameRing | None = None
        self._busy = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def probe(self, path: Path, cancel: CancelToken | None = None) -> MediaInfo:
        """Read what a video says about itself.

        Args:
            path: The video.
            cancel: Looked at while waiting, for a drive may take its time; the child is killed when it is set.

        Raises:
            Cancelled: `cancel` was cancelled.
            UserError: It cannot be read, is no video, has no picture track, is beyond a limit, or broke the decoder.
        """
        with self._conversation() as child:
            child.send(ProbeRequest(path))
            reply = child.receive(path, cancel)
        if isinstance(reply, MediaInfo):
            return reply
        raise _told(reply)

    def frames(
        self, path: Path, *, size: int, start: float = 0.0, cancel: CancelToken | None = None
    ) -> Generator[SampledFrames, None, DecodeEnd]:
        """Decode a video from `start` (in seconds) on, two pictures a second.

        The child decodes on while the caller works on a batch, until its few slots of shared memory are full.

        Args:
            path: The video.
            size: Side of the square that pictures are squashed to, in pixels.
            start: The first instant wanted, in seconds.
            cancel: Looked at while waiting; the child is killed when it is set.

        Yields:
            Batches of at most 16 pictures, in the order of time.

        Returns:
            Where the video ended, and whether that was too early.

        Raises:
            Cancelled: `cancel` was cancelled.
            UserError: It cannot be read, is no video, has no picture track, is beyond a limit, or broke the decoder;
                batches that came before are good.
        """
        with self._conversation() as child:
            ring = self._ring_for(size)
            child.send(DecodeRequest(path, size, start, ring.name))
            while isinstance(reply := child.receive(path, cancel), FilledSlot):
                batch = SampledFrames(np.array(reply.times), ring.read(reply.slot, len(reply.times)))
                child.send(FreeSlot(reply.slot))
                yield batch
        if isinstance(reply, DecodeEnd):
            return reply
        raise _told(reply)

    def close(self) -> None:
        """End the child and give its memory back; the decoder starts anew if it is used again."""
        self._end_child()
        if self._ring is not None:
            self._ring.close()
            self._ring = None

    @contextlib.contextmanager
    def _conversation(self) -> Iterator[DecoderChild]:
        """A child to ask about one file; it survives only if the conversation was held to its end."""
        if self._busy:
            raise RuntimeError("this decoder is at work on another file")
        self._busy = True
        try:
            yield self._ready_child()
        except BaseException:
            self._end_child()
            raise
        finally:
            self._busy = False

    def _ready_child(self) -> DecoderChild:
        child = self._child
        if child is not None and child.running and child.served < self._limits.files_per_child:
            child.served += 1
            return child
        self._end_child()
        self._child = DecoderChild(self._limits)
        self._child.served = 1
        return self._child

    def _end_child(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None

    def _ring_for(self, size: int) -> FrameRing:
        if self._ring is None or self._ring.size != size:
            if self._ring is not None:
                self._ring.close()
            self._ring = FrameRing.create(size)
        return self._ring


def _told(reply: Reply | Answer) -> Exception:
    """The error that a child's last message stands for."""
    if isinstance(reply, Failure):
        return UserError(reply.reason, path=reply.path, hint=reply.hint)
    return RuntimeError(f"the decoder process answered {type(reply).__name__}")
