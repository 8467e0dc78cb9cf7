"""`videobert transcript`, over a real catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.helpers.libraries import add_video
from tests.unit.cli.calling import CommandLine
from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.transcript import Segment, SubtitleTrack, TranscriptSource
from videobert_desktop.services.libraries import Library

NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)
ENGLISH = SubtitleTrack(
    TranscriptSource.EMBEDDED,
    "stream 2",
    "en",
    "",
    (Segment(Span(0.5, 2.0), "Good morning,\nall"), Segment(Span(3661.0, 3662.5), "-- the <end>\x1b")),
)
CHINESE = SubtitleTrack(TranscriptSource.SIDECAR, "talk.zh.srt", "zh", "", (Segment(Span(0.5, 2.0), "大家早上好"),))


@pytest.fixture
def talk(library: Library, tmp_path: Path) -> Path:
    """A video with subtitles in two languages."""
    path = tmp_path / "talk.mp4"
    video_id = add_video(library, path)
    with library.catalogue() as catalogue:
        catalogue.transcripts.put(video_id, ENGLISH, NOON)
        catalogue.transcripts.put(video_id, CHINESE, NOON)
    return path


def test_it_shows_each_line_with_its_time(videobert: CommandLine, of_library: Sequence[str], talk: Path) -> None:
    outcome = videobert(*of_library, "transcript", str(talk))
    assert (outcome.status, outcome.stderr) == (0, "")
    assert outcome.stdout.splitlines() == [
        str(talk),
        "0:00.5  Good morning, all",
        "1:01:01.0  -- the <end>\\x1b",
    ]


@pytest.mark.parametrize("arguments", [("--json", "transcript"), ("transcript", "--format", "json")])
def test_as_json_it_is_what_the_contract_says(
    videobert: CommandLine, of_library: Sequence[str], talk: Path, arguments: Sequence[str]
) -> None:
    if arguments[0] == "transcript":
        document = videobert(*of_library, "transcript", "talk.mp4", *arguments[1:]).document
    else:
        document = videobert(*of_library, *arguments, "talk.mp4").document
    assert (document["language"], document["source"], document["video"]) == ("en", "embedded", str(talk))
    first, second = document["segments"]
    assert first == {"start": 0.5, "end": 2.0, "text": "Good morning,\nall", "confidence": None, "edited": False}
    assert (second["start"], second["end"]) == (3661.0, 3662.5)


def test_another_language_may_be_preferred(videobert: CommandLine, of_library: Sequence[str], talk: Path) -> None:
    document = videobert(*of_library, "--json", "transcript", str(talk), "--language", "zh").document
    assert (document["language"], document["source"]) == ("zh", "sidecar")
    assert [segment["text"] for segment in document["segments"]] == ["大家早上好"]


@pytest.mark.parametrize(
    ("form", "beginning"),
    [("srt", "1\n00:00:00,500 --> "), ("vtt", "WEBVTT\n\n00:00:00.500 --> "), ("txt", "Good mor")],
)
def test_it_is_written_for_other_programs(
    videobert: CommandLine, of_library: Sequence[str], talk: Path, form: str, beginning: str
) -> None:
    outcome = videobert(*of_library, "transcript", str(talk), "--format", form)
    assert outcome.status == 0
    assert outcome.stdout.startswith(beginning)
    assert not outcome.stdout.endswith("\n\n")


def test_what_the_user_has_put_right_is_what_is_shown(
    videobert: CommandLine, of_library: Sequence[str], talk: Path, library: Library
) -> None:
    with library.catalogue() as catalogue:
        (transcript, _) = catalogue.transcripts.all_of(1)
        first, second = catalogue.transcripts.segments(transcript.id)
        catalogue.transcripts.edit(first.id, "Good evening")
        catalogue.transcripts.edit(second.id, "")
    document = videobert(*of_library, "--json", "transcript", str(talk)).document
    assert [(segment["text"], segment["edited"]) for segment in document["segments"]] == [("Good evening", True)]


def test_a_video_of_which_nothing_is_known_is_named_with_the_reason(
    videobert: CommandLine, of_library: Sequence[str], library: Library, tmp_path: Path
) -> None:
    add_video(library, tmp_path / "silent.mp4")
    outcome = videobert(*of_library, "transcript", "silent.mp4")
    assert outcome.status == 3
    assert "silent.mp4: The video has neither sound nor subtitles." in outcome.stderr


def test_a_video_that_is_not_there_is_a_clear_error(
    videobert: CommandLine, of_library: Sequence[str], library: Library
) -> None:
    assert videobert(*of_library, "transcript", "none.mp4").status == 3
