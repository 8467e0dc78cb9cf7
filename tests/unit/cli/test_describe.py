"""`videobert describe`, with a stand-in for the service."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.cli.calling import CommandLine
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.description import Chapter, Description, Highlight, TimedCaption
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.progress import Report
from videobert_desktop.domain.timing import Span
from videobert_desktop.services.describing import describe_clip
from videobert_desktop.services.libraries import Library

DESCRIPTION = Description(
    video_id=4,
    path=Path("/v/cat.mp4"),
    span=Span(0.0, 61.5),
    summary="First a cat sleeps; then a dog runs.",
    captions=(TimedCaption(Span(0.0, 30.0), "a cat sleeps", 0.75), TimedCaption(Span(30.0, 61.5), "a dog runs", 0.5)),
    chapters=(Chapter(Span(0.0, 30.0), "A cat sleeps"), Chapter(Span(30.0, 61.5), "A dog runs")),
    highlights=(Highlight(Span(27.0, 33.0), 0.4),),
)


class Describer:
    """Stands in for `describe`: gives one description, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Span | None]] = []
        self.description = DESCRIPTION
        self.interrupted = False

    def __call__(
        self,
        library: Library,
        video: str,
        span: Span | None,
        *,
        device: str,
        cancel: CancelToken,
        report: Report,
    ) -> Description:
        self.asked.append((video, span))
        if video == "none.mp4":
            raise UserError("There is no video 'none.mp4' in the library.")
        if self.interrupted:
            signal.raise_signal(signal.SIGINT)
        cancel.raise_if_cancelled()
        return self.description


@pytest.fixture(autouse=True)
def describer(monkeypatch: pytest.MonkeyPatch) -> Describer:
    describer = Describer()
    monkeypatch.setattr(describe_clip, "describe", describer)
    return describer


def test_the_document_is_that_of_the_contract(
    videobert: CommandLine, of_library: Sequence[str], describer: Describer
) -> None:
    outcome = videobert(*of_library, "--json", "describe", "cat.mp4")
    assert outcome.status == 0
    assert outcome.document == {
        "video": "/v/cat.mp4",
        "video_id": 4,
        "start": 0.0,
        "end": 61.5,
        "summary": "First a cat sleeps; then a dog runs.",
        "captions": [
            {"start": 0.0, "end": 30.0, "text": "a cat sleeps", "confidence": 0.75},
            {"start": 30.0, "end": 61.5, "text": "a dog runs", "confidence": 0.5},
        ],
        "chapters": [
            {"start": 0.0, "end": 30.0, "title": "A cat sleeps"},
            {"start": 30.0, "end": 61.5, "title": "A dog runs"},
        ],
        "highlights": [{"start": 27.0, "end": 33.0, "score": 0.4}],
    }
    assert describer.asked == [("cat.mp4", None)]


def test_people_get_tables(videobert: CommandLine, of_library: Sequence[str]) -> None:
    lines = videobert(*of_library, "describe", "cat.mp4").stdout.splitlines()
    assert lines[:2] == ["/v/cat.mp4", "First a cat sleeps; then a dog runs."]
    rows = [" ".join(line.replace("\N{EN DASH}", "to").split()) for line in lines]
    assert "0:30.0 to 1:01.5 A dog runs" in rows
    assert "0:30.0 to 1:01.5 ■■··· 50% a dog runs" in rows
    assert "0:27.0 to 0:33.0 ■■··· 40%" in rows


def test_what_there_is_none_of_has_no_table(
    videobert: CommandLine, of_library: Sequence[str], describer: Describer
) -> None:
    describer.description = replace(DESCRIPTION, captions=(), highlights=())
    shown = videobert(*of_library, "describe", "cat.mp4").stdout
    assert "confidence" not in shown
    assert "highlight" not in shown


@pytest.mark.parametrize(
    ("options", "first", "last"),
    [(["--from", "2.5", "--to", "9"], 2.5, 9.0), (["--to", "9"], 0.0, 9.0), (["--from", "3"], 3.0, 1e300)],
)
def test_a_stretch_can_be_chosen(
    videobert: CommandLine,
    of_library: Sequence[str],
    describer: Describer,
    options: list[str],
    first: float,
    last: float,
) -> None:
    assert videobert(*of_library, "describe", "cat.mp4", *options).status == 0
    ((_, span),) = describer.asked
    assert span is not None
    assert span.start == first
    assert span.end == last or last < span.end


def test_a_video_that_is_not_in_the_library_is_an_error(videobert: CommandLine, of_library: Sequence[str]) -> None:
    outcome = videobert(*of_library, "describe", "none.mp4")
    assert (outcome.status, outcome.stdout) == (3, "")
    assert "none.mp4" in outcome.stderr


def test_it_can_be_interrupted(videobert: CommandLine, of_library: Sequence[str], describer: Describer) -> None:
    describer.interrupted = True
    outcome = videobert(*of_library, "describe", "cat.mp4")
    assert (outcome.status, outcome.stdout) == (130, "")
    assert "Nothing of a description is kept" in outcome.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["cat.mp4", "dog.mp4"],
        ["cat.mp4", "--from", "soon"],
        ["cat.mp4", "--from", "-1"],
        ["cat.mp4", "--from", "9", "--to", "9"],
        ["cat.mp4", "--from", "nan"],
        ["cat.mp4", "--to", "inf"],
        ["cat.mp4", "--to", "0"],
    ],
    ids=" ".join,
)
def test_wrong_usage_describes_nothing(
    videobert: CommandLine, of_library: Sequence[str], describer: Describer, arguments: list[str]
) -> None:
    assert videobert(*of_library, "describe", *arguments).status == 2
    assert describer.asked == []
