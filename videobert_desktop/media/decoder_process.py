"""The child's side of decoding: serves one request after another until the parent hangs up or dies."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Generator
from multiprocessing.connection import Connection
from multiprocessing.heap import BufferWrapper
from pathlib import Path

import av.error
import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.errors import Failure, UserError
from videobert_desktop.media.audio import decode_audio
from videobert_desktop.media.frames import BATCH_FRAMES, DecodeEnd
from videobert_desktop.media.limits import DecodeLimits, let_others_go_first, limit_address_space
from videobert_desktop.media.messages import (
    Alive,
    Answer,
    AudioEnd,
    AudioRequest,
    DecodeRequest,
    FilledSlot,
    FreeSlot,
    ProbeRequest,
    Request,
    StillsEnd,
    StillsRequest,
    SubtitlesRequest,
)
from videobert_desktop.media.opening import open_video
from videobert_desktop.media.probe import probe
from videobert_desktop.media.ring import SLOT_COUNT, FrameRing
from videobert_desktop.media.sampling import Sample, sample_video
from videobert_desktop.media.steadiness import unchanged
from videobert_desktop.media.stills import still_pictures
from videobert_desktop.media.subtitles.reading import read_subtitles
from videobert_desktop.media.subtitles.report import SubtitleReport

_SECONDS_BETWEEN_SIGNS_OF_LIFE = 1.0


def serve(connection: Connection, limits: DecodeLimits, memory: BufferWrapper) -> None:
    """Run the child: answer requests from `connection` until the other end is closed; pictures go to `memory`."""
    # An interrupt from the terminal reaches the child too, but it is the parent who decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    if limits.background:
        let_others_go_first()
    limit_address_space(limits.address_space)
    _collect_often()
    try:
        DecoderServer(connection, limits, memory).run()
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the parent hung up


def _collect_often() -> None:
    """Let no frames pile up: one whose side data was looked at is in a cycle, and holds megabytes until collected."""
    gc.freeze()  # what is there now stays, and need not be looked through every time
    gc.set_threshold(10, 2, 2)


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)  # a decoder that hangs cannot be asked to return


class DecoderServer:
    """Answers requests one at a time; pictures go to the memory it shares with the parent."""

    def __init__(self, connection: Connection, limits: DecodeLimits, memory: BufferWrapper) -> None:
        self._connection = connection
        self._limits = limits
        self._memory = memory
        self._last_sign = 0.0

    def run(self) -> None:
        """Serve until the connection is closed.

        Raises:
            EOFError: The parent closed it.
            OSError: The parent closed it while something was being sent.
        """
        self._show_life()
        while True:
            request = self._connection.recv()
            if not isinstance(request, FreeSlot):  # slots of the last file come back after its end
                self._connection.send(self._answer(request))

    def _answer(self, request: Request) -> Answer:
        path = request.path
        try:
            if isinstance(request, ProbeRequest):
                return probe(path, self._limits)
            if isinstance(request, AudioRequest):
                return self._hear(request)
            if isinstance(request, StillsRequest):
                return self._show_stills(request)
            if isinstance(request, SubtitlesRequest):
                return self._read_subtitles(request)
            return self._decode(request)
        except UserError as error:
            return Failure.from_error(error, path)
        except MemoryError:
            return _too_hungry(path, self._limits)
        except av.error.FFmpegError as error:  # some are also an EOFError or an OSError, yet not of the pipe
            return _broke(path, error)
        except (EOFError, BrokenPipeError, ConnectionResetError):
            raise  # the parent hung up
        except Exception as error:  # noqa: BLE001 - a file may break the decoder in any way; it shall fail alone
            return _broke(path, error)

    def _decode(self, request: DecodeRequest) -> DecodeEnd:
        writer = BatchWriter(self._connection, FrameRing(self._memory, request.size))
        with unchanged(request.path), open_video(request.path, self._limits) as video:
            samples = sample_video(
                video,
                size=request.size,
                limits=self._limits,
                mode=request.mode,
                start=request.start,
                alive=self._show_life,
            )
            try:
                end = writer.write_all(samples)
            except (UserError, MemoryError):
                writer.flush()  # what came before a failure is good
                raise
            writer.flush()
        return end

    def _hear(self, request: AudioRequest) -> AudioEnd:
        for chunk in decode_audio(request.path, self._limits, start=request.start, alive=self._show_life):
            self._connection.send(chunk)  # waits when the parent has not taken the ones before
        return AudioEnd()

    def _show_stills(self, request: StillsRequest) -> StillsEnd:
        with unchanged(request.path), open_video(request.path, self._limits) as video:
            stills = still_pictures(video, self._limits, start=request.start, alive=self._show_life)
            while True:
                try:
                    self._connection.send(next(stills))  # waits when the parent has not taken the one before
                except StopIteration as stop:
                    return StillsEnd(stop.value)

    def _read_subtitles(self, request: SubtitlesRequest) -> SubtitleReport:
        found = read_subtitles(request.path, self._limits, sidecars=request.sidecars, alive=self._show_life)
        while True:
            try:
                self._connection.send(next(found))
            except StopIteration as stop:
                report: SubtitleReport = stop.value
                return report

    def _show_life(self) -> None:
        now = time.monotonic()
        if now - self._last_sign >= _SECONDS_BETWEEN_SIGNS_OF_LIFE:
            self._last_sign = now
            self._connection.send(Alive())


class BatchWriter:
    """Collects pictures into batches in the ring, and waits for the parent when the ring is full."""

    def __init__(self, connection: Connection, ring: FrameRing) -> None:
        self._connection = connection
        self._ring = ring
        self._free = list(range(SLOT_COUNT))
        self._times: list[float] = []

    def write_all(self, samples: Generator[Sample, None, DecodeEnd]) -> DecodeEnd:
        """Send every sample; returns how they ended, with the last batch not yet sent."""
        while True:
            try:
                time, pixels = next(samples)
            except StopIteration as stop:
                end: DecodeEnd = stop.value
                return end
            self._write(time, pixels)

    def flush(self) -> None:
        """Send what has been collected, if anything."""
        if self._times:
            self._connection.send(FilledSlot(self._free.pop(0), tuple(self._times)))
            self._times = []

    def _write(self, time: float, pixels: NDArray[np.uint8]) -> None:
        while not self._free:
            freed: FreeSlot = self._connection.recv()
            self._free.append(freed.slot)
        self._ring.write(self._free[0], len(self._times), pixels)
        self._times.append(time)
        if len(self._times) == BATCH_FRAMES:
            self.flush()


def _broke(path: Path, error: Exception) -> Failure:
    reason = f"The decoder broke on this file: {type(error).__name__}: {error}."
    return Failure(path, reason, "Convert it to MP4.")


def _too_hungry(path: Path, limits: DecodeLimits) -> Failure:
    gigabytes = limits.address_space / (1 << 30)
    return Failure(path, f"Decoding it takes more than {gigabytes:.1f} GB of memory.", "Make a smaller copy of it.")
