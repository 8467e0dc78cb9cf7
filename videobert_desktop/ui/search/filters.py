"""What narrows a search down, and the little window in which a person chooses it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSlider,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from videobert_desktop.domain.channel import Channel
from videobert_desktop.domain.query import Query
from videobert_desktop.ui.search.channel_chips import ChannelChips
from videobert_desktop.ui.texts import shown
from videobert_desktop.ui.theme import SPACE

_NARROWEST = 320
_CONFIDENCE_STEPS = 10
_DAYS = QDate(1971, 1, 1), QDate(2999, 12, 31)  # those that every system knows the timezone of


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """What a search is narrowed down to.

    Attributes:
        folder: Only videos with a file below it; None for all.
        after: Only videos recorded on that day or later.
        before: Only videos recorded before that day.
        min_confidence: Only moments that are at least so probable, in [0, 1].
        channels: Only what is found in these ways; empty for all.
    """

    folder: Path | None = None
    after: date | None = None
    before: date | None = None
    min_confidence: float = 0.0
    channels: frozenset[Channel] = frozenset()

    @classmethod
    def of(cls, query: Query) -> FilterChoice:
        """What a query is narrowed down to."""
        after, before = (None if day is None else day.astimezone().date() for day in (query.after, query.before))
        return cls(query.folder, after, before, query.min_confidence, query.channels)

    @property
    def count(self) -> int:
        """How many of them are set."""
        days = self.after is not None, self.before is not None
        return sum((self.folder is not None, *days, self.min_confidence > 0, bool(self.channels)))

    @property
    def period(self) -> tuple[datetime | None, datetime | None]:
        """The beginnings of the two days, in this machine's timezone."""
        after, before = (
            None if day is None else datetime.combine(day, time()).astimezone() for day in (self.after, self.before)
        )
        return after, before


class Filters(QFrame):
    """Shows itself below a button, and is gone when a person clicks elsewhere or presses Escape.

    Attributes:
        channels: Belong to the choice, but are to be seen beside the search field all the time.

    Signals:
        changed: (FilterChoice) another choice.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("filters")
        self.setAccessibleName(self.tr("Filters"))
        self.channels = ChannelChips()
        self._folder = QComboBox()
        self._folder.setItemDelegate(QStyledItemDelegate(self._folder))  # which goes by the style sheet
        self._folder.setAccessibleName(self.tr("Only in this folder"))
        self._folder.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._folder.addItem(self.tr("All folders"), None)
        self._after, self._after_day = self._make_day(self.tr("Recorded from"))
        self._before, self._before_day = self._make_day(self.tr("Recorded before"))
        self._confidence = QSlider(Qt.Orientation.Horizontal)
        self._confidence.setRange(0, _CONFIDENCE_STEPS - 1)
        self._confidence.setPageStep(1)
        self._confidence.setAccessibleName(self.tr("Least confidence"))
        self._least = QLabel()
        self._least.setObjectName("quiet")
        self._clear = QPushButton(self.tr("Clear"))
        self._clear.setAccessibleName(self.tr("Clear all filters"))
        self._shown = FilterChoice()
        self._lay_out()
        self._connect()
        self._refresh()

    @property
    def choice(self) -> FilterChoice:
        """What is chosen."""
        after, before = (
            _python_day(edit) if box.isChecked() else None
            for box, edit in ((self._after, self._after_day), (self._before, self._before_day))
        )
        least = self._confidence.value() / _CONFIDENCE_STEPS
        return FilterChoice(self._folder.currentData(), after, before, least, self.channels.chosen)

    def choose(self, choice: FilterChoice) -> None:
        """Show another choice; `changed` tells of it."""
        self.channels.choose(choice.channels)
        with QSignalBlocker(self._folder), QSignalBlocker(self._confidence):
            self._folder.setCurrentIndex(self._row_of(choice.folder))
            self._confidence.setValue(round(choice.min_confidence * _CONFIDENCE_STEPS))
        for box, edit, day in (
            (self._after, self._after_day, choice.after),
            (self._before, self._before_day, choice.before),
        ):
            with QSignalBlocker(box), QSignalBlocker(edit):
                box.setChecked(day is not None)
                edit.setDate(QDate.currentDate() if day is None else QDate(day.year, day.month, day.day))
        self._refresh()

    def show_folders(self, folders: Sequence[Path]) -> None:
        """The folders to choose from; the one that is chosen stays so."""
        chosen = self._folder.currentData()
        with QSignalBlocker(self._folder):
            while self._folder.count() > 1:
                self._folder.removeItem(1)
            for folder in folders:
                self._add_folder(folder)
            self._folder.setCurrentIndex(self._row_of(chosen))

    @Slot()
    def clear(self) -> None:
        """Narrow nothing down."""
        self.choose(FilterChoice())

    def _row_of(self, folder: Path | None) -> int:
        rows = [row for row in range(self._folder.count()) if self._folder.itemData(row) == folder]
        return rows[0] if rows else self._add_folder(folder)

    def _add_folder(self, folder: Path | None) -> int:
        self._folder.addItem(shown((folder.name or str(folder)) if folder is not None else ""), folder)
        row = self._folder.count() - 1
        self._folder.setItemData(row, shown(str(folder)), Qt.ItemDataRole.ToolTipRole)
        return row

    def _make_day(self, text: str) -> tuple[QCheckBox, QDateEdit]:
        box, edit = QCheckBox(text), QDateEdit(QDate.currentDate())
        box.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        edit.setCalendarPopup(True)
        edit.setDisplayFormat("yyyy-MM-dd")  # which no one takes for another day
        edit.setDateRange(*_DAYS)
        edit.setAccessibleName(text)
        edit.setEnabled(False)
        box.toggled.connect(edit.setEnabled)
        box.toggled.connect(self._refresh)
        edit.dateChanged.connect(self._refresh)
        return box, edit

    def _connect(self) -> None:
        self.channels.changed.connect(self._refresh)
        self._folder.currentIndexChanged.connect(self._refresh)
        self._confidence.valueChanged.connect(self._refresh)
        self._clear.clicked.connect(self.clear)

    @Slot()
    def _refresh(self) -> None:
        """Say what is chosen, here and to whoever listens."""
        self._after_day.setEnabled(self._after.isChecked())
        self._before_day.setEnabled(self._before.isChecked())
        self._keep_days_in_order()
        percent = self._confidence.value() * 100 // _CONFIDENCE_STEPS
        least = self.tr("at least {percent} %").format(percent=percent) if percent else self.tr("any confidence")
        self._least.setText(least)
        self._clear.setEnabled(self.choice.count > 0)
        if self.choice != self._shown:
            self._shown = self.choice
            self.changed.emit(self._shown)

    def _keep_days_in_order(self) -> None:
        """Nothing is recorded both after and before the same day."""
        if self._after.isChecked() and self._before.isChecked() and self._after_day.date() >= self._before_day.date():
            with QSignalBlocker(self._before_day):
                self._before_day.setDate(self._after_day.date().addDays(1))

    def _lay_out(self) -> None:
        self.setMinimumWidth(_NARROWEST)
        days = QGridLayout()
        days.setColumnStretch(1, 1)
        for row, pair in enumerate(((self._after, self._after_day), (self._before, self._before_day))):
            for column, part in enumerate(pair):
                days.addWidget(part, row, column)
        confidence = QHBoxLayout()
        confidence.addWidget(QLabel(self.tr("Confidence")))
        confidence.addStretch(1)
        confidence.addWidget(self._least)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.setSpacing(SPACE + SPACE // 2)
        layout.addWidget(self._folder)
        layout.addLayout(days)
        layout.addLayout(confidence)
        layout.addWidget(self._confidence)
        layout.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignRight)


def _python_day(edit: QDateEdit) -> date:
    day = edit.date()
    return date(day.year(), day.month(), day.day())
