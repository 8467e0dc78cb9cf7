"""Scores are corrected for hubs, and become probabilities that mean something."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from videobert_desktop.models.packs import calibration
from videobert_desktop.models.packs.calibration import HUB_WEIGHT, Background, confidence, features, fit_confidence

COEFFICIENTS = (18.0, 4.0, -12.0, -8.0, -1.0)
NO_RESEMBLANCE = np.zeros(1, np.float32)


def background_of(sentences: NDArray[np.float32], pictures: NDArray[np.float32] | None = None) -> Background:
    """A background whose pictures and things are the same; its sentences too, if none are given."""
    shown = sentences if pictures is None else pictures
    return Background(sentences=sentences, pictures=shown, things=shown)


def table(*rows: list[float]) -> NDArray[np.float32]:
    return np.array(rows, np.float32)


class TestHubness:
    def test_it_is_half_the_mean_score_of_the_background_by_hand(self) -> None:
        background = background_of(table([1, 0], [0, 1], [0.6, 0.8]), table([1, 0]))
        windows = table([1, 0], [0, 1], [0.6, 0.8])
        means = [(1 + 0 + 0.6) / 3, (0 + 1 + 0.8) / 3, (0.6 + 0.8 + 1) / 3]
        np.testing.assert_allclose(background.hubness(windows), HUB_WEIGHT * np.array(means), rtol=1e-6)

    def test_only_the_ten_nearest_sentences_count(self) -> None:
        sentences = table(*[[value] for value in (*np.linspace(0.5, 0.95, 10), *[-1.0] * 30)])
        background = background_of(sentences)
        assert background.hubness(table([1.0]))[0] == pytest.approx(HUB_WEIGHT * 0.725)

    def test_a_window_near_to_everything_loses_its_lead(self) -> None:
        background = background_of(table([1, 0], [0, 1]), table([1, 0]))
        hub, specialist = table([0.8, 0.6], [0.7, -0.7])
        query = table([0.96, 0.28])
        plain = query @ np.stack([hub, specialist]).T
        corrected = plain - background.hubness(np.stack([hub, specialist]))
        assert plain[0, 0] - plain[0, 1] > corrected[0, 0] - corrected[0, 1]

    def test_windows_do_not_influence_each_other(self) -> None:
        random = np.random.default_rng(0)
        background = background_of(*random.normal(size=(2, 50, 8)).astype(np.float32))
        windows = random.normal(size=(5000, 8)).astype(np.float32)
        chosen = [0, 4095, 4096, 4999]
        np.testing.assert_allclose(background.hubness(windows)[chosen], background.hubness(windows[chosen]), rtol=1e-5)

    def test_no_windows_have_no_hubness(self) -> None:
        background = background_of(*np.ones((2, 3, 4), np.float32))
        assert background.hubness(np.zeros((0, 4), np.float32)).shape == (0,)


class TestReach:
    def test_it_is_the_mean_corrected_score_of_unrelated_pictures_by_hand(self) -> None:
        background = background_of(table([1, 0]), table([1, 0], [0, 1]))
        # The pictures' hubness is 0.5 and 0; the query scores 0.6 and 0.8.
        assert background.reach(table([0.6, 0.8]))[0] == pytest.approx(((0.6 - 0.5) + 0.8) / 2)

    def test_a_sentence_near_to_every_picture_reaches_farther(self) -> None:
        random = np.random.default_rng(1)
        pictures = (random.normal(size=(40, 8)) * 0.2 + np.eye(8)[0]).astype(np.float32)
        background = background_of(pictures[:5], pictures)
        near, far = background.reach(np.eye(8, dtype=np.float32)[:2])
        assert near > far


class TestFamiliarity:
    def test_it_is_the_similarity_to_the_nearest_thing(self) -> None:
        background = Background(table([1, 0]), table([1, 0]), things=table([1, 0], [0, 1], [0.6, 0.8]))
        np.testing.assert_allclose(background.familiarity(table([0.6, 0.8], [1, 0], [0, -1])), [1, 1, 0], atol=1e-6)


class TestImagination:
    def test_it_is_the_nearest_thing_where_only_one_is_near(self) -> None:
        background = Background(table([1, 0]), table([1, 0]), things=table([1, 0], [0, 1]))
        np.testing.assert_allclose(background.imagined(table([0.96, 0.28])), [[1, 0]], atol=1e-6)

    def test_it_is_a_mixture_of_things_that_are_equally_near(self) -> None:
        background = Background(table([1, 0]), table([1, 0]), things=table([1, 0], [0, 1], [-1, 0]))
        np.testing.assert_allclose(background.imagined(table([0.6, 0.6])), [[0.5**0.5, 0.5**0.5]], atol=1e-6)


class TestConfidence:
    @given(
        similarities=st.lists(st.floats(-1, 1, width=32), min_size=2, max_size=20),
        familiarity=st.floats(-1, 1),
        ordinary=st.floats(-1, 1),
    )
    def test_it_grows_with_the_similarity(self, similarities: list[float], familiarity: float, ordinary: float) -> None:
        ascending = np.sort(np.array(similarities, np.float32))
        found = confidence(ascending, np.zeros_like(ascending), familiarity, ordinary, COEFFICIENTS)
        assert (np.diff(found) >= 0).all()
        assert ((found >= 0) & (found <= 1)).all()

    def test_it_shrinks_where_a_known_thing_or_unrelated_sentences_do_better(self) -> None:
        best = np.array([0.5], np.float32), NO_RESEMBLANCE
        assert confidence(*best, 0.7, 0.4, COEFFICIENTS) < confidence(*best, 0.5, 0.4, COEFFICIENTS)
        assert confidence(*best, 0.5, 0.6, COEFFICIENTS) < confidence(*best, 0.5, 0.4, COEFFICIENTS)

    def test_it_grows_with_the_resemblance_to_what_is_imagined(self) -> None:
        similarity, resemblance = np.full(2, 0.5, np.float32), np.array([0.1, 0.6], np.float32)
        less, more = confidence(similarity, resemblance, 0.5, 0.4, COEFFICIENTS)
        assert less < more

    def test_it_is_even_where_nothing_speaks_for_or_against(self) -> None:
        assert confidence(np.array([0.2], np.float32), NO_RESEMBLANCE, 0.2, 0.2, (2.0, 0.0, -1.0, -1.0, 0.0))[
            0
        ] == pytest.approx(0.5)

    def test_it_depends_on_similarity_resemblance_familiarity_the_ordinary_and_a_constant(self) -> None:
        found = np.array([[0.5, 0.25], [0.75, 1.0]], np.float32)
        np.testing.assert_allclose(features(*found, 0.3, 0.2), [[0.5, 0.75, 0.3, 0.2, 1], [0.25, 1, 0.3, 0.2, 1]])
        each = np.array([0.125, 0.75], np.float32)
        np.testing.assert_allclose(features(*found, each, 0.5), [[0.5, 0.75, 0.125, 0.5, 1], [0.25, 1, 0.75, 0.5, 1]])

    def test_similarities_beyond_all_measure_stay_probabilities(self) -> None:
        extremes = np.array([-1e6, 1e6], np.float32)
        assert confidence(extremes, np.zeros(2, np.float32), 0.0, 0.0, (1.0, 1.0, 1.0, 1.0, 0.0)) == pytest.approx(
            [0.0, 1.0]
        )


class TestFitting:
    def test_it_separates_what_was_planted(self) -> None:
        random = np.random.default_rng(0)
        present = random.random(600) < 0.5
        observed = features(*random.normal(size=(4, 600)))
        observed[:, 0] += 2 * present
        coefficients = fit_confidence(observed, present)
        right = (observed @ np.array(coefficients) > 0) == present
        assert right.mean() > 0.8
        assert coefficients[0] > 1
        assert abs(coefficients[1]) < 0.3

    def test_its_probabilities_come_true(self) -> None:
        random = np.random.default_rng(1)
        observed = features(*random.normal(size=(4, 20_000)))
        planted = np.array([1.5, 0.75, -0.5, 0.25, 0.0])
        present = random.random(20_000) < 1 / (1 + np.exp(-observed @ planted))
        np.testing.assert_allclose(fit_confidence(observed, present, np.ones(20_000)), planted, atol=0.1)

    def test_queries_that_are_answered_count_as_much_as_the_others_however_few(self) -> None:
        random = np.random.default_rng(2)
        present = np.arange(4000) < 200
        observed = features(*random.normal(size=(4, 4000)))
        assert fit_confidence(observed, present)[-1] == pytest.approx(0, abs=0.2)

    def test_a_row_counts_as_its_weight_says(self) -> None:
        random = np.random.default_rng(3)
        present = random.random(2000) < 0.5
        observed = features(*random.normal(size=(4, 2000)))
        even = fit_confidence(observed, present, np.ones(2000))
        towards_present = fit_confidence(observed, present, np.where(present, 3.0, 1.0))
        assert towards_present[-1] > even[-1] + 0.5

    def test_perfect_separation_stays_finite(self) -> None:
        zeros = np.zeros(100)
        observed = features(np.linspace(-3, 3, 100), zeros, zeros, zeros)
        coefficients = fit_confidence(observed, observed[:, 0] > 0)
        assert np.isfinite(coefficients).all()
        assert coefficients[0] > 1


def test_a_background_smaller_than_ten_is_used_whole() -> None:
    few = np.eye(calibration.NEAREST, 4, dtype=np.float32)[:2]
    assert background_of(few).hubness(few).tolist() == [0.25, 0.25]
