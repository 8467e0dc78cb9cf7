"""The heads that adapt to a library, over an encoder that stays as it is.

Sentences and windows are placed by the encoder and the contrastive head, and neither changes: what a library has stored
stays valid to the last bit. What is read beside that from the encoder's states does change.

A head's state dict has the names that the network has for the same weights.
"""

from __future__ import annotations

import copy

from torch import Tensor, nn

from videobert_desktop.models.videobert.pretraining_videobert import VideoBertForPreTraining


class VisualWordHead(nn.Module):
    """Tells which visual word a hidden window is."""

    table: Tensor

    def __init__(self, network: VideoBertForPreTraining) -> None:
        super().__init__()
        self.visual_words = copy.deepcopy(network.visual_words)
        rows = network.videobert.embeddings.visual_word_embeddings.weight
        self.register_buffer("table", rows.detach(), persistent=False)

    def forward(self, states: Tensor) -> Tensor:
        """The logits of states (n, hidden): (n, visual words)."""
        logits: Tensor = self.visual_words(states, self.table)
        return logits


class WordHead(nn.Module):
    """Tells which word a masked one is."""

    table: Tensor

    def __init__(self, network: VideoBertForPreTraining) -> None:
        super().__init__()
        self.words = copy.deepcopy(network.words)
        rows = network.videobert.embeddings.word_embeddings.weight
        self.register_buffer("table", rows.detach(), persistent=False)

    def forward(self, states: Tensor) -> Tensor:
        """The logits of states (n, hidden): (n, words)."""
        logits: Tensor = self.words(states, self.table)
        return logits


class AlignmentHead(nn.Module):
    """Tells which of several moments a sentence belongs to."""

    def __init__(self, network: VideoBertForPreTraining) -> None:
        super().__init__()
        self.videobert = nn.ModuleDict({"pooler": copy.deepcopy(network.videobert.pooler)})
        self.alignment = copy.deepcopy(network.alignment)

    def forward(self, states: Tensor) -> Tensor:
        """The logits of what [CLS] is beside each candidate, states (n, candidates, hidden): (n, candidates)."""
        pooled: Tensor = self.videobert["pooler"](states.flatten(0, 1).unsqueeze(1))
        logits: Tensor = self.alignment(pooled).view(states.shape[:2])
        return logits
