"""In which order a run looks at its videos."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from videobert_desktop.domain.passes import Pass
from videobert_desktop.services.indexing.index_queue import IndexQueue, Step

FAST, STANDARD = Pass.FAST, Pass.STANDARD
NOBODY: Mapping[int, int] = {}


def order(queue: IndexQueue, priorities: Mapping[int, int] = NOBODY) -> list[tuple[int, Pass]]:
    """The steps as they come if the priorities stay as they are."""
    steps = []
    while (step := queue.next(priorities)) is not None:
        steps.append(tuple(step))
        queue.done(step)
    return steps


def two_passes(*videos: int) -> IndexQueue:
    return IndexQueue({STANDARD: videos, FAST: videos})


def test_the_fast_pass_goes_through_all_videos_before_the_closer_one_begins() -> None:
    assert order(two_passes(3, 1, 2)) == [(3, FAST), (1, FAST), (2, FAST), (3, STANDARD), (1, STANDARD), (2, STANDARD)]


def test_a_video_of_priority_comes_first_with_both_its_passes() -> None:
    assert order(two_passes(1, 2), {2: 1}) == [(2, FAST), (2, STANDARD), (1, FAST), (1, STANDARD)]


def test_who_was_asked_for_last_comes_before_who_was_asked_for_before() -> None:
    assert [video for video, _ in order(IndexQueue({STANDARD: (1, 2, 3)}), {1: 1, 3: 2})] == [3, 1, 2]


def test_among_videos_of_equal_priority_breadth_comes_first() -> None:
    assert order(two_passes(1, 2, 3), {3: 4, 2: 4})[:4] == [(2, FAST), (3, FAST), (2, STANDARD), (3, STANDARD)]


def test_the_same_step_comes_again_until_it_is_done() -> None:
    queue = two_passes(1, 2)
    assert queue.next(NOBODY) == queue.next(NOBODY) == Step(1, FAST)


def test_a_priority_that_comes_up_changes_what_is_next_and_one_that_goes_changes_it_back() -> None:
    queue = two_passes(1, 2)
    assert queue.next({2: 1}) == Step(2, FAST)
    assert queue.next(NOBODY) == Step(1, FAST)


def test_priorities_of_videos_that_have_nothing_to_do_change_nothing() -> None:
    assert two_passes(1).next({7: 3}) == Step(1, FAST)


def test_a_priority_below_zero_is_none() -> None:
    assert IndexQueue({STANDARD: (1, 2)}).next({1: -1}) == Step(1, STANDARD)


def test_a_video_is_in_the_queue_until_its_last_pass_is_done() -> None:
    queue = two_passes(1)
    for step in (Step(1, FAST), Step(1, STANDARD)):
        assert 1 in queue
        queue.done(step)
    assert 1 not in queue
    assert list(queue) == []
    assert queue.next({1: 1}) is None


@given(
    fast=st.sets(st.integers(0, 9)),
    closer=st.sets(st.integers(0, 9)),
    priorities=st.dictionaries(st.integers(0, 9), st.integers(1, 3)),
)
def test_whatever_the_priorities_every_step_is_taken_once_and_none_after_a_lower_one(
    fast: set[int], closer: set[int], priorities: dict[int, int]
) -> None:
    steps = order(IndexQueue({FAST: fast, STANDARD: closer}), priorities)
    assert sorted(steps) == sorted([*((video, FAST) for video in fast), *((video, STANDARD) for video in closer)])
    ranks = [(-priorities.get(video, 0), pass_name.closeness) for video, pass_name in steps]
    assert ranks == sorted(ranks)
