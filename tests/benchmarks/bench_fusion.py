"""How often the first moment found is the right one: each channel by itself, and all of them fused.

    python -m tests.benchmarks.bench_fusion ../shared/data/clips resources/samples --library fusion-library
    python -m tests.benchmarks.bench_fusion ../shared/data/clips resources/samples --library fusion-library --fit

The library is made of real clips, over which lines are said (in subtitle files), and of videos of rendered slides,
which are read. Weights are chosen (`--fit`) on one half of the queries and of their videos; the other half is only
measured.
"""

from __future__ import annotations

import argparse
import itertools
import json
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from tests.benchmarks.fusion.queries import (
    SECONDS_A_SLIDE,
    SLIDES_A_VIDEO,
    AskedMoment,
    said,
    said_lines,
    seen,
    written_lines,
)
from tests.benchmarks.fusion.queries import written as written_queries
from tests.helpers.media import picture_clip
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.channel import Channel
from videobert_desktop.domain.moment import IN_LIBRARY
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.domain.query import Query
from videobert_desktop.domain.timing import Span
from videobert_desktop.services.indexing.index_videos import IndexOptions, index_videos
from videobert_desktop.services.libraries import create_library
from videobert_desktop.services.library import Library
from videobert_desktop.services.searching import fused_search, search_moments
from videobert_desktop.services.searching.channel_weights import FUSION, channel_weights
from videobert_desktop.services.searching.fuse_channels import ChannelMoment, fuse
from videobert_desktop.services.searching.query_kinds import QueryKind, query_kind
from videobert_desktop.services.searching.search_moments import MomentSearcher
from videobert_desktop.settings.resources import resource_path

CHANNELS = (Channel.PICTURE, Channel.SPEECH, Channel.SCREEN)
VIDEOS = {".mp4", ".mkv", ".avi", ".webm", ".mov"}
STEPS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
RESAMPLES = 10_000
Weights = Mapping[Channel, float]
Found = Mapping[Channel, Sequence[ChannelMoment]]


@dataclass(frozen=True)
class Asked:
    """A query, what each channel has found for it, and which video is right."""

    query: AskedMoment
    found: Found
    video_id: int

    @property
    def kind(self) -> QueryKind:
        return query_kind(self.query.text)

    def is_right(self, video_id: int, span: Span) -> bool:
        return video_id == self.video_id and (self.query.span is None or self.query.span.overlaps(span))

    def alone(self, channel: Channel) -> float:
        """Whether the first moment of a channel by itself is right: 1 or 0."""
        moments = self.found.get(channel, ())
        return float(bool(moments) and self.is_right(moments[0].video_id, moments[0].span))

    def fused(self, weights: Weights) -> tuple[float, float]:
        """Whether the first moment of all channels together is right, and the reciprocal rank of the first that is."""
        moments = fuse(self.found, weights, least=IN_LIBRARY)
        right = (rank for rank, each in enumerate(moments, 1) if self.is_right(each.video_id, each.span))
        rank = next(right, 0)
        return float(rank == 1), 1 / rank if rank else 0.0


def write(line: str = "") -> None:
    sys.stdout.write(line + "\n")


def clips_in(folders: Sequence[Path]) -> list[Path]:
    found = (path for folder in folders for path in sorted(folder.iterdir()) if path.suffix in VIDEOS)
    return list(found)


def seconds_of(path: Path) -> float:
    with av.open(str(path)) as container:
        return float((container.duration or 0) / 1e6)


def time_code(seconds: float) -> str:
    return f"00:{int(seconds // 60):02}:{seconds % 60:06.3f}".replace(".", ",")


def make_films(folder: Path, clips: Sequence[Path]) -> list[tuple[str, Span]]:
    """Clips with a line said over each; tells where."""
    places = []
    for number, (clip, line) in enumerate(zip(clips, said_lines(), strict=True)):
        shutil.copyfile(clip, folder / clip.name)
        start = min(0.5 + number % 7, max(0.0, seconds_of(clip) - 2.0))
        span = Span(start, start + 2.5)
        cue = f"1\n{time_code(span.start)} --> {time_code(span.end)}\n{line.text}\n"
        (folder / clip.with_suffix(".srt").name).write_text(cue, encoding="utf-8")
        places.append((clip.name, span))
    return places


def slide(lines: Sequence[str], number: int) -> NDArray[np.uint8]:
    """A picture of some lines, dark on light or light on dark."""
    ink, paper = ("white", (24, 32 + number % 40, 60)) if number % 2 else ("black", (240, 236, 220 + number % 30))
    image = Image.new("RGB", (960, 540), paper)
    draw = ImageDraw.Draw(image)
    for place, line in enumerate(lines):
        font = ImageFont.load_default(size=56 if place == 0 else 32)
        draw.text((60, 80 + 110 * place), line, fill=ink, font=font)
    return np.asarray(image)


def make_slides(folder: Path) -> list[str]:
    """Videos of slides; tells their names."""
    slides = [slide(line.text.split("|"), number) for number, line in enumerate(written_lines())]
    names = []
    for first in range(0, len(slides), SLIDES_A_VIDEO):
        path = folder / f"slides-{first // SLIDES_A_VIDEO:02}.mp4"
        picture_clip(path, slides[first : first + SLIDES_A_VIDEO], seconds_each=SECONDS_A_SLIDE, rate=4)
        names.append(path.name)
    return names


def asked_of(clip_folder: Path, places: Sequence[tuple[str, Span]], slides: Sequence[str]) -> list[AskedMoment]:
    return [*seen(clip_folder / "captions.json"), *said(places), *written_queries(slides)]


def make_library(root: Path, folders: Sequence[Path]) -> tuple[Library, list[AskedMoment]]:
    """The library of films and slides, indexed, and the queries; what was made before is used again."""
    films = root.parent / f"{root.name}-films"
    films.mkdir(exist_ok=True)
    clips = clips_in(folders)[: len(said_lines())]
    places, slides = make_films(films, clips), make_slides(films)
    library = create_library(root)
    index_videos(
        library,
        [films],
        IndexOptions(device="cpu", speech="off"),
        cancel=CancelToken(),
        report=ignore_progress,
        failed=lambda failure: write(str(failure)),
    )
    return library, asked_of(folders[0], places, slides)


def ask_all(library: Library, queries: Sequence[AskedMoment]) -> Iterator[Asked]:
    """Ask every query, and note what each channel has found."""
    with library.catalogue() as catalogue:
        ids = {file.fingerprint.path.name: file.video_id for file in catalogue.files.all()}
    with MomentSearcher(library, device="cpu") as searcher:
        for query in queries:
            with patch.object(search_moments, "fused_moments", wraps=fused_search.fused_moments) as joined:
                result = searcher.search(Query(query.text, limit=50))
            pictures, texts = joined.call_args.args[2:4] if joined.called else (result.moments, {})
            yield Asked(query, fused_search.channel_moments(pictures, texts), ids[query.video])


def candidates(kind: QueryKind) -> Iterator[tuple[float, ...]]:
    """The weights to choose among, of which one is 1: none counts nothing, but pictures show no quotations."""
    for values in itertools.product(STEPS, repeat=len(CHANNELS)):
        least, pictures = min(values[1:]), values[0]
        if max(values) == 1 and least > 0 and (pictures == 0) == (kind is QueryKind.QUOTED):
            yield values


def best_weights(kind: QueryKind, asked: Sequence[Asked]) -> Weights:
    """The weights with which most are right, and the right ones stand highest; of equal ones the largest."""

    def worth(values: tuple[float, ...]) -> tuple[float, float, float]:
        scores = [each.fused(dict(zip(CHANNELS, values, strict=True))) for each in asked]
        first, reciprocal = np.mean(scores, axis=0).round(4)
        return float(first), float(reciprocal), sum(values)

    return dict(zip(CHANNELS, max(candidates(kind), key=worth), strict=True))


def interval(differences: Sequence[float]) -> tuple[float, float]:
    """The 95 % interval of a mean of paired differences, by bootstrap."""
    values = np.asarray(differences)
    picks = np.random.default_rng(0).integers(0, len(values), (RESAMPLES, len(values)))
    low, high = np.percentile(values[picks].mean(1), (2.5, 97.5))
    return float(low), float(high)


def compare(name: str, asked: Sequence[Asked], weights: Mapping[QueryKind, Weights]) -> dict[str, object]:
    """Print and give what each channel and all of them together reach on some queries."""
    alone = {channel: [each.alone(channel) for each in asked] for channel in CHANNELS}
    fused = [each.fused(weights[each.kind])[0] for each in asked]
    best = max(CHANNELS, key=lambda channel: sum(alone[channel]))
    low, high = interval(np.subtract(fused, alone[best]).tolist())
    lift = float(np.mean(fused) - np.mean(alone[best]))
    parts = [f"{channel.value} {np.mean(alone[channel]):.3f}" for channel in CHANNELS]
    write(
        f"{name:<22} n={len(asked):<4} {'  '.join(parts)}  fused {np.mean(fused):.3f}  "
        f"{lift:+.3f} over {best.value} [{low:+.3f}, {high:+.3f}]"
    )
    return {
        "n": len(asked),
        **{channel.value: round(float(np.mean(alone[channel])), 4) for channel in CHANNELS},
        "fused": round(float(np.mean(fused)), 4),
        "lift": round(lift, 4),
        "ci95": [round(low, 4), round(high, 4)],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+", help="The clips with their captions.json, then more clips.")
    parser.add_argument("--library", type=Path, required=True, help="Where the library is made.")
    parser.add_argument("--fit", action="store_true", help="Choose the weights anew and write them down.")
    options = parser.parse_args()
    library, queries = make_library(options.library.absolute(), options.folders)
    asked = list(ask_all(library, queries))
    by_kind: defaultdict[QueryKind, list[Asked]] = defaultdict(list)
    for each in asked:
        by_kind[each.kind].append(each)
    weights = {kind: channel_weights(kind) for kind in QueryKind}
    if options.fit:
        weights = {kind: best_weights(kind, [each for each in by_kind[kind] if each.query.tune]) for kind in QueryKind}
    measured: dict[str, dict[str, object]] = {}
    for half, tune in (("tune", True), ("test", False)):
        chosen = [each for each in asked if each.query.tune is tune]
        measured[half] = {"all": compare(f"{half}: all", chosen, weights)} | {
            kind.value: compare(f"{half}: {kind.value}", [e for e in chosen if e.kind is kind], weights)
            for kind in QueryKind
        }
        for asks_for in ("seen", "said", "written"):
            of_these = [each for each in chosen if each.query.asks_for == asks_for]
            measured[half][asks_for] = compare(f"{half}: {asks_for}", of_these, weights)
    for kind in QueryKind:
        write(f"{kind.value:<10} {[round(weights[kind][channel], 2) for channel in CHANNELS]}")
    if options.fit:
        said_so = {kind.value: {channel.value: weights[kind][channel] for channel in CHANNELS} for kind in QueryKind}
        document = json.dumps({"weights": said_so, "measured": measured}, indent=2)
        resource_path(FUSION).write_text(document + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
