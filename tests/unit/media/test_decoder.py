from __future__ import annotations

import os
import signal
from collections.abc import Generator
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.frame_code import read_number
from tests.helpers.media import (
    ODD_NAMES,
    ClipFormat,
    clip_without_index,
    numbered_clip,
    odd_path,
    picture_clip,
    truncated_clip,
)
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.domain.passes import Pass
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.media.frames import BATCH_FRAMES, DecodeEnd, SampledFrames
from videobert_desktop.media.limits import DecodeLimits
from videobert_desktop.media.probe import probe
from videobert_desktop.media.ring import SLOT_COUNT


def drain(decoding: Generator[SampledFrames, None, DecodeEnd]) -> tuple[list[SampledFrames], DecodeEnd]:
    batches = []
    while True:
        try:
            batches.append(next(decoding))
        except StopIteration as stop:
            return batches, stop.value


def numbers(batches: list[SampledFrames]) -> list[int]:
    return [read_number(picture) for batch in batches for picture in batch.pixels]


def child_id(decoder: Decoder) -> int:
    assert decoder._child is not None
    process_id = decoder._child._process.pid
    assert process_id is not None
    return process_id


@pytest.fixture
def long_clip(tmp_path: Path) -> Path:
    """80 s at two frames a second: ten batches, more than the ring holds."""
    return numbered_clip(tmp_path / "long.mp4", frames=160, rate=2)


def test_a_probe_in_the_child_says_what_a_probe_here_says(decoder, tmp_path):
    path = numbered_clip(tmp_path / "a.mp4")
    assert decoder.probe(path) == probe(path)


def test_frames_come_in_batches_in_the_order_of_time(decoder, long_clip):
    batches, end = drain(decoder.frames(long_clip, size=64))
    assert [len(batch.times) for batch in batches] == [BATCH_FRAMES] * 10
    assert np.concatenate([batch.times for batch in batches]).tolist() == [number / 2 for number in range(160)]
    assert numbers(batches) == list(range(160))
    assert end == DecodeEnd(pytest.approx(80.0), None)


def test_a_batch_is_what_it_says(decoder, tmp_path):
    (batch,), _ = drain(decoder.frames(numbered_clip(tmp_path / "a.mp4"), size=48))
    assert (batch.times.dtype, batch.times.shape) == (np.float64, (6,))
    assert (batch.pixels.dtype, batch.pixels.shape) == (np.uint8, (6, 48, 48, 3))


def test_batches_stay_as_they_were_when_later_ones_arrive(decoder, long_clip):
    batches, _ = drain(decoder.frames(long_clip, size=64))
    assert numbers(batches[:1]) == list(range(BATCH_FRAMES))


def test_a_later_start_begins_there(decoder, long_clip):
    batches, _ = drain(decoder.frames(long_clip, size=64, start=60.0))
    assert numbers(batches) == list(range(120, 160))


def test_one_child_serves_many_files_and_sizes(decoder, tmp_path):
    path = numbered_clip(tmp_path / "a.mp4")
    decoder.probe(path)
    child = child_id(decoder)
    for size in (32, 64, 64, 96):
        batches, _ = drain(decoder.frames(path, size=size))
        assert numbers(batches) == [0, 5, 10, 15, 20, 25]
    assert child_id(decoder) == child


def test_a_bad_file_fails_alone(decoder, tmp_path):
    good = numbered_clip(tmp_path / "good.mp4")
    decoder.probe(good)
    child = child_id(decoder)
    bad = clip_without_index(tmp_path / "bad.mp4")
    for attempt in (decoder.probe, lambda path: drain(decoder.frames(path, size=64))):
        with pytest.raises(UserError, match="moov box") as caught:
            attempt(bad)
        assert caught.value.path == bad
        assert caught.value.hint
    assert decoder.probe(good).duration == pytest.approx(3.0)
    assert child_id(decoder) == child


def test_a_truncated_file_gives_its_sound_part_and_says_so(decoder, tmp_path):
    batches, end = drain(decoder.frames(truncated_clip(tmp_path / "a.mp4"), size=64))
    assert numbers(batches)[:3] == [0, 5, 10]
    assert (end.damage or "").startswith("damaged after")


@pytest.mark.parametrize("kind", sorted(ODD_NAMES))
def test_odd_names_reach_the_child(decoder, tmp_path, kind):
    path = odd_path(tmp_path, kind)
    numbered_clip(tmp_path / "plain.mp4").rename(path)
    batches, _ = drain(decoder.frames(path, size=64))
    assert numbers(batches) == [0, 5, 10, 15, 20, 25]


def test_pictures_of_a_slide_show_are_held(decoder, tmp_path):
    images = [np.full((96, 128, 3), grey, np.uint8) for grey in (20, 230)]
    batches, _ = drain(decoder.frames(picture_clip(tmp_path / "a.mp4", images, seconds_each=1.5), size=32))
    assert [bool(picture.mean() > 128) for picture in batches[0].pixels] == [False] * 3 + [True] * 3


def test_the_child_decodes_on_while_the_caller_works(decoder, long_clip):
    decoding = decoder.frames(long_clip, size=64)
    next(decoding)
    # Nothing is asked for, and yet the next batch arrives.
    assert decoder._child is not None
    assert decoder._child._connection.poll(20)
    assert len(drain(decoding)[0]) == 9


def test_a_decoder_does_one_thing_at_a_time(decoder, long_clip):
    decoding = decoder.frames(long_clip, size=64)
    next(decoding)
    with pytest.raises(RuntimeError, match="at work"):
        decoder.probe(long_clip)
    assert len(drain(decoding)[0]) == 9


def test_a_caller_may_stop_early(decoder, long_clip):
    decoding = decoder.frames(long_clip, size=64)
    next(decoding)
    decoding.close()
    assert len(drain(decoder.frames(long_clip, size=64))[0]) == 10


def test_cancelling_stops_at_the_next_batch_and_ends_the_child(decoder, long_clip):
    cancel = CancelToken()
    decoding = decoder.frames(long_clip, size=64, cancel=cancel)
    next(decoding)
    process = decoder._child._process
    cancel.cancel()
    with pytest.raises(Cancelled):
        next(decoding)
    assert decoder._child is None
    with pytest.raises(ValueError, match="closed"):
        process.is_alive()


class CancelledAtTheThirdLook(CancelToken):
    """Cancelled while somebody waits."""

    def __init__(self) -> None:
        super().__init__()
        self.looks = 0

    def raise_if_cancelled(self) -> None:
        self.looks += 1
        if self.looks == 3:
            self.cancel()
        super().raise_if_cancelled()


def test_a_probe_that_gets_no_answer_can_be_cancelled_and_the_next_works(tmp_path):
    path = numbered_clip(tmp_path / "a.mp4")
    with Decoder(DecodeLimits(stall_seconds=20)) as decoder:
        decoder.probe(path)
        process = decoder._child._process
        os.kill(child_id(decoder), signal.SIGSTOP)
        with pytest.raises(Cancelled):
            decoder.probe(path, CancelledAtTheThirdLook())
        with pytest.raises(ValueError, match="closed"):
            process.is_alive()
        assert decoder.probe(path, CancelToken()).width == 128


def test_a_killed_child_fails_its_file_and_the_next_file_works(decoder, long_clip):
    decoding = decoder.frames(long_clip, size=64)
    next(decoding)
    os.kill(child_id(decoder), signal.SIGKILL)
    with pytest.raises(UserError, match=r"broke down on this file \(signal 9\)") as caught:
        drain(decoding)
    assert caught.value.path == long_clip
    assert len(drain(decoder.frames(long_clip, size=64))[0]) == 10


def test_an_idle_child_that_died_is_replaced_unnoticed(decoder, tmp_path):
    path = numbered_clip(tmp_path / "a.mp4")
    decoder.probe(path)
    process = decoder._child._process
    process.kill()
    process.join()
    assert decoder.probe(path).width == 128


def test_a_child_that_hangs_is_killed_and_the_file_named(long_clip):
    with Decoder(DecodeLimits(stall_seconds=0.3)) as decoder:
        decoding = decoder.frames(long_clip, size=64)
        next(decoding)
        os.kill(child_id(decoder), signal.SIGSTOP)
        with pytest.raises(UserError, match=r"standstill for 0\.3 s") as caught:
            drain(decoding)
        assert caught.value.path == long_clip
        assert caught.value.passing
        assert decoder._child is None


def test_an_interrupt_does_not_reach_the_child(decoder, long_clip):
    decoding = decoder.frames(long_clip, size=64)
    next(decoding)
    child = child_id(decoder)
    os.kill(child, signal.SIGINT)
    assert len(drain(decoding)[0]) == 9
    assert child_id(decoder) == child


def test_limits_hold_in_the_child(tmp_path):
    with Decoder(DecodeLimits(max_pixels=1000)) as decoder, pytest.raises(UserError, match="megapixels"):
        decoder.probe(numbered_clip(tmp_path / "a.mp4"))


def test_a_child_is_replaced_after_its_share_of_files(tmp_path):
    path = numbered_clip(tmp_path / "a.mp4")
    with Decoder(DecodeLimits(files_per_child=2)) as decoder:
        children = []
        for _ in range(4):
            decoder.probe(path)
            children.append(child_id(decoder))
    assert children[0] == children[1] != children[2] == children[3]


def test_larger_pictures_than_usual_get_a_larger_ring(decoder, tmp_path):
    path = numbered_clip(tmp_path / "a.mp4")
    for size in (64, 500, 64):
        batches, _ = drain(decoder.frames(path, size=size))
        assert numbers(batches) == [0, 5, 10, 15, 20, 25]


@pytest.mark.parametrize(("mode", "count"), [(Pass.FAST, 10), (Pass.STANDARD, 60), (Pass.THOROUGH, 120)])
def test_each_pass_looks_as_closely_as_it_says(decoder, tmp_path, mode, count):
    clip_format = ClipFormat(key_frame_every=30)
    path = numbered_clip(tmp_path / "a.mp4", frames=300, size=(64, 48), clip_format=clip_format)
    batches, end = drain(decoder.frames(path, size=64, mode=mode))
    times = np.concatenate([batch.times for batch in batches])
    assert times == pytest.approx(np.arange(count) * 30 / count)
    assert numbers(batches) == [int(time * 10 + 1e-6) for time in times]
    assert end == DecodeEnd(pytest.approx(30.0), None)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells a process's peak of memory")
def test_large_pictures_do_not_pile_up_in_the_child(decoder, tmp_path):
    path = numbered_clip(tmp_path / "a.mp4", frames=80, rate=2, size=(1920, 1080))
    drain(decoder.frames(path, size=64))
    lines = Path(f"/proc/{child_id(decoder)}/status").read_text().splitlines()
    (peak,) = (int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
    assert peak < 200 << 10  # all eighty would be 240 MB


def test_the_ring_holds_a_few_batches_only():
    assert SLOT_COUNT * BATCH_FRAMES <= 64
