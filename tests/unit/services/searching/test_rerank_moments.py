"""Ranking the best moments again: by which formula, only where it was measured to help, and what is left as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.colour_pack import COLOURS, ColourPack, colour_pack_info
from tests.unit.services.searching.conftest import Stored
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled
from videobert_desktop.domain.moment import IN_LIBRARY, Evidence, Moment
from videobert_desktop.domain.query import Example, Query
from videobert_desktop.domain.timing import WINDOW_SECONDS, Span
from videobert_desktop.models.packs.manifest import Reranking
from videobert_desktop.models.packs.window_rows import WindowRows
from videobert_desktop.services.searching import rerank_moments as module
from videobert_desktop.services.searching.rerank_moments import RERANKED, WINDOWS, rerank_moments
from videobert_desktop.services.searching.search_moments import MomentSearcher
from videobert_desktop.services.searching.window_reader import WindowStretch

WEIGHT = 0.25
GATE = Reranking(WEIGHT, lift=0.1, low=0.05, high=0.15, queries=100)


class Reads(ColourPack):
    """Aligns a moment by the number that stands in its first window's features, and writes down what it read."""

    def __init__(self) -> None:
        super().__init__(colour_pack_info(Path("/nowhere")))
        self.sentences: list[str] = []
        self.lengths: list[int] = []

    def align(self, sentence: str, moments: Sequence[WindowRows]) -> np.ndarray:
        self.sentences.append(sentence)
        self.lengths += map(len, moments)
        return np.array([moment.features[0, 0, 0] for moment in moments], np.float32)


class Windows:
    """Stands in for `WindowReader`: a video's windows hold its logit; one without a logit is damaged."""

    def __init__(self, logits: dict[int, float | None]) -> None:
        self.logits = logits

    def read(self, video_id: int, spans: Sequence[Span]) -> list[WindowStretch | None]:
        from videobert_desktop.catalogue import DamagedFeaturesError

        logit = self.logits[video_id]
        if logit is None:
            raise DamagedFeaturesError(video_id, "It is damaged.", Path("/nowhere"))
        features = np.full((6, 1, 1), logit, np.float32)
        windows = tuple(Span(n * WINDOW_SECONDS, (n + 1) * WINDOW_SECONDS) for n in range(6))
        return [WindowStretch(windows, WindowRows(features, np.zeros(6, np.int64)))] * len(spans)


def moment(video_id: int, score: float, confidence: float = 0.9) -> Moment:
    span = Span(0.0, 6 * WINDOW_SECONDS)
    return Moment(video_id, Path(f"/{video_id}.mp4"), span, 4.0, score, confidence, Evidence(score), online=True)


def ranked(
    moments: Sequence[Moment], logits: dict[int, float | None], pack: Reads | None = None, weight: float = WEIGHT
) -> list[Moment]:
    return rerank_moments(
        "a dog",
        moments,
        pack or Reads(),
        Windows(logits),
        weight=weight,
        cancel=CancelToken(),  # type: ignore[arg-type]
    )


def ids(moments: Sequence[Moment]) -> list[int]:
    return [item.video_id for item in moments]


class TestFormula:
    def test_a_score_is_the_first_stages_and_the_weighed_alignment(self) -> None:
        first = [moment(1, 0.5), moment(2, 0.4)]
        again = ranked(first, {1: -2.0, 2: 3.0})
        assert [(item.video_id, item.score, item.evidence.alignment) for item in again] == [
            (2, pytest.approx(0.4 + WEIGHT * 3), 3.0),
            (1, pytest.approx(0.5 - WEIGHT * 2), -2.0),
        ]

    def test_nothing_else_of_a_moment_changes(self) -> None:
        first = [moment(1, 0.5, 0.8), moment(2, 0.4, 0.7)]
        again = ranked(first, {1: -2.0, 2: 3.0})
        undone = [
            replace(item, score=item.evidence.picture, evidence=Evidence(item.evidence.picture)) for item in again
        ]
        assert undone == first[::-1]

    @pytest.mark.parametrize("others", [0, 1, 20])
    def test_what_a_moment_scores_does_not_depend_on_the_others(self, others: int) -> None:
        first = [moment(1, 0.5), *(moment(number, 0.1) for number in range(2, 2 + others))]
        again = ranked(first, {1: 1.0} | dict.fromkeys(range(2, 2 + others), -4.0))
        assert again[0].score == pytest.approx(0.75)

    def test_of_equal_ones_the_first_stage_decides(self) -> None:
        first = [moment(number, 0.5) for number in (3, 1, 2)]
        assert ids(ranked(first, {1: 1.0, 2: 1.0, 3: 1.0})) == [3, 1, 2]

    def test_what_is_there_stays_before_what_is_not(self) -> None:
        first = [moment(1, 0.5), moment(2, 0.4), moment(3, 0.6, 0.2), moment(4, 0.5, 0.1)]
        assert ids(ranked(first, {1: -9.0, 2: 0.0, 3: 1.0, 4: 9.0})) == [2, 1, 4, 3]

    def test_nothing_is_ranked_as_nothing(self) -> None:
        assert ranked([], {}) == []


class TestReading:
    def test_only_the_best_are_read_and_the_others_stay_behind(self) -> None:
        first = [moment(number, 1 - number / 100) for number in range(RERANKED + 5)]
        pack = Reads()
        again = ranked(first, {number: float(number) for number in range(len(first))}, pack)
        assert ids(again) == [*reversed(range(RERANKED)), *range(RERANKED, RERANKED + 5)]
        assert again[RERANKED:] == first[RERANKED:]
        assert len(pack.lengths) == RERANKED

    def test_of_each_a_few_windows_are_read_beside_the_sentence(self) -> None:
        pack = Reads()
        ranked([moment(1, 0.5), moment(2, 0.4)], {1: 0.0, 2: 0.0}, pack)
        assert set(pack.sentences) == {"a dog"}
        assert pack.lengths == [WINDOWS, WINDOWS] == [4, 4]

    def test_a_damaged_video_keeps_its_place_and_costs_no_other(self) -> None:
        first = [moment(1, 0.5), moment(2, 0.4), moment(3, 0.3), moment(2, 0.2), moment(4, 0.1)]
        again = ranked(first, {1: 0.0, 2: None, 3: 1.0, 4: 2.0})
        assert ids(again) == [4, 2, 3, 2, 1]
        assert [again[1], again[3]] == [first[1], first[3]]
        assert again[1].evidence.alignment is None

    def test_it_stops_when_it_is_asked_to(self) -> None:
        cancel = CancelToken()

        class Stopping(Reads):
            def align(self, sentence: str, moments: Sequence[WindowRows]) -> np.ndarray:
                cancel.cancel()
                return super().align(sentence, moments)

        pack = Stopping()
        first = [moment(number, 0.5) for number in range(RERANKED)]
        windows = Windows(dict.fromkeys(range(RERANKED), 0.0))
        with pytest.raises(Cancelled):
            rerank_moments("a dog", first, pack, windows, weight=1.0, cancel=cancel)  # type: ignore[arg-type]
        assert 0 < len(pack.lengths) < RERANKED


class TestGate:
    @pytest.mark.parametrize(
        "gate", [None, replace(GATE, low=0.0), replace(GATE, low=-0.01)], ids=["none", "nothing", "worse"]
    )
    def test_it_is_shut_unless_it_was_measured_to_help(self, gate: Reranking | None) -> None:
        info = replace(colour_pack_info(Path("/nowhere")), reranking=gate)
        assert module.reranking_weight(info) is None

    def test_it_is_open_where_it_was(self) -> None:
        assert module.reranking_weight(replace(colour_pack_info(Path("/nowhere")), reranking=GATE)) == WEIGHT


class TestSearching:
    """By their vectors, yellow comes nearest to yellow; read together, the pack of this test likes red best."""

    @pytest.fixture(autouse=True)
    def prefers_red(self, stored: Stored, monkeypatch: pytest.MonkeyPatch) -> None:
        def align(_: ColourPack, sentence: str, moments: Sequence[WindowRows]) -> np.ndarray:
            return np.array([3.0 * (list(COLOURS).index("red") in item.visual_words) for item in moments], np.float32)

        monkeypatch.setattr(ColourPack, "align", align)
        for colour in ("yellow", "red", "green", "blue"):
            stored.add(f"{colour}.mp4", [colour] * 4)

    @staticmethod
    def names(moments: Sequence[Moment]) -> list[str]:
        return [item.path.stem for item in moments]

    def test_with_an_open_gate_the_order_is_the_formulas(self, stored: Stored) -> None:
        with stored.searcher(GATE) as searcher:
            first, again = searcher.find(Query("yellow")), searcher.search(Query("yellow"))
        assert self.names(first.moments)[0] == "yellow"
        before = {item.video_id: item for item in first.moments}
        for item in again.moments:
            expected = 3.0 * (item.path.stem == "red")
            assert item.evidence.alignment == expected
            assert item.score == pytest.approx(before[item.video_id].score + WEIGHT * expected)
            assert item.confidence == before[item.video_id].confidence
        order = sorted(again.moments, key=lambda item: (item.confidence < IN_LIBRARY, -item.score))
        assert list(again.moments) == order
        assert self.names(again.moments)[0] == "red"
        assert again.in_library == first.in_library

    def test_with_a_shut_gate_nothing_changes(self, stored: Stored) -> None:
        with stored.searcher(replace(GATE, low=0.0)) as searcher:
            first = searcher.find(Query("yellow"))
            assert searcher.search(Query("yellow")).moments == first.moments
            assert searcher.rerank(Query("yellow"), first) is first
        assert all(item.evidence.alignment is None for item in first.moments)

    def test_ranking_again_what_was_found_is_the_same_as_searching(self, stored: Stored) -> None:
        with stored.searcher(GATE) as searcher:
            query = Query("yellow")
            assert searcher.rerank(query, searcher.find(query)).moments == searcher.search(query).moments

    def test_a_short_list_is_the_beginning_of_the_long_one(self, stored: Stored) -> None:
        with stored.searcher(GATE) as searcher:
            every = searcher.search(Query("yellow")).moments
            for limit in (1, 2, 3):
                assert searcher.search(Query("yellow", limit=limit)).moments == every[:limit]

    @pytest.mark.parametrize("text", [None, "yellow"])
    def test_an_example_is_not_read_beside_words(self, stored: Stored, text: str | None) -> None:
        query = Query(text, like=Example("red.mp4", 1.0))
        with stored.searcher(GATE) as searcher:
            found = searcher.find(query)
            assert found.moments
            assert searcher.search(query).moments == found.moments
            assert searcher.rerank(query, found) is found

    def test_a_damaged_video_is_found_where_it_was(self, stored: Stored) -> None:
        with stored.searcher(GATE) as searcher:
            first = searcher.find(Query("yellow")).moments
            stored.damage(first[0].video_id)
            again = searcher.search(Query("yellow")).moments
        assert again[0] == first[0]
        assert all(item.evidence.alignment is not None for item in again[1:])

    def test_an_empty_library_has_nothing_to_be_ranked(self, tmp_path: Path) -> None:
        from videobert_desktop.services.libraries import create_library

        with MomentSearcher(create_library(tmp_path / "empty")) as searcher:
            assert searcher.search(Query("yellow")).moments == ()
