"""The gate: what ranking again brings is measured where its weight was not chosen."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.unit.models.training.tiny_joint import units
from videobert_desktop.models.packs.manifest import Reranking
from videobert_desktop.models.training.reranking import WEIGHTS, measure_reranking

PICTURES, SENTENCES_A_PICTURE, CANDIDATES = 40, 3, 6
OWNERS = np.repeat(np.arange(PICTURES), SENTENCES_A_PICTURE)
MOST = max(WEIGHTS)


def choosing(seed: int = 0) -> NDArray[np.bool_]:
    """Which sentences the weight is chosen on."""
    return np.isin(OWNERS, np.random.default_rng(seed).permutation(PICTURES)[: PICTURES // 2])


def ranked(seed: int = 0) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Scores that put the right picture first half of the time, second otherwise, and the first candidates."""
    random = np.random.default_rng(seed)
    scores = 0.1 * random.random((len(OWNERS), PICTURES)).astype(np.float32)
    rows = np.arange(len(OWNERS))
    scores[rows, OWNERS] = 0.5
    scores[rows, (OWNERS + 1) % PICTURES] = np.where(rows % 2, 0.51, 0.49)
    return scores, np.argsort(-scores, axis=1)[:, :CANDIDATES]


def measured(helpful: NDArray[np.bool_], seed: int = 0) -> Reranking:
    """The gate where alignment is for the right picture in some rows, and against it in all others."""
    scores, candidates = ranked()
    right = np.where(candidates == OWNERS[:, None], 1.0, 0.0)
    alignments = np.where(helpful[:, None], right, -right).astype(np.float32)
    return measure_reranking(scores, alignments, candidates, OWNERS, seed)


def test_an_alignment_that_is_right_lifts_the_ranking() -> None:
    gate = measured(np.ones(len(OWNERS), bool))
    assert gate.lift == pytest.approx(0.5, abs=0.1)
    assert 0 < gate.low < gate.lift < gate.high <= 1
    assert gate.weight > 0.01


def test_an_alignment_that_is_wrong_gets_the_least_weight_and_does_not_pass() -> None:
    gate = measured(np.zeros(len(OWNERS), bool))
    assert gate.lift <= 0
    assert gate.low <= 0
    assert gate.weight <= 0.01


def test_it_is_measured_on_the_half_that_the_weight_was_not_chosen_on() -> None:
    deceived = measured(choosing())
    assert deceived.weight > 0.01
    assert deceived.lift < 0
    assert deceived.high < 0
    assert deceived.queries == int((~choosing()).sum()) == len(OWNERS) // 2


def test_what_it_is_measured_on_has_no_say_in_the_weight() -> None:
    assert measured(choosing()).weight == measured(np.ones(len(OWNERS), bool)).weight


def test_other_halves_are_drawn_with_another_seed() -> None:
    assert measured(choosing(1), seed=1).lift < 0
    assert measured(choosing(1), seed=0).lift > measured(choosing(1), seed=1).lift


def test_alignment_that_says_nothing_changes_nothing() -> None:
    scores, candidates = ranked()
    gate = measure_reranking(scores, np.zeros(candidates.shape, np.float32), candidates, OWNERS)
    assert (gate.weight, gate.lift, gate.low, gate.high) == (min(WEIGHTS), 0.0, 0.0, 0.0)


def test_the_same_seed_measures_the_same() -> None:
    random = units(np.random.default_rng(3), len(OWNERS), CANDIDATES)
    scores, candidates = ranked()
    first, again = (measure_reranking(scores, 50 * random, candidates, OWNERS) for _ in range(2))
    assert first == again
    assert first.weight in WEIGHTS
