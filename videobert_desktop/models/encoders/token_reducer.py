"""From what the frame encoder sees to the tokens that a library keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import torch
from torch import Tensor, nn
from torch.nn import functional

if TYPE_CHECKING:
    from videobert_desktop.models.joint_head import JointHead


@dataclass(frozen=True, slots=True)
class TokenReducerConfig:
    """The reducer's shape.

    Attributes:
        features: Width of the frame encoder's feature map.
        classes: How many classes its classifier tells apart.
        stored: Width of a token as libraries keep it.
        width: Width of the class words' vectors.
    """

    features: int = 1280
    classes: int = 1000
    stored: int = 192
    width: int = 384


class TokenReducer(nn.Module):
    """Eleven tokens a frame: the whole picture, its 3x3 parts, and the words of what it seems to show."""

    class_words: Tensor

    def __init__(self, config: TokenReducerConfig) -> None:
        super().__init__()
        self.config = config
        self.picture_reducer = nn.Linear(config.features, config.stored)
        self.concept_reducer = nn.Linear(config.width, config.stored, bias=False)
        self.register_buffer("class_words", torch.zeros(config.classes, config.width))

    @classmethod
    def from_joint_head(cls, head: JointHead) -> Self:
        """The part of a trained head that makes tokens; they are the same to the last digit."""
        shape = head.config
        reducer = cls(TokenReducerConfig(shape.features, shape.classes, shape.stored, shape.width))
        own, trained = reducer.state_dict(), head.state_dict()
        reducer.load_state_dict({name: trained[name] for name in own})
        return reducer

    def concepts(self, logits: Tensor) -> Tensor:
        """The mean word vector of the classes: logits (n, classes) to (n, width), unit-normalised."""
        return functional.normalize(logits.float().softmax(-1) @ self.class_words, dim=-1)

    def reduce(self, features: Tensor, concepts: Tensor) -> Tensor:
        """Reduce features (n, 10, features) and concepts (n, width) to the tokens kept: (n, 11, stored)."""
        return torch.cat([self.picture_reducer(features), self.concept_reducer(concepts).unsqueeze(1)], dim=1)
