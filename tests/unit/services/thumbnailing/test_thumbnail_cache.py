"""How pictures make room for others, and how they come back."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.libraries import media_info
from tests.helpers.media import picture_clip
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.domain.video import FileFingerprint, Video
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.services.libraries import Library, create_library, remove_library
from videobert_desktop.services.library_status import library_status
from videobert_desktop.services.thumbnailing.filmstrip import pictures_directory
from videobert_desktop.services.thumbnailing.restore_thumbnails import restore_thumbnails
from videobert_desktop.services.thumbnailing.thumbnail_cache import trim_thumbnails
from videobert_desktop.services.thumbnailing.thumbnails import filmstrip, thumbnail_path

HOUR = 3600.0
STRIP, THUMBNAIL = 800_000, 100_000


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library of three videos, of whose pictures those of the first were looked at three hours ago, and so on."""
    library = create_library(tmp_path / "library")
    for number in (1, 2, 3):
        assert enter_video(library, tmp_path / f"{number}.mp4") == number
        directory = pictures_directory(library, number)
        directory.mkdir(parents=True)
        (directory / "filmstrip-00000.webp").write_bytes(bytes(STRIP))
        (directory / "thumbnail.webp").write_bytes(bytes(THUMBNAIL))
        looked_at(directory, (4 - number) * HOUR)
    return library


def enter_video(library: Library, path: Path) -> int:
    """Enter a video of eight seconds into the catalogue."""
    with library.catalogue() as catalogue:
        video_id = catalogue.videos.add(media_info(8.0), datetime(2024, 5, 6, tzinfo=UTC)).id
        catalogue.files.add(video_id, FileFingerprint(path, 0, 0, path.name))
    return video_id


def looked_at(directory: Path, seconds_ago: float) -> None:
    then = time.time() - seconds_ago
    os.utime(directory, (then, then))


def video(library: Library, number: int) -> Video:
    with library.catalogue() as catalogue:
        found = catalogue.videos.get(number)
    assert found is not None
    return found


def left(library: Library) -> list[str]:
    """What there is: `1s` for the sheet of video 1, `1t` for its thumbnail."""
    files = library.thumbnails_directory.glob("*/*.webp")
    return sorted(f"{file.parent.name}{'t' if file.name == 'thumbnail.webp' else 's'}" for file in files)


@pytest.mark.parametrize(
    ("megabytes", "expected"),
    [
        (3, ["1s", "1t", "2s", "2t", "3s", "3t"]),
        (2, ["1t", "2s", "2t", "3s", "3t"]),
        (1, ["1t", "2t", "3t"]),
        (0, []),
    ],
)
def test_what_was_not_looked_at_for_longest_goes_first_and_thumbnails_last(
    library: Library, megabytes: int, expected: list[str]
) -> None:
    before = library_status(library).disk["thumbnails"]
    removed = trim_thumbnails(library, megabytes)
    assert left(library) == expected
    after = library_status(library).disk["thumbnails"]
    assert before - removed == after <= megabytes * 1_000_000


def test_being_trimmed_is_not_being_looked_at(library: Library) -> None:
    before = pictures_directory(library, 1).stat().st_mtime_ns
    trim_thumbnails(library, 2)
    assert pictures_directory(library, 1).stat().st_mtime_ns == before


def test_looking_at_pictures_keeps_them_for_longer(library: Library) -> None:
    assert thumbnail_path(library, 1) is not None
    filmstrip(library, video(library, 2))
    trim_thumbnails(library, 2)
    assert left(library) == ["1s", "1t", "2s", "2t", "3t"]


def test_looking_is_noted_once_an_hour_at_most(library: Library) -> None:
    directory = pictures_directory(library, 1)
    looked_at(directory, 0.5 * HOUR)
    before = directory.stat().st_mtime_ns
    thumbnail_path(library, 1)
    assert directory.stat().st_mtime_ns == before


def test_pictures_of_videos_that_are_gone_go_whatever_room_there_is(library: Library) -> None:
    with library.catalogue() as catalogue:
        catalogue.videos.remove(2)
    assert trim_thumbnails(library, 2000) == STRIP + THUMBNAIL
    assert left(library) == ["1s", "1t", "3s", "3t"]


def test_a_library_without_pictures_has_none_to_trim(tmp_path: Path) -> None:
    assert trim_thumbnails(create_library(tmp_path / "library"), 0) == 0


def test_a_library_that_is_removed_takes_its_pictures_along(library: Library) -> None:
    remove_library(library)
    assert not library.root.exists()


class TestRestoring:
    @pytest.fixture
    def empty(self, tmp_path: Path) -> Library:
        """A library that has lost the pictures of its one video."""
        library = create_library(tmp_path / "library")
        images = [np.full((96, 128, 3), level, np.uint8) for level in (0, 200)]
        enter_video(library, picture_clip(tmp_path / "a.mp4", images, seconds_each=4.0))
        return library

    def test_pictures_are_made_again_from_a_file_that_is_there(self, empty: Library) -> None:
        with Decoder() as decoder:
            restore_thumbnails(empty, 1, decoder, CancelToken())
        assert thumbnail_path(empty, 1) is not None
        assert filmstrip(empty, video(empty, 1)).tile_at(7.0) is not None

    def test_a_video_that_is_not_there_is_named(self, empty: Library, tmp_path: Path) -> None:
        (tmp_path / "a.mp4").unlink()
        with Decoder() as decoder, pytest.raises(UserError, match="not there now") as caught:
            restore_thumbnails(empty, 1, decoder, CancelToken())
        assert caught.value.path == tmp_path / "a.mp4"

    def test_it_stops_when_asked_to(self, empty: Library) -> None:
        cancel = CancelToken()
        cancel.cancel()
        with Decoder() as decoder, pytest.raises(Cancelled):
            restore_thumbnails(empty, 1, decoder, cancel)
        assert thumbnail_path(empty, 1) is None
