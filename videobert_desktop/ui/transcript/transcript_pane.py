"""What is said in the video that is played, or why nothing is known of it."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QStackedLayout, QVBoxLayout, QWidget

from videobert_desktop.domain.transcript import TranscriptSource
from videobert_desktop.services.transcribing.video_texts import Track, VideoTexts
from videobert_desktop.ui.texts import shown
from videobert_desktop.ui.theme import SPACE
from videobert_desktop.ui.transcript.line_model import LineModel
from videobert_desktop.ui.transcript.line_view import LineView
from videobert_desktop.ui.widgets.blank_page import BlankPage
from videobert_desktop.ui.widgets.icon_button import IconButton


class TranscriptPane(QWidget):
    """A transcript with a search within it; or a page that says what there is to do.

    Signals:
        seek_asked: (float) the player shall go to that second.
        edited: (int, str) the line of that id shall say this.
        undo_asked: (int) the line of that id shall say what it said at first.
        track_asked: (int) the transcript of that id is wanted.
        export_asked: What is shown shall be written to a file.
    """

    seek_asked = Signal(float)
    edited = Signal(int, str)
    undo_asked = Signal(int)
    track_asked = Signal(int)
    export_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.texts: VideoTexts | None = None
        self.model = LineModel(self)
        self.view = LineView(self.model)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search in this transcript"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.setClearButtonEnabled(True)
        self.tracks = QComboBox()
        self.tracks.setAccessibleName(self.tr("Which transcript"))
        self.export = IconButton("save", self.tr("Save the transcript"))
        self._blank = BlankPage("", "", sign_name="subtitles")
        self._nothing = BlankPage("", "", sign_name="nothing-found")
        self._lay_out()
        self.search.textChanged.connect(self._on_search)
        self.tracks.activated.connect(self._on_track)
        self.export.clicked.connect(self.export_asked)
        self.view.chosen.connect(self.seek_asked)
        self.view.undo_asked.connect(self.undo_asked)
        self.model.edited.connect(self.edited)
        self.show_texts(None)

    @property
    def title(self) -> str:
        """What is said where there are no lines; empty if there are."""
        page = self._pages.currentWidget()
        return page.title if isinstance(page, BlankPage) else ""

    def show_texts(self, texts: VideoTexts | None) -> None:
        """Show what is said in a video; None if none is open."""
        another = texts is None or self.texts is None or texts.video_id != self.texts.video_id
        self.texts = texts
        if another:
            with QSignalBlocker(self.search):
                self.search.clear()
            self.model.look_for("")
        place = 0 if another else self.view.verticalScrollBar().value()
        self.model.show_lines(() if texts is None else texts.lines)
        self.view.verticalScrollBar().setValue(place)
        self._show_tracks(() if texts is None else texts.tracks)
        if texts is None or not texts.lines:
            self._blank.say(*self._why_blank(texts))
        self._show_page()

    @Slot(float)
    def follow(self, second: float) -> None:
        """Show what is said at a second."""
        self.view.follow(second)

    def _why_blank(self, texts: VideoTexts | None) -> tuple[str, str]:
        if texts is None:
            return self.tr("No video is open"), self.tr("What is said in a video is shown here while it plays.")
        if not texts.has_sound:
            return self.tr("A silent video"), self.tr("It has neither sound nor subtitles.")
        if texts.unheard:
            return (
                self.tr("No transcript yet"),
                self.tr(
                    "Subtitles beside the video are read by themselves. To have speech recognised, install a speech "
                    "pack: in the preferences, under Indexing."
                ),
            )
        return self.tr("Nobody speaks"), self.tr("The video was listened to, and no words were heard.")

    def _show_tracks(self, tracks: tuple[Track, ...]) -> None:
        with QSignalBlocker(self.tracks):
            self.tracks.clear()
            for track in tracks:
                self.tracks.addItem(self._name_of(track), track.id)
            if self.texts is not None:
                self.tracks.setCurrentIndex(self.tracks.findData(self.texts.track))
        self.tracks.setVisible(len(tracks) > 1)

    def _name_of(self, track: Track) -> str:
        sources = {
            TranscriptSource.EMBEDDED: self.tr("Subtitles in the video"),
            TranscriptSource.SIDECAR: self.tr("Subtitle file"),
            TranscriptSource.SPEECH: self.tr("Recognised speech"),
        }
        language = QLocale(track.language) if track.language else QLocale.c()
        named = language.nativeLanguageName() if language.language() is not QLocale.Language.C else track.language
        return " · ".join(part for part in (sources[track.source], named, shown(track.title)) if part)

    def _show_page(self) -> None:
        if self.texts is None or not self.texts.lines:
            self._pages.setCurrentWidget(self._blank)
            return
        self._pages.setCurrentWidget(self._lines)
        nothing = self.model.rowCount() == 0
        self._nothing.say(self.tr("Not said here"), self.tr("No line holds these words."))
        self._found.setCurrentWidget(self._nothing if nothing else self.view)

    @Slot(str)
    def _on_search(self, text: str) -> None:
        self.model.look_for(text)
        self._show_page()

    @Slot(int)
    def _on_track(self, row: int) -> None:
        self.track_asked.emit(self.tracks.itemData(row))

    def _lay_out(self) -> None:
        self._lines = QWidget()
        top = QHBoxLayout()
        top.setContentsMargins(SPACE, SPACE, SPACE, 0)
        top.addWidget(self.search, 1)
        top.addWidget(self.export)
        choice = QHBoxLayout()
        choice.setContentsMargins(SPACE, 0, SPACE, 0)
        choice.addWidget(self.tracks)
        column = QVBoxLayout(self._lines)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addLayout(top)
        column.addLayout(choice)
        self._found = QStackedLayout()
        self._found.addWidget(self.view)
        self._found.addWidget(self._nothing)
        column.addLayout(self._found, 1)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._blank)
        self._pages.addWidget(self._lines)
