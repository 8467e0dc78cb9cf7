"""What is said and written in the video that is played: in the transcript beside it, and on the picture."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from videobert_desktop.domain.moment import Moment
from videobert_desktop.services.transcribing.video_texts import VideoTexts
from videobert_desktop.ui.desktop import Desktop
from videobert_desktop.ui.player.player_pane import PlayerPane
from videobert_desktop.ui.side_panel import SidePanel
from videobert_desktop.ui.texts import shown
from videobert_desktop.ui.transcript.transcripts import Transcripts


class ReadingFlow(QObject):
    """Follows the player with the transcript, and marks on its picture what was found written there.

    Signals:
        informed: (str) something that a person may like to know.
        failed: (Exception) a transcript could not be had, changed or saved.
    """

    informed = Signal(str)
    failed = Signal(object)

    def __init__(
        self, player: PlayerPane, side: SidePanel, transcripts: Transcripts, desktop: Desktop, window: QWidget
    ) -> None:
        super().__init__(window)
        self._player = player
        self._pane = pane = side.transcript
        self._transcripts = transcripts
        self._desktop = desktop
        self._window = window
        self._moment: Moment | None = None
        side.results.chosen.connect(self.choose)
        side.results.activated.connect(self.choose)
        player.begun.connect(self._on_begun)
        player.closed.connect(self._on_closed)
        player.moved.connect(self._on_moved)
        pane.seek_asked.connect(player.controls.seek)
        pane.edited.connect(self._edit)
        pane.undo_asked.connect(self._undo)
        pane.track_asked.connect(self._choose_track)
        pane.export_asked.connect(self._export)
        transcripts.found.connect(self._on_found)
        transcripts.exported.connect(self._on_exported)
        transcripts.failed.connect(self.failed)

    @Slot(object)
    def choose(self, moment: Moment | None) -> None:
        """Mark what was found written in a moment while it is played; None for nothing any more."""
        self._moment = moment
        self._mark(self._player.position)

    @Slot()
    def look_again(self) -> None:
        """Look up again what is said in what is played: more may be known by now."""
        texts, footage = self._pane.texts, self._player.footage
        if footage is not None:
            track = texts.track if texts is not None and texts.video_id == footage.video_id else None
            self._transcripts.ask(footage.video_id, track)

    @Slot(int)
    def _on_begun(self, video_id: int) -> None:
        self._show(VideoTexts(video_id, has_sound=True))
        self._transcripts.ask(video_id)

    @Slot()
    def _on_closed(self) -> None:
        self._transcripts.forget()
        self._show(None)

    @Slot(float)
    def _on_moved(self, second: float) -> None:
        self._pane.follow(second)
        self._mark(second)

    @Slot(object)
    def _on_found(self, texts: VideoTexts) -> None:
        footage = self._player.footage
        if footage is not None and footage.video_id == texts.video_id:
            self._show(texts)
            self._pane.follow(self._player.position)

    def _show(self, texts: VideoTexts | None) -> None:
        self._pane.show_texts(texts)
        self._player.show_lines([] if texts is None else [(line.span, shown(line.text)) for line in texts.lines])

    def _mark(self, second: float) -> None:
        footage, moment = self._player.footage, self._moment
        written = None if moment is None else moment.evidence.screen
        here = footage is not None and moment is not None and moment.video_id == footage.video_id
        if here and written is not None and written.box is not None and written.span.start <= second < written.span.end:
            self._player.surface.show_box(written.box)
        else:
            self._player.surface.show_box(None)

    @Slot(int, str)
    def _edit(self, line_id: int, text: str) -> None:
        self._change(line_id, text)

    @Slot(int)
    def _undo(self, line_id: int) -> None:
        self._change(line_id, None)

    def _change(self, line_id: int, text: str | None) -> None:
        texts = self._pane.texts
        if texts is not None:
            self._transcripts.edit(texts.video_id, texts.track, line_id, text)

    @Slot(int)
    def _choose_track(self, track: int) -> None:
        if self._pane.texts is not None:
            self._transcripts.ask(self._pane.texts.video_id, track)

    @Slot()
    def _export(self) -> None:
        texts, footage = self._pane.texts, self._player.footage
        if texts is None or texts.track is None or footage is None:
            return
        path = self._desktop.choose_transcript(self._window, f"{shown(footage.path.stem)}.srt")
        if path is not None:
            self._transcripts.export(texts.track, path)

    @Slot(object)
    def _on_exported(self, path: Path) -> None:
        self.informed.emit(self.tr("The transcript is saved: {path}").format(path=shown(path)))
