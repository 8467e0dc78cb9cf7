"""What the list of videos says of each, beside how it is doing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from tests.helpers.libraries import add_video, media_info
from videobert_desktop.domain.errors import Failure
from videobert_desktop.domain.timing import Span
from videobert_desktop.services.indexing.prioritise import index_first
from videobert_desktop.services.libraries import Library, create_library
from videobert_desktop.services.list_videos import LibraryVideo, library_videos
from videobert_desktop.services.viewing.remember_viewing import note_viewing

NOON = datetime(2020, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library of one video, of 60 seconds."""
    library = create_library(tmp_path / "library")
    add_video(library, tmp_path / "cat.mp4", units=(40,))
    return library


def only(library: Library) -> LibraryVideo:
    (video,) = library_videos(library)
    return video


def test_a_video_that_nobody_has_played_has_no_place_to_go_on(library: Library) -> None:
    video = only(library)
    assert (video.id, video.duration, video.added) == (1, 60.0, datetime(2024, 5, 6, tzinfo=UTC))
    assert (video.recorded, video.position, video.watched, video.first) == (None, None, 0.0, False)


def test_it_tells_when_the_file_says_it_was_recorded(library: Library) -> None:
    with library.catalogue() as catalogue:
        catalogue.videos.update(1, replace(media_info(60.0), created=NOON))
    assert only(library).recorded == NOON


@pytest.mark.parametrize(
    ("rotation", "aspect", "size"),
    [(0, Fraction(1), (720, 576)), (0, Fraction(16, 15), (768, 576)), (90, Fraction(1), (576, 720)),
     (270, Fraction(16, 15), (576, 768)), (180, Fraction(1), (720, 576))],
)  # fmt: skip
def test_its_size_is_that_of_the_upright_picture_in_square_pixels(
    library: Library, rotation: int, aspect: Fraction, size: tuple[int, int]
) -> None:
    info = replace(media_info(60.0), width=720, height=576, rotation=rotation, sample_aspect_ratio=aspect)
    with library.catalogue() as catalogue:
        catalogue.videos.update(1, info)
    video = only(library)
    assert (video.width, video.height) == size


def test_one_that_was_left_half_way_tells_where_and_how_much_was_watched(library: Library) -> None:
    note_viewing(library, 1, 30.0, [Span(0, 12), Span(27, 30)])
    video = only(library)
    assert (video.position, video.watched) == (30.0, pytest.approx(0.25))


def test_one_that_was_watched_to_its_end_begins_anew(library: Library) -> None:
    note_viewing(library, 1, 59.0, [Span(0, 59)])
    video = only(library)
    assert (video.position, video.watched) == (None, pytest.approx(59 / 60))


def test_one_that_was_asked_for_first_says_so(library: Library) -> None:
    index_first(library, [1])
    assert only(library).first


def test_what_is_remembered_is_told_of_a_video_that_is_offline_too(library: Library, tmp_path: Path) -> None:
    note_viewing(library, 1, 30.0, [Span(0, 30)])
    (tmp_path / "cat.mp4").unlink()
    assert only(library).position == 30.0


def test_a_file_that_is_no_video_has_no_id(library: Library, tmp_path: Path) -> None:
    with library.catalogue() as catalogue:
        catalogue.failures.record(Failure(tmp_path / "notes.mp4", "It is no video."), "import", 0, 0, NOON)
    notes = library_videos(library)[1]
    assert (notes.id, notes.added, notes.width, notes.position) == (None, None, 0, None)
