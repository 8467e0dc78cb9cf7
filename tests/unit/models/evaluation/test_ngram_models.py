"""Models that count visual words: what they know, and what they make of what they have never seen."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from videobert_desktop.models.evaluation.ngram_models import NGRAM_MODELS, Counts, NgramModel

SIZE = 6


def words(*numbers: int) -> NDArray[np.int64]:
    return np.array(numbers, np.int64)


def chain(length: int, seed: int) -> NDArray[np.int64]:
    """Words that count round and round, now and then beginning anew."""
    random = np.random.default_rng(seed)
    found = [int(random.integers(SIZE))]
    while len(found) < length:
        found.append((found[-1] + 1) % SIZE if random.random() < 0.9 else int(random.integers(SIZE)))
    return words(*found)


CHAINS = [chain(60, seed) for seed in range(8)]


@pytest.mark.parametrize("name", NGRAM_MODELS)
def test_what_is_told_of_a_window_sums_to_one_and_rules_nothing_out(name: str) -> None:
    told = NgramModel(name, SIZE).fit([words(0, 0, 1), words(1, 1)]).probabilities(words(5, 0, 3, 4))
    assert told.shape == (4, SIZE)
    np.testing.assert_allclose(told.sum(1), 1)
    assert (told > 0).all()


@pytest.mark.parametrize("name", NGRAM_MODELS)
def test_a_window_is_told_without_being_looked_at(name: str) -> None:
    model = NgramModel(name, SIZE).fit(CHAINS)
    told = [model.probabilities(words(1, hidden, 3))[1] for hidden in range(SIZE)]
    np.testing.assert_array_equal(told, [told[0]] * SIZE)


class TestCounts:
    counts = Counts([words(0, 1, 0, 2), words(0, 1)], SIZE)

    @pytest.mark.parametrize(
        ("name", "video", "expected"),
        [
            ("unigram", words(4), [3 / 6, 2 / 6, 1 / 6, 0, 0, 0]),
            ("after", words(0, 9), [0, 2 / 3, 1 / 3, 0, 0, 0]),
            ("before", words(9, 1), [1, 0, 0, 0, 0, 0]),
            ("like the one before", words(3, 9), [0, 0, 0, 1, 0, 0]),
            ("like the one after", words(9, 4), [0, 0, 0, 0, 1, 0]),
        ],
    )
    def test_by_hand(self, name: str, video: NDArray[np.int64], expected: list[float]) -> None:
        told = self.counts.distribution(name, np.where(video == 9, 0, video))
        row = int(np.flatnonzero(video == 9)[0]) if 9 in video else 0
        np.testing.assert_allclose(told[row], expected)

    @pytest.mark.parametrize("name", ["after", "before", "like the one before", "like the one after"])
    def test_without_a_neighbour_it_is_that_of_single_words(self, name: str) -> None:
        np.testing.assert_array_equal(
            self.counts.distribution(name, words(3)), self.counts.distribution("unigram", words(3))
        )

    def test_a_neighbour_that_was_never_counted_tells_nothing(self) -> None:
        told = self.counts.distribution("after", words(5, 0))[1]
        np.testing.assert_array_equal(told, self.counts.distribution("unigram", words(0))[0])

    def test_words_of_different_videos_do_not_follow_each_other(self) -> None:
        apart = Counts([words(0), words(1)], SIZE).distribution("after", words(0, 0))[1]
        np.testing.assert_allclose(apart, [0.5, 0.5, 0, 0, 0, 0])


class TestWeights:
    def test_where_words_follow_a_rule_the_bigrams_count_most(self) -> None:
        model = NgramModel("bigram", SIZE).fit(CHAINS)
        assert model.weights.sum() == pytest.approx(1)
        assert model.weights[2] > 0.8

    def test_where_words_are_random_they_count_little(self) -> None:
        random = np.random.default_rng(0)
        weights = NgramModel("bigram", SIZE).fit([random.integers(0, SIZE, 40) for _ in range(8)]).weights
        assert weights[2] < 0.4

    def test_where_a_window_looks_like_the_one_before_that_counts_in_videos_unlike_all_others(self) -> None:
        still = [np.full(10, number) for number in range(5)]
        model = NgramModel("neighbours", SIZE).fit(still)
        told = model.probabilities(np.full(10, 5))
        assert (told[1:-1].argmax(1) == 5).all()

    def test_they_are_fitted_on_videos_that_were_not_counted(self) -> None:
        # Every video has words of its own: what was counted in the others tells nothing of it.
        own = [np.array([2 * number, 2 * number + 1] * 10) for number in range(3)]
        assert NgramModel("bigram", SIZE).fit(own).weights[0] > 0.8


def test_better_models_hold_what_follows_a_rule_to_be_more_probable() -> None:
    unseen = chain(200, seed=99)
    rows = np.arange(len(unseen))
    told = {name: NgramModel(name, SIZE).fit(CHAINS).probabilities(unseen)[rows, unseen] for name in NGRAM_MODELS}
    means = [np.log(told[name]).mean() for name in ("unigram", "bigram", "neighbours")]
    assert means == sorted(means)
    assert means[1] > means[0] + 0.5
