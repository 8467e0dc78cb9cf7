from __future__ import annotations

import os
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from videobert_desktop.services.watching.settling import QUIET_SECONDS, Settling


def test_a_path_is_given_once_after_two_quiet_seconds(tmp_path: Path) -> None:
    settling, path = Settling(), tmp_path / "a.mp4"
    path.touch()
    settling.note(path, 10.0)
    assert path in settling
    assert settling.take_settled(11.9) == []
    assert settling.take_settled(12.0) == [path]
    assert path not in settling
    assert settling.take_settled(20.0) == []


def test_a_path_that_is_told_of_again_waits_anew(tmp_path: Path) -> None:
    settling = Settling()
    settling.note(tmp_path, 10.0)
    settling.note(tmp_path, 11.5)
    assert settling.take_settled(13.4) == []
    assert settling.take_settled(13.5) == [tmp_path]


def test_a_file_that_grows_waits_though_nothing_is_told_of_it(tmp_path: Path) -> None:
    settling, path = Settling(), tmp_path / "a.mp4"
    path.write_bytes(b"1")
    settling.note(path, 10.0)
    path.write_bytes(b"12")
    assert settling.take_settled(12.0) == []
    assert settling.take_settled(13.9) == []
    assert settling.take_settled(14.0) == [path]


def test_a_file_that_is_touched_waits_too(tmp_path: Path) -> None:
    settling, path = Settling(), tmp_path / "a.mp4"
    path.touch()
    settling.note(path, 10.0)
    os.utime(path, (1, 1))
    assert settling.take_settled(12.0) == []


def test_what_is_gone_has_come_to_rest(tmp_path: Path) -> None:
    settling = Settling()
    settling.note(tmp_path / "none.mp4", 10.0)
    assert settling.take_settled(12.0) == [tmp_path / "none.mp4"]


def test_one_that_does_not_come_to_rest_holds_up_no_other(tmp_path: Path) -> None:
    settling = Settling()
    first, second = tmp_path / "a.mp4", tmp_path / "b.mp4"
    settling.note(second, 10.0)
    settling.note(first, 11.0)
    assert settling.take_settled(12.0) == [second]
    assert settling.take_settled(13.0) == [first]


@given(st.lists(st.floats(0.0, 10.0), min_size=1))
def test_no_path_is_given_before_it_was_quiet_for_long_enough(instants: list[float]) -> None:
    settling, path, last = Settling(), Path("/none/a.mp4"), 0.0
    for now in sorted(instants):
        assert settling.take_settled(now) == [] or now - last >= QUIET_SECONDS
        settling.note(path, now)
        last = now
    assert settling.take_settled(last + QUIET_SECONDS + 0.001) == [path]
