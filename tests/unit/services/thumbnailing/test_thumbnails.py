"""What is kept of a video to look at, as it comes by in batches."""

from __future__ import annotations

import dataclasses
import errno
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from tests.helpers.libraries import media_info
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.timing import sample_times
from videobert_desktop.domain.video import Video
from videobert_desktop.media.frames import SampledFrames
from videobert_desktop.services.libraries import Library, create_library
from videobert_desktop.services.thumbnailing.filmstrip import display_size
from videobert_desktop.services.thumbnailing.thumbnails import FilmstripWriter, filmstrip, thumbnail_path

SIZE = 64
NOW = datetime(2024, 5, 6, tzinfo=UTC)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return create_library(tmp_path / "library")


def video_of(duration: float, *, video_id: int = 7, **info: object) -> Video:
    """A video of 320 by 240 pixels, unless `info` says otherwise."""
    return Video(video_id, dataclasses.replace(media_info(duration), **info), None, NOW)


def grey(level: int) -> NDArray[np.uint8]:
    return np.full((SIZE, SIZE, 3), level, np.uint8)


def level_at(second: float) -> int:
    """The grey that the tests' video shows at a second: another one at each of its first 50 tiles."""
    return int(second) % 250


def play(
    library: Library,
    video: Video,
    times: Sequence[float],
    *,
    start: float = 0.0,
    finish: bool = True,
    pictures: Sequence[NDArray[np.uint8]] | None = None,
) -> None:
    """Have the writer see the video at those times, in batches of three."""
    writer = FilmstripWriter(library, video, start=start)
    shown = [grey(level_at(time)) for time in times] if pictures is None else pictures
    for first in range(0, len(times), 3):
        part = slice(first, first + 3)
        writer.add(SampledFrames(np.array(times[part]), np.stack(shown[part])))
    if finish:
        writer.finish()


def grey_at(library: Library, video: Video, second: float) -> float | None:
    """The mean grey of the tile that shows a second."""
    tile = filmstrip(library, video).tile_at(second)
    if tile is None:
        return None
    left, top, width, height = tile.box
    with Image.open(tile.sheet) as sheet:
        assert left + width <= sheet.width
        assert top + height <= sheet.height
        return float(np.asarray(sheet.convert("L").crop((left, top, left + width, top + height))).mean())


def two_a_second(duration: float, start: float = 0.0) -> list[float]:
    return list(sample_times(start, duration))


class TestTiles:
    @pytest.mark.parametrize(("duration", "step"), [(12.0, 1), (20.0, 1), (90.0, 2), (180.0, 2), (200.0, 5)])
    def test_each_second_is_shown_by_the_first_picture_of_its_tile(
        self, library: Library, duration: float, step: int
    ) -> None:
        video = video_of(duration)
        play(library, video, two_a_second(duration))
        for second in range(int(duration)):
            shown = grey_at(library, video, second + 0.7)
            assert shown == pytest.approx(level_at(second // step * step), abs=3), second

    def test_a_video_of_unknown_length_is_taken_for_a_long_one(self, library: Library) -> None:
        play(library, video_of(0.0), two_a_second(30.0))
        assert filmstrip(library, video_of(0.0)).step == 5.0

    def test_each_minute_has_a_sheet_of_its_own(self, library: Library) -> None:
        play(library, video_of(130.0), two_a_second(130.0))
        names = {file.name for file in (library.thumbnails_directory / "7").iterdir()}
        assert names == {
            "thumbnail.webp",
            "filmstrip.json",
            "filmstrip-00000.webp",
            "filmstrip-00001.webp",
            "filmstrip-00002.webp",
        }

    def test_beyond_the_ends_the_first_and_the_last_tile_are_shown(self, library: Library) -> None:
        video = video_of(130.0)
        play(library, video, two_a_second(130.0))
        assert grey_at(library, video, -5.0) == pytest.approx(level_at(0), abs=3)
        assert grey_at(library, video, 9999.0) == pytest.approx(level_at(128), abs=3)

    def test_where_pictures_are_far_apart_the_one_before_is_shown_again(self, library: Library) -> None:
        video = video_of(200.0)
        play(library, video, [0.0, 12.0, 24.0, 71.0, 110.0, 199.0])
        assert grey_at(library, video, 7.0) == pytest.approx(level_at(0), abs=3)
        assert grey_at(library, video, 59.0) == pytest.approx(level_at(24), abs=3)
        assert grey_at(library, video, 62.0) == pytest.approx(level_at(24), abs=3)
        assert grey_at(library, video, 100.0) == pytest.approx(level_at(71), abs=3)

    def test_a_video_that_ends_before_it_promised_shows_its_last_picture_from_there_on(self, library: Library) -> None:
        video = video_of(3600.0)
        play(library, video, two_a_second(8.0))
        assert grey_at(library, video, 1800.0) == pytest.approx(level_at(5), abs=3)

    @given(times=st.lists(st.floats(0.0, 400.0), min_size=1, max_size=20, unique=True).map(sorted))
    def test_a_tile_never_shows_what_comes_after_it(
        self, tmp_path_factory: pytest.TempPathFactory, times: list[float]
    ) -> None:
        library, video = create_library(tmp_path_factory.mktemp("x") / "library"), video_of(400.0)
        levels = [10 * number for number in range(len(times))]
        play(library, video, times, pictures=[grey(level) for level in levels])
        for second in np.arange(times[0], times[-1], 17.0):
            shown = grey_at(library, video, second)
            in_tile = [level for time, level in zip(times, levels, strict=True) if time < (second // 5 + 1) * 5]
            assert shown is None or shown < in_tile[-1] + 5

    def test_nothing_comes_of_a_video_without_pictures(self, library: Library) -> None:
        FilmstripWriter(library, video_of(10.0)).finish()
        assert not library.thumbnails_directory.exists()
        assert filmstrip(library, video_of(10.0)).tile_at(1.0) is None
        assert thumbnail_path(library, 7) is None


class TestShapes:
    @pytest.mark.parametrize(
        ("info", "shape"),
        [
            ({"width": 1920, "height": 1080}, (160, 90)),
            ({"width": 1920, "height": 1080, "rotation": 90}, (90, 160)),
            ({"width": 1920, "height": 1080, "rotation": 180}, (160, 90)),
            ({"width": 1080, "height": 1920, "rotation": 270}, (160, 90)),
            ({"width": 720, "height": 576, "sample_aspect_ratio": Fraction(64, 45)}, (160, 90)),
            ({"width": 500, "height": 500}, (160, 160)),
            ({"width": 30000, "height": 1}, (160, 16)),
            ({"width": 1, "height": 30000}, (16, 160)),
            ({"width": 0, "height": 0}, (160, 160)),
        ],
    )
    def test_a_picture_has_the_shape_in_which_the_video_is_shown(
        self, info: dict[str, object], shape: tuple[int, int]
    ) -> None:
        assert display_size(video_of(10.0, **info).info, 160) == shape

    def test_pictures_are_unsquashed(self, library: Library) -> None:
        video = video_of(10.0, width=1920, height=1080, rotation=90)
        picture = np.zeros((260, 260, 3), np.uint8)
        picture[:130] = 255
        play(library, video, [0.0, 2.0], pictures=[picture, picture])
        tile = filmstrip(library, video).tile_at(0.0)
        assert tile is not None
        assert tile.box == (0, 0, 90, 160)
        path = thumbnail_path(library, video.id)
        assert path is not None
        with Image.open(path) as thumbnail:
            assert thumbnail.size == (146, 260)
            shown = np.asarray(thumbnail.convert("L"))
        assert shown[:120].min() > 220
        assert shown[-120:].max() < 35


class TestTheThumbnail:
    TELLING = np.indices((SIZE, SIZE)).sum(axis=0)[..., None].repeat(3, axis=2).astype(np.uint8)

    def chosen(self, library: Library) -> float:
        path = thumbnail_path(library, 7)
        assert path is not None
        with Image.open(path) as thumbnail:
            return float(np.asarray(thumbnail.convert("L")).std())

    def test_it_is_the_picture_in_which_there_is_most_to_see(self, library: Library) -> None:
        pictures = [grey(0), grey(255), self.TELLING, grey(90)]
        play(library, video_of(300.0), [0.0, 10.0, 20.0, 30.0], pictures=pictures)
        assert self.chosen(library) == pytest.approx(self.TELLING.std(), rel=0.1)

    def test_the_first_second_is_taken_only_where_it_shows_far_more(self, library: Library) -> None:
        flatter = self.TELLING // 4 * 3
        play(library, video_of(300.0), [0.0, 10.0], pictures=[self.TELLING, flatter])
        assert self.chosen(library) == pytest.approx(flatter.std(), rel=0.1)
        play(library, video_of(300.0), [0.0, 10.0], pictures=[self.TELLING, self.TELLING // 4])
        assert self.chosen(library) == pytest.approx(self.TELLING.std(), rel=0.1)

    def test_it_comes_from_the_first_minute(self, library: Library) -> None:
        flatter = self.TELLING // 4
        play(library, video_of(300.0), [10.0, 70.0], pictures=[flatter, self.TELLING])
        assert self.chosen(library) == pytest.approx(flatter.std(), rel=0.15)

    def test_a_pass_that_goes_on_in_the_middle_leaves_it_alone(self, library: Library) -> None:
        play(library, video_of(300.0), [10.0, 70.0], pictures=[self.TELLING, grey(0)])
        play(library, video_of(300.0), [120.0, 130.0], pictures=[grey(0), grey(0)], start=120.0)
        assert self.chosen(library) == pytest.approx(self.TELLING.std(), rel=0.1)

    def test_a_pass_that_goes_on_in_the_middle_makes_it_where_there_is_none(self, library: Library) -> None:
        play(library, video_of(300.0), [120.0, 130.0], pictures=[grey(0), self.TELLING], start=120.0)
        assert self.chosen(library) == pytest.approx(self.TELLING.std(), rel=0.1)


class TestSeveralPasses:
    def test_a_later_pass_replaces_the_pictures_unit_by_unit(self, library: Library) -> None:
        video, times = video_of(200.0), two_a_second(200.0)
        play(library, video, times, pictures=[grey(10)] * len(times))
        half = [time for time in times if time < 130.0]
        play(library, video, half, pictures=[grey(200)] * len(half), finish=False)
        shown = [grey_at(library, video, second) for second in (30.0, 90.0, 125.0, 190.0)]
        assert shown == pytest.approx([200, 200, 10, 10], abs=3)

    def test_a_pass_that_goes_on_in_the_middle_adds_to_what_is_there(self, library: Library) -> None:
        video = video_of(200.0)
        play(library, video, two_a_second(130.0), finish=False)
        assert grey_at(library, video, 125.0) is None
        play(library, video, two_a_second(200.0, start=120.0), start=120.0)
        for second in (0, 55, 60, 115, 120, 195):
            assert grey_at(library, video, second) == pytest.approx(level_at(second), abs=3)

    def test_pictures_before_the_start_do_not_spoil_the_unit_they_belong_to(self, library: Library) -> None:
        video = video_of(200.0)
        play(library, video, two_a_second(200.0))
        play(library, video, [119.0, 120.0, 199.0], start=120.0)
        assert grey_at(library, video, 65.0) == pytest.approx(level_at(65), abs=3)

    def test_sheets_of_another_kind_are_not_mixed_with_the_new_ones(self, library: Library) -> None:
        play(library, video_of(170.0), two_a_second(170.0))
        longer = video_of(200.0)
        play(library, longer, two_a_second(70.0), finish=False)
        assert grey_at(library, longer, 57.0) == pytest.approx(level_at(55), abs=3)
        assert grey_at(library, longer, 90.0) is None


class TestTheDisk:
    def test_pictures_are_private_to_the_user(self, library: Library) -> None:
        play(library, video_of(10.0), two_a_second(10.0))
        directory = library.thumbnails_directory / "7"
        assert [place.stat().st_mode & 0o777 for place in (library.thumbnails_directory, directory)] == [0o700, 0o700]
        assert {file.stat().st_mode & 0o777 for file in directory.iterdir()} == {0o600}

    def test_a_full_disk_is_named(self, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(Path, "write_bytes", full)
        with pytest.raises(UserError, match=r"disk mounted at .* is full"):
            play(library, video_of(10.0), two_a_second(10.0))
        assert [file for file in library.thumbnails_directory.rglob("*") if file.is_file()] == []

    @pytest.mark.parametrize("content", ["", "[]", "{}", '{"step": 0.0}', "\x00", '{"step": "5"}'])
    def test_a_damaged_description_is_as_good_as_none(self, library: Library, content: str) -> None:
        video = video_of(10.0)
        play(library, video, two_a_second(10.0))
        (library.thumbnails_directory / "7" / "filmstrip.json").write_text(content)
        assert filmstrip(library, video).step == 1.0
        play(library, video, two_a_second(10.0))
        assert grey_at(library, video, 4.0) == pytest.approx(level_at(4), abs=3)
