"""Makes long clips of real footage to measure with: 1080p at 30 frames a second, H.264 as x264 makes it by default.

    python -m tests.benchmarks.make_clip five.mp4 --minutes 5
    python -m tests.benchmarks.make_clip long.mp4 --of five.mp4 --repeat 36

The footage is that of the real clips beside the checkout, or of the samples that come with the program; it is scaled
up and joined end to end, over and over until the time is full. A clip that is repeated is not encoded again: its
packets are copied behind each other.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av

from tests.helpers.data import SHARED_DATA
from videobert_desktop.settings.resources import resource_path

WIDTH, HEIGHT, RATE = 1920, 1080, 30


def source_clips() -> list[Path]:
    """The footage there is, the sharpest first: landscape clips that run at 20 frames a second or more."""
    folder = SHARED_DATA / "clips"
    if not folder.is_dir():
        folder = resource_path("samples")
        sys.stderr.write("The real clips are not there: making it of the program's own samples.\n")
    sizes = {path: _pixels(path) for path in sorted(folder.glob("*.mp4"))}
    return sorted((path for path, pixels in sizes.items() if pixels), key=lambda path: -sizes[path])


def _pixels(path: Path) -> int:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        fits = stream.width > stream.height and (stream.average_rate or 0) >= 20
        return stream.width * stream.height if fits else 0


def pictures(clips: Sequence[Path]) -> Iterator[av.VideoFrame]:
    """The clips over and over, each frame held as long as it is shown, `RATE` a second."""
    for path in itertools.cycle(clips):
        with av.open(str(path)) as container:
            shown = 0
            for frame in container.decode(video=0):
                large = frame.reformat(WIDTH, HEIGHT, "yuv420p", interpolation="BICUBIC")
                while shown <= (frame.time or 0.0) * RATE:
                    yield large
                    shown += 1


def encode(out: Path, clips: Sequence[Path], seconds: float) -> None:
    """Encode so many seconds with the defaults of x264, in one thread."""
    with av.open(str(out), "w") as container:
        stream = container.add_stream("libx264", rate=RATE, options={"threads": "1"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for number, picture in enumerate(itertools.islice(pictures(clips), round(seconds * RATE))):
            picture.pts, picture.time_base = number, Fraction(1, RATE)
            picture.pict_type = av.video.frame.PictureType.NONE  # the encoder chooses its own key frames
            container.mux(stream.encode(picture))
        container.mux(stream.encode())


def repeat(out: Path, clip: Path, times: int) -> None:
    """Put the packets of a clip behind each other so many times."""
    with av.open(str(out), "w") as target:
        copied = None
        for number in range(times):
            with av.open(str(clip)) as source:
                stream = source.streams.video[0]
                if copied is None:
                    copied = target.add_stream_from_template(stream)
                for packet in source.demux(stream):
                    if packet.dts is not None:  # the last one is empty
                        packet.pts += number * stream.duration
                        packet.dts += number * stream.duration
                        packet.stream = copied
                        target.mux(packet)


def main() -> None:
    """Make a clip as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=5.0, help="length of what is encoded")
    parser.add_argument("--of", type=Path, help="a clip to repeat, instead of encoding one")
    parser.add_argument("--repeat", type=int, default=1, help="how many times it is to be there")
    options = parser.parse_args()
    if options.of is None and options.repeat == 1:
        encode(options.out, source_clips(), options.minutes * 60)
    elif options.of is None:
        once = options.out.with_name(f"once-{options.out.name}")
        encode(once, source_clips(), options.minutes * 60)
        repeat(options.out, once, options.repeat)
        once.unlink()
    else:
        repeat(options.out, options.of, options.repeat)


if __name__ == "__main__":
    main()
