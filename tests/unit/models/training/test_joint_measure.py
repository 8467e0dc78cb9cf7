"""Held-out pictures are ranked for their sentences, by their places and by their alignment."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from tests.unit.models.training.tiny_joint import (
    PICTURES,
    same_weights,
    tiny_data,
    tiny_held_out,
    tiny_joint_model,
    tiny_marks,
    tiny_measure,
)
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled
from videobert_desktop.models.retrieval import ranks, recall_table
from videobert_desktop.models.training import joint_measure
from videobert_desktop.models.training.joint_measure import CANDIDATES_IN_TRAINING, JointMeasure
from videobert_desktop.models.videobert.pretraining_videobert import VideoBertForPreTraining

RIGHT = np.eye(PICTURES, dtype=bool)


@pytest.fixture(scope="module")
def model() -> VideoBertForPreTraining:
    return tiny_joint_model().eval()


def test_recalls_are_those_of_all_sentences_and_pictures(model: VideoBertForPreTraining) -> None:
    measure = tiny_measure(model)
    measured = measure(model)
    expected = recall_table(ranks(measure.similarities(model), RIGHT))
    assert {name: measured[name] for name in expected} == expected
    assert set(measured) == {*expected, "first", "aligned", "fused"}
    assert measured["first"] == expected["r1"]


def test_similarities_are_cosines(model: VideoBertForPreTraining) -> None:
    measure = tiny_measure(model)
    pictures, sentences = measure.embed_pictures(model), measure.embed_sentences(model)
    for placed in (pictures, sentences):
        assert placed.shape == (PICTURES, model.config.projection_size)
        assert placed.norm(dim=1).numpy() == pytest.approx(1, abs=1e-5)
    np.testing.assert_allclose(measure.similarities(model), (sentences @ pictures.T).numpy(), atol=1e-6)


def planted(monkeypatch: pytest.MonkeyPatch, measure: JointMeasure, good: int) -> None:
    """Let alignment know the right picture of the first `good` sentences, and mislead the others."""

    def alignments(_: object, chosen: NDArray[np.int64], candidates: NDArray[np.int64]) -> NDArray[np.float32]:
        right = (candidates == chosen[:, None]).astype(np.float32)
        return np.where((chosen < good)[:, None], right, -right) * 1000

    monkeypatch.setattr(measure, "alignments", alignments)


def test_alignment_counts_among_the_first_candidates(
    model: VideoBertForPreTraining, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure = tiny_measure(model)
    planted(monkeypatch, measure, good=10)
    assert PICTURES <= CANDIDATES_IN_TRAINING
    measured = measure(model)
    assert measured["aligned"] == measured["fused"] == pytest.approx(10 / PICTURES)


def test_what_is_not_among_the_candidates_cannot_be_found(
    model: VideoBertForPreTraining, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joint_measure, "CANDIDATES_IN_TRAINING", 3)
    measure = tiny_measure(model)
    planted(monkeypatch, measure, good=PICTURES)
    among = (ranks(measure.similarities(model), RIGHT) < 3).mean()
    assert measure(model)["aligned"] == pytest.approx(among)


def test_a_pair_is_aligned_the_same_beside_others(
    model: VideoBertForPreTraining, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = np.array([3, 7, 11])
    candidates = np.array([[3, 4], [0, 7], [11, 2]])
    together = tiny_measure(model).alignments(model, chosen, candidates)
    monkeypatch.setattr(joint_measure, "PAIRS_A_BATCH", 1)
    alone = tiny_measure(model).alignments(model, chosen, candidates)
    assert together.shape == (3, 2)
    np.testing.assert_allclose(together, alone, atol=0.02)


def test_a_pair_is_read_with_what_its_parts_are_by_themselves(model: VideoBertForPreTraining) -> None:
    held_out, marks = tiny_held_out(), tiny_marks(model, tiny_data())
    measured = tiny_measure(model).alignments(model, np.array([5]), np.array([[5, 6]]))
    ids, mask = held_out.sentences.batch([5, 5], marks.start, marks.video, marks.padding)
    alone, alone_mask = held_out.sentences.batch([5, 5], marks.start, marks.end, marks.padding)
    words, features = held_out.words[5:7, None], held_out.tokens[5:7, None]
    with torch.inference_mode():
        output = model.videobert(
            ids,
            mask,
            visual_words=words,
            visual_features=features,
            sentence_summary=model.embed_texts(alone, alone_mask),
            window_summaries=model.embed_windows(words, features),
        )
        logits = model.alignment_logits(output)
    np.testing.assert_allclose(measured[0], logits.numpy(), atol=0.02)


def test_measuring_changes_nothing(model: VideoBertForPreTraining) -> None:
    chance = torch.get_rng_state()
    tiny_measure(model)(model)
    assert torch.equal(torch.get_rng_state(), chance)
    assert same_weights(model, tiny_joint_model())


def test_measuring_stops_when_asked_to(model: VideoBertForPreTraining) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        tiny_measure(model, cancel)(model)
