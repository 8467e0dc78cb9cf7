"""Files that Qt's player cannot show are played from their exact frames."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.helpers.formats import VideoFormat, numbered_video
from tests.helpers.media import ClipFormat, numbered_clip
from tests.ui.player.stage import lane, playback, viewer
from tests.ui.player.viewer import PATIENCE, UNAVOIDABLE, Files, Viewer
from videobert_desktop.jobs.lane import Lane
from videobert_desktop.ui.player.playback import Playback

__all__ = ["lane", "playback", "viewer"]

pytestmark = pytest.mark.qt_log_ignore(*UNAVOIDABLE, extend=True)


@pytest.fixture(params=["silent", "sounding"])
def av1(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Thirty numbered frames that Qt's player shows nothing of."""
    clip_format = ClipFormat(codec="libsvtav1", b_frames=0, time_base=None, sound=request.param == "sounding")
    return numbered_clip(tmp_path / "a.mp4", rate=25, clip_format=clip_format)


def test_av1_is_played_to_its_end_and_again(qtbot: QtBot, playback: Playback, viewer: Viewer, av1: Path) -> None:
    playback.set_rate(2.0)
    for _ in range(2):
        viewer.told.clear()
        viewer.seen.clear()
        with qtbot.waitSignal(playback.ended, timeout=PATIENCE):
            if playback.path is None:
                playback.open(av1, play=True)
            else:
                playback.play()
        viewer.wait_for(1.16, 29)
        assert viewer.seen[0][1] <= 2
        assert [round(second / 0.04) for second, _ in viewer.seen] == [number for _, number in viewer.seen]
        assert len({number for _, number in viewer.seen}) > 5
        assert viewer.told[-2:] == [("playing", False), ("ended", None)]


def test_av1_is_sought_paused_and_stepped(qtbot: QtBot, playback: Playback, viewer: Viewer, av1: Path) -> None:
    playback.set_rate(0.25)
    playback.open(av1, play=True)
    viewer.wait_until_seen(3)
    playback.seek(0.8)
    qtbot.waitUntil(lambda: viewer.seen[-1][1] >= 20, timeout=PATIENCE)
    playback.pause()
    number = viewer.seen[-1][1]
    playback.step(-2)
    viewer.wait_for((number - 2) * 0.04, number - 2)


def test_who_waits_for_a_picture_in_vain_sees_frames_instead(qtbot: QtBot, lane: Lane, tmp_path: Path) -> None:
    path = numbered_clip(tmp_path / "a.mp4", rate=25, clip_format=ClipFormat(sound=True))
    impatient = Playback(Files(), lane, patience=0.0)
    viewer = Viewer(qtbot, impatient)
    with qtbot.waitSignal(impatient.ended, timeout=PATIENCE):
        impatient.set_rate(2.0)
        impatient.open(path, play=True)
    viewer.wait_for(1.16, 29)
    assert [round(second / 0.04) for second, _ in viewer.seen] == [number for _, number in viewer.seen]
    impatient.close()
    impatient.deleteLater()


def test_a_joined_recording_is_played_across_the_joint(
    qtbot: QtBot, playback: Playback, viewer: Viewer, tmp_path: Path
) -> None:
    one = numbered_video(tmp_path / "one.ts", VideoFormat("ts", "libx264", "h264"), 25)
    path = tmp_path / "joined.ts"
    path.write_bytes(one.read_bytes() * 2)
    playback.set_rate(2.0)
    with qtbot.waitSignal(playback.ended, timeout=PATIENCE):
        playback.open(path, start=0.8, play=True)
    assert [number for second, number in viewer.seen if second > 1.0][:1] != []
    assert max(second for second, _ in viewer.seen) > 1.8
    assert all(round(second / 0.04) % 25 == number for second, number in viewer.seen)


def test_a_damaged_file_is_played_as_far_as_it_goes(
    qtbot: QtBot, playback: Playback, viewer: Viewer, tmp_path: Path
) -> None:
    clip_format = ClipFormat(container_options={"movflags": "faststart"})
    path = numbered_clip(tmp_path / "a.mp4", frames=60, rate=25, clip_format=clip_format)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 3 // 4])
    playback.set_rate(4.0)
    with qtbot.waitSignal(playback.ended, timeout=PATIENCE):
        playback.open(path, play=True)
    assert viewer.failures == []
    assert 0.4 < viewer.seen[-1][0] < 2.36


class TestTrouble:
    def fails(self, viewer: Viewer, playback: Playback, path: Path) -> str:
        viewer.wait_until_told("failed")
        (error,) = viewer.failures
        assert error.path == path
        assert error.hint
        assert playback.path is None
        assert not playback.playing
        assert playback.image.isNull()
        return error.reason

    def test_a_file_that_is_not_there(self, playback: Playback, viewer: Viewer, tmp_path: Path) -> None:
        playback.open(tmp_path / "absent.mp4", play=True)
        assert self.fails(viewer, playback, tmp_path / "absent.mp4") == "There is nothing at this path."
        assert viewer.told[0] == ("playing", True)

    def test_what_is_no_video(self, playback: Playback, viewer: Viewer, tmp_path: Path) -> None:
        path = tmp_path / "a.mp4"
        path.write_bytes(b"no video " * 1000)
        playback.open(path)
        assert "not a video" in self.fails(viewer, playback, path)
        assert viewer.failures[0].hint == "Play it in another program."

    def test_a_file_that_is_deleted_while_it_plays(self, qtbot: QtBot, lane: Lane, tmp_path: Path) -> None:
        path = numbered_clip(tmp_path / "a.mp4", frames=1500, rate=25)
        playback = Playback(Files(), lane, patience=0.2)
        viewer = Viewer(qtbot, playback)
        playback.open(path, play=True)
        viewer.wait_until_seen(3)
        path.unlink()
        assert self.fails(viewer, playback, path) == "There is nothing at this path."
        playback.deleteLater()

    def test_a_file_that_is_cut_while_it_stands_still(self, playback: Playback, viewer: Viewer, tmp_path: Path) -> None:
        path = numbered_clip(tmp_path / "a.mp4", frames=100)
        playback.open(path)
        viewer.wait_for(0.0, 0)
        os.truncate(path, 2000)
        playback.step(1)
        assert self.fails(viewer, playback, path) == "It was cut short while it was open."

    def test_after_trouble_another_file_is_opened(self, playback: Playback, viewer: Viewer, tmp_path: Path) -> None:
        playback.open(tmp_path / "absent.mp4")
        viewer.wait_until_told("failed")
        playback.open(numbered_clip(tmp_path / "a.mp4"), start=1.0)
        viewer.wait_for(1.0, 10)


def test_a_picture_that_is_too_large_for_qt_to_convert_in_time_is_left_to_the_lane(
    qtbot: QtBot, playback: Playback, viewer: Viewer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from videobert_desktop.ui.player import system_player

    monkeypatch.setattr(system_player, "_EXCESS", -1.0)
    with qtbot.waitSignal(playback.ended, timeout=PATIENCE):
        playback.set_rate(2.0)
        playback.open(numbered_clip(tmp_path / "a.mp4", rate=25), play=True)
    viewer.wait_for(1.16, 29)
    assert len({number for _, number in viewer.seen}) > 5
