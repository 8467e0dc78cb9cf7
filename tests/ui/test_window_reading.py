"""What is said and written in the window: the transcript follows the player, and the picture shows it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Stage
from tests.ui.fakes import FakeServices, found, moment, video
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.moment import Evidence, SearchResult, TextEvidence
from videobert_desktop.domain.screen_text import Box
from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.transcript import TranscriptSource
from videobert_desktop.services.transcribing.find_transcript import TranscriptLine
from videobert_desktop.services.transcribing.video_texts import Track, VideoTexts

A, B = video("a.mp4", video_id=1), video("b.mp4", video_id=2)
BOX = Box(0.1, 0.2, 0.5, 0.4)


def texts(*lines: str) -> VideoTexts:
    said = tuple(
        TranscriptLine(n, Span(3.0 * n, 3.0 * n + 2), text, None, edited=False) for n, text in enumerate(lines)
    )
    return VideoTexts(1, (Track(7, TranscriptSource.SPEECH, "en", ""),), 7, said, has_sound=True)


def answer(query: str) -> SearchResult:
    """A moment of the first video in which something is written from 3 s to 5 s."""
    written = Evidence(1.0, screen=TextEvidence("Gate B27", Span(3.0, 5.0), ((0, 4),), BOX))
    return found(query, replace(moment(A.path, 3.0), evidence=written), moment(B.path, 1.0, video_id=2))


@pytest.fixture
def services() -> FakeServices:
    return FakeServices(library=[A, B], answer=answer, said={1: texts("Hello", "How are you?", "Fine")})


def play(stage: Stage, row: int = 0) -> None:
    view = stage.window.library_pane.grid
    view.activated.emit(view.cards.index(row))
    stage.window.work.playback.set_rate(0.25)
    stage.work()
    QApplication.processEvents()


def seek(stage: Stage, second: float) -> None:
    stage.window.player_pane.controls.seek(second)
    stage.work()
    QApplication.processEvents()


def subtitle(stage: Stage) -> str:
    return stage.window.player_pane.surface.subtitle


def test_the_transcript_follows_what_is_played(stage: Stage) -> None:
    pane = stage.window.side.transcript
    assert pane.title == "No video is open"
    play(stage)
    assert [line.text for line in pane.model.lines] == ["Hello", "How are you?", "Fine"]
    seek(stage, 4.0)
    assert pane.model.row_now == 1
    pane.seek_asked.emit(6.0)
    stage.work()
    assert stage.window.player_pane.position == 6.0
    play(stage, 1)
    assert pane.model.lines == ()
    stage.window.player_pane.close_video()
    assert pane.title == "No video is open"


def test_its_lines_are_read_on_the_picture_where_subtitles_are_wanted(stage: Stage, qtbot: QtBot) -> None:
    play(stage)
    seek(stage, 3.5)
    assert subtitle(stage) == ""
    qtbot.keyClick(stage.window.player_pane, Qt.Key.Key_S)
    assert subtitle(stage) == "How are you?"
    seek(stage, 5.5)
    assert subtitle(stage) == ""
    seek(stage, 6.5)
    assert subtitle(stage) == "Fine"
    assert stage.window.state.subtitles
    play(stage, 1)
    assert subtitle(stage) == ""


def test_a_line_that_is_put_right_is_kept_and_looked_up_again(stage: Stage) -> None:
    play(stage)
    pane = stage.window.side.transcript
    stage.services.said[1] = texts("Good evening", "How are you?", "Fine")
    pane.edited.emit(0, "Good evening")
    stage.work()
    assert ("edit line", 0, "Good evening") in stage.services.calls
    assert pane.model.lines[0].text == "Good evening"
    pane.undo_asked.emit(0)
    stage.work()
    assert ("edit line", 0, None) in stage.services.calls


def test_a_line_that_cannot_be_put_right_is_told(stage: Stage) -> None:
    play(stage)
    stage.services.error = UserError("The disk is full.")
    stage.window.side.transcript.edited.emit(0, "Good evening")
    stage.work()
    assert "The disk is full" in stage.said


def test_it_is_saved_where_the_person_says(stage: Stage, tmp_path: Path) -> None:
    play(stage)
    stage.window.side.transcript.export.click()
    stage.work()
    assert not any(call[0] == "export transcript" for call in stage.services.calls)
    stage.desktop.transcript = tmp_path / "a.srt"
    stage.window.side.transcript.export.click()
    stage.work()
    assert ("export transcript", 7, tmp_path / "a.srt") in stage.services.calls
    assert "a.srt" in stage.said


def test_what_is_written_in_a_moment_is_framed_as_long_as_it_stands_there(stage: Stage) -> None:
    stage.search("gate")
    stage.work()
    panel, surface = stage.window.results_panel, stage.window.player_pane.surface
    panel.activated.emit(panel.moments[0])
    stage.window.work.playback.set_rate(0.25)
    stage.work()
    assert surface.box == BOX
    seek(stage, 8.0)
    assert surface.box is None
    seek(stage, 4.0)
    assert surface.box == BOX
    framed = surface.grab().toImage()
    surface.show_box(None)
    assert surface.grab().toImage() != framed
    panel.activated.emit(panel.moments[1])
    stage.work()
    assert surface.box is None


def test_a_search_brings_the_results_to_the_front(stage: Stage) -> None:
    side = stage.window.side
    side.tabs.setCurrentIndex(side.TRANSCRIPT)
    assert not stage.window.results_panel.isVisible()
    stage.search("gate")
    stage.work()
    assert stage.window.results_panel.isVisible()


def test_what_is_known_by_now_is_looked_up_when_the_library_has_grown(stage: Stage) -> None:
    play(stage, 1)
    stage.services.said[2] = replace(texts("At last"), video_id=2)
    stage.window.tending.grown.emit()
    stage.work()
    assert [line.text for line in stage.window.side.transcript.model.lines] == ["At last"]
