"""What is read of a library to learn from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.helpers.colour_pack import ColourPack, colour_pack_info
from tests.helpers.stored_colours import add_colours
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Progress, ignore_progress
from videobert_desktop.domain.timing import Span
from videobert_desktop.models.adapting.library_video import LibraryVideo
from videobert_desktop.services.adapting import library_videos as module
from videobert_desktop.services.adapting.library_videos import library_videos
from videobert_desktop.services.libraries import create_library
from videobert_desktop.services.library import Library

LONG = ["red"] * 80 + ["green"] * 40 + ["blue"] * 80


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library of a video of five units and one of two windows."""
    library = create_library(tmp_path / "library")
    add_colours(library, tmp_path / "long.mp4", LONG)
    add_colours(library, tmp_path / "short.mp4", ["red", "green"])
    return library


def read(library: Library, told: list[Progress] | None = None, seed: int = 0) -> list[LibraryVideo]:
    with library.catalogue() as catalogue:
        (row,) = catalogue.packs.all()
        return library_videos(
            library,
            catalogue,
            row,
            ColourPack(colour_pack_info(library.root)),  # type: ignore[arg-type]
            seed=seed,
            cancel=CancelToken(),
            report=ignore_progress if told is None else told.append,
            failed=lambda failure: pytest.fail(str(failure)),
        )


def test_a_small_library_is_read_whole(library: Library) -> None:
    long, short = read(library)
    assert [video.path.name for video in (long, short)] == ["long.mp4", "short.mp4"]
    assert (len(long), len(short)) == (200, 2)
    assert short.spans == (Span(0.0, 1.5), Span(1.5, 3.0))
    assert short.rows.features.shape[:2] == (2, 11)
    assert np.array_equal(short.rows.visual_words, [0, 1])


def test_there_are_no_sentences_and_no_tags_yet(library: Library) -> None:
    assert all((video.sentences, video.tags) == ((), ()) for video in read(library))


def test_of_long_videos_the_midst_is_read(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_UNITS", 2)
    long, short = read(library)
    assert len(long) == 40
    assert set(long.rows.visual_words.tolist()) == {1}
    assert len(short) == 2


def test_of_many_videos_some_are_drawn(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_VIDEOS", 1)
    drawn = {read(library, seed=seed)[0].path.name for seed in range(8)}
    assert drawn == {"long.mp4", "short.mp4"}
    assert all(len(read(library, seed=seed)) == 1 for seed in range(3))


def test_progress_is_told_in_videos(library: Library) -> None:
    told: list[Progress] = []
    read(library, told)
    assert [(progress.done, progress.total) for progress in told] == [(0, 2), (1, 2)]
