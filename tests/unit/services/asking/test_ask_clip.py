"""Asking a clip, from the library to the answer, with a pack that knows colours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.indexing import Desk
from videobert_desktop.domain.answer import Answer, Exchange
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.services.asking.ask_clip import ENGLISH_ONLY, LONGEST, OFFLINE, ClipAsker
from videobert_desktop.services.asking.evaluate_questions import (
    QuestionItem,
    accepts,
    evaluate_questions,
    is_right,
    majority_accuracy,
    read_questions,
)


@pytest.fixture
def clips(desk: Desk) -> Desk:
    """Two clips: red then blue, and green."""
    desk.clip("mixed.mp4", "red", "blue", seconds_each=12.0)
    desk.clip("green.mp4", "green", seconds_each=9.0)
    desk.index()
    return desk


@pytest.fixture
def asker(clips: Desk) -> Iterator[ClipAsker]:
    with ClipAsker(clips.library) as asker:
        yield asker


def ask(asker: ClipAsker, question: str, video: str | None = "mixed.mp4", *earlier: Exchange) -> Answer:
    return asker.ask(question, video, earlier, cancel=CancelToken())


def test_yes_with_the_seconds_that_prove_it(asker: ClipAsker) -> None:
    answer = ask(asker, "Is there blue in the video?")
    assert answer.text.startswith("Yes")
    (citation,) = answer.sentences[0].citations
    assert 12.0 <= citation.span.start < citation.span.end <= 24.0


def test_no_with_all_that_was_looked_at(asker: ClipAsker) -> None:
    answer = ask(asker, "Is there green in the video?")
    assert answer.text.startswith("No")
    assert answer.sentences[0].citations[0].span.start == 0.0
    assert answer.sentences[0].citations[0].span.end == pytest.approx(24.0, abs=0.5)


def test_when_is_the_stretch_itself(asker: ClipAsker) -> None:
    answer = ask(asker, "When is blue?")
    assert 12.0 <= answer.sentences[0].citations[0].span.start < 24.0


def test_a_draft_comes_before_the_closer_look(asker: ClipAsker) -> None:
    drafts: list[Answer] = []
    answer = asker.ask("Is there red?", "mixed.mp4", cancel=CancelToken(), told=drafts.append)
    assert [draft.final for draft in drafts] == [False]
    assert answer.final


def test_without_its_file_it_is_answered_from_the_index(asker: ClipAsker, clips: Desk) -> None:
    (clips.folder / "mixed.mp4").unlink()
    answer = ask(asker, "Is there red?")
    assert answer.text.startswith("Yes")
    assert answer.notes == (OFFLINE,)


def test_a_file_that_is_broken_by_now_costs_the_closer_look_only(asker: ClipAsker, clips: Desk) -> None:
    (clips.folder / "mixed.mp4").write_bytes(b"nothing")
    answer = ask(asker, "Is there red?")
    assert answer.text.startswith("Yes")
    assert "could not be looked at again" in answer.notes[0]


def test_what_follows_is_looked_for_later(asker: ClipAsker) -> None:
    first = ask(asker, "Is there red?")
    later = ask(asker, "And is there red afterwards?", "mixed.mp4", Exchange(1, first, 0.0))
    assert later.sentences[0].citations[0].span.start >= first.sentences[0].citations[0].span.end - 1.5


def test_what_nobody_can_see_is_not_answered(asker: ClipAsker) -> None:
    answer = ask(asker, "What is the name of the owner?")
    assert answer.abstained
    assert answer.sentences[0].citations
    assert ask(asker, "What is the weather like on Mars?").abstained


def test_a_question_in_another_script_says_what_is_understood(asker: ClipAsker) -> None:
    answer = ask(asker, "这是什么?")
    assert answer.abstained
    assert answer.notes == (ENGLISH_ONLY,)


@pytest.mark.parametrize("question", ["", "  \n"])
def test_an_empty_question_is_refused(asker: ClipAsker, question: str) -> None:
    with pytest.raises(UserError, match="no question"):
        ask(asker, question)


def test_a_question_that_is_too_long_is_refused(asker: ClipAsker) -> None:
    with pytest.raises(UserError, match="too long: 5,000"):
        ask(asker, "a" * 5000)
    assert ask(asker, "a" * LONGEST).abstained


def test_a_clip_that_is_not_indexed_says_so(asker: ClipAsker) -> None:
    with pytest.raises(UserError, match="no video"):
        ask(asker, "Is there red?", "unknown.mp4")


def test_it_stops_when_asked_to(asker: ClipAsker) -> None:
    cancel = CancelToken()
    with pytest.raises(Cancelled):
        asker.ask("Is there red?", "mixed.mp4", cancel=cancel, told=lambda _: cancel.cancel())


def test_the_whole_library_names_the_video(asker: ClipAsker) -> None:
    answer = ask(asker, "In which video is green?", None)
    assert answer.sentences[0].text == "In green.mp4."
    assert ask(asker, "Is there green?", None).notes == ("This is about green.mp4.",)


def test_an_empty_library_says_so(desk: Desk) -> None:
    with ClipAsker(desk.library) as asker, pytest.raises(UserError):
        asker.guess("Is there red?")


def test_questions_are_counted_beside_their_baselines(asker: ClipAsker, clips: Desk) -> None:
    mixed = clips.folder / "mixed.mp4"
    items = [
        QuestionItem(mixed, "Is there red?", ("yes",)),
        QuestionItem(mixed, "Is there green?", ("no",)),
        QuestionItem(mixed, "What is the name of the owner?", ("abstain",)),
        QuestionItem(mixed, "Is there blue?", ("no",)),
    ]
    found = evaluate_questions(asker, items, cancel=CancelToken(), report=ignore_progress)
    assert found.accuracy == 0.75
    assert found.abstained == 0.25
    assert found.citations_valid == 1.0
    assert found.baselines["majority"] == 0.25
    assert [each.right for each in found.asked] == [True, True, True, False]


def test_what_is_accepted() -> None:
    assert accepts("A bicycle.", ("bicy",))
    assert not accepts("A car.", ("bicy",))
    assert accepts("No, nothing looks like a dog.", ("no", "outdoors"))
    assert not accepts("Nothing is there, no.", ("no",))
    assert not accepts("dog " * 21, ("dog",))
    assert accepts("He is outdoors.", ("no", "outdoors"))
    assert not accepts("", ("x",))


def test_an_abstention_is_right_only_where_it_is_wanted(asker: ClipAsker) -> None:
    unknown = ask(asker, "What is the name of the owner?")
    assert is_right(unknown, ("abstain",))
    assert not is_right(unknown, ("mary",))


def test_the_majority_never_knows_the_question_itself() -> None:
    items = [QuestionItem(Path("a"), "What is it?", ("dog",)), QuestionItem(Path("a"), "What is that?", ("cat",))]
    assert majority_accuracy(items) == 0.0


@pytest.mark.parametrize("content", ["", "[]", "{}", '[{"video": "a"}]', "[3]"])
def test_a_file_that_holds_no_questions_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "questions.json"
    path.write_text(content)
    with pytest.raises(UserError, match="question"):
        read_questions(path)
    with pytest.raises(UserError, match="cannot be read"):
        read_questions(tmp_path / "none.json")
