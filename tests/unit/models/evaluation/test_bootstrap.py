"""Intervals by the bootstrap: how wide they are, what they hold, and what is drawn as a whole."""

from __future__ import annotations

import numpy as np
import pytest

from videobert_desktop.models.evaluation.bootstrap import (
    RESAMPLES,
    estimate,
    group_draws,
    interval,
    mean_estimate,
    paired_bootstrap,
)


def test_items_of_a_group_are_drawn_together() -> None:
    draws = group_draws(np.array([3, 3, 7, 3, 9]))
    assert draws.shape == (RESAMPLES, 5)
    np.testing.assert_array_equal(draws[:, 0], draws[:, 1])
    np.testing.assert_array_equal(draws[:, 0], draws[:, 3])
    np.testing.assert_array_equal(draws[:, [0, 2, 4]].sum(1), 3)


def test_the_interval_of_a_mean_is_that_of_the_normal_approximation() -> None:
    values = np.random.default_rng(0).normal(2.0, 3.0, 900)
    found = mean_estimate(values, np.arange(900))
    assert found["value"] == pytest.approx(values.mean())
    half = 1.96 * values.std() / 30
    assert (found["low"], found["high"]) == pytest.approx((values.mean() - half, values.mean() + half), abs=0.03)


def test_what_is_not_finite_is_left_out_of_an_interval() -> None:
    assert interval(np.array([np.nan, 1.0, np.inf, 1.0])) == (1.0, 1.0)


def test_an_estimate_is_plain_numbers() -> None:
    found = estimate(np.float32(0.5), np.array([0.25, 0.75]))  # type: ignore[arg-type]
    assert {type(number) for number in found.values()} == {float}


class TestPairedBootstrap:
    def test_it_says_by_how_much_the_second_is_better(self) -> None:
        first = np.arange(400) % 4 == 0
        second = np.arange(400) % 2 == 0
        difference, low, high = paired_bootstrap(first, second, np.arange(400))
        assert difference == pytest.approx(0.25)
        deviation = np.sqrt(0.25 * 0.75 / 400)
        assert (low, high) == pytest.approx((0.25 - 1.96 * deviation, 0.25 + 1.96 * deviation), abs=0.01)

    def test_two_ways_that_agree_differ_by_nothing_for_sure(self) -> None:
        found = np.arange(100) % 3 == 0
        assert paired_bootstrap(found, found, np.arange(100)) == (0.0, 0.0, 0.0)

    def test_it_is_narrower_than_two_intervals_where_the_ways_agree_on_most(self) -> None:
        first = np.random.default_rng(0).random(500) < 0.3
        second = first.copy()
        second[:10] = True
        _, low, high = paired_bootstrap(first, second, np.arange(500))
        alone = mean_estimate(second, np.arange(500))
        assert high - low < 0.4 * (alone["high"] - alone["low"])

    def test_the_better_way_being_named_first_turns_the_sign(self) -> None:
        worse, better = np.zeros(50, bool), np.arange(50) % 2 == 0
        assert paired_bootstrap(better, worse, np.arange(50))[0] == pytest.approx(-0.5)

    def test_captions_of_one_picture_count_as_one_piece_of_evidence(self) -> None:
        second = np.repeat(np.random.default_rng(0).random(60) < 0.5, 5)
        first = np.zeros(300, bool)
        _, low, high = paired_bootstrap(first, second, np.arange(300) // 5)
        _, low_apart, high_apart = paired_bootstrap(first, second, np.arange(300))
        assert high - low > 1.7 * (high_apart - low_apart)

    def test_ranks_are_refused_as_their_mean_says_nothing(self) -> None:
        with pytest.raises(ValueError, match="ranks < 1"):
            paired_bootstrap(np.array([0, 3]), np.array([0, 1]), np.arange(2))
