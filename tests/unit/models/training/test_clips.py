"""Photographs become clips: each is seen once, or twice in a row."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from videobert_desktop.models.training.clips import NOWHERE, REPEATED_SHARE, Clips, arrange_clips

COUNT = 40
SEEDS = range(8)


def arranged(longest: int = 4, seed: int = 0, count: int = COUNT) -> tuple[Clips, NDArray[np.int64]]:
    return arrange_clips(count, longest, np.random.default_rng(seed))


def photographs(clips: Clips, repeated: NDArray[np.int64], count: int = COUNT) -> list[list[int]]:
    """For each clip the photographs that its windows show."""
    shown = np.concatenate([np.arange(count), repeated])
    return [shown[row[row != NOWHERE]].tolist() for row in clips.windows]


@pytest.mark.parametrize("seed", SEEDS)
def test_each_photograph_is_seen_once_or_twice_in_a_row_and_in_order(seed: int) -> None:
    clips, repeated = arranged(seed=seed)
    times = 1 + np.isin(np.arange(COUNT), repeated)
    seen = [photograph for clip in photographs(clips, repeated) for photograph in clip]
    assert seen == np.repeat(np.arange(COUNT), times).tolist()


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_seen_twice_is_seen_twice_in_the_same_clip(seed: int) -> None:
    clips, repeated = arranged(seed=seed)
    shown = photographs(clips, repeated)
    for photograph in repeated.tolist():
        assert [clip.count(photograph) for clip in shown if photograph in clip] == [2]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_window_stands_in_one_place(seed: int) -> None:
    clips, repeated = arranged(seed=seed)
    windows = clips.windows[clips.windows != NOWHERE]
    assert sorted(windows.tolist()) == list(range(COUNT + len(repeated)))


def test_a_share_of_the_photographs_is_seen_twice() -> None:
    _, repeated = arranged()
    assert len(set(repeated.tolist())) == round(COUNT * REPEATED_SHARE)


@pytest.mark.parametrize("longest", [1, 2, 3, 4, 7])
@pytest.mark.parametrize("seed", SEEDS)
def test_no_clip_is_longer_than_the_longest(longest: int, seed: int) -> None:
    clips, _ = arranged(longest, seed)
    lengths = clips.mask.sum(1).tolist()
    assert 1 <= min(lengths) <= max(lengths) <= longest


def test_clips_have_all_lengths() -> None:
    lengths = {length for seed in SEEDS for length in arranged(seed=seed)[0].mask.sum(1).tolist()}
    assert lengths == {1, 2, 3, 4}


def test_clips_of_a_single_window_show_everything_once() -> None:
    clips, _ = arranged(longest=1)
    assert clips.windows.tolist() == [[number] for number in range(COUNT)]


def test_a_single_photograph_is_a_clip() -> None:
    clips, repeated = arranged(count=1)
    assert clips.windows.tolist() == [[0]]
    assert len(repeated) == 0


def test_the_same_chance_arranges_the_same() -> None:
    first, again, other = arranged(seed=3)[0], arranged(seed=3)[0], arranged(seed=4)[0]
    np.testing.assert_array_equal(first.windows, again.windows)
    assert not np.array_equal(first.windows, other.windows)


class TestTaking:
    clips = Clips(np.array([[2, 0, NOWHERE], [1, NOWHERE, NOWHERE]]))

    def test_rows_come_to_their_places(self) -> None:
        taken = self.clips.take(torch.tensor([[10.0, 1.0], [20.0, 2.0], [30.0, 3.0]]))
        assert taken.shape == (2, 3, 2)
        assert taken[0, 0].tolist() == [30.0, 3.0]
        assert taken[0, 1].tolist() == [10.0, 1.0]
        assert taken[1, 0].tolist() == [20.0, 2.0]

    def test_the_mask_is_zero_where_there_is_padding(self) -> None:
        assert self.clips.mask.tolist() == [[1, 1, 0], [1, 0, 0]]
