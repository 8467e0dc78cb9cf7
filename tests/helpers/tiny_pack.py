"""A pack with real files and random networks, so small that writing and loading it costs next to nothing.

It tells the colours below apart, by sight and by name, and knows nothing else. The same seed gives the same vectors,
so whole searches can be told beforehand.
"""

from __future__ import annotations

import string
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from torch import Tensor, nn
from transformers import BertConfig

from videobert_desktop.models.encoders.efficientnet_lite import EfficientNetLite, FrameEncoderConfig, pooled_features
from videobert_desktop.models.encoders.minilm import MAX_TOKENS, SentenceEncoder
from videobert_desktop.models.joint_head import JointHead, JointHeadConfig
from videobert_desktop.models.packs.calibration import Background
from videobert_desktop.models.packs.manifest import PackInfo
from videobert_desktop.models.training.prototypes import known_things
from videobert_desktop.models.training.starter import write_starter_pack
from videobert_desktop.models.training.trainer import StarterNetwork
from videobert_desktop.settings.options import packs_directory

COLOURS = {
    "red": (220, 20, 20),
    "green": (20, 180, 40),
    "blue": (30, 40, 220),
    "yellow": (240, 220, 20),
    "cyan": (30, 210, 220),
    "pink": (240, 90, 190),
    "orange": (250, 130, 0),
    "grey": (128, 128, 128),
    "black": (0, 0, 0),
    "white": (255, 255, 255),
}
"""RGB of the colours that the pack tells apart, in the order of its classes."""

WORDS = (
    *COLOURS,
    *("a", "an", "the", "in", "on", "of", "and", "is", "are", "there", "photo", "picture", "video", "ground", "left"),
    *("right", "above", "below", "square", "circle", "stripes", "dots", "dog", "cat", "car", "ball", "child", "person"),
)

FRAME_ENCODER = FrameEncoderConfig(
    input_size=64,
    stem=8,
    stages=((3, 1, 1, 8, 1), (3, 2, 2, 12, 2), (5, 2, 2, 16, 2), (5, 2, 2, 24, 2), (3, 1, 2, 32, 1)),
    features=64,
    classes=24,
)
JOINT_HEAD = JointHeadConfig(features=64, classes=24, stored=16, width=32, layers=1, heads=4, feedforward=64)

CONFIDENCE = (8.0, 1.0, -2.0, -2.0, -2.0)
CONTRAST = 6.0
"""How far the classifier's logit of a plain picture's colour stands above the others."""


def install_tiny_pack() -> PackInfo:
    """Write the pack "tiny" to where a user's own packs lie."""
    return write_tiny_pack(packs_directory() / "tiny")


def write_tiny_pack(directory: Path, *, name: str = "tiny", seed: int = 0) -> PackInfo:
    """Write a pack of random networks as training would write it.

    Args:
        directory: The pack's directory; made if it is missing.
        name: What the pack is called.
        seed: Of its weights.

    Returns:
        What its manifest says: vectors of 32 numbers, frames of 64 x 64 pixels.
    """
    network, encoder = tiny_network(seed), tiny_sentence_encoder(seed)
    return write_starter_pack(directory, network, encoder, _background(network, encoder), CONFIDENCE, name=name)


def tiny_network(seed: int = 0) -> StarterNetwork:
    """A random frame encoder that knows colours, and a head that starts from their names."""
    encoder = tiny_frame_encoder(seed)
    class_words = tiny_sentence_encoder(seed).encode(WORDS[: JOINT_HEAD.classes])
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        head = JointHead(JOINT_HEAD)
        head.start_from_class_words(class_words)
    return StarterNetwork(encoder, head).eval()


def tiny_frame_encoder(seed: int = 0) -> EfficientNetLite:
    """A frame encoder that mixes channels at random and smooths space, with a classifier of colours."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = EfficientNetLite(FRAME_ENCODER).eval()
        for part in network.modules():
            if isinstance(part, nn.Conv2d):
                _smooth(part)
        _classify_colours(network)
    return network


def tiny_sentence_encoder(seed: int = 0) -> SentenceEncoder:
    """A BERT of two layers, in which a sentence is little more than its words, behind a real WordPiece tokenizer."""
    tokenizer = tiny_tokenizer()
    config = BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=JOINT_HEAD.width,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=MAX_TOKENS,
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        encoder = SentenceEncoder(tokenizer, config).eval()
    with torch.no_grad():
        encoder.bert.embeddings.word_embeddings.weight.mul_(10)  # words count for more than their places
    return encoder


def tiny_tokenizer() -> Tokenizer:
    """A lower-casing WordPiece tokenizer of the words above and of single characters."""
    special = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
    characters = string.ascii_lowercase + string.digits
    pieces = (*special, *string.punctuation, *characters, *(f"##{character}" for character in characters), *WORDS)
    vocabulary = {piece: number for number, piece in enumerate(dict.fromkeys(pieces))}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return tokenizer


def plain_picture(colour: str, size: int = FRAME_ENCODER.input_size) -> np.ndarray:
    """A picture of one colour, (size, size, 3) uint8 RGB."""
    return np.full((size, size, 3), COLOURS[colour], dtype=np.uint8)


@torch.no_grad()
def _smooth(convolution: nn.Conv2d) -> None:
    """Weigh all places alike, so that neither grain nor compression hides a colour."""
    places = convolution.weight[0, 0].numel()
    weights = torch.ones_like(convolution.weight[:, :, :1, :1])
    if convolution.groups == 1:
        nn.init.kaiming_normal_(weights, nonlinearity="relu")
    convolution.weight.copy_(weights / places)
    nn.init.normal_(convolution.bias, std=0.1)  # type: ignore[arg-type]


@torch.no_grad()
def _classify_colours(network: EfficientNetLite) -> None:
    """Fit the classifier so that its first classes are the colours."""
    features = _features(network)[:, 0]
    wanted = CONTRAST * torch.eye(len(COLOURS), FRAME_ENCODER.classes)
    weight = torch.linalg.pinv(features - features.mean(0)) @ (wanted - wanted.mean(0))
    network.classifier.weight.copy_(weight.T)
    network.classifier.bias.copy_(wanted.mean(0) - features.mean(0) @ weight)


@torch.no_grad()
def _background(network: StarterNetwork, encoder: SentenceEncoder) -> Background:
    sentences = encoder.encode([f"a {first} {second}" for first in WORDS[:10] for second in WORDS[-10:]])
    features = _features(network.frame_encoder)
    pictures, _ = network.embed_features(features)
    things = known_things(network, features, seed=0)
    return Background(network.head.embed_sentences(sentences).numpy(), pictures.numpy(), things.numpy())


@torch.no_grad()
def _features(network: EfficientNetLite) -> Tensor:
    """The pooled features of plain pictures of every colour."""
    pixels = torch.from_numpy(np.stack([plain_picture(colour) for colour in COLOURS])).permute(0, 3, 1, 2)
    return pooled_features(network.tail(network.trunk(pixels)))
