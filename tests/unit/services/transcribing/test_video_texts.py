"""What is said in a video, as the window shows, changes and exports it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.helpers.sound import Sound, sounding_clip
from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure, UserError
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.transcript import Segment, SubtitleTrack, TranscriptSource
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.services.importing.import_videos import VideoImporter
from videobert_desktop.services.transcribing.video_texts import edit_line, export_transcript, video_texts

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    sounding_clip(tmp_path / "film.mkv", Sound("flac"))
    failures: list[Failure] = []
    with Catalogue.create(tmp_path / "c.sqlite3") as catalogue, Decoder() as decoder:
        importer = VideoImporter(
            catalogue, decoder, cancel=CancelToken(), report=ignore_progress, failed=failures.append
        )
        importer.take_in([tmp_path / "film.mkv"])
        yield catalogue


def put(catalogue: Catalogue, language: str, *texts: str, source: TranscriptSource = TranscriptSource.SIDECAR) -> int:
    segments = tuple(Segment(Span(2.0 * n, 2.0 * n + 1.5), text) for n, text in enumerate(texts))
    track = SubtitleTrack(source, f"film.{language}.srt", language, "", segments)
    return catalogue.transcripts.put(1, track, NOW)


def test_the_preferred_track_is_shown_unless_another_is_asked_for(catalogue: Catalogue) -> None:
    french = put(catalogue, "fr", "Bonjour")
    english = put(catalogue, "en", "Hello", "Goodbye", source=TranscriptSource.EMBEDDED)
    shown = video_texts(catalogue, 1)
    assert [track.id for track in shown.tracks] == [english, french]
    assert shown.track == english
    assert [line.text for line in video_texts(catalogue, 1, french).lines] == ["Bonjour"]
    assert video_texts(catalogue, 1, 999).track == english


def test_where_nothing_is_known_it_says_whether_there_is_sound_to_listen_to(catalogue: Catalogue) -> None:
    nothing = video_texts(catalogue, 1)
    assert (nothing.tracks, nothing.track, nothing.lines) == ((), None, ())
    assert nothing.has_sound
    assert nothing.unheard
    put(catalogue, "en", "Hello")
    assert not video_texts(catalogue, 1).unheard
    assert video_texts(catalogue, 77).video_id == 77


def test_a_line_that_is_put_right_says_so_and_can_be_undone(catalogue: Catalogue) -> None:
    put(catalogue, "en", "Helo")
    (line,) = video_texts(catalogue, 1).lines
    edit_line(catalogue, line.id, "Hello")
    (edited,) = video_texts(catalogue, 1).lines
    assert (edited.text, edited.edited) == ("Hello", True)
    edit_line(catalogue, line.id, None)
    assert video_texts(catalogue, 1).lines == (line,)


@pytest.mark.parametrize(
    ("name", "written", "beginning"),
    [("a.srt", "a.srt", "1\n00:00:00,000 --> "), ("a.VTT", "a.VTT", "WEBVTT"), ("a.txt", "a.txt", "Hello\n")],
)
def test_it_is_written_as_the_name_says(
    catalogue: Catalogue, tmp_path: Path, name: str, written: str, beginning: str
) -> None:
    track = put(catalogue, "en", "Hello", "你好")
    path = export_transcript(catalogue, track, tmp_path / name)
    assert path == tmp_path / written
    text = path.read_text(encoding="utf-8")
    assert text.startswith(beginning)
    assert "你好" in text


def test_a_name_that_says_nothing_gets_an_ending(catalogue: Catalogue, tmp_path: Path) -> None:
    track = put(catalogue, "en", "Hello")
    assert export_transcript(catalogue, track, tmp_path / "Mr. Smith").name == "Mr. Smith.srt"


def test_a_folder_that_is_not_there_is_named(catalogue: Catalogue, tmp_path: Path) -> None:
    track = put(catalogue, "en", "Hello")
    with pytest.raises(UserError):
        export_transcript(catalogue, track, tmp_path / "absent" / "a.srt")
