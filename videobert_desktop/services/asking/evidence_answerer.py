"""Answers from what a library knows of a clip, by looking for what was asked, and by quoting."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from videobert_desktop.domain.answer import Answer, AnswerSentence
from videobert_desktop.domain.description import TimedCaption
from videobert_desktop.services.asking.evidence import ClipEvidence, Quote
from videobert_desktop.services.asking.finding import Finding
from videobert_desktop.services.asking.questions import GAP, Question, QuestionKind
from videobert_desktop.services.asking.see import Looker
from videobert_desktop.services.asking.tell import quoted, said, summed_up, written

NAME = "evidence"
LEAST = 0.25
"""What is less probable is not answered."""
UNSUPPORTED = 0.2
"""What a question takes for granted has to be more probable than this."""
UNKNOWN = "I do not know."


class EvidenceAnswerer:
    """Answers with the pack that indexed the library; there is always one."""

    def __init__(self, looker: Looker) -> None:
        self._looker = looker

    def answer(
        self,
        question: Question,
        clip: ClipEvidence,
        hits: Sequence[Quote],
        captions: Callable[[], Sequence[TimedCaption]],
    ) -> Answer:
        """Answer a question about a clip.

        Args:
            question: What is asked.
            clip: What is known of it.
            hits: Words of it that have to do with the question, the most probable first.
            captions: Writes captions of its most important stretches; called only where they are needed.
        """
        missing = self._missing(question, clip, hits)
        finding = None if missing else self.found(question, clip, hits, captions)
        if finding is None or finding.confidence < LEAST:
            nearest = clip.proof(self._looker.curve(clip, question.statement.replace(GAP, "") or question.text))
            certainty = 1 - (finding.confidence if finding else 0.0)
            sentence = AnswerSentence(missing or UNKNOWN, (nearest,))
            return Answer(question.text, (sentence,), certainty, abstained=True, answerer=NAME)
        return Answer(question.text, finding.sentences, finding.confidence, abstained=False, answerer=NAME)

    def _missing(self, question: Question, clip: ClipEvidence, hits: Sequence[Quote]) -> str:
        """What the question takes for granted and nothing supports; empty if there is no such thing."""
        if question.kind is QuestionKind.YES_NO:
            return ""
        words = " ".join(hit.text for hit in (*clip.lines, *clip.writings)).lower()
        unknown = [name for name in question.names if name.lower() not in words]
        if unknown:
            return f"I do not know: nothing here speaks of {unknown[0]}."
        if question.supposed and not hits and self._looker.probability(clip, question.supposed) < UNSUPPORTED:
            return f"I do not know: nothing here looks like {question.supposed}."
        return ""

    def found(
        self,
        question: Question,
        clip: ClipEvidence,
        hits: Sequence[Quote],
        captions: Callable[[], Sequence[TimedCaption]],
    ) -> Finding | None:
        """The best answer, however unsure; None if there is none. The arguments are those of `answer`."""
        looker = self._looker
        ways: dict[QuestionKind, Callable[[], Finding | None]] = {
            QuestionKind.YES_NO: lambda: looker.whether(clip, question),
            QuestionKind.EITHER: lambda: looker.either(clip, question),
            QuestionKind.NAME: lambda: looker.name(clip, question),
            QuestionKind.COLOUR: lambda: looker.colour(clip, question),
            QuestionKind.DAYTIME: lambda: looker.daytime(clip),
            QuestionKind.COUNT: lambda: looker.count(clip, question),
            QuestionKind.WHEN: lambda: looker.when(clip, question),
            QuestionKind.SUMMARY: lambda: summed_up(clip, captions()),
            QuestionKind.SAID: lambda: said(clip, hits),
            QuestionKind.WRITTEN: lambda: written(clip, hits),
        }
        way = ways.get(question.kind)
        return way() if way is not None else quoted(clip, hits)
