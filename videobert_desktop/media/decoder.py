"""Decoding in a child process: a file that crashes, hangs or swells the decoder fails alone."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator
from dataclasses import replace
from multiprocessing.heap import BufferWrapper
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure, UserError
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.transcript import SubtitleTrack
from videobert_desktop.domain.video import MediaInfo
from videobert_desktop.media.audio_chunks import AudioChunk
from videobert_desktop.media.child import DecoderChild
from videobert_desktop.media.frames import DecodeEnd, SampledFrames
from videobert_desktop.media.limits import DEFAULT_LIMITS, DecodeLimits
from videobert_desktop.media.messages import (
    Answer,
    AudioEnd,
    AudioRequest,
    DecodeRequest,
    FilledSlot,
    FreeSlot,
    ProbeRequest,
    Reply,
    StillsEnd,
    StillsRequest,
    SubtitlesRequest,
)
from videobert_desktop.media.ring import FrameRing, ring_memory
from videobert_desktop.media.stills import Still
from videobert_desktop.media.subtitles.report import SubtitleReport

# No pack looks at larger pictures; for one that does, the child is started anew.
_USUAL_SIZE = 384


class Decoder:
    """Owns one child process that serves many files, one at a time; used by one thread.

    The child is started when it is first needed and again after it had to be killed.
    """

    def __init__(self, limits: DecodeLimits = DEFAULT_LIMITS) -> None:
        self._limits = limits
        self._child: DecoderChild | None = None
        self._memory_size = _USUAL_SIZE
        self._memory: BufferWrapper | None = None
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
        self,
        path: Path,
        *,
        size: int,
        mode: Pass = Pass.STANDARD,
        start: float = 0.0,
        cancel: CancelToken | None = None,
    ) -> Generator[SampledFrames, None, DecodeEnd]:
        """Decode a video from `start` (in seconds) on, and give the pictures that a pass looks at.

        The child decodes on while the caller works on a batch, until its few slots of shared memory are full.

        Args:
            path: The video.
            size: Side of the square that pictures are squashed to, in pixels.
            mode: How closely to look. A fast pass gives key frames at the times at which they begin, at least 3 s
                apart; where they are more than 10 s apart, reference frames. The others sample at fixed instants.
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
        with self._conversation(size) as child:
            child.send(DecodeRequest(path, size, mode, start))
            ring = FrameRing(self._shared_memory(), size)
            while isinstance(reply := child.receive(path, cancel), FilledSlot):
                batch = SampledFrames(np.array(reply.times), ring.read(reply.slot, len(reply.times)))
                child.send(FreeSlot(reply.slot))
                yield batch
        if isinstance(reply, DecodeEnd):
            return reply
        raise _told(reply)

    def audio(
        self, path: Path, *, start: float = 0.0, cancel: CancelToken | None = None
    ) -> Generator[AudioChunk, None, None]:
        """Decode the sound of a video from `start` (in seconds) on: one channel, 16,000 samples a second.

        Of several streams it is the default one. Silence stands where the stream has a gap or begins later than the
        picture; what comes before the first frame is cut. Damaged packets are left out, and time stays true. Samples
        from a later start are those that come from the beginning too.

        Args:
            path: The video.
            start: The first instant wanted, in seconds from the first presented frame.
            cancel: Looked at while waiting; the child is killed when it is set.

        Yields:
            Pieces of five seconds, the last one shorter, one after another without gaps. None if there is no sound
            from there on; whether there is any at all, `MediaInfo.audio_streams` tells.

        Raises:
            Cancelled: `cancel` was cancelled.
            UserError: It cannot be read, is no video, its sound cannot be decoded, it is beyond a limit, or it broke
                the decoder; pieces that came before are good.
        """
        with self._conversation() as child:
            child.send(AudioRequest(path, start))
            while isinstance(reply := child.receive(path, cancel), AudioChunk):
                yield reply
        if not isinstance(reply, AudioEnd):
            raise _told(reply)

    def stills(
        self, path: Path, *, start: float = 0.0, cancel: CancelToken | None = None
    ) -> Generator[Still, None, float]:
        """Decode sparse pictures of a video from `start` (in seconds) on, in a size that writing can be read in.

        Args:
            path: The video.
            start: The first instant wanted, in seconds.
            cancel: Looked at while waiting; the child is killed when it is set.

        Yields:
            Key frames, at least 3 s apart; where those are more than 10 s apart, reference frames.

        Returns:
            The end of the last frame, in seconds; of a file that was cut short, that is earlier than its headers say.

        Raises:
            Cancelled: `cancel` was cancelled.
            UserError: It cannot be read, is no video, has no picture track, is beyond a limit, or broke the decoder;
                pictures that came before are good.
        """
        with self._conversation() as child:
            child.send(StillsRequest(path, start))
            while isinstance(reply := child.receive(path, cancel), Still):
                yield reply
        if isinstance(reply, StillsEnd):
            return reply.end
        raise _told(reply)

    def subtitles(self, path: Path, *, sidecars: bool = True, cancel: CancelToken | None = None) -> SubtitleReport:
        """Read the subtitles inside a video and, with `sidecars`, in files beside it, as plain text.

        Args:
            path: The video.
            sidecars: Whether files beside it that are named after it are read too.
            cancel: Looked at while waiting; the child is killed when it is set.

        Returns:
            Every track that holds text, with times in seconds from the first presented frame, and what could not be
            read.

        Raises:
            Cancelled: `cancel` was cancelled.
            UserError: The video cannot be read, is no video, or broke the decoder.
        """
        tracks: list[SubtitleTrack] = []
        with self._conversation() as child:
            child.send(SubtitlesRequest(path, sidecars))
            while isinstance(reply := child.receive(path, cancel), SubtitleTrack):
                tracks.append(reply)
        if isinstance(reply, SubtitleReport):
            return replace(reply, tracks=tuple(tracks))
        raise _told(reply)

    def close(self) -> None:
        """End the child and give its memory back; the decoder starts anew if it is used again."""
        self._end_child()
        self._memory = None

    @contextlib.contextmanager
    def _conversation(self, size: int = 0) -> Iterator[DecoderChild]:
        """A child to ask about one file, for pictures of `size`; it survives only if it is heard to its end."""
        if self._busy:
            raise RuntimeError("this decoder is at work on another file")
        self._busy = True
        try:
            yield self._ready_child(size)
        except BaseException:
            self._end_child()
            raise
        finally:
            self._busy = False

    def _ready_child(self, size: int) -> DecoderChild:
        if size > self._memory_size:
            self.close()
            self._memory_size = size
        child = self._child
        if child is not None and child.running and child.served < self._limits.files_per_child:
            child.served += 1
            return child
        self._end_child()
        self._child = DecoderChild(self._limits, self._shared_memory())
        self._child.served = 1
        return self._child

    def _end_child(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None

    def _shared_memory(self) -> BufferWrapper:
        if self._memory is None:
            self._memory = ring_memory(self._memory_size)
        return self._memory


def _told(reply: Reply | Answer) -> Exception:
    """The error that a child's last message stands for."""
    if isinstance(reply, Failure):
        return UserError(reply.reason, path=reply.path, hint=reply.hint, passing=reply.passing)
    return RuntimeError(f"the decoder process answered {type(reply).__name__}")
