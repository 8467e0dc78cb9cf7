"""What is read from the encoder's states: places in the space of comparison, and names for what is hidden."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers.models.bert.modeling_bert import BertPredictionHeadTransform

from videobert_desktop.models.videobert.configuration_videobert import VideoBertConfig

MAX_LOGIT_SCALE = 100.0


class ContrastiveHead(nn.Module):
    """From the encoder's states to the space where sentences and windows are compared."""

    def __init__(self, config: VideoBertConfig) -> None:
        super().__init__()
        width, size = config.hidden_size, config.projection_size
        self.text_projection = nn.Linear(width, size, bias=False)
        self.text_correction = nn.Sequential(
            nn.LayerNorm(size),
            nn.Linear(size, config.intermediate_size),
            nn.GELU(),
            nn.Dropout(config.hidden_dropout_prob),
            nn.Linear(config.intermediate_size, size),
        )
        self.window_projection = nn.Linear(width, size)
        # What the frame encoder's own classes say goes beside the transformer, which has seen far fewer things.
        self.concept_projection = nn.Linear(config.feature_size, size, bias=False) if config.feature_size else None
        self.logit_scale = nn.Parameter(torch.tensor(2.7))

    def texts(self, states: Tensor, mask: Tensor) -> Tensor:
        """Sentences from their words' states (b, t, hidden) and mask (b, t): (b, size) float32, unit-normalised."""
        weights = mask.unsqueeze(-1).to(states.dtype)
        mean = functional.normalize(self.text_projection((states * weights).sum(1) / weights.sum(1)), dim=-1)
        return functional.normalize((mean + self.text_correction(mean)).float(), dim=-1)

    def windows(self, states: Tensor, features: Tensor | None) -> Tensor:
        """Windows from their states (b, w, parts, hidden) and features: (b, w, size) float32, unit-normalised."""
        embeddings = self.window_projection(states[:, :, 0])
        if self.concept_projection is not None and features is not None:
            embeddings = embeddings + self.concept_projection(features[:, :, -1].to(embeddings.dtype))
        return functional.normalize(embeddings.float(), dim=-1)

    def scale(self) -> Tensor:
        """The factor on cosines before a softmax, learned, at most 100."""
        return self.logit_scale.exp().clamp(max=MAX_LOGIT_SCALE)


class CompletionHead(nn.Module):
    """Names what belongs at a row, by its likeness to the rows of a table of embeddings."""

    def __init__(self, config: VideoBertConfig, choices: int) -> None:
        super().__init__()
        self.transform = BertPredictionHeadTransform(config)  # type: ignore[no-untyped-call]
        self.bias = nn.Parameter(torch.zeros(choices))

    def forward(self, states: Tensor, table: Tensor, choices: Tensor | None = None) -> Tensor:
        """Logits of states (..., hidden) over a table (n, hidden), or over its rows `choices` (c,) only."""
        bias: Tensor = self.bias
        if choices is not None:
            table, bias = table[choices], bias[choices]
        return functional.linear(self.transform(states), table.to(states.dtype), bias.to(states.dtype))
