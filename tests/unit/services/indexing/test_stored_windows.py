"""What is stored of windows is read back with the pictures that each of them is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.helpers.colour_pack import DIM, FRAME_SIZE, ColourPack, colour_pack_info
from tests.helpers.libraries import media_info
from videobert_desktop.catalogue import DamagedFeaturesError, PackRow
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.timing import Span, sample_times
from videobert_desktop.media.frames import SampledFrames
from videobert_desktop.services.indexing.stored_windows import StoredWindows, stored_windows
from videobert_desktop.services.indexing.unit_assembler import UnitAssembler
from videobert_desktop.services.indexing.unit_writer import UnitWriter
from videobert_desktop.services.libraries import create_library
from videobert_desktop.services.library import Library

FAST, STANDARD, THOROUGH = Pass
PACK = ColourPack(colour_pack_info(Path()))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library with one video, of which nothing is kept yet."""
    library = create_library(tmp_path / "library")
    with library.catalogue() as catalogue:
        catalogue.videos.add(media_info(200.0), datetime(2024, 5, 6, tzinfo=UTC))
        catalogue.packs.add("colours", "1", DIM)
    return library


def row_of(library: Library) -> PackRow:
    with library.catalogue() as catalogue:
        (row,) = catalogue.packs.all()
    return row


def picture_at(times: NDArray[np.float64]) -> NDArray[np.uint8]:
    """A picture whose redness tells its time, (n, size, size, 3)."""
    colours = np.stack([times % 251, np.full(len(times), 200), np.full(len(times), 7)], axis=1)
    return np.broadcast_to(colours[:, None, None], (len(times), FRAME_SIZE, FRAME_SIZE, 3)).astype(np.uint8)


def keep(library: Library, times: Sequence[float], duration: float, mode: Pass, *, merged: bool = True) -> None:
    """Keep what a pass that sees these pictures makes of the video."""
    assembler = UnitAssembler(PACK, mode)
    assembler.add(SampledFrames(np.array(times), picture_at(np.array(times))))
    with UnitWriter(library, row_of(library)) as writer:
        for unit in (*assembler.full_units(), *assembler.last_units(duration)):
            writer.write(1, unit)
        if merged:
            writer.finish(1, mode, assembler.next_unit, None)


def keep_sampled(library: Library, duration: float, mode: Pass, *, merged: bool = True) -> None:
    assert mode.pictures_per_second is not None
    keep(library, list(sample_times(0.0, duration, mode.pictures_per_second)), duration, mode, merged=merged)


def read(library: Library, span: Span | None = None) -> StoredWindows:
    with library.catalogue() as catalogue:
        return stored_windows(library, catalogue, row_of(library), 1, span)


def seconds_shown(windows: StoredWindows) -> list[list[int]]:
    """What the pictures of each window show: the second that they were taken at."""
    shown = [round(float(colour[0]) * 255) for colour in windows.frames["colours"]]
    return [
        [shown[place] for place in np.flatnonzero(windows.window_of_frame == window)] for window in range(len(windows))
    ]


class TestTheWholeVideo:
    @pytest.mark.parametrize("merged", [True, False])
    def test_in_the_standard_pass_a_window_has_its_three_pictures(self, library: Library, merged: bool) -> None:
        keep_sampled(library, 130.0, STANDARD, merged=merged)
        windows = read(library)
        assert len(windows) == 87
        assert (windows.spans[0], windows.spans[-1]) == (Span(0.0, 1.5), Span(129.0, 130.0))
        assert np.array_equal(windows.window_of_frame, np.arange(260) // 3)
        assert np.array_equal(windows.times, np.arange(260) / 2)
        made = PACK.encode_windows(windows.frames, windows.window_of_frame)
        assert np.array_equal(made["embeddings"], windows.embeddings)
        assert windows.visual_words is not None
        assert np.array_equal(made["visual_words"], windows.visual_words)

    def test_in_the_thorough_pass_it_has_three_of_its_six(self, library: Library) -> None:
        keep_sampled(library, 130.0, THOROUGH)
        windows = read(library)
        assert len(windows) == 87
        assert np.array_equal(windows.window_of_frame, np.arange(260) // 3)
        assert np.array_equal(windows.times, np.arange(260) / 2)

    def test_in_the_fast_pass_a_window_lasts_from_its_picture_to_the_next(self, library: Library) -> None:
        keep(library, [0.0, 5.0, 42.0, 61.0, 70.0], 80.0, FAST)
        windows = read(library)
        assert windows.spans == (
            Span(0.0, 5.0),
            Span(5.0, 42.0),
            Span(42.0, 60.0),
            Span(60.0, 70.0),
            Span(70.0, 80.0),
        )
        assert seconds_shown(windows) == [[0], [5], [42], [61], [70]]
        made = PACK.encode_windows(windows.frames, windows.window_of_frame)
        assert np.array_equal(made["embeddings"], windows.embeddings)

    def test_a_unit_without_a_picture_of_its_own_shows_the_one_before(self, library: Library) -> None:
        keep(library, [0.0, 5.0, 130.0], 200.0, FAST)
        windows = read(library)
        assert windows.spans == (
            Span(0.0, 5.0),
            Span(5.0, 60.0),
            Span(60.0, 120.0),
            Span(120.0, 180.0),
            Span(180.0, 200.0),
        )
        assert seconds_shown(windows) == [[0], [5], [5], [130], [130]]

    def test_units_of_a_closer_pass_stand_beside_those_that_it_has_not_come_to(self, library: Library) -> None:
        keep(library, [0.0, 5.0, 70.0], 80.0, FAST)
        keep_sampled(library, 60.0, STANDARD, merged=False)
        windows = read(library)
        assert len(windows) == 41
        assert windows.spans[-1] == Span(60.0, 80.0)
        assert seconds_shown(windows)[39:] == [[58, 59, 59], [70]]

    def test_a_video_of_which_nothing_is_kept_has_no_windows(self, library: Library) -> None:
        windows = read(library)
        assert len(windows) == 0
        assert windows.embeddings.shape == (0, DIM)
        assert (dict(windows.frames), windows.visual_words) == ({}, None)


class TestASpan:
    def test_only_windows_that_overlap_it_are_given(self, library: Library) -> None:
        keep_sampled(library, 130.0, STANDARD)
        whole, part = read(library), read(library, Span(58.6, 61.5))
        assert part.spans == (Span(58.5, 60.0), Span(60.0, 61.5))
        assert part.window_of_frame.tolist() == [0, 0, 0, 1, 1, 1]
        assert part.times.tolist() == [58.5, 59.0, 59.5, 60.0, 60.5, 61.0]
        assert np.array_equal(part.embeddings, whole.embeddings[39:41])
        assert part.visual_words is not None
        assert len(part.visual_words) == 2

    def test_beyond_the_end_there_are_none(self, library: Library) -> None:
        keep_sampled(library, 130.0, STANDARD)
        assert len(read(library, Span(140.0, 150.0))) == 0

    def test_only_the_units_that_are_needed_are_read(self, library: Library) -> None:
        keep_sampled(library, 130.0, STANDARD, merged=False)
        first, *_ = sorted(library.features_directory.rglob("*.safetensors"))
        first.unlink()
        assert len(read(library, Span(60.0, 130.0))) == 47


class TestDamage:
    def test_a_damaged_file_is_named(self, library: Library) -> None:
        keep_sampled(library, 10.0, STANDARD)
        (file,) = library.features_directory.rglob("*.safetensors")
        file.write_bytes(file.read_bytes()[:-1] + b"\xff")
        with pytest.raises(DamagedFeaturesError) as caught:
            read(library)
        assert (caught.value.video_id, caught.value.path) == (1, file)

    @pytest.mark.parametrize("missing", ["times", "colours", "embeddings"])
    def test_features_that_are_not_those_of_the_windows_are_damaged(self, library: Library, missing: str) -> None:
        self.rewrite(library, lambda arrays: arrays.update({missing: arrays[missing][:2]}))
        with pytest.raises(DamagedFeaturesError, match="not those of its windows"):
            read(library)

    def test_so_are_those_that_hold_numbers_that_are_none(self, library: Library) -> None:
        self.rewrite(library, lambda arrays: arrays["colours"].__setitem__((3, 1), np.nan))
        with pytest.raises(DamagedFeaturesError, match="not those of its windows"):
            read(library)

    def rewrite(self, library: Library, change: Callable[[dict[str, NDArray[Any]]], None]) -> None:
        """Keep a unit whose arrays were changed after they were made."""
        keep_sampled(library, 10.0, STANDARD, merged=False)
        row = row_of(library)
        with library.catalogue() as catalogue:
            (unit,) = catalogue.units.of_video(1, row.id)
            spans = [window.span for window in catalogue.windows.of_video(1, row.id)]
            arrays = library.features.read_unit(1, row.key, unit.shard)
            change(arrays)
            shard = library.features.write_unit(1, row.key, 0, arrays)
            catalogue.units.commit(1, row.id, 0, STANDARD, shard, spans)
