"""The batches that VideoBERT learns from: synthetic clips, their captions, and sentences without pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from videobert_desktop.models.training.clips import Clips, arrange_clips
from videobert_desktop.models.training.joint_options import JointOptions
from videobert_desktop.models.training.sentences import Sentences
from videobert_desktop.models.training.token_views import TokenViews


@dataclass(frozen=True, slots=True)
class Text:
    """A set of sentences.

    Attributes:
        sentences: Their word pieces.
        teachers: (n, width) float32, unit-normalised, where the first stage places them.
    """

    sentences: Sentences
    teachers: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class JointData:
    """Everything that VideoBERT is trained on.

    Attributes:
        views: The training pictures.
        words: For each view (n,) int64, their visual words.
        captions: Their sentences.
        owners: (m,) int64, ascending, the picture of each.
        others: Sentences without pictures.
        planted: (plantings, classes, parts, stored) float16, pictures with classes planted into them.
        planted_words: (plantings, classes) int64, their visual words.
        classes: The sentences of the classes, template by template.
    """

    views: TokenViews
    words: tuple[NDArray[np.int64], ...]
    captions: Text
    owners: NDArray[np.int64]
    others: Text
    planted: NDArray[np.float16]
    planted_words: NDArray[np.int64]
    classes: Text


@dataclass(frozen=True, slots=True)
class JointBatch:
    """What one step sees.

    Attributes:
        features: (b + r, parts, stored) float32: a window of each picture, then those of pictures seen twice.
        words: (b + r,) int64, their visual words.
        seconds: (b, parts, stored) float32, another view of each picture.
        second_words: (b,) int64.
        teachers: (b, width) float32, of the first windows.
        clips: How the windows are joined.
        captions: The numbers of the sentences.
        owners: (m,) int64, the picture in the batch of each.
        others: The numbers of the sentences without pictures.
        planted: (p, parts, stored) float32.
        planted_words: (p,) int64.
        classes: The numbers of their sentences.
        random: Draws what else is drawn in this step.
        progress: How far the training has come, in [0, 1).
    """

    features: Tensor
    words: Tensor
    seconds: Tensor
    second_words: Tensor
    teachers: Tensor
    clips: Clips
    captions: list[int]
    owners: Tensor
    others: list[int]
    planted: Tensor
    planted_words: Tensor
    classes: list[int]
    random: np.random.Generator
    progress: float


class JointBatches:
    """Draws the batches of an epoch, the same each time for the same seed."""

    def __init__(self, data: JointData, options: JointOptions, longest_clip: int) -> None:
        self._data = data
        self._options = options
        self._longest = longest_clip
        self._first = np.searchsorted(data.owners, np.arange(len(data.views) + 1))

    @property
    def steps(self) -> int:
        """Batches an epoch; what does not fill a batch waits for the next epoch's order."""
        return max(1, len(self._data.views) // self._options.batch)

    def epoch(self, number: int) -> Iterator[JointBatch]:
        """The batches of epoch `number`."""
        random = np.random.default_rng([self._options.seed, number])
        order = random.permutation(len(self._data.views))
        for step in range(self.steps):
            progress = (number + step / self.steps) / self._options.epochs
            yield self._batch(order[step * self._options.batch : (step + 1) * self._options.batch], random, progress)

    def _batch(self, pictures: NDArray[np.int64], random: np.random.Generator, progress: float) -> JointBatch:
        clips, repeated = arrange_clips(len(pictures), self._longest, random)
        features, words, teachers = self._draw(np.concatenate([pictures, pictures[repeated]]), random)
        seconds, second_words, _ = self._draw(pictures, random)
        captions = [self._captions_of(picture, random) for picture in pictures.tolist()]
        owners = np.repeat(np.arange(len(pictures)), [len(own) for own in captions])
        planted, planted_words, classes = self._planted(random)
        others = random.choice(
            len(self._data.others.sentences),
            min(self._options.other_sentences, len(self._data.others.sentences)),
            replace=False,
        )
        return JointBatch(
            features=features,
            words=words,
            seconds=seconds,
            second_words=second_words,
            teachers=teachers[: len(pictures)],
            clips=clips,
            captions=np.concatenate(captions).tolist(),
            owners=torch.from_numpy(owners),
            others=others.tolist(),
            planted=planted,
            planted_words=planted_words,
            classes=classes,
            random=random,
            progress=progress,
        )

    def _captions_of(self, picture: int, random: np.random.Generator) -> NDArray[np.int64]:
        own = np.arange(self._first[picture], self._first[picture + 1])
        return random.permutation(own)[: self._options.captions]

    def _draw(self, pictures: NDArray[np.int64], random: np.random.Generator) -> tuple[Tensor, Tensor, Tensor]:
        """A view of each picture at random: tokens, visual words and teachers' embeddings."""
        views = random.integers(0, len(self._data.views.tokens), len(pictures))
        places = list(zip(views.tolist(), pictures.tolist(), strict=True))
        tokens = np.stack([self._data.views.tokens[view][picture] for view, picture in places])
        teachers = np.stack([self._data.views.teachers[view][picture] for view, picture in places])
        words = np.array([self._data.words[view][picture] for view, picture in places])
        return (
            torch.from_numpy(tokens.astype(np.float32)),
            torch.from_numpy(words),
            torch.from_numpy(teachers.astype(np.float32)),
        )

    def _planted(self, random: np.random.Generator) -> tuple[Tensor, Tensor, list[int]]:
        plantings, classes = self._data.planted_words.shape
        chosen = random.choice(classes, min(self._options.classes, classes), replace=False)
        which = random.integers(0, plantings, len(chosen))
        templates = random.integers(0, len(self._data.classes.sentences) // classes, len(chosen))
        tokens = np.stack([self._data.planted[number, place] for number, place in zip(which, chosen, strict=True)])
        words = torch.from_numpy(self._data.planted_words[which, chosen])
        return torch.from_numpy(tokens.astype(np.float32)), words, (templates * classes + chosen).tolist()
