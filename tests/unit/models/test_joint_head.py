"""Frames and sentences meet in one space, which before training is the space of the classifier's words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn import functional

from tests.helpers.tiny_pack import JOINT_HEAD
from videobert_desktop.models.joint_head import JointHead, JointHeadConfig


@pytest.fixture(autouse=True)
def _seeded() -> Iterator[None]:
    with torch.random.fork_rng(devices=[]), torch.inference_mode():
        torch.manual_seed(0)
        yield


def units(*shape: int) -> Tensor:
    """Random vectors of length one."""
    return functional.normalize(torch.randn(shape), dim=-1)


def test_frames_and_sentences_are_unit_vectors_of_the_joint_width() -> None:
    head = JointHead(JOINT_HEAD).eval()
    frames = head.embed_frames(torch.randn(5, JOINT_HEAD.tokens, JOINT_HEAD.stored) * 4)
    sentences = head.embed_sentences(units(3, JOINT_HEAD.width))
    assert frames.shape == (5, JOINT_HEAD.width)
    assert sentences.shape == (3, JOINT_HEAD.width)
    torch.testing.assert_close(frames.norm(dim=1), torch.ones(5))
    torch.testing.assert_close(sentences.norm(dim=1), torch.ones(3))


def test_a_frame_is_reduced_to_ten_pictures_and_a_concept() -> None:
    head = JointHead(JOINT_HEAD).eval()
    features, concepts = torch.randn(2, 10, JOINT_HEAD.features), units(2, JOINT_HEAD.width)
    tokens = head.reduce(features, concepts)
    assert tokens.shape == (2, 11, JOINT_HEAD.stored)
    torch.testing.assert_close(tokens[:, -1], head.concept_reducer(concepts))
    torch.testing.assert_close(tokens[:, 4], head.picture_reducer(features[:, 4]))


def test_what_a_hidden_token_holds_does_not_matter() -> None:
    head = JointHead(JOINT_HEAD).eval()
    tokens = torch.randn(4, JOINT_HEAD.tokens, JOINT_HEAD.stored)
    hidden = torch.zeros(4, JOINT_HEAD.tokens, dtype=torch.bool)
    hidden[:, 2:7] = True
    others = torch.where(hidden.unsqueeze(-1), torch.randn_like(tokens), tokens)
    torch.testing.assert_close(head.embed_frames(others, hidden), head.embed_frames(tokens, hidden))
    assert not torch.allclose(head.embed_frames(others), head.embed_frames(tokens), atol=1e-3)


def test_hiding_nothing_is_the_same_as_naming_no_hidden_tokens() -> None:
    head = JointHead(JOINT_HEAD).eval()
    tokens = torch.randn(4, JOINT_HEAD.tokens, JOINT_HEAD.stored)
    hidden = torch.zeros(4, JOINT_HEAD.tokens, dtype=torch.bool)
    torch.testing.assert_close(head.embed_frames(tokens, hidden), head.embed_frames(tokens))


def test_a_frame_does_not_depend_on_its_neighbours() -> None:
    head = JointHead(JOINT_HEAD).eval()
    tokens = torch.randn(6, JOINT_HEAD.tokens, JOINT_HEAD.stored)
    torch.testing.assert_close(head.embed_frames(tokens)[2:3], head.embed_frames(tokens[2:3]))


def test_a_concept_is_the_word_of_a_certain_class_and_the_mean_word_of_a_doubtful_one() -> None:
    head = JointHead(JOINT_HEAD)
    words = units(JOINT_HEAD.classes, JOINT_HEAD.width)
    head.start_from_class_words(words)
    certain = torch.full((1, JOINT_HEAD.classes), -50.0)
    certain[0, 7] = 50.0
    torch.testing.assert_close(head.concepts(certain)[0], words[7])
    doubtful = torch.zeros(1, JOINT_HEAD.classes)
    torch.testing.assert_close(head.concepts(doubtful)[0], functional.normalize(words.mean(0), dim=0))


def test_before_training_frames_rank_as_their_concepts_do() -> None:
    config = replace(JOINT_HEAD, stored=JOINT_HEAD.width, classes=40)
    head = JointHead(config).eval()
    words = units(config.classes, config.width)
    head.start_from_class_words(words)
    concepts = head.concepts(torch.randn(60, config.classes) * 4)
    frames = head.embed_frames(head.reduce(torch.randn(60, 10, config.features).relu(), concepts))
    by_concept, by_frame = words @ concepts.T, words @ frames.T
    assert np.corrcoef(by_frame.ravel(), by_concept.ravel())[0, 1] > 0.95
    nearest = by_concept.topk(3, dim=1).indices
    assert (nearest == by_frame.argmax(1, keepdim=True)).any(1).all()


def test_before_training_a_frame_of_one_class_is_nearest_to_its_word() -> None:
    config = replace(JOINT_HEAD, stored=JOINT_HEAD.classes)
    head = JointHead(config).eval()
    words = units(config.classes, config.width)
    head.start_from_class_words(words)
    concepts = head.concepts(torch.eye(config.classes) * 20)
    frames = head.embed_frames(head.reduce(torch.randn(config.classes, 10, config.features).relu(), concepts))
    assert torch.equal((words @ frames.T).argmax(1), torch.arange(config.classes))


def test_the_words_that_fit_into_the_stored_width_lose_nothing() -> None:
    head = JointHead(JOINT_HEAD).eval()
    few = units(JOINT_HEAD.stored, JOINT_HEAD.width)
    words = torch.cat([few, few[: JOINT_HEAD.classes - len(few)]])
    head.start_from_class_words(words)
    restored = head.concept_projection(head.concept_reducer(few))
    torch.testing.assert_close(restored / JOINT_HEAD.width**0.5, few, rtol=1e-4, atol=1e-5)


def test_sentences_start_as_themselves_but_for_a_shift_that_all_have_in_common() -> None:
    head = JointHead(JOINT_HEAD).eval()
    sentences = units(20, JOINT_HEAD.width)
    shift = head.sentence_network(sentences)
    torch.testing.assert_close(shift, shift[:1].expand_as(shift))
    assert torch.equal((head.embed_sentences(sentences) @ sentences.T).argmax(1), torch.arange(20))


def test_the_factor_on_cosines_stays_at_most_100() -> None:
    head = JointHead(JOINT_HEAD)
    assert 10 < head.scale() < 20
    head.logit_scale.fill_(20.0)
    assert head.scale() == 100


def test_the_default_shape_is_that_of_the_starter_pack() -> None:
    config = JointHeadConfig()
    assert (config.features, config.classes, config.stored, config.width, config.tokens) == (1280, 1000, 192, 384, 11)
