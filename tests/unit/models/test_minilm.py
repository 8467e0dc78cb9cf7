"""A sentence's vector depends on the sentence, and on nothing that is read beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.tiny_pack import JOINT_HEAD, WORDS, tiny_sentence_encoder, tiny_tokenizer
from videobert_desktop.models.encoders import minilm
from videobert_desktop.models.encoders.minilm import MAX_TOKENS, SentenceEncoder, minilm_config, read_tokenizer

ENDS = 2  # every sentence is read between two special tokens

sentences = st.lists(st.sampled_from([*WORDS, "zebra", "x", "?"]), max_size=12).map(" ".join)


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    """A tiny encoder, which keeps no state between sentences."""
    return tiny_sentence_encoder()


@given(batch=st.lists(sentences, min_size=1, max_size=8), alone=sentences)
@settings(max_examples=25)
def test_neither_padding_nor_company_changes_a_vector(encoder: SentenceEncoder, batch: list[str], alone: str) -> None:
    expected = encoder.encode([alone])[0]
    torch.testing.assert_close(encoder.encode([*batch, alone])[-1], expected, rtol=0, atol=1e-5)


def test_vectors_keep_the_order_of_their_sentences(encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minilm, "BATCH", 3)
    mixed = ["the dog is on the left of the car", "a", "a red ball", "there is a photo", "cat", "a blue square", "on"]
    alone = torch.cat([encoder.encode([sentence]) for sentence in mixed])
    torch.testing.assert_close(encoder.encode(mixed), alone, rtol=0, atol=1e-5)


def test_vectors_are_unit_normalised_and_float32(encoder: SentenceEncoder) -> None:
    vectors = encoder.encode(["a red ball", "", "?!", "ein völlig fremder Satz 🎬"])
    assert vectors.dtype == torch.float32
    torch.testing.assert_close(vectors.norm(dim=1), torch.ones(4))


def test_half_a_surrogate_pair_is_read_as_a_question_mark(encoder: SentenceEncoder) -> None:
    broken, asked, whole = encoder.encode(["a \udcff dog", "a ? dog", "a dog"])
    torch.testing.assert_close(broken, asked)
    assert not torch.allclose(broken, whole, atol=1e-4)


def test_no_sentences_make_no_vectors(encoder: SentenceEncoder) -> None:
    assert encoder.encode([]).shape == (0, JOINT_HEAD.width)


def test_different_sentences_have_different_vectors(encoder: SentenceEncoder) -> None:
    red, blue = encoder.encode(["a red ball", "a blue ball"])
    assert red @ blue < 0.99


def test_the_end_of_a_very_long_sentence_is_not_read(encoder: SentenceEncoder) -> None:
    most = MAX_TOKENS - ENDS
    words = ["car"] * most
    full, longer, other = encoder.encode(
        [" ".join(words), " ".join([*words, *["dog"] * 300]), " ".join([*words[:-1], "dog"])]
    )
    torch.testing.assert_close(longer, full)
    assert not torch.allclose(other, full, atol=1e-4)


def test_a_tokenizer_read_from_its_file_reads_the_same_tokens(tmp_path: Path) -> None:
    tokenizer = tiny_tokenizer()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    sentence = "There is a Zebra, left of the CAR!"
    assert read_tokenizer(tmp_path / "tokenizer.json").encode(sentence).tokens == tokenizer.encode(sentence).tokens


def test_the_default_shape_is_that_of_minilm_l6() -> None:
    config = minilm_config()
    shape = (config.num_hidden_layers, config.hidden_size, config.num_attention_heads, config.vocab_size)
    assert shape == (6, 384, 12, 30522)
