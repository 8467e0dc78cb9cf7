"""What happens when the file, or its container, does not behave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import av.error
import numpy as np
import pytest

from tests.helpers.frame_code import read_number
from tests.helpers.media import numbered_clip
from videobert_desktop.domain.errors import UserError
from videobert_desktop.media.limits import DEFAULT_LIMITS, DecodeLimits
from videobert_desktop.media.opening import OpenVideo, open_video, untold
from videobert_desktop.media.presentation import Presentation


class Wayward:
    """A container that stops giving packets with an error, or that seeks to where it likes."""

    def __init__(
        self, container: Any, *, error: Exception | None = None, after: int = 0, land_at: int = 0, empties: bool = False
    ) -> None:
        self._container = container
        self._error = error
        self._after = after
        self._land_at = land_at
        self._empties = empties
        self._sought = False

    def demux(self, stream: Any) -> Iterator[Any]:
        if self._empties and self._sought:
            return
        for count, packet in enumerate(self._container.demux(stream)):
            if self._error is not None and count == self._after:
                raise self._error
            yield packet

    def seek(self, target: int, *, stream: Any) -> None:
        if self._error is not None:
            raise self._error
        self._sought = True
        self._container.seek(self._land_at if target else 0, stream=stream)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._container, name)


@pytest.fixture
def video(tmp_path) -> Iterator[OpenVideo]:
    with open_video(numbered_clip(tmp_path / "a.mp4", frames=60), DEFAULT_LIMITS) as video:
        yield video


def numbers(video: OpenVideo, start: float = 0.0) -> list[int]:
    frames = Presentation(video, DEFAULT_LIMITS).frames(start)
    return [read_number(frame.picture.to_ndarray(format="rgb24")) for frame in frames]


def test_frames_are_presented_in_order_without_gaps(video):
    frames = list(Presentation(video, DEFAULT_LIMITS).frames())
    assert [frame.time for frame in frames] == pytest.approx(np.arange(60) / 10)
    assert [frame.end for frame in frames] == pytest.approx(np.arange(1, 61) / 10)


def test_a_container_that_breaks_off_gives_every_frame_it_held(video):
    broken = replace(video, container=Wayward(video.container, error=av.error.InvalidDataError(1, "broken"), after=20))
    presentation = Presentation(broken, DEFAULT_LIMITS)
    assert len(list(presentation.frames())) == 20
    assert presentation.broken_at > presentation.end


def test_a_drive_that_fails_is_not_taken_for_the_end(video):
    failing = replace(
        video, container=Wayward(video.container, error=av.error.OSError(5, "Input/output error"), after=20)
    )
    with pytest.raises(UserError, match="Input/output error") as caught:
        numbers(failing)
    assert caught.value.path == video.path


def test_a_seek_that_lands_too_late_starts_from_the_beginning(video):
    late = replace(video, container=Wayward(video.container, land_at=60 * 1024))
    assert numbers(late, start=3.0) == list(range(60))


def test_a_container_that_gives_nothing_after_a_seek_is_an_error_that_names_the_file(video):
    spent = replace(video, container=Wayward(video.container, empties=True))
    with pytest.raises(UserError, match="None of its pictures") as caught:
        numbers(spent, start=3.0)
    assert caught.value.path == video.path


def test_a_container_that_cannot_seek_is_decoded_from_the_beginning(video):
    rigid = replace(video, container=Wayward(video.container, error=av.error.PermissionError(1, "no"), after=1000))
    assert numbers(rigid, start=3.0) == list(range(60))


def test_a_seek_saves_decoding_what_comes_before(video):
    kept = numbers(video, start=3.0)
    assert kept == list(range(kept[0], 60))
    assert 10 < kept[0] <= 30


def test_more_threads_give_the_same_frames(tmp_path):
    path = numbered_clip(tmp_path / "a.mp4", frames=60)
    with open_video(path, DecodeLimits(threads=2)) as video:
        assert numbers(video) == list(range(60))


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (av.error.PermissionError(13, "Permission denied"), "may not read"),
        (av.error.FileNotFoundError(2, "No such file"), "nothing at this path"),
        (av.error.PatchWelcomeError(1, "Not yet implemented"), "cannot be decoded: Not yet implemented"),
    ],
)
def test_other_errors_are_told_in_plain_words(tmp_path, error, reason):
    told = untold(tmp_path / "a.mp4", error)
    assert reason in told.reason
    assert told.path == tmp_path / "a.mp4"
    assert told.hint
