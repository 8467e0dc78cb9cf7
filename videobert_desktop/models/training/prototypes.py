"""Pairs for free: the ImageNet classifier's own weight rows as pictures of its thousand classes.

Captioned photographs speak of few things. Pushing a photograph's features along a class's weight row shows the model
what that class would look like in it, so that it keeps the words that ImageNet taught its frame encoder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from videobert_desktop.models.encoders.efficientnet_lite import STRONGEST_FEATURE

if TYPE_CHECKING:
    from videobert_desktop.models.training.trainer import StarterNetwork

PICTURES_A_THING = 8
TEMPLATES = ("{}", "a photo of a {}", "a {} in a video", "there is a {}")


def class_sentences(names: list[str]) -> list[str]:
    """Every class name in every template, template by template: len(TEMPLATES) * len(names) sentences."""
    return [template.format(name) for template in TEMPLATES for name in names]


def planted_features(features: Tensor, classifier: nn.Linear, classes: Tensor, random: np.random.Generator) -> Tensor:
    """Plant a class into each picture.

    Args:
        features: (n, 10, features), the whole picture first.
        classifier: The frame encoder's classifier.
        classes: (n,) int64, what to plant.
        random: How strongly and where to plant it.

    Returns:
        (n, 10, features): the whole picture and a random part of the grid pushed towards the class.
    """
    rows = classifier.weight[classes] - classifier.weight.mean(0)
    directions = rows / rows.norm(dim=1, keepdim=True)
    reach = features[:, 0].norm(dim=1)
    strength = torch.from_numpy(random.uniform(0.3, 0.9, len(classes))).to(features) * reach
    places = torch.from_numpy(random.random((len(classes), features.shape[1])) < random.uniform(0.2, 1.0)).to(features)
    places[:, 0] = 1.0
    pushed: Tensor = features + (strength[:, None] * places)[..., None] * directions[:, None]
    return pushed.clamp(0.0, STRONGEST_FEATURE)


@torch.inference_mode()
def known_things(network: StarterNetwork, features: Tensor, seed: int) -> Tensor:
    """Embed every class as the network would see it: the mean of several pictures that it was planted into.

    Args:
        network: The frame encoder and the head.
        features: (n, 10, features), pooled features of ordinary pictures.
        seed: Of the drawing of pictures and strengths.

    Returns:
        (classes, width) float32, unit-normalised.
    """
    random = np.random.default_rng(seed)
    classifier = network.frame_encoder.classifier
    classes = torch.arange(classifier.out_features, device=features.device)
    sums = torch.zeros(())
    for _ in range(PICTURES_A_THING):
        chosen = torch.from_numpy(random.integers(0, len(features), len(classes))).to(features.device)
        frames, _ = network.embed_features(planted_features(features[chosen], classifier, classes, random))
        sums = sums + frames.float().cpu()
    return functional.normalize(sums, dim=-1)
