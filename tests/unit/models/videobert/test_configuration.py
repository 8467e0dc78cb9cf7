"""What shapes there are, and that one comes back from the disk as it went there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from transformers import BertConfig

from tests.unit.models.videobert.tiny_videobert import tiny_config
from videobert_desktop.models.videobert.configuration_videobert import VideoBertConfig
from videobert_desktop.models.videobert.modeling_videobert import VideoBertModel


def test_the_published_shape_is_bert_large_with_20736_visual_words() -> None:
    config = VideoBertConfig.paper()
    with torch.device("meta"):
        model = VideoBertModel(config)
    assert config.visual_vocab_size == 20_736
    assert sum(parameter.numel() for parameter in model.parameters()) == 356_375_552
    assert not hasattr(model.embeddings, "feature_projection")


def test_the_starter_shape_is_that_of_minilm_with_windows_of_eleven_rows() -> None:
    config = VideoBertConfig.starter()
    assert (config.num_hidden_layers, config.hidden_size, config.num_attention_heads) == (6, 384, 12)
    assert (config.window_parts, config.feature_size, config.context_windows) == (11, 192, 4)


def test_special_tokens_are_where_bert_has_them_unless_they_are_named() -> None:
    config = VideoBertConfig()
    assert (config.pad_token_id, config.cls_token_id, config.sep_token_id, config.mask_token_id) == (0, 101, 102, 103)
    assert VideoBertConfig(cls_token_id=7).cls_token_id == 7


@pytest.mark.parametrize("changes", [{}, {"caption_positions": 9, "context_windows": 3, "max_windows": 0}])
def test_a_shape_comes_back_from_the_disk(tmp_path: Path, changes: dict[str, int]) -> None:
    config = tiny_config(**changes)
    config.save_pretrained(tmp_path)
    read = VideoBertConfig.from_pretrained(tmp_path)
    assert read.to_diff_dict() == config.to_diff_dict()


@pytest.mark.expected_warnings("You are using a model of type `bert`")
def test_the_shape_of_another_architecture_is_refused(tmp_path: Path) -> None:
    BertConfig().save_pretrained(tmp_path)
    with pytest.raises(ValueError, match="shape of a bert, not of a videobert"):
        VideoBertConfig.from_pretrained(tmp_path)


def test_a_shape_of_no_known_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"hidden_size": 16}), encoding="utf-8")
    with pytest.raises(ValueError, match="no known kind"):
        VideoBertConfig.from_pretrained(tmp_path)
