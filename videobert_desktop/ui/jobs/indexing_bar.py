"""How far indexing is, in one line, with the buttons that pause and stop it."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from videobert_desktop.domain.progress import Progress
from videobert_desktop.services.indexing.run_progress import FIRST_LOOK, LISTENING, READING
from videobert_desktop.ui.jobs.remaining_time import RemainingTime
from videobert_desktop.ui.texts import shown
from videobert_desktop.ui.theme import SPACE
from videobert_desktop.ui.widgets.elided_label import ElidedLabel
from videobert_desktop.ui.widgets.icon_button import IconButton
from videobert_desktop.ui.widgets.painting import smaller

_WIDTH = 340
_BAR_HEIGHT = 4
_SIGN = 16
_STEPS = 1000
_DOT = " \N{MIDDLE DOT} "


class IndexingBar(QWidget):
    """Hidden while nothing is indexed.

    Signals:
        cancel_asked: The button that stops was pressed.
        pause_asked: The button that pauses was pressed.
        resume_asked: The same button was pressed while it was paused.
    """

    cancel_asked = Signal()
    pause_asked = Signal()
    resume_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("indexingBar")
        self._remaining = RemainingTime()
        self._progress: Progress | None = None
        self._seconds_left: float | None = None
        self._paused = self._stopping = False
        self._doing = QLabel()
        self._name = ElidedLabel()
        self._how_far = QLabel()
        self._how_far.setProperty("quiet", True)  # noqa: FBT003 - Qt's way
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(_BAR_HEIGHT)
        self._bar.setAccessibleName(self.tr("Indexing"))
        self.pause_button = IconButton("pause", self.tr("Pause indexing"), size=_SIGN)
        self.pause_button.clicked.connect(self._ask_to_pause_or_resume)
        self.stop_button = IconButton("stop", self.tr("Stop indexing"), size=_SIGN)
        self.stop_button.clicked.connect(self._ask_to_cancel)
        self._lay_out()
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return _DOT.join(self._lines())

    def sizeHint(self) -> QSize:  # noqa: N802, D102 - Qt's name
        return QSize(_WIDTH, super().sizeHint().height())

    @Slot()
    def begin(self) -> None:
        """Show that work has begun of which nothing is known yet."""
        self._paused = False
        self.go_on()
        self.show()

    def go_on(self) -> None:
        """Show that what was to stop has stopped, and that there is something else of which nothing is known yet."""
        self._remaining = RemainingTime()
        self._progress = None
        self._stopping = False
        self._update()

    @Slot(object)
    def show_progress(self, progress: Progress) -> None:
        """Show how far it is, unless it is about to stop."""
        self._progress = progress
        self._seconds_left = self._remaining.estimate(progress)
        self._update()

    @Slot(bool)
    def show_paused(self, paused: bool) -> None:  # noqa: FBT001 - the one thing there is to say
        """Show that it is paused, or goes on; the time between does not count for how long it will take."""
        self._paused = paused
        self._remaining.interrupt()
        self._update()

    @Slot()
    def finish(self) -> None:
        """Hide, for nothing is indexed any more."""
        self.hide()

    @Slot()
    def _ask_to_pause_or_resume(self) -> None:
        (self.resume_asked if self._paused else self.pause_asked).emit()

    @Slot()
    def _ask_to_cancel(self) -> None:
        self._stopping = True
        self._update()
        self.cancel_asked.emit()

    def _update(self) -> None:
        self._doing.setText(self._say_what())
        self._name.setText(self._name_of_video())
        self._how_far.setText(self._say_how_far())
        self._move_bar()
        self._bar.setEnabled(not self._paused)
        self.pause_button.show_sign("play" if self._paused else "pause")
        self.pause_button.say(self.tr("Resume indexing") if self._paused else self.tr("Pause indexing"))
        for button in (self.pause_button, self.stop_button):
            button.setEnabled(not self._stopping)
        self.setToolTip("<qt>{}</qt>".format("<br>".join(escape(line) for line in self._lines())))
        self._bar.setAccessibleDescription(self.text)

    def _lines(self) -> list[str]:
        what = f"{self._doing.text()} {self._name.text()}".rstrip()
        return [line for line in (what, self._how_far.text()) if line]

    def _say_what(self) -> str:
        progress = self._progress
        if self._stopping:
            return self.tr("Stopping")
        if self._paused:
            return self.tr("Paused at") if self._name_of_video() else self.tr("Paused")
        if progress is None:
            return self.tr("Indexing")
        if progress.unit == "files":
            return self.tr("Looking through files")
        if not progress.item:
            return self.tr("Updating the search")
        stages = {
            FIRST_LOOK: self.tr("First look at"),
            LISTENING: self.tr("Listening to"),
            READING: self.tr("Reading what is written in"),
        }
        return stages.get(progress.stage, self.tr("Indexing"))

    def _name_of_video(self) -> str:
        progress = self._progress
        return "" if progress is None or progress.unit == "files" or self._stopping else shown(progress.item)

    def _say_how_far(self) -> str:
        progress = self._progress
        if progress is None or self._stopping:
            return ""
        if progress.unit == "files":
            return f"{round(progress.done):,}"
        if not progress.total:
            return ""
        percent = self.tr("{percent} %").format(percent=int(_fraction(progress) * 100))
        known = self._seconds_left is not None and not self._paused
        return f"{percent}{_DOT}{self._say_time_left()}" if known else percent

    def _say_time_left(self) -> str:
        seconds = self._seconds_left or 0.0
        if seconds < 60:
            return self.tr("< 1 min left")
        minutes = round(seconds / 60)
        if minutes < 90:
            return self.tr("{minutes} min left").format(minutes=minutes)
        return self.tr("{hours} h left").format(hours=round(seconds / 3600))

    def _move_bar(self) -> None:
        progress = self._progress
        if progress is not None and progress.total and progress.unit != "files":
            self._bar.setRange(0, _STEPS)
            self._bar.setValue(round(_fraction(progress) * _STEPS))
        else:
            # A range of nothing has the bar say that it is busy; it would do so while nothing goes on, too.
            self._bar.setRange(0, 1 if self._paused else 0)
            self._bar.setValue(0)

    def _lay_out(self) -> None:
        for label in (self._doing, self._name, self._how_far):
            label.setFont(smaller(label.font()))
        words = QHBoxLayout()
        words.setSpacing(SPACE // 2)
        words.addWidget(self._doing)
        words.addWidget(self._name, 1)
        words.addSpacing(SPACE // 2)
        words.addWidget(self._how_far)
        lines = QVBoxLayout()
        lines.setSpacing(SPACE // 2)
        lines.addStretch()
        lines.addLayout(words)
        lines.addWidget(self._bar)
        lines.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE // 2)
        row.addLayout(lines, 1)
        row.addSpacing(SPACE // 2)
        row.addWidget(self.pause_button)
        row.addWidget(self.stop_button)


def _fraction(progress: Progress) -> float:
    return min(1.0, progress.done / progress.total) if progress.total else 0.0
