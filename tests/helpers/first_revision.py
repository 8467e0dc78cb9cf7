"""A pack of the first revision, as it was written before there was VideoBERT, around the tiny pack's networks."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch

from tests.helpers.tiny_pack import COLOURS, CONFIDENCE, WORDS, plain_picture, tiny_network, tiny_sentence_encoder
from videobert_desktop.models.encoders.efficientnet_lite import pooled_features
from videobert_desktop.models.packs.manifest import PackInfo, checksums, write_manifest
from videobert_desktop.models.packs.weights import save_weights

REVISION = "1-0123abcd"


@torch.no_grad()
def write_first_revision(directory: Path, *, name: str = "tiny", seed: int = 0) -> PackInfo:
    """Write a pack of the first revision whose tokens are those of `write_tiny_pack` with the same seed."""
    directory.mkdir(parents=True, exist_ok=True)
    network, encoder = tiny_network(seed), tiny_sentence_encoder(seed)
    encoder.tokenizer.save(str(directory / "tokenizer.json"), pretty=False)
    save_weights(directory, "frame_encoder", network.frame_encoder.state_dict())
    save_weights(directory, "joint_head", network.head.state_dict())
    save_weights(directory, "sentence_encoder", encoder.bert.state_dict())
    pixels = torch.from_numpy(np.stack([plain_picture(colour) for colour in COLOURS])).permute(0, 3, 1, 2)
    features = pooled_features(network.frame_encoder.tail(network.frame_encoder.trunk(pixels)))
    pictures, _ = network.embed_features(features)
    sentences = encoder.encode([f"a {first} {second}" for first in WORDS[:10] for second in WORDS[-10:]])
    background = {"sentences": network.head.embed_sentences(sentences), "pictures": pictures, "things": pictures}
    save_weights(directory, "background", background)
    shapes = {
        "frame_encoder": asdict(network.frame_encoder.config),
        "joint_head": asdict(network.head.config),
        "sentence_encoder": encoder.bert.config.to_diff_dict(),
    }
    (directory / "config.json").write_text(json.dumps(shapes), encoding="utf-8")
    info = PackInfo(
        name=name,
        revision=REVISION,
        title="Tiny, before VideoBERT",
        licence="MIT",
        dim=network.head.config.width,
        frame_size=network.frame_encoder.config.input_size,
        directory=directory,
        files=checksums(directory),
        confidence=CONFIDENCE,
    )
    write_manifest(info)
    return info
