"""Loads what reads windows and sentences. It imports transformers, which takes seconds."""

from __future__ import annotations

import torch

from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.encoders.minilm import read_tokenizer
from videobert_desktop.models.packs.joint_reading import JointReader
from videobert_desktop.models.packs.loading import filled
from videobert_desktop.models.packs.manifest import REINSTALL, PackInfo
from videobert_desktop.models.packs.networks import CONFIG, NetworkConfigs
from videobert_desktop.models.videobert.configuration_videobert import WINDOW_PARTS, VideoBertConfig
from videobert_desktop.models.videobert.pretraining_videobert import VideoBertForPreTraining
from videobert_desktop.models.videobert.processing_videobert import TOKENIZER, VideoBertProcessor
from videobert_desktop.models.videobert.visual_vocabulary import VisualVocabulary

VOCABULARY = "visual_vocabulary-1.safetensors"


def load_reader(info: PackInfo, networks: NetworkConfigs, device: torch.device) -> JointReader:
    """What reads windows and sentences, from the files of a pack.

    Raises:
        UserError: A file is missing, altered, or of another pack or architecture.
    """
    config = _config(info, networks)
    vocabulary = VisualVocabulary.load(info.file(VOCABULARY), width=2 * config.feature_size)
    if vocabulary.size != config.visual_vocab_size:
        reason = f"This visual vocabulary has {vocabulary.size} words, the transformer {config.visual_vocab_size}."
        raise UserError(reason, path=info.directory / VOCABULARY, hint=REINSTALL)
    tokenizer = read_tokenizer(info.file(TOKENIZER))
    if tokenizer.get_vocab_size() > config.vocab_size:
        reason = f"This tokenizer has {tokenizer.get_vocab_size()} words, the transformer {config.vocab_size}."
        raise UserError(reason, path=info.directory / TOKENIZER, hint=REINSTALL)
    network = filled(lambda: VideoBertForPreTraining(config), info, "videobert", device)
    return JointReader(network, VideoBertProcessor(tokenizer, vocabulary, config))


def _config(info: PackInfo, networks: NetworkConfigs) -> VideoBertConfig:
    """The transformer's shape, which fits the rest of the pack."""
    path = info.directory / CONFIG
    try:
        config = VideoBertConfig.from_dict(networks.videobert)
    except Exception as error:
        raise UserError(f"The transformer's shape cannot be read: {error}.", path=path, hint=REINSTALL) from error
    shape = (config.window_parts, config.feature_size, config.projection_size)
    if shape != (WINDOW_PARTS, networks.token_reducer.stored, info.dim):
        reason = f"This is the shape of a transformer of another architecture: {shape}."
        raise UserError(reason, path=path, hint=REINSTALL)
    return config
