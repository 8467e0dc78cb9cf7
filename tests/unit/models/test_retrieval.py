"""Ranks, recalls and the intervals around them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from videobert_desktop.models.retrieval import confidence_intervals, first_items, ranks, recall_table, rerank_ranks


def scores(*rows: list[float]) -> NDArray[np.float32]:
    return np.array(rows, np.float32)


def test_a_rank_counts_the_wrong_items_that_come_first() -> None:
    table = scores([0.9, 0.5, 0.1], [0.9, 0.5, 0.1], [0.9, 0.5, 0.1])
    assert ranks(table, np.eye(3, dtype=bool)).tolist() == [0, 1, 2]


def test_of_several_right_items_the_best_counts_and_the_others_are_not_in_its_way() -> None:
    right = np.array([[False, True, True, True]])
    assert ranks(scores([0.9, 0.5, 0.7, 0.6]), right).tolist() == [1]


def test_a_tie_is_no_success() -> None:
    right = np.eye(4, dtype=bool)
    assert ranks(np.zeros((4, 4), np.float32), right).tolist() == [3, 3, 3, 3]
    assert ranks(scores([0.5, 0.5, 0.1, 0.1]), right[:1]).tolist() == [1]


def test_a_score_that_is_no_number_is_no_success() -> None:
    assert ranks(scores([np.nan, 0.5, 0.1], [0.9, np.nan, 0.1]), np.eye(2, 3, dtype=bool)).tolist() == [2, 2]


@given(seed=st.integers(0, 1000), items=st.integers(1, 30))
def test_without_ties_a_rank_is_the_place_in_the_sorted_list(seed: int, items: int) -> None:
    random = np.random.default_rng(seed)
    table = random.permutation(6 * items).reshape(6, items).astype(np.float32)
    target = random.integers(0, items, 6)
    right = target[:, None] == np.arange(items)
    places = [np.argsort(-row).tolist().index(item) for row, item in zip(table, target, strict=True)]
    assert ranks(table, right).tolist() == places


def test_the_first_items_come_best_first() -> None:
    assert first_items(scores([0.1, 0.9, 0.5], [0.3, 0.1, 0.2]), 2).tolist() == [[1, 2], [0, 2]]
    assert first_items(scores([0.1, 0.9, 0.5]), 50).tolist() == [[1, 2, 0]]


class TestRankingAgain:
    """Four items, of which the first stage's best three are ranked again."""

    first_stage = scores([0.9, 0.8, 0.7, 0.1])
    candidates = np.array([[0, 1, 2]])

    def again(self, target: int, alignment: list[float], weight: float = 1.0) -> int:
        right = np.arange(4)[None] == target
        (rank,) = rerank_ranks(self.first_stage, scores(alignment), self.candidates, weight, right)
        return int(rank)

    def test_the_alignment_is_added_to_the_first_stage(self) -> None:
        assert [self.again(2, [0.0, 0.0, bonus]) for bonus in (0.05, 0.15, 0.25)] == [2, 1, 0]

    def test_the_weight_says_how_much_it_counts(self) -> None:
        assert [self.again(2, [0.0, 0.0, 1.0], weight) for weight in (0.0, 0.15, 0.3)] == [2, 1, 0]

    def test_what_is_no_candidate_stays_where_it_was(self) -> None:
        assert self.again(3, [-10.0, -10.0, -10.0]) == 3

    def test_a_tie_is_no_success(self) -> None:
        assert rerank_ranks(
            scores([0.5, 0.5]), scores([1.0, 1.0]), np.array([[1, 0]]), 1.0, np.eye(1, 2, dtype=bool)
        ) == [1]

    def test_an_alignment_that_is_no_number_is_no_success(self) -> None:
        assert self.again(1, [0.0, np.nan, 0.0]) == 2

    @given(seed=st.integers(0, 1000))
    def test_with_all_items_as_candidates_the_fused_scores_are_ranked(self, seed: int) -> None:
        random = np.random.default_rng(seed)
        first, alignment = (random.normal(size=(5, 8)).astype(np.float32) for _ in range(2))
        right = random.integers(0, 8, 5)[:, None] == np.arange(8)
        order = first_items(first, 8)
        found = rerank_ranks(first, np.take_along_axis(alignment, order, 1), order, 0.5, right)
        np.testing.assert_array_equal(found, ranks(first + 0.5 * alignment, right))


def test_recalls_and_the_median_rank_by_hand() -> None:
    assert recall_table(np.array([0, 0, 1, 4, 5, 9, 10, 100])) == {
        "r1": 2 / 8,
        "r5": 4 / 8,
        "r10": 6 / 8,
        "medr": 5.5,
    }


def test_the_best_possible_table() -> None:
    assert recall_table(np.zeros(3, np.int64)) == {"r1": 1, "r5": 1, "r10": 1, "medr": 1}


class TestIntervals:
    def found(self, queries: int) -> NDArray[np.int64]:
        return np.random.default_rng(0).geometric(0.2, queries) - 1

    def test_they_contain_the_estimate(self) -> None:
        found = self.found(400)
        intervals = confidence_intervals(found, np.arange(400) // 5)
        for name in ("r1", "r5", "r10"):
            low, high = intervals[name]
            assert 0 <= low < recall_table(found)[name] < high <= 1

    def test_they_narrow_with_the_number_of_pictures(self) -> None:
        widths = []
        for queries in (100, 1600):
            low, high = confidence_intervals(self.found(queries), np.arange(queries))["r1"]
            widths.append(high - low)
        assert widths[0] / widths[1] == pytest.approx(4, rel=0.35)

    def test_captions_of_the_same_picture_are_no_independent_evidence(self) -> None:
        found = np.repeat(self.found(80), 5)
        (low, high), (low_apart, high_apart) = (
            confidence_intervals(found, groups)["r1"] for groups in (np.arange(400) // 5, np.arange(400))
        )
        assert high - low > 1.7 * (high_apart - low_apart)

    def test_they_match_the_normal_approximation(self) -> None:
        found = (np.arange(1000) % 10 >= 3).astype(np.int64) * 50
        low, high = confidence_intervals(found, np.arange(1000))["r1"]
        deviation = np.sqrt(0.3 * 0.7 / 1000)
        assert (low, high) == pytest.approx((0.3 - 1.96 * deviation, 0.3 + 1.96 * deviation), abs=0.005)

    def test_the_same_seed_gives_the_same_intervals(self) -> None:
        found, groups = self.found(100), np.arange(100)
        assert confidence_intervals(found, groups, seed=3) == confidence_intervals(found, groups, seed=3)
        assert confidence_intervals(found, groups, seed=3) != confidence_intervals(found, groups, seed=4)

    def test_the_numbers_of_the_pictures_may_have_gaps(self) -> None:
        found, groups = self.found(100), np.arange(100) // 4
        assert confidence_intervals(found, groups * 7 + 3) == confidence_intervals(found, groups)
