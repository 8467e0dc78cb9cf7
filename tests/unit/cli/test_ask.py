"""`videobert ask`, with a stand-in for what answers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import pytest

from tests.unit.cli.calling import CommandLine
from videobert_desktop.domain.answer import Answer, AnswerSentence, Citation
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.channel import Channel
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.timing import Span
from videobert_desktop.services.asking import ask_clip
from videobert_desktop.services.libraries import Library

SEEN = Citation(4, Span(3.0, 7.5), Channel.PICTURE)
SAID = Citation(4, Span(9.0, 11.0), Channel.SPEECH, "look, a cat")
ANSWER = Answer(
    "What animal is it?",
    (AnswerSentence("A cat.", (SEEN,)), AnswerSentence("It is said: “look, a cat”.", (SAID,))),
    0.75,
    abstained=False,
    answerer="evidence",
    notes=("The file is not there.",),
)


class Asker:
    """Stands in for `ClipAsker`."""

    def __init__(self, library: Library, *, device: str = "cpu") -> None:
        del library, device

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def ask(self, question: str, video: str, *, cancel: CancelToken) -> Answer:
        cancel.raise_if_cancelled()
        if not question.strip():
            raise UserError("There is no question.")
        assert video == "cat.mp4"
        return ANSWER


@pytest.fixture(autouse=True)
def asker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ask_clip, "ClipAsker", Asker)


def test_the_document_is_that_of_the_contract(videobert: CommandLine, of_library: Sequence[str]) -> None:
    outcome = videobert(*of_library, "--json", "ask", "cat.mp4", "What animal is it?")
    assert outcome.status == 0
    seen = {"video_id": 4, "start": 3.0, "end": 7.5, "channel": "picture", "quote": None}
    said = {"video_id": 4, "start": 9.0, "end": 11.0, "channel": "speech", "quote": "look, a cat"}
    assert outcome.document == {
        "question": "What animal is it?",
        "answer": "A cat. It is said: “look, a cat”.",
        "sentences": [
            {"text": "A cat.", "citations": [seen]},
            {"text": "It is said: “look, a cat”.", "citations": [said]},
        ],
        "confidence": 0.75,
        "abstained": False,
        "answerer": "evidence",
        "notes": ["The file is not there."],
    }


def test_people_see_when(videobert: CommandLine, of_library: Sequence[str]) -> None:
    lines = videobert(*of_library, "ask", "cat.mp4", "What animal is it?").stdout.splitlines()
    assert lines[0] == "A cat.  [0:03.0 \N{EN DASH} 0:07.5 picture]"
    assert lines[1].endswith("[0:09.0 \N{EN DASH} 0:11.0 speech]")
    assert "75%" in lines[2]
    assert lines[3] == "The file is not there."


def test_an_empty_question_is_an_error(videobert: CommandLine, of_library: Sequence[str]) -> None:
    outcome = videobert(*of_library, "ask", "cat.mp4", " ")
    assert (outcome.status, outcome.stdout) == (3, "")


def test_a_pack_that_is_not_there_is_named(videobert: CommandLine, of_library: Sequence[str]) -> None:
    outcome = videobert(*of_library, "ask", "cat.mp4", "What?", "--pack", "none")
    assert outcome.status == 3
    assert "'none'" in outcome.stderr


@pytest.mark.parametrize("arguments", [[], ["cat.mp4"], ["cat.mp4", "What?", "--eval", "q.json"], ["a", "--eval", "b"]])
def test_either_a_question_or_a_file_of_them(
    videobert: CommandLine, of_library: Sequence[str], arguments: list[str]
) -> None:
    assert videobert(*of_library, "ask", *arguments).status == 2


def test_a_file_of_questions_has_to_be_one(videobert: CommandLine, of_library: Sequence[str], tmp_path: Path) -> None:
    path = tmp_path / "questions.json"
    path.write_text("[]")
    assert videobert(*of_library, "ask", "--eval", str(path)).status == 3
    path.write_text(json.dumps([{"video": "none.mp4", "question": "What?", "accept": ["cat"]}]))
    outcome = videobert(*of_library, "ask", "--eval", str(path))
    assert outcome.status == 3
    assert "none.mp4" in outcome.stderr
