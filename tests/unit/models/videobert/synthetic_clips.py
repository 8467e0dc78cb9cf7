"""A small world of clips and what is said of them: each is about one of a few topics."""

from __future__ import annotations

import numpy as np
import torch

from tests.unit.models.videobert.tiny_videobert import SPECIAL, paper_config, tiny_tokenizer
from videobert_desktop.models.training.paper_regimes import NarratedClip
from videobert_desktop.models.training.sentences import Marks
from videobert_desktop.models.videobert.configuration_videobert import VideoBertConfig

TOPICS = 4
TOPIC_WORDS, COMMON_WORDS = 4, 6
TOPIC_SIGHTS = 3

FIRST_WORD = len(SPECIAL)
VOCABULARY = FIRST_WORD + COMMON_WORDS + TOPICS * TOPIC_WORDS
VISUAL_VOCABULARY = TOPICS * TOPIC_SIGHTS


def synthetic_clips(count: int, seed: int = 0) -> list[NarratedClip]:
    """Clips at random: most of their words and visual words are their topic's, the others anybody's."""
    random = np.random.default_rng(seed)
    return [_clip(int(random.integers(TOPICS)), random) for _ in range(count)]


def _clip(topic: int, random: np.random.Generator) -> NarratedClip:
    sentences = [_sentence(topic, random) for _ in range(int(random.integers(1, 4)))]
    count = int(random.integers(8, 16))
    own = topic * TOPIC_SIGHTS + random.integers(0, TOPIC_SIGHTS, count)
    anybodys = random.integers(0, VISUAL_VOCABULARY, count)
    return NarratedClip(sentences, np.where(random.random(count) < 0.85, own, anybodys))


def _sentence(topic: int, random: np.random.Generator) -> list[int]:
    count = int(random.integers(3, 6))
    own = FIRST_WORD + COMMON_WORDS + topic * TOPIC_WORDS + random.integers(0, TOPIC_WORDS, count)
    common = FIRST_WORD + random.integers(0, COMMON_WORDS, count)
    return np.where(random.random(count) < 0.7, own, common).tolist()


def synthetic_marks() -> Marks:
    """The special word pieces of this world, which are the tiny tokenizer's."""
    number = tiny_tokenizer().token_to_id
    return Marks(
        start=number("[CLS]"),
        end=number("[SEP]"),
        video=number("[unused0]"),
        caption=number("[unused1]"),
        mask=number("[MASK]"),
        padding=number("[PAD]"),
        ordinary=torch.arange(FIRST_WORD, VOCABULARY),
    )


def synthetic_config() -> VideoBertConfig:
    """A shape after the paper that is large enough for this world; where so little is learned nothing is dropped."""
    return paper_config(
        vocab_size=VOCABULARY,
        visual_vocab_size=VISUAL_VOCABULARY,
        hidden_size=32,
        intermediate_size=64,
        initializer_range=0.1,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
