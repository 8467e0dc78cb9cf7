"""The page of the results: what was searched for, what is to be said of it, and the moments."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from videobert_desktop.domain.moment import MatchExplanation, Moment, SearchResult
from videobert_desktop.ui.pictures import Pictures
from videobert_desktop.ui.search.explanation_panel import ExplanationPanel
from videobert_desktop.ui.search.heat import Heat
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
    """A heading with the switch for grouping, beneath it the list, and on request beneath that why a moment was found.

    Signals:
        chosen: (Moment or None) another moment is selected, or none any more.
        why_asked: (str, Moment) a moment that was found for these words is to be explained.
        why_closed: No explanation is wanted any more.
    """

    chosen = Signal(object)
    why_asked = Signal(str, object)
    why_closed = Signal()

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
        self._explanation = ExplanationPanel()
        self._text = ""
        self._waiting: tuple[SearchResult, Wanted, bool] | None = None
        self._chosen: Moment | None = None
        self._in_library = True
        self._lay_out()
        self._newer.clicked.connect(self._show_waiting)
        self.view.selectionModel().selectionChanged.connect(self._on_selection)
        pictures.arrived.connect(self.model.refresh_pictures)
        self.view.why_asked.connect(self._ask_why)
        self._explanation.pointed.connect(self._show_heat)
        self._explanation.closed.connect(self.close_explanation)
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close_explanation)
        self._escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._escape.setEnabled(False)

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
        """Show what was found for another query; nothing is selected or explained any more."""
        self.close_explanation()
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

    @property
    def explanation(self) -> ExplanationPanel:
        """Why a moment was found."""
        return self._explanation

    def show_explanation(self, explanation: MatchExplanation) -> None:
        """Show why the moment was found that `why_asked` has named last."""
        self._explanation.show_explanation(explanation)
        self._keep_in_sight()

    @Slot()
    def close_explanation(self) -> None:
        """Explain no moment any more; whoever was in the explanation with the keyboard is back in the list."""
        if self._explanation.moment is None:
            return
        inside = self._explanation.isAncestorOf(self.focusWidget())
        self._explanation.dismiss()
        self._escape.setEnabled(False)
        if inside:
            self.view.setFocus()
        self.why_closed.emit()

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
        self._text = wanted.query.text or ""
        self.view.offer_why(bool(self._text))
        self.model.show(moments)
        self._select(None)
        explained = self._explanation.moment
        if explained is not None and self.model.row_of(explained) is None:
            self.close_explanation()
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

    @Slot(object)
    def _ask_why(self, moment: Moment) -> None:
        """Have a moment explained; who asks again has seen enough."""
        explained = self._explanation.moment
        if explained is not None and place_of(explained) == place_of(moment):
            self.close_explanation()
            return
        self._explanation.show_waiting(moment)
        self._escape.setEnabled(True)
        self.why_asked.emit(self._text, moment)
        self._keep_in_sight()

    @Slot(object)
    def _show_heat(self, heat: Heat | None) -> None:
        """Show on the card of the moment that is explained what a word looked at."""
        moment = self._explanation.moment
        self._delegate.heat = None if heat is None or moment is None else (moment, heat)
        self.view.viewport().update()

    def _keep_in_sight(self) -> None:
        """Scroll to the moment that is explained, now that there is less room for the list."""
        moment = self._explanation.moment
        row = None if moment is None else self.model.row_of(moment)
        for layout in (self._explanation.layout(), self.layout()):
            if layout is not None:
                layout.activate()
        if row is not None:
            self.view.scrollTo(self.model.index(row))

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
        layout.addWidget(self._explanation)
