"""Videos with sound whose times can be heard: a tone in the first half of every second."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.stream import Disposition
from numpy.typing import NDArray

from tests.helpers.frame_code import paint_number
from tests.helpers.media import aged

PICTURE_RATE = 10
HEARD_RATE = 16_000

Wave = Callable[[NDArray[np.float64]], NDArray[np.float64]]
PacketFilter = Callable[[Sequence[av.Packet]], Sequence[av.Packet]]


def bursts(pitch: float = 440.0) -> Wave:
    """A tone of so many hertz in the first half of every second."""
    return lambda times: 0.5 * np.sin(2 * np.pi * pitch * times) * (times % 1 < 0.5)


def silence(times: NDArray[np.float64]) -> NDArray[np.float64]:
    """Nothing to be heard."""
    return np.zeros_like(times)


@dataclass(frozen=True)
class Sound:
    """A sound track.

    Attributes:
        codec: The encoder.
        rate: Samples a second.
        layout: The channels.
        start: When it begins, in seconds on the container's clock.
        seconds: How long it is.
        wave: The value at each instant, in seconds on the container's clock; the same in all channels.
        disposition: What the track says of itself.
        change: What becomes of its packets.
    """

    codec: str = "aac"
    rate: int = 48_000
    layout: str = "stereo"
    start: float = 0.0
    seconds: float = 8.0
    wave: Wave = field(default_factory=bursts)
    disposition: Disposition = Disposition.default
    change: PacketFilter = list


def sounding_clip(
    path: Path, *sounds: Sound, seconds: float = 8.0, picture_start: float = 0.0, picture_codec: str = "libx264"
) -> Path:
    """A video of numbered pictures, ten a second, with sound tracks.

    Args:
        path: Where to; the ending says which container.
        sounds: The tracks.
        seconds: How long the picture is.
        picture_start: When it begins, in seconds on the container's clock.
        picture_codec: The encoder of the picture.
    """
    with av.open(str(path), "w") as container:
        picture = container.add_stream(picture_codec, rate=PICTURE_RATE)
        picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
        if picture_codec == "libx264":
            picture.options = {"preset": "ultrafast", "threads": "1", "g": "10", "bf": "0"}
        tracks = [_add_sound(container, sound) for sound in sounds]
        container.start_encoding()
        packets = list(_pictures(picture, picture_start, seconds))
        for track, sound in zip(tracks, sounds, strict=True):
            packets += sound.change(list(_sound_packets(track, sound)))
        for packet in sorted(packets, key=lambda packet: packet.dts * packet.time_base):
            container.mux(packet)
    return aged(path)


def without_stretch(start: float, end: float) -> PacketFilter:
    """Leaves out the packets within a stretch of time, in seconds."""
    return lambda packets: [packet for packet in packets if not start <= packet.pts * packet.time_base < end]


def onsets(samples: NDArray[np.float32]) -> list[float]:
    """When a tone begins after a silence of at least a tenth of a second, in seconds."""
    loud = np.flatnonzero(np.abs(samples) > 0.1)
    if not len(loud):
        return []
    begins = loud[np.flatnonzero(np.diff(loud, prepend=-HEARD_RATE) > HEARD_RATE / 10)]
    return (begins / HEARD_RATE).tolist()


def pitch(samples: NDArray[np.float32]) -> float:
    """The loudest frequency, in hertz."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum)) * HEARD_RATE / len(samples)


def _add_sound(container: av.container.OutputContainer, sound: Sound) -> av.AudioStream:
    track = container.add_stream(sound.codec, rate=sound.rate, layout=sound.layout)
    track.disposition = sound.disposition
    return track


def _pictures(track: av.VideoStream, start: float, seconds: float) -> Iterator[av.Packet]:
    for number in range(round(seconds * PICTURE_RATE)):
        frame = av.VideoFrame.from_ndarray(paint_number(number, 64, 48), "rgb24")
        frame.pts, frame.time_base = round(start * PICTURE_RATE) + number, Fraction(1, PICTURE_RATE)
        yield from track.encode(frame)
    yield from track.encode()


def _sound_packets(track: av.AudioStream, sound: Sound) -> Iterator[av.Packet]:
    first, count = round(sound.start * sound.rate), round(sound.seconds * sound.rate)
    step = track.codec_context.frame_size or 1024
    resampler = av.AudioResampler(track.codec_context.format, sound.layout, sound.rate)
    channels = av.AudioLayout(sound.layout).nb_channels
    for begin in range(0, count, step):
        numbers = np.arange(begin, min(begin + step, count))
        values = sound.wave((first + numbers) / sound.rate).astype(np.float32)
        frame = av.AudioFrame.from_ndarray(np.repeat(values, channels)[None], "flt", sound.layout)
        frame.sample_rate = sound.rate
        for converted in resampler.resample(frame):
            converted.pts, converted.time_base = first + begin, Fraction(1, sound.rate)
            yield from track.encode(converted)
    yield from track.encode()
