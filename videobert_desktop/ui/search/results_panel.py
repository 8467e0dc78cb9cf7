"""The right of the window: what was found, or what to do to find something."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from videobert_desktop.domain.moment import MatchExplanation, Moment, SearchResult
from videobert_desktop.domain.query import Query
from videobert_desktop.ui.pictures import Pictures
from videobert_desktop.ui.search.moment_delegate import MARGIN
from videobert_desktop.ui.search.moment_view import MomentView
from videobert_desktop.ui.search.results_page import ResultsPage
from videobert_desktop.ui.search.wanted import Wanted
from videobert_desktop.ui.theme import SPACE
from videobert_desktop.ui.widgets.blank_page import BlankPage

_NARROWEST, _WIDEST = 300, 480
_PATIENCE = 300  # milliseconds


class ResultsPanel(QWidget):
    """Shows one page at a time: a hint, a problem, or the moments; above it what is to be said of the query.

    Signals:
        activated: (Moment) it shall be played from its start.
        chosen: (Moment or None) another moment is selected, or none any more.
        similar_asked: (Moment) more like it is wanted.
        why_asked: (str, Moment) why it was found for these words shall be said.
        why_closed: Nobody wants to know any more why a moment was found.
        show_in_folder_asked: (Moment) its file shall be shown.
        retry_asked: What has gone wrong shall be tried again.
    """

    activated = Signal(object)
    chosen = Signal(object)
    similar_asked = Signal(object)
    why_asked = Signal(str, object)
    why_closed = Signal()
    show_in_folder_asked = Signal(object)
    retry_asked = Signal()

    def __init__(self, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("results")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(_NARROWEST)
        self.setMaximumWidth(_WIDEST)
        self._page = ResultsPage(pictures)
        self._hint = BlankPage("", "")
        self._problem: BlankPage | None = None
        self._note = QLabel()
        self._wanted: Wanted | None = None
        self._indexing = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE)
        self._patience.timeout.connect(self._show_that_it_takes_long)
        self._pages = QStackedLayout()
        self._lay_out()
        self._connect()

    @property
    def view(self) -> MomentView:
        """The list of moments."""
        return self._page.view

    @property
    def has_results(self) -> bool:
        """Whether moments are shown."""
        return self._pages.currentWidget() is self._page

    @property
    def title(self) -> str:
        """What the page that is shown says first."""
        page = self._pages.currentWidget()
        return page.title if isinstance(page, BlankPage) else self._page.heading

    @property
    def moments(self) -> tuple[Moment, ...]:
        """The moments that are shown, best first."""
        return self._page.model.moments if self.has_results else ()

    @property
    def notice(self) -> str:
        """What is said above moments that are only the nearest; empty if nothing is."""
        return self._page.notice if self.has_results else ""

    @property
    def note(self) -> str:
        """What is said of the query; empty if nothing is."""
        return "" if self._note.isHidden() else self._note.text()

    @property
    def grouped(self) -> bool:
        """Whether moments are grouped by video."""
        return self._page.model.grouped

    def set_grouped(self, grouped: bool) -> None:  # noqa: FBT001 - the one thing there is to say
        """Group moments by video, or do not."""
        self._page.set_grouped(grouped)

    def set_indexing(self, indexing: bool) -> None:  # noqa: FBT001 - as above
        """Take note of whether more videos are becoming searchable, for it is said where nothing is found."""
        self._indexing = indexing

    @Slot()
    def focus(self) -> None:
        """Take the keyboard, if there is anything to choose from."""
        if self.has_results:
            self._page.focus()

    @Slot(str, str)
    def show_hint(self, title: str, text: str) -> None:
        """Say what to do next."""
        self._patience.stop()
        self._say(title, text, "film")

    @Slot(str)
    def show_note(self, text: str) -> None:
        """Say something of the query that is asked, above all else; empty for nothing."""
        self._note.setText(text)
        self._note.setHidden(not text)

    def show_problem(self, title: str, text: str, *buttons: QPushButton) -> None:
        """Say what has gone wrong, with ways out of it; without any, it can be tried again."""
        self._patience.stop()
        page = BlankPage(title, text, buttons or (self._make_retry(),), sign_name="warning")
        old, self._problem = self._problem, page
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        if old is not None:
            self._pages.removeWidget(old)
            old.deleteLater()

    def show_searching(self, wanted: Wanted | None = None) -> None:
        """Something is being searched for: what was found before stays for a moment, so that nothing flickers.

        Args:
            wanted: What it is; None if its result is to speak for itself.
        """
        self._wanted = wanted
        if not self._patience.isActive():
            self._patience.start()

    @Slot(object)
    def show_result(self, result: SearchResult) -> None:
        """Show what was found; the moments of an earlier search are gone."""
        self._patience.stop()
        wanted = self._wanted_for(result)
        if result.moments:
            self._page.show_result(result, wanted, indexing=self._indexing)
            self._pages.setCurrentWidget(self._page)
        else:
            self._say(self.tr("Nothing found"), "\n".join(wanted.hints(indexing=self._indexing)), "nothing-found")

    @Slot(object)
    def show_better(self, result: SearchResult) -> None:
        """Show what was found for the same query as before: at once, or while something is selected, when asked to."""
        if not self.has_results or not result.moments:
            self.show_result(result)
        else:
            self._page.show_better(result, self._wanted_for(result), indexing=self._indexing)

    @Slot(object)
    def show_explanation(self, explanation: MatchExplanation) -> None:
        """Show why the moment was found that `why_asked` has named last."""
        self._page.show_explanation(explanation)

    def show_unexplained(self, text: str) -> None:
        """Say why that moment cannot be explained."""
        self._page.explanation.show_problem(text)

    def close_explanation(self) -> None:
        """Explain no moment any more."""
        self._page.close_explanation()

    def _wanted_for(self, result: SearchResult) -> Wanted:
        return self._wanted or Wanted(Query(result.query))

    def _say(self, title: str, text: str, sign_name: str) -> None:
        self._hint.show_sign(sign_name)
        self._hint.say(title, text)
        self._pages.setCurrentWidget(self._hint)

    @Slot()
    def _show_that_it_takes_long(self) -> None:
        if self.has_results:
            self._page.fade(searching=True)
        else:
            self._say(self.tr("Searching"), self.tr("The first search takes a little longer."), "search")

    def _make_retry(self) -> QPushButton:
        button = QPushButton(self.tr("Try again"))
        button.setObjectName("primary")
        button.clicked.connect(self.retry_asked)
        return button

    def _connect(self) -> None:
        self._page.chosen.connect(self.chosen)
        self._page.view.played.connect(self.activated)
        self._page.view.similar_asked.connect(self.similar_asked)
        self._page.why_asked.connect(self.why_asked)
        self._page.why_closed.connect(self.why_closed)
        self._page.view.show_in_folder_asked.connect(self.show_in_folder_asked)

    def _lay_out(self) -> None:
        self._note.setObjectName("notice")
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setWordWrap(True)
        self._note.hide()
        for page in (self._hint, self._page):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE // 2, SPACE, SPACE // 2, 0)
        layout.setSpacing(SPACE)
        notes = QVBoxLayout()
        notes.setContentsMargins(MARGIN, 0, MARGIN, 0)
        notes.addWidget(self._note)
        layout.addLayout(notes)
        layout.addLayout(self._pages, 1)
