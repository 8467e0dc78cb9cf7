"""Files that are still being written, as far as can be seen, wait."""

from __future__ import annotations

import os

import pytest

from tests.helpers.importing import files, recognise, remembered, take_in, videos_by_name
from tests.helpers.indexing import Desk
from tests.helpers.media import aged
from tests.helpers.turned_clock import TurnedClock
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled


class TestFilesBeingWritten:
    """A file that was modified a moment ago is looked at again at the end, a second after it was first seen."""

    def test_one_that_stands_still_is_taken_in_after_the_others(self, desk: Desk) -> None:
        fresh = aged(desk.clip("a.mp4", "red"), -59.0)
        old = desk.clip("b.mp4", "green")
        clock = TurnedClock(ahead=0.0)
        assert list(take_in(desk, clock=clock).files.values()) == [old, fresh]
        assert [round(second) for second in clock.waited] == [1]

    def test_one_that_grows_meanwhile_is_told_and_waits_for_the_next_run(self, desk: Desk) -> None:
        growing = aged(desk.clip("a.mp4", "red"), -60.0)
        desk.clip("b.mp4", "green")
        clock = TurnedClock(ahead=0.0, meanwhile=lambda: growing.write_bytes(growing.read_bytes() + b"more"))
        imported = take_in(desk, clock=clock)
        assert list(imported.files.values()) == [desk.folder / "b.mp4"]
        (failure,) = imported.failures
        assert (failure.path, failure.reason) == (growing, "It is still being written.")
        assert failure.hint
        assert remembered(desk) == []
        desk.clip("a.mp4", "red")
        assert take_in(desk).failures == []
        assert videos_by_name(desk) == {"a.mp4": 2, "b.mp4": 1}

    def test_one_of_which_only_the_time_changes_is_being_written(self, desk: Desk) -> None:
        path = aged(desk.clip("a.mp4", "red"), -60.0)
        clock = TurnedClock(ahead=0.0, meanwhile=lambda: os.utime(path))
        assert len(take_in(desk, clock=clock).failures) == 1

    def test_a_known_video_whose_file_is_being_written_is_left_as_it_is(self, desk: Desk) -> None:
        path = desk.clip("a.mp4", "red")
        take_in(desk)
        before = files(desk)
        aged(desk.clip("a.mp4", "green"), -60.0)
        clock = TurnedClock(ahead=0.0, meanwhile=lambda: path.write_bytes(path.read_bytes() + b"more"))
        take_in(desk, clock=clock)
        assert files(desk) == before

    def test_one_that_vanishes_meanwhile_is_told(self, desk: Desk) -> None:
        path = aged(desk.clip("a.mp4", "red"), -60.0)
        (failure,) = take_in(desk, clock=TurnedClock(ahead=0.0, meanwhile=path.unlink)).failures
        assert "nothing at this path" in failure.reason

    def test_an_unchanged_file_is_not_waited_for(self, desk: Desk) -> None:
        aged(desk.clip("a.mp4", "red"), -60.0)
        take_in(desk)
        clock = TurnedClock(ahead=0.0)
        assert len(recognise(desk, desk.folder).unchanged) == 1
        assert len(take_in(desk, clock=clock).unchanged) == 1
        assert clock.waited == []

    @pytest.mark.parametrize("ahead", [-(10**9), -3600.0])
    def test_a_time_in_the_future_makes_no_file_wait_for_ever(self, desk: Desk, ahead: float) -> None:
        path = desk.clip("a.mp4", "red")
        assert take_in(desk, clock=TurnedClock(ahead=ahead)).files == {1: path}
        assert len(recognise(desk).unchanged) == 1

    @pytest.mark.parametrize("second", [-(10**9), 0, 1, 4 * 10**9])
    def test_any_time_of_a_file_will_do(self, desk: Desk, second: int) -> None:
        path = desk.clip("a.mp4", "red")
        os.utime(path, (second, second))
        assert take_in(desk).files == {1: path}
        assert len(recognise(desk).unchanged) == 1

    def test_waiting_can_be_cancelled(self, desk: Desk) -> None:
        aged(desk.clip("a.mp4", "red"), -60.0)
        desk.clip("b.mp4", "green")
        cancel = CancelToken()
        with pytest.raises(Cancelled):
            take_in(desk, cancel=cancel, clock=TurnedClock(ahead=0.0, meanwhile=cancel.cancel))
        assert videos_by_name(desk) == {"b.mp4": 1}
        assert len(take_in(desk).files) == 2
