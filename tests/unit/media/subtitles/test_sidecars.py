from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from tests.helpers.media import ODD_NAMES, numbered_clip, odd_path
from tests.helpers.sound import Sound, sounding_clip
from videobert_desktop.domain.transcript import TranscriptSource
from videobert_desktop.media.subtitles import reading
from videobert_desktop.media.subtitles.sidecars import find_sidecars

SUBRIP = "1\n00:00:00,500 --> 00:00:01,250\nHello, you\n"


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """A video of three seconds, called film.mp4."""
    return numbered_clip(tmp_path / "film.mp4")


def beside(film: Path, name: str, content: str | bytes = SUBRIP) -> Path:
    path = film.with_name(name)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def named(film: Path) -> dict[str, tuple[str, str]]:
    return {sidecar.path.name: (sidecar.language, sidecar.title) for sidecar in find_sidecars(film)}


@pytest.mark.parametrize(
    ("name", "language", "title"),
    [
        ("film.srt", "", ""),
        ("film.SRT", "", ""),
        ("Film.srt", "", ""),
        ("film.en.srt", "en", ""),
        ("film.eng.vtt", "en", ""),
        ("film.ger.ass", "de", ""),
        ("film.English.srt", "en", ""),
        ("film.Deutsch.ssa", "de", ""),
        ("film.zh-Hans.srt", "zh-Hans", ""),
        ("film.zh_hant_TW.srt", "zh-Hant-TW", ""),
        ("film.pt-br.srt", "pt-BR", ""),
        ("film.chs.srt", "zh-Hans", ""),
        ("film.简体中文.srt", "zh-Hans", ""),
        ("film.Brazilian Portuguese.srt", "pt-BR", ""),
        ("film.en.forced.srt", "en", "forced"),
        ("film.forced.en.srt", "en", "forced"),
        ("film.en.hi.srt", "en", "hi"),
        ("film.hi.srt", "hi", ""),
        ("film.English (SDH).srt", "en", "SDH"),
        ("film.Director's cut.srt", "", "Director's cut"),
        ("film_en.srt", "en", ""),
        ("film - English.srt", "en", ""),
        ("film.lrc", "", ""),
        ("film.sbv", "", ""),
        ("film.sub", "", ""),
    ],
)
def test_a_file_that_is_named_after_the_video_is_found_and_its_language_told(film, name, language, title):
    beside(film, name)
    assert named(film) == {name: (language, title)}


@pytest.mark.parametrize(
    "name", ["filmed.srt", "film2.srt", "film - trailer.srt", "film.txt", "film.srt.bak", "other.srt"]
)
def test_a_file_that_is_named_after_something_else_is_not_taken(film, name):
    beside(film, name)
    assert named(film) == {}


def test_a_file_belongs_to_the_video_whose_name_it_shares_most_of(film):
    numbered_clip(film.with_name("film.part2.mkv"))
    for name in ("film.srt", "film.part2.srt", "film.part2.en.srt"):
        beside(film, name)
    assert list(named(film)) == ["film.srt"]
    assert list(named(film.with_name("film.part2.mkv"))) == ["film.part2.en.srt", "film.part2.srt"]


def test_accents_may_be_written_in_either_way(tmp_path):
    film = tmp_path / unicodedata.normalize("NFD", "café.mp4")
    beside(film, unicodedata.normalize("NFC", "café.en.srt"))
    assert list(named(film).values()) == [("en", "")]


@pytest.mark.parametrize("kind", ODD_NAMES)
def test_odd_names_are_no_obstacle(decoder, tmp_path, kind):
    film = numbered_clip(odd_path(tmp_path, kind))
    beside(film, f"{film.stem}.en.srt")
    (track,) = decoder.subtitles(film).tracks
    assert track.language == "en"
    track.origin.encode()


def test_subtitles_beside_the_video_are_read(decoder, film):
    beside(film, "film.srt")
    beside(film, "film.de.srt", SUBRIP.replace("Hello, you", "Hallo, du"))
    german, unnamed = decoder.subtitles(film).tracks
    assert (german.source, german.origin, german.language) == (TranscriptSource.SIDECAR, "film.de.srt", "de")
    assert (unnamed.origin, unnamed.language) == ("film.srt", "")
    assert [(s.span.start, s.span.end, s.text) for s in german.segments] == [(0.5, 1.25, "Hallo, du")]


def test_they_are_left_alone_where_that_is_asked_for(decoder, film):
    beside(film, "film.srt")
    assert decoder.subtitles(film, sidecars=False).tracks == ()


def test_times_count_from_the_first_picture_which_players_count_to(decoder, tmp_path):
    film = sounding_clip(tmp_path / "film.mkv", Sound("pcm_s16le"), picture_start=0.5)
    beside(film, "film.srt", SUBRIP + "\n2\n00:00:02,000 --> 00:00:03,000\nlater\n")
    (track,) = decoder.subtitles(film).tracks
    assert [(s.span.start, s.span.end) for s in track.segments] == [(0.0, 0.75), (1.5, 2.5)]


class TestFailures:
    """A file that cannot be read is named, and the others go on."""

    @pytest.fixture(autouse=True)
    def _good_one(self, film):
        beside(film, "film.srt")

    def failure(self, decoder, film):
        report = decoder.subtitles(film)
        assert [track.origin for track in report.tracks] == ["film.srt"]
        (failure,) = report.failures
        assert failure.hint
        return failure

    @pytest.mark.parametrize(
        "content", [b"", b"no subtitles at all", os.urandom(2000), b"WEBVTT\n\nbroken --> times\n"]
    )
    def test_without_anything_to_read(self, decoder, film, content):
        path = beside(film, "film.en.srt", content)
        failure = self.failure(decoder, film)
        assert failure.path == path
        assert "No subtitles" in failure.reason

    def test_a_folder(self, decoder, film):
        film.with_name("film.en.srt").mkdir()
        assert "not a regular file" in self.failure(decoder, film).reason

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
    def test_a_pipe_which_would_wait_for_ever(self, decoder, film):
        os.mkfifo(film.with_name("film.en.srt"))
        assert "not a regular file" in self.failure(decoder, film).reason

    def test_a_link_to_nothing(self, decoder, film):
        film.with_name("film.en.srt").symlink_to("nowhere.srt")
        assert "leads to nothing" in self.failure(decoder, film).reason

    def test_a_file_that_is_too_large(self, decoder, film):
        path = beside(film, "film.en.srt")
        os.truncate(path, reading.LARGEST_FILE + 1)
        failure = self.failure(decoder, film)
        assert failure.path == path
        assert "larger than 64 MB" in failure.reason

    def test_frames_that_nobody_knows_the_rate_of(self, film):
        beside(film, "film.en.sub", "{0}{25}Hello")
        beside_it = reading._Sidecars(0.0, 0, reading.DecodeLimits(), lambda: None)
        assert [track.origin for track in beside_it.tracks(film)] == ["film.srt"]
        assert "how many there are a second" in beside_it.failures[0].reason

    def test_memory_that_does_not_suffice(self, film, monkeypatch):
        def hungry(content: bytes, language: str) -> str:
            if language:
                raise MemoryError
            return content.decode()

        monkeypatch.setattr(reading, "decode_text", hungry)
        beside(film, "film.en.srt")
        beside_it = reading._Sidecars(0.0, 0, reading.DecodeLimits(), lambda: None)
        assert [track.origin for track in beside_it.tracks(film)] == ["film.srt"]
        assert "memory" in beside_it.failures[0].reason


def test_pictures_of_vobsub_are_passed_over_with_a_reason(decoder, film):
    path = beside(film, "film.sub", b"\x00\x00\x01\xba" + bytes(range(256)) * 8)
    beside(film, "film.idx", "# VobSub index file, v7")
    report = decoder.subtitles(film)
    assert (report.tracks, report.failures) == ((), ())
    (passed_over,) = report.passed_over
    assert (passed_over.path, passed_over.reason) == (path, "These subtitles are pictures, not text.")


def test_frames_of_microdvd_are_those_of_the_video(decoder, film):
    beside(film, "film.sub", "{5}{10}Hello|you")
    (track,) = decoder.subtitles(film).tracks
    assert [(s.span.start, s.span.end, s.text) for s in track.segments] == [(0.5, 1.0, "Hello\nyou")]


def test_fifty_megabytes_are_read(film):
    cue = "\n00:00:01,000 --> 00:00:02,000\n" + "long text " * 500 + "\n\n"
    count = (50 << 20) // len(cue)
    beside(film, "film.srt", "".join(f"{number}{cue}" for number in range(count)))
    beside_it = reading._Sidecars(0.0, 0, reading.DecodeLimits(), lambda: None)
    (track,) = beside_it.tracks(film)
    assert len(track.segments) == 1
    assert not beside_it.failures
