"""The transcript beside the player."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.transcript import TranscriptSource
from videobert_desktop.services.transcribing.find_transcript import TranscriptLine
from videobert_desktop.services.transcribing.video_texts import Track, VideoTexts
from videobert_desktop.ui.transcript.line_model import LineModel
from videobert_desktop.ui.transcript.line_view import LineView
from videobert_desktop.ui.transcript.transcript_pane import TranscriptPane

WORDS = ("Grandpa blows out the candles", "Où est le gâteau ?", "<b>not bold</b> & so on", "生日快乐")


def line(number: int, text: str, *, edited: bool = False) -> TranscriptLine:
    return TranscriptLine(number + 10, Span(4.0 * number + 1, 4.0 * number + 4), text, None, edited)


LINES = tuple(line(number, text) for number, text in enumerate(WORDS))
ENGLISH = Track(1, TranscriptSource.EMBEDDED, "en", "")
FRENCH = Track(2, TranscriptSource.SIDECAR, "fr", "film.fr.srt")


def texts(*lines: TranscriptLine, video_id: int = 1, tracks: tuple[Track, ...] = (ENGLISH,)) -> VideoTexts:
    return VideoTexts(video_id, tracks, tracks[0].id, lines, has_sound=True)


@pytest.fixture
def pane(qtbot: QtBot) -> TranscriptPane:
    pane = TranscriptPane()
    qtbot.addWidget(pane)
    pane.resize(360, 500)
    pane.show()
    qtbot.waitExposed(pane)
    return pane


def shown(pane: TranscriptPane) -> list[str]:
    return [pane.model.index(row).data() for row in range(pane.model.rowCount())]


class TestModel:
    def test_it_is_a_proper_model(self, qtmodeltester: ModelTester, qapp: QApplication) -> None:
        model = LineModel()
        model.show_lines(LINES)
        model.show_second(6.0)
        model.look_for("a")
        model.show_second(10.0)
        qtmodeltester.check(model)

    @pytest.mark.parametrize(("second", "row"), [(0.0, -1), (1.0, 0), (4.5, 0), (5.0, 1), (99.0, 3)])
    def test_the_line_that_was_begun_last_is_said_now(self, qapp: QApplication, second: float, row: int) -> None:
        model = LineModel()
        model.show_lines(LINES)
        model.show_second(second)
        assert model.row_now == row
        said = [number for number in range(4) if model.index(number).data(LineModel.SAID_NOW)]
        assert said == ([row] if row >= 0 else [])

    @pytest.mark.parametrize(("words", "rows"), [("GRANDPA", 1), ("gateau", 1), ("快乐", 1), ("", 4), ("elephant", 0)])
    def test_words_are_found_whatever_their_case_and_accents(self, qapp: QApplication, words: str, rows: int) -> None:
        model = LineModel()
        model.show_lines(LINES)
        model.look_for(words)
        assert model.rowCount() == rows

    def test_what_is_said_now_stays_marked_among_what_is_found(self, qapp: QApplication) -> None:
        model = LineModel()
        model.show_lines(LINES)
        model.look_for("gateau")
        model.show_second(6.0)
        assert model.row_now == 0
        model.show_second(1.0)
        assert model.row_now == -1

    def test_a_line_that_is_written_over_is_told_once_and_only_if_it_differs(self, qtbot: QtBot) -> None:
        model: QAbstractItemModel = LineModel()
        assert isinstance(model, LineModel)
        model.show_lines(LINES)
        told: list[tuple[int, str]] = []
        model.edited.connect(lambda line_id, text: told.append((line_id, text)))
        assert model.setData(model.index(0), "  Grandma blows them out ")
        assert model.setData(model.index(1), WORDS[1])
        assert told == [(10, "Grandma blows them out")]


class TestPane:
    def test_there_is_always_something_to_read(self, pane: TranscriptPane) -> None:
        assert pane.title == "No video is open"
        pane.show_texts(VideoTexts(1))
        assert pane.title == "A silent video"
        pane.show_texts(VideoTexts(1, has_sound=True, unheard=True))
        assert pane.title == "No transcript yet"
        pane.show_texts(VideoTexts(1, has_sound=True))
        assert pane.title == "Nobody speaks"
        pane.show_texts(texts(*LINES))
        assert pane.title == ""

    def test_markup_is_shown_as_it_is_written(self, pane: TranscriptPane) -> None:
        pane.show_texts(texts(*LINES))
        assert shown(pane) == list(WORDS)
        pane.grab()

    def test_a_click_and_enter_go_where_a_line_begins(self, pane: TranscriptPane, qtbot: QtBot) -> None:
        pane.show_texts(texts(*LINES))
        seconds: list[float] = []
        pane.seek_asked.connect(seconds.append)
        place = pane.view.visualRect(pane.model.index(1)).center()
        qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        pane.view.setCurrentIndex(pane.model.index(2))
        qtbot.keyClick(pane.view, Qt.Key.Key_Return)
        assert seconds == [5.0, 9.0]

    def test_several_lines_are_selected_without_going_anywhere(self, pane: TranscriptPane, qtbot: QtBot) -> None:
        pane.show_texts(texts(*LINES))
        seconds: list[float] = []
        pane.seek_asked.connect(seconds.append)
        pane.view.setCurrentIndex(pane.model.index(0))
        pane.view.selectAll()
        qtbot.keyClick(pane.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        assert QApplication.clipboard().text() == "\n".join(WORDS)
        menu = pane.view.menu_for(pane.model.index(0))
        assert menu is not None
        next(action for action in menu.actions() if action.text() == "Copy with times").trigger()
        assert QApplication.clipboard().text().splitlines()[0] == f"0:01  {WORDS[0]}"
        assert seconds == []

    def test_a_line_is_written_over_in_its_place(self, pane: TranscriptPane, qtbot: QtBot) -> None:
        pane.show_texts(texts(*LINES))
        pane.view.setCurrentIndex(pane.model.index(0))
        pane.view.edit(pane.model.index(0))
        editor = pane.view.findChild(QLineEdit)
        assert editor.text() == WORDS[0]
        editor.setText("Grandma blows them out")
        with qtbot.waitSignal(pane.edited) as told:
            qtbot.keyClick(editor, Qt.Key.Key_Return)
        assert told.args == [10, "Grandma blows them out"]

    def test_only_what_was_written_over_can_be_undone(self, pane: TranscriptPane, qtbot: QtBot) -> None:
        pane.show_texts(texts(line(0, "as it was"), line(1, "put right", edited=True)))
        undone: list[int] = []
        pane.undo_asked.connect(undone.append)
        for row, possible in ((0, False), (1, True)):
            menu = pane.view.menu_for(pane.model.index(row))
            assert menu is not None
            undo = menu.actions()[-1]
            assert undo.isEnabled() is possible
            undo.trigger()
        assert undone == [11]
        pane.grab()

    def test_a_search_shows_what_holds_the_words_and_says_if_nothing_does(self, pane: TranscriptPane) -> None:
        pane.show_texts(texts(*LINES))
        pane.search.setText("candles")
        assert shown(pane) == [WORDS[0]]
        pane.search.setText("elephant")
        assert not pane.view.isVisible()
        pane.show_texts(texts(*LINES, video_id=2))
        assert pane.search.text() == ""
        assert pane.view.isVisible()

    def test_the_tracks_are_offered_where_there_are_several(self, pane: TranscriptPane) -> None:
        pane.show_texts(texts(*LINES))
        assert not pane.tracks.isVisible()
        pane.show_texts(texts(*LINES, tracks=(ENGLISH, FRENCH)))
        assert pane.tracks.isVisible()
        assert "français" in pane.tracks.itemText(1)
        asked: list[int] = []
        pane.track_asked.connect(asked.append)
        pane.tracks.activated.emit(1)
        assert asked == [2]

    def test_what_is_said_is_kept_in_sight_unless_somebody_scrolls(self, pane: TranscriptPane) -> None:
        pane.show_texts(texts(*(line(number, f"line {number}") for number in range(300))))
        QApplication.processEvents()
        pane.follow(800.0)
        assert is_seen(pane.view, 199)
        pane.view.verticalScrollBar().setValue(0)
        pane.view._scrolled.start()
        pane.follow(1000.0)
        assert not is_seen(pane.view, 249)

    def test_putting_a_line_right_does_not_scroll(self, pane: TranscriptPane) -> None:
        lines = [line(number, f"line {number}") for number in range(300)]
        pane.show_texts(texts(*lines))
        QApplication.processEvents()
        pane.view.verticalScrollBar().setValue(400)
        pane.show_texts(texts(*lines))
        QApplication.processEvents()
        assert pane.view.verticalScrollBar().value() == 400


def is_seen(view: LineView, row: int) -> bool:
    QApplication.processEvents()
    return view.viewport().rect().intersects(view.visualRect(view.model().index(row, 0)))
