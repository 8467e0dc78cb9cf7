"""Every container and codec that can be encoded here, and what else a video's track may look like."""

from __future__ import annotations

from pathlib import Path

import pytest
from av.codec import Codec

from tests.helpers.formats import FORMATS, REFUSED_FORMATS, VideoFormat, numbered_video
from tests.helpers.frame_code import read_number
from videobert_desktop.domain.errors import UserError
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.media.files import VIDEO_EXTENSIONS
from videobert_desktop.media.limits import DEFAULT_LIMITS
from videobert_desktop.media.opening import open_video
from videobert_desktop.media.probe import probe
from videobert_desktop.media.sampling import sample_video


def shown(path: Path, start: float = 0.0) -> dict[float, int]:
    """Each instant and the number of the picture that is shown then."""
    with open_video(path, DEFAULT_LIMITS) as video:
        samples = sample_video(video, size=64, start=start, limits=DEFAULT_LIMITS)
        return {time: read_number(picture) for time, picture in samples}


def is_right(video_format: VideoFormat, number: int, time: float) -> bool:
    """Whether a numbered picture is the one of an instant."""
    due = int(time * video_format.rate)
    return due - video_format.late_by <= number <= due


@pytest.mark.parametrize("video_format", FORMATS, ids=str)
class TestEveryFormat:
    def test_it_says_what_it_is(self, tmp_path, video_format):
        info = probe(numbered_video(tmp_path / f"a.{video_format.extension}", video_format, count=30))
        assert (info.codec, (info.width, info.height), info.rotation) == (video_format.codec, video_format.size, 0)
        assert float(info.frame_rate) == pytest.approx(float(video_format.rate), rel=0.001)
        assert info.duration == pytest.approx(30 / video_format.rate, abs=0.01) or not video_format.tells_length

    def test_it_shows_the_right_picture_at_each_instant(self, tmp_path, video_format):
        path = numbered_video(tmp_path / f"a.{video_format.extension}", video_format, count=30)
        numbers = shown(path)
        assert list(numbers) == [0.0, 0.5, 1.0]
        assert all(is_right(video_format, number, time) for time, number in numbers.items())
        assert shown(path, start=0.4) == {time: number for time, number in numbers.items() if time > 0.4}


def test_the_decoder_process_reads_them_one_after_another(tmp_path):
    wrong = []
    with Decoder() as decoder:
        for position, video_format in enumerate(FORMATS):
            path = numbered_video(tmp_path / f"{position}.{video_format.extension}", video_format, count=16)
            [batch] = decoder.frames(path, size=64)
            first, second = (read_number(picture) for picture in batch.pixels)
            if first != 0 or not is_right(video_format, second, 0.5):
                wrong.append((str(video_format), first, second))
    assert wrong == []


def test_every_extension_that_is_looked_for_has_been_tried():
    assert {f".{video_format.extension}" for video_format in FORMATS} >= VIDEO_EXTENSIONS


@pytest.mark.parametrize("video_format", REFUSED_FORMATS, ids=str)
def test_what_is_left_out_is_refused_in_words(tmp_path, video_format):
    with pytest.raises(UserError, match="not of a kind that can be read"):
        probe(numbered_video(tmp_path / f"a.{video_format.extension}", video_format, count=3))


def test_a_codec_that_its_container_does_not_know_is_refused_in_words(tmp_path):
    path = numbered_video(tmp_path / "a.ts", VideoFormat("ts", "libsvtav1", "av1"), count=30)
    with pytest.raises(UserError, match="no picture track"):
        probe(path)


def test_a_container_with_hardly_anything_in_it_is_refused_in_words(tmp_path):
    path = numbered_video(tmp_path / "a.ts", VideoFormat("ts", "libsvtav1", "av1"), count=3)
    with pytest.raises(UserError, match="not of a kind that can be read"):
        probe(path)


def test_the_table_of_formats_names_all_of_them():
    table = (Path(__file__).parents[3] / "docs" / "FORMATS.md").read_text("utf-8")
    rows = [line.split("|") for line in table.splitlines() if line.startswith("|")]
    missing = [
        str(tried)
        for tried in FORMATS + REFUSED_FORMATS
        if not any(f"`{tried.extension}`" in row[1] and f"`{tried.codec}`" in row[2] for row in rows)
    ]
    assert missing == []


@pytest.mark.parametrize("codec", ["vc1", "wmv3", "theora", "vp6f", "rv40", "svq3", "cinepak", "vvc"])
def test_there_is_a_decoder_for_what_cannot_be_encoded_here(codec):
    assert Codec(codec, "r").type == "video"
