"""In words, where the words of a query looked."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from videobert_desktop.domain.moment import MatchExplanation
from videobert_desktop.ui.search.heat import Heat
from videobert_desktop.ui.texts import clock, shown


def heat_of(explanation: MatchExplanation, word: int) -> Heat:
    """What a word looked at in the window that it looked at most."""
    window = explanation.strongest(word)
    span = explanation.spans[window]
    return Heat((span.start + span.end) / 2, explanation.parts(word, window))


def told_of(explanation: MatchExplanation, word: int) -> str:
    """Where a word looked most: when, and in which part of the picture."""
    heat = heat_of(explanation, word)
    cells = [cell for row in heat.parts for cell in row]
    place = _places()[max(range(len(cells)), key=cells.__getitem__)]
    text = QCoreApplication.translate("Explanation", "“{word}” looked most at {time}, {place}")
    return text.format(word=shown(explanation.words[word]), time=clock(heat.second, tenths=True), place=place)


def _places() -> tuple[str, ...]:
    """The parts of a picture, row by row."""
    return (
        QCoreApplication.translate("Explanation", "at the top left"),
        QCoreApplication.translate("Explanation", "at the top"),
        QCoreApplication.translate("Explanation", "at the top right"),
        QCoreApplication.translate("Explanation", "at the left"),
        QCoreApplication.translate("Explanation", "in the middle"),
        QCoreApplication.translate("Explanation", "at the right"),
        QCoreApplication.translate("Explanation", "at the bottom left"),
        QCoreApplication.translate("Explanation", "at the bottom"),
        QCoreApplication.translate("Explanation", "at the bottom right"),
    )
