"""Scores are corrected for hubs, and become probabilities that mean something."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from videobert_desktop.models.packs import calibration
from videobert_desktop.models.packs.calibration import HUB_WEIGHT, Background, confidence, features, fit_confidence

COEFFICIENTS = (0.4, 0.6, -1.0)


def table(*rows: list[float]) -> NDArray[np.float32]:
    return np.array(rows, np.float32)


class TestHubness:
    def test_it_is_half_the_mean_score_of_the_background_by_hand(self) -> None:
        background = Background(sentences=table([1, 0], [0, 1], [0.6, 0.8]), pictures=table([1, 0]))
        windows = table([1, 0], [0, 1], [0.6, 0.8])
        means = [(1 + 0 + 0.6) / 3, (0 + 1 + 0.8) / 3, (0.6 + 0.8 + 1) / 3]
        np.testing.assert_allclose(background.hubness(windows), HUB_WEIGHT * np.array(means), rtol=1e-6)

    def test_only_the_ten_nearest_sentences_count(self) -> None:
        sentences = table(*[[value] for value in (*np.linspace(0.5, 0.95, 10), *[-1.0] * 30)])
        background = Background(sentences=sentences, pictures=sentences)
        assert background.hubness(table([1.0]))[0] == pytest.approx(HUB_WEIGHT * 0.725)

    def test_a_window_near_to_everything_loses_its_lead(self) -> None:
        background = Background(sentences=table([1, 0], [0, 1]), pictures=table([1, 0]))
        hub, specialist = table([0.8, 0.6], [0.7, -0.7])
        query = table([0.96, 0.28])
        plain = query @ np.stack([hub, specialist]).T
        corrected = plain - background.hubness(np.stack([hub, specialist]))
        assert plain[0, 0] - plain[0, 1] > corrected[0, 0] - corrected[0, 1]

    def test_windows_do_not_influence_each_other(self) -> None:
        random = np.random.default_rng(0)
        background = Background(*random.normal(size=(2, 50, 8)).astype(np.float32))
        windows = random.normal(size=(5000, 8)).astype(np.float32)
        chosen = [0, 4095, 4096, 4999]
        np.testing.assert_allclose(background.hubness(windows)[chosen], background.hubness(windows[chosen]), rtol=1e-5)

    def test_no_windows_have_no_hubness(self) -> None:
        background = Background(*np.ones((2, 3, 4), np.float32))
        assert background.hubness(np.zeros((0, 4), np.float32)).shape == (0,)


class TestReach:
    def test_it_is_the_mean_corrected_score_of_unrelated_pictures_by_hand(self) -> None:
        background = Background(sentences=table([1, 0]), pictures=table([1, 0], [0, 1]))
        # The pictures' hubness is 0.5 and 0; the query scores 0.6 and 0.8.
        assert background.reach(table([0.6, 0.8]))[0] == pytest.approx(((0.6 - 0.5) + 0.8) / 2)

    def test_a_sentence_near_to_every_picture_reaches_farther(self) -> None:
        random = np.random.default_rng(1)
        pictures = (random.normal(size=(40, 8)) * 0.2 + np.eye(8)[0]).astype(np.float32)
        background = Background(sentences=pictures[:5], pictures=pictures)
        near, far = background.reach(np.eye(8, dtype=np.float32)[:2])
        assert near > far


class TestConfidence:
    @given(
        scores=st.lists(st.floats(-1, 1, width=32), min_size=2, max_size=20),
        mean=st.floats(-0.5, 0.5),
        deviation=st.floats(0.01, 0.5),
        reach=st.floats(-0.5, 0.5),
    )
    def test_it_grows_with_the_score(self, scores: list[float], mean: float, deviation: float, reach: float) -> None:
        found = confidence(np.sort(np.array(scores, np.float32)), reach, mean, deviation, COEFFICIENTS)
        assert (np.diff(found) >= 0).all()
        assert ((found >= 0) & (found <= 1)).all()

    def test_it_shrinks_where_unrelated_queries_and_pictures_score_as_well(self) -> None:
        score = np.array([0.4], np.float32)
        assert confidence(score, 0.1, 0.3, 0.1, COEFFICIENTS) < confidence(score, 0.1, 0.2, 0.1, COEFFICIENTS)
        assert confidence(score, 0.3, 0.2, 0.1, COEFFICIENTS) < confidence(score, 0.1, 0.2, 0.1, COEFFICIENTS)

    def test_it_is_even_where_nothing_speaks_for_or_against(self) -> None:
        assert confidence(np.array([0.2], np.float32), 0.2, 0.2, 0.1, (0.4, 0.6, 0.0))[0] == 0.5

    def test_it_depends_on_deviations_lead_and_a_constant(self) -> None:
        scores = np.array([0.5, 0.1], np.float32)
        np.testing.assert_allclose(features(scores, 0.3, 0.2, 0.1), [[3, 2, 1], [-1, -2, 1]], rtol=1e-5)

    def test_scores_beyond_all_measure_stay_probabilities(self) -> None:
        extremes = np.array([-1e6, 1e6], np.float32)
        assert confidence(extremes, 0.0, 0.0, 0.0, (1.0, 1.0, 0.0)) == pytest.approx([0.0, 1.0])

    def test_a_library_where_all_scores_are_alike_does_not_divide_by_zero(self) -> None:
        assert np.isfinite(features(np.array([0.5], np.float32), 0.5, 0.5, 0.0)).all()


class TestFitting:
    def test_it_separates_what_was_planted(self) -> None:
        random = np.random.default_rng(0)
        present = random.random(600) < 0.5
        observed = np.stack([random.normal(2 * present), random.normal(size=600), np.ones(600)], axis=1)
        coefficients = fit_confidence(observed, present)
        right = (observed @ np.array(coefficients) > 0) == present
        assert right.mean() > 0.8
        assert coefficients[0] > 1
        assert abs(coefficients[1]) < 0.3

    def test_its_probabilities_come_true(self) -> None:
        random = np.random.default_rng(1)
        observed = np.stack([random.normal(size=20_000), random.normal(size=20_000), np.ones(20_000)], axis=1)
        present = random.random(20_000) < 1 / (1 + np.exp(-observed @ np.array([1.5, -0.5, 0.0])))
        np.testing.assert_allclose(fit_confidence(observed, present), (1.5, -0.5, 0.0), atol=0.1)

    def test_queries_that_are_answered_count_as_much_as_the_others_however_few(self) -> None:
        random = np.random.default_rng(2)
        present = np.arange(4000) < 200
        observed = np.stack([*random.normal(size=(2, 4000)), np.ones(4000)], axis=1)
        assert fit_confidence(observed, present)[2] == pytest.approx(0, abs=0.2)

    def test_perfect_separation_stays_finite(self) -> None:
        observed = np.stack([np.linspace(-3, 3, 100), np.zeros(100), np.ones(100)], axis=1)
        above, lead, constant = fit_confidence(observed, observed[:, 0] > 0)
        assert np.isfinite([above, lead, constant]).all()
        assert above > 1


def test_a_background_smaller_than_ten_is_used_whole() -> None:
    few = np.eye(calibration.NEAREST, 4, dtype=np.float32)[:2]
    assert Background(few, few).hubness(few).tolist() == [0.25, 0.25]
