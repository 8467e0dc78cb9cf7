"""The middle of the window: what was found, or what to do to find something."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QListView, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from videobert_desktop.domain.moment import SearchResult
from videobert_desktop.ui.search.moment_delegate import MomentDelegate
from videobert_desktop.ui.search.moment_model import MomentModel
from videobert_desktop.ui.texts import plural, shown
from videobert_desktop.ui.widgets.blank_page import BlankPage
from videobert_desktop.ui.widgets.elided_label import ElidedLabel

NOT_IN_LIBRARY = "This does not seem to be in your library. The nearest moments are:"


class ResultsPanel(QWidget):
    """Shows one page at a time: a welcome, a hint, or the moments.

    Signals:
        activated: (Moment) a moment shall be played.
        folder_asked: A folder shall be added.
        files_asked: Files shall be added.
    """

    activated = Signal(object)
    folder_asked = Signal()
    files_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = MomentModel(self)
        self._heading = ElidedLabel()
        self._heading.setObjectName("heading")
        self._notice = QLabel(NOT_IN_LIBRARY)
        self._notice.setObjectName("notice")
        self._notice.setWordWrap(True)
        self._view = self._make_list()
        self._hint = BlankPage("", "")
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._welcome = self._make_welcome()
        self._results = self._make_results()
        for page in (self._hint, self._welcome, self._results):
            self._pages.addWidget(page)

    @property
    def view(self) -> QListView:
        """The list of moments."""
        return self._view

    @property
    def has_results(self) -> bool:
        """Whether moments are shown."""
        return self._pages.currentWidget() is self._results

    @property
    def title(self) -> str:
        """What the page that is shown says first."""
        page = self._pages.currentWidget()
        return page.title if isinstance(page, BlankPage) else self._heading.text()

    @property
    def notice(self) -> str:
        """What is said of the moments that are shown, if anything."""
        return self._notice.text() if self.has_results and not self._notice.isHidden() else ""

    def show_welcome(self) -> None:
        """Say how to begin: there is no video yet."""
        self._pages.setCurrentWidget(self._welcome)

    def show_hint(self, title: str, text: str) -> None:
        """Say what to do next."""
        self._hint.say(title, text)
        self._pages.setCurrentWidget(self._hint)

    def show_result(self, result: SearchResult) -> None:
        """Show what was found; the moments of an earlier search are gone."""
        self._model.show(result.moments)
        self._heading.setText(f"{plural(len(result.moments), 'moment')} for “{shown(result.query)}”")
        self._notice.setHidden(result.in_library)
        self._view.scrollToTop()
        self._pages.setCurrentWidget(self._results)

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        self.activated.emit(index.data(MomentModel.MOMENT))

    def _make_list(self) -> QListView:
        view = QListView()
        view.setAccessibleName("Moments found")
        view.setModel(self._model)
        view.setItemDelegate(MomentDelegate(view))
        view.setMouseTracking(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setUniformItemSizes(True)
        view.activated.connect(self._on_activated)
        return view

    def _make_welcome(self) -> BlankPage:
        folder, files = QPushButton("Add a folder…"), QPushButton("Add files…")
        folder.setObjectName("primary")
        folder.clicked.connect(self.folder_asked)
        files.clicked.connect(self.files_asked)
        text = (
            "Add a folder of videos, or drop videos here. They stay where they are and are never changed; "
            "nothing leaves this machine."
        )
        return BlankPage("Your library is empty", text, (folder, files))

    def _make_results(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(8, 14, 8, 0)
        layout.setSpacing(10)
        head = QVBoxLayout()
        head.setContentsMargins(12, 0, 12, 0)
        head.setSpacing(10)
        head.addWidget(self._heading)
        head.addWidget(self._notice)
        layout.addLayout(head)
        layout.addWidget(self._view, 1)
        return page
