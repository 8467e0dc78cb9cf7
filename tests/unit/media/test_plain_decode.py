from __future__ import annotations

from pathlib import Path

import pytest
from av.stream import Disposition

from tests.helpers.formats import covered_video
from tests.helpers.media import audio_only_clip, numbered_clip
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.media.plain_decode import plain_decode


@pytest.mark.parametrize("skip_loop_filter", [False, True])
def test_every_picture_is_decoded(tmp_path: Path, *, skip_loop_filter: bool) -> None:
    clip = numbered_clip(tmp_path / "a.mp4", frames=30, rate=10)
    seen: list[None] = []
    decoded = plain_decode(clip, alive=lambda: seen.append(None), skip_loop_filter=skip_loop_filter)
    assert decoded.frames == len(seen) == 30
    assert decoded.seconds == pytest.approx(3.0, abs=0.01)
    assert decoded.cpu_seconds > 0


def test_a_late_start_does_not_count_to_the_length(tmp_path: Path) -> None:
    clip = numbered_clip(tmp_path / "a.mkv", frames=20, rate=10, start=5000)
    assert plain_decode(clip, alive=lambda: None).seconds == pytest.approx(2.0, abs=0.01)


@pytest.mark.parametrize("disposition", [None, Disposition.default, Disposition.attached_pic], ids=str)
def test_a_cover_is_not_what_is_measured(tmp_path: Path, disposition: Disposition | None) -> None:
    decoded = plain_decode(covered_video(tmp_path / "a.mp4", disposition))
    assert (decoded.frames, decoded.seconds) == (30, pytest.approx(1.2, abs=0.01))


def test_it_can_be_stopped_at_any_picture(tmp_path: Path) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        plain_decode(numbered_clip(tmp_path / "a.mp4"), alive=cancel.raise_if_cancelled)


def test_what_is_no_video_is_told(tmp_path: Path) -> None:
    (tmp_path / "text.mp4").write_text("not a video at all, but text")
    for path in (tmp_path / "none.mp4", tmp_path / "text.mp4", audio_only_clip(tmp_path / "sound.mp4")):
        with pytest.raises(UserError) as told:
            plain_decode(path, alive=lambda: None)
        assert told.value.path == path
        assert told.value.hint
