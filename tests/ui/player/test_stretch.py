"""The stretch between the in point and the out point."""

from __future__ import annotations

import pytest

from videobert_desktop.ui.player.stretch import Stretch


def test_the_points_may_come_in_any_order() -> None:
    assert Stretch().beginning(2).ending(5) == Stretch().ending(5).beginning(2) == Stretch(2, 5)


@pytest.mark.parametrize("second", [5.0, 7.0])
def test_an_in_point_at_the_out_point_or_after_it_gives_it_up(second: float) -> None:
    assert Stretch(2, 5).beginning(second) == Stretch(second, None)


@pytest.mark.parametrize("second", [2.0, 1.0])
def test_an_out_point_at_the_in_point_or_before_it_gives_it_up(second: float) -> None:
    assert Stretch(2, 5).ending(second) == Stretch(None, second)


@pytest.mark.parametrize(
    ("stretch", "text"),
    [
        (Stretch(), ""),
        (Stretch(in_point=0.0), "from 0:00.00"),
        (Stretch(out_point=83.456), "to 1:23.45"),
        (Stretch(10.0, 12.5), "0:10.00 \N{EN DASH} 0:12.50 (2.50 s)"),
        (Stretch(0.0, 90.0), "0:00.00 \N{EN DASH} 1:30.00 (1:30.00)"),
    ],
)
def test_it_says_what_is_chosen(stretch: Stretch, text: str) -> None:
    assert str(stretch) == text
