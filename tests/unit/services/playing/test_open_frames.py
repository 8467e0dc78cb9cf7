"""Opening a video for the player: the frames, or what to do instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.media import audio_only_clip, numbered_clip
from videobert_desktop.domain.errors import UserError
from videobert_desktop.services.playing.open_frames import open_frames


def test_a_video_is_opened(tmp_path: Path) -> None:
    with open_frames(numbered_clip(tmp_path / "a.mp4")) as source:
        assert source.info.duration == 3.0
        assert source.at(0.0).time == 0.0


def test_who_cannot_see_it_here_is_sent_to_another_program(tmp_path: Path) -> None:
    path = audio_only_clip(tmp_path / "a.mp4")
    with pytest.raises(UserError) as caught:
        open_frames(path)
    assert caught.value.path == path
    assert caught.value.hint == "Play it in another program."


def test_what_may_be_over_by_itself_is_told_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        open_frames(tmp_path / "absent.mp4")
    assert caught.value.passing
    assert caught.value.hint == "Check the name, and that its drive is there."
