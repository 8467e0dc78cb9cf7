"""How the frames of one video become units, whatever batches they come in."""

from __future__ import annotations

import itertools
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.helpers.colour_pack import FRAME_SIZE, ColourPack, colour_pack_info
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.domain.timing import Span, sample_times
from videobert_desktop.media.frames import DecodeEnd, SampledFrames
from videobert_desktop.services.encode_video import UnitAssembler, encode_video
from videobert_desktop.services.unit_writer import EncodedUnit

VIDEO = Path("video.mp4")


def pack() -> ColourPack:
    return ColourPack(colour_pack_info(Path()))


def picture_at(times: NDArray[np.float64]) -> NDArray[np.uint8]:
    """A picture whose redness tells its time, (n, size, size, 3)."""
    colours = np.stack([times * 2 % 251, np.full(len(times), 200), np.full(len(times), 7)], axis=1)
    return np.broadcast_to(colours[:, None, None], (len(times), FRAME_SIZE, FRAME_SIZE, 3)).astype(np.uint8)


def batches(duration: float, start: float = 0.0, sizes: Sequence[int] = (16,)) -> list[SampledFrames]:
    times = np.array(list(sample_times(start, duration)))
    cuts = np.cumsum(np.resize(sizes, len(times)))
    parts = np.split(times, cuts[cuts < len(times)]) if len(times) else []
    return [SampledFrames(part, picture_at(part)) for part in parts]


@dataclass
class PlayedDecoder:
    """Gives the batches of a video of `duration` seconds, then ends as told, by an error if there is one."""

    duration: float
    damage: str | None = None
    error: Exception | None = None
    started: list[float] = field(default_factory=list)
    closed: bool = False

    def frames(
        self, path: Path, *, size: int, start: float = 0.0, cancel: CancelToken | None = None
    ) -> Generator[SampledFrames, None, DecodeEnd]:
        assert (path, size) == (VIDEO, FRAME_SIZE)
        self.started.append(start)
        try:
            yield from batches(self.duration, start)
        finally:
            self.closed = True
        if self.error is not None:
            raise self.error
        return DecodeEnd(self.duration, self.damage)


@dataclass
class KeptUnits:
    """A writer that keeps the units in memory."""

    units: list[EncodedUnit] = field(default_factory=list)
    finished: list[tuple[int, str | None]] = field(default_factory=list)

    def write(self, video_id: int, unit: EncodedUnit) -> None:
        assert video_id == 5
        self.units.append(unit)

    def finish(self, video_id: int, damage: str | None) -> None:
        self.finished.append((video_id, damage))


def encode(
    decoder: PlayedDecoder,
    writer: KeptUnits,
    *,
    first_unit: int = 0,
    cancel: CancelToken | None = None,
    reached: list[float] | None = None,
) -> DecodeEnd:
    return encode_video(
        5,
        VIDEO,
        first_unit=first_unit,
        pack=pack(),
        decoder=decoder,  # type: ignore[arg-type]
        writer=writer,  # type: ignore[arg-type]
        cancel=cancel or CancelToken(),
        reached=(reached if reached is not None else []).append,
    )


def assemble(parts: Sequence[SampledFrames], duration: float) -> list[EncodedUnit]:
    assembler = UnitAssembler(pack())
    units: list[EncodedUnit] = []
    for part in parts:
        assembler.add(part)
        units += assembler.full_units()
    last = assembler.last_unit(duration)
    return units + ([last] if last is not None else [])


class TestUnits:
    def test_130_seconds_are_two_full_units_and_one_of_seven_windows(self) -> None:
        units = assemble(batches(130.0), 130.0)
        assert [(unit.number, unit.first_window, len(unit.windows)) for unit in units] == [
            (0, 0, 40),
            (1, 40, 40),
            (2, 80, 7),
        ]
        assert units[0].windows[0] == Span(0.0, 1.5)
        assert units[1].windows[-1] == Span(118.5, 120.0)
        assert units[2].windows[-1] == Span(129.0, 130.0)

    def test_every_window_is_embedded_from_its_own_three_frames(self) -> None:
        (unit,) = assemble(batches(7.0), 7.0)
        times = np.array(list(sample_times(0.0, 7.0)))
        frames = pack().encode_frames(picture_at(times))
        for number, span in enumerate(unit.windows):
            own = (times >= span.start) & (times < span.end)
            alone = pack().embed_windows({"colours": frames["colours"][own]}, np.zeros(own.sum(), np.int64))
            np.testing.assert_array_equal(unit.arrays["embeddings"][number], alone[0])

    def test_a_unit_keeps_times_embeddings_hubness_and_what_the_pack_made_of_each_frame(self) -> None:
        (unit,) = assemble(batches(4.0), 4.0)
        assert set(unit.arrays) == {"times", "colours", "embeddings", "hubness"}
        np.testing.assert_array_equal(unit.arrays["times"], [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5])
        assert len(unit.arrays["colours"]) == 8
        embeddings = unit.arrays["embeddings"]
        assert (embeddings.shape, embeddings.dtype) == ((3, 8), np.float16)
        expected = pack().background.hubness(embeddings.astype(np.float32))
        np.testing.assert_array_equal(unit.arrays["hubness"], expected)

    def test_nothing_in_is_nothing_out(self) -> None:
        assert assemble([], 0.0) == []

    @given(
        duration=st.floats(0.1, 200.0).map(lambda seconds: round(seconds, 3)),
        sizes=st.lists(st.integers(1, 300), min_size=1, max_size=5),
    )
    def test_units_do_not_depend_on_the_batches(self, duration: float, sizes: list[int]) -> None:
        units = assemble(batches(duration, sizes=sizes), duration)
        expected = assemble(batches(duration), duration)
        assert [(unit.number, unit.first_window, unit.windows) for unit in units] == [
            (unit.number, unit.first_window, unit.windows) for unit in expected
        ]
        for unit, other in zip(units, expected, strict=True):
            for name, array in other.arrays.items():
                np.testing.assert_array_equal(unit.arrays[name], array)

    @given(duration=st.floats(0.1, 200.0).map(lambda seconds: round(seconds, 3)))
    def test_windows_tile_the_video_from_its_beginning_to_its_end(self, duration: float) -> None:
        spans = [span for unit in assemble(batches(duration), duration) for span in unit.windows]
        assert spans[0].start == 0.0
        assert spans[-1].end == duration
        assert all(before.end == after.start for before, after in itertools.pairwise(spans))
        assert all(span.duration == pytest.approx(1.5) for span in spans[:-1])


class TestEncoding:
    def test_units_are_written_in_order_and_the_video_is_finished_once(self) -> None:
        writer = KeptUnits()
        end = encode(PlayedDecoder(130.0), writer)
        assert end == DecodeEnd(130.0, None)
        assert [unit.number for unit in writer.units] == [0, 1, 2]
        assert writer.finished == [(5, None)]

    def test_it_goes_on_from_the_first_unit_that_is_not_kept(self) -> None:
        decoder, writer, whole = PlayedDecoder(130.0), KeptUnits(), KeptUnits()
        encode(decoder, writer, first_unit=1)
        encode(PlayedDecoder(130.0), whole)
        assert decoder.started == [60.0]
        assert [unit.number for unit in writer.units] == [1, 2]
        for unit, expected in zip(writer.units, whole.units[1:], strict=True):
            assert unit.windows == expected.windows
            for name, array in expected.arrays.items():
                np.testing.assert_array_equal(unit.arrays[name], array)

    def test_a_video_of_which_every_unit_is_kept_is_only_finished(self) -> None:
        writer = KeptUnits()
        encode(PlayedDecoder(60.0), writer, first_unit=1)
        assert (writer.units, writer.finished) == ([], [(5, None)])

    def test_damage_is_handed_on(self) -> None:
        writer = KeptUnits()
        assert encode(PlayedDecoder(4.0, damage="damaged after 4.0 s"), writer).damage == "damaged after 4.0 s"
        assert writer.finished == [(5, "damaged after 4.0 s")]

    def test_it_tells_the_second_it_has_reached(self) -> None:
        reached: list[float] = []
        encode(PlayedDecoder(20.0), KeptUnits(), reached=reached)
        assert reached == [7.5, 15.5, 19.5]

    def test_a_broken_decoder_leaves_the_full_units(self) -> None:
        writer = KeptUnits()
        with pytest.raises(UserError, match="broke down"):
            encode(PlayedDecoder(70.0, error=UserError("The decoder broke down.")), writer)
        assert [unit.number for unit in writer.units] == [0]
        assert writer.finished == []

    def test_a_cancelled_one_leaves_the_full_units_and_stops_the_decoder(self) -> None:
        decoder, writer, cancel, reached = PlayedDecoder(130.0), KeptUnits(), CancelToken(), []

        class CancelAfter(list[float]):
            def append(self, second: float) -> None:
                reached.append(second)
                if second > 70:
                    cancel.cancel()

        with pytest.raises(Cancelled):
            encode(decoder, writer, cancel=cancel, reached=CancelAfter())
        assert reached[-1] < 80
        assert [unit.number for unit in writer.units] == [0]
        assert writer.finished == []
        assert decoder.closed
