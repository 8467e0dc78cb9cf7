"""MiniLM (Wang et al., NeurIPS 2020), trained by the sentence-transformers project to place sentences by meaning."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertConfig, BertModel

from videobert_desktop.domain.errors import UserError

WIDTH = 384
MAX_TOKENS = 128
BATCH = 64


def minilm_config() -> BertConfig:
    """The shape of MiniLM-L6-H384-uncased."""
    return BertConfig(
        hidden_size=WIDTH, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536, layer_norm_eps=1e-12
    )


class SentenceEncoder(nn.Module):
    """A BERT encoder whose mean-pooled last layer is the sentence's vector."""

    def __init__(self, tokenizer: Tokenizer, config: BertConfig) -> None:
        super().__init__()
        self.bert = BertModel(config, add_pooling_layer=False)
        self.tokenizer = tokenizer
        self.tokenizer.enable_truncation(MAX_TOKENS)
        self.tokenizer.enable_padding()

    @property
    def width(self) -> int:
        """The length of a sentence's vector."""
        return int(self.bert.config.hidden_size)

    @torch.inference_mode()
    def encode(self, sentences: Sequence[str]) -> Tensor:
        """Encode sentences, shortest first so that little is padded; what is no character is read as "?".

        Returns:
            (n, width) float32 on the CPU, unit-normalised, in the order given.
        """
        vectors = torch.zeros(len(sentences), self.width)
        order = sorted(range(len(sentences)), key=lambda index: len(sentences[index]))
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            vectors[chosen] = self._encode_batch([sentences[index] for index in chosen]).float().cpu()
        return vectors

    def _encode_batch(self, sentences: list[str]) -> Tensor:
        # Half a surrogate pair is what broken input leaves in a string; the tokenizer refuses it.
        readable = [sentence.encode("utf-8", "replace").decode("utf-8") for sentence in sentences]
        encodings = self.tokenizer.encode_batch(readable)
        device = self.bert.device
        ids = torch.tensor([encoding.ids for encoding in encodings], device=device)
        mask = torch.tensor([encoding.attention_mask for encoding in encodings], device=device)
        hidden = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        weights = mask.unsqueeze(-1).to(hidden.dtype)
        return functional.normalize((hidden * weights).sum(1) / weights.sum(1), dim=-1)


def read_tokenizer(path: Path) -> Tokenizer:
    """Read a tokenizer.json.

    Raises:
        UserError: It is missing or not one.
    """
    try:
        return Tokenizer.from_file(str(path))
    except Exception as error:
        reason = f"The tokenizer cannot be read: {error}."
        raise UserError(reason, path=path, hint="Install the pack again.") from error
