"""A VideoBERT so small that making and reading it costs next to nothing; its words and its numbers are its own."""

from __future__ import annotations

import string
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from torch import Tensor

from videobert_desktop.models.videobert.batches_videobert import WindowBatch
from videobert_desktop.models.videobert.configuration_videobert import VideoBertConfig
from videobert_desktop.models.videobert.pretraining_videobert import VideoBertForPreTraining
from videobert_desktop.models.videobert.processing_videobert import VideoBertProcessor, special_tokens
from videobert_desktop.models.videobert.visual_vocabulary import VisualVocabulary

WORDS = (
    *("a", "the", "in", "on", "is", "and", "dog", "cat", "ball", "car", "red", "blue", "green", "big", "runs", "sits"),
    *("kitchen", "garden", "man", "woman", "play", "##ing", "##ed", "cut", "##s"),
)
SPECIAL = ("[UNK]", "[PAD]", "[SEP]", "[MASK]", "[CLS]", "[unused0]", "[unused1]")
"""In another order than BERT's."""

CHARACTERS = string.ascii_lowercase + "?.,!"
PIECES = (*SPECIAL, *CHARACTERS, *(f"##{letter}" for letter in string.ascii_lowercase), *WORDS)
VISUAL_WORDS = 6
PARTS, SIZE = 3, 8


def tiny_tokenizer() -> Tokenizer:
    """A lower-casing WordPiece tokenizer of the words above and of single characters."""
    numbers = {piece: number for number, piece in enumerate(dict.fromkeys(PIECES))}
    tokenizer = Tokenizer(models.WordPiece(numbers, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def tiny_config(**changes: Any) -> VideoBertConfig:
    """Two layers, windows of three rows, and the tokenizer's own special tokens."""
    tokenizer = tiny_tokenizer()
    shape: dict[str, Any] = {
        "vocab_size": tokenizer.get_vocab_size(),
        "hidden_size": 16,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "intermediate_size": 32,
        "max_position_embeddings": 48,
        "visual_vocab_size": VISUAL_WORDS,
        "feature_size": SIZE,
        "window_parts": PARTS,
        "max_windows": 8,
        "projection_size": 16,
        "video_token_id": tokenizer.token_to_id("[unused0]"),
        "caption_token_id": tokenizer.token_to_id("[unused1]"),
        "initializer_range": 0.2,
    }
    return VideoBertConfig(**shape | special_tokens(tokenizer) | changes)


def paper_config(**changes: Any) -> VideoBertConfig:
    """The same after the paper: windows are visual words and nothing else, and count on where the words end."""
    paper = {"feature_size": 0, "window_parts": 1, "max_windows": 0, "projection_size": 0}
    return tiny_config(**paper | changes)


def tiny_model(config: VideoBertConfig | None = None, seed: int = 0) -> VideoBertForPreTraining:
    """A model with random weights, in evaluation."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return VideoBertForPreTraining(config or tiny_config()).eval()


def tiny_processor(config: VideoBertConfig | None = None) -> VideoBertProcessor:
    """A processor whose visual words lie at random."""
    descriptors = np.random.default_rng(0).normal(size=(VISUAL_WORDS, 2 * SIZE)).astype(np.float32)
    vocabulary = VisualVocabulary.fit(descriptors, branching=VISUAL_WORDS, windows_a_leaf=1)
    return VideoBertProcessor(tiny_tokenizer(), vocabulary, config or tiny_config())


def some_windows(config: VideoBertConfig, *lengths: int, seed: int = 0) -> WindowBatch:
    """Videos of so many windows, at random, padded."""
    generator = torch.Generator().manual_seed(seed)
    shape = (len(lengths), max(lengths))
    words = torch.randint(0, config.visual_vocab_size, shape, generator=generator)
    features = None
    if config.feature_size:
        features = torch.randn(*shape, config.window_parts, config.feature_size, generator=generator)
    mask = (torch.arange(shape[1]) < torch.tensor(lengths).unsqueeze(1)).long()
    return WindowBatch(words, features, mask)


def some_words(config: VideoBertConfig, *shape: int, seed: int = 0) -> Tensor:
    """Word pieces at random, special ones left out: int64."""
    generator = torch.Generator().manual_seed(seed)
    return torch.randint(len(SPECIAL), config.vocab_size, shape, generator=generator)
