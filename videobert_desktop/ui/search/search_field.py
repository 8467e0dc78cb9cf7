"""Where a person says what to look for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from videobert_desktop.domain.moment import Moment
from videobert_desktop.domain.query import Example, Query
from videobert_desktop.services.searching.parse_query import ParsedQuery, parse_query, written
from videobert_desktop.services.searching.query_language import languages_of
from videobert_desktop.ui.search.advice import Advice, advice_on
from videobert_desktop.ui.search.example_chip import ExampleChip
from videobert_desktop.ui.search.filter_button import FilterButton
from videobert_desktop.ui.search.filters import FilterChoice, Filters
from videobert_desktop.ui.search.history_popup import HistoryPopup
from videobert_desktop.ui.search.wanted import Wanted
from videobert_desktop.ui.theme import SPACE, Tone, colour_of
from videobert_desktop.ui.widgets.icons import icon

_PAUSE_IN_TYPING = 250  # milliseconds
_FEWEST_TO_COMPLETE = 2


class SearchField(QWidget):
    """A line to write in, an example beside it, the filters, and the earlier searches beneath.

    Signals:
        asked: (Query or None) search for this: Enter was pressed, typing paused, or a filter changed. None: nothing is
            asked, or nothing that can be searched for.
        hindered: (title, text) why nothing can be searched for, and what would help; after `asked` with None.
        noted: (text) something to be said of the query that is asked; empty if there is nothing; before `asked`.
        history_cleared: The earlier searches are to be forgotten.
        results_asked: The keyboard shall go on to what was found.
    """

    asked = Signal(object)
    hindered = Signal(str, str)
    noted = Signal(str)
    history_cleared = Signal()
    results_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._languages = languages_of("starter")
        self._history: Sequence[str] = ()
        self._example: Example | None = None
        self._example_name = ""
        self._said: tuple[Query | None, Advice] = (None, Advice())
        self._sign, self._clear = QAction(self), QAction(self.tr("Clear"), self)
        self.edit = self._make_edit()
        self._chip = ExampleChip()
        self.filters = Filters(self)
        self._filter_button = FilterButton(self.filters)
        self._popup = HistoryPopup(self)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_PAUSE_IN_TYPING)
        self._lay_out()
        self._connect()
        self._colour()

    @property
    def wanted(self) -> Wanted | None:
        """What is asked now, with the name of its example; None if nothing is, or nothing that can be."""
        query = self._said[0]
        return None if query is None else Wanted(query, self._example_name)

    @property
    def hindrance(self) -> Advice | None:
        """Why what is written cannot be searched for; None if it can, or if nothing is."""
        advice = self._said[1]
        return advice if advice.hinders else None

    @Slot()
    def focus(self) -> None:
        """Take the keyboard, to write something else."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    def set_languages(self, languages: Sequence[str]) -> None:
        """Take note of the languages that the library's pack reads, by their codes; none if that is not known."""
        self._languages = tuple(languages)

    def search(self, text: str) -> None:
        """Write something, and ask it at once; an example and the filters stay."""
        self._write(text)
        self._ask()

    def set_query(self, query: Query, example_name: str = "") -> None:
        """Show a query, and ask it.

        Args:
            query: What to ask.
            example_name: What its example is called.
        """
        self._take_example(query.like, example_name)
        self._write(written(query.text, query.not_text))
        self.filters.choose(FilterChoice.of(query))
        self._ask()

    @Slot(object)
    def ask_for_similar(self, moment: Moment) -> None:
        """Ask for more like a moment; the filters stay, and words may be added to it."""
        self._take_example(Example(moment.video_id, moment.peak), moment.path.name)
        self._write("")
        self._ask()

    @Slot(object)
    def show_history(self, searches: Sequence[str]) -> None:
        """Offer earlier searches, the latest first."""
        self._history = tuple(searches)

    def show_folders(self, folders: Sequence[Path]) -> None:
        """Offer folders to search in."""
        self.filters.show_folders(folders)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802, D102 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802, D102 - Qt's name
        super().resizeEvent(event)
        self._popup.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802, D102 - Qt's name
        match event.type():
            case QEvent.Type.KeyPress if isinstance(event, QKeyEvent):
                return self._press(event)
            case QEvent.Type.MouseButtonPress if not self.edit.text():
                self._offer_history()
            case QEvent.Type.FocusOut:
                self._popup.hide()
        return super().eventFilter(watched, event)

    def _press(self, event: QKeyEvent) -> bool:
        """A key in the line; True if it was for the earlier searches or leads elsewhere."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                return self._popup.take_chosen()
            case Qt.Key.Key_Down if self._popup.isVisible():
                self._popup.move_selection(1)
            case Qt.Key.Key_Up if self._popup.isVisible():
                self._popup.move_selection(-1)
            case Qt.Key.Key_Down if self.edit.text():
                self.results_asked.emit()
            case Qt.Key.Key_Down:
                self._offer_history()
            case Qt.Key.Key_Escape if self._popup.isVisible():
                self._popup.hide()
            case Qt.Key.Key_Escape if self.edit.text():
                self._empty()
            case _:
                return False
        return True

    def _offer_history(self) -> None:
        self._popup.show_below(self.edit, self._history, clearable=True)

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        self._typing.start()
        start = text.casefold()
        alike = [search for search in self._history if search.casefold().startswith(start) and search != text]
        self._popup.show_below(self.edit, alike if len(text) >= _FEWEST_TO_COMPLETE else (), clearable=False)

    @Slot(str)
    def _on_text(self, text: str) -> None:
        self._clear.setVisible(bool(text))

    @Slot()
    def _on_enter(self) -> None:
        self._popup.hide()
        self._ask(once_more=True)  # who presses Enter wants it searched, even once more

    @Slot(str)
    def _on_chosen(self, search: str) -> None:
        self.search(search)

    @Slot()
    def _on_history_cleared(self) -> None:
        self._history = ()
        self.history_cleared.emit()

    @Slot()
    def _on_example_removed(self) -> None:
        self._take_example(None, "")
        self.edit.setFocus()
        self._ask()

    @Slot()
    def _empty(self) -> None:
        self._write("")
        self._popup.hide()
        self._ask()

    @Slot()
    def _ask(self, *, once_more: bool = False) -> None:
        """Tell what is asked, if it is something else than before."""
        self._typing.stop()
        typed = self.edit.text()
        parsed = parse_query(typed)
        advice = advice_on(parsed, typed, self._languages, with_example=self._example is not None)
        query = None if advice.hinders else self._query(parsed)
        if (query, advice) == self._said and not once_more:
            return
        self._said = query, advice
        noted = self.tr("{title}. {text}") if advice.title and not advice.hinders else ""
        self.noted.emit(noted.format(title=advice.title, text=advice.text))
        self.asked.emit(query)
        if advice.hinders:
            self.hindered.emit(advice.title, advice.text)

    def _query(self, parsed: ParsedQuery) -> Query | None:
        if parsed.text is None and self._example is None:
            return None
        choice = self.filters.choice
        after, before = choice.period
        return Query(
            parsed.text,
            not_text=parsed.not_text,
            like=self._example,
            folder=choice.folder,
            after=after,
            before=before,
            min_confidence=choice.min_confidence,
            # An example is to be seen, whatever else counts.
            channels=choice.channels if self._example is None else frozenset(),
        )

    def _take_example(self, example: Example | None, name: str) -> None:
        self._example, self._example_name = example, name
        self._chip.say("" if example is None else Wanted(Query(like=example), name).like)
        self.filters.channels.setHidden(example is not None)  # which is looked for in pictures only

    def _write(self, text: str) -> None:
        self.edit.setText(text)
        self._typing.stop()

    def _make_edit(self) -> QLineEdit:
        edit = QLineEdit()
        edit.setObjectName("search")
        edit.setPlaceholderText(self.tr("Describe a moment"))
        edit.setAccessibleName(self.tr("Search: describe a moment"))
        edit.setToolTip(self.tr("Describe a moment in your own words ( / ); -word leaves out what shows it"))
        edit.addAction(self._sign, QLineEdit.ActionPosition.LeadingPosition)
        edit.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setVisible(False)
        edit.installEventFilter(self)
        return edit

    def _connect(self) -> None:
        self.edit.textEdited.connect(self._on_edited)
        self.edit.textChanged.connect(self._on_text)
        self.edit.returnPressed.connect(self._on_enter)
        self._clear.triggered.connect(self._empty)
        self._typing.timeout.connect(self._ask)
        self._chip.removed.connect(self._on_example_removed)
        self.filters.changed.connect(self._ask)
        self._popup.chosen.connect(self._on_chosen)
        self._popup.clear_asked.connect(self._on_history_cleared)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        row.addWidget(self._chip)
        row.addWidget(self.edit, 1)
        row.addWidget(self._filter_button)
        row.addWidget(self.filters.channels)

    def _colour(self) -> None:
        quiet = colour_of(Tone.QUIET, self.palette())
        self._sign.setIcon(icon("search", quiet))
        self._clear.setIcon(icon("close", quiet))
