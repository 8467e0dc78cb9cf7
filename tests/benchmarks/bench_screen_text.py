"""How well writing in pictures is read, how often a slide is, and what reading costs on real clips.

    python -m tests.benchmarks.bench_screen_text ../shared/data/clips

The rendered pictures differ in size, colours, script and background; those with a moving one are frames of a video.
Chinese is drawn in the program's own font, whose characters suffice for the texts here, or in that of --font.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from tests.helpers.media import picture_clip
from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.models.screen_text.reader import RapidReader
from videobert_desktop.services.importing.import_videos import VideoImporter
from videobert_desktop.services.transcribing.read_screen_text import ScreenTask, read_screen_text
from videobert_desktop.settings.resources import resource_path

SIZES = (16, 20, 24, 32, 48, 72)
COLOURS = (("black", "white"), ("white", "black"), ("red", "black"))
BACKGROUNDS = ("still", "moving", "noisy")
TEXTS = {
    "Latin": (
        "Quarterly report 2024",
        "Welcome to the museum",
        "Newton and gravity",
        "Gate B27 closes",
        "Page not found",
    ),
    "Chinese": ("今天的会议记录", "请关闭手机声音", "北方天气预告", "第三部分练习", "地图与旅行指南"),
}
# Standard deviation of the noise, of 255.
GRAIN = 20
WIDTH, HEIGHT = 1280, 720


@dataclass(frozen=True)
class Rendered:
    """A picture of a text.

    Attributes:
        text: What it says.
        conditions: What is special about it.
        pixels: Some pictures (height, width, 3) uint8, to be shown for a second each; only their background differs.
    """

    text: str
    conditions: tuple[str, ...]
    pixels: list[NDArray[np.uint8]]


def write(line: str = "") -> None:
    sys.stdout.write(line + "\n")


def background(kind: str, paper: str, number: int) -> Image.Image:
    """Plain, or with soft shapes in colours near the paper's, or with grain; these differ from picture to picture."""
    image = Image.new("RGB", (WIDTH, HEIGHT), paper)
    if kind == "noisy":
        grain = np.random.default_rng(number).normal(0, GRAIN, (HEIGHT, WIDTH, 3))
        base = GRAIN * 2 if paper == "black" else 255 - GRAIN * 2
        image = Image.fromarray(np.clip(base + grain, 0, 255).astype(np.uint8))
    if kind == "moving":
        draw, random = ImageDraw.Draw(image), np.random.default_rng(number)
        base = 205 if paper == "white" else 0
        for _ in range(40):
            x, y, radius = random.integers(0, WIDTH), random.integers(0, HEIGHT), random.integers(20, 160)
            shade = tuple((base + random.integers(0, 50, 3)).tolist())
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=shade)
    return image


def rendered(font_file: Path) -> Iterator[Rendered]:
    """All combinations of the conditions, each with a text of its own."""
    for number, (script, size, (ink, paper), kind) in enumerate(product(TEXTS, SIZES, COLOURS, BACKGROUNDS)):
        for offset in range(2):
            text = TEXTS[script][(number + 2 * offset) % len(TEXTS[script])]
            font = ImageFont.load_default(size=size) if script == "Latin" else ImageFont.truetype(str(font_file), size)
            place = 80 + 37 * (number % 9), 60 + 53 * (number % 8)
            images = [background(kind, paper, 10 * number + second) for second in range(3)]
            for image in images:
                ImageDraw.Draw(image).text(place, text, fill=ink, font=font)
            yield Rendered(text, (script, f"{size} px", f"{ink} on {paper}", kind), list(map(np.asarray, images)))


def similarity(said: str, read: str) -> float:
    """Of two texts, character by character, in [0, 1]; spaces count."""
    return SequenceMatcher(None, said, read, autojunk=False).ratio()


def cpu_seconds() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


class Counting(RapidReader):
    """Counts its readings."""

    def __init__(self) -> None:
        super().__init__(threads=1)
        self.readings = 0

    def read(self, picture: NDArray[np.uint8], cancel: CancelToken):
        self.readings += 1
        return super().read(picture, cancel)


def read_folder(folder: Path) -> tuple[dict[str, list[tuple[float, str]]], int, float, float]:
    """Read all videos of a folder as indexing does.

    Returns:
        By file name the texts with the middle of their spans, the number of readings, the seconds of video and those of
        processor time, of all processes.
    """
    token = CancelToken()
    found: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as directory, Catalogue.create(Path(directory) / "c.sqlite3") as catalogue:
        with Decoder() as decoder:
            importer = VideoImporter(catalogue, decoder, cancel=token, report=ignore_progress, failed=print)
            videos = dict(importer.take_in([folder]).files)
        began = cpu_seconds()
        with Decoder() as decoder, Counting() as reader:
            task = ScreenTask(reader, videos)
            read_screen_text(catalogue, decoder, task, cancel=token, report=ignore_progress, failed=print)
        used = cpu_seconds() - began  # with the children, which have ended
        for video_id, path in videos.items():
            for stored in catalogue.screen_texts.of_video(video_id):
                span = stored.screen_text.span
                found[path.name].append(((span.start + span.end) / 2, stored.screen_text.text))
        return found, reader.readings, catalogue.videos.total_duration(), used


def measure_rendered(font_file: Path) -> None:
    pictures = list(rendered(font_file))
    with tempfile.TemporaryDirectory() as directory:
        for number, picture in enumerate(pictures):
            picture_clip(Path(directory) / f"{number:03}.mp4", picture.pixels, seconds_each=1.0, rate=4)
        began = time.monotonic()
        found, readings, _, used = read_folder(Path(directory))
    scores = [
        similarity(picture.text, " ".join(text for _, text in found.get(f"{number:03}.mp4", ())).replace("\n", " "))
        for number, picture in enumerate(pictures)
    ]
    by_condition: defaultdict[str, list[float]] = defaultdict(list)
    for picture, score in zip(pictures, scores, strict=True):
        for condition in picture.conditions:
            by_condition[condition].append(score)
    write(
        f"{len(pictures)} rendered pictures: similarity {np.mean(scores):.3f}, {np.mean(np.equal(scores, 1)):.0%} exact"
    )
    write(f"  {readings} readings, {used:.1f} s of processor time, {time.monotonic() - began:.1f} s in all")
    for condition, some in by_condition.items():
        write(f"  {condition:<16} {np.mean(some):.3f}  (lowest {min(some):.2f}, n={len(some)})")


def measure_slide() -> None:
    image = background("still", "white", 0)
    ImageDraw.Draw(image).text((90, 90), "A slide that stands", fill="black", font=ImageFont.load_default(size=48))
    with tempfile.TemporaryDirectory() as directory:
        picture_clip(Path(directory) / "slide.mp4", [np.asarray(image)], seconds_each=600.0, rate=4)
        found, readings, seconds, used = read_folder(Path(directory))
    write(f"a slide of {seconds:.0f} s: {readings} reading, {used / seconds:.4f} s of processor time a second")
    write(f"  {dict(found)}")


def measure_clips(folder: Path) -> None:
    found, readings, seconds, used = read_folder(folder)
    write(f"clips of {seconds:.0f} s: {readings} readings, {used / seconds:.3f} s of processor time a second")
    for name, texts in found.items():
        write(f"  {name}: {' | '.join(text for _, text in texts)[:100]!r}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clips", type=Path)
    parser.add_argument("--font", type=Path, default=resource_path("fonts") / "VideoBERTSansSC-Regular.otf")
    options = parser.parse_args()
    measure_rendered(options.font)
    measure_slide()
    measure_clips(options.clips)


if __name__ == "__main__":
    main()
