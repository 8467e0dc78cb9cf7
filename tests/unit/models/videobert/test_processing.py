"""Sentences become word pieces, frames windows, and windows sequences; nothing is cut or made up unseen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.models.videobert.tiny_videobert import (
    PARTS,
    SIZE,
    WORDS,
    paper_config,
    tiny_config,
    tiny_model,
    tiny_processor,
    tiny_tokenizer,
)
from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.videobert.batches_videobert import TextBatch
from videobert_desktop.models.videobert.configuration_videobert import VideoBertConfig
from videobert_desktop.models.videobert.pretraining_videobert import IGNORED
from videobert_desktop.models.videobert.processing_videobert import VIDEO, VideoBertProcessor, special_tokens


@pytest.fixture(scope="module")
def processor() -> VideoBertProcessor:
    """A tiny processor, which keeps no state between sentences."""
    return tiny_processor()


def pieces(processor: VideoBertProcessor, ids: torch.Tensor) -> list[str]:
    """The word pieces of a row of ids."""
    return [processor.tokenizer.id_to_token(number) for number in ids.tolist()]


def unpadded(batch: TextBatch) -> list[torch.Tensor]:
    """The ids of each sentence."""
    return [ids[mask.bool()] for ids, mask in zip(batch.input_ids, batch.attention_mask, strict=True)]


def features(count: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(count, PARTS, SIZE)).astype(np.float32)


def test_a_sentence_stands_between_the_tokenizer_s_own_special_tokens(processor: VideoBertProcessor) -> None:
    batch = processor.texts(["A dog runs", "the cat plays a ball"])
    assert pieces(processor, batch.input_ids[0]) == ["[CLS]", "a", "dog", "runs", "[SEP]", "[PAD]", "[PAD]", "[PAD]"]
    assert pieces(processor, batch.input_ids[1])[3:5] == ["play", "##s"]
    assert batch.attention_mask.tolist() == [[1] * 5 + [0] * 3, [1] * 8]
    assert batch.input_ids.dtype == batch.attention_mask.dtype == torch.int64
    assert batch.caption_labels is None


def test_before_windows_a_sentence_ends_in_the_token_of_video(processor: VideoBertProcessor) -> None:
    batch = processor.texts(["a dog"], end=VIDEO)
    assert batch.input_ids[0, -1] == processor.config.video_token_id
    assert pieces(processor, batch.input_ids[0])[:-1] == ["[CLS]", "a", "dog"]


def test_each_word_of_a_caption_is_labelled_with_the_next(processor: VideoBertProcessor) -> None:
    batch = processor.captions(["a dog runs", "a cat"])
    assert batch.input_ids[:, 0].tolist() == [processor.config.caption_token_id] * 2
    assert batch.caption_labels is not None
    assert pieces(processor, batch.input_ids[0, 1:]) == ["a", "dog", "runs"]
    assert pieces(processor, batch.caption_labels[0]) == ["a", "dog", "runs", "[SEP]"]
    assert pieces(processor, batch.caption_labels[1, :3]) == ["a", "cat", "[SEP]"]
    assert batch.caption_labels[1, 3] == IGNORED
    assert batch.attention_mask.tolist() == [[1, 1, 1, 1], [1, 1, 1, 0]]


def test_no_sentences_make_an_empty_batch_and_an_empty_sentence_a_short_one(processor: VideoBertProcessor) -> None:
    assert len(processor.texts([]).input_ids) == 0
    assert pieces(processor, processor.texts([""]).input_ids[0]) == ["[CLS]", "[SEP]"]


def test_half_a_surrogate_pair_is_read_as_a_question_mark(processor: VideoBertProcessor) -> None:
    broken, asked = (processor.texts([text]).input_ids for text in ("a \udcff dog", "a ? dog"))
    assert torch.equal(broken, asked)


def test_the_caller_s_tokenizer_is_left_as_it_was() -> None:
    tokenizer = tiny_tokenizer()
    tokenizer.enable_truncation(3)
    tokenizer.enable_padding(length=9)
    processor = VideoBertProcessor(tokenizer, tiny_processor().vocabulary, tiny_config())
    assert len(processor.word_pieces("a dog runs in the garden")) == 6
    assert tokenizer.truncation["max_length"] == 3
    assert tokenizer.padding["length"] == 9


def test_a_sentence_as_long_as_the_positions_is_read_and_a_longer_one_refused(processor: VideoBertProcessor) -> None:
    longest = processor.longest()
    batch = processor.texts([" ".join(["dog"] * longest)])
    assert batch.input_ids.shape == (1, processor.config.max_position_embeddings)
    for end in ({}, {"end": VIDEO}):
        with pytest.raises(ValueError, match="more than the"):
            processor.texts([" ".join(["dog"] * (longest + 1))], **end)
    with pytest.raises(ValueError, match="more than the"):
        processor.captions([" ".join(["dog"] * (longest + 1))])


def test_beside_windows_there_is_room_for_fewer_words(processor: VideoBertProcessor) -> None:
    text = processor.texts([" ".join(["dog"] * processor.longest(VIDEO))], end=VIDEO)
    windows = processor.groups(np.zeros(4, dtype=np.int64), features(4))
    assert tiny_model().videobert(text.input_ids, **windows.arguments()).pooled.isfinite().all()
    assert processor.longest(VIDEO) == processor.longest() - 5


sentences = st.lists(st.sampled_from([w for w in WORDS if "#" not in w] + ["zebra", "x", "?"]), max_size=30).map(
    " ".join
)


@given(sentence=sentences, longest=st.integers(1, 12))
@settings(max_examples=40)
def test_a_long_sentence_comes_in_pieces_that_lose_nothing(
    processor: VideoBertProcessor, sentence: str, longest: int
) -> None:
    batch = processor.text_windows(sentence, longest=longest)
    rows = [row.tolist() for row in unpadded(batch)]
    assert all(row[0] == processor.config.cls_token_id for row in rows)
    assert all(row[-1] == processor.config.sep_token_id for row in rows)
    inner = [row[1:-1] for row in rows]
    assert all(len(row) <= longest for row in inner)
    assert len(inner) == 1 or all(inner)
    assert [number for row in inner for number in row] == processor.word_pieces(sentence)


def test_a_long_sentence_is_cut_between_words(processor: VideoBertProcessor) -> None:
    batch = processor.text_windows("a dog playing a ball", longest=3)
    rows = [
        pieces(processor, ids[mask.bool()])[1:-1]
        for ids, mask in zip(batch.input_ids, batch.attention_mask, strict=True)
    ]
    assert rows == [["a", "dog"], ["play", "##ing", "a"], ["ball"]]


def test_a_sentence_that_is_short_enough_stays_whole(processor: VideoBertProcessor) -> None:
    whole, pieced = processor.texts(["a dog runs"]), processor.text_windows("a dog runs")
    assert torch.equal(whole.input_ids, pieced.input_ids)


def test_a_gap_takes_as_many_masks_as_are_wanted(processor: VideoBertProcessor) -> None:
    batch = processor.masked("the [MASK] runs", 2)
    assert pieces(processor, batch.input_ids[0]) == ["[CLS]", "the", "[MASK]", "[MASK]", "runs", "[SEP]"]


@pytest.mark.parametrize("template", ["the dog runs", "the [MASK] and the [MASK]"])
def test_a_template_has_exactly_one_gap(processor: VideoBertProcessor, template: str) -> None:
    with pytest.raises(ValueError, match=r"one \[MASK\]"):
        processor.masked(template, 1)


def test_word_pieces_are_joined_to_words_again(processor: VideoBertProcessor) -> None:
    assert processor.decode(processor.word_pieces("a man playing")) == "a man playing"


def test_a_window_is_the_mean_of_its_frames(processor: VideoBertProcessor) -> None:
    tokens = features(5)
    windows = processor.windows(tokens, np.array([1, 0, 1, 1, 2]))
    assert windows.dtype == np.float32
    np.testing.assert_allclose(windows[0], tokens[1])
    np.testing.assert_allclose(windows[1], tokens[[0, 2, 3]].mean(0), atol=1e-6)


def test_frames_that_are_no_numbers_are_named(processor: VideoBertProcessor) -> None:
    tokens = features(4)
    tokens[2, 1, 3] = np.nan
    with pytest.raises(ValueError, match="1 frames are not finite, the first of them frame 2"):
        processor.windows(tokens, np.arange(4))
    with pytest.raises(ValueError, match="not finite"):
        processor.visual_words(np.full((1, PARTS, SIZE), np.nan, dtype=np.float32))


def test_a_window_without_frames_is_named(processor: VideoBertProcessor) -> None:
    with pytest.raises(ValueError, match="Window 1 has no frames"):
        processor.windows(features(2), np.array([0, 2]))


def test_visual_words_are_those_of_the_vocabulary(processor: VideoBertProcessor) -> None:
    words = processor.visual_words(features(50))
    assert words.shape == (50,)
    assert words.dtype == np.int64
    assert 0 <= words.min() <= words.max() < processor.vocabulary.size


@pytest.mark.parametrize("count", [1, 3, 4, 5, 8, 11])
def test_windows_go_into_groups_and_come_back(processor: VideoBertProcessor, count: int) -> None:
    rows, words = features(count), np.arange(count) % 6
    groups = processor.groups(words, rows)
    size = processor.config.context_windows
    assert groups.visual_words.shape == (-(-count // size), min(size, count))
    assert groups.visual_features is not None
    np.testing.assert_array_equal(groups.without_padding(groups.visual_words), words)
    np.testing.assert_array_equal(groups.without_padding(groups.visual_features), rows)
    assert not groups.visual_features[groups.window_mask == 0].any()


def test_groups_are_the_same_wherever_a_video_is_cut_at_the_end_of_one(processor: VideoBertProcessor) -> None:
    rows, words = features(11), np.arange(11) % 6
    whole, rest = processor.groups(words, rows), processor.groups(words[4:], rows[4:])
    assert whole.visual_features is not None
    assert rest.visual_features is not None
    assert torch.equal(whole.visual_features[1:], rest.visual_features)
    assert torch.equal(whole.window_mask[1:], rest.window_mask)


def test_the_shape_of_the_paper_takes_visual_words_only() -> None:
    groups = tiny_processor(paper_config()).groups(np.arange(5), None)
    assert groups.visual_features is None
    assert "visual_features" in groups.arguments()


def test_arrays_that_cannot_be_written_to_are_read_all_the_same(processor: VideoBertProcessor) -> None:
    rows, words = features(5), np.arange(5)
    rows.setflags(write=False)
    words.setflags(write=False)
    assert processor.groups(words, rows).window_mask.sum() == 5


def test_batches_move_to_a_device(processor: VideoBertProcessor) -> None:
    device = torch.device("meta")
    assert processor.captions(["a dog"]).to(device).caption_labels.device == device
    assert processor.groups(np.arange(2), features(2)).to(device).visual_features.device == device


def test_a_processor_comes_back_from_the_disk_beside_its_model(tmp_path: Path) -> None:
    processor, model = tiny_processor(), tiny_model()
    model.save_pretrained(tmp_path)
    processor.save_pretrained(tmp_path)
    read = VideoBertProcessor.from_pretrained(tmp_path)
    assert read.config.to_diff_dict() == type(model).from_pretrained(tmp_path).config.to_diff_dict()
    assert torch.equal(read.texts(["A zebra plays"]).input_ids, processor.texts(["A zebra plays"]).input_ids)
    np.testing.assert_array_equal(read.visual_words(features(40)), processor.visual_words(features(40)))
    assert torch.equal(type(model).from_pretrained(tmp_path).alignment.weight, model.alignment.weight)


@pytest.mark.parametrize("name", ["tokenizer.json", "visual_vocabulary.safetensors", "config.json"])
@pytest.mark.parametrize("damage", [None, b"", b"{}"], ids=["missing", "empty", "nothing in it"])
def test_what_is_missing_or_damaged_is_told_by_name(tmp_path: Path, name: str, damage: bytes | None) -> None:
    tiny_processor().save_pretrained(tmp_path)
    (tmp_path / name).unlink()
    if damage is not None:
        (tmp_path / name).write_bytes(damage)
    with pytest.raises(UserError, match="cannot be read") as raised:
        VideoBertProcessor.from_pretrained(tmp_path)
    assert raised.value.path in (tmp_path / name, tmp_path)


def test_special_tokens_are_read_from_the_tokenizer() -> None:
    tokenizer = tiny_tokenizer()
    config = VideoBertConfig(**special_tokens(tokenizer))
    assert tokenizer.id_to_token(config.cls_token_id) == "[CLS]"
    assert tokenizer.id_to_token(config.pad_token_id) == "[PAD]"
    assert config.cls_token_id != VideoBertConfig().cls_token_id
