"""Captioned pictures as the pack encodes them, once for all that is measured on them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.models.packs.pack import Pack
from videobert_desktop.models.packs.window_rows import WindowRows
from videobert_desktop.models.training.pairs import CaptionedPictures, read_squares

PICTURES_A_BATCH = 32


@runtime_checkable
class ClassifyingPack(Protocol):
    """A pack that can say what its frame encoder's classifier alone makes of frames."""

    def class_word_vectors(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The mean word vectors of what frames (n, size, size, 3) seem to show: (n, width), unit-normalised."""


@dataclass(frozen=True, slots=True, eq=False)
class EncodedPictures:
    """Pictures, each of them a window by itself.

    Attributes:
        pairs: The pictures with their sentences; there are n.
        moments: What the transformer reads of each.
        embeddings: (n, dim) float32, unit-normalised.
        class_words: (n, width) float32, what the classifier alone makes of each; None where the pack cannot say.
    """

    pairs: CaptionedPictures
    moments: tuple[WindowRows, ...]
    embeddings: NDArray[np.float32]
    class_words: NDArray[np.float32] | None

    def __len__(self) -> int:
        return len(self.moments)


def encode_pictures(pack: Pack, pairs: CaptionedPictures, *, cancel: CancelToken, report: Report) -> EncodedPictures:
    """Encode pictures as single windows.

    Args:
        pack: What encodes them.
        pairs: The pictures.
        cancel: Looked at between batches.
        report: Told the progress.

    Raises:
        Cancelled: It was asked to stop.
        UserError: A picture cannot be read.
    """
    moments: list[WindowRows] = []
    embeddings, class_words = [], []
    with zipfile.ZipFile(pairs.archive) as archive:
        for start in range(0, len(pairs), PICTURES_A_BATCH):
            cancel.raise_if_cancelled()
            report(Progress("looking at pictures", start, len(pairs), "items"))
            squares = read_squares(archive, pairs.names[start : start + PICTURES_A_BATCH], pack.info.frame_size)
            frames = pack.encode_frames(squares)
            rows = pack.window_rows(frames, np.arange(len(squares)))
            moments.extend(rows[number : number + 1] for number in range(len(rows)))
            embeddings.append(np.concatenate([_embedding(pack, frames, number) for number in range(len(rows))]))
            if isinstance(pack, ClassifyingPack):
                class_words.append(pack.class_word_vectors(squares))
    return EncodedPictures(
        pairs, tuple(moments), np.concatenate(embeddings), np.concatenate(class_words) if class_words else None
    )


def _embedding(pack: Pack, frames: Mapping[str, NDArray[Any]], number: int) -> NDArray[np.float32]:
    """One picture's embedding, (1, dim): read without the others, which are no neighbours of it."""
    own = {name: array[number : number + 1] for name, array in frames.items()}
    return pack.encode_windows(own, np.zeros(1, np.int64))["embeddings"].astype(np.float32)


def embed_sentences(
    pack: Pack, sentences: Sequence[str], *, cancel: CancelToken, report: Report, batch: int = 1024
) -> NDArray[np.float32]:
    """Embed sentences in batches, with progress: (n, dim) float32, unit-normalised.

    Raises:
        Cancelled: It was asked to stop.
    """
    parts = []
    for start in range(0, len(sentences), batch):
        cancel.raise_if_cancelled()
        report(Progress("reading captions", start, len(sentences), "items"))
        parts.append(pack.embed_texts(sentences[start : start + batch]))
    return np.concatenate(parts)
