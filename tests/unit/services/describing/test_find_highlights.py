"""What stands out in a video."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from tests.helpers.scenes import scenes, windows
from videobert_desktop.domain.description import Highlight
from videobert_desktop.domain.timing import Span
from videobert_desktop.services.describing.find_highlights import LONGEST, MOST, SHORTEST, find_highlights, saliency


def highlights(embeddings: np.ndarray, spans: list[Span] | None = None) -> list[Highlight]:
    return find_highlights(embeddings, spans or windows(len(embeddings)))


def test_what_is_unlike_the_rest_stands_out() -> None:
    (best, *_) = highlights(scenes(30, 4, 26, shown=[0, 1, 0]))
    assert best.span.overlaps(Span(45.0, 51.0))
    assert best.span.start >= 42.0
    assert best.span.end <= 54.0


def test_the_rarer_of_two_stands_out_more() -> None:
    embeddings = scenes(30, 3, 30, 3, 30, 3, 30, shown=[0, 1, 0, 2, 0, 1, 0], noise=0.0)
    assert highlights(embeddings)[0].span.overlaps(Span(94.5, 99.0))


def test_a_picture_that_stands_still_has_none() -> None:
    assert highlights(scenes(100, noise=0.0)) == []


@pytest.mark.parametrize("seconds", [0.0, 1.0, 1.5])
def test_a_moment_has_none(seconds: float) -> None:
    assert highlights(scenes(1), [Span(0.0, seconds)]) == []


def test_a_short_video_has_one_at_most() -> None:
    assert len(highlights(scenes(3, 3))) == 1


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("seconds", [1.5, 4.0, 12.0])
def test_they_are_short_apart_in_order_and_not_many(seed: int, seconds: float) -> None:
    random = np.random.default_rng(seed)
    embeddings = scenes(*random.integers(1, 12, 60).tolist(), noise=0.1, seed=seed)
    spans = windows(len(embeddings), seconds)
    found = highlights(embeddings, spans)
    assert 1 <= len(found) <= MOST
    assert all(SHORTEST - 1e-6 <= each.span.duration <= LONGEST + 1e-6 for each in found)
    assert all(spans[0].start <= each.span.start and each.span.end <= spans[-1].end for each in found)
    assert not any(one.span.overlaps(other.span) for one, other in combinations(found, 2))
    scores = [each.score for each in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0.0 <= score <= 1.0 for score in scores)


def test_there_is_about_one_in_half_a_minute_at_most() -> None:
    embeddings = scenes(*[4] * 15)
    assert len(highlights(embeddings)) <= 3


def test_how_much_stands_out_is_told_within_bounds() -> None:
    found = saliency(scenes(*[1] * 40, noise=1.0))
    assert found.shape == (40,)
    assert found.min() >= 0.0
    assert found.max() <= 1.0
