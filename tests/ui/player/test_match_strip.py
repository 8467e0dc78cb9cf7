"""The hills of the match strip."""

from __future__ import annotations

from itertools import pairwise

from tests.ui.player.fakes import curve
from videobert_desktop.ui.player.match_strip import confidence_at, heights, lanes_of
from videobert_desktop.ui.player.scale import Scale


def test_channels_that_find_nothing_have_no_lane() -> None:
    assert lanes_of(None) == []
    assert lanes_of(curve([0.1, 0.2], speech=[0.0, 0.0], screen=[0.0, 0.9])) == ["picture", "screen"]
    assert lanes_of(curve([0.0, 0.0])) == []


def test_the_confidence_is_that_of_the_best_channel_in_that_step() -> None:
    found = curve([0.1, 0.2, 0.3], speech=[0.0, 0.9, 0.0])
    assert [confidence_at(found, second) for second in (0.0, 1.4, 1.5, 3.2, 99.0)] == [0.1, 0.1, 0.9, 0.3, 0.3]
    assert confidence_at(curve([0.0, 0.0]), 1.0) is None


def test_no_peak_is_lost_where_many_values_fall_on_one_point() -> None:
    values = [0.0] * 28_800
    values[17_001] = 0.9
    hill = heights(values, 1.5, Scale.whole(43_200, 0, 700))
    assert len(hill) == 700
    assert max(hill) == 0.9
    assert hill.index(0.9) == 17_001 * 700 // 28_800


def test_where_there_are_fewer_values_than_points_the_hill_leads_through_the_middles_of_the_steps() -> None:
    hill = heights([0.0, 1.0, 0.0], 1.0, Scale.whole(3, 0, 300))
    assert hill[0] == hill[-1] == 0.0
    assert max(hill) == hill[149] > 0.98
    assert all(one <= other for one, other in pairwise(hill[:150]))


def test_a_single_value_is_a_plain() -> None:
    assert set(heights([0.4], 1.5, Scale.whole(0.5, 0, 100))) == {0.4}


def test_a_zoomed_hill_shows_that_part_of_the_curve() -> None:
    values = [number / 100 for number in range(100)]
    scale = Scale.whole(100, 0, 1000).zoomed(10, 1000)
    hill = heights(values, 1.0, scale)
    assert 0.89 <= hill[0] < hill[-1] <= 0.99
