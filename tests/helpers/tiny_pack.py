"""A pack with real files and random networks, so small that writing and loading it costs next to nothing.

It tells the colours below apart, by sight and by name, and knows nothing else: what it says of sentences and windows
that it reads together is random. The same seed gives the same vectors, so whole searches can be told beforehand.
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
from videobert_desktop.models.encoders.token_reducer import TokenReducer
from videobert_desktop.models.joint_head import JointHead, JointHeadConfig
from videobert_desktop.models.packs.calibration import Background
from videobert_desktop.models.packs.manifest import PackInfo, Reranking
from videobert_desktop.models.packs.writing import write_pack
from videobert_desktop.models.training.trainer import StarterNetwork
from videobert_desktop.models.videobert.configuration_videobert import CLS_TOKEN, SEP_TOKEN, VideoBertConfig
from videobert_desktop.models.videobert.pretraining_videobert import VideoBertForPreTraining
from videobert_desktop.models.videobert.visual_vocabulary import VisualVocabulary, window_descriptors
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

BERT_SHAPE = (
    *("vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size"),
    *("max_position_embeddings", "layer_norm_eps"),
)
"""What the transformer shares with the sentence encoder."""

CONFIDENCE = (8.0, 1.0, -2.0, -2.0, -2.0)
CONTRAST = 6.0
"""How far the classifier's logit of a plain picture's colour stands above the others."""


def install_tiny_pack() -> PackInfo:
    """Write the pack "tiny" to where a user's own packs lie."""
    return write_tiny_pack(packs_directory() / "tiny")


def write_tiny_pack(
    directory: Path,
    *,
    name: str = "tiny",
    seed: int = 0,
    reads: tuple[str, ...] = (),
    reranking: Reranking | None = None,
) -> PackInfo:
    """Write a pack of random networks as training would write it.

    Args:
        directory: The pack's directory; made if it is missing.
        name: What the pack is called.
        seed: Of its weights.
        reads: The older revisions that it says it can read.
        reranking: What it says that re-ranking brings.

    Returns:
        What its manifest says: vectors of 32 numbers, frames of 64 x 64 pixels.
    """
    network = tiny_network(seed)
    reducer = TokenReducer.from_joint_head(network.head)
    features = _colour_features(network.frame_encoder, reducer)
    vocabulary = tiny_vocabulary(features)
    videobert = tiny_videobert(seed, vocabulary)
    return write_pack(
        directory,
        frame_encoder=network.frame_encoder,
        token_reducer=reducer,
        videobert=videobert,
        vocabulary=vocabulary,
        tokenizer=tiny_tokenizer(),
        background=_background(videobert, vocabulary, features, reducer),
        confidence=CONFIDENCE,
        reads=reads,
        reranking=reranking,
        name=name,
        title="Tiny: knows ten colours",
        licence="MIT",
    )


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


def tiny_videobert(seed: int, vocabulary: VisualVocabulary) -> VideoBertForPreTraining:
    """A transformer that begins as the sentence encoder: windows lie where their concepts' words do, or nearly."""
    head, bert = tiny_network(seed).head, tiny_sentence_encoder(seed).bert
    config = VideoBertConfig(
        **{name: getattr(bert.config, name) for name in BERT_SHAPE},
        visual_vocab_size=vocabulary.size,
        feature_size=JOINT_HEAD.stored,
        projection_size=JOINT_HEAD.width,
        max_windows=8,
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        videobert = VideoBertForPreTraining.from_bert(config, bert.state_dict()).eval()
        contrast = videobert.contrast
        assert contrast is not None
        assert contrast.concept_projection is not None
        with torch.no_grad():
            nn.init.eye_(contrast.text_projection.weight)
            nn.init.zeros_(contrast.text_correction[-1].weight)
            nn.init.zeros_(contrast.text_correction[-1].bias)
            nn.init.normal_(contrast.window_projection.weight, std=0.02)
            contrast.concept_projection.weight.copy_(head.concept_projection.weight)
            # As weights begin, all that is read together would come out the same to five digits.
            nn.init.normal_(videobert.videobert.pooler.dense.weight, std=0.5)
            nn.init.normal_(videobert.alignment.weight, std=2.0)
    return videobert


def tiny_vocabulary(features: Tensor) -> VisualVocabulary:
    """A visual word for each colour, from windows of plain pictures (n, parts, size)."""
    descriptors = window_descriptors(features.numpy())
    return VisualVocabulary.fit(descriptors, branching=len(COLOURS), levels=1, windows_a_leaf=1)


def tiny_tokenizer() -> Tokenizer:
    """A lower-casing WordPiece tokenizer of the words above and of single characters, numbered as BERT's is."""
    unused = [f"[unused{number}]" for number in range(99)]
    special = ("[PAD]", *unused, "[UNK]", "[CLS]", "[SEP]", "[MASK]")
    characters = string.ascii_lowercase + string.digits
    pieces = (*special, *string.punctuation, *characters, *(f"##{character}" for character in characters), *WORDS)
    vocabulary = {piece: number for number, piece in enumerate(dict.fromkeys(pieces))}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", SEP_TOKEN), ("[CLS]", CLS_TOKEN))
    tokenizer.add_special_tokens([piece for piece in special if piece not in unused])
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
def _background(
    videobert: VideoBertForPreTraining, vocabulary: VisualVocabulary, features: Tensor, reducer: TokenReducer
) -> Background:
    tokenizer = tiny_tokenizer()
    tokenizer.enable_padding()
    encodings = tokenizer.encode_batch([f"a {first} {second}" for first in WORDS[:10] for second in WORDS[-10:]])
    ids, mask = (torch.tensor([getattr(each, name) for each in encodings]) for name in ("ids", "attention_mask"))
    things = torch.zeros(JOINT_HEAD.classes, *features.shape[1:])
    things[:, -1] = reducer.concept_reducer(reducer.class_words)
    return Background(
        videobert.embed_texts(ids, mask).numpy(),
        _alone(videobert, vocabulary, features),
        _alone(videobert, vocabulary, things),
    )


def _alone(videobert: VideoBertForPreTraining, vocabulary: VisualVocabulary, features: Tensor) -> np.ndarray:
    """The embeddings (n, dim) of windows (n, parts, size), each without neighbours."""
    words = torch.from_numpy(vocabulary.words(window_descriptors(features.numpy())))
    return videobert.embed_windows(words[:, None], features[:, None])[:, 0].numpy()


@torch.no_grad()
def _colour_features(frame_encoder: EfficientNetLite, reducer: TokenReducer) -> Tensor:
    """The tokens (colours, parts, size) of plain pictures."""
    features = _features(frame_encoder)
    return reducer.reduce(features, reducer.concepts(frame_encoder.classify(features)))


@torch.no_grad()
def _features(network: EfficientNetLite) -> Tensor:
    """The pooled features of plain pictures of every colour."""
    pixels = torch.from_numpy(np.stack([plain_picture(colour) for colour in COLOURS])).permute(0, 3, 1, 2)
    return pooled_features(network.tail(network.trunk(pixels)))
