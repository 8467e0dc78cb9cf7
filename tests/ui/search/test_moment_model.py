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
    """A section as its video and count, a divider as its count, a moment as its video and start."""
    return [written(model.index(row)) for row in range(model.rowCount())]


def written(index: QModelIndex) -> object:
    section, divider = index.data(MomentModel.SECTION), index.data(MomentModel.DIVIDER)
    if section is not None:
        return f"{section.best.video_id}: {section.count}"
    if divider is not None:
        return f"less likely: {divider.count}"
    item = index.data(MomentModel.MOMENT)
    return item.video_id, item.span.start


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
    assert rows(model) == [(1, 30.0), (2, 5.0), (1, 2.0), "less likely: 2", (3, 0.0), (2, 60.0)]
    assert model.moments == MOMENTS


def test_grouped_the_videos_come_in_the_order_of_their_best_and_their_moments_by_time() -> None:
    model = MomentModel()
    model.set_grouped(True)
    model.show(MOMENTS)
    of_likely_videos = ["1: 2", (1, 2.0), (1, 30.0), "2: 2", (2, 5.0), (2, 60.0)]
    assert rows(model) == [*of_likely_videos, "less likely: 1", "3: 1", (3, 0.0)]
    assert model.index(0).data(MomentModel.SECTION).best == MOMENTS[0]
    assert model.moments == MOMENTS


@pytest.mark.parametrize("grouped", [False, True])
@pytest.mark.parametrize("confidences", [(0.9, 0.5), (0.49, 0.2), (0.6,), ()])
def test_where_all_are_likely_or_none_is_nothing_divides_them(grouped: bool, confidences: tuple[float, ...]) -> None:
    model = MomentModel()
    model.set_grouped(grouped)
    model.show([moment(number, confidence=confidence) for number, confidence in enumerate(confidences)])
    assert not any(str(row).startswith("less likely") for row in rows(model))
    assert len(rows(model)) == len(confidences) * (2 if grouped else 1)


def test_a_divided_list_of_videos_counts_the_moments_and_not_the_videos() -> None:
    model = MomentModel()
    model.set_grouped(True)
    model.show([moment(1, confidence=0.5), moment(2, 9.0, 0.4), moment(2, 1.0, 0.3), moment(3, 0.0, 0.2)])
    assert rows(model) == ["1: 1", (1, 3.0), "less likely: 3", "2: 2", (2, 1.0), (2, 9.0), "3: 1", (3, 0.0)]


@pytest.mark.parametrize("grouped", [False, True])
def test_only_moments_can_be_chosen_and_entered(grouped: bool) -> None:
    model = MomentModel()
    model.set_grouped(grouped)
    model.show(MOMENTS)
    for row in range(model.rowCount()):
        index = model.index(row)
        open_to_all = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        expected = open_to_all if index.data(MomentModel.MOMENT) else Qt.ItemFlag(0)
        assert index.flags() & open_to_all == expected


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


@pytest.mark.parametrize("grouped", [False, True])
def test_a_divider_says_what_it_divides_off_and_has_no_file(grouped: bool) -> None:
    model = MomentModel()
    model.set_grouped(grouped)
    model.show([moment(1, confidence=0.9), moment(2, confidence=0.3), moment(3, confidence=0.2)])
    index = model.index(2 if grouped else 1)
    assert index.data() == "Less likely"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Less likely, 2 moments"
    assert index.data(Qt.ItemDataRole.ToolTipRole) is None
    assert index.data(MomentModel.MOMENT) is None


def test_a_row_that_is_not_there_has_no_data() -> None:
    assert MomentModel().data(QModelIndex()) is None
    assert MomentModel().rowCount() == 0
