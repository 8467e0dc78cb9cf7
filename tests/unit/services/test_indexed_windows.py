"""Vectors, the windows they are of, and the videos that those are of."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from videobert_desktop.catalogue import WindowRow
from videobert_desktop.domain.timing import WINDOW_SECONDS, Span
from videobert_desktop.index.vector_index import VectorIndex
from videobert_desktop.services import indexed_windows
from videobert_desktop.services.indexed_windows import IndexedWindows

DIM = 4


def library(lengths: list[int], seed: int = 0, not_indexed: frozenset[int] = frozenset()) -> IndexedWindows:
    """Videos 1, 2, … of so many windows, with random vectors; some windows are not in the index yet."""
    videos = np.repeat(np.arange(1, len(lengths) + 1), lengths)
    ids = np.arange(1, len(videos) + 1) * 3
    rows = [
        WindowRow(
            int(window), int(video), int(video), number, Span(number * WINDOW_SECONDS, (number + 1) * WINDOW_SECONDS)
        )
        for window, video, number in zip(
            ids, videos, [number for length in lengths for number in range(length)], strict=True
        )
    ]
    held = np.array([window not in not_indexed for window in ids.tolist()], bool)
    index = VectorIndex(DIM)
    index.add(ids[held], np.random.default_rng(seed).normal(size=(len(ids), DIM))[held])
    return IndexedWindows(index, ids[held], videos[held], lambda video: [row for row in rows if row.video_id == video])


def by_hand(windows: IndexedWindows, query: NDArray[np.float32]) -> list[int]:
    """The videos in the order of their best windows, worked out with all scores at once."""
    scores = windows.index.vectors(windows.window_ids) @ query
    return list(dict.fromkeys(windows.video_ids[np.argsort(-scores, kind="stable")].tolist()))


queries = st.integers(0, 1000).map(lambda seed: np.random.default_rng(seed).normal(size=DIM).astype(np.float32))


@settings(max_examples=40, deadline=None)
@given(lengths=st.lists(st.integers(1, 9), min_size=1, max_size=6), query=queries, wanted=st.integers(1, 8))
def test_the_best_videos_are_those_of_the_best_windows(
    lengths: list[int], query: NDArray[np.float32], wanted: int
) -> None:
    windows = library(lengths)
    expected = by_hand(windows, query)[:wanted]
    assert windows.best_videos(query, wanted) == expected
    assert windows.best_videos_among(range(1, len(lengths) + 1), query, wanted) == expected
    assert windows.best_video_of_each(query[None]).tolist() == expected[:1]


def test_one_long_video_does_not_keep_the_others_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexed_windows, "NEAREST_WINDOWS", 2)
    windows = library([50, 1, 1])
    query = windows.index.vectors(windows.window_ids[:1])[0]
    assert sorted(windows.best_videos(query, 3)) == [1, 2, 3]


def test_only_the_chosen_videos_are_compared() -> None:
    windows = library([4, 4, 4])
    query = np.ones(DIM, np.float32)
    best = by_hand(windows, query)
    assert windows.best_videos_among({best[1], best[2]}, query, 3) == best[1:]
    assert windows.best_videos_among(set(), query, 3) == []


def test_blocks_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    windows = library([7, 5, 3])
    queries = np.random.default_rng(1).normal(size=(6, DIM)).astype(np.float32)
    whole = windows.best_video_of_each(queries)
    monkeypatch.setattr(indexed_windows, "WINDOWS_A_BLOCK", 2)
    np.testing.assert_array_equal(windows.best_video_of_each(queries), whole)
    assert windows.best_videos_among([1, 2, 3], queries[0], 3) == by_hand(windows, queries[0])


def test_windows_that_are_not_indexed_yet_have_no_part_in_a_moment() -> None:
    windows = library([6], not_indexed=frozenset({12, 15, 18}))
    (moment, *_) = windows.moments(1, np.ones(DIM, np.float32), 0.0, 5)
    assert moment.span.end <= 3 * WINDOW_SECONDS


def test_a_video_without_windows_has_no_moments() -> None:
    assert library([2]).moments(9, np.ones(DIM, np.float32), 0.0, 5) == []
