"""The part that is learned for retrieval: pictures and sentences in one space.

A frame arrives as eleven tokens: the whole picture, nine parts of it, and a *concept*, the mean word vector of what
the ImageNet classifier believes to see. They are reduced to 192 numbers each, which is what a library keeps, then read
by a small transformer. A sentence arrives as its MiniLM vector and is corrected by a residual network.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

GRID_TOKENS = 9
MAX_LOGIT_SCALE = 100.0


@dataclass(frozen=True, slots=True)
class JointHeadConfig:
    """The head's shape.

    Attributes:
        features: Width of the frame encoder's feature map.
        classes: How many classes its classifier tells apart.
        stored: Width of a token as libraries keep it.
        width: Width of the transformer, of a sentence's vector and of the joint space.
        layers: Transformer layers.
        heads: Attention heads.
        feedforward: Width of the transformer's feed-forward layers and of the sentence network.
        dropout: Dropout while training.
    """

    features: int = 1280
    classes: int = 1000
    stored: int = 192
    width: int = 384
    layers: int = 2
    heads: int = 6
    feedforward: int = 1536
    dropout: float = 0.1

    @property
    def tokens(self) -> int:
        """Tokens a frame: the whole, its parts and the concept."""
        return 1 + GRID_TOKENS + 1


class JointHead(nn.Module):
    """Embeds frames and sentences in one space where a dot product says how well they fit."""

    class_words: Tensor

    def __init__(self, config: JointHeadConfig) -> None:
        super().__init__()
        self.config = config
        self.picture_reducer = nn.Linear(config.features, config.stored)
        self.concept_reducer = nn.Linear(config.width, config.stored, bias=False)
        self.token_projection = nn.Linear(config.stored, config.width)
        self.token_positions = nn.Parameter(torch.randn(config.tokens, config.width) * 0.02)
        self.summary = nn.Parameter(torch.randn(config.width) * 0.02)
        layer = nn.TransformerEncoderLayer(
            config.width, config.heads, config.feedforward, config.dropout, "gelu", batch_first=True, norm_first=True
        )
        self.transformer = nn.TransformerEncoder(
            layer, config.layers, nn.LayerNorm(config.width), enable_nested_tensor=False
        )
        self.frame_projection = nn.Linear(config.width, config.width)
        self.concept_projection = nn.Linear(config.stored, config.width, bias=False)
        correction = nn.Linear(config.feedforward, config.width)
        nn.init.zeros_(correction.weight)
        self.sentence_network = nn.Sequential(
            nn.LayerNorm(config.width),
            nn.Linear(config.width, config.feedforward),
            nn.GELU(),
            nn.Dropout(config.dropout),
            correction,
        )
        self.logit_scale = nn.Parameter(torch.tensor(2.7))
        self.register_buffer("class_words", torch.zeros(config.classes, config.width))

    @torch.no_grad()
    def start_from_class_words(self, class_words: Tensor) -> None:
        """Begin where no training is needed: a frame means the words of its most probable classes.

        Args:
            class_words: (classes, width) float32, the sentence vectors of the class names.
        """
        self.class_words.copy_(class_words)
        _, _, directions = torch.linalg.svd(class_words, full_matrices=False)
        self.concept_reducer.weight.copy_(directions[: self.config.stored] * self.config.width**0.5)
        self.concept_projection.weight.copy_(directions[: self.config.stored].T)
        nn.init.normal_(self.frame_projection.weight, std=0.02)

    def concepts(self, logits: Tensor) -> Tensor:
        """The mean word vector of the classes: logits (n, classes) to (n, width), unit-normalised."""
        return functional.normalize(logits.float().softmax(-1) @ self.class_words, dim=-1)

    def reduce(self, features: Tensor, concepts: Tensor) -> Tensor:
        """Reduce features (n, 10, features) and concepts (n, width) to the tokens kept: (n, 11, stored)."""
        return torch.cat([self.picture_reducer(features), self.concept_reducer(concepts).unsqueeze(1)], dim=1)

    def embed_frames(self, tokens: Tensor, hidden: Tensor | None = None) -> Tensor:
        """Embed frames.

        Args:
            tokens: (n, 11, stored).
            hidden: (n, 11) bool, true for tokens to look away from; the concept must stay visible.

        Returns:
            (n, width), unit-normalised.
        """
        sequence = self.token_projection(tokens) + self.token_positions
        sequence = torch.cat([self.summary.expand(len(tokens), 1, -1), sequence], dim=1)
        if hidden is not None:
            hidden = functional.pad(hidden, (1, 0), value=False)
        summary = self.transformer(sequence, src_key_padding_mask=hidden)[:, 0]
        embedding = self.frame_projection(summary) + self.concept_projection(tokens[:, -1])
        return functional.normalize(embedding.float(), dim=-1)

    def embed_sentences(self, sentences: Tensor) -> Tensor:
        """Embed sentence vectors (n, width), unit-normalised, in the joint space: (n, width), unit-normalised."""
        return functional.normalize((sentences + self.sentence_network(sentences)).float(), dim=-1)

    def scale(self) -> Tensor:
        """The factor on cosines before a softmax, learned, at most 100."""
        return self.logit_scale.exp().clamp(max=MAX_LOGIT_SCALE)
