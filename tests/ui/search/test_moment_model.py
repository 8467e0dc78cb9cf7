"""The moments behind the list."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from tests.ui.search.fakes import moment
from videobert_desktop.ui.search.moment_model import MomentModel

MOMENTS = (
    moment(1, 30.0, 0.9),
    moment(2, 5.0, 0.8, online=False),
    moment(1, 2.0, 0.7),
    moment(3, 0.0, 0.3),
    moment(2, 60.0, 0.2),
)


def rows(model: MomentModel) -> list[object]:
    """A section as its video and count, a moment as its video and start."""
    found: list[object] = []
    for row in range(model.rowCount()):
        index = model.index(row)
        section, item = index.data(MomentModel.SECTION), index.data(MomentModel.MOMENT)
        found.append(f"{section.best.video_id}: {section.count}" if section else (item.video_id, item.span.start))
    return found


@pytest.mark.parametrize("grouped", [False, True])
def test_it_keeps_qts_rules(qtmodeltester: ModelTester, grouped: bool) -> None:
    model = MomentModel()
    model.set_grouped(grouped)
    model.show(MOMENTS)
    qtmodeltester.check(model, force_py=True)
    for moments in ((), MOMENTS, MOMENTS[:1]):
        model.show(moments)


def test_it_keeps_qts_rules_when_the_grouping_changes(qtmodeltester: ModelTester) -> None:
    model = MomentModel()
    model.show(MOMENTS)
    qtmodeltester.check(model, force_py=True)
    for grouped in (True, True, False, True):
        model.set_grouped(grouped)


def test_moments_come_in_the_order_of_the_search() -> None:
    model = MomentModel()
    model.show(MOMENTS)
    assert rows(model) == [(1, 30.0), (2, 5.0), (1, 2.0), (3, 0.0), (2, 60.0)]


def test_grouped_the_videos_come_in_the_order_of_their_best_and_their_moments_by_time() -> None:
    model = MomentModel()
    model.set_grouped(True)
    model.show(MOMENTS)
    assert rows(model) == ["1: 2", (1, 2.0), (1, 30.0), "2: 2", (2, 5.0), (2, 60.0), "3: 1", (3, 0.0)]
    assert model.index(0).data(MomentModel.SECTION).best == MOMENTS[0]
    assert model.moments == MOMENTS


def test_a_section_can_be_neither_chosen_nor_entered() -> None:
    model = MomentModel()
    model.set_grouped(True)
    model.show(MOMENTS)
    assert not model.index(0).flags() & (Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
    assert model.index(1).flags() & Qt.ItemFlag.ItemIsSelectable


def test_a_moment_is_found_again_though_it_is_more_probable_by_now() -> None:
    model = MomentModel()
    model.show(MOMENTS)
    assert model.row_of(moment(1, 2.0, 0.99)) == 2
    model.set_grouped(True)
    assert model.row_of(moment(1, 2.0, 0.99)) == 1
    assert model.row_of(moment(1, 2.5)) is None


def test_a_picture_that_arrives_changes_the_rows_of_its_video_and_no_others(qtbot: QtBot) -> None:
    model, changed = MomentModel(), list[int]()

    def on_changed(first: QModelIndex, last: QModelIndex) -> None:
        changed.append(first.row())

    model.set_grouped(True)
    model.show(MOMENTS)
    model.dataChanged.connect(on_changed)
    model.refresh_pictures(2)
    assert changed == [3, 4, 5]


def test_what_is_drawn_is_told_to_those_who_cannot_see_it() -> None:
    model = MomentModel()
    model.show([moment(1, 61.5, 0.876, name="two\nlines.mp4", online=False)])
    assert model.index(0).data() == r"two\nlines.mp4"
    assert model.index(0).data(Qt.ItemDataRole.ToolTipRole) == r"/films/two\nlines.mp4"
    spoken = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == (
        r"two\nlines.mp4, 1:01.5 – 1:06.0, 88 %, very sure, seen in the picture, offline"  # noqa: RUF001
    )
    model.set_grouped(True)
    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == r"two\nlines.mp4, 1 moment"


def test_a_row_that_is_not_there_has_no_data() -> None:
    assert MomentModel().data(QModelIndex()) is None
    assert MomentModel().rowCount() == 0
