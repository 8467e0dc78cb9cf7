"""VideoBERT begins where the first stage ended."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from tests.helpers.tiny_pack import JOINT_HEAD, tiny_network, tiny_sentence_encoder, tiny_tokenizer
from tests.unit.models.training.tiny_joint import (
    NAMES,
    VISUAL_WORDS,
    TinyPictures,
    same_weights,
    sentences,
    tiny_joint_model,
)
from videobert_desktop.models.training.joint_model import FEATURE_SIZE, PLACE_SIZE, joint_config, marks_of
from videobert_desktop.models.videobert.pretraining_videobert import VideoBertForPreTraining

SENTENCES = ["a dog", "there is a red ball on the ground", "a child is in the car"]


@pytest.fixture(scope="module")
def model() -> VideoBertForPreTraining:
    return tiny_joint_model().eval()


def test_sentences_lie_where_the_first_stage_places_them(model: VideoBertForPreTraining) -> None:
    encoder, head = tiny_sentence_encoder(), tiny_network().head
    marks = marks_of(tiny_tokenizer(), model.config, set())
    ids, mask = sentences(SENTENCES).batch([0, 1, 2], marks.start, marks.end, marks.padding)
    with torch.inference_mode():
        placed = model.embed_texts(ids, mask)
        expected = head.eval().embed_sentences(encoder.encode(SENTENCES))
    torch.testing.assert_close(placed, expected, atol=1e-4, rtol=0)


def test_only_the_table_of_words_does_not_learn(model: VideoBertForPreTraining) -> None:
    frozen = [name for name, parameter in model.named_parameters() if not parameter.requires_grad]
    assert frozen == ["videobert.embeddings.word_embeddings.weight"]


def test_concepts_and_the_scale_are_those_of_the_first_stage(model: VideoBertForPreTraining) -> None:
    head = tiny_network().head
    assert model.contrast is not None
    assert model.contrast.concept_projection is not None
    assert torch.equal(model.contrast.concept_projection.weight, head.concept_projection.weight)
    assert torch.equal(model.contrast.logit_scale, head.logit_scale)


def test_what_is_seen_is_heard_among_words(model: VideoBertForPreTraining) -> None:
    embeddings = model.videobert.embeddings
    tokens = torch.from_numpy(TinyPictures().tokens(NAMES).astype(np.float32))
    word_size = embeddings.word_embeddings.weight.std()
    with torch.inference_mode():
        seen = embeddings.feature_projection(tokens)
    assert float(seen.std() / word_size) == pytest.approx(FEATURE_SIZE, rel=0.01)
    for table in (embeddings.part_embeddings, embeddings.time_embeddings):
        assert float(table.weight.detach().std() / word_size) == pytest.approx(PLACE_SIZE, rel=0.2)


def test_its_shape_is_that_of_the_encoder_and_of_the_tokens() -> None:
    bert, head = tiny_sentence_encoder().bert.config, tiny_network().head
    config = joint_config(bert, head, VISUAL_WORDS)
    assert (config.hidden_size, config.num_hidden_layers, config.vocab_size) == (32, 2, bert.vocab_size)
    assert (config.feature_size, config.window_parts) == (JOINT_HEAD.stored, JOINT_HEAD.tokens)
    assert (config.projection_size, config.visual_vocab_size) == (JOINT_HEAD.width, VISUAL_WORDS)


def test_nothing_is_dropped_out_within_the_encoder(model: VideoBertForPreTraining) -> None:
    assert {part.p for part in model.videobert.encoder.modules() if isinstance(part, torch.nn.Dropout)} == {0.0}
    assert model.videobert.embeddings.dropout.p > 0


def test_the_same_chance_begins_the_same() -> None:
    assert same_weights(tiny_joint_model(1), tiny_joint_model(1))
    assert not same_weights(tiny_joint_model(1), tiny_joint_model(2))


def test_ordinary_words_are_those_that_occur_and_no_special_ones(model: VideoBertForPreTraining) -> None:
    tokenizer = tiny_tokenizer()
    special = {tokenizer.token_to_id(name) for name in ("[CLS]", "[SEP]", "[MASK]", "[PAD]", "[UNK]")}
    words = {tokenizer.token_to_id(word) for word in ("dog", "a", "red")}
    marks = marks_of(tokenizer, model.config, special | words)
    assert marks.ordinary.tolist() == sorted(words)
    named = {"[CLS]": marks.start, "[SEP]": marks.end, "[MASK]": marks.mask, "[PAD]": marks.padding}
    assert all(tokenizer.token_to_id(name) == number for name, number in named.items())
    assert (marks.video, marks.caption) == (model.config.video_token_id, model.config.caption_token_id)
