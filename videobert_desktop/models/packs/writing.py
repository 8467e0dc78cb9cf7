"""Writes trained networks as a pack."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path

import torch
from tokenizers import Tokenizer

from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.encoders.efficientnet_lite import EfficientNetLite
from videobert_desktop.models.encoders.token_reducer import TokenReducer
from videobert_desktop.models.packs.calibration import Background, Coefficients
from videobert_desktop.models.packs.joint_loading import VOCABULARY
from videobert_desktop.models.packs.manifest import (
    MANIFEST,
    PackInfo,
    Reranking,
    checksums,
    read_manifest,
    write_manifest,
)
from videobert_desktop.models.packs.networks import NetworkConfigs, write_network_configs
from videobert_desktop.models.packs.weights import save_weights
from videobert_desktop.models.videobert.pretraining_videobert import VideoBertForPreTraining
from videobert_desktop.models.videobert.processing_videobert import TOKENIZER
from videobert_desktop.models.videobert.visual_vocabulary import VisualVocabulary

TITLE = "Starter: VideoBERT over EfficientNet-Lite2, begun from MiniLM and trained on captioned photographs"
LICENCE = "Personal and research use (trained on Flickr8k, MSR-VTT and MSVD, which are for research)"
REVISION = "2"


def write_pack(
    output: Path,
    *,
    frame_encoder: EfficientNetLite,
    token_reducer: TokenReducer,
    videobert: VideoBertForPreTraining,
    vocabulary: VisualVocabulary,
    tokenizer: Tokenizer,
    background: Background,
    confidence: Coefficients,
    reads: tuple[str, ...] = (),
    reranking: Reranking | None = None,
    name: str = "starter",
    title: str = TITLE,
    licence: str = LICENCE,
) -> PackInfo:
    """Write a pack; large matrices and convolutions are kept in int8, everything small in float16.

    The manifest comes last: a directory whose writing was broken off is no pack.

    Args:
        output: The pack's directory; made if it is missing, and a pack that is there is replaced.
        frame_encoder: What sees frames.
        token_reducer: What makes the tokens that a library keeps.
        videobert: The transformer with its heads.
        vocabulary: The visual words.
        tokenizer: The words.
        background: What scores are corrected and calibrated against.
        confidence: Coefficients of the calibrated confidence.
        reads: Older revisions whose stored tokens this one can read.
        reranking: What ranking the best moments again brings; None if it was not measured.
        name: What the pack is called.
        title: Its name for people.
        licence: What its weights may be used for.

    Returns:
        What the manifest says.
    """
    _make_room(output)
    save_weights(output, "frame_encoder", frame_encoder.state_dict())
    save_weights(output, "token_reducer", token_reducer.state_dict())
    save_weights(output, "videobert", videobert.state_dict())
    save_weights(output, "background", {key: torch.from_numpy(each) for key, each in asdict(background).items()})
    vocabulary.save(output / VOCABULARY)
    _without_padding(tokenizer).save(str(output / TOKENIZER), pretty=False)
    # The version of the library that writes it is nothing that a pack depends on.
    shape = {key: value for key, value in videobert.config.to_diff_dict().items() if key != "transformers_version"}
    write_network_configs(output, NetworkConfigs(frame_encoder.config, token_reducer.config, shape))
    info = PackInfo(
        name=name,
        revision=REVISION,
        title=title,
        licence=licence,
        dim=videobert.config.projection_size,
        frame_size=frame_encoder.config.input_size,
        directory=output,
        files=checksums(output),
        confidence=confidence,
        reads=reads,
        reranking=reranking,
    )
    # Other weights make another space, whose vectors must never meet those of this one.
    fingerprint = hashlib.sha256(json.dumps(info.files, sort_keys=True).encode()).hexdigest()[:8]
    info = replace(info, revision=f"{REVISION}-{fingerprint}")
    write_manifest(info)
    return info


def _without_padding(tokenizer: Tokenizer) -> Tokenizer:
    """A copy that gives the pieces of a sentence and nothing else, however the one that trained was set."""
    plain = Tokenizer.from_str(tokenizer.to_str())
    plain.no_padding()
    plain.no_truncation()
    return plain


def _make_room(output: Path) -> None:
    """Make the directory, and remove from it the files of the pack that is there."""
    output.mkdir(parents=True, exist_ok=True)
    with suppress(UserError):
        old = read_manifest(output)
        (output / MANIFEST).unlink()
        for name in old.files:
            (output / Path(name).name).unlink(missing_ok=True)
