"""The sound of a video as speech recognition wants it: one channel, 16,000 samples a second, true to time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import gcd
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.media.audio_blocks import SoundBlock, sound_blocks
from videobert_desktop.media.audio_chunks import SAMPLE_RATE, AudioChunk, Chunks
from videobert_desktop.media.audio_mixing import Resampler
from videobert_desktop.media.audio_timeline import Timeline
from videobert_desktop.media.limits import DecodeLimits
from videobert_desktop.media.opening import open_video
from videobert_desktop.media.origin import find_origin
from videobert_desktop.media.presentation import too_long
from videobert_desktop.media.steadiness import unchanged

# Resampling looks at neighbours: so much is decoded before the first sample that is given, so that it has some.
_RUN_UP_SECONDS = 0.25


def decode_audio(
    path: Path, limits: DecodeLimits, *, start: float = 0.0, alive: Callable[[], None] = lambda: None
) -> Iterator[AudioChunk]:
    """Decode the sound of a video from `start` (in seconds) on.

    Of several streams it is the default one or, of those alike, the first; one of less than 16,000 samples a second
    gives way to another. Where the stream has a gap, or begins later than the picture, there is silence; what comes
    before the first frame, or twice, is cut. Packets that cannot be decoded are left out, and time stays true.

    Args:
        path: The video.
        limits: What it may cost.
        start: The first instant wanted, in seconds from the first presented frame; rounded to a sample. Samples are
            those that come from the beginning too, unless gaps or rounded timestamps before hide where they lie.
        alive: Called for every packet.

    Yields:
        Pieces of five seconds, the last one shorter, without gaps; nothing if there is no sound.

    Raises:
        UserError: It cannot be read, is no video, has sound that cannot be decoded, changed meanwhile, or is beyond a
            limit.
    """
    with unchanged(path):
        with open_video(path, limits) as video:
            origin = find_origin(video, limits, alive)
        chunks = Chunks(max(0, round(start * SAMPLE_RATE)))
        mixer = _Mixer(chunks.first)
        for block in sound_blocks(path, limits, origin, max(0.0, start - _RUN_UP_SECONDS), alive):
            for samples in mixer.take(block):
                yield from chunks.add(samples)
            if chunks.end > limits.max_seconds * SAMPLE_RATE:
                raise too_long(path, limits)
        for samples in mixer.finish():
            yield from chunks.add(samples)
        yield from chunks.rest()


class _Mixer:
    """Puts blocks in their place and brings them to the one rate, whatever rates they come in."""

    def __init__(self, first: int) -> None:
        self._next = max(0, first - round(_RUN_UP_SECONDS * SAMPLE_RATE))
        self._rate = 0
        self._timeline = Timeline(0, 1)
        self._resampler = Resampler(SAMPLE_RATE, SAMPLE_RATE)

    def take(self, block: SoundBlock) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """Yield what becomes of a block: samples of the common rate, and the number of the first of them."""
        if block.rate != self._rate:
            yield from self.finish()
            self._begin(block.rate)
        for samples in self._timeline.place(block.positions, block.samples, joined=block.joined):
            yield from self._numbered(self._resampler.take(samples))

    def finish(self) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """Yield what the resampler still holds."""
        yield from self._numbered(self._resampler.finish())

    def _begin(self, rate: int) -> None:
        """Begin where a sample of one rate falls on one of the other, so that the same come wherever it began."""
        common = gcd(rate, SAMPLE_RATE)
        periods = -(-self._next * common // SAMPLE_RATE)
        self._rate, self._next = rate, periods * SAMPLE_RATE // common
        self._timeline = Timeline(periods * rate // common, rate)
        self._resampler = Resampler(rate, SAMPLE_RATE)

    def _numbered(self, pieces: Iterator[NDArray[np.float32]]) -> Iterator[tuple[int, NDArray[np.float32]]]:
        for piece in pieces:
            yield self._next, piece
            self._next += len(piece)
