"""Batches of sequences, padded to the longest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import torch
from torch import Tensor


@dataclass(frozen=True, slots=True, eq=False)
class TextBatch:
    """Sentences as word pieces.

    Attributes:
        input_ids: (b, t) int64.
        attention_mask: (b, t) int64, 0 where a sentence is padded.
        caption_labels: (b, t) int64, the word that follows each, -100 at padding; None if these are no captions.
    """

    input_ids: Tensor
    attention_mask: Tensor
    caption_labels: Tensor | None = None

    def to(self, device: torch.device) -> Self:
        """The same on a device."""
        return type(self)(
            self.input_ids.to(device), self.attention_mask.to(device), _moved(self.caption_labels, device)
        )


@dataclass(frozen=True, slots=True, eq=False)
class WindowBatch:
    """Sequences of windows.

    Attributes:
        visual_words: (b, w) int64.
        visual_features: (b, w, parts, size) float32; None where the shape has no features.
        window_mask: (b, w) int64, 0 where a sequence is padded.
    """

    visual_words: Tensor
    visual_features: Tensor | None
    window_mask: Tensor

    def to(self, device: torch.device) -> Self:
        """The same on a device."""
        features = _moved(self.visual_features, device)
        return type(self)(self.visual_words.to(device), features, self.window_mask.to(device))

    def arguments(self) -> dict[str, Tensor | None]:
        """What `VideoBertModel.forward` takes."""
        return {
            "visual_words": self.visual_words,
            "visual_features": self.visual_features,
            "window_mask": self.window_mask,
        }

    def without_padding(self, states: Tensor) -> Tensor:
        """What belongs to the windows, one after another: of states (b, w, ...) those (windows, ...)."""
        return states[self.window_mask.bool()]


def pad(rows: Sequence[Tensor], value: int = 0) -> tuple[Tensor, Tensor]:
    """Rows (t, ...) of one dtype and of any lengths, padded: (b, longest, ...), and a mask (b, longest) int64."""
    if not rows:
        return torch.zeros(0, 0, dtype=torch.int64), torch.zeros(0, 0, dtype=torch.int64)
    padded = torch.nn.utils.rnn.pad_sequence(list(rows), batch_first=True, padding_value=value)
    lengths = torch.tensor([len(row) for row in rows])
    return padded, (torch.arange(padded.shape[1]) < lengths.unsqueeze(1)).to(torch.int64)


def _moved(tensor: Tensor | None, device: torch.device) -> Tensor | None:
    return None if tensor is None else tensor.to(device)
