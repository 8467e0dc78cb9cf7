"""How moments are drawn, and what keys and clicks do to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QGuiApplication, QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.search.fakes import FakePictures, moment, plain
from videobert_desktop.domain.moment import Moment
from videobert_desktop.ui import theme
from videobert_desktop.ui.search.moment_delegate import MomentDelegate
from videobert_desktop.ui.search.moment_model import MomentModel
from videobert_desktop.ui.search.moment_view import MomentView

MOMENTS = (moment(1, 30.0, 0.9), moment(2, 5.0, 0.6, online=False), moment(1, 2.0, 0.5))
LESS_LIKELY = (moment(3, 0.0, 0.3), moment(2, 60.0, 0.2))
LONG = "a very long name of a film that nobody would ever type " * 3


@dataclass
class Desk:
    """A list of moments, and what it told."""

    view: MomentView
    model: MomentModel
    delegate: MomentDelegate
    pictures: FakePictures
    played: list[Moment] = field(default_factory=list)
    similar: list[Moment] = field(default_factory=list)
    shown: list[Moment] = field(default_factory=list)

    def row(self, number: int) -> QRect:
        return self.view.visualRect(self.model.index(number))

    def image(self, row: int) -> QImage:
        """What a row looks like."""
        self.view.doItemsLayout()
        picture = self.view.viewport().grab().toImage()
        ratio = picture.devicePixelRatio()
        area = self.row(row)
        return picture.copy(*(round(value * ratio) for value in area.getRect()))

    def shows(self, row: int, colour: QColor | str) -> bool:
        """Whether a colour is to be seen in a row."""
        image, wanted = self.image(row), QColor(colour).rgb()
        return any(image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height()))

    def select(self, row: int) -> None:
        self.view.setCurrentIndex(self.model.index(row))


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    theme.apply(QApplication.instance(), dark=False)
    model, pictures = MomentModel(), FakePictures()
    delegate = MomentDelegate(pictures)
    view = MomentView(model, delegate)
    qtbot.addWidget(view)
    model.setParent(view)
    delegate.setParent(view)
    model.show(MOMENTS)
    view.resize(340, 420)
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.setFocus()
    desk = Desk(view, model, delegate, pictures)
    view.played.connect(desk.played.append)
    view.similar_asked.connect(desk.similar.append)
    view.show_in_folder_asked.connect(desk.shown.append)
    return desk


class TestLooks:
    def test_the_picture_of_the_peak_is_asked_for_and_drawn(self, desk: Desk) -> None:
        desk.pictures.tiles[1] = plain("#ff0000")
        assert desk.shows(0, "#ff0000")
        assert not desk.shows(1, "#ff0000")
        assert (1, MOMENTS[0].peak) in desk.pictures.asked

    def test_until_it_is_there_the_thumbnail_stands_in(self, desk: Desk) -> None:
        desk.pictures.thumbnails[2] = plain("#00ff00")
        assert desk.shows(1, "#00ff00")

    def test_of_an_upright_picture_nothing_is_cut_off(self, desk: Desk) -> None:
        upright = plain("#ff0000", 90, 160)
        for x in range(90):
            upright.setPixelColor(x, 0, QColor("#0000ff"))
        desk.pictures.tiles[1] = upright
        image = desk.image(0)
        reds = [x for x in range(image.width()) if image.pixelColor(x, image.height() // 2) == QColor("#ff0000")]
        assert 20 < len(reds) < 60
        column = [image.pixelColor(reds[len(reds) // 2], y) for y in range(image.height())]
        assert any(colour.blue() > colour.red() + 60 for colour in column)

    def test_the_surer_the_search_the_longer_the_bar(self, desk: Desk) -> None:
        accent = theme.palette_for(False).accent().color().rgb()

        def longest_run(row: int) -> int:
            image, longest = desk.image(row), 0
            for y in range(image.height()):
                run = 0
                for x in range(image.width()):
                    run = run + 1 if image.pixel(x, y) == accent else 0
                    longest = max(longest, run)
            return longest

        runs = [longest_run(row) for row in range(3)]
        assert runs[0] > runs[1] > runs[2] > 3

    def test_what_is_offline_is_marked(self, desk: Desk) -> None:
        caution = theme.colour_of(theme.Tone.CAUTION, theme.palette_for(False))
        assert any_near(desk.image(1), caution)
        assert not any_near(desk.image(0), caution)

    def test_what_is_selected_is_to_be_seen(self, desk: Desk) -> None:
        highlight = theme.palette_for(False).highlight().color()
        assert not desk.shows(1, highlight)
        desk.select(1)
        assert desk.shows(1, highlight)
        assert not desk.shows(0, highlight)

    def test_faded_cards_are_paler_but_for_the_one_that_is_selected(self, desk: Desk) -> None:
        desk.pictures.tiles |= {1: plain("#ff0000"), 2: plain("#ff0000")}
        desk.delegate.faded = True
        desk.select(1)
        assert not desk.shows(0, "#ff0000")
        assert desk.shows(1, "#ff0000")

    @pytest.mark.parametrize("grouped", [False, True])
    def test_less_likely_cards_are_paler_until_they_are_noticed(self, desk: Desk, grouped: bool) -> None:
        desk.pictures.tiles |= {1: plain("#ff0000"), 3: plain("#ff0000")}
        desk.model.set_grouped(grouped)
        desk.model.show([MOMENTS[0], LESS_LIKELY[0]])
        likely, less_likely = (desk.model.row_of(item) for item in (MOMENTS[0], LESS_LIKELY[0]))
        assert likely is not None
        assert less_likely is not None
        accent = theme.palette_for(False).accent().color()
        assert desk.shows(likely, "#ff0000")
        assert desk.shows(likely, accent)
        assert not desk.shows(less_likely, "#ff0000")
        assert not desk.shows(less_likely, accent)
        QTest.mouseMove(desk.view.viewport(), desk.row(less_likely).center())
        assert desk.shows(less_likely, "#ff0000")
        assert desk.shows(less_likely, accent)
        QTest.mouseMove(desk.view.viewport(), desk.row(likely).center())
        assert not desk.shows(less_likely, "#ff0000")
        desk.select(less_likely)
        assert desk.shows(less_likely, "#ff0000")

    def test_words_of_less_likely_cards_can_still_be_read(self, desk: Desk) -> None:
        desk.model.show([*MOMENTS, *LESS_LIKELY])
        quiet = theme.colour_of(theme.Tone.QUIET, theme.palette_for(False))
        assert any_near(desk.image(4), quiet)

    @pytest.mark.parametrize("dark", [False, True])
    def test_a_divider_is_a_quiet_line_lower_than_any_card(self, desk: Desk, dark: bool) -> None:
        theme.apply(QApplication.instance(), dark=dark)
        desk.model.show([*MOMENTS, *LESS_LIKELY])
        palette, image = theme.palette_for(dark), desk.image(3)
        line = palette.mid().color().rgb()
        longest = max(sum(image.pixel(x, y) == line for x in range(image.width())) for y in range(image.height()))
        assert longest > image.width() // 2
        assert any_near(image, theme.colour_of(theme.Tone.QUIET, palette))
        assert desk.row(3).height() < desk.row(0).height() // 2

    @pytest.mark.parametrize("width", [300, 400, 480])
    def test_the_bars_of_all_cards_are_as_long(self, desk: Desk, width: int) -> None:
        desk.view.resize(width, 600)
        desk.model.show([moment(1, 30.0, 1.0), moment(1, 2.0, 0.88), moment(1, 9.0, 0.55)])

        def ends(row: int) -> tuple[int, int]:
            image, ink = desk.image(row), {colour.color().rgb() for colour in (palette.accent(), palette.mid())}
            run = max((places(image, y, ink) for y in range(image.height())), key=len)
            return run[0], run[-1]

        palette = theme.palette_for(False)
        assert len({ends(row) for row in range(3)}) == 1
        assert ends(0)[1] - ends(0)[0] > 20

    def test_more_like_this_is_offered_on_the_selected_card_only(self, desk: Desk) -> None:
        def ink(row: int) -> int:
            image = desk.image(row)
            button = desk.delegate.button_rect(QRect(QPoint(0, 0), desk.row(row).size()))
            ground = image.pixel(button.left() - 4, button.center().y())
            return sum(
                image.pixel(x, y) != ground
                for x in range(button.left(), button.right())
                for y in range(button.top() + 8, button.bottom() - 8)
            )

        bare = ink(0)
        desk.select(0)
        assert ink(0) > bare + 50

    @pytest.mark.parametrize("width", [300, 480])
    @pytest.mark.parametrize("grouped", [False, True])
    @pytest.mark.parametrize("dark", [False, True])
    def test_nothing_is_drawn_beyond_the_margins(self, desk: Desk, width: int, grouped: bool, dark: bool) -> None:
        theme.apply(QApplication.instance(), dark=dark)
        desk.view.resize(width, 600)
        desk.model.set_grouped(grouped)
        desk.model.show([moment(1, 3727.5, 1.0, name=LONG), moment(2, 40_000.0, 0.0, name=LONG)])
        for row in range(desk.model.rowCount()):
            image = desk.image(row)
            edge = {image.pixel(x, y) for x in (1, image.width() - 2) for y in range(image.height())}
            assert len(edge) == 1

    def test_a_card_of_a_group_is_lower_and_so_is_a_section(self, desk: Desk) -> None:
        flat = desk.row(0).height()
        desk.model.set_grouped(True)
        desk.view.doItemsLayout()
        section, card = desk.row(0).height(), desk.row(1).height()
        assert section < flat
        assert card < flat


class TestKeys:
    def test_arrows_choose_and_enter_plays(self, qtbot: QtBot, desk: Desk) -> None:
        desk.select(0)
        qtbot.keyClick(desk.view, Qt.Key.Key_Down)
        assert desk.played == []
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            qtbot.keyClick(desk.view, key)
        assert desk.played == [MOMENTS[1], MOMENTS[1]]

    def test_arrows_step_over_the_sections(self, qtbot: QtBot, desk: Desk) -> None:
        desk.model.set_grouped(True)
        desk.select(1)
        steps = []
        for key in [Qt.Key.Key_Down] * 3 + [Qt.Key.Key_Up] * 3:
            qtbot.keyClick(desk.view, key)
            steps.append(desk.view.currentIndex().row())
        assert steps == [2, 4, 4, 2, 1, 1]

    @pytest.mark.parametrize("grouped", [False, True])
    def test_they_step_over_the_divider(self, qtbot: QtBot, desk: Desk, grouped: bool) -> None:
        desk.model.set_grouped(grouped)
        desk.model.show([*MOMENTS, *LESS_LIKELY])
        last_likely, first_less_likely = (2, 4) if not grouped else (5, 8)
        desk.select(last_likely)
        qtbot.keyClick(desk.view, Qt.Key.Key_Down)
        assert desk.view.currentIndex().row() == first_less_likely
        assert desk.view.currentIndex().data(MomentModel.MOMENT) == LESS_LIKELY[0]
        qtbot.keyClick(desk.view, Qt.Key.Key_Up)
        assert desk.view.currentIndex().row() == last_likely

    @pytest.mark.parametrize("grouped", [False, True])
    def test_home_and_end_lead_to_the_first_moment_and_to_the_last(
        self, qtbot: QtBot, desk: Desk, grouped: bool
    ) -> None:
        desk.model.set_grouped(grouped)
        desk.model.show([*MOMENTS, *LESS_LIKELY])
        steps = []
        for key in (Qt.Key.Key_End, Qt.Key.Key_Home):
            qtbot.keyClick(desk.view, key)
            steps.append(desk.view.currentIndex().row())
        assert steps == ([8, 1] if grouped else [5, 0])

    @pytest.mark.parametrize("grouped", [False, True])
    def test_pages_lead_through_all_of_it_and_back(self, qtbot: QtBot, desk: Desk, grouped: bool) -> None:
        desk.model.set_grouped(grouped)
        desk.model.show([moment(number, confidence=0.9 if number < 9 else 0.2) for number in range(30)])
        desk.select(1 if grouped else 0)
        rows = [desk.view.currentIndex().row()]
        for key in [Qt.Key.Key_PageDown] * 20 + [Qt.Key.Key_PageUp] * 20:
            qtbot.keyClick(desk.view, key)
            rows.append(desk.view.currentIndex().row())
        assert rows[20] == desk.model.rowCount() - 1
        assert rows[-1] == rows[0]
        steps = [after - before for before, after in pairwise(rows)]
        assert 2 <= max(steps) < 20

    def test_with_nothing_to_choose_from_they_do_nothing(self, qtbot: QtBot, desk: Desk) -> None:
        desk.model.show(())
        for key in (Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Down):
            qtbot.keyClick(desk.view, key)
            assert not desk.view.currentIndex().isValid()

    def test_a_key_looks_for_more_like_it(self, qtbot: QtBot, desk: Desk) -> None:
        desk.select(2)
        qtbot.keyClick(desk.view, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        assert desk.similar == [MOMENTS[2]]

    def test_a_key_copies_the_time(self, qtbot: QtBot, desk: Desk) -> None:
        desk.select(0)
        qtbot.keyClick(desk.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        assert QGuiApplication.clipboard().text() == "0:30.0"

    def test_escape_deselects(self, qtbot: QtBot, desk: Desk) -> None:
        desk.select(0)
        qtbot.keyClick(desk.view, Qt.Key.Key_Escape)
        assert not desk.view.selectionModel().hasSelection()

    @pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_K, Qt.Key.Key_Left, Qt.Key.Key_Comma])
    def test_keys_of_the_player_are_left_to_the_window(self, qtbot: QtBot, desk: Desk, key: Qt.Key) -> None:
        desk.select(0)
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "x")
        desk.view.keyPressEvent(event)
        assert not event.isAccepted()
        assert desk.view.currentIndex().row() == 0

    def test_with_nothing_chosen_enter_does_nothing(self, qtbot: QtBot, desk: Desk) -> None:
        desk.model.show(())
        qtbot.keyClick(desk.view, Qt.Key.Key_Return)
        assert desk.played == []


class TestPointer:
    def test_a_click_plays_and_selects(self, qtbot: QtBot, desk: Desk) -> None:
        qtbot.mouseClick(desk.view.viewport(), Qt.MouseButton.LeftButton, pos=desk.row(1).center())
        assert desk.played == [MOMENTS[1]]
        assert desk.view.currentIndex().row() == 1

    def test_a_double_click_plays_once(self, qtbot: QtBot, desk: Desk) -> None:
        viewport, place = desk.view.viewport(), desk.row(0).center()
        qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
        qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=place)
        qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=place)
        assert desk.played == [MOMENTS[0]]

    def test_a_click_on_the_button_looks_for_more_like_it(self, qtbot: QtBot, desk: Desk) -> None:
        place = desk.delegate.button_rect(desk.row(2)).center()
        qtbot.mouseMove(desk.view.viewport(), place)
        qtbot.mouseClick(desk.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert (desk.similar, desk.played) == ([MOMENTS[2]], [])
        assert not desk.view.selectionModel().hasSelection()

    def test_the_button_says_what_it_does_and_its_key(self, desk: Desk) -> None:
        assert desk.view.tip_at(desk.delegate.button_rect(desk.row(2)).center()) == "More like this (Ctrl+L)"
        assert desk.view.tip_at(desk.row(2).center()) == ""

    def test_let_go_elsewhere_it_is_no_click(self, qtbot: QtBot, desk: Desk) -> None:
        for press in (desk.row(0).center(), desk.delegate.button_rect(desk.row(0)).center()):
            qtbot.mousePress(desk.view.viewport(), Qt.MouseButton.LeftButton, pos=press)
            qtbot.mouseRelease(desk.view.viewport(), Qt.MouseButton.LeftButton, pos=desk.row(2).center())
        assert desk.played == desk.similar == []

    def test_a_section_does_nothing(self, qtbot: QtBot, desk: Desk) -> None:
        desk.model.set_grouped(True)
        desk.view.doItemsLayout()
        for place in (desk.row(0).center(), desk.delegate.button_rect(desk.row(0)).center()):
            qtbot.mouseClick(desk.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert desk.played == desk.similar == []

    def test_nor_does_a_divider(self, qtbot: QtBot, desk: Desk) -> None:
        desk.model.show([*MOMENTS, *LESS_LIKELY])
        desk.view.doItemsLayout()
        for place in (desk.row(3).center(), desk.delegate.button_rect(desk.row(3)).center()):
            qtbot.mouseClick(desk.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert desk.played == desk.similar == []
        assert not desk.view.selectionModel().hasSelection()

    @pytest.mark.parametrize("reason", [QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard])
    def test_the_context_menu_acts_on_the_moment_beneath(
        self, qtbot: QtBot, desk: Desk, reason: QContextMenuEvent.Reason
    ) -> None:
        desk.select(1)
        place = desk.row(1).center()
        desk.view.contextMenuEvent(QContextMenuEvent(reason, place, desk.view.viewport().mapToGlobal(place)))
        menu = desk.view.menu
        assert menu.isVisible()
        actions = {action.text(): action for action in menu.actions() if action.isVisible()}
        assert list(actions) == ["Play", "More like this", "Show in file manager", "Copy time"]
        menu.close()
        for text in ("Play", "More like this", "Show in file manager"):
            actions[text].trigger()
        assert desk.played == desk.similar == desk.shown == [MOMENTS[1]]

    def test_where_there_is_no_moment_there_is_no_menu(self, desk: Desk) -> None:
        place = QPoint(20, desk.view.viewport().height() - 4)
        desk.view.contextMenuEvent(
            QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, desk.view.viewport().mapToGlobal(place))
        )
        assert not desk.view.menu.isVisible()


def places(image: QImage, y: int, ink: set[int]) -> list[int]:
    """Where a line of an image has one of some colours."""
    return [x for x in range(image.width()) if image.pixel(x, y) in ink]


def any_near(image: QImage, colour: QColor) -> bool:
    """Whether letters of a colour are to be seen, whose edges are mixed with the ground."""
    for x in range(image.width()):
        for y in range(image.height()):
            pixel = image.pixelColor(x, y)
            parts = zip(pixel.getRgb()[:3], colour.getRgb()[:3], strict=True)
            if all(abs(a - b) < 30 for a, b in parts):
                return True
    return False
