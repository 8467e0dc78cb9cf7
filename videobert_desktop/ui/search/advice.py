"""What there is to be said about a query before anything is searched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from videobert_desktop.services.searching.parse_query import LONGEST, ParsedQuery
from videobert_desktop.services.searching.query_language import Unreadable, unreadable


@dataclass(frozen=True, slots=True)
class Advice:
    """What is said about a query.

    Attributes:
        title: In a few words; empty if there is nothing to be said.
        text: What would help.
        hinders: Whether there is nothing to be searched for.
    """

    title: str = ""
    text: str = ""
    hinders: bool = False


def advice_on(parsed: ParsedQuery, typed: str, languages: Sequence[str], *, with_example: bool) -> Advice:
    """What there is to be said about a query.

    Args:
        parsed: The query.
        typed: The same as it was typed.
        languages: Those that the library's pack reads; none if that is not known.
        with_example: Whether there is something else to search for.
    """
    if parsed.text is None:
        if with_example or not typed.strip():
            return Advice()
        return _only_exclusions() if parsed.not_text else _no_words()
    reason = unreadable(parsed.text, languages)
    if reason is Unreadable.WORDLESS:
        return _no_words()
    if reason is not None:
        return _other_language(languages, hinders=reason.certain)
    if any(unreadable(words, languages) for words in parsed.not_text):
        return _other_language(languages, hinders=False)
    return _too_long() if parsed.shortened else Advice()


def _only_exclusions() -> Advice:
    title = QCoreApplication.translate("Advice", "Say what to look for as well")
    text = QCoreApplication.translate(
        "Advice",
        "So far there are only words that are not wanted. Add what is to be seen, as in “dog -beach”.",
    )
    return Advice(title, text, hinders=True)


def _no_words() -> Advice:
    title = QCoreApplication.translate("Advice", "There are no words to look for")
    text = QCoreApplication.translate(
        "Advice", "Signs and emoji cannot be searched for. Say in a few words what is to be seen."
    )
    return Advice(title, text, hinders=True)


def _other_language(languages: Sequence[str], *, hinders: bool) -> Advice:
    if list(languages) == ["en"]:
        title = QCoreApplication.translate("Advice", "This library understands English")
        text = QCoreApplication.translate("Advice", "Try the same in English; a few plain words are enough.")
    else:
        title = QCoreApplication.translate("Advice", "This library does not know this language")
        text = QCoreApplication.translate("Advice", "Try the same in another language; a few plain words are enough.")
    if hinders:
        no_words = QCoreApplication.translate(
            "Advice", "“More like this” on a moment that was found needs no words at all."
        )
        text = f"{text} {no_words}"
    return Advice(title, text, hinders)


def _too_long() -> Advice:
    title = QCoreApplication.translate("Advice", "This is more than can be searched for at once")
    text = QCoreApplication.translate("Advice", "Only the first {count} characters count.").format(count=LONGEST)
    return Advice(title, text)
