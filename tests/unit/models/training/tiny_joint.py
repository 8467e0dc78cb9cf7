"""A second stage so small that a step of it takes milliseconds: pictures show a thing of a colour, captions say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from tests.helpers.tiny_pack import COLOURS, JOINT_HEAD, tiny_network, tiny_sentence_encoder, tiny_tokenizer
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.models.training.joint_batches import JointBatches, JointData, Text
from videobert_desktop.models.training.joint_measure import HeldOut, JointMeasure
from videobert_desktop.models.training.joint_model import begin_model, joint_config, marks_of
from videobert_desktop.models.training.joint_objectives import JointObjectives
from videobert_desktop.models.training.joint_options import JointOptions
from videobert_desktop.models.training.prototypes import class_sentences
from videobert_desktop.models.training.sentences import Marks, Sentences
from videobert_desktop.models.training.token_views import TokenViews
from videobert_desktop.models.videobert.pretraining_videobert import VideoBertForPreTraining

CPU = torch.device("cpu")
THINGS = ("dog", "cat", "car", "ball", "child", "person", "square", "circle")
NAMES = tuple(product(tuple(COLOURS)[:6], THINGS[:4]))
PICTURES, VIEWS, CAPTIONS, PLANTINGS, VISUAL_WORDS = len(NAMES), 3, 2, 3, 6
TEMPLATES = ("a {} {}", "there is a {} {} in the picture")
OPTIONS = JointOptions(
    epochs=4,
    batch=12,
    rate=2e-3,
    averaging=0.8,
    measured_every=1,
    patience=8,
    other_sentences=8,
    classes=6,
    aligned=(10, 2),
    captioned=10,
    completed=10,
    masked_windows=0.3,
)


def options(**changes: Any) -> JointOptions:
    return replace(OPTIONS, **changes)


def units(random: np.random.Generator, *shape: int) -> NDArray[np.float32]:
    """Vectors of length one."""
    vectors = random.normal(size=shape).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


def sentences(texts: Sequence[str]) -> Sentences:
    return Sentences.of(tiny_tokenizer(), texts, longest=12)


class TinyPictures:
    """What pictures of coloured things look like, and where a first stage places them and what is said of them."""

    def __init__(self) -> None:
        random = np.random.default_rng(0)
        words = (*COLOURS, *THINGS)
        self._looks = dict(zip(words, random.normal(size=(len(words), 11, JOINT_HEAD.stored)), strict=True))
        self._places = dict(zip(words, random.normal(size=(len(words), JOINT_HEAD.width)), strict=True))
        self._random = random

    def tokens(self, names: Sequence[tuple[str, ...]]) -> NDArray[np.float16]:
        """A view of each: (n, 11, stored)."""
        looks = np.stack([sum(self._looks[word] for word in name) for name in names])
        return (looks + 0.2 * self._random.normal(size=looks.shape)).astype(np.float16)

    def places(self, names: Sequence[tuple[str, ...]]) -> NDArray[np.float32]:
        """Of pictures and sentences alike: (n, width), unit-normalised."""
        places = np.stack([sum(self._places[word] for word in name) for name in names]).astype(np.float32)
        return places / np.linalg.norm(places, axis=1, keepdims=True)


def visual_words(names: Sequence[tuple[str, ...]]) -> NDArray[np.int64]:
    """A visual word for each colour."""
    return np.array([tuple(COLOURS).index(colour) % VISUAL_WORDS for colour, *_ in names])


def tiny_data() -> JointData:
    """Two dozen pictures in three views, each with two captions; eight sentences more, and ten planted colours."""
    shown = TinyPictures()
    others = [(first, second) for first in tuple(COLOURS)[6:] for second in THINGS[4:]]
    classes = [(colour,) for colour in COLOURS]
    spoken = class_sentences(list(COLOURS))
    views = TokenViews(
        tuple(shown.tokens(NAMES) for _ in range(VIEWS)),
        tuple(shown.places(NAMES).astype(np.float16) for _ in range(VIEWS)),
    )
    return JointData(
        views=views,
        words=(visual_words(NAMES),) * VIEWS,
        captions=Text(
            sentences([template.format(*name) for name in NAMES for template in TEMPLATES]),
            np.repeat(shown.places(NAMES), CAPTIONS, axis=0),
        ),
        owners=np.repeat(np.arange(PICTURES), CAPTIONS),
        others=Text(sentences([TEMPLATES[0].format(*name) for name in others]), shown.places(others)),
        planted=np.stack([shown.tokens(classes) for _ in range(PLANTINGS)]),
        planted_words=np.stack([visual_words(classes)] * PLANTINGS),
        classes=Text(sentences(spoken), np.tile(shown.places(classes), (len(spoken) // len(classes), 1))),
    )


def tiny_held_out() -> HeldOut:
    """The same pictures seen once more, and their first captions."""
    return HeldOut(
        tokens=torch.from_numpy(TinyPictures().tokens(NAMES).astype(np.float32)),
        words=torch.from_numpy(visual_words(NAMES)),
        sentences=sentences([TEMPLATES[0].format(*name) for name in NAMES]),
        owners=np.arange(PICTURES),
    )


def tiny_joint_model(seed: int = 0) -> VideoBertForPreTraining:
    """VideoBERT before its training."""
    encoder, head = tiny_sentence_encoder(), tiny_network().head
    centroids = torch.from_numpy(units(np.random.default_rng(1), VISUAL_WORDS, 2 * JOINT_HEAD.stored))
    tokens = torch.from_numpy(TinyPictures().tokens(NAMES).astype(np.float32))
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        config = joint_config(encoder.bert.config, head, VISUAL_WORDS)
        return begin_model(config, encoder.bert.state_dict(), head, centroids, tokens)


def tiny_marks(model: VideoBertForPreTraining, data: JointData) -> Marks:
    used = data.captions.sentences.used() | data.others.sentences.used() | data.classes.sentences.used()
    return marks_of(tiny_tokenizer(), model.config, used)


def tiny_objectives(model: VideoBertForPreTraining, data: JointData, chosen: JointOptions = OPTIONS) -> JointObjectives:
    return JointObjectives(model, data, chosen, tiny_marks(model, data), CPU)


def tiny_batches(data: JointData, chosen: JointOptions = OPTIONS) -> JointBatches:
    return JointBatches(data, chosen, longest_clip=4)


def tiny_measure(model: VideoBertForPreTraining, cancel: CancelToken | None = None) -> JointMeasure:
    marks = tiny_marks(model, tiny_data())
    return JointMeasure(tiny_held_out(), marks, CPU, cancel or CancelToken(), ignore_progress)


def same_weights(first: torch.nn.Module, second: torch.nn.Module) -> bool:
    others = second.state_dict()
    return all(torch.equal(tensor, others[name]) for name, tensor in first.state_dict().items())
