"""Which shots belong together."""

from __future__ import annotations

import numpy as np
import pytest

from tests.helpers.scenes import scenes, windows
from videobert_desktop.domain.timing import Span
from videobert_desktop.services.describing.find_chapters import (
    MOST,
    SHORTEST,
    find_chapters,
    most_chapters,
    shortest_chapter,
)
from videobert_desktop.services.describing.find_shots import find_shots


def chapters(embeddings: np.ndarray, spans: list[Span] | None = None) -> list[int]:
    spans = spans or windows(len(embeddings))
    return find_chapters(embeddings, spans, find_shots(embeddings, spans)).tolist()


class TestChapters:
    def test_each_scene_is_one(self) -> None:
        assert chapters(scenes(20, 25, 15, 20)) == [0, 20, 45, 60]

    def test_a_picture_that_stands_still_is_one(self) -> None:
        assert chapters(scenes(200, noise=0.0)) == [0]

    def test_noise_makes_none(self) -> None:
        assert chapters(scenes(200, noise=0.05)) == [0]

    def test_one_window_is_one(self) -> None:
        assert chapters(scenes(1)) == [0]
        assert chapters(scenes(1), [Span(0.0, 0.0)]) == [0]

    def test_shots_that_change_to_and_fro_all_the_time_are_one_scene(self) -> None:
        conversation = [3] * 20
        restless = scenes(*conversation, 60, shown=[*[0, 1] * 10, 2])
        assert chapters(restless)[-1] == 60
        assert len(chapters(restless)) <= 3

    def test_they_begin_with_shots(self) -> None:
        random = np.random.default_rng(5)
        embeddings = scenes(*random.integers(3, 20, 40).tolist(), shown=random.integers(0, 6, 40).tolist())
        shots = find_shots(embeddings, windows(len(embeddings)))
        assert set(find_chapters(embeddings, windows(len(embeddings)), shots).tolist()) <= set(shots.tolist())

    def test_the_same_video_has_the_same_chapters(self) -> None:
        embeddings = scenes(20, 5, 40, 7, noise=0.2)
        assert chapters(embeddings) == chapters(embeddings.copy())

    def test_the_greatest_differences_are_kept_where_there_are_more_than_may_be(self) -> None:
        embeddings = scenes(*[10] * 8)
        found = chapters(embeddings)
        assert len(found) <= most_chapters(120.0)
        assert set(found) <= set(range(0, 80, 10))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("count", [6, 80, 1000])
def test_none_is_too_short_and_there_are_not_too_many(count: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    embeddings = scenes(*random.integers(1, 40, count).tolist(), noise=0.1, seed=seed)[:count]
    spans = windows(len(embeddings))
    found = chapters(embeddings)
    seconds = spans[-1].end
    edges = [*(spans[number].start for number in found), seconds]
    assert found[0] == 0
    assert 1 <= len(found) <= most_chapters(seconds)
    if len(found) > 1:
        assert np.diff(edges).min() >= shortest_chapter(seconds) - 1e-6


class TestHowMany:
    @pytest.mark.parametrize(
        ("seconds", "most"), [(0.0, 1), (1.5, 1), (30.0, 3), (120.0, 5), (3600.0, 30), (1e5, MOST)]
    )
    def test_longer_videos_have_more(self, seconds: float, most: int) -> None:
        assert most_chapters(seconds) == most

    def test_and_longer_ones(self) -> None:
        assert shortest_chapter(10.0) == SHORTEST
        assert shortest_chapter(120.0) == pytest.approx(5.5, abs=0.1)
        assert shortest_chapter(7200.0) == pytest.approx(42.4, abs=0.1)

    def test_as_many_as_there_may_be_have_room(self) -> None:
        for seconds in (1.0, 12.0, 60.0, 600.0, 3600.0, 20_000.0):
            assert most_chapters(seconds) * shortest_chapter(seconds) <= max(seconds, SHORTEST)
