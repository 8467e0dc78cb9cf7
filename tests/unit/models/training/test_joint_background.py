"""The background is what a trained VideoBERT makes of training pictures, of sentences and of the things it knows."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from tests.helpers.tiny_pack import COLOURS, tiny_tokenizer, tiny_vocabulary
from tests.unit.models.training.tiny_joint import (
    CPU,
    PICTURES,
    PLANTINGS,
    tiny_data,
    tiny_joint_model,
    tiny_marks,
    tiny_measure,
)
from videobert_desktop.models.packs.calibration import Background
from videobert_desktop.models.training import joint_background
from videobert_desktop.models.training.joint_background import measure_background
from videobert_desktop.models.training.joint_measure import embed_sentences, embed_windows
from videobert_desktop.models.training.joint_stage import Trained
from videobert_desktop.models.training.sentences import Sentences

OTHERS = [f"a {colour} square in a video" for colour in COLOURS][:8]
SIZE = 16


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joint_background, "BACKGROUND_SIZE", SIZE)


@pytest.fixture(scope="module")
def trained() -> Trained:
    model, data = tiny_joint_model().eval(), tiny_data()
    tokens = torch.from_numpy(np.asarray(data.planted[0], np.float32))
    return Trained(model, tiny_vocabulary(tokens), tiny_measure(model), tiny_marks(model, data), data)


def background(trained: Trained, seed: int = 0) -> Background:
    return measure_background(trained, OTHERS, tiny_tokenizer(), seed)


def rows_among(rows: np.ndarray, others: np.ndarray) -> int:
    """How many rows are nearly one of the others."""
    return int(((rows @ others.T).max(1) > 0.999).sum())


def test_all_are_unit_vectors_of_the_models_width(trained: Trained) -> None:
    found = background(trained)
    assert found.sentences.shape == found.pictures.shape == (SIZE, 32)
    assert found.things.shape == (len(COLOURS), 32)
    for vectors in (found.sentences, found.pictures, found.things):
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-3)


def test_half_of_the_sentences_are_captions_and_half_are_others(trained: Trained) -> None:
    found = background(trained).sentences
    others = Sentences.of(tiny_tokenizer(), OTHERS, 60)
    for sentences in (others, trained.data.captions.sentences):
        placed = embed_sentences(trained.model, sentences, trained.marks, CPU).numpy()
        assert rows_among(found, placed) >= SIZE // 2


def test_the_pictures_are_training_pictures_seen_as_they_are(trained: Trained) -> None:
    data = trained.data
    tokens = torch.from_numpy(np.asarray(data.views.tokens[0], np.float32))
    placed = embed_windows(trained.model, tokens, torch.from_numpy(data.words[0]), CPU).numpy()
    assert len(placed) == PICTURES > SIZE
    assert rows_among(background(trained).pictures, placed) == SIZE


def test_a_thing_lies_amid_the_pictures_that_it_was_planted_into(trained: Trained) -> None:
    data = trained.data
    placed = [
        embed_windows(trained.model, torch.from_numpy(np.asarray(tokens, np.float32)), torch.from_numpy(words), CPU)
        for tokens, words in zip(data.planted, data.planted_words, strict=True)
    ]
    assert len(placed) == PLANTINGS
    mean = torch.stack(placed).mean(0).numpy()
    things = background(trained).things
    assert (things * mean).sum(1) == pytest.approx(np.linalg.norm(mean, axis=1), abs=1e-4)


def test_the_same_seed_draws_the_same_and_another_something_else(trained: Trained) -> None:
    first, again, other = background(trained), background(trained), background(trained, seed=1)
    np.testing.assert_array_equal(first.sentences, again.sentences)
    np.testing.assert_array_equal(first.pictures, again.pictures)
    assert not np.array_equal(first.sentences, other.sentences)
