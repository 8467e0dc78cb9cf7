"""The player: the picture, the timeline and the buttons under it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QStackedLayout, QVBoxLayout, QWidget

from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.moment import MatchCurve
from videobert_desktop.domain.timing import Span
from videobert_desktop.ui.pictures import Pictures
from videobert_desktop.ui.player.controls import Controls
from videobert_desktop.ui.player.footage import Footage
from videobert_desktop.ui.player.playback import Playback
from videobert_desktop.ui.player.player_header import PlayerHeader
from videobert_desktop.ui.player.player_keys import PlayerAction, action_of
from videobert_desktop.ui.player.resting import Resting
from videobert_desktop.ui.player.subtitle_lines import SubtitleLine, line_at
from videobert_desktop.ui.player.timeline import Timeline
from videobert_desktop.ui.player.timeline_preview import TimelinePreview
from videobert_desktop.ui.player.times import frame_file_name
from videobert_desktop.ui.player.transport_bar import TransportBar
from videobert_desktop.ui.player.video_surface import VideoSurface
from videobert_desktop.ui.player.viewing_log import ViewingLog
from videobert_desktop.ui.sentences import told_without_path
from videobert_desktop.ui.theme import SPACE
from videobert_desktop.ui.widgets.blank_page import BlankPage


class PlayerPane(QWidget):
    """Plays one video at a time, and remembers for whoever listens what was watched of it.

    Signals:
        failed: (Exception) the video cannot be shown; the pane says so by itself.
        informed: (str) something that was asked for is done.
        full_screen_asked: (bool) the picture shall fill the screen, or no longer.
        playing_changed: (bool) it plays now, or does not.
        begun: (int) another video is open, of that id.
        moved: (float) another second is shown.
        closed: There is no video any more.
        left: (video id, second, list of Span) where the video is, and what was watched since it was opened or this was
            last told: every ten seconds while it plays, at a pause, and when the video is left.
        save_asked: (QImage, str) a frame shall be saved, and what its file may be called.
    """

    failed = Signal(object)
    informed = Signal(str)
    full_screen_asked = Signal(bool)
    playing_changed = Signal(bool)
    begun = Signal(int)
    moved = Signal(float)
    closed = Signal()
    left = Signal(int, float, object)
    save_asked = Signal(QImage, str)

    def __init__(self, playback: Playback, pictures: Pictures, parent: QWidget | None = None) -> None:
        """Make an empty player.

        Args:
            playback: What plays; nobody else tells it to.
            pictures: Where the previews above the timeline come from.
            parent: Its owner.
        """
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(self.tr("Player"))
        self._playback = playback
        self._footage: Footage | None = None
        self._full_screen = False
        self._lines: Sequence[SubtitleLine] = ()
        self.controls = Controls(playback, self)
        self.surface = VideoSurface()
        self.timeline = Timeline()
        self.bar = TransportBar()
        self._header = PlayerHeader()
        self._log = ViewingLog(playback, self)
        self._lay_out()
        self._preview = TimelinePreview(self.timeline, pictures, self)
        self._resting = Resting((self.timeline, self.bar), self.surface, self)
        self._connect_playback()
        self._connect_parts()
        self._show_controls()

    @property
    def footage(self) -> Footage | None:
        """The video that is open."""
        return self._footage

    @property
    def position(self) -> float:
        """The second that is shown."""
        return self._playback.position

    @property
    def in_point(self) -> float | None:
        """The second where the chosen stretch begins."""
        return self.controls.stretch.in_point

    @property
    def out_point(self) -> float | None:
        """The second where the chosen stretch ends."""
        return self.controls.stretch.out_point

    def open(self, footage: Footage, *, start: float | None = None, play: bool = True) -> None:
        """Show a video; the curve and the results of the one before are taken away.

        Args:
            footage: The video; if it is the one that is open, the player only goes to `start`.
            start: Where to begin, in seconds; None goes on where it was left, or begins at the beginning.
            play: Whether it is to play at once.
        """
        if self._is_open(footage):
            self._go_on(start, play=play)
            return
        self._leave()
        self._footage = footage
        self._header.show_name(footage.name, footage.path)
        self._log.begin(footage)
        self._preview.set_video(footage.video_id)
        self.surface.clear()
        self._show_length(footage.duration)
        self.show_curve(None)
        self.show_moments((), None)
        self.timeline.show_watched(footage.watched)
        self._pages.setCurrentIndex(1)
        self._playback.open(footage.path, start=(footage.position or 0.0) if start is None else start, play=play)
        self._lines = ()
        self.controls.begin()
        self.begun.emit(footage.video_id)

    def show_lines(self, lines: Sequence[SubtitleLine]) -> None:
        """Take note of what is said when, in the order of time; it is read on the picture where subtitles are on."""
        self._lines = lines
        if self._footage is not None:
            self.controls.set_lines(known=bool(lines))

    def show_curve(self, curve: MatchCurve | None) -> None:
        """Show how well the video matches what is searched for, or nothing of the kind."""
        self.timeline.show_curve(curve)

    def show_moments(self, spans: Sequence[Span], current: Span | None) -> None:
        """Mark the results in this video, and the one of them that is current."""
        self.timeline.show_moments(spans, current)

    def show_watched(self, spans: Sequence[Span]) -> None:
        """Show what was watched of the video that is open at other times."""
        self._log.recall(spans)
        self.timeline.show_watched(self._log.stretches)

    def show_full_screen(self, full: bool) -> None:  # noqa: FBT001 - the one thing there is to say
        """Whether the player fills the screen now, in whatever way it came to that."""
        self._full_screen = full
        self._header.setVisible(not full)
        self._resting.allow(full)
        self.bar.show_full_screen(full)

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key stands for; False if it is not one of the player's, or there is nothing to do it with."""
        action = action_of(event)
        if action is None or not self._takes(action):
            return False
        self._resting.stir()
        self.do(action)
        return True

    @Slot(object)
    def do(self, action: PlayerAction) -> None:
        """Do what a key or a button stands for."""
        match action:
            case PlayerAction.FULL_SCREEN:
                self._ask_for_full_screen(full=not self._full_screen)
            case PlayerAction.LEAVE_FULL_SCREEN:
                self._ask_for_full_screen(full=False)
            case PlayerAction.COPY_FRAME:
                self._copy_frame()
            case PlayerAction.SAVE_FRAME:
                self._save_frame()
            case _:
                self.controls.do(action)

    @Slot()
    def close_video(self) -> None:
        """Leave the video; nothing happens if none is open."""
        if self._footage is not None:
            self._leave()
            self._footage = None
            self._preview.set_video(None)
            self.surface.clear()
            self._pages.setCurrentIndex(0)
            if self._full_screen:
                self._ask_for_full_screen(full=False)
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802, D102 - Qt's name
        if not self.press(event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802, D102 - Qt's name
        if event.button() == Qt.MouseButton.LeftButton and self.childAt(event.position().toPoint()) is self.surface:
            self._playback.toggle()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing: the picture tells of it, and it is no third click."""

    @Slot()
    def _on_double_clicked(self) -> None:
        self._playback.toggle()  # takes back what its first click did
        self.do(PlayerAction.FULL_SCREEN)

    @Slot(float)
    def _on_opened(self, duration: float) -> None:
        self._show_length(duration)
        self._enable(possible=True)
        self._show_controls()
        self.moved.emit(self.position)

    @Slot(float)
    def _on_moved(self, second: float) -> None:
        if not self.timeline.isSliderDown():  # the pointer knows better where it goes
            self.timeline.show_position(second)
        self.timeline.show_watched(self._log.stretches)
        self.bar.time.show_second(second)
        self._show_line(second)
        self.moved.emit(second)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        reason = told_without_path(error) if isinstance(error, UserError) else ""
        self.surface.say(self.tr("This video cannot be shown"), reason)
        self._enable(possible=False)
        self._show_controls()
        self.failed.emit(error)

    @Slot()
    def _show_controls(self) -> None:
        playback = self._playback
        self.timeline.show_stretch(self.controls.stretch)
        self.bar.show_stretch(self.controls.stretch)
        self.bar.speed.show_rate(playback.rate)
        self.bar.show_volume(playback.volume, muted=playback.muted)
        self.bar.show_subtitles(shown=self.controls.subtitles, possible=self.controls.has_subtitles)
        self._show_line(self.position)

    def _show_line(self, second: float) -> None:
        """Show what is said at a second, where that is known and wanted."""
        if self._lines:
            self.surface.show_subtitle(line_at(self._lines, second) if self.controls.subtitles else "")

    def _show_length(self, duration: float) -> None:
        self.timeline.show_duration(duration)
        self.bar.time.show_duration(duration, self._playback.frame_seconds)

    def _enable(self, *, possible: bool) -> None:
        for part in (self.timeline, self.bar):
            part.setEnabled(possible)

    def _is_open(self, footage: Footage) -> bool:
        now = self._footage
        return now is not None and (now.video_id, now.path) == (footage.video_id, self._playback.path)

    def _go_on(self, start: float | None, *, play: bool) -> None:
        if start is not None:
            self.controls.seek(start)
        if play:
            self._playback.play()

    def _leave(self) -> None:
        if self._footage is not None:
            self._log.end()
            self._playback.close()

    def _takes(self, action: PlayerAction) -> bool:
        """Whether a key for that action is the player's now."""
        if action is PlayerAction.LEAVE_FULL_SCREEN:
            return self._full_screen
        if action is PlayerAction.COPY_FRAME and not self._has_focus():
            return False
        return self._playback.path is not None

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is self or self.isAncestorOf(focused) if focused is not None else False

    def _ask_for_full_screen(self, *, full: bool) -> None:
        self.show_full_screen(full)
        self.full_screen_asked.emit(full)

    def _copy_frame(self) -> None:
        if not self._playback.image.isNull():
            QGuiApplication.clipboard().setImage(self._playback.image)
            self.informed.emit(self.tr("Frame copied"))

    def _save_frame(self) -> None:
        if self._footage is not None and not self._playback.image.isNull():
            self.save_asked.emit(self._playback.image, frame_file_name(self._footage.path, self.position))

    def _lay_out(self) -> None:
        blank = BlankPage(self.tr("Nothing is playing"), self.tr("Choose a video on the left, or describe a moment."))
        player = QWidget()
        column = QVBoxLayout(player)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self.surface, 1)
        column.addSpacing(SPACE)
        column.addWidget(self.timeline)
        column.addWidget(self.bar)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(blank)
        self._pages.addWidget(player)

    def _connect_playback(self) -> None:
        playback = self._playback
        playback.opened.connect(self._on_opened)
        playback.pictured.connect(self.surface.show_picture)
        playback.moved.connect(self._on_moved)
        playback.playing_changed.connect(self.bar.show_playing)
        playback.playing_changed.connect(self._resting.show_playing)
        playback.playing_changed.connect(self.playing_changed)
        playback.subtitle_changed.connect(self.surface.show_subtitle)
        playback.failed.connect(self._on_failed)

    def _connect_parts(self) -> None:
        self._header.close_asked.connect(self.close_video)
        self._log.told.connect(self.left)
        self.controls.jumped.connect(self._log.interrupt)
        self.controls.changed.connect(self._show_controls)
        self.timeline.seek_asked.connect(self.controls.seek)
        self.bar.asked.connect(self.do)
        self.bar.rate_asked.connect(self.controls.set_rate)
        self.bar.volume_asked.connect(self.controls.set_volume)
        self.surface.double_clicked.connect(self._on_double_clicked)
