"""MiniLM from a pack of the first revision; apart from the rest, because transformers takes seconds to import."""

from __future__ import annotations

from typing import Any

import torch
from transformers import BertConfig

from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.encoders.minilm import SentenceEncoder, read_tokenizer
from videobert_desktop.models.packs.manifest import REINSTALL, PackInfo
from videobert_desktop.models.packs.weights import load_weights


def load_sentence_encoder(info: PackInfo, shape: dict[str, Any], device: torch.device) -> SentenceEncoder:
    """Load the sentence encoder of a pack.

    Raises:
        UserError: A file is missing, altered or of another network.
    """
    encoder = SentenceEncoder(read_tokenizer(info.file("tokenizer.json")), BertConfig(**shape))
    files = info.weights("sentence_encoder")
    try:
        encoder.bert.load_state_dict(load_weights(files))
    except RuntimeError as error:
        raise UserError("These weights do not fit their network.", path=files[0], hint=REINSTALL) from error
    return encoder.to(device).eval()
