"""What training reads again and again, computed once: views of the pictures and vectors of the sentences."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageEnhance

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.models.encoders.efficientnet_lite import EfficientNetLite, pooled_features
from videobert_desktop.models.encoders.minilm import SentenceEncoder
from videobert_desktop.models.training.claims import claim_directory, digest
from videobert_desktop.models.training.pairs import CaptionedPictures, read_picture

BATCH = 8
SMALLEST_CROP = 0.5


@dataclass(frozen=True, slots=True)
class TrainingFeatures:
    """The cached features of a set of captioned pictures.

    Attributes:
        views: For each view an array (n, 120, 17, 17) float16, the trunk's output; the first view is the whole picture.
        teacher: (n, classes) float32, the untouched classifier's logits for the whole pictures.
        sentences: (m, width) float32, unit-normalised sentence vectors.
        owners: (m,) int64, the picture that each sentence describes.
        mirrored: (n,) bool, whether the picture may be mirrored (no caption speaks of left or right).
    """

    views: tuple[NDArray[np.float16], ...]
    teacher: NDArray[np.float32]
    sentences: NDArray[np.float32]
    owners: NDArray[np.int64]
    mirrored: NDArray[np.bool_]


class FeatureCache:
    """Computes features into a directory and reads them from there the next time."""

    def __init__(
        self, directory: Path, network: EfficientNetLite, encoder: SentenceEncoder, cancel: CancelToken, report: Report
    ) -> None:
        self._directory = directory
        self._network = network
        self._encoder = encoder
        self._cancel = cancel
        self._report = report

    def features(self, pictures: CaptionedPictures, views: int, seed: int) -> TrainingFeatures:
        """The features of `pictures` in `views` views, computed as far as the directory does not hold them."""
        sentences, owners = pictures.sentences()
        claim_directory(self._directory, pictures=digest(list(pictures.names)), sentences=digest(sentences))
        arrays = tuple(
            self._array(f"view-{view}-of-seed-{seed}.npy", partial(self._view, pictures, view, seed))
            for view in range(views)
        )
        return TrainingFeatures(
            views=arrays,
            teacher=self._array("teacher.npy", lambda: self._teacher(arrays[0])),
            sentences=self._array("sentences.npy", lambda: self.sentence_vectors(sentences)),
            owners=owners,
            mirrored=np.array([not _mentions_sides(captions) for captions in pictures.captions]),
        )

    def sentence_vectors(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Sentence vectors (n, width) float32, with progress."""
        parts = []
        for start in range(0, len(sentences), 2048):
            self._tell("reading sentences", start, len(sentences))
            parts.append(self._encoder.encode(sentences[start : start + 2048]).numpy())
        return np.concatenate(parts)

    def _array(self, name: str, compute: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        path = self._directory / name
        if not path.exists():
            unfinished = path.with_suffix(".partial.npy")
            np.save(unfinished, compute())
            unfinished.replace(path)
        array: NDArray[Any] = np.load(path, mmap_mode="r")
        return array

    @torch.inference_mode()
    def _view(self, pictures: CaptionedPictures, view: int, seed: int) -> NDArray[np.float16]:
        parts = []
        with zipfile.ZipFile(pictures.archive) as archive:
            for start in range(0, len(pictures), BATCH):
                self._tell(f"looking at pictures, view {view + 1}", start, len(pictures))
                squares = [
                    self._square(read_picture(archive, pictures.names[index]), view, [seed, view, index])
                    for index in range(start, min(start + BATCH, len(pictures)))
                ]
                pixels = torch.from_numpy(np.stack(squares)).permute(0, 3, 1, 2).to(self._network.stem.weight.device)
                parts.append(self._network.trunk(pixels).to(torch.float16).cpu().numpy())
        return np.concatenate(parts)

    @torch.inference_mode()
    def _teacher(self, maps: NDArray[np.float16]) -> NDArray[np.float32]:
        weight = self._network.stem.weight
        parts = []
        for start in range(0, len(maps), 64):
            self._tell("classifying pictures", start, len(maps))
            batch = torch.from_numpy(np.array(maps[start : start + 64])).to(weight.device, weight.dtype)
            parts.append(self._network.classify(pooled_features(self._network.tail(batch))).cpu().numpy())
        return np.concatenate(parts)

    def _square(self, picture: Image.Image, view: int, seed: Sequence[int]) -> NDArray[np.uint8]:
        """The first view is the picture itself; the others are cut and tinted at random."""
        if view > 0:
            random = np.random.default_rng(seed)
            picture = _tinted(_cut(picture, random), random)
        size = self._network.config.input_size
        return np.asarray(picture.resize((size, size), Image.Resampling.BILINEAR))

    def _tell(self, stage: str, done: int, total: int) -> None:
        self._cancel.raise_if_cancelled()
        self._report(Progress(stage, done, total, "items"))


def _mentions_sides(captions: Sequence[str]) -> bool:
    return any(word in ("left", "right") for caption in captions for word in caption.lower().split())


def _cut(picture: Image.Image, random: np.random.Generator) -> Image.Image:
    area, shape = random.uniform(SMALLEST_CROP, 1), np.exp(random.uniform(-0.3, 0.3))
    width = min(1.0, float(np.sqrt(area * shape))) * picture.width
    height = min(1.0, float(np.sqrt(area / shape))) * picture.height
    left, top = random.uniform(0, picture.width - width), random.uniform(0, picture.height - height)
    return picture.crop((int(left), int(top), int(left + width), int(top + height)))


def _tinted(picture: Image.Image, random: np.random.Generator) -> Image.Image:
    for enhancer in (ImageEnhance.Brightness, ImageEnhance.Contrast, ImageEnhance.Color):
        picture = enhancer(picture).enhance(random.uniform(0.6, 1.4))
    return picture
