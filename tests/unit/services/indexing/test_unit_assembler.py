"""How the pictures of one pass through a video become units, whatever batches they come in."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.helpers.colour_pack import FRAME_SIZE, ColourPack, colour_pack_info
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.timing import Span, sample_times
from videobert_desktop.media.frames import SampledFrames
from videobert_desktop.services.indexing.unit_assembler import UnitAssembler
from videobert_desktop.services.indexing.unit_writer import EncodedUnit

FAST, STANDARD, THOROUGH = Pass
sampled = pytest.mark.parametrize("mode", [STANDARD, THOROUGH])
durations = st.floats(0.1, 200.0).map(lambda seconds: round(seconds, 3))


def pack() -> ColourPack:
    return ColourPack(colour_pack_info(Path()))


def picture_at(times: NDArray[np.float64]) -> NDArray[np.uint8]:
    """A picture whose redness tells its time, (n, size, size, 3)."""
    colours = np.stack([times * 2 % 251, np.full(len(times), 200), np.full(len(times), 7)], axis=1)
    return np.broadcast_to(colours[:, None, None], (len(times), FRAME_SIZE, FRAME_SIZE, 3)).astype(np.uint8)


def batches(times: Sequence[float], sizes: Sequence[int] = (16,)) -> list[SampledFrames]:
    cuts = np.cumsum(np.resize(sizes, len(times)))
    parts = np.split(np.array(times), cuts[cuts < len(times)]) if len(times) else []
    return [SampledFrames(part, picture_at(part)) for part in parts]


def sampled_batches(
    duration: float, start: float = 0.0, sizes: Sequence[int] = (16,), mode: Pass = STANDARD
) -> list[SampledFrames]:
    return batches(list(sample_times(start, duration, mode.pictures_per_second or 0.0)), sizes)


def assemble(
    parts: Sequence[SampledFrames], duration: float, mode: Pass = STANDARD, first_unit: int = 0
) -> list[EncodedUnit]:
    assembler = UnitAssembler(pack(), mode, first_unit)
    units: list[EncodedUnit] = []
    for part in parts:
        assembler.add(part)
        units += assembler.full_units()
    units += assembler.last_units(duration)
    assert assembler.next_unit == first_unit + len(units)
    return units


def spans(units: Sequence[EncodedUnit]) -> list[Span]:
    return [span for unit in units for span in unit.windows]


def redness(unit: EncodedUnit) -> list[int]:
    """What the pictures show that a unit keeps: twice the second they were taken at."""
    return [round(float(colour[0]) * 255) for colour in unit.arrays["colours"]]


class TestSampledPasses:
    def test_130_seconds_are_two_full_units_and_one_of_seven_windows(self) -> None:
        units = assemble(sampled_batches(130.0), 130.0)
        assert [(unit.number, unit.pass_name, len(unit.windows)) for unit in units] == [
            (0, STANDARD, 40),
            (1, STANDARD, 40),
            (2, STANDARD, 7),
        ]
        assert units[0].windows[0] == Span(0.0, 1.5)
        assert units[1].windows[-1] == Span(118.5, 120.0)
        assert units[2].windows[-1] == Span(129.0, 130.0)

    @sampled
    def test_every_window_is_made_of_all_of_its_own_pictures(self, mode: Pass) -> None:
        (unit,) = assemble(sampled_batches(7.0, mode=mode), 7.0, mode)
        times = np.array(list(sample_times(0.0, 7.0, mode.pictures_per_second or 0.0)))
        frames = pack().encode_frames(picture_at(times))
        for number, span in enumerate(unit.windows):
            own = (times >= span.start) & (times < span.end)
            assert own.sum() == {STANDARD: 3, THOROUGH: 6}[mode] or number == 4
            alone = pack().encode_windows({"colours": frames["colours"][own]}, np.zeros(own.sum(), np.int64))
            for name, array in alone.items():
                np.testing.assert_array_equal(unit.arrays[name][number], array[0])

    def test_the_windows_of_a_unit_are_handed_to_the_pack_together_from_its_first_on(self) -> None:
        asked: list[NDArray[np.int64]] = []

        class Listening(ColourPack):
            def encode_windows(
                self, frames: Mapping[str, NDArray[Any]], window_of_frame: NDArray[np.int64]
            ) -> dict[str, NDArray[Any]]:
                asked.append(np.unique(window_of_frame))
                return super().encode_windows(frames, window_of_frame)

        assembler = UnitAssembler(Listening(colour_pack_info(Path())), STANDARD)
        for part in sampled_batches(130.0):
            assembler.add(part)
        units = [*assembler.full_units(), *assembler.last_units(130.0)]
        assert [windows.tolist() for windows in asked] == [list(range(len(unit.windows))) for unit in units]

    @sampled
    def test_a_unit_keeps_what_was_made_of_its_windows_and_two_pictures_a_second(self, mode: Pass) -> None:
        (unit,) = assemble(sampled_batches(4.0, mode=mode), 4.0, mode)
        assert set(unit.arrays) == {"times", "colours", "embeddings", "visual_words", "hubness"}
        np.testing.assert_array_equal(unit.arrays["times"], [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5])
        assert redness(unit) == [0, 1, 2, 3, 4, 5, 6, 7]
        embeddings = unit.arrays["embeddings"]
        assert (embeddings.shape, embeddings.dtype) == ((3, 8), np.float16)
        assert unit.arrays["visual_words"].shape == (3,)
        expected = pack().background.hubness(embeddings.astype(np.float32))
        np.testing.assert_array_equal(unit.arrays["hubness"], expected)

    def test_an_hour_looked_at_thoroughly_takes_no_more_room_than_in_the_standard_pass(self) -> None:
        def sizes(mode: Pass) -> dict[str, int]:
            (unit,) = assemble(sampled_batches(60.0, mode=mode), 60.0, mode)
            return {name: array.nbytes for name, array in unit.arrays.items()}

        assert sizes(THOROUGH) == sizes(STANDARD)

    @pytest.mark.parametrize("mode", Pass)
    def test_nothing_in_is_nothing_out(self, mode: Pass) -> None:
        assert assemble([], 0.0, mode) == []
        assert assemble([], 130.0, mode, first_unit=2) == []

    @sampled
    @given(duration=durations, sizes=st.lists(st.integers(1, 300), min_size=1, max_size=5))
    def test_units_do_not_depend_on_the_batches(self, mode: Pass, duration: float, sizes: list[int]) -> None:
        units = assemble(sampled_batches(duration, sizes=sizes, mode=mode), duration, mode)
        expected = assemble(sampled_batches(duration, mode=mode), duration, mode)
        assert [(unit.number, unit.windows) for unit in units] == [(unit.number, unit.windows) for unit in expected]
        for unit, other in zip(units, expected, strict=True):
            for name, array in other.arrays.items():
                np.testing.assert_array_equal(unit.arrays[name], array)

    @sampled
    @given(duration=durations)
    def test_windows_tile_the_video_from_its_beginning_to_its_end(self, mode: Pass, duration: float) -> None:
        found = spans(assemble(sampled_batches(duration, mode=mode), duration, mode))
        assert found[0].start == 0.0
        assert found[-1].end == duration
        assert all(before.end == after.start for before, after in itertools.pairwise(found))
        assert all(span.duration == pytest.approx(1.5) for span in found[:-1])


class TestTheFastPass:
    def test_there_is_a_window_for_each_picture_which_lasts_until_the_next_one(self) -> None:
        (unit,) = assemble(batches([0.0, 3.2, 9.0]), 14.0, FAST)
        assert unit.windows == [Span(0.0, 3.2), Span(3.2, 9.0), Span(9.0, 14.0)]
        assert unit.arrays["embeddings"].shape == (3, 8)
        assert redness(unit) == [0, 6, 18]

    def test_the_first_and_the_last_window_of_a_unit_end_with_the_unit(self) -> None:
        first, second = assemble(batches([2.0, 55.0, 64.0, 70.0]), 130.0, FAST)[:2]
        assert first.windows == [Span(0.0, 55.0), Span(55.0, 60.0)]
        assert second.windows == [Span(60.0, 70.0), Span(70.0, 120.0)]

    def test_a_unit_without_a_picture_of_its_own_shows_the_one_before(self) -> None:
        units = assemble(batches([0.0, 50.0, 185.0]), 250.0, FAST)
        assert [unit.number for unit in units] == [0, 1, 2, 3, 4]
        assert [redness(unit) for unit in units] == [[0, 100], [100], [100], [119], [119]]  # 370 % 251
        assert units[1].windows == [Span(60.0, 120.0)]
        assert units[4].windows == [Span(240.0, 250.0)]

    def test_a_resumed_pass_whose_first_unit_has_no_picture_shows_the_one_after(self) -> None:
        units = assemble(batches([130.0]), 150.0, FAST, first_unit=1)
        assert [(unit.number, redness(unit)) for unit in units] == [(1, [9]), (2, [9])]  # 260 % 251

    @given(
        gaps=st.lists(st.floats(3.0, 100.0), min_size=1, max_size=40),
        rest=st.floats(0.1, 100.0),
        size=st.integers(1, 16),
    )
    def test_whatever_the_pictures_windows_tile_the_video_from_its_beginning_to_its_end(
        self, gaps: list[float], rest: float, size: int
    ) -> None:
        times = np.cumsum([0.0, *gaps])
        duration = float(times[-1]) + rest
        units = assemble(batches(times.tolist(), (size,)), duration, FAST)
        found = spans(units)
        assert (found[0].start, found[-1].end) == (0.0, duration)
        assert all(before.end == after.start for before, after in itertools.pairwise(found))
        assert [unit.number for unit in units] == list(range(len(units)))
        assert all(len(unit.windows) == len(unit.arrays["embeddings"]) == len(unit.arrays["times"]) for unit in units)
