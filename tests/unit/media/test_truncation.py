"""Files that end before their headers say so."""

from __future__ import annotations

import pytest

from tests.helpers.media import ClipFormat, numbered_clip
from videobert_desktop.media.truncation import is_cut_short

AVI = ClipFormat(codec="mpeg4", b_frames=0, time_base=None)
VP9 = ClipFormat(codec="libvpx-vp9", b_frames=0)
KINDS = [("mkv", ClipFormat()), ("webm", VP9), ("avi", AVI)]


@pytest.mark.parametrize(("extension", "clip_format"), KINDS)
def test_a_whole_file_is_not_cut_short_and_any_part_of_it_is(tmp_path, extension, clip_format):
    path = numbered_clip(tmp_path / f"a.{extension}", frames=20, clip_format=clip_format)
    content = path.read_bytes()
    assert not is_cut_short(path)
    for keep in (len(content) - 1, len(content) // 2, 100):
        path.write_bytes(content[:keep])
        assert is_cut_short(path)


@pytest.mark.parametrize("extension", ["mp4", "ts", "gif"])
def test_other_containers_promise_nothing(tmp_path, extension):
    clip_format = ClipFormat(codec="gif", b_frames=0) if extension == "gif" else ClipFormat()
    path = numbered_clip(tmp_path / f"a.{extension}", frames=20, clip_format=clip_format)
    path.write_bytes(path.read_bytes()[:-500])
    assert not is_cut_short(path)


def test_a_live_recording_promises_nothing(tmp_path):
    path = numbered_clip(tmp_path / "a.mkv", frames=20)
    content = path.read_bytes()
    segment = content.index(b"\x18\x53\x80\x67") + 4
    path.write_bytes(content[:segment] + b"\x01" + b"\xff" * 7 + content[segment + 8 :][:-500])
    assert not is_cut_short(path)


@pytest.mark.parametrize(
    "content", [b"", b"\x1a", b"\x1a\x45\xdf\xa3", b"\x1a\x45\xdf\xa3\x00", b"RIFF", b"RIFF\0\0\0\0AVI "]
)
def test_fragments_of_headers_break_nothing(tmp_path, content):
    path = tmp_path / "a.mkv"
    path.write_bytes(content)
    assert not is_cut_short(path)


@pytest.mark.data
def test_none_of_the_real_clips_is_taken_for_cut(shared_data):
    clips = [path for path in (shared_data / "clips").iterdir() if path.suffix in {".avi", ".mkv"}]
    assert clips
    assert [path.name for path in clips if is_cut_short(path)] == []
