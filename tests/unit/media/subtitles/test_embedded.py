from __future__ import annotations

from pathlib import Path

import pysubs2
import pytest
from av.stream import Disposition

from tests.helpers.media import clip_without_index, numbered_clip
from tests.helpers.subtitles import Subtitles, captions, dialogue, no_captions, subtitled_clip, timed_text
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.domain.transcript import TranscriptSource
from videobert_desktop.media.limits import DEFAULT_LIMITS
from videobert_desktop.media.subtitles import embedded
from videobert_desktop.media.subtitles.reading import read_subtitles

HELLO = [(210, 1290, "Hello, you"), (1500, 700, "Second\nline")]
FORMATS = [
    ("mkv", "srt", lambda text: text.encode()),
    ("mkv", "webvtt", lambda text: text.encode()),
    ("mkv", "ass", lambda text: dialogue(text.replace("\n", r"\N"))),
    ("webm", "webvtt", lambda text: text.encode()),
    ("mp4", "mov_text", timed_text),
    ("mov", "mov_text", timed_text),
    ("mp4", "mov_text", lambda text: timed_text(text, encoding="utf-16", styles=b"\x00\x00\x00\x08styl")),
]


def shown(track) -> list[tuple[float, float, str]]:
    return [(segment.span.start, segment.span.end, segment.text) for segment in track.segments]


@pytest.mark.parametrize(("extension", "codec", "packet"), FORMATS)
def test_a_track_of_text_is_read_with_its_exact_times(decoder, tmp_path, extension, codec, packet):
    track = Subtitles(codec, [(start, lasts, packet(text)) for start, lasts, text in HELLO], "ger")
    report = decoder.subtitles(subtitled_clip(tmp_path / f"a.{extension}", track))
    (found,) = report.tracks
    assert (found.source, found.origin, found.language) == (TranscriptSource.EMBEDDED, "stream 1", "de")
    assert shown(found) == [(0.21, 1.5, "Hello, you"), (1.5, 2.2, "Second\nline")]
    assert not report.failures


def test_captions_of_cea_608_are_read_as_a_track_of_their_own(decoder, tmp_path):
    codes = [(500, 1500, captions("Hello there")), (2000, 500, captions("Second")), (2500, 500, no_captions())]
    (found,) = decoder.subtitles(subtitled_clip(tmp_path / "a.mov", Subtitles("eia_608", codes))).tracks
    assert shown(found) == [(0.5, 2.0, "Hello there"), (2.0, 2.5, "Second")]


def test_times_count_from_the_first_picture(decoder, tmp_path):
    track = Subtitles("srt", [(500, 600, b"early"), (2500, 500, b"late")])
    (found,) = decoder.subtitles(subtitled_clip(tmp_path / "a.mkv", track, picture_start=1.0)).tracks
    assert shown(found) == [(0.0, pytest.approx(0.1), "early"), (1.5, 2.0, "late")]


def test_tracks_are_kept_apart_and_named(decoder, tmp_path):
    cue = [(0, 1000, b"text")]
    path = subtitled_clip(
        tmp_path / "a.mkv",
        Subtitles("srt", cue, "eng", "Director"),
        Subtitles("ass", [(0, 1000, dialogue("Text"))], "chi", "简体"),
        Subtitles("webvtt", cue, "xyz"),
        Subtitles("srt", cue, disposition=Disposition.forced),
        Subtitles("srt", cue, "fre", "Signs", Disposition.forced),
    )
    tracks = decoder.subtitles(path).tracks
    assert [(track.origin, track.language, track.title) for track in tracks] == [
        ("stream 1", "en", "Director"),
        ("stream 2", "zh", "简体"),
        ("stream 3", "xyz", ""),
        ("stream 4", "", "forced"),
        ("stream 5", "fr", "Signs (forced)"),
    ]


def test_a_track_in_an_old_encoding_is_read_all_the_same(decoder, tmp_path):
    texts = ["Où est le café ?", "plain", "À l'été prochain"]
    cues = [(number * 500, 400, text.encode("cp1252")) for number, text in enumerate(texts)]
    (found,) = decoder.subtitles(subtitled_clip(tmp_path / "a.mkv", Subtitles("srt", cues, "fre"))).tracks
    assert [segment.text for segment in found.segments] == texts


def test_pictures_of_text_are_passed_over_and_named_but_are_no_fault(decoder, tmp_path):
    pictures = Subtitles("hdmv_pgs_subtitle", [(0, 1000, bytes(20))], "eng")
    path = subtitled_clip(tmp_path / "a.mkv", pictures, Subtitles("srt", [(0, 1000, b"text")]))
    report = decoder.subtitles(path)
    assert [track.origin for track in report.tracks] == ["stream 2"]
    assert not report.failures
    (passed_over,) = report.passed_over
    assert passed_over.path == path
    assert passed_over.reason == "The subtitles of its stream 1 are pictures, not text."
    assert passed_over.hint


def test_an_empty_track_is_none(decoder, tmp_path):
    path = subtitled_clip(tmp_path / "a.mp4", Subtitles("mov_text", [(0, 1000, timed_text(""))]))
    assert decoder.subtitles(path).tracks == ()


def test_a_track_that_is_too_large_fails_and_the_others_go_on(tmp_path, monkeypatch):
    monkeypatch.setattr(embedded, "MOST_TEXT", 1 << 20)
    large = Subtitles("srt", [(number * 10, 10, b"x" * 1000) for number in range(900)], "eng")
    path = subtitled_clip(tmp_path / "a.mkv", large, Subtitles("srt", [(0, 1000, b"text")]))
    tracks = []
    reading = read_subtitles(path, DEFAULT_LIMITS)
    while True:
        try:
            tracks.append(next(reading))
        except StopIteration as stop:
            report = stop.value
            break
    assert [track.origin for track in tracks] == ["stream 2"]
    assert report.failures[0].reason == "The subtitles of its stream 1 are larger than 1 MB."


def test_broken_samples_do_not_break_the_track(decoder, tmp_path):
    cues = [
        (0, 500, timed_text("one")),
        (500, 500, b"\x00"),
        (1000, 500, b"\xff\xff\x00x"),
        (1500, 500, timed_text("two")),
    ]
    (found,) = decoder.subtitles(subtitled_clip(tmp_path / "a.mp4", Subtitles("mov_text", cues))).tracks
    assert [segment.text for segment in found.segments] == ["one", "x", "two"]


def test_a_video_without_subtitles_has_none(decoder, tmp_path):
    report = decoder.subtitles(numbered_clip(tmp_path / "a.mp4"))
    assert (report.tracks, report.failures, report.passed_over) == ((), (), ())


def test_a_file_that_is_no_video_fails_by_name(decoder, tmp_path):
    path = clip_without_index(tmp_path / "a.mp4")
    with pytest.raises(UserError, match="moov box") as caught:
        decoder.subtitles(path)
    assert caught.value.path == path


def test_cancelling_stops_it(decoder, tmp_path):
    cancel = CancelToken()
    cancel.cancel()
    path = numbered_clip(tmp_path / "a.mp4")
    with pytest.raises(Cancelled):
        decoder.subtitles(path, cancel=cancel)
    assert decoder.subtitles(path).tracks == ()


@pytest.mark.data
def test_the_embedded_subtitles_of_a_real_narration_are_those_of_its_file(decoder, shared_data):
    path: Path = shared_data / "speech" / "nasa_13013.mp4"
    report = decoder.subtitles(path)
    expected = [
        (event.start / 1000, event.end / 1000, event.plaintext) for event in pysubs2.load(str(path.with_suffix(".srt")))
    ]
    assert [track.origin for track in report.tracks] == ["stream 2", "stream 5", "nasa_13013.srt"]
    assert [track.language for track in report.tracks] == ["en", "en", ""]
    for track in report.tracks:
        assert shown(track) == expected
