"""Reads sentences, windows, and both together, with the transformer of a pack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from videobert_desktop.models.packs.caption import Caption
from videobert_desktop.models.packs.explaining import explain_alignment
from videobert_desktop.models.packs.explanation import Explanation
from videobert_desktop.models.packs.window_rows import WindowRows
from videobert_desktop.models.videobert.batches_videobert import TextBatch, WindowBatch, pad
from videobert_desktop.models.videobert.generation_videobert import Hypothesis, beam_search, cloze
from videobert_desktop.models.videobert.pretraining_videobert import VideoBertForPreTraining
from videobert_desktop.models.videobert.processing_videobert import VIDEO, VideoBertProcessor

LONGEST_PIECE = 126
"""Word pieces that are read at once: as many as MiniLM was trained on, but for the special tokens around them."""
SENTENCES_A_BATCH = 64
SEQUENCES_A_BATCH = 16
LIKENESS_WEIGHT = 2.0
"""Of a caption's likeness to its moment, beside the mean log-probability of its pieces; chosen on held-out pictures."""


class JointReader:
    """A transformer and its processor, on one device.

    It computes in float32: bfloat16 would take half the time, but next to the frame encoder there is little to save,
    and the alignment would lose its last digits.
    """

    def __init__(self, network: VideoBertForPreTraining, processor: VideoBertProcessor) -> None:
        self._network = network
        self._processor = processor
        self._device = network.device

    @property
    def visual_vocab_size(self) -> int:
        """How many visual words there are."""
        return int(self._network.config.visual_vocab_size)

    def window_rows(self, tokens: NDArray[np.float32], window_of_frame: NDArray[np.int64]) -> WindowRows:
        """Windows from the tokens (n, parts, size) of their frames and the window (n,) of each frame."""
        features = self._processor.windows(tokens, window_of_frame)
        return WindowRows(features, self._processor.visual_words(features))

    @torch.inference_mode()
    def embed_windows(self, sequences: Sequence[WindowRows]) -> NDArray[np.float32]:
        """The video-only regime: the windows of all sequences, (n, dim) float32, unit-normalised.

        A window is read together with those of its group in its own sequence.
        """
        parts = [torch.empty(0, self._network.config.projection_size)]
        for batch in self._batches([group for sequence in sequences for group in self._groups(sequence)]):
            embeddings = self._network.embed_windows(batch.visual_words, batch.visual_features, batch.window_mask)
            parts.append(batch.without_padding(embeddings).cpu())
        return torch.cat(parts).numpy()

    @torch.inference_mode()
    def embed_texts(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """The text-only regime: (n, dim) float32, unit-normalised.

        A sentence that is longer than what is read at once is the mean of its pieces, each by its length.
        """
        pieces = [
            (owner, row)
            for owner, sentence in enumerate(sentences)
            for row in _rows(self._processor.text_windows(sentence, longest=LONGEST_PIECE))
        ]
        pieces.sort(key=lambda piece: len(piece[1]))  # so that little is padded
        sums = torch.zeros(len(sentences), self._network.config.projection_size)
        for start in range(0, len(pieces), SENTENCES_A_BATCH):
            owners, rows = zip(*pieces[start : start + SENTENCES_A_BATCH], strict=True)
            batch = TextBatch(*pad(rows)).to(self._device)
            embeddings = self._network.embed_texts(batch.input_ids, batch.attention_mask).cpu()
            lengths = torch.tensor([float(len(row)) for row in rows])
            sums.index_add_(0, torch.tensor(owners), embeddings * lengths.unsqueeze(1))
        return functional.normalize(sums, dim=-1).numpy()

    @torch.inference_mode()
    def align(self, sentence: str, moments: Sequence[WindowRows]) -> NDArray[np.float32]:
        """How well a sentence and each moment belong together: (m,) logits; of a long sentence the pieces' mean."""
        pieces = [(piece, self._network.sentence_summary(piece)) for piece in self._pieces(sentence)]
        parts = [torch.empty(0)]
        for batch in self._moment_batches(moments):
            logits = [self._aligned(piece, summary, batch) for piece, summary in pieces]
            parts.append(torch.stack(logits).mean(0).cpu())
        return torch.cat(parts).numpy()

    @torch.inference_mode()
    def caption(self, moments: Sequence[WindowRows], beams: int) -> list[Caption]:
        """A sentence about each moment.

        Of what a search with so many beams finds it is the one that is most probable and, compared as a search would
        do it, most like the moment. (Choosing among captions by a space of comparison: Fang et al., CVPR 2015.)
        """
        captions: list[Caption] = []
        for batch in self._moment_batches(moments):
            windows = (batch.visual_features, batch.visual_words, batch.window_mask)
            found = beam_search(self._network, *windows, beams=beams)
            own = self._moment_embeddings(batch)
            captions += [self._most_like(moment, some) for moment, some in zip(own, found, strict=True)]
        return captions

    def complete(
        self, templates: Sequence[str], candidates: Sequence[str], moments: Sequence[WindowRows]
    ) -> NDArray[np.float32]:
        """How well each candidate fills the gap of templates about each moment: (m, candidates)."""
        parts = [torch.empty(0, len(candidates))]
        for batch in self._moment_batches(moments):
            windows = (batch.visual_features, batch.visual_words, batch.window_mask)
            parts.append(cloze(self._network, self._processor, templates, candidates, *windows).cpu())
        return torch.cat(parts).numpy()

    def explain(self, sentence: str, moment: WindowRows) -> Explanation:
        """Which words looked at which windows, and where in them; all windows of the moment are read."""
        batches = list(self._batches(self._groups(moment)))
        return explain_alignment(self._network, self._processor.tokenizer, sentence, self._pieces(sentence), batches)

    def _moment_embeddings(self, batch: WindowBatch) -> Tensor:
        """The mean (b, dim) of the embeddings of each moment's windows, unit-normalised, on the processor."""
        each = self._network.embed_windows(batch.visual_words, batch.visual_features, batch.window_mask)
        return functional.normalize((each * batch.window_mask.unsqueeze(-1)).sum(1), dim=-1).cpu()

    def _most_like(self, moment: Tensor, found: Sequence[Hypothesis]) -> Caption:
        """The caption that is best, by its own probability and by its likeness to a moment (dim,)."""
        texts = [self._processor.decode(each.ids) for each in found]
        likeness = self.embed_texts(texts) @ moment.numpy()
        scores = likeness * LIKENESS_WEIGHT + [each.mean for each in found]
        best = int(scores.argmax())
        return Caption(texts[best], found[best].mean)

    def _aligned(self, piece: Tensor, summary: Tensor | None, batch: WindowBatch) -> Tensor:
        """How well a piece (1, t) of a sentence, and where it lies (1, size), fit each moment: (b,) logits."""
        size = len(batch.visual_words)
        told = None if summary is None else summary.expand(size, -1)
        output = self._network.read_pairs(piece.expand(size, -1), batch, sentence_summary=told)
        return self._network.alignment_logits(output)

    def _pieces(self, sentence: str) -> list[Tensor]:
        """A sentence as it stands before windows, in pieces (1, t) that are each read at once."""
        batch = self._processor.text_windows(sentence, longest=LONGEST_PIECE, end=VIDEO)
        return [row.unsqueeze(0).to(self._device) for row in _rows(batch)]

    def _groups(self, windows: WindowRows) -> list[WindowRows]:
        """The windows of a video, or of a moment, in the groups that they are read in."""
        return windows.groups(self._network.config.context_windows)

    def _moment_batches(self, moments: Sequence[WindowRows]) -> Iterator[WindowBatch]:
        """As many windows of each moment as were read together in training, evenly spread."""
        return self._batches([moment.spread(self._network.config.context_windows) for moment in moments])

    def _batches(self, sequences: Sequence[WindowRows]) -> Iterator[WindowBatch]:
        for start in range(0, len(sequences), SEQUENCES_A_BATCH):
            some = sequences[start : start + SEQUENCES_A_BATCH]
            batch = self._processor.sequences([each.visual_words for each in some], [each.features for each in some])
            yield batch.to(self._device)


def _rows(batch: TextBatch) -> list[Tensor]:
    """The rows of a batch without their padding, (t,) each."""
    return [ids[mask.bool()] for ids, mask in zip(batch.input_ids, batch.attention_mask, strict=True)]
