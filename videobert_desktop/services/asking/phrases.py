"""How much windows look like phrases, in a measure in which phrases can be compared with each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from videobert_desktop.models.packs.pack import Pack


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    vector: NDArray[np.float32]
    mean: float
    deviation: float


class PhraseScorer:
    """Compares windows and phrases; remembers the phrases that it has read."""

    def __init__(self, pack: Pack) -> None:
        """Take the pack's unrelated pictures as the measure."""
        self._pack = pack
        pictures = pack.background.pictures.astype(np.float32)
        self._pictures = pictures / np.maximum(np.linalg.norm(pictures, axis=1, keepdims=True), 1e-6)
        self._known: dict[str, _Known] = {}

    def scores(self, embeddings: NDArray[np.float32], phrases: Sequence[str]) -> NDArray[np.float32]:
        """By how many standard deviations windows are more like phrases than unrelated pictures are.

        Args:
            embeddings: (w, dim), unit-normalised.
            phrases: n of them.

        Returns:
            (w, n) float32.
        """
        self._read([phrase for phrase in dict.fromkeys(phrases) if phrase not in self._known])
        known = [self._known[phrase] for phrase in phrases]
        vectors = np.stack([phrase.vector for phrase in known])
        means = np.array([phrase.mean for phrase in known], np.float32)
        deviations = np.array([phrase.deviation for phrase in known], np.float32)
        return np.asarray((embeddings @ vectors.T - means) / deviations, np.float32)

    def _read(self, phrases: Sequence[str]) -> None:
        if not phrases:
            return
        vectors = self._pack.embed_texts(phrases)
        likeness = self._pictures @ vectors.T
        for phrase, vector, ordinary in zip(phrases, vectors, likeness.T, strict=True):
            self._known[phrase] = _Known(vector, float(ordinary.mean()), max(float(ordinary.std()), 1e-4))
