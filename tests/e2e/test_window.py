"""The window as a person uses it: a folder is chosen, a sentence typed, and the player stands in the moment."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import av
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.helpers.media import aged
from tests.ui.fakes import FakeDesktop
from tests.ui.player.viewer import UNAVOIDABLE
from tests.ui.qt import nothing_left_behind
from videobert_desktop.domain.timing import Span
from videobert_desktop.services.libraries import Library, create_library, library_directory
from videobert_desktop.services.list_videos import VideoState
from videobert_desktop.services.playing.open_frames import open_frames
from videobert_desktop.services.viewing.remember_viewing import viewing_of
from videobert_desktop.session import Session
from videobert_desktop.settings.options import Settings
from videobert_desktop.settings.resources import resource_path
from videobert_desktop.ui.fonts import load_fonts
from videobert_desktop.ui.language import install_language
from videobert_desktop.ui.main_window import MainWindow
from videobert_desktop.ui.player.player_pane import PlayerPane

pytestmark = [pytest.mark.model, pytest.mark.qt_log_ignore(*UNAVOIDABLE, extend=True)]

PATIENCE = 60_000
OTHERS = ("rocket-on-pad", "galaxies", "paint-brushes")
"""The clips that are indexed beside the film."""
BEFORE = (
    "mountain-path",
    "dandelion",
    "moose",
    "forest-stream",
    "orange-flower",
    "raccoon",
    "chinese-pavilion",
)
"""The scenes of the film that come before the cat."""
FADE, RATE = 10, 25
"""Frames in which one scene of the film gives way to the next, and frames a second."""


@pytest.fixture(autouse=True)
def _starter() -> None:
    """Skips where the weights are not there."""
    directory = resource_path("models", "starter")
    if not (directory / "pack.json").is_file():
        pytest.skip(f"the starter pack is not there: {directory}")


@pytest.fixture(autouse=True)
def _nothing_left_behind(qapp: QApplication) -> Iterator[None]:
    look = qapp.style().name(), qapp.palette(), qapp.styleSheet()
    with nothing_left_behind():
        yield
    qapp.setStyle(look[0])
    qapp.setPalette(look[1])
    qapp.setStyleSheet(look[2])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A film in which there is a cat somewhere, and a few clips."""
    folder = tmp_path / "videos"
    folder.mkdir()
    shutil.copy(resource_path("tour", "a-year-outdoors.mp4"), folder)
    for name in OTHERS:
        shutil.copy(resource_path("samples", f"{name}.mp4"), folder)
    for path in folder.iterdir():
        aged(path)
    return folder


@pytest.fixture
def session(qapp: QApplication, folder: Path) -> Iterator[Session]:
    """The program as it is when it is started for the first time, by somebody who chooses the folder."""
    bugs: list[BaseException] = []
    load_fonts(qapp)
    settings = Settings(language="en", appearance="light")
    session = Session(qapp, settings, FakeDesktop(folder=folder), bugs.append)
    session.open(create_library(library_directory(settings.library, settings)))
    yield session
    assert session.close()
    session._theme.deleteLater()
    session.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    install_language(qapp, "en")
    assert bugs == []


def window_of(session: Session) -> MainWindow:
    assert session.window is not None
    return session.window


def frames(path: Path) -> int:
    with av.open(str(path)) as container:
        return container.streams.video[0].frames


def cat_in_the_film() -> Span:
    """When the cat is to be seen in the film, in seconds."""
    first = sum(frames(resource_path("samples", f"{name}.mp4")) - FADE for name in BEFORE)
    return Span(first / RATE, (first + frames(resource_path("samples", "cat-chelsea.mp4"))) / RATE)


def mean(image: QImage) -> QColor:
    """The mean colour of a picture."""
    one = image.scaled(1, 1, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    return one.pixelColor(0, 0)


def difference(one: QColor, other: QColor) -> int:
    """How much two colours differ, in the channel in which they differ most."""
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return max(abs(a - b) for a, b in pairs)


def frame_at(path: Path, second: float) -> QImage:
    with open_frames(path) as source:
        pixels = source.at(second).pixels
    height, width, _ = pixels.shape
    return QImage(pixels.tobytes(), width, height, QImage.Format.Format_RGB32).copy()


def shown_in(player: PlayerPane) -> QColor:
    """The mean colour of the picture that is to be seen in the player."""
    return mean(player.surface.grab(player.surface.picture_area.toAlignedRect()).toImage())


def index_the_folder(qtbot: QtBot, window: MainWindow) -> None:
    """From the first page to the library of all videos."""
    qtbot.waitUntil(window.first_run.isVisible, timeout=PATIENCE)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE)
    qtbot.mouseClick(window.first_run.choose_folder, Qt.MouseButton.LeftButton)
    qtbot.keyClick(window.first_run.start, Qt.Key.Key_Space)
    qtbot.waitUntil(window.header.indexing_bar.isVisible, timeout=PATIENCE)
    qtbot.waitUntil(lambda: len(window.library_pane.videos) == len(OTHERS) + 1, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not window.work.indexing.running, timeout=PATIENCE)


def find_the_cat(qtbot: QtBot, window: MainWindow) -> None:
    """From the search field to the player, with the keyboard alone."""
    view = window.results_panel.view
    qtbot.keyClick(window, Qt.Key.Key_Slash)
    edit = window.header.search_field.edit
    qtbot.keyClicks(edit, "a cat looks at the camera")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.results_panel.has_results, timeout=PATIENCE)
    qtbot.keyClick(edit, Qt.Key.Key_Down)
    assert view.hasFocus()
    qtbot.keyClick(view, Qt.Key.Key_Return)


def test_from_a_folder_to_the_moment(qtbot: QtBot, session: Session, folder: Path) -> None:
    window = window_of(session)
    index_the_folder(qtbot, window)
    assert window.message_bar.text == f"{len(OTHERS) + 1} videos indexed."
    find_the_cat(qtbot, window)

    player, playback, cat = window.player_pane, window.work.playback, cat_in_the_film()
    qtbot.waitUntil(lambda: player.footage is not None and not player.surface.picture.isNull(), timeout=PATIENCE)
    moment = window.results_panel.moments[0]
    assert moment.path == folder / "a-year-outdoors.mp4"
    assert cat.start <= moment.peak <= cat.end
    qtbot.waitUntil(lambda: playback.position > moment.span.start, timeout=PATIENCE)
    qtbot.keyClick(window.results_panel.view, Qt.Key.Key_Space)
    assert not playback.playing
    playback.seek(moment.peak)
    expected, other = mean(frame_at(moment.path, moment.peak)), mean(frame_at(moment.path, 0.0))
    qtbot.waitUntil(lambda: difference(shown_in(player), expected) < 12, timeout=PATIENCE)
    assert abs(playback.position - moment.peak) < 2 / RATE
    assert difference(other, expected) > 24

    qtbot.waitUntil(lambda: player.timeline.curve is not None, timeout=PATIENCE)
    curve = player.timeline.curve
    assert curve is not None
    values = curve.channels["picture"]
    best = values.index(max(values)) * curve.step
    assert cat.start - curve.step <= best <= cat.end
    assert moment.span in player.timeline.moments
    qtbot.waitUntil(lambda: not window.work.pictures.running, timeout=PATIENCE)
    assert window.work.pictures.thumbnail(moment.video_id) is not None


def test_closing_while_it_indexes_and_plays_ends_cleanly_and_it_goes_on_the_next_time(
    qtbot: QtBot, qapp: QApplication, session: Session, folder: Path
) -> None:
    window = window_of(session)
    qtbot.waitUntil(window.first_run.isVisible, timeout=PATIENCE)
    window.first_run.show_folder(folder)
    window.first_run.start.click()
    qtbot.waitUntil(lambda: bool(window.library_pane.videos), timeout=PATIENCE)
    video = window.library_pane.videos[0]
    assert video.id is not None
    window.library_pane.opened.emit(video)
    qtbot.waitUntil(lambda: window.work.playback.position > 0.2, timeout=PATIENCE)
    window.header.search_field.search("a rocket")
    root = window.root
    assert session.close()
    viewing = viewing_of(Library(root), video.id)
    assert viewing is not None
    assert viewing.position > 0.2

    session.open(Library(root))
    again = window_of(session)
    qtbot.waitUntil(lambda: len(again.library_pane.videos) == len(OTHERS) + 1, timeout=PATIENCE)
    shutil.copy(resource_path("samples", "moose.mp4"), folder)
    aged(folder / "moose.mp4")
    qtbot.waitUntil(lambda: "moose.mp4" in [item.path.name for item in again.library_pane.videos], timeout=PATIENCE)
    qtbot.waitUntil(
        lambda: {item.state for item in again.library_pane.videos} == {VideoState.INDEXED}, timeout=PATIENCE
    )
