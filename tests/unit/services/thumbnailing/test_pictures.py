"""Finding thumbnails and tiles by their files alone."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.libraries import media_info
from videobert_desktop.domain.video import Video
from videobert_desktop.media.frames import SampledFrames
from videobert_desktop.services.libraries import Library, create_library
from videobert_desktop.services.thumbnailing.filmstrip import filmstrip, thumbnail_path
from videobert_desktop.services.thumbnailing.pictures import PictureFinder
from videobert_desktop.services.thumbnailing.thumbnails import FilmstripWriter

NOW = datetime(2024, 5, 6, tzinfo=UTC)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return create_library(tmp_path / "library")


def write(library: Library, video_id: int, duration: float = 100.0) -> Video:
    """Have a video with all of its pictures."""
    video = Video(video_id, media_info(duration), None, NOW)
    writer = FilmstripWriter(library, video)
    times = np.arange(0, duration, 1.0)
    writer.add(SampledFrames(times, np.zeros((len(times), 32, 32, 3), np.uint8)))
    writer.finish()
    return video


def test_a_thumbnail_is_found(library: Library) -> None:
    write(library, 7)
    assert PictureFinder(library).thumbnail(7) == thumbnail_path(library, 7)
    assert PictureFinder(library).thumbnail(8) is None


@pytest.mark.parametrize("second", [0.0, 1.9, 2.0, 59.9, 60.0, 99.0, 1000.0])
def test_a_tile_is_the_one_of_the_filmstrip(library: Library, second: float) -> None:
    video = write(library, 7)
    tile = PictureFinder(library).tile(7, second)
    assert tile is not None
    assert tile == filmstrip(library, video).tile_at(second)


def test_there_is_no_tile_where_there_is_no_filmstrip(library: Library) -> None:
    assert PictureFinder(library).tile(7, 0.0) is None


def test_the_catalogue_is_not_asked(library: Library) -> None:
    write(library, 7)
    finder = PictureFinder(library)
    library.catalogue_path.unlink()
    assert finder.thumbnail(7) is not None
    assert finder.tile(7, 3.0) is not None


def test_videos_are_told_apart(library: Library) -> None:
    write(library, 7)
    write(library, 8)
    finder = PictureFinder(library)
    tiles = [finder.tile(number, 3.0) for number in (7, 8, 7)]
    assert [tile and tile.sheet.parent.name for tile in tiles] == ["7", "8", "7"]


def test_a_filmstrip_that_is_made_anew_is_noticed(library: Library) -> None:
    write(library, 7, duration=100.0)
    finder = PictureFinder(library)
    before = finder.tile(7, 10.0)
    write(library, 7, duration=15.0)
    description = library.thumbnails_directory / "7" / "filmstrip.json"
    os.utime(description, ns=(1, 1))  # clocks of file systems are coarse
    after = finder.tile(7, 10.0)
    assert before is not None
    assert after is not None
    assert before.box != after.box


def test_a_filmstrip_that_is_gone_is_noticed(library: Library) -> None:
    write(library, 7)
    finder = PictureFinder(library)
    assert finder.tile(7, 10.0) is not None
    shutil.rmtree(library.thumbnails_directory / "7")
    assert finder.tile(7, 10.0) is None


def test_looking_at_a_filmstrip_keeps_it_from_being_trimmed(library: Library) -> None:
    write(library, 7)
    directory = library.thumbnails_directory / "7"
    os.utime(directory, (0, 0))
    PictureFinder(library).tile(7, 10.0)
    assert directory.stat().st_mtime > 0
