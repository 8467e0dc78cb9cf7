"""Sentences as numbers: what is padded means nothing, and what is masked is ordinary words."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer
from torch import Tensor

from tests.helpers.tiny_pack import tiny_tokenizer
from videobert_desktop.models.training.sentences import Marks, Sentences, mask_words, next_words
from videobert_desktop.models.videobert.pretraining_videobert import IGNORED

START, END, VIDEO, CAPTION, MASK, PADDING, UNKNOWN = 1, 2, 3, 4, 5, 0, 6
ORDINARY = torch.arange(20, 60)
MARKS = Marks(START, END, VIDEO, CAPTION, MASK, PADDING, ORDINARY)
SHARE = 0.3


class TestReading:
    @pytest.fixture(params=["as it is", "padding and cutting"])
    def tokenizer(self, request: pytest.FixtureRequest) -> Tokenizer:
        """A tokenizer as it comes, and as the sentence encoder has set it."""
        tokenizer = tiny_tokenizer()
        if request.param != "as it is":
            tokenizer.enable_padding()
            tokenizer.enable_truncation(128)
        return tokenizer

    def test_a_sentence_is_its_own_word_pieces_and_nothing_else(self, tokenizer: Tokenizer) -> None:
        read = Sentences.of(tokenizer, ["a dog", "there is a red ball on the ground"], longest=20)
        assert len(read) == 2
        assert read.lengths([0, 1]) == [2, 8]
        words = ("a", "dog", "there", "is", "red", "ball", "on", "the", "ground")
        assert read.used() == {tokenizer.token_to_id(word) for word in words}

    def test_only_the_beginning_of_a_long_sentence_is_read(self, tokenizer: Tokenizer) -> None:
        read = Sentences.of(tokenizer, ["there is a red ball on the ground", "a dog"], longest=4)
        ids, _ = read.batch([0], START, END, PADDING)
        words = [tokenizer.token_to_id(word) for word in ("there", "is", "a", "red")]
        assert ids.tolist() == [[START, *words, END]]


class TestBatches:
    read = Sentences([[21, 22, 23], [24], [25, 26]])

    def test_sentences_stand_between_their_marks_and_are_padded_behind(self) -> None:
        ids, mask = self.read.batch([2, 0], START, VIDEO, PADDING)
        assert ids.tolist() == [[START, 25, 26, VIDEO, PADDING], [START, 21, 22, 23, VIDEO]]
        assert mask.tolist() == [[1, 1, 1, 1, 0], [1, 1, 1, 1, 1]]
        assert ids.dtype == mask.dtype == torch.int64

    def test_some_of_them_keep_their_order(self) -> None:
        some = self.read.only([2, 1])
        assert len(some) == 2
        assert some.lengths([0, 1]) == [2, 1]
        assert some.used() == {24, 25, 26}


def many_words(seed: int = 0) -> Tensor:
    """300 sentences of forty words, among which stand special word pieces, the last ten padded."""
    random = np.random.default_rng(seed)
    ids = ORDINARY[torch.from_numpy(random.integers(0, len(ORDINARY), (300, 40)))]
    ids[:, 0], ids[:, 9], ids[:, 29], ids[:, 30:] = START, UNKNOWN, END, PADDING
    return ids


class TestMasking:
    def masked(self, share: float = SHARE, seed: int = 0) -> tuple[Tensor, Tensor, Tensor]:
        ids = many_words()
        return (ids, *mask_words(ids, MARKS, share, np.random.default_rng(seed)))

    def test_a_share_of_the_ordinary_words_is_to_be_told(self) -> None:
        ids, _, labels = self.masked()
        chosen = labels != IGNORED
        assert float(chosen[torch.isin(ids, ORDINARY)].float().mean()) == pytest.approx(SHARE, abs=0.02)

    def test_special_word_pieces_and_padding_are_never_touched(self) -> None:
        ids, masked, labels = self.masked(share=1.0)
        special = ~torch.isin(ids, ORDINARY)
        assert (masked[special] == ids[special]).all()
        assert (labels[special] == IGNORED).all()
        assert (labels[~special] != IGNORED).all()

    def test_labels_say_what_stood_there(self) -> None:
        ids, _, labels = self.masked()
        chosen = labels != IGNORED
        assert (labels[chosen] == ids[chosen]).all()

    def test_what_is_not_to_be_told_stays_as_it_is(self) -> None:
        ids, masked, labels = self.masked()
        assert (masked == ids)[labels == IGNORED].all()

    def test_eight_of_ten_are_masked_one_is_kept_and_one_replaced_by_an_ordinary_word(self) -> None:
        ids, masked, labels = self.masked()
        was, now = ids[labels != IGNORED], masked[labels != IGNORED]
        hidden, kept = now == MASK, now == was
        assert float(hidden.float().mean()) == pytest.approx(0.8, abs=0.03)
        assert float(kept.float().mean()) == pytest.approx(0.1 + 0.1 / len(ORDINARY), abs=0.03)
        replaced = now[~hidden & ~kept]
        assert len(replaced) > 0
        assert torch.isin(replaced, ORDINARY).all()

    def test_nothing_is_to_be_told_of_a_share_of_none(self) -> None:
        ids, masked, labels = self.masked(share=0.0)
        assert torch.equal(masked, ids)
        assert (labels == IGNORED).all()

    def test_the_same_chance_masks_the_same(self) -> None:
        assert torch.equal(self.masked(seed=1)[1], self.masked(seed=1)[1])
        assert not torch.equal(self.masked(seed=1)[1], self.masked(seed=2)[1])


class TestNextWords:
    def test_each_word_is_followed_by_the_next_and_the_last_by_the_end(self) -> None:
        ids, mask = Sentences([[21, 22], [23]]).batch([0, 1], CAPTION, END, PADDING)
        assert next_words(ids, mask).tolist() == [[21, 22, END, IGNORED], [23, END, IGNORED, IGNORED]]

    def test_no_word_is_followed_by_padding(self) -> None:
        ids, mask = Sentences([[21] * 9, [22]]).batch([0, 1], CAPTION, END, PADDING)
        assert not (next_words(ids, mask) == PADDING).any()
