"""Tells in the language of the window what the services say in English: errors, hints, stages of work.

What they can say is listed in resources/translations/sentences.json, as templates with {names} for what varies, and
translated with everything else, in the context "sentences".
"""

from __future__ import annotations

import json
import re
from functools import cache
from string import Formatter

from PySide6.QtCore import QCoreApplication

from videobert_desktop.domain.errors import Failure, UserError
from videobert_desktop.settings.resources import resource_path
from videobert_desktop.ui.texts import shown


def told(error: UserError | Failure) -> str:
    """To which file it happened, what happened, and what to do, fit to be drawn."""
    sentences = told_without_path(error)
    return f"{shown(error.path)}: {sentences}" if error.path is not None else sentences


def told_without_path(error: UserError | Failure) -> str:
    """What happened, and what to do, fit to be drawn."""
    reason, hint = translated(error.reason), translated(error.hint)
    return shown(_joined(reason, hint) if hint else reason)


def translated(text: str) -> str:
    """The same in the language of the window; as it is if it is in no list, or if that language is English."""
    return _in_window_language(text) or text


def _in_window_language(text: str) -> str | None:
    """What several sentences, or one, are in the language of the window; None if they are in no list."""
    for blank in re.finditer(r"(?<=[.?!]) ", text):
        first = _looked_up(text[: blank.start()])
        others = first and _in_window_language(text[blank.end() :])
        if first and others:
            return _joined(first, others)
    return _looked_up(text)


def _looked_up(sentence: str) -> str | None:
    for template, pattern in _templates():
        match = pattern.fullmatch(sentence)
        if match is not None:
            values = {name: translated(value) for name, value in match.groupdict().items()}
            return QCoreApplication.translate("sentences", template).format(**values)
    return None


def _joined(first: str, second: str) -> str:
    return QCoreApplication.translate("sentences", "{first} {second}").format(first=first, second=second)


@cache
def _templates() -> list[tuple[str, re.Pattern[str]]]:
    """Each template and what it matches, those that say most by themselves first."""
    texts: list[str] = json.loads(resource_path("translations", "sentences.json").read_text(encoding="utf-8"))
    by_length = sorted(texts, key=lambda text: len(re.sub(r"{.*?}", "", text)), reverse=True)
    return [(text, _pattern(text)) for text in by_length]


def _pattern(template: str) -> re.Pattern[str]:
    parts = (
        re.escape(literal) + (f"(?P<{name}>.+)" if name else "") for literal, name, _, _ in Formatter().parse(template)
    )
    return re.compile("".join(parts), re.DOTALL)
