"""Playing a video or a moment, with what was searched for marked along it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.moment import MatchCurve, Moment
from videobert_desktop.domain.query import Query
from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.viewing import Viewing
from videobert_desktop.services.list_videos import LibraryVideo
from videobert_desktop.ui.desktop import Desktop
from videobert_desktop.ui.player.curves import Curves
from videobert_desktop.ui.player.footage import Footage
from videobert_desktop.ui.player.frame_saving import FrameSaving
from videobert_desktop.ui.player.player_pane import PlayerPane
from videobert_desktop.ui.player.remembering import Remembering
from videobert_desktop.ui.texts import shown


class PlayingFlow(QObject):
    """What is played, and what the match strip beneath it shows.

    Signals:
        informed: (str) something that a person may like to know.
        failed: (Exception) a video cannot be played, a curve could not be had, or a frame not saved.
    """

    informed = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        player: PlayerPane,
        curves: Curves,
        saving: FrameSaving,
        remembering: Remembering,
        desktop: Desktop,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._player = player
        self._curves = curves
        self._saving = saving
        self._remembering = remembering
        self._desktop = desktop
        self._window = window
        self._query: Query | None = None
        self._moments: Sequence[Moment] = ()
        self._current: Moment | None = None
        curves.found.connect(self._on_curve)
        curves.failed.connect(self.failed)
        player.left.connect(remembering.note)
        remembering.recalled.connect(self._on_recalled)
        player.save_asked.connect(self._save)
        saving.saved.connect(self._on_saved)
        saving.failed.connect(self.failed)

    @Slot(object)
    def play_video(self, video: LibraryVideo) -> None:
        """Play a video from where it was left, or say why it cannot be played."""
        self._current = None
        if video.id is None:
            self.failed.emit(UserError(video.note, path=video.path))
        else:
            name = shown(video.path.name)
            self._open(Footage(video.id, video.path, name, video.duration or 0.0, position=video.position))

    @Slot(object)
    def play_moment(self, moment: Moment) -> None:
        """Play a moment from its start."""
        self._current = moment
        self._open(Footage(moment.video_id, moment.path, shown(moment.path.name), 0.0), moment.span.start)

    @Slot(object, object)
    def show_matches(self, query: Query | None, moments: Sequence[Moment]) -> None:
        """Mark what was found for `query` in what is played; None for nothing any more."""
        asked_before = self._query
        self._query, self._moments = query, moments
        if query is None or query != asked_before:
            self._current = None
            self._player.show_curve(None)
        self._mark()
        self._ask_for_curve()

    @Slot(object)
    def choose(self, moment: Moment | None) -> None:
        """Mark the moment that is chosen among those found, if it is in what is played."""
        self._current = moment
        self._mark()

    def _open(self, footage: Footage, start: float | None = None) -> None:
        playing = self._player.footage
        if playing is None or playing.video_id != footage.video_id:
            self._remembering.recall(footage.video_id)
        self._player.open(footage, start=start, play=True)
        self._mark()
        self._ask_for_curve()

    def _mark(self) -> None:
        playing = self._player.footage
        here = [] if playing is None else [item for item in self._moments if item.video_id == playing.video_id]
        current = self._current.span if self._current in here and self._current is not None else None
        spans: list[Span] = [moment.span for moment in here]
        self._player.show_moments(spans, current)

    def _ask_for_curve(self) -> None:
        playing = self._player.footage
        if playing is not None and self._query is not None:
            self._curves.ask(playing.video_id, self._query)

    @Slot(object)
    def _on_recalled(self, viewing: Viewing) -> None:
        playing = self._player.footage
        if playing is not None and playing.video_id == viewing.video_id:
            self._player.show_watched(viewing.watched)

    @Slot(object)
    def _on_curve(self, curve: MatchCurve) -> None:
        if self._query is not None:
            self._player.show_curve(curve)

    @Slot(QImage, str)
    def _save(self, image: QImage, name: str) -> None:
        path = self._desktop.choose_picture(self._window, name)
        if path is not None:
            self._saving.save(image, path)

    @Slot(object)
    def _on_saved(self, path: Path) -> None:
        self.informed.emit(self.tr("The frame is saved: {path}").format(path=shown(path)))
