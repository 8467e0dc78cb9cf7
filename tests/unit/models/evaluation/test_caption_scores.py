"""BLEU and CIDEr are those that others compute, on tokens that are the same for both."""

from __future__ import annotations

import numpy as np
import pytest

from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.evaluation import caption_scores
from videobert_desktop.models.evaluation.bootstrap import group_draws
from videobert_desktop.models.evaluation.caption_scores import CaptionScores, score_captions, tokens

sacrebleu = pytest.importorskip("sacrebleu", reason="captions are scored by packages of the extra 'evaluate'")
cider = pytest.importorskip(
    "pycocoevalcap.cider.cider", reason="captions are scored by packages of the extra 'evaluate'"
)

CAPTIONS = [
    "a dog runs on the green grass",
    "two children play on the beach",
    "a man on a bike jumps in the air",
    "a woman in a red coat",
]
REFERENCES = [
    ["A dog runs over the grass.", "The brown dog runs on the green grass.", "A dog in a field"],
    ["Two children play with sand on the beach.", "Kids on the beach.", "Two small children play at the sea."],
    ["A man jumps a bike in the air.", "A biker on a bike jumps.", "A man on a bike does a trick in the air!"],
    ["A lady wears a red coat.", "A woman in a red coat walks a dog.", "Somebody walks."],
]
DRAWS = group_draws(np.arange(len(CAPTIONS)))


@pytest.fixture(scope="module")
def scores() -> CaptionScores:
    return score_captions(CAPTIONS, REFERENCES)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("A Dog, running.", "a dog running"),
        ("  two\tdogs\n", "two dogs"),
        ("a t-shirt_print", "a t shirt print"),
        ("the man's café №5", "the man s café 5"),
        ("...", ""),
    ],
)
def test_tokens_are_lower_case_words_without_punctuation(sentence: str, expected: str) -> None:
    assert tokens(sentence) == expected


def test_bleu_is_that_of_sacrebleu(scores: CaptionScores) -> None:
    streams = [list(stream) for stream in zip(*([tokens(each) for each in row] for row in REFERENCES), strict=True)]
    expected = sacrebleu.corpus_bleu([tokens(caption) for caption in CAPTIONS], streams, tokenize="none").score
    assert scores.estimates(DRAWS)["bleu4"]["value"] == pytest.approx(expected / 100)
    assert 0 < expected < 100


def test_cider_is_that_of_pycocoevalcap(scores: CaptionScores) -> None:
    written = {number: [tokens(each) for each in row] for number, row in enumerate(REFERENCES)}
    said = {number: [tokens(caption)] for number, caption in enumerate(CAPTIONS)}
    expected, _ = cider.Cider().compute_score(written, said)
    assert scores.estimates(DRAWS)["cider"]["value"] == pytest.approx(expected)
    assert expected > 0


def test_case_and_punctuation_make_no_difference(scores: CaptionScores) -> None:
    shouted = score_captions([caption.upper() + "!" for caption in CAPTIONS], REFERENCES)
    assert shouted.estimates(DRAWS) == scores.estimates(DRAWS)


def test_intervals_hold_the_scores(scores: CaptionScores) -> None:
    for found in scores.estimates(DRAWS).values():
        assert 0 <= found["low"] <= found["value"] <= found["high"]


def test_the_lead_over_oneself_is_nothing_and_over_worse_captions_is_positive(scores: CaptionScores) -> None:
    worse = score_captions(["a dog"] * len(CAPTIONS), REFERENCES)
    assert all(lead == {"value": 0, "low": 0, "high": 0} for lead in scores.lead(scores, DRAWS).values())
    for lead in scores.lead(worse, DRAWS).values():
        assert lead["value"] > 0
        assert lead["low"] <= lead["value"] <= lead["high"]


def test_saying_nothing_scores_nothing() -> None:
    silent = score_captions([""] * len(CAPTIONS), REFERENCES).estimates(DRAWS)
    assert (silent["bleu4"]["value"], silent["cider"]["value"]) == (0, 0)


def test_pictures_may_have_different_numbers_of_references() -> None:
    fewer = score_captions(CAPTIONS[:2], [REFERENCES[0], REFERENCES[1][:1]])
    assert len(fewer.ciders) == 2


def test_a_package_that_is_missing_is_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caption_scores, "find_spec", lambda name: None if name == "sacrebleu" else object())
    with pytest.raises(UserError, match="cannot be measured without sacrebleu") as caught:
        score_captions(CAPTIONS, REFERENCES)
    assert "pip install sacrebleu pycocoevalcap" in caught.value.hint
