"""The loop filter's work cannot be seen in pictures scaled down, and costs a third of decoding: it is left out."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from tests.helpers.formats import VideoFormat, encode_video, rgb_frame
from videobert_desktop.media.limits import DEFAULT_LIMITS
from videobert_desktop.media.opening import open_video
from videobert_desktop.media.presentation import Presentation

COARSE = {
    "h264": VideoFormat("mp4", "libx264", "h264", options={"crf": "45", "x264-params": "no-deblock=0"}),
    "hevc": VideoFormat("mp4", "libx265", "hevc", options={"crf": "45"}),
}


def patchy_clip(path: Path, video_format: VideoFormat) -> Path:
    patches = np.random.default_rng(1).integers(0, 256, (10, 8, 8, 3), np.uint8)
    return encode_video(path, video_format, [rgb_frame(patch.repeat(12, 0).repeat(16, 1)) for patch in patches])


def as_asked(path: Path, options: dict[str, str]) -> np.ndarray:
    with av.open(str(path)) as container:
        container.streams.video[0].codec_context.options = options
        return np.stack([frame.to_ndarray(format="gray") for frame in container.decode(video=0)])


@pytest.mark.parametrize("codec", sorted(COARSE))
def test_it_is_left_out(tmp_path, codec):
    path = patchy_clip(tmp_path / "a.mp4", COARSE[codec])
    with open_video(path, DEFAULT_LIMITS) as video:
        frames = [frame.picture.to_ndarray(format="gray") for frame in Presentation(video, DEFAULT_LIMITS).frames()]
    unfiltered, filtered = as_asked(path, {"skip_loop_filter": "all"}), as_asked(path, {})
    assert np.array_equal(np.stack(frames), unfiltered)
    assert not np.array_equal(unfiltered, filtered)
