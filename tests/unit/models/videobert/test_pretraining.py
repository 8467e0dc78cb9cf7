"""How a VideoBERT begins, what its heads say, what it loses by, and how it comes back from the disk."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from transformers import BertConfig, BertForMaskedLM, BertModel

from tests.unit.models.videobert.tiny_videobert import (
    paper_config,
    some_windows,
    some_words,
    tiny_config,
    tiny_model,
)
from videobert_desktop.models.videobert.batches_videobert import WindowBatch
from videobert_desktop.models.videobert.configuration_videobert import VideoBertConfig
from videobert_desktop.models.videobert.modeling_videobert import VideoBertModel
from videobert_desktop.models.videobert.pretraining_videobert import IGNORED, VideoBertForPreTraining

SHAPES = [tiny_config, paper_config]
Shape = Callable[..., VideoBertConfig]
SHARED = (
    *("vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size"),
    *("max_position_embeddings", "initializer_range"),
)


def bert_config(**changes: int) -> BertConfig:
    """A BERT of the tiny shape."""
    return BertConfig(**{name: getattr(tiny_config(), name) for name in SHARED} | changes)


def bert(**changes: int) -> BertModel:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(1)
        return BertModel(bert_config(**changes)).eval()


def unit_length(vectors: Tensor) -> bool:
    return torch.allclose(vectors.norm(dim=-1), torch.ones(vectors.shape[:-1]), atol=1e-5)


def test_a_bert_gives_every_weight_of_the_encoder() -> None:
    begun = VideoBertForPreTraining.from_bert(tiny_config(), bert().state_dict()).videobert.state_dict()
    given = bert().state_dict()
    for name, tensor in begun.items():
        if name.startswith(("encoder.", "pooler.")):
            assert torch.equal(tensor, given[name]), name
    for name in ("word_embeddings", "position_embeddings", "token_type_embeddings", "LayerNorm"):
        assert torch.equal(begun[f"embeddings.{name}.weight"], given[f"embeddings.{name}.weight"])


def test_begun_from_a_bert_it_reads_text_alone_as_that_bert_does() -> None:
    model = VideoBertForPreTraining.from_bert(tiny_config(), bert().state_dict()).eval()
    words, mask = some_words(model.config, 2, 6), torch.tensor([[1] * 6, [1] * 4 + [0] * 2])
    with torch.inference_mode():
        expected = bert()(input_ids=words, attention_mask=mask)
        found = model.videobert(words, mask)
    torch.testing.assert_close(found.text_states[0], expected.last_hidden_state[0], rtol=0, atol=2e-5)
    torch.testing.assert_close(found.text_states[1, :4], expected.last_hidden_state[1, :4], rtol=0, atol=2e-5)
    torch.testing.assert_close(found.pooled, expected.pooler_output, rtol=0, atol=2e-5)


def test_a_bert_with_a_head_and_a_prefix_will_do() -> None:
    torch.manual_seed(1)
    whole = BertForMaskedLM(bert_config())
    model = VideoBertForPreTraining.from_bert(tiny_config(), whole.state_dict())
    begun = model.videobert.encoder.layer[1].output.dense.weight
    assert torch.equal(begun, whole.bert.encoder.layer[1].output.dense.weight)


@pytest.mark.parametrize(
    "changes", [{"hidden_size": 32}, {"intermediate_size": 64}, {"vocab_size": 40}, {"num_hidden_layers": 1}], ids=str
)
def test_a_bert_of_another_shape_is_refused(changes: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="not a BERT of this shape"):
        VideoBertForPreTraining.from_bert(tiny_config(), bert(**changes).state_dict())


def test_another_architecture_is_refused_with_what_it_lacks() -> None:
    with pytest.raises(ValueError, match="not a BERT of this shape: it has no"):
        VideoBertForPreTraining.from_bert(tiny_config(), {"blocks.0.weight": torch.zeros(3, 3)})


def test_the_rows_of_visual_words_begin_where_their_centroids_lie() -> None:
    config = tiny_config()
    centroids = torch.randn(config.visual_vocab_size, config.hidden_size, generator=torch.Generator().manual_seed(0))
    embeddings = VideoBertForPreTraining.from_bert(config, bert().state_dict(), centroids).videobert.embeddings
    rows = embeddings.visual_word_embeddings.weight.detach()
    torch.testing.assert_close(rows.std(), embeddings.word_embeddings.weight.detach().std())
    scales = torch.pdist(rows) / torch.pdist(centroids)
    torch.testing.assert_close(scales, scales.mean().expand_as(scales))


def test_centroids_of_another_width_keep_who_is_near_whom() -> None:
    config = tiny_config(visual_vocab_size=8, hidden_size=16)
    generator = torch.Generator().manual_seed(0)
    middles = torch.randn(2, 300, generator=generator)
    centroids = middles.repeat_interleave(4, dim=0) + 0.1 * torch.randn(8, 300, generator=generator)
    model = VideoBertForPreTraining.from_bert(config, bert().state_dict(), centroids)
    rows = model.videobert.embeddings.visual_word_embeddings.weight.detach()
    apart = torch.cdist(rows, rows)
    assert apart[:4, :4].max() < apart[:4, 4:].min()


@pytest.mark.parametrize("shape", SHAPES)
def test_a_model_comes_back_from_the_disk(tmp_path: Path, shape: Shape) -> None:
    model = tiny_model(shape())
    model.save_pretrained(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"config.json", "model.safetensors"}
    read = VideoBertForPreTraining.from_pretrained(tmp_path)
    assert not read.training
    assert read.config.to_diff_dict() == model.config.to_diff_dict()
    for (name, before), after in zip(model.state_dict().items(), read.state_dict().values(), strict=True):
        assert torch.equal(before, after), name


def test_the_encoder_alone_can_be_read_from_a_whole_model(tmp_path: Path) -> None:
    model = tiny_model()
    model.save_pretrained(tmp_path)
    encoder = VideoBertModel.from_pretrained(tmp_path)
    words = some_words(model.config, 1, 4)
    with torch.inference_mode():
        # Where weights lie in memory changes the order of sums, and with it the last digit.
        torch.testing.assert_close(encoder(words).pooled, model.videobert(words).pooled)


@pytest.mark.expected_warnings("You are using a model of type `bert`")
def test_the_checkpoint_of_another_architecture_is_refused(tmp_path: Path) -> None:
    bert().save_pretrained(tmp_path)
    with pytest.raises(ValueError, match="shape of a bert"):
        VideoBertForPreTraining.from_pretrained(tmp_path)


@pytest.mark.expected_warnings("LOAD REPORT")
def test_weights_that_lack_something_are_refused_and_not_made_up(tmp_path: Path) -> None:
    tiny_model().save_pretrained(tmp_path)
    weights = load_file(tmp_path / "model.safetensors")
    del weights["alignment.weight"]
    save_file(weights, tmp_path / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ValueError, match=r"it has no alignment\.weight"):
        VideoBertForPreTraining.from_pretrained(tmp_path)


def test_weights_that_are_no_safetensors_are_refused(tmp_path: Path) -> None:
    model = tiny_model()
    (tmp_path / "config.json").write_text(json.dumps(model.config.to_dict()), encoding="utf-8")
    torch.save(model.state_dict(), tmp_path / "pytorch_model.bin")
    with pytest.raises(OSError, match="safetensors"):
        VideoBertForPreTraining.from_pretrained(tmp_path)


def test_sentences_and_windows_lie_in_one_space_on_the_unit_sphere() -> None:
    model = tiny_model()
    windows = some_windows(model.config, 4, 2)
    with torch.inference_mode():
        texts = model.embed_texts(some_words(model.config, 3, 5), torch.ones(3, 5, dtype=torch.int64))
        places = model.embed_windows(windows.visual_words, windows.visual_features, windows.window_mask)
    assert (texts.shape, places.shape) == ((3, 16), (2, 4, 16))
    assert unit_length(texts)
    assert unit_length(windows.without_padding(places))


def test_neither_padding_nor_company_moves_an_embedding() -> None:
    model = tiny_model()
    windows, words = some_windows(model.config, 4, 2), some_words(model.config, 2, 5)
    mask = torch.tensor([[1] * 5, [1, 1, 1, 0, 0]])
    assert windows.visual_features is not None
    with torch.inference_mode():
        together = model.embed_texts(words, mask)[1]
        torch.testing.assert_close(model.embed_texts(words[1:, :3], mask[1:, :3])[0], together, rtol=0, atol=2e-5)
        together = model.embed_windows(windows.visual_words, windows.visual_features, windows.window_mask)[1, :2]
        alone = model.embed_windows(windows.visual_words[1:, :2], windows.visual_features[1:, :2])[0]
    torch.testing.assert_close(alone, together, rtol=0, atol=2e-5)


def test_a_window_is_placed_by_its_neighbours_too() -> None:
    model = tiny_model()
    windows = some_windows(model.config, 2)
    assert windows.visual_features is not None
    with torch.inference_mode():
        beside = model.embed_windows(windows.visual_words, windows.visual_features)[0, 0]
        alone = model.embed_windows(windows.visual_words[:, :1], windows.visual_features[:, :1])[0, 0]
    assert not torch.allclose(beside, alone, atol=1e-3)


def test_text_and_video_are_read_with_what_each_is_by_itself() -> None:
    model = tiny_model()
    words, windows = some_words(model.config, 2, 5), some_windows(model.config, 4, 2)
    with torch.inference_mode():
        placed = model.embed_windows(windows.visual_words, windows.visual_features, windows.window_mask)
        told = model.videobert(words, **windows.arguments(), window_summaries=placed)
        untold = model.videobert(words, **windows.arguments())
        pairs = model.read_pairs(words, windows)
    torch.testing.assert_close(pairs.pooled, told.pooled)
    assert not torch.allclose(pairs.pooled, untold.pooled, atol=1e-3)


def test_a_sentence_by_itself_is_read_to_its_end_and_not_to_the_video() -> None:
    model = tiny_model()
    words, mask = some_words(model.config, 2, 5), torch.tensor([[1] * 5, [1, 1, 1, 0, 0]])
    words[0, 4] = words[1, 2] = model.config.video_token_id
    alone = words.masked_fill(words == model.config.video_token_id, model.config.sep_token_id)
    summary = model.sentence_summary(words, mask)
    assert summary is not None
    assert not summary.requires_grad
    torch.testing.assert_close(summary, model.embed_texts(alone, mask).detach())
    with torch.inference_mode():
        pairs = model.read_pairs(words, some_windows(model.config, 3, 3), attention_mask=mask, sentence_summary=summary)
        without = model.read_pairs(words, some_windows(model.config, 3, 3), attention_mask=mask)
    assert not torch.allclose(pairs.pooled, without.pooled, atol=1e-3)


def test_neither_padding_nor_company_changes_what_is_read_of_a_pair() -> None:
    model = tiny_model()
    words, windows = some_words(model.config, 2, 5), some_windows(model.config, 4, 2)
    cut = WindowBatch(**{name: each[1:, :2] for name, each in windows.arguments().items() if each is not None})
    with torch.inference_mode():
        together = model.read_pairs(words, windows).pooled[1]
        alone = model.read_pairs(words[1:], cut).pooled[0]
    torch.testing.assert_close(alone, together, rtol=0, atol=2e-5)


def test_the_shape_of_the_paper_reads_pairs_without_such_help() -> None:
    model = tiny_model(paper_config())
    words, windows = some_words(model.config, 1, 5), some_windows(model.config, 3)
    assert model.summaries(windows.visual_words, None) is None
    assert model.sentence_summary(words) is None
    with torch.inference_mode():
        plain = model.videobert(words, **windows.arguments()).pooled
        assert torch.equal(model.read_pairs(words, windows).pooled, plain)


def test_the_shape_of_the_paper_has_no_space_of_comparison() -> None:
    model = tiny_model(paper_config())
    with pytest.raises(ValueError, match="no space"):
        model.embed_texts(some_words(model.config, 1, 3), torch.ones(1, 3, dtype=torch.int64))


def test_what_is_told_among_some_words_only_is_what_is_told_of_them_among_all() -> None:
    model = tiny_model()
    states, some = torch.randn(3, 16, generator=torch.Generator().manual_seed(0)), torch.tensor([9, 4, 20])
    table = model.videobert.embeddings.word_embeddings.weight
    with torch.inference_mode():
        model.words.bias.normal_(generator=torch.Generator().manual_seed(1))
        torch.testing.assert_close(model.words(states, table, some), model.words(states, table)[:, some])


@pytest.mark.parametrize("shape", SHAPES)
def test_the_losses_of_a_batch_are_those_of_its_labels_and_sum_up(shape: Shape) -> None:
    model = tiny_model(shape())
    words, windows = some_words(model.config, 2, 5), some_windows(model.config, 3, 3)
    labels = torch.where(torch.tensor([[0, 1, 0, 0, 1]]).bool(), words, IGNORED)
    masked = torch.tensor([[False, True, False]]).expand(2, -1)
    output = model(
        input_ids=words,
        **windows.arguments(),
        masked_windows=masked,
        word_labels=labels,
        visual_word_labels=torch.where(masked, windows.visual_words, IGNORED),
        alignment_labels=torch.tensor([1.0, 0.0]),
    )
    parts = (output.word_loss, output.visual_word_loss, output.alignment_loss)
    torch.testing.assert_close(output.loss, torch.stack(parts).sum())
    assert output.caption_loss is None
    assert output.alignment_logits.shape == (2,)
    output.loss.backward()
    assert model.videobert.embeddings.visual_word_embeddings.weight.grad is not None


def test_without_labels_there_is_no_loss() -> None:
    model = tiny_model()
    assert model(input_ids=some_words(model.config, 1, 4)).loss is None


def test_where_nothing_is_labelled_the_loss_is_zero_and_not_nan() -> None:
    model = tiny_model()
    words = some_words(model.config, 1, 4)
    assert model(input_ids=words, word_labels=torch.full_like(words, IGNORED)).loss == 0


def test_a_batch_that_is_learned_is_known_better() -> None:
    model = tiny_model()
    words, windows = some_words(model.config, 4, 6), some_windows(model.config, 3, 3, 3, 3)
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-2)
    losses = []
    for _ in range(15):
        labels = torch.where(torch.arange(6) == 2, words, IGNORED)
        output = model(
            input_ids=words.masked_fill(labels != IGNORED, model.config.mask_token_id),
            **windows.arguments(),
            word_labels=labels,
            alignment_labels=torch.tensor([1.0, 0.0, 1.0, 0.0]),
        )
        optimiser.zero_grad()
        output.loss.backward()
        optimiser.step()
        losses.append(float(output.loss.detach()))
    assert losses[-1] < losses[0] / 3
