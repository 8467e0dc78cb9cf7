"""Why a moment was found, on request: the query's words, and when in the moment each of them looked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from videobert_desktop.domain.moment import MatchExplanation, Moment
from videobert_desktop.ui.search.explanation_texts import heat_of, told_of
from videobert_desktop.ui.search.moment_texts import when
from videobert_desktop.ui.search.window_bars import WindowBars
from videobert_desktop.ui.search.word_chips import WordChip, WordChips
from videobert_desktop.ui.texts import shown
from videobert_desktop.ui.theme import SPACE
from videobert_desktop.ui.widgets.elided_label import ElidedLabel
from videobert_desktop.ui.widgets.icon_button import IconButton


class ExplanationPanel(QFrame):
    """Hidden until a moment is to be explained.

    Signals:
        pointed: (Heat or None) what the word that is pointed at looked at.
        closed: A person has seen enough.
    """

    pointed = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explanation")
        self._moment: Moment | None = None
        self._explanation: MatchExplanation | None = None
        self._title = QLabel(self.tr("Why this?"))
        self._title.setObjectName("explanationTitle")
        self._where = ElidedLabel()
        self._where.setObjectName("quiet")
        self._close = IconButton("close", self.tr("Close"), size=14)
        self._words, self._bars, self._text = WordChips(), WindowBars(), QLabel()
        self._text.setObjectName("quiet")
        self._text.setWordWrap(True)
        self._lay_out()
        self._close.clicked.connect(self.closed)
        self._words.pointed.connect(self._point)
        self.hide()

    @property
    def moment(self) -> Moment | None:
        """The moment that is explained; None while none is."""
        return self._moment

    @property
    def text(self) -> str:
        """What it says in words."""
        return self._text.text()

    @property
    def chips(self) -> tuple[WordChip, ...]:
        """The query's words."""
        return tuple(self._words.chips)

    @property
    def bars(self) -> WindowBars:
        """The moment's timeline."""
        return self._bars

    def show_waiting(self, moment: Moment) -> None:
        """An explanation of that moment is on its way."""
        self._moment = moment
        self._where.setText(f"{shown(moment.path.name)}, {when(moment)}")
        self._say(self.tr("Looking at this moment once more"))
        self.setAccessibleName(f"{self._title.text()} {self._where.text()}")
        self.show()

    def show_explanation(self, explanation: MatchExplanation) -> None:
        """Show what the moment that is waited for was found by."""
        if not explanation.words:
            self._say(self.tr("There is no word in this search that could look anywhere."))
            return
        descriptions = [told_of(explanation, word) for word in range(len(explanation.words))]
        self._words.show_words(explanation.words, descriptions)
        # The Tab key goes through the words, and only then to the button; new widgets are behind all others.
        for before, after in pairwise([self._close, *self._words.chips, self._close]):
            self.setTabOrder(before, after)
        self._explanation = explanation
        for part in (self._words, self._bars):
            part.show()
        self._point(None)

    def show_problem(self, text: str) -> None:
        """Say why the moment cannot be explained."""
        self._say(text)

    def dismiss(self) -> None:
        """Explain nothing any more."""
        self._moment = None
        self._say("")
        self.hide()

    def _say(self, text: str) -> None:
        """Say something instead of an explanation."""
        self._explanation = None
        self._words.clear()
        for part in (self._words, self._bars):
            part.hide()
        self._text.setText(text)
        self.pointed.emit(None)

    @Slot(object)
    def _point(self, word: int | None) -> None:
        explanation = self._explanation
        if explanation is None:
            return
        weights: Sequence[float]
        if word is None:
            text = self.tr("All words together. Point at one to see where it looked.")
            weights, heat = explanation.overall, None
        else:
            text, weights, heat = told_of(explanation, word), explanation.windows[word], heat_of(explanation, word)
        self._text.setText(text)
        self._bars.show_windows(explanation.spans, weights, text)
        self.pointed.emit(heat)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE)
        head.addWidget(self._title)
        head.addWidget(self._where, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE + SPACE // 2, SPACE, SPACE, SPACE)
        layout.setSpacing(SPACE)
        layout.addLayout(head)
        head.addWidget(self._close)
        for part in (self._words, self._bars, self._text):
            layout.addWidget(part)
