"""`videobert model evaluate` and `videobert model info`, with a stand-in for the measuring."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.unit.cli.calling import CommandLine
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Report
from videobert_desktop.services import evaluate_model
from videobert_desktop.services.evaluate_model import PARTS, EvaluationOptions

DOCUMENT: dict[str, Any] = {
    "pack": "starter@r3",
    "pairs": {
        "n": 1000,
        "t2v": {"r1": 0.203, "r5": 0.466, "r10": 0.595, "medr": 6},
        "v2t": {"r1": 0.3, "r5": 0.5, "r10": 0.7, "medr": 5},
        "t2v_reranked": None,
        "reranking": None,
        "baselines": {"class_words": None, "chance": {"r1": 0.001, "r5": 0.005, "r10": 0.01, "medr": 500}},
        "ci95": {"t2v": {"r1": [0.192, 0.214]}},
        "remarks": ["Class words are left out."],
    },
}
RERANKED = {
    "pairs": DOCUMENT["pairs"]
    | {
        "t2v_reranked": {"r1": 0.241, "r5": 0.5, "r10": 0.6, "medr": 5, "n": 800},
        "reranking": {"weight": 0.02, "lift": 0.0384, "low": 0.021, "high": 0.055, "n": 800, "seed": 0},
    }
}
CAPTIONS = {
    "captions": {
        "n": 1000,
        "bleu4": {"value": 0.171, "low": 0.162, "high": 0.18},
        "cider": {"value": 0.4321, "low": 0.41, "high": 0.45},
        "baselines": {"nearest_caption": None},
    },
    "cost": {"ratio": 0.31234},
}


class Asked:
    """What the service was asked for, and what it answers."""

    document: dict[str, Any] = DOCUMENT
    data: Path
    pack: Path | None
    device: str
    options: EvaluationOptions

    def evaluate(
        self,
        data: Path,
        options: EvaluationOptions,
        *,
        pack: Path | None,
        device: str,
        cancel: CancelToken,
        report: Report,
    ) -> dict[str, Any]:
        self.data, self.options, self.pack, self.device = data, options, pack, device
        return self.document


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    asked = Asked()
    information = {"parameters": 24_000_000, "encoder": {"name": "EfficientNet-Lite2"}}
    monkeypatch.setattr(evaluate_model, "evaluate_model", asked.evaluate)
    monkeypatch.setattr(evaluate_model, "model_info", lambda: information)
    return asked


def evaluate(videobert: CommandLine, *options: str) -> Any:
    return videobert("model", "evaluate", "--data", "/pairs", *options)


class TestOptions:
    def test_the_document_is_that_of_the_service(self, videobert: CommandLine, asked: Asked) -> None:
        chosen = ("--pack", "/packs/mine", "--device", "cpu")
        assert videobert("--json", "model", "evaluate", "--data", "/pairs", *chosen).document == DOCUMENT
        assert (asked.data, asked.pack, asked.device) == (Path("/pairs"), Path("/packs/mine"), "cpu")

    def test_without_others_pairs_are_measured_on_a_thousand_captions(
        self, videobert: CommandLine, asked: Asked
    ) -> None:
        evaluate(videobert)
        assert asked.options == EvaluationOptions(("pairs",), 1000, None, None, train_baseline=True, seed=0)

    def test_all_of_them_are_handed_on(self, videobert: CommandLine, asked: Asked) -> None:
        several = ("--only", "pairs, captions", "--queries", "50", "--rerank-weight", "0.1", "--seed", "4")
        evaluate(videobert, *several, "--no-train-baseline", "--clips", "/clips")
        expected = EvaluationOptions(("pairs", "captions"), 50, 0.1, Path("/clips"), train_baseline=False, seed=4)
        assert asked.options == expected

    def test_everything_is_measured_if_there_are_videos(self, videobert: CommandLine, asked: Asked) -> None:
        evaluate(videobert, "--all", "--clips", "/clips")
        assert asked.options.parts == PARTS
        evaluate(videobert, "--all")
        assert set(PARTS) - set(asked.options.parts) == {"visual_words"}

    @pytest.mark.parametrize(
        ("options", "complaint"),
        [
            (("--only", "pears"), "There is no part 'pears'"),
            (("--only", ""), "There is no part ''"),
            (("--only", "pairs", "--all"), "not both"),
            (("--only", "visual_words"), "--clips"),
            (("--queries", "0"), "--queries"),
            (("--seed", "-1"), "--seed"),
        ],
    )
    def test_what_cannot_be_is_wrong_usage(
        self, videobert: CommandLine, options: tuple[str, ...], complaint: str
    ) -> None:
        outcome = evaluate(videobert, *options)
        assert outcome.status == 2
        assert complaint in outcome.stderr

    def test_data_must_be_named(self, videobert: CommandLine) -> None:
        assert videobert("model", "evaluate").status == 2


class TestTables:
    def lines(self, videobert: CommandLine, asked: Asked, document: dict[str, Any]) -> list[str]:
        asked.document = document
        outcome = evaluate(videobert)
        assert outcome.status == 0
        return [re.sub(" +", " ", line.strip()) for line in outcome.stdout.splitlines()]

    def test_people_get_a_table_with_baselines_and_intervals(self, videobert: CommandLine, asked: Asked) -> None:
        lines = self.lines(videobert, asked, DOCUMENT)
        assert "t2v 20.3% (19.2 to 21.4) 46.6% 59.5% 6" in lines
        assert "chance 0.1% 0.5% 1.0% 500" in lines
        assert "pack: starter@r3" in lines

    def test_what_was_left_out_is_told_and_has_no_row(self, videobert: CommandLine, asked: Asked) -> None:
        lines = self.lines(videobert, asked, DOCUMENT)
        assert "Class words are left out." in lines
        assert not any(line.startswith(("class_words", "t2v_reranked")) for line in lines)

    def test_what_re_ranking_brings_is_told_in_points(self, videobert: CommandLine, asked: Asked) -> None:
        lines = self.lines(videobert, asked, RERANKED)
        assert "t2v_reranked 24.1% 50.0% 60.0% 5" in lines
        assert "Re-ranking with weight 0.02 brings +3.8 points of R@1 (+2.1 to +5.5) on 800 captions." in lines

    def test_other_parts_have_tables_of_their_own(self, videobert: CommandLine, asked: Asked) -> None:
        lines = self.lines(videobert, asked, CAPTIONS)
        assert "captions value (95 %)" in lines
        assert "bleu4 17.1% (16.2 to 18.0)" in lines
        assert "cider 0.4321 (0.41 to 0.45)" in lines
        assert "ratio 0.3123" in lines
        assert not any("nearest_caption" in line for line in lines)


def test_the_model_is_described(videobert: CommandLine) -> None:
    assert videobert("--json", "model", "info").document["parameters"] == 24_000_000
    assert "encoder.name   EfficientNet-Lite2" in videobert("model", "info").stdout
