"""How a video goes through one pass: what is decoded, kept, shown and told, and what is left when it breaks off."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.colour_pack import FRAME_SIZE, ColourPack, colour_pack_info
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.timing import sample_times
from videobert_desktop.media.frames import BATCH_FRAMES, DecodeEnd, SampledFrames
from videobert_desktop.services.indexing.encode_video import Route, Travelled, encode_video
from videobert_desktop.services.indexing.unit_writer import EncodedUnit

VIDEO_ID = 5


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "video.mp4"
    path.touch()
    return path


def batches(duration: float, start: float, per_second: float) -> Generator[SampledFrames]:
    times = np.array(list(sample_times(start, duration, per_second)))
    for first in range(0, len(times), BATCH_FRAMES):
        part = times[first : first + BATCH_FRAMES]
        yield SampledFrames(part, np.full((len(part), FRAME_SIZE, FRAME_SIZE, 3), 7, np.uint8))


@dataclass
class PlayedDecoder:
    """Gives the batches of a video of `duration` seconds, then ends as told, by an error if there is one."""

    duration: float
    damage: str | None = None
    error: Exception | None = None
    started: list[tuple[Pass, float]] = field(default_factory=list)
    closed: bool = False

    def frames(
        self, path: Path, *, size: int, mode: Pass, start: float = 0.0, cancel: CancelToken | None = None
    ) -> Generator[SampledFrames, None, DecodeEnd]:
        assert (path.name, size) == ("video.mp4", FRAME_SIZE)
        self.started.append((mode, start))
        try:
            yield from batches(self.duration, start, mode.pictures_per_second or 0.25)
        finally:
            self.closed = True
        if self.error is not None:
            raise self.error
        return DecodeEnd(self.duration, self.damage)


@dataclass
class KeptUnits:
    """A writer that keeps the units in memory."""

    units: list[EncodedUnit] = field(default_factory=list)
    finished: list[tuple[Pass, int, str | None]] = field(default_factory=list)

    @property
    def numbers(self) -> list[int]:
        return [unit.number for unit in self.units]

    def write(self, video_id: int, unit: EncodedUnit) -> None:
        assert video_id == VIDEO_ID
        self.units.append(unit)

    def finish(self, video_id: int, pass_name: Pass, count: int, damage: str | None) -> None:
        assert video_id == VIDEO_ID
        self.finished.append((pass_name, count, damage))


@dataclass
class Watching:
    """An onlooker that remembers which instants it was shown."""

    times: list[float] = field(default_factory=list)
    finished: bool = False

    def add(self, batch: SampledFrames) -> None:
        self.times += batch.times.tolist()

    def finish(self) -> None:
        self.finished = True


@dataclass
class Encoding:
    """One pass, with everything around it."""

    decoder: PlayedDecoder
    writer: KeptUnits = field(default_factory=KeptUnits)
    onlooker: Watching = field(default_factory=Watching)
    cancel: CancelToken = field(default_factory=CancelToken)
    reached: list[float] = field(default_factory=list)
    go_on: Callable[[], bool] = lambda: True

    def __call__(self, path: Path, *, first_unit: int = 0, mode: Pass = Pass.STANDARD) -> Travelled:
        return encode_video(
            Route(VIDEO_ID, path, mode, first_unit),
            pack=ColourPack(colour_pack_info(Path())),
            decoder=self.decoder,  # type: ignore[arg-type]
            writer=self.writer,  # type: ignore[arg-type]
            onlooker=self.onlooker,
            cancel=self.cancel,
            reached=self._note,
            go_on=self.go_on,
        )

    def _note(self, second: float) -> None:
        self.reached.append(second)


@pytest.mark.parametrize("mode", Pass)
def test_units_are_written_in_order_and_the_video_is_finished_once(path: Path, mode: Pass) -> None:
    encode = Encoding(PlayedDecoder(130.0))
    assert encode(path, mode=mode) == Travelled(130.0, complete=True)
    assert encode.decoder.started == [(mode, 0.0)]
    assert [(unit.number, unit.pass_name) for unit in encode.writer.units] == [(0, mode), (1, mode), (2, mode)]
    assert encode.writer.finished == [(mode, 3, None)]


def test_it_goes_on_from_the_first_unit_that_is_not_kept(path: Path) -> None:
    rest, whole = Encoding(PlayedDecoder(130.0)), Encoding(PlayedDecoder(130.0))
    assert rest(path, first_unit=1) == Travelled(70.0, complete=True)
    whole(path)
    assert rest.decoder.started == [(Pass.STANDARD, 60.0)]
    assert rest.writer.finished == whole.writer.finished
    for unit, expected in zip(rest.writer.units, whole.writer.units[1:], strict=True):
        assert unit.windows == expected.windows
        for name, array in expected.arrays.items():
            np.testing.assert_array_equal(unit.arrays[name], array)


def test_a_video_of_which_every_unit_is_kept_is_only_finished(path: Path) -> None:
    encode = Encoding(PlayedDecoder(60.0))
    assert encode(path, first_unit=1) == Travelled(0.0, complete=True)
    assert (encode.writer.units, encode.writer.finished) == ([], [(Pass.STANDARD, 1, None)])


def test_every_picture_is_shown_to_the_onlooker_who_is_told_of_the_end(path: Path) -> None:
    encode = Encoding(PlayedDecoder(70.0))
    encode(path)
    assert encode.onlooker == Watching(list(sample_times(0.0, 70.0)), finished=True)


def test_it_tells_the_seconds_of_its_route_that_are_behind(path: Path) -> None:
    encode = Encoding(PlayedDecoder(80.0))
    encode(path, first_unit=1)
    assert encode.reached == [7.5, 15.5, 19.5]


def test_after_a_unit_it_can_be_made_to_give_way_and_keeps_what_it_has(path: Path) -> None:
    answers = iter([True, False])
    encode = Encoding(PlayedDecoder(400.0), go_on=lambda: next(answers))
    assert encode(path, first_unit=1) == Travelled(120.0, complete=False)
    assert encode.writer.numbers == [1, 2]
    assert encode.writer.finished == []
    assert not encode.onlooker.finished
    assert encode.decoder.closed


def test_it_is_not_asked_to_give_way_once_it_is_at_its_end(path: Path) -> None:
    encode = Encoding(PlayedDecoder(59.0), go_on=lambda: False)
    assert encode(path).complete


def test_damage_is_handed_on(path: Path) -> None:
    encode = Encoding(PlayedDecoder(4.0, damage="damaged after 4.0 s"))
    assert encode(path) == Travelled(4.0, complete=True, damage="damaged after 4.0 s")
    assert encode.writer.finished == [(Pass.STANDARD, 1, "damaged after 4.0 s")]


def test_a_file_that_is_gone_at_an_early_end_was_not_damaged_but_vanished(path: Path) -> None:
    path.unlink()
    encode = Encoding(PlayedDecoder(70.0, damage="damaged after 70.0 s"))
    with pytest.raises(UserError, match="vanished") as told:
        encode(path)
    assert told.value.path == path
    assert encode.writer.numbers == [0]
    assert encode.writer.finished == []


def test_a_broken_decoder_leaves_the_full_units(path: Path) -> None:
    encode = Encoding(PlayedDecoder(70.0, error=UserError("The decoder broke down.")))
    with pytest.raises(UserError, match="broke down"):
        encode(path)
    assert encode.writer.numbers == [0]
    assert encode.writer.finished == []


def test_a_cancelled_one_leaves_the_full_units_and_stops_the_decoder(path: Path) -> None:
    encode = Encoding(PlayedDecoder(130.0))

    class CancelAfter(list[float]):
        def append(self, second: float) -> None:
            super().append(second)
            if second > 70:
                encode.cancel.cancel()

    encode.reached = CancelAfter()
    with pytest.raises(Cancelled):
        encode(path)
    assert encode.reached[-1] < 80
    assert encode.writer.numbers == [0]
    assert encode.writer.finished == []
    assert encode.decoder.closed
