"""One channel from however many there are, and one rate from another."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from numpy.typing import NDArray

# Of integers the mixture is scaled so that it cannot overflow; of floating-point numbers it is not.
_WHOLE = 1 << 31


class ChannelMixer:
    """Mixes all channels of frames into one, for as long as they are alike with one and the same mixture."""

    def __init__(self) -> None:
        self._kind: tuple[str, str, int] | None = None
        self._mixture = AudioResampler("s32", "mono")

    def mix(self, frame: AudioFrame) -> NDArray[np.float32]:
        """One channel of what a frame holds, (n,) float32 in [-1, 1].

        Raises:
            FFmpegError: It has a layout that nobody knows how to mix.
        """
        kind = (frame.format.name, frame.layout.name, frame.sample_rate)
        if kind != self._kind:
            self._kind, self._mixture = kind, AudioResampler("s32", "mono", frame.sample_rate)
        parts = [_values(part) for part in self._mixture.resample(frame)]
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def _values(frame: AudioFrame) -> NDArray[np.float32]:
    values: NDArray[np.float32] = (frame.to_ndarray().reshape(-1) / np.float32(_WHOLE)).astype(np.float32)
    return values


class Resampler:
    """Changes the rate of a signal that comes in pieces; sample 0 of both rates is the same instant."""

    def __init__(self, rate: int, target: int) -> None:
        """From `rate` to `target`, both in samples a second."""
        self._rate = rate
        self._resampler = AudioResampler("flt", "mono", target)

    def take(self, samples: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
        """Yield what is ready after these samples, (n,) float32."""
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(samples[None]), "flt", "mono")
        frame.sample_rate = self._rate
        yield from self._pieces(frame)

    def finish(self) -> Iterator[NDArray[np.float32]]:
        """Yield what is left at the end."""
        yield from self._pieces(None)

    def _pieces(self, frame: AudioFrame | None) -> Iterator[NDArray[np.float32]]:
        for piece in self._resampler.resample(frame):
            if piece is not None:  # what passes through unchanged has no end
                yield piece.to_ndarray().reshape(-1).astype(np.float32, copy=False)
