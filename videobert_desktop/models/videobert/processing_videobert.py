"""Makes what VideoBERT reads: sentences to word pieces, frames to windows, windows to visual words and sequences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer, decoders
from torch import Tensor

from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.encoders.minilm import read_tokenizer
from videobert_desktop.models.videobert.batches_videobert import TextBatch, WindowBatch, pad
from videobert_desktop.models.videobert.configuration_videobert import VideoBertConfig
from videobert_desktop.models.videobert.pretraining_videobert import IGNORED
from videobert_desktop.models.videobert.visual_vocabulary import VisualVocabulary, window_descriptors

CONFIG = "config.json"
TOKENIZER = "tokenizer.json"
REINSTALL = "Install the pack again."
VOCABULARY = "visual_vocabulary.safetensors"
SEP, VIDEO, MASK = "[SEP]", "[>]", "[MASK]"


class VideoBertProcessor:
    """What a VideoBERT needs beside its weights.

    Attributes:
        tokenizer: A WordPiece tokenizer, of which special tokens, padding and truncation are not used.
        vocabulary: The visual words.
        config: The model's shape, with the ids of the special tokens.
    """

    def __init__(self, tokenizer: Tokenizer, vocabulary: VisualVocabulary, config: VideoBertConfig) -> None:
        # The caller's own may pad and truncate, for another network.
        self.tokenizer = Tokenizer.from_str(tokenizer.to_str())
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        if self.tokenizer.decoder is None:
            self.tokenizer.decoder = decoders.WordPiece()
        self.vocabulary = vocabulary
        self.config = config

    def save_pretrained(self, directory: Path) -> None:
        """Write it where the model's `save_pretrained` writes the weights."""
        directory.mkdir(parents=True, exist_ok=True)
        self.tokenizer.save(str(directory / TOKENIZER), pretty=False)
        self.vocabulary.save(directory / VOCABULARY)
        # The model's own, where it is written already, says the same and more.
        if not (directory / CONFIG).is_file():
            self.config.save_pretrained(directory)

    @classmethod
    def from_pretrained(cls, directory: Path) -> Self:
        """Read what `save_pretrained` wrote.

        Raises:
            UserError: Something is missing, damaged or of another architecture.
        """
        try:
            config = VideoBertConfig.from_pretrained(directory, local_files_only=True)
        except (OSError, ValueError, TypeError) as error:
            raise UserError(f"The model's shape cannot be read: {error}", path=directory, hint=REINSTALL) from error
        vocabulary = VisualVocabulary.load(directory / VOCABULARY)
        return cls(read_tokenizer(directory / TOKENIZER), vocabulary, config)

    def texts(self, sentences: Sequence[str], *, end: str = SEP) -> TextBatch:
        """Sentences to be read alone, `[CLS] words [SEP]`, or before windows, `[CLS] words [>]`.

        Args:
            sentences: The sentences.
            end: `SEP` or `VIDEO`.

        Raises:
            ValueError: A sentence is longer than there are positions; `text_windows` cuts it.
        """
        return self._framed([self._fitting(encoding.ids, end) for encoding in self._encode(sentences)], end)

    def text_windows(self, sentence: str, *, longest: int | None = None, end: str = SEP) -> TextBatch:
        """A sentence in pieces that are each short enough, cut between words; their embeddings are to be averaged.

        Args:
            sentence: Of any length.
            longest: Word pieces that a piece may have; as many as there are positions for if None. Only a word that is
                longer by itself is cut within.
            end: As for `texts`.

        Returns:
            A row for each piece, at least one.
        """
        most = min(longest or self.longest(end), self.longest(end))
        (encoding,) = self._encode([sentence])
        pieces: list[list[int]] = [[]]
        for word in _words(encoding):
            if len(pieces[-1]) + len(word) > most and pieces[-1]:
                pieces.append([])
            starts = range(0, len(word), most)
            pieces[-1] += word[:most]
            pieces += [word[start : start + most] for start in starts[1:]]
        return self._framed(pieces, end)

    def captions(self, sentences: Sequence[str]) -> TextBatch:
        """Sentences to learn as captions, `[CAPTION] words`: each is labelled with the next word, the last with [SEP].

        Raises:
            ValueError: A sentence is longer than there are positions.
        """
        texts = [self._fitting(encoding.ids, VIDEO) for encoding in self._encode(sentences)]
        ids, mask = self._padded([[self.config.caption_token_id, *pieces] for pieces in texts])
        labels, _ = self._padded([[*pieces, self.config.sep_token_id] for pieces in texts])
        return TextBatch(ids, mask, labels.masked_fill(mask == 0, IGNORED))

    def masked(self, template: str, masks: int, *, end: str = SEP) -> TextBatch:
        """A template with a single `[MASK]`, in place of which stand so many: (1, t).

        Raises:
            ValueError: It has none or several, or is longer than there are positions.
        """
        before, *after = template.split(MASK)
        if len(after) != 1:
            raise ValueError(f"A template has one [MASK]; this one has {len(after)}: {template}")
        start, rest = (encoding.ids for encoding in self._encode([before, after[0]]))
        pieces = [*start, *[self.config.mask_token_id] * masks, *rest]
        return self._framed([self._fitting(pieces, end)], end)

    def word_pieces(self, text: str) -> list[int]:
        """The ids of a text's word pieces, without special tokens."""
        (encoding,) = self._encode([text])
        return list(encoding.ids)

    def decode(self, ids: Sequence[int]) -> str:
        """The text of word pieces, in lower case where the tokenizer knows only that."""
        text: str = self.tokenizer.decode(list(ids))
        return text

    def longest(self, end: str = SEP) -> int:
        """How many word pieces a sentence may have beside its special tokens, and windows if it `end`s in `VIDEO`."""
        behind = self.config.context_windows + 1 if end == VIDEO else 0
        return int(self.config.max_position_embeddings) - 2 - behind

    def windows(self, tokens: NDArray[np.float32], window_of_frame: NDArray[np.int64]) -> NDArray[np.float32]:
        """The mean of each window's frames.

        Args:
            tokens: (n, parts, size) float32, of frames.
            window_of_frame: (n,) int64, the window of each frame, from 0, with none left out.

        Returns:
            (windows, parts, size) float32.

        Raises:
            ValueError: Some are not finite, or a window has no frames.
        """
        wrong = np.flatnonzero(~np.isfinite(tokens).all((1, 2)))
        if len(wrong):
            raise ValueError(f"The features of {len(wrong)} frames are not finite, the first of them frame {wrong[0]}.")
        frames = np.bincount(window_of_frame)
        if not frames.all():
            raise ValueError(f"Window {int(frames.argmin())} has no frames.")
        sums = np.zeros((len(frames), *tokens.shape[1:]))
        np.add.at(sums, window_of_frame, tokens)
        return np.asarray(sums / frames[:, None, None], dtype=np.float32)

    def visual_words(self, features: NDArray[np.float32]) -> NDArray[np.int64]:
        """The visual words of windows (w, parts, size): (w,) int64.

        Raises:
            ValueError: Some are not finite.
        """
        return self.vocabulary.words(window_descriptors(features))

    def groups(self, visual_words: NDArray[np.int64], features: NDArray[np.float32] | None) -> WindowBatch:
        """The windows of a video in the groups that they are read in, the same wherever it is cut at a group's end.

        Args:
            visual_words: (w,) int64.
            features: (w, parts, size) float32; None where the shape has no features.

        Returns:
            A row for each `context_windows` windows; `WindowBatch.without_padding` leads back.
        """
        starts = range(0, len(visual_words), self.config.context_windows)
        cuts = [slice(start, start + self.config.context_windows) for start in starts]
        rows = None if features is None else [features[cut] for cut in cuts]
        return self.sequences([visual_words[cut] for cut in cuts], rows)

    def sequences(
        self, visual_words: Sequence[NDArray[np.int64]], features: Sequence[NDArray[np.float32]] | None
    ) -> WindowBatch:
        """Sequences of windows, padded to the longest: as `groups` has them, but of any lengths."""
        words, mask = pad([torch.tensor(row) for row in visual_words])
        padded = None if features is None else pad([torch.tensor(row) for row in features])[0]
        return WindowBatch(words, padded, mask)

    def _encode(self, sentences: Sequence[str]) -> list[Encoding]:
        # Half a surrogate pair is what broken input leaves in a string; the tokenizer refuses it.
        readable = [sentence.encode("utf-8", "replace").decode("utf-8") for sentence in sentences]
        encodings: list[Encoding] = self.tokenizer.encode_batch(readable, add_special_tokens=False)
        return encodings

    def _framed(self, pieces: Sequence[Sequence[int]], end: str) -> TextBatch:
        """Word pieces between [CLS] and the end, padded."""
        last = {SEP: self.config.sep_token_id, VIDEO: self.config.video_token_id}[end]
        return TextBatch(*self._padded([[self.config.cls_token_id, *ids, last] for ids in pieces]))

    def _padded(self, rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
        return pad([torch.tensor(row) for row in rows], self.config.pad_token_id or 0)

    def _fitting(self, pieces: list[int], end: str) -> list[int]:
        """The same word pieces, if there are positions for them."""
        room = self.longest(end)
        if len(pieces) > room:
            raise ValueError(f"A sentence has {len(pieces)} word pieces, more than the {room} that there is room for.")
        return pieces


def special_tokens(tokenizer: Tokenizer) -> Mapping[str, Any]:
    """The ids of a tokenizer's special tokens, as arguments of `VideoBertConfig`.

    Raises:
        ValueError: It has not all of them.
    """
    names = {"pad_token_id": "[PAD]", "cls_token_id": "[CLS]", "sep_token_id": SEP, "mask_token_id": MASK}
    found = {name: tokenizer.token_to_id(token) for name, token in names.items()}
    missing = [names[name] for name, number in found.items() if number is None]
    if missing:
        raise ValueError(f"The tokenizer has no {', '.join(missing)}.")
    return found


def _words(encoding: Encoding) -> list[list[int]]:
    """The ids of a sentence's word pieces, word by word."""
    words: list[list[int]] = []
    before = None
    for number, word in zip(encoding.ids, encoding.word_ids, strict=True):
        if word is None or word != before:
            words.append([])
        words[-1].append(number)
        before = word
    return words
