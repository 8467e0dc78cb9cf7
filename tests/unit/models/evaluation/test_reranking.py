"""Which captions are drawn for re-ranking, what is aligned, and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.helpers.colour_pack import ColourPack
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.models.evaluation import reranking
from videobert_desktop.models.evaluation.reranking import FirstStage, rerank
from videobert_desktop.models.packs.window_rows import WindowRows
from videobert_desktop.models.retrieval import ranks, recall_table

PICTURES, CAPTIONS = 40, 5


@dataclass
class NumberPack(ColourPack):
    """A pack that knows which picture a sentence means, and remembers what it was asked."""

    asked: list[tuple[str, list[int]]] = field(default_factory=list)

    def align(self, sentence: str, moments: Sequence[WindowRows]) -> NDArray[np.float32]:
        self.asked.append((sentence, [int(each.visual_words[0]) for each in moments]))
        return np.array([each.visual_words[0] == int(sentence.rsplit(maxsplit=1)[-1]) for each in moments], np.float32)


@pytest.fixture
def pack(colour_pack: ColourPack) -> NumberPack:
    return NumberPack(colour_pack.info)


@pytest.fixture
def found() -> FirstStage:
    """A first stage that is often nearly right."""
    random = np.random.default_rng(0)
    owners = np.repeat(np.arange(PICTURES), CAPTIONS)
    scores = random.normal(size=(len(owners), PICTURES)).astype(np.float32)
    scores[np.arange(len(owners)), owners] += 1.5
    moments = [WindowRows(np.zeros((1, 11, 4), np.float32), np.array([number])) for number in range(PICTURES)]
    return FirstStage([f"picture {owner}" for owner in owners], owners, moments, scores)


class TestSamples:
    def test_a_sample_is_found_as_well_as_all(self, found: FirstStage) -> None:
        sample = found.sample(50, seed=0)
        assert len(sample.sentences) == len(sample.owners) == len(sample.scores) == 50
        whole, part = (recall_table(ranks(stage.scores, stage.right)) for stage in (found, sample))
        for depth in ("r1", "r5", "r10"):
            assert part[depth] == pytest.approx(whole[depth], abs=1.01 / 50)

    def test_captions_stay_with_their_scores_and_pictures(self, found: FirstStage) -> None:
        sample = found.sample(60, seed=3)
        assert [f"picture {owner}" for owner in sample.owners] == list(sample.sentences)
        rows = {row.tobytes(): owner for row, owner in zip(found.scores, found.owners, strict=True)}
        assert [rows[row.tobytes()] for row in sample.scores] == sample.owners.tolist()
        assert len({row.tobytes() for row in sample.scores}) == 60

    def test_the_seed_decides(self, found: FirstStage) -> None:
        first, same, other = (found.sample(30, seed).scores for seed in (1, 1, 2))
        np.testing.assert_array_equal(first, same)
        assert not np.array_equal(first, other)

    def test_no_more_than_all_can_be_drawn(self, found: FirstStage) -> None:
        assert found.sample(10_000, seed=0) is found


class TestRanking:
    @pytest.fixture(autouse=True)
    def _few_candidates(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reranking, "TOP", 4)

    def test_the_right_picture_comes_first_if_it_is_among_the_candidates(
        self, pack: NumberPack, found: FirstStage
    ) -> None:
        again = rerank(pack, found, 100.0, seed=0, cancel=CancelToken(), report=ignore_progress)
        before = ranks(found.scores, found.right)
        np.testing.assert_array_equal(again.before, before)
        np.testing.assert_array_equal(again.after, np.where(before < 4, 0, before))

    def test_only_candidates_are_aligned_and_only_where_it_matters(self, pack: NumberPack, found: FirstStage) -> None:
        rerank(pack, found, 100.0, seed=0, cancel=CancelToken(), report=ignore_progress)
        assert len(pack.asked) == (ranks(found.scores, found.right) < 4).sum() < len(found.sentences)
        for sentence, pictures in pack.asked:
            assert len(pictures) == 4
            assert int(sentence.split()[-1]) in pictures

    def test_no_weight_changes_nothing(self, pack: NumberPack, found: FirstStage) -> None:
        again = rerank(pack, found, 0.0, seed=0, cancel=CancelToken(), report=ignore_progress)
        np.testing.assert_array_equal(again.after, again.before)

    def test_it_is_told_on_how_many_captions_and_from_where(self, pack: NumberPack, found: FirstStage) -> None:
        again = rerank(pack, found.sample(50, 7), 100.0, seed=7, cancel=CancelToken(), report=ignore_progress)
        assert again.table["n"] == again.report["n"] == 50
        assert (again.report["seed"], again.report["weight"], again.report["top"]) == (7, 100.0, 4)
        assert again.report["lift"] == pytest.approx(again.table["r1"] - recall_table(again.before)["r1"])

    def test_it_stops_when_asked_to(self, pack: NumberPack, found: FirstStage) -> None:
        cancel = CancelToken()
        with pytest.raises(Cancelled):
            rerank(pack, found, 1.0, seed=0, cancel=cancel, report=lambda _: cancel.cancel())
        assert len(pack.asked) == 1
