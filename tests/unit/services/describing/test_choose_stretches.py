"""Which stretches of a video are worth a caption."""

from __future__ import annotations

import numpy as np

from tests.helpers.scenes import scenes
from videobert_desktop.services.describing.choose_stretches import chosen_stretches

SHOTS = np.arange(0, 100, 5)
CHAPTERS = np.array([0, 80, 85])


def test_few_shots_are_all_chosen_whole() -> None:
    found = chosen_stretches(scenes(100), SHOTS, CHAPTERS, most=20)
    assert found == [range(first, first + 5) for first in range(0, 100, 5)]


def test_of_many_as_many_are_chosen_as_may_be_in_order() -> None:
    found = chosen_stretches(scenes(100), SHOTS, CHAPTERS, most=8)
    assert len(found) == 8
    firsts = [stretch.start for stretch in found]
    assert firsts == sorted(set(firsts))
    assert set(firsts) <= set(SHOTS.tolist())


def test_every_chapter_has_one() -> None:
    found = chosen_stretches(scenes(100), SHOTS, CHAPTERS, most=3)
    assert [np.searchsorted(CHAPTERS, stretch.start, side="right") for stretch in found] == [1, 2, 3]


def test_it_is_what_the_chapter_is_like() -> None:
    embeddings = scenes(15, 60, 25, noise=0.0)
    embeddings[:75] = embeddings[0]
    embeddings[5:10] = scenes(1, 5, noise=0.0)[1:]
    embeddings[0:5] = scenes(1, 1, 5, noise=0.0)[2:]
    first, _ = chosen_stretches(embeddings, SHOTS, np.array([0, 75]), most=2)
    assert first.start >= 10


def test_the_others_are_spread_over_the_video() -> None:
    firsts = [stretch.start for stretch in chosen_stretches(scenes(100), SHOTS, np.array([0]), most=10)]
    assert max(np.diff([0, *firsts, 95])) <= 20
