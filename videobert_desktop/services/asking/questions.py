"""What a question asks for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class QuestionKind(StrEnum):
    """Kinds of questions.

    Attributes:
        YES_NO: Whether something is so.
        EITHER: Which of the things that it names is so.
        NAME: What something is: an animal, what is ridden, where it takes place, who is there, what is done.
        COLOUR: What colour something has.
        DAYTIME: Whether it is day or night.
        COUNT: How many there are.
        WHEN: At what time of the video something happens.
        SUMMARY: What the video is about.
        SAID: What is said.
        WRITTEN: What is written.
        UNSEEN: What cannot be seen: a name, a price, a reason.
        OTHER: It could not be made out.
    """

    YES_NO = "yes/no"
    EITHER = "either"
    NAME = "name"
    COLOUR = "colour"
    DAYTIME = "daytime"
    COUNT = "count"
    WHEN = "when"
    SUMMARY = "summary"
    SAID = "said"
    WRITTEN = "written"
    UNSEEN = "unseen"
    OTHER = "other"


GAP = "{}"


@dataclass(frozen=True, slots=True)
class Question:
    """A question, taken apart.

    Attributes:
        text: As it was asked.
        kind: What it asks for.
        statement: What is looked for: a description, with `GAP` where the answer belongs if one is to be chosen.
        candidates: The kinds of things, or the words themselves, that the answer is chosen from.
        supposed: What the question takes for granted ("the dog" of "what is the dog doing?"); may be empty.
        verb: The verb whose object is asked for, ending in -ing; may be empty.
        names: Proper names, and other words that nobody can see.
    """

    text: str
    kind: QuestionKind
    statement: str = ""
    candidates: tuple[str, ...] = ()
    supposed: str = ""
    verb: str = ""
    names: tuple[str, ...] = ()
