"""What a playback leaves behind: nothing; and what it writes to the terminal: nothing either."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from subprocess import run

import av
import pytest
from pytestqt.qtbot import QtBot

from tests.helpers.media import ClipFormat, numbered_clip
from tests.ui.player.stage import lane, playback, viewer
from tests.ui.player.viewer import UNAVOIDABLE, Viewer
from videobert_desktop.ui.player.playback import Playback

__all__ = ["lane", "playback", "viewer"]

pytestmark = pytest.mark.qt_log_ignore(*UNAVOIDABLE, extend=True)

SUBTITLES = "1\n00:00:00,200 --> 00:00:00,600\nHello <i>there</i>\n\n2\n00:00:00,700 --> 00:00:01,100\nand\n你好\n\n"

PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from videobert_desktop.jobs.inline import InlineRunner
from videobert_desktop.services.playing import open_frames
from videobert_desktop.ui.player.playback import Playback

app, lane, paths = QApplication([]), InlineRunner(), [Path(name) for name in sys.argv[1:]]
playback = Playback(open_frames, lane)
heartbeat = QTimer()
heartbeat.timeout.connect(lane.run_all)
heartbeat.start(5)
for path in paths:
    playback.open(path, play=True)
    playback.set_rate(4.0)
    playback.ended.connect(app.quit)
    app.exec()
playback.close()
"""


def subtitled(path: Path) -> Path:
    """Thirty frames with two subtitles."""
    text = path.with_suffix(".srt")
    text.write_text(SUBTITLES, encoding="utf-8")
    plain = numbered_clip(path.with_name("plain.mkv"), rate=25)
    with av.open(str(plain)) as pictures, av.open(str(text)) as words, av.open(str(path), "w") as both:
        tracks = [(source, both.add_stream_from_template(source.streams[0])) for source in (words, pictures)]
        packets = [(packet, track) for source, track in tracks for packet in source.demux() if packet.dts is not None]
        for packet, track in packets:
            packet.stream = track
            both.mux(packet)
    return path


def test_subtitles_are_told_without_their_styles_when_they_are_wanted(
    playback: Playback, viewer: Viewer, tmp_path: Path
) -> None:
    path = subtitled(tmp_path / "a.mkv")
    playback.set_rate(2.0)
    playback.open(path, play=True)
    viewer.wait_until_told("ended")
    assert playback.has_subtitles
    assert [text for name, text in viewer.told if name == "subtitle" and text] == []
    viewer.told.clear()
    playback.show_subtitles(True)
    playback.play()
    viewer.wait_until_told("ended")
    assert [text for name, text in viewer.told if name == "subtitle" and text] == ["Hello there", "and\n你好"]
    playback.show_subtitles(False)
    assert viewer.told[-1] == ("subtitle", "")


def test_files_are_opened_and_closed_quickly_without_leaving_a_thread_or_a_handle(
    qtbot: QtBot, playback: Playback, viewer: Viewer, tmp_path: Path
) -> None:
    tasks, handles = Path("/proc/self/task"), Path("/proc/self/fd")
    if not tasks.is_dir():
        pytest.skip("the system does not list threads there")
    clips = [
        numbered_clip(tmp_path / "a.mp4", rate=25, clip_format=ClipFormat(sound=True)),
        numbered_clip(tmp_path / "b.mp4", clip_format=ClipFormat(codec="libsvtav1", b_frames=0, time_base=None)),
        numbered_clip(tmp_path / "c.mkv", frames=10),
    ]

    def open_and_close(times: int) -> None:
        for count in range(times):
            playback.open(clips[count % 3], start=count * 0.02, play=count % 2 == 0)
            qtbot.wait(count % 5 * 8)
        playback.close()

    def held() -> set[Path]:
        links = {handle.readlink() for handle in handles.iterdir() if handle.is_symlink()}
        return links & set(clips)

    def at_work() -> set[str]:
        """The threads that decode or play; those of pools outlast their work for a while."""
        names = {task.name: (task / "comm").read_text().strip() for task in tasks.iterdir()}
        return {f"{task} {name}" for task, name in names.items() if name.startswith(("QFFmpeg", "av:"))}

    def nothing_is_left() -> None:
        assert (held(), at_work() - before) == (set(), set())

    before = at_work()
    open_and_close(40)
    qtbot.waitUntil(nothing_is_left, timeout=20_000)
    assert viewer.failures == []


def written(paths: Sequence[Path]) -> list[str]:
    """What is written to the terminal while files are played."""
    command = [sys.executable, "-c", PROGRAM, *map(str, paths)]
    ended = run(command, capture_output=True, text=True, timeout=120, check=True)
    lines = ended.stdout.splitlines() + ended.stderr.splitlines()
    return [line for line in lines if not any(message in line for message in UNAVOIDABLE)]


def test_nothing_is_written_to_the_terminal_though_files_are_damaged_or_unknown_to_qt(tmp_path: Path) -> None:
    damaged = numbered_clip(tmp_path / "b.mkv", rate=25)
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 400] = bytes(400)
    damaged.write_bytes(content)
    av1 = ClipFormat(codec="libsvtav1", b_frames=0, time_base=None, sound=True)
    clips = [
        numbered_clip(tmp_path / "a.mp4", rate=25, clip_format=ClipFormat(sound=True)),
        damaged,
        numbered_clip(tmp_path / "c.mp4", rate=25, clip_format=av1),
    ]
    assert written(clips) == []
