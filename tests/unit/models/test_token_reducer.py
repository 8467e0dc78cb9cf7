"""Tokens are those of the head that was trained, to the last digit, so that what libraries keep stays valid."""

from __future__ import annotations

import torch

from tests.helpers.tiny_pack import JOINT_HEAD, tiny_network
from videobert_desktop.models.encoders.token_reducer import TokenReducer, TokenReducerConfig


def test_tokens_are_those_of_the_head_it_was_taken_from() -> None:
    head = tiny_network(seed=3).head
    reducer = TokenReducer.from_joint_head(head)
    random = torch.Generator().manual_seed(0)
    features = torch.rand(5, 10, JOINT_HEAD.features, generator=random)
    logits = torch.randn(5, JOINT_HEAD.classes, generator=random)
    assert torch.equal(reducer.concepts(logits), head.concepts(logits))
    assert torch.equal(reducer.reduce(features, head.concepts(logits)), head.reduce(features, head.concepts(logits)))


def test_it_takes_nothing_of_the_head_but_what_makes_tokens() -> None:
    reducer = TokenReducer.from_joint_head(tiny_network().head)
    assert set(reducer.state_dict()) == {
        *("picture_reducer.weight", "picture_reducer.bias", "concept_reducer.weight", "class_words"),
    }
    assert reducer.config == TokenReducerConfig(
        JOINT_HEAD.features, JOINT_HEAD.classes, JOINT_HEAD.stored, JOINT_HEAD.width
    )


def test_the_default_shape_is_that_of_the_starter_pack() -> None:
    config = TokenReducerConfig()
    assert (config.features, config.classes, config.stored, config.width) == (1280, 1000, 192, 384)
