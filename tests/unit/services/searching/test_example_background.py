"""The measure of searches for more like an example."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from videobert_desktop.domain.timing import Span
from videobert_desktop.models.packs.calibration import Background
from videobert_desktop.services.searching.example_background import ExampleBackground, share_of_text
from videobert_desktop.services.searching.moment_curve import CurveMoment

DIM = 8


def unit_vectors(count: int, seed: int, spread: float = 1.0) -> NDArray[np.float32]:
    """Vectors of length one, the nearer to each other the less they are spread."""
    vectors = np.random.default_rng(seed).normal(size=(count, DIM)) * spread
    vectors[:, 0] += 1.0
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def indexed(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.column_stack((vectors, np.zeros(len(vectors), np.float32)))


@dataclass
class Windows:
    """Stands in for a library's windows: one window makes a moment."""

    vectors: NDArray[np.float32]

    def best_of_each(self, queries: NDArray[np.float32], typicals: NDArray[np.floating]) -> list[CurveMoment]:
        assert typicals.shape == (len(queries),)
        best = (queries @ self.vectors.T).max(axis=1).tolist()
        return [CurveMoment(Span(0.0, 1.5), 0.75, score, similarity=9.0, resemblance=9.0) for score in best]


def test_it_is_of_the_best_moment_of_each_query() -> None:
    windows, queries = indexed(unit_vectors(20, 1)), unit_vectors(30, 2)
    background = ExampleBackground.measured(Windows(windows), windows, queries)
    best = (queries @ windows[:, :-1].T).max(axis=1)
    assert background.mean == pytest.approx(best.mean(), abs=1e-5)
    assert background.deviation == pytest.approx(best.std(), abs=1e-5)


class TestConfidence:
    background = ExampleBackground(mean=0.4, deviation=0.1)

    def test_it_rises_with_the_score_and_falls_with_the_reach(self) -> None:
        scores = np.linspace(0, 1, 20, dtype=np.float32)
        near, far = self.background.confidence(scores, 0.6), self.background.confidence(scores, 0.3)
        assert (np.diff(near) > 0).all()
        assert (far > near).all()

    def test_what_unrelated_pictures_find_is_improbable_and_what_is_far_above_is_sure(self) -> None:
        at, above = self.background.confidence(np.array([0.4, 0.9], np.float32), 0.5)
        assert at < 0.05
        assert above > 0.95

    @pytest.mark.parametrize("deviation", [0.0, 1e-9])
    def test_a_library_that_answers_everything_alike_gives_probabilities_too(self, deviation: float) -> None:
        background = ExampleBackground(0.4, deviation)
        probabilities = background.confidence(np.array([-1, 0.4, 1], np.float32), 0.4)
        assert ((probabilities >= 0) & (probabilities <= 1)).all()


def test_the_kind_whose_scores_scatter_more_has_the_smaller_share() -> None:
    sentences, pictures = unit_vectors(50, 1, spread=0.2), unit_vectors(50, 2, spread=2.0)
    background = Background(sentences, pictures, things=pictures)
    sample = indexed(unit_vectors(200, 3, spread=0.5))
    share = share_of_text(background, sample)
    swapped = share_of_text(Background(pictures, sentences, things=pictures), sample)
    assert 0.5 < max(share, swapped) < 1
    assert share + swapped == pytest.approx(1)
    of_sentences = (sample[:, :-1] @ sentences.T).std(axis=0).mean()
    of_pictures = (sample[:, :-1] @ pictures.T).std(axis=0).mean()
    assert (share > swapped) == (of_pictures > of_sentences)
    assert share * of_sentences == pytest.approx((1 - share) * of_pictures, rel=1e-4)
