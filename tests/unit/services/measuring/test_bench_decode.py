from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.media import numbered_clip
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.domain.progress import Progress, ignore_progress
from videobert_desktop.services.measuring.bench_decode import ALL_FRAMES, DecodeBench, bench_decode, sample_clip

WAYS = [ALL_FRAMES, "skip_loop_filter", "standard", "thorough", "fast"]


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return numbered_clip(tmp_path / "a.mp4", frames=40, rate=10)


def test_every_way_through_a_video_is_measured(clip: Path) -> None:
    told: list[Progress] = []
    bench = bench_decode(clip, cancel=CancelToken(), report=told.append)
    assert (bench.path, bench.frames, bench.video_seconds) == (clip, 40, pytest.approx(4.0, abs=0.01))
    assert list(bench.cost) == WAYS == [progress.item for progress in told]
    assert all(cost >= 0 for cost in bench.cost.values())


def test_plain_decoding_alone_needs_neither_a_pack_nor_the_decoders_process(
    clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("not wanted here")

    monkeypatch.setattr("videobert_desktop.services.measuring.bench_decode.find_pack", refuse)
    monkeypatch.setattr("videobert_desktop.media.decoder.Decoder.frames", refuse)
    bench = bench_decode(clip, plain_only=True, cancel=CancelToken(), report=ignore_progress)
    assert list(bench.cost) == [ALL_FRAMES]


def test_a_way_is_set_against_plain_decoding() -> None:
    bench = DecodeBench(Path("a.mp4"), 10.0, 300, {ALL_FRAMES: 0.2, "fast": 0.01})
    assert bench.ratio("fast") == pytest.approx(0.05)
    assert bench.ratio(ALL_FRAMES) == 1.0


def test_there_is_a_sample_to_measure_with() -> None:
    assert sample_clip().is_file()


def test_it_can_be_stopped(clip: Path) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        bench_decode(clip, cancel=cancel, report=ignore_progress)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="nothing at this path"):
        bench_decode(tmp_path / "none.mp4", cancel=CancelToken(), report=ignore_progress)
