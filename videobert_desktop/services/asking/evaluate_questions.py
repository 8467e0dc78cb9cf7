"""How many questions of a file are answered rightly, beside what can be had without looking."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from videobert_desktop.domain.answer import Answer, AnswerSentence
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.domain.timing import TIME_TOLERANCE
from videobert_desktop.services.asking.ask_clip import ClipAsker

ABSTAIN = "abstain"
MOST_WORDS = 20
_WORD = re.compile(r"\w+")
_BINS = 10


@dataclass(frozen=True, slots=True)
class QuestionItem:
    """A question with what is accepted as its answer.

    Attributes:
        video: The video's file.
        question: The question.
        accept: Beginnings of words of right answers; "abstain" if it cannot be answered.
    """

    video: Path
    question: str
    accept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, its answer, and whether it is right."""

    item: QuestionItem
    answer: Answer
    right: bool


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How well the questions of a file are answered; all numbers are fractions in [0, 1].

    Attributes:
        asked: Every question.
        accuracy: Of all questions, how many are answered rightly.
        abstained: Of all questions, how many are not answered.
        citations_valid: Of the sentences of all answers, how many have citations that lie within their clip.
        ece: How far confidence and share of right answers are apart.
        baselines: The accuracy of "language_prior", which does not look, and of "majority", which says what is right
            most often in the same file.
    """

    asked: tuple[Asked, ...]
    accuracy: float
    abstained: float
    citations_valid: float
    ece: float
    baselines: dict[str, float]


def evaluate_questions(
    asker: ClipAsker, items: Sequence[QuestionItem], *, cancel: CancelToken, report: Report
) -> Evaluation:
    """Ask the questions of a file.

    Args:
        asker: Of a library that has indexed the videos.
        items: The questions, at least one.
        cancel: Looked at between questions.
        report: Told the progress.

    Raises:
        Cancelled: It was asked to stop.
        UserError: A video is not in the library.
    """
    asked, guessed, valid, sentences = [], 0, 0, 0
    for number, item in enumerate(items):
        cancel.raise_if_cancelled()
        report(Progress("asking", number, len(items), "items", item.video.name))
        answer = asker.ask(item.question, str(item.video), cancel=cancel)
        asked.append(Asked(item, answer, is_right(answer, item.accept)))
        guessed += is_right(asker.guess(item.question), item.accept)
        if not answer.abstained:
            duration = asker.duration(str(item.video))
            valid += sum(is_cited(sentence, duration) for sentence in answer.sentences)
            sentences += len(answer.sentences)
    count = len(items)
    return Evaluation(
        tuple(asked),
        sum(each.right for each in asked) / count,
        sum(each.answer.abstained for each in asked) / count,
        valid / sentences if sentences else 1.0,
        expected_calibration_error(asked),
        {"language_prior": guessed / count, "majority": majority_accuracy(items)},
    )


def read_questions(path: Path) -> tuple[QuestionItem, ...]:
    """Read a file of questions: a JSON list of {"video", "question", "accept"}, the videos relative to it.

    Raises:
        UserError: It cannot be read, or is something else.
    """
    hint = 'It is a JSON list of {"video": file, "question": text, "accept": [beginnings of words]}.'
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        items = tuple(
            QuestionItem(
                (path.parent / entry["video"]).resolve(),
                str(entry["question"]),
                tuple(str(word).lower() for word in entry["accept"]),
            )
            for entry in entries
        )
    except OSError as error:
        raise UserError(f"It cannot be read: {error.strerror}.", path=path, hint=hint) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(f"This is no file of questions: {error}.", path=path, hint=hint) from error
    if not items:
        raise UserError("There is no question in it.", path=path, hint=hint)
    return items


def is_right(answer: Answer, accept: Sequence[str]) -> bool:
    """Whether an answer is accepted: by its first sentence, which is to be short."""
    if ABSTAIN in accept:
        return answer.abstained
    if answer.abstained or not answer.sentences:
        return False
    return accepts(answer.sentences[0].text, accept)


def accepts(sentence: str, accept: Sequence[str]) -> bool:
    """Whether a sentence names what is accepted; yes or no must come first."""
    words = _WORD.findall(sentence.lower())
    if not words or len(words) > MOST_WORDS:
        return False
    if {"yes", "no"} & set(accept) and words[0] in {"yes", "no"}:
        return words[0] in accept
    return any(word.startswith(tuple(set(accept) - {"yes", "no"}) or ("\0",)) for word in words)


def majority_accuracy(items: Sequence[QuestionItem]) -> float:
    """The accuracy of what is right most often.

    To yes-or-no questions that is "yes", and to others what is accepted most often in all other questions that begin
    with the same word.
    """
    right = 0
    for place, item in enumerate(items):
        first = item.question.split()[0].lower()
        others = Counter(
            word
            for number, other in enumerate(items)
            if number != place and other.question.split()[0].lower() == first
            for word in other.accept
        )
        best = "yes" if {"yes", "no"} & set(item.accept) else (others.most_common(1) or [("", 0)])[0][0]
        right += best in item.accept
    return right / len(items)


def is_cited(sentence: AnswerSentence, duration: float) -> bool:
    """Whether a sentence has citations, and each lies within a clip of so many seconds."""
    spans = [citation.span for citation in sentence.citations]
    return bool(spans) and all(0 <= span.start < span.end <= duration + TIME_TOLERANCE for span in spans)


def expected_calibration_error(asked: Sequence[Asked]) -> float:
    """How far confidence and share of right answers are apart, over ten bins (Guo et al., ICML 2017)."""
    answered = [each for each in asked if not each.answer.abstained]
    total = 0.0
    for number in range(_BINS):
        own = [each for each in answered if min(int(each.answer.confidence * _BINS), _BINS - 1) == number]
        if own:
            mean = sum(each.answer.confidence for each in own) / len(own)
            total += len(own) / len(answered) * abs(mean - sum(each.right for each in own) / len(own))
    return total
