"""The page of the results: what was searched for, what is to be said of it, and the moments."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from videobert_desktop.domain.moment import Moment, SearchResult
from videobert_desktop.ui.pictures import Pictures
from videobert_desktop.ui.search.likelihood import is_likely, listed
from videobert_desktop.ui.search.moment_delegate import MARGIN, MomentDelegate
from videobert_desktop.ui.search.moment_model import MomentModel, place_of
from videobert_desktop.ui.search.moment_view import MomentView
from videobert_desktop.ui.search.not_in_library import NotInLibrary
from videobert_desktop.ui.search.wanted import Wanted
from videobert_desktop.ui.theme import SPACE
from videobert_desktop.ui.widgets.elided_label import ElidedLabel
from videobert_desktop.ui.widgets.icon_button import IconButton


class ResultsPage(QWidget):
    """A heading with the switch for grouping, and beneath it the list.

    Signals:
        chosen: (Moment or None) another moment is selected, or none any more.
    """

    chosen = Signal(object)

    def __init__(self, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = MomentModel(self)
        self._delegate = MomentDelegate(pictures, self)
        self.view = MomentView(self.model, self._delegate)
        self._heading = ElidedLabel()
        self._heading.setObjectName("heading")
        self._grouping = self._make_grouping()
        self._newer = QPushButton(self.tr("New results: show"))
        self._newer.setFlat(True)
        self._not_there = NotInLibrary()
        self._nearest = QLabel(self.tr("The nearest moments"))
        self._nearest.setObjectName("quiet")
        self._waiting: tuple[SearchResult, Wanted, bool] | None = None
        self._chosen: Moment | None = None
        self._in_library = True
        self._lay_out()
        self._newer.clicked.connect(self._show_waiting)
        self.view.selectionModel().selectionChanged.connect(self._on_selection)
        pictures.arrived.connect(self.model.refresh_pictures)

    @property
    def heading(self) -> str:
        """What it says first."""
        return self._heading.text()

    @property
    def notice(self) -> str:
        """What is said above moments that are only the nearest; empty if they are more than that."""
        return "" if self._not_there.isHidden() else self._not_there.text

    @property
    def has_waiting(self) -> bool:
        """Whether there is a better result that is shown as soon as a person wants it."""
        return self._waiting is not None

    def show_result(self, result: SearchResult, wanted: Wanted, *, indexing: bool) -> None:
        """Show what was found for another query; nothing is selected any more."""
        self._show(result, wanted, indexing=indexing)
        self.view.scrollToTop()

    def show_better(self, result: SearchResult, wanted: Wanted, *, indexing: bool) -> None:
        """Show what was found for the same query; once a person wants it, if something is selected."""
        before, after = (
            [(place_of(moment), is_likely(moment)) for moment in moments]
            for moments in (self.model.moments, listed(result))
        )
        if before == after and result.in_library == self._in_library:
            return
        if self._chosen is None:
            place = self.view.verticalScrollBar().value()
            self._show(result, wanted, indexing=indexing)
            self.view.doItemsLayout()
            self.view.verticalScrollBar().setValue(place)
        else:
            self._waiting = result, wanted, indexing
            self._newer.show()

    def fade(self, *, searching: bool) -> None:
        """Show that something else is being searched for, or is not any more."""
        self._delegate.faded = searching
        self.view.viewport().update()

    def set_grouped(self, grouped: bool) -> None:  # noqa: FBT001 - the one thing there is to say
        """Group the moments by video, or do not; the same moment stays selected."""
        chosen = self._chosen
        self.model.set_grouped(grouped)
        self._grouping.setChecked(grouped)
        self._select(chosen)

    def focus(self) -> None:
        """Take the keyboard, with a moment selected."""
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self._chosen is None and self.model.moments:
            first = 1 if self.model.grouped else 0
            self.view.setCurrentIndex(self.model.index(first))

    def _show(self, result: SearchResult, wanted: Wanted, *, indexing: bool) -> None:
        self._waiting = None
        self._newer.hide()
        self._in_library = result.in_library
        moments = listed(result)
        count = sum(map(is_likely, moments))
        title = wanted.heading(count) if result.in_library else self.tr("Not in your library")
        self._heading.setText(title)
        self._heading.setToolTip(title)
        self._not_there.say(wanted, indexing=indexing)
        for part in (self._not_there, self._nearest):
            part.setHidden(result.in_library)
        self.model.show(moments)
        self._select(None)
        self.fade(searching=False)

    @Slot()
    def _show_waiting(self) -> None:
        """Show the better result; the moment that is selected stays so, if it is still among them."""
        if self._waiting is not None:
            chosen = self._chosen
            result, wanted, indexing = self._waiting
            self._show(result, wanted, indexing=indexing)
            self._select(chosen)
            self.view.setFocus()

    def _select(self, moment: Moment | None) -> None:
        """Select a moment after the rows have changed, which has deselected all."""
        row = None if moment is None else self.model.row_of(moment)
        if row is not None:
            self.view.setCurrentIndex(self.model.index(row))
        self._on_selection()

    @Slot()
    def _on_selection(self) -> None:
        selected = self.view.selectionModel().selectedIndexes()
        chosen = selected[0].data(MomentModel.MOMENT) if selected else None
        if chosen != self._chosen:
            self._chosen = chosen
            self.chosen.emit(chosen)

    def _make_grouping(self) -> IconButton:
        button = IconButton("group", self.tr("Group by video"))
        button.setCheckable(True)
        button.toggled.connect(self.set_grouped)
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(self._grouping)
        above = QVBoxLayout()
        above.setContentsMargins(MARGIN, 0, MARGIN, SPACE)
        above.setSpacing(SPACE)
        above.addLayout(head)
        for part in (self._newer, self._not_there, self._nearest):
            above.addWidget(part)
            part.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(above)
        layout.addWidget(self.view, 1)
