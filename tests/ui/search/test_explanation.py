"""Why a moment was found, as a person sees it, points at it, and goes through it with the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QEnterEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.qt import tab_stops
from tests.ui.search.fakes import FakePictures, found, moment, plain
from videobert_desktop.domain.moment import MatchExplanation, Moment
from videobert_desktop.domain.query import Example, Query
from videobert_desktop.domain.timing import Span
from videobert_desktop.ui import theme
from videobert_desktop.ui.search.explanation_panel import ExplanationPanel
from videobert_desktop.ui.search.results_panel import ResultsPanel
from videobert_desktop.ui.search.wanted import Wanted
from videobert_desktop.ui.search.word_chips import WordChip

A, B, C = moment(1, 30.0, 0.9), moment(2, 5.0, 0.8), moment(1, 2.0, 0.7)
NOWHERE = [[0.0] * 3] * 3
TOP_LEFT = [[1.0, 0.0, 0.0], [0.0] * 3, [0.0] * 3]
MIDDLE = [[0.0] * 3, [0.0, 1.0, 0.0], [0.0] * 3]
EXPLANATION = MatchExplanation(
    ("a", "dog"),
    (Span(30.0, 31.5), Span(31.5, 33.0), Span(33.0, 34.5)),
    [[0.5, 0.3, 0.2], [0.1, 0.1, 0.8]],
    [[TOP_LEFT, NOWHERE, NOWHERE], [NOWHERE, NOWHERE, MIDDLE]],
)


class Desk:
    """A panel of results in which moments can be explained, and what it told."""

    def __init__(self, panel: ResultsPanel, pictures: FakePictures) -> None:
        self.panel = panel
        self.pictures = pictures
        self.asked: list[tuple[str, Moment]] = []
        self.closed: list[bool] = []
        panel.why_asked.connect(lambda text, item: self.asked.append((text, item)))
        panel.why_closed.connect(lambda: self.closed.append(True))

    @property
    def explanation(self) -> ExplanationPanel:
        return self.panel._page.explanation

    @property
    def chips(self) -> tuple[WordChip, ...]:
        return self.explanation.chips

    def row(self, number: int) -> QRect:
        view = self.panel.view
        return view.visualRect(view.model().index(number, 0))

    def why(self, number: int) -> QPoint:
        view = self.panel.view
        index = view.model().index(number, 0)
        return view._delegate.why_rect(view, index, self.row(number)).center()

    def picture(self, number: int) -> QImage:
        """The picture on a card."""
        view = self.panel.view
        area = view._delegate._picture_rect(view, view.model().index(number, 0), self.row(number))
        image = view.viewport().grab().toImage()
        ratio = image.devicePixelRatio()
        return image.copy(*(round(value * ratio) for value in area.getRect()))

    def ask(self, qtbot: QtBot, row: int = 0) -> None:
        """Ask with the keyboard why a moment was found."""
        self.panel.view.setCurrentIndex(self.panel.view.model().index(row, 0))
        self.panel.view.setFocus()
        qtbot.keyClick(self.panel.view, Qt.Key.Key_W)

    def hover(self, number: int) -> None:
        place = QPointF(2, 2)
        QApplication.sendEvent(self.chips[number], QEnterEvent(place, place, place))

    def leave(self, number: int) -> None:
        QApplication.sendEvent(self.chips[number], QEvent(QEvent.Type.Leave))


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    theme.apply(QApplication.instance(), dark=False)
    pictures = FakePictures()
    panel = ResultsPanel(pictures)
    qtbot.addWidget(panel)
    pictures.setParent(panel)
    panel.resize(360, 640)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.show_searching(Wanted(Query("a dog")))
    panel.show_result(found(A, B, C))
    return Desk(panel, pictures)


@pytest.fixture
def explained(qtbot: QtBot, desk: Desk) -> Desk:
    """The first moment is explained."""
    desk.ask(qtbot)
    desk.panel.show_explanation(EXPLANATION)
    return desk


class TestAsking:
    def test_a_key_asks_why_the_selected_moment_was_found(self, qtbot: QtBot, desk: Desk) -> None:
        desk.ask(qtbot, 1)
        assert desk.asked == [("a dog", B)]
        assert desk.explanation.isVisible()
        assert desk.explanation.text == "Looking at this moment once more"
        assert "2.mp4" in desk.explanation.accessibleName()

    def test_a_click_on_the_button_of_a_card_asks_and_does_not_play(self, qtbot: QtBot, desk: Desk) -> None:
        played: list[Moment] = []
        desk.panel.activated.connect(played.append)
        qtbot.mouseClick(desk.panel.view.viewport(), Qt.MouseButton.LeftButton, pos=desk.why(1))
        assert (desk.asked, played) == ([("a dog", B)], [])
        assert desk.panel.view.tip_at(desk.why(1)) == "Why this? (W)"

    def test_a_press_on_one_button_and_a_release_on_the_other_does_nothing(self, qtbot: QtBot, desk: Desk) -> None:
        view, similar = desk.panel.view.viewport(), desk.panel.view._delegate.button_rect(desk.row(1)).center()
        qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=desk.why(1))
        qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=similar)
        assert desk.asked == []

    def test_the_context_menu_offers_it(self, desk: Desk) -> None:
        desk.panel.view.setCurrentIndex(desk.panel.view.model().index(2, 0))
        (why,) = [action for action in desk.panel.view.menu.actions() if action.text() == "Why this?"]
        assert why.isVisible()
        why.trigger()
        assert desk.asked == [("a dog", C)]

    def test_the_button_is_drawn_on_the_card_that_is_noticed_only(self, desk: Desk) -> None:
        desk.pictures.tiles |= {1: plain("#ff0000"), 2: plain("#ff0000")}
        QTest.mouseMove(desk.panel.view.viewport(), desk.row(0).center())
        accent = theme.palette_for(False).accent().color().rgb()

        def has_button(row: int) -> bool:
            image = desk.picture(row)
            return any(image.pixel(x, y) == accent for x in range(image.width()) for y in range(image.height()))

        assert (has_button(0), has_button(1)) == (True, False)

    def test_an_example_has_no_words_and_is_not_explained(self, qtbot: QtBot, desk: Desk) -> None:
        desk.panel.show_searching(Wanted(Query(like=Example(1, 2.0)), "beach.mp4"))
        desk.panel.show_result(found(A, B, query="1@2"))
        desk.ask(qtbot)
        qtbot.mouseClick(desk.panel.view.viewport(), Qt.MouseButton.LeftButton, pos=desk.why(1))
        assert desk.asked == []
        assert "Why this?" not in [action.text() for action in desk.panel.view.menu.actions() if action.isVisible()]

    def test_the_moment_that_is_explained_stays_in_sight(self, qtbot: QtBot, desk: Desk) -> None:
        desk.panel.show_result(found(*(moment(number) for number in range(20))))
        last = next(row for row in range(20) if desk.row(row).bottom() > desk.panel.view.viewport().height()) - 1
        desk.ask(qtbot, last)
        desk.panel.show_explanation(EXPLANATION)
        assert desk.row(last).bottom() <= desk.panel.view.viewport().height()


class TestWords:
    def test_at_first_all_words_are_shown_together(self, explained: Desk) -> None:
        assert [chip.text() for chip in explained.chips] == ["a", "dog"]
        assert explained.explanation.bars.heights == pytest.approx([0.6, 0.4, 1.0])
        assert explained.explanation.text.startswith("All words together")

    def test_a_word_under_the_pointer_shows_when_and_where_it_looked(self, explained: Desk) -> None:
        explained.hover(1)
        assert explained.explanation.text == "“dog” looked most at 0:33.8, in the middle"
        assert explained.explanation.bars.heights == pytest.approx([0.125, 0.125, 1.0])
        assert explained.explanation.bars.accessibleDescription() == explained.explanation.text
        explained.leave(1)
        assert explained.explanation.text.startswith("All words together")

    def test_the_keyboard_goes_through_the_words(self, qtbot: QtBot, explained: Desk) -> None:
        qtbot.keyClick(explained.panel.view, Qt.Key.Key_Tab)
        assert explained.chips[0].hasFocus()
        assert explained.explanation.text == "“a” looked most at 0:30.8, at the top left"
        qtbot.keyClick(explained.chips[0], Qt.Key.Key_Right)
        assert explained.chips[1].hasFocus()
        assert "“dog”" in explained.explanation.text

    def test_the_pointer_counts_before_the_keyboard(self, qtbot: QtBot, explained: Desk) -> None:
        explained.chips[0].setFocus()
        explained.hover(1)
        assert "“dog”" in explained.explanation.text
        explained.leave(1)
        assert "“a”" in explained.explanation.text

    @pytest.mark.parametrize("dark", [False, True])
    def test_the_card_shows_the_picture_that_a_word_looked_at_with_the_other_parts_covered(
        self, explained: Desk, dark: bool
    ) -> None:
        theme.apply(QApplication.instance(), dark=dark)
        explained.panel.view.clearSelection()
        explained.pictures.tiles[1] = plain("#ffffff")
        before = explained.picture(0)
        middle, corner = QPoint(before.width() // 2, before.height() // 2), QPoint(8, 8)
        assert before.pixelColor(middle) == before.pixelColor(corner) == QColor("#ffffff")
        explained.pictures.asked.clear()
        explained.hover(1)
        during = explained.picture(0)
        assert (1, 33.75) in explained.pictures.asked
        assert during.pixelColor(middle) == QColor("#ffffff")
        assert during.pixelColor(corner).lightness() < 200
        assert explained.picture(2).pixelColor(corner) == QColor("#ffffff")
        explained.leave(1)
        assert explained.picture(0) == before

    def test_without_the_picture_nothing_is_covered(self, explained: Desk) -> None:
        explained.pictures.thumbnails[1] = plain("#ffffff")
        explained.panel.view.clearSelection()
        explained.hover(1)
        image = explained.picture(0)
        assert image.pixelColor(8, 8) == QColor("#ffffff")

    def test_every_word_says_what_it_is_and_where_it_looked(self, explained: Desk) -> None:
        for chip, word in zip(explained.chips, ("a", "dog"), strict=True):
            assert chip.accessibleName() == word
            assert word in chip.accessibleDescription()
        assert explained.explanation.bars.accessibleName()

    @pytest.mark.parametrize("words", [1, 90])
    @pytest.mark.parametrize("width", [300, 480])
    def test_many_words_take_a_few_rows_and_none_is_cut_off(
        self, qtbot: QtBot, desk: Desk, words: int, width: int
    ) -> None:
        desk.panel.resize(width, 640)
        desk.ask(qtbot)
        told = ("&word", "x" * 400, "dog")[:words] * -(-words // 3)
        spans = EXPLANATION.spans
        desk.panel.show_explanation(
            MatchExplanation(told, spans, [[0.2, 0.3, 0.5]] * len(told), [[MIDDLE] * 3] * len(told))
        )
        body = desk.explanation._words._body
        assert all(body.rect().contains(chip.geometry()) for chip in desk.chips)
        assert not any(
            one.geometry().intersects(other.geometry())
            for one in desk.chips
            for other in desk.chips
            if one is not other
        )
        assert desk.explanation.height() < 320
        assert desk.panel.width() == width
        desk.chips[-1].setFocus()
        assert not desk.chips[-1].visibleRegion().isEmpty()

    def test_a_search_without_any_word_says_so(self, qtbot: QtBot, desk: Desk) -> None:
        desk.ask(qtbot)
        desk.panel.show_explanation(MatchExplanation((), EXPLANATION.spans, [], []))
        assert "no word" in desk.explanation.text
        assert desk.chips == ()

    def test_what_cannot_be_explained_is_said(self, explained: Desk) -> None:
        explained.panel.show_unexplained("The features are damaged.")
        assert explained.explanation.text == "The features are damaged."
        assert explained.chips == ()


class TestClosing:
    def test_who_asks_again_has_seen_enough(self, qtbot: QtBot, explained: Desk) -> None:
        explained.ask(qtbot)
        assert not explained.explanation.isVisible()
        assert (len(explained.asked), explained.closed) == (1, [True])

    def test_escape_closes_it_first_and_goes_back_to_the_list(self, qtbot: QtBot, explained: Desk) -> None:
        explained.chips[1].setFocus()
        qtbot.keyClick(explained.chips[1], Qt.Key.Key_Escape)
        assert not explained.explanation.isVisible()
        assert explained.panel.view.hasFocus()
        assert explained.panel.view.selectionModel().hasSelection()
        qtbot.keyClick(explained.panel.view, Qt.Key.Key_Escape)
        assert not explained.panel.view.selectionModel().hasSelection()

    def test_the_button_closes_it_and_the_card_is_as_it_was(self, qtbot: QtBot, explained: Desk) -> None:
        explained.hover(1)
        explained.explanation._close.click()
        assert explained.closed == [True]
        assert explained.panel.view._delegate.heat is None

    def test_the_tab_key_leads_to_the_words_and_then_to_the_button(self, explained: Desk) -> None:
        stops = tab_stops(explained.panel.view)
        assert stops[1:4] == [*explained.chips, explained.explanation._close]

    def test_another_moment_takes_its_place(self, qtbot: QtBot, explained: Desk) -> None:
        explained.ask(qtbot, 1)
        assert [item for _, item in explained.asked] == [A, B]
        assert explained.chips == ()
        assert explained.explanation.isVisible()

    def test_another_query_closes_it(self, explained: Desk) -> None:
        explained.panel.show_result(found(A, B, query="a cat"))
        assert not explained.explanation.isVisible()
        assert explained.closed == [True]

    def test_a_better_order_of_the_same_keeps_it(self, explained: Desk) -> None:
        explained.panel.view.clearSelection()
        explained.panel.show_better(found(C, B, A))
        assert explained.panel.moments == (C, B, A)
        assert [chip.text() for chip in explained.chips] == ["a", "dog"]

    def test_a_better_result_without_the_moment_closes_it(self, explained: Desk) -> None:
        explained.panel.view.clearSelection()
        explained.panel.show_better(found(B, C))
        assert not explained.explanation.isVisible()

    def test_what_comes_too_late_is_not_shown(self, qtbot: QtBot, desk: Desk) -> None:
        desk.ask(qtbot)
        desk.panel.close_explanation()
        desk.panel.close_explanation()
        assert desk.closed == [True]


@pytest.mark.parametrize("dark", [False, True])
def test_the_panel_has_the_colours_of_the_palette(explained: Desk, dark: bool) -> None:
    theme.apply(QApplication.instance(), dark=dark)
    palette = theme.palette_for(dark)
    image = explained.explanation.bars.grab().toImage()
    seen = {image.pixel(x, image.height() // 3) for x in range(image.width())}
    assert palette.accent().color().rgb() in seen
    grown = explained.explanation.grab().toImage()
    assert grown.pixelColor(2, grown.height() // 2) == palette.base().color()
