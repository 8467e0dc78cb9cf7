"""Classes that no photograph shows are planted into photographs' features."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from videobert_desktop.models.training.prototypes import TEMPLATES, class_sentences, planted_features

PICTURES, WIDTH, CLASSES = 16, 48, 20


@pytest.fixture
def classifier() -> nn.Linear:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return nn.Linear(WIDTH, CLASSES).requires_grad_(requires_grad=False)


@pytest.fixture
def features() -> Tensor:
    """(16, 10, 48) in the range of a ReLU6."""
    return torch.rand(PICTURES, 10, WIDTH, generator=torch.Generator().manual_seed(1)) * 2


def planted(features: Tensor, classifier: nn.Linear, classes: Tensor, seed: int = 0) -> Tensor:
    return planted_features(features, classifier, classes, np.random.default_rng(seed))


def test_every_name_appears_in_every_template_template_by_template() -> None:
    sentences = class_sentences(["dog", "great white shark"])
    assert len(sentences) == 2 * len(TEMPLATES)
    assert sentences[:2] == ["dog", "great white shark"]
    assert sentences[2:4] == ["a photo of a dog", "a photo of a great white shark"]
    assert sentences[-1] == "there is a great white shark"


def test_a_planted_class_is_what_the_classifier_sees_more_of(features: Tensor, classifier: nn.Linear) -> None:
    classes = torch.arange(PICTURES)
    before, after = classifier(features[:, 0]), classifier(planted(features, classifier, classes)[:, 0])
    own = classes[:, None] == torch.arange(CLASSES)
    gained = after - before
    assert (gained[own] > 0.5).all()
    assert (gained.argmax(1) == classes).all()


def test_planted_features_stay_in_the_range_of_a_relu6(features: Tensor, classifier: nn.Linear) -> None:
    found = planted(features * 3, classifier, torch.arange(PICTURES))
    assert found.shape == features.shape
    assert found.min() >= 0
    assert found.max() <= 6


def test_the_whole_picture_and_some_but_not_all_of_its_parts_change(features: Tensor, classifier: nn.Linear) -> None:
    changed = (planted(features, classifier, torch.arange(PICTURES)) != features).any(-1)
    assert changed[:, 0].all()
    assert 0 < changed[:, 1:].float().mean() < 1


def test_the_same_chance_plants_the_same(features: Tensor, classifier: nn.Linear) -> None:
    classes = torch.arange(PICTURES)
    assert torch.equal(planted(features, classifier, classes), planted(features, classifier, classes))
    assert not torch.equal(planted(features, classifier, classes), planted(features, classifier, classes, seed=1))


def test_the_features_given_are_left_as_they_are(features: Tensor, classifier: nn.Linear) -> None:
    before = features.clone()
    planted(features, classifier, torch.arange(PICTURES))
    assert torch.equal(features, before)
