"""Playing real files: the picture that is shown is the frame of the second that is told, moving or still."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.helpers.formats import VideoFormat, covered_video, numbered_video, set_edit_list
from tests.helpers.media import ClipFormat, numbered_clip, rotated_clip, variable_rate_clip
from tests.ui.player.stage import lane, playback, viewer
from tests.ui.player.viewer import PATIENCE, UNAVOIDABLE, Viewer
from videobert_desktop.ui.player.playback import Playback

__all__ = ["lane", "playback", "viewer"]

pytestmark = pytest.mark.qt_log_ignore(*UNAVOIDABLE, extend=True)

VARIABLE = [0, 40, 600, 700, 740, 1100, 1140, 1500]


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Thirty numbered frames, 25 a second, with B-frames and a tone."""
    return numbered_clip(tmp_path / "a.mp4", rate=25, clip_format=ClipFormat(sound=True))


def late_clip(tmp_path: Path, extension: str) -> Path:
    """A clip whose pictures begin later than its sound."""
    return numbered_clip(tmp_path / f"a.{extension}", rate=25, start=400, clip_format=ClipFormat(sound=True))


def edited_clip(tmp_path: Path) -> Path:
    """A clip of which an edit list shows the second half."""
    video_format = VideoFormat("mp4", "libx264", "h264", options={"g": "12", "bf": "2"})
    return set_edit_list(numbered_video(tmp_path / "a.mp4", video_format, count=60), [(1.2, 1.2)])


def play_through(qtbot: QtBot, playback: Playback, viewer: Viewer, path: Path) -> None:
    playback.set_rate(4.0)
    with qtbot.waitSignal(playback.ended, timeout=PATIENCE):
        playback.open(path, play=True)


def test_a_file_that_is_opened_shows_its_first_frame_and_stands_still(
    playback: Playback, viewer: Viewer, clip: Path
) -> None:
    playback.open(clip)
    assert playback.path == clip
    viewer.wait_for(0.0, 0)
    assert viewer.told == [("opened", 1.2)]
    assert (playback.duration, playback.frame_seconds, playback.playing) == (1.2, 0.04, False)
    assert (playback.image.width(), playback.image.height()) == (128, 96)


def test_it_plays_every_frame_in_its_time_and_stands_at_the_last_one(
    qtbot: QtBot, playback: Playback, viewer: Viewer, clip: Path
) -> None:
    play_through(qtbot, playback, viewer, clip)
    viewer.wait_for(1.16, 29)
    assert [round(second / 0.04) for second, _ in viewer.seen] == [number for _, number in viewer.seen]
    assert len({number for _, number in viewer.seen}) > 5
    assert viewer.told[-2:] == [("playing", False), ("ended", None)]
    assert not playback.playing


@pytest.mark.parametrize("extension", ["mp4", "mkv", "ts"])
def test_times_count_from_the_first_frame_though_the_sound_begins_before_it(
    qtbot: QtBot, playback: Playback, viewer: Viewer, tmp_path: Path, extension: str
) -> None:
    play_through(qtbot, playback, viewer, late_clip(tmp_path, extension))
    viewer.wait_for(1.16, 29)
    assert [round(second / 0.04, 2) for second, _ in viewer.seen] == [number for _, number in viewer.seen]


def test_what_an_edit_list_leaves_out_does_not_count(
    qtbot: QtBot, playback: Playback, viewer: Viewer, tmp_path: Path
) -> None:
    play_through(qtbot, playback, viewer, edited_clip(tmp_path))
    assert viewer.seen[0] == (0.0, 30)
    assert [round(second / 0.04) + 30 for second, _ in viewer.seen] == [number for _, number in viewer.seen]


def test_a_variable_rate_is_played_and_stepped_through(
    qtbot: QtBot, playback: Playback, viewer: Viewer, tmp_path: Path
) -> None:
    path = variable_rate_clip(tmp_path / "a.mp4", VARIABLE)
    play_through(qtbot, playback, viewer, path)
    assert {(VARIABLE[number] / 1000, number) for _, number in viewer.seen} == set(viewer.seen)
    playback.seek(0.65)
    viewer.wait_for(0.6, 2)
    for number in (3, 4, 5, 6, 6, 5, 4):
        playback.step(1 if number > viewer.seen[-1][1] or number == 6 == viewer.seen[-1][1] else -1)
        viewer.wait_for(VARIABLE[number] / 1000, number)


def test_after_the_end_it_plays_from_the_beginning(
    qtbot: QtBot, playback: Playback, viewer: Viewer, clip: Path
) -> None:
    play_through(qtbot, playback, viewer, clip)
    viewer.wait_for(1.16, 29)
    viewer.seen.clear()
    playback.play()
    viewer.wait_until_seen(3)
    assert viewer.seen[0][1] <= 10


def test_it_opens_in_the_middle_and_plays_on_from_there(playback: Playback, viewer: Viewer, clip: Path) -> None:
    playback.open(clip, start=0.61, play=True)
    viewer.wait_until_seen(4)
    assert viewer.seen[0] == (0.6, 15)
    assert all(number >= 15 for _, number in viewer.seen)


@pytest.mark.parametrize("second", [0.0, 0.04, 0.55, 1.1, 1.19])
def test_seeking_in_a_picture_that_stands_still_shows_the_frame_of_that_second(
    playback: Playback, viewer: Viewer, clip: Path, second: float
) -> None:
    playback.open(clip)
    viewer.wait_for(0.0, 0)
    playback.seek(second)
    number = int(second * 25 + 1e-6)
    viewer.wait_for(number * 0.04, number)


def test_seeking_beyond_either_end_shows_the_outermost_frames(playback: Playback, viewer: Viewer, clip: Path) -> None:
    playback.open(clip)
    viewer.wait_for(0.0, 0)
    playback.seek(1000.0)
    assert playback.position == 1.2
    viewer.wait_for(1.16, 29)
    playback.seek(-3.0)
    viewer.wait_for(0.0, 0)


def test_after_seeking_it_plays_on_from_there(playback: Playback, viewer: Viewer, clip: Path) -> None:
    playback.open(clip)
    viewer.wait_for(0.0, 0)
    playback.seek(0.8)
    viewer.wait_for(0.8, 20)
    playback.play()
    viewer.wait_until_seen(5)
    assert all(number >= 20 for _, number in viewer.seen[1:])


def test_seeking_while_it_plays_goes_on_from_there(
    qtbot: QtBot, playback: Playback, viewer: Viewer, tmp_path: Path
) -> None:
    playback.open(numbered_clip(tmp_path / "a.mp4", frames=250, rate=25), play=True)
    viewer.wait_until_seen(5)
    for second in (9.0, 3.0, 8.0):
        playback.seek(second)
    qtbot.waitUntil(lambda: viewer.seen[-1][0] > 8.1, timeout=PATIENCE)
    assert playback.playing
    assert all(round(shown / 0.04) == number for shown, number in viewer.seen)


def test_single_frames_both_ways_stop_it_and_every_step_counts(
    qtbot: QtBot, playback: Playback, viewer: Viewer, tmp_path: Path
) -> None:
    playback.open(numbered_clip(tmp_path / "a.mp4", frames=250, rate=25), play=True)
    viewer.wait_until_seen(5)
    playback.step(1)
    assert not playback.playing
    number = viewer.seen[-1][1] + 1
    viewer.wait_for(number * 0.04, number)
    for _ in range(10):
        playback.step(1)
    viewer.wait_for((number + 10) * 0.04, number + 10)
    for _ in range(12):
        playback.step(-1)
    viewer.wait_for((number - 2) * 0.04, number - 2)


def test_a_picture_of_a_playing_file_is_followed_by_its_true_neighbours(
    playback: Playback, viewer: Viewer, tmp_path: Path
) -> None:
    playback.open(late_clip(tmp_path, "mkv"), play=True)
    viewer.wait_until_seen(6)
    playback.pause()
    paused = viewer.seen[-1][1]
    assert viewer.seen[-1][0] == pytest.approx(paused * 0.04, abs=1e-4)
    playback.step(-1)
    viewer.wait_for((paused - 1) * 0.04, paused - 1)
    playback.step(1)
    viewer.wait_for(paused * 0.04, paused)


def test_nothing_moves_while_it_stands_still(qtbot: QtBot, playback: Playback, viewer: Viewer, clip: Path) -> None:
    playback.open(clip, play=True)
    viewer.wait_until_seen(5)
    playback.toggle()
    seen, position = list(viewer.seen), playback.position
    qtbot.wait(150)
    assert (viewer.seen, playback.position) == (seen, position)
    playback.toggle()
    viewer.wait_until_seen(len(seen) + 2)
    assert all(number >= seen[-1][1] for _, number in viewer.seen[len(seen) :])


def test_a_cover_that_is_the_first_track_is_not_the_video(
    qtbot: QtBot, playback: Playback, viewer: Viewer, tmp_path: Path
) -> None:
    play_through(qtbot, playback, viewer, covered_video(tmp_path / "a.mp4"))
    viewer.wait_for(1.16, 29)
    assert [round(second / 0.04) for second, _ in viewer.seen] == [number for _, number in viewer.seen]
    assert playback._system is not None


def test_turned_pictures_are_upright_while_they_move_and_while_they_stand(
    playback: Playback, viewer: Viewer, tmp_path: Path
) -> None:
    playback.open(rotated_clip(tmp_path / "a.mp4", 90), play=True)
    viewer.wait_until_seen(4)
    playback.pause()
    assert all(round(second * 10) == number for second, number in viewer.seen)


def test_rate_volume_and_mute_outlast_the_file(playback: Playback, viewer: Viewer, clip: Path) -> None:
    playback.set_rate(100.0)
    playback.set_volume(0.4)
    playback.set_muted(True)
    assert (playback.rate, playback.volume, playback.muted) == (4.0, 0.4, True)
    playback.open(clip, play=True)
    viewer.wait_until_told("ended")
    playback.set_rate(0.0)
    playback.set_volume(7.0)
    assert (playback.rate, playback.volume, playback.muted) == (0.25, 1.0, True)


def test_closing_forgets_the_file_and_tells_nothing_more(
    qtbot: QtBot, playback: Playback, viewer: Viewer, clip: Path
) -> None:
    playback.open(clip, play=True)
    viewer.wait_until_seen(3)
    playback.close()
    assert (playback.path, playback.playing, playback.duration, playback.position) == (None, False, 0.0, 0.0)
    assert playback.image.isNull()
    assert viewer.told[-1] == ("playing", False)
    told, seen = list(viewer.told), list(viewer.seen)
    playback.seek(1.0)
    playback.step(1)
    playback.play()
    qtbot.wait(100)
    assert (viewer.told, viewer.seen) == (told, seen)


def test_of_many_files_opened_in_a_row_the_last_one_is_shown(
    playback: Playback, viewer: Viewer, clip: Path, tmp_path: Path
) -> None:
    other = numbered_clip(tmp_path / "b.mp4", frames=100, rate=25)
    for count in range(10):
        playback.open(clip, play=count % 2 == 0)
    playback.open(other, start=3.0)
    viewer.wait_for(3.0, 75)
    assert playback.duration == 4.0
    assert not playback.playing
