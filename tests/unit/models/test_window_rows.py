"""Windows are cut into groups, and a few of many stand for all."""

from __future__ import annotations

import numpy as np
import pytest

from videobert_desktop.models.packs.window_rows import WindowRows


def rows(count: int) -> WindowRows:
    """Windows whose visual words are their numbers, and whose features are those too."""
    return WindowRows(np.arange(count, dtype=np.float32)[:, None, None].repeat(11, axis=1), np.arange(count))


def numbers(windows: WindowRows) -> list[int]:
    assert windows.features[:, 0, 0].tolist() == windows.visual_words.tolist()
    return windows.visual_words.tolist()


def test_a_slice_has_the_features_and_the_words_of_its_windows() -> None:
    assert numbers(rows(6)[2:4]) == [2, 3]
    assert len(rows(6)[2:4]) == 2


@pytest.mark.parametrize(("count", "lengths"), [(8, [4, 4]), (6, [4, 2]), (1, [1]), (0, [])])
def test_groups_are_counted_from_the_first_window(count: int, lengths: list[int]) -> None:
    groups = rows(count).groups(4)
    assert [len(group) for group in groups] == lengths
    assert [number for group in groups for number in numbers(group)] == list(range(count))


@pytest.mark.parametrize(
    ("count", "chosen"),
    [(0, []), (1, [0]), (4, [0, 1, 2, 3]), (5, [0, 1, 3, 4]), (7, [0, 2, 4, 6]), (40, [0, 13, 26, 39])],
)
def test_a_few_of_many_are_spread_from_the_first_to_the_last(count: int, chosen: list[int]) -> None:
    assert numbers(rows(count).spread(4)) == chosen
