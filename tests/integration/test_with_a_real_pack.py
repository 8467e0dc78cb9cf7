"""Services with a pack of real networks, loaded by the production loader: what only those can get wrong."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.helpers.media import picture_clip
from tests.helpers.tiny_pack import COLOURS, install_tiny_pack, plain_picture
from videobert_desktop.catalogue import PackRow
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled
from videobert_desktop.domain.progress import Progress, ignore_progress
from videobert_desktop.domain.query import Query
from videobert_desktop.services.indexing.index_videos import IndexOptions, IndexReport, index_videos
from videobert_desktop.services.libraries import Library, create_library, verify_library
from videobert_desktop.services.searching.search_moments import MomentSearcher

SHOWN = ("red", "green", "blue", "yellow", "white")


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """A clip of 130 s, 26 s of each colour; and the pack is installed."""
    install_tiny_pack()
    return picture_clip(tmp_path / "long.mp4", [plain_picture(colour) for colour in SHOWN], seconds_each=26.0, rate=2)


def index(library: Library, clip: Path, *, cancel_at: float | None = None) -> IndexReport:
    cancel = CancelToken()

    def report(progress: Progress) -> None:
        if cancel_at is not None and progress.stage == "indexing" and progress.done >= cancel_at:
            cancel.cancel()

    return index_videos(
        library, [clip], IndexOptions("tiny", "cpu", 1), cancel=cancel, report=report, failed=lambda _: None
    )


def features(library: Library) -> dict[str, bytes]:
    """Every array of the one video, as bytes."""
    with library.catalogue() as catalogue:
        row: PackRow = catalogue.packs.all()[0]
        shards = [unit.shard for unit in catalogue.units.of_video(1, row.id)]
        arrays = library.features.read_video(1, row.key, shards)
    return {name: np.ascontiguousarray(array).tobytes() for name, array in arrays.items()}


def test_an_interrupted_indexing_ends_byte_for_byte_like_an_uninterrupted_one(clip: Path, tmp_path: Path) -> None:
    whole, interrupted = create_library(tmp_path / "whole"), create_library(tmp_path / "interrupted")
    assert index(whole, clip).video_seconds == pytest.approx(130.0)
    with pytest.raises(Cancelled):
        index(interrupted, clip, cancel_at=80.0)
    assert index(interrupted, clip).video_seconds == pytest.approx(70.0)
    assert set(features(whole)) == {"times", "tokens", "token_scales", "embeddings", "visual_words", "hubness"}
    assert features(interrupted) == features(whole)
    assert verify_library(interrupted, ignore_progress, CancelToken()) == []


def test_a_colour_is_found_where_it_is_shown(clip: Path, tmp_path: Path) -> None:
    library = create_library(tmp_path / "library")
    index(library, clip)
    with MomentSearcher(library) as searcher:
        for number, colour in enumerate(SHOWN):
            assert colour in COLOURS
            best = searcher.search(Query(colour)).moments[0]
            assert number * 26 <= best.peak <= (number + 1) * 26, colour
