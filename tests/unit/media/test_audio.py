from __future__ import annotations

import os
from pathlib import Path

import av
import numpy as np
import pytest
from av.stream import Disposition
from numpy.typing import NDArray

from tests.helpers.media import clip_without_index, numbered_clip
from tests.helpers.sound import Sound, bursts, onsets, pitch, silence, sounding_clip, without_stretch
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.media.audio import decode_audio
from videobert_desktop.media.audio_chunks import SAMPLE_RATE
from videobert_desktop.media.limits import DEFAULT_LIMITS, DecodeLimits

EVERY_SECOND = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]
A_FRAME = 0.03
LOW, HIGH = 440.0, 1320.0


def heard(path: Path, start: float = 0.0) -> NDArray[np.float32]:
    """All of the sound from `start` on, one channel."""
    chunks = list(decode_audio(path, DEFAULT_LIMITS, start=start))
    return np.concatenate([chunk.samples for chunk in chunks]) if chunks else np.zeros(0, np.float32)


def seconds(samples: NDArray[np.float32]) -> float:
    return len(samples) / SAMPLE_RATE


FORMATS = [
    ("mp4", "aac", 48_000, "stereo"),
    ("mp4", "aac", 44_100, "mono"),
    ("mp4", "aac", 8_000, "mono"),
    ("mp4", "aac", 96_000, "5.1"),
    ("mp4", "ac3", 48_000, "5.1(side)"),
    ("mkv", "aac", 44_100, "stereo"),
    ("mkv", "aac", 11_025, "mono"),
    ("mkv", "libmp3lame", 44_100, "stereo"),
    ("mkv", "libopus", 48_000, "stereo"),
    ("mkv", "flac", 96_000, "stereo"),
    ("mkv", "pcm_f32le", 22_050, "mono"),
    ("mkv", "pcm_s16le", 48_000, "7.1"),
    ("mkv", "pcm_s16le", 16_000, "mono"),
    ("avi", "pcm_s16le", 44_100, "stereo"),
    ("avi", "libmp3lame", 44_100, "stereo"),
    ("mov", "pcm_u8", 8_000, "mono"),
    ("mov", "pcm_s24be", 96_000, "2.1"),
    ("mov", "alac", 44_100, "stereo"),
    ("ts", "aac", 44_100, "stereo"),
    ("ts", "mp2", 48_000, "stereo"),
    ("flv", "aac", 44_100, "stereo"),
]


@pytest.mark.parametrize(("extension", "codec", "rate", "layout"), FORMATS)
class TestEveryFormat:
    def clip(self, tmp_path: Path, extension: str, codec: str, rate: int, layout: str) -> Path:
        picture = "mpeg4" if extension == "avi" else "libx264"
        return sounding_clip(tmp_path / f"a.{extension}", Sound(codec, rate, layout), picture_codec=picture)

    def test_is_heard_when_it_sounds_and_as_it_sounds(self, tmp_path, extension, codec, rate, layout):
        samples = heard(self.clip(tmp_path, extension, codec, rate, layout))
        assert onsets(samples) == pytest.approx(EVERY_SECOND, abs=A_FRAME)
        assert seconds(samples) == pytest.approx(8.0, abs=0.15)
        assert pitch(samples) == pytest.approx(LOW, abs=2)
        assert 0.4 < np.abs(samples).max() < 0.8

    def test_from_a_later_start_are_the_same_samples(self, tmp_path, extension, codec, rate, layout):
        path = self.clip(tmp_path, extension, codec, rate, layout)
        whole = heard(path)
        for start in (0.5, 2.345, 6.02):
            part, rest = heard(path, start), whole[round(start * SAMPLE_RATE) :]
            assert len(part) == len(rest)
            # Decoders that fill in noise do so anew.
            assert np.abs(part - rest).max() < 0.005


def test_pieces_are_what_they_say(tmp_path):
    path = sounding_clip(tmp_path / "a.mkv", Sound("flac", seconds=12.0), seconds=12.0)
    chunks = list(decode_audio(path, DEFAULT_LIMITS, start=0.25))
    assert [chunk.start for chunk in chunks] == [0.25, 5.25, 10.25]
    assert [len(chunk.samples) for chunk in chunks] == [80_000, 80_000, 28_000]
    assert {chunk.samples.dtype for chunk in chunks} == {np.dtype(np.float32)}


def test_a_video_without_sound_gives_nothing_and_the_probe_says_why(decoder, tmp_path):
    path = numbered_clip(tmp_path / "a.mp4")
    assert list(decoder.audio(path)) == []
    assert decoder.probe(path).audio_streams == 0


@pytest.mark.parametrize("start", [8.5, 100.0])
def test_from_beyond_the_end_comes_nothing(tmp_path, start):
    assert heard(sounding_clip(tmp_path / "a.mp4", Sound()), start).size == 0


@pytest.mark.parametrize("extension", ["mp4", "mkv", "ts"])
class TestBeginnings:
    def test_sound_that_begins_later_than_the_picture_is_preceded_by_silence(self, tmp_path, extension):
        path = sounding_clip(tmp_path / f"a.{extension}", Sound(start=2.0, seconds=4.0))
        samples = heard(path)
        assert onsets(samples) == pytest.approx([2.0, 3.0, 4.0, 5.0], abs=A_FRAME)
        assert np.abs(samples[: int(1.9 * SAMPLE_RATE)]).max() < 0.001

    def test_sound_from_before_the_picture_is_cut(self, tmp_path, extension):
        path = sounding_clip(tmp_path / f"a.{extension}", Sound(), picture_start=1.5, seconds=6.0)
        samples = heard(path)
        assert onsets(samples) == pytest.approx([0.5, 1.5, 2.5, 3.5, 4.5, 5.5], abs=A_FRAME)
        assert seconds(samples) == pytest.approx(6.5, abs=0.1)

    @pytest.mark.parametrize("start", [0.3, 1.0, 4.2])
    def test_a_later_start_counts_from_the_picture_too(self, tmp_path, extension, start):
        path = sounding_clip(tmp_path / f"a.{extension}", Sound(start=2.0), picture_start=1.0)
        whole, part = heard(path), heard(path, start)
        assert np.abs(part - whole[round(start * SAMPLE_RATE) :]).max() < 0.005


@pytest.mark.parametrize("extension", ["mp4", "mkv", "ts"])
class TestGaps:
    def test_where_packets_are_missing_is_silence(self, tmp_path, extension):
        path = sounding_clip(tmp_path / f"a.{extension}", Sound(change=without_stretch(1.8, 4.8)))
        assert onsets(heard(path)) == pytest.approx([0.0, 1.0, 5.0, 6.0, 7.0], abs=A_FRAME)

    def test_the_sound_may_end_long_before_the_picture(self, tmp_path, extension):
        assert seconds(heard(sounding_clip(tmp_path / f"a.{extension}", Sound(seconds=2.0)))) < 2.1


def test_a_timestamp_that_no_recording_has_is_not_believed(tmp_path):
    def astray(packets):
        packets[len(packets) // 2].pts += round(5 * 3600 / packets[0].time_base)
        return packets

    path = sounding_clip(tmp_path / "a.mkv", Sound("pcm_s16le", 16_000, "mono", change=astray))
    assert onsets(heard(path)) == pytest.approx(EVERY_SECOND, abs=A_FRAME)


def test_recordings_joined_end_to_end_are_heard_with_their_pictures(tmp_path):
    parts = [
        sounding_clip(tmp_path / "1.ts", Sound(seconds=3.5), seconds=4.0),
        sounding_clip(tmp_path / "2.ts", Sound(seconds=4.0), seconds=4.0),
    ]
    path = tmp_path / "joined.ts"
    path.write_bytes(b"".join(part.read_bytes() for part in parts))
    samples = heard(path)
    assert onsets(samples) == pytest.approx(EVERY_SECOND, abs=0.15)
    assert np.abs(heard(path, 5.1) - samples[round(5.1 * SAMPLE_RATE) :]).max() < 0.005


class TestTracks:
    def test_the_default_one_is_heard(self, tmp_path):
        other = Sound(wave=bursts(HIGH), disposition=Disposition(0))
        assert pitch(heard(sounding_clip(tmp_path / "a.mkv", other, Sound()))) == pytest.approx(LOW, abs=2)

    def test_of_those_alike_the_first(self, tmp_path):
        path = sounding_clip(tmp_path / "a.mkv", Sound(), Sound(wave=bursts(HIGH)))
        assert pitch(heard(path)) == pytest.approx(LOW, abs=2)

    def test_one_of_a_low_rate_gives_way(self, tmp_path):
        path = sounding_clip(tmp_path / "a.mkv", Sound(rate=8_000, wave=bursts(HIGH)), Sound())
        assert pitch(heard(path)) == pytest.approx(LOW, abs=2)

    def test_a_commentary_is_not_the_speech(self, tmp_path):
        comment = Sound(wave=bursts(HIGH), disposition=Disposition.comment | Disposition.default)
        path = sounding_clip(tmp_path / "a.mkv", comment, Sound(disposition=Disposition(0)))
        assert pitch(heard(path)) == pytest.approx(LOW, abs=2)


def damaged(numbers: range):
    """Makes the packets of these numbers unreadable."""

    def change(packets):
        for number in numbers:
            packet = av.Packet(b"\xff" * packets[number].size)
            for name in ("time_base", "pts", "dts", "duration", "stream"):
                setattr(packet, name, getattr(packets[number], name))
            packets[number] = packet
        return packets

    return change


@pytest.mark.parametrize("codec", ["aac", "flac", "libmp3lame", "ac3"])
def test_damaged_packets_are_left_out_and_time_stays_true(tmp_path, codec):
    path = sounding_clip(tmp_path / "a.mkv", Sound(codec, change=damaged(range(20, 30))))
    assert onsets(heard(path))[-5:] == pytest.approx([3.0, 4.0, 5.0, 6.0, 7.0], abs=A_FRAME)


def test_sound_of_which_nothing_can_be_decoded_is_an_error_that_names_the_file(decoder, tmp_path):
    path = sounding_clip(tmp_path / "a.mkv", Sound("ac3", seconds=1.024, change=damaged(range(32))))
    with pytest.raises(UserError, match="None of its sound") as caught:
        list(decoder.audio(path))
    assert caught.value.path == path
    assert caught.value.hint


def test_a_truncated_file_gives_what_is_there(tmp_path):
    path = sounding_clip(tmp_path / "a.mkv", Sound())
    os.truncate(path, path.stat().st_size // 2)
    samples = heard(path)
    assert 2.0 < seconds(samples) < 6.0
    assert onsets(samples)[:3] == pytest.approx([0.0, 1.0, 2.0], abs=A_FRAME)


def test_a_file_that_is_no_video_fails_by_name(decoder, tmp_path):
    path = clip_without_index(tmp_path / "a.mp4")
    with pytest.raises(UserError, match="moov box") as caught:
        list(decoder.audio(path))
    assert caught.value.path == path


def test_a_file_that_is_beyond_the_longest_is_an_error(tmp_path):
    path = sounding_clip(tmp_path / "a.mkv", Sound())
    with pytest.raises(UserError, match="longer than"):
        list(decode_audio(path, DecodeLimits(max_seconds=4.0)))


class TestTheChild:
    """Sound comes from the process that can be ended whatever it does."""

    @pytest.fixture
    def clip(self, tmp_path: Path) -> Path:
        return sounding_clip(tmp_path / "a.mkv", Sound("flac", 16_000, "mono", seconds=60.0), seconds=2.0)

    def test_what_it_sends_is_what_is_decoded_here(self, decoder, clip):
        sent = list(decoder.audio(clip, start=1.5))
        here = list(decode_audio(clip, DEFAULT_LIMITS, start=1.5))
        assert [chunk.start for chunk in sent] == [chunk.start for chunk in here]
        assert all(np.array_equal(one.samples, other.samples) for one, other in zip(sent, here, strict=True))

    def test_one_child_serves_sound_and_pictures(self, decoder, clip):
        decoder.probe(clip)
        child = decoder._child
        assert len(list(decoder.audio(clip))) == 12
        assert len(list(decoder.frames(clip, size=32))) == 1
        assert decoder._child is child

    def test_cancelling_stops_it(self, decoder, clip):
        cancel = CancelToken()
        hearing = decoder.audio(clip, cancel=cancel)
        next(hearing)
        cancel.cancel()
        with pytest.raises(Cancelled):
            next(hearing)
        assert len(list(decoder.audio(clip))) == 12

    def test_whoever_stops_listening_leaves_the_decoder_usable(self, decoder, clip):
        hearing = decoder.audio(clip)
        next(hearing)
        with pytest.raises(RuntimeError, match="at work"):
            decoder.probe(clip)
        hearing.close()
        assert len(list(decoder.audio(clip))) == 12

    def test_a_child_that_breaks_down_costs_this_file_only(self, decoder, clip):
        hearing = decoder.audio(clip)
        next(hearing)
        decoder._child._process.kill()
        with pytest.raises(UserError, match="broke down") as caught:
            list(hearing)
        assert caught.value.path == clip
        assert len(list(decoder.audio(clip))) == 12


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells how much memory a process takes")
def test_twenty_minutes_take_no_more_memory_than_one(decoder, tmp_path):
    minute = sounding_clip(tmp_path / "minute.mkv", Sound("aac", 8_000, "mono", 0.0, 60.0, silence), seconds=1.0)
    list(decoder.audio(minute))
    before = peak_memory(decoder)
    long = sounding_clip(tmp_path / "long.mkv", Sound("aac", 8_000, "mono", change=twenty_minutes_of), seconds=1.0)
    total = sum(len(chunk.samples) for chunk in decoder.audio(long))
    assert total / SAMPLE_RATE == pytest.approx(1200, abs=1)
    assert peak_memory(decoder) - before < 20 << 20


def twenty_minutes_of(packets):
    """The same packet again and again."""
    kept, step = packets[10], packets[10].duration
    for number in range(round(1200 / (step * kept.time_base))):
        packet = av.Packet(bytes(kept))
        packet.pts = packet.dts = number * step
        packet.time_base, packet.duration, packet.stream = kept.time_base, step, kept.stream
        yield packet


def peak_memory(decoder) -> int:
    """The child's, in bytes."""
    lines = Path(f"/proc/{decoder._child._process.pid}/status").read_text().splitlines()
    return sum(int(line.split()[1]) << 10 for line in lines if line.startswith("VmHWM:"))


@pytest.mark.data
def test_of_a_real_narration_the_better_stream_is_heard(decoder, shared_data):
    path = shared_data / "speech" / "nasa_13013.mp4"
    whole = np.concatenate([chunk.samples for chunk in decoder.audio(path)])
    assert seconds(whole) == pytest.approx(13.056, abs=0.01)
    # Above 4 kHz there is only what the stream of 16,000 samples a second has.
    spectrum = np.abs(np.fft.rfft(whole))
    assert spectrum[len(spectrum) // 2 :].sum() > 0.02 * spectrum.sum()
