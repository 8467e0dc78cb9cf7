"""Has an encoder read sentences, windows, and both together, as packs do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from videobert_desktop.models.encoders.minilm import read_tokenizer
from videobert_desktop.models.evaluation.visual_words import load_network
from videobert_desktop.models.packs.joint_loading import VOCABULARY
from videobert_desktop.models.packs.manifest import PackInfo
from videobert_desktop.models.packs.window_rows import WindowRows
from videobert_desktop.models.videobert.batches_videobert import TextBatch, WindowBatch, pad
from videobert_desktop.models.videobert.pretraining_videobert import VideoBertForPreTraining
from videobert_desktop.models.videobert.processing_videobert import SEP, TOKENIZER, VIDEO, VideoBertProcessor
from videobert_desktop.models.videobert.visual_vocabulary import VisualVocabulary

LONGEST = 62
"""Word pieces of a sentence that are read."""
AT_ONCE = 16


class Reader:
    """A transformer in evaluation, and its processor.

    Attributes:
        network: The transformer.
        device: Where it is.
    """

    def __init__(self, network: VideoBertForPreTraining, processor: VideoBertProcessor) -> None:
        self.network = network
        self.device = network.device
        self._processor = processor

    def texts(self, sentences: Sequence[str], end: str = VIDEO) -> TextBatch:
        """The beginnings of sentences, with special tokens around them."""
        rows = []
        for sentence in sentences:
            pieces = self._processor.text_windows(sentence, longest=LONGEST, end=end)
            rows.append(pieces.input_ids[0][pieces.attention_mask[0].bool()])
        return TextBatch(*pad(rows, self._processor.config.pad_token_id or 0)).to(self.device)

    @torch.no_grad()
    def together(self, texts: TextBatch, rows: Sequence[WindowRows], summary: Tensor | None = None) -> Tensor:
        """The states (b, t, hidden) float32 of texts, each before windows.

        Args:
            texts: The texts, which end before windows.
            rows: The windows of each.
            summary: (b, size), where the texts lie by themselves; None where words of them are masked.
        """
        output = self.network.read_pairs(
            texts.input_ids, self._windows(rows), attention_mask=texts.attention_mask, sentence_summary=summary
        )
        assert output.text_states is not None
        return output.text_states.float()

    @torch.no_grad()
    def placed_texts(self, sentences: Sequence[str]) -> Tensor:
        """Where sentences lie by themselves: (n, size) float32."""
        texts = self.texts(sentences, SEP)
        return self.network.embed_texts(texts.input_ids, texts.attention_mask)

    @torch.no_grad()
    def likeness(self, sentences: Sequence[str], moments: Sequence[WindowRows]) -> NDArray[np.float32]:
        """How near sentences come to moments, the mean of whose windows counts: (sentences, moments)."""
        starts = range(0, len(sentences), AT_ONCE)
        said = [self.placed_texts(sentences[start : start + AT_ONCE]) for start in starts]
        shown = []
        for start in range(0, len(moments), AT_ONCE):
            windows = self._windows(moments[start : start + AT_ONCE])
            placed = self.network.embed_windows(windows.visual_words, windows.visual_features, windows.window_mask)
            weights = windows.window_mask.unsqueeze(-1)
            shown.append((placed * weights).sum(1) / weights.sum(1))
        return (torch.cat(said) @ torch.cat(shown).T).cpu().numpy()

    def _windows(self, rows: Sequence[WindowRows]) -> WindowBatch:
        batch = self._processor.sequences([each.visual_words for each in rows], [each.features for each in rows])
        return batch.to(self.device)


def load_reader(info: PackInfo, device: torch.device) -> Reader:
    """The transformer of a pack with all of its heads, and its processor.

    Raises:
        UserError: A file is missing, altered or of another architecture.
    """
    network = load_network(info, device)
    tokenizer, vocabulary = read_tokenizer(info.file(TOKENIZER)), VisualVocabulary.load(info.file(VOCABULARY))
    return Reader(network, VideoBertProcessor(tokenizer, vocabulary, network.config))
