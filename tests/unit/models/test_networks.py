"""The shapes of the networks survive the disk, and a file that is something else is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from transformers import BertConfig

from tests.helpers.tiny_pack import FRAME_ENCODER, JOINT_HEAD, tiny_sentence_encoder
from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.encoders.efficientnet_lite import FrameEncoderConfig
from videobert_desktop.models.encoders.minilm import minilm_config
from videobert_desktop.models.joint_head import JointHeadConfig
from videobert_desktop.models.packs.networks import CONFIG, NetworkConfigs, read_network_configs, write_network_configs

TINY = NetworkConfigs(FRAME_ENCODER, JOINT_HEAD, tiny_sentence_encoder().bert.config.to_diff_dict())
STARTER = NetworkConfigs(FrameEncoderConfig(), JointHeadConfig(), minilm_config().to_diff_dict())


@pytest.mark.parametrize("configs", [TINY, STARTER], ids=["tiny", "starter"])
def test_shapes_are_read_as_they_were_written(tmp_path: Path, configs: NetworkConfigs) -> None:
    write_network_configs(tmp_path, configs)
    read = read_network_configs(tmp_path)
    assert read.frame_encoder == configs.frame_encoder
    assert read.joint_head == configs.joint_head
    assert read.sentence_encoder == configs.sentence_encoder
    assert BertConfig(**read.sentence_encoder).to_diff_dict() == configs.sentence_encoder


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b'{"frame_encoder": {}}',
        b'{"frame_encoder": {"stages": [1]}}',
        b'{"frame_encoder": {"stages": []}, "joint_head": {"arms": 2}, "sentence_encoder": {}}',
    ],
)
def test_shapes_of_garbage_are_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / CONFIG).write_bytes(content)
    with pytest.raises(UserError, match="shapes of the networks") as caught:
        read_network_configs(tmp_path)
    assert caught.value.path == tmp_path / CONFIG
    assert caught.value.hint


def test_missing_shapes_are_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="shapes of the networks") as caught:
        read_network_configs(tmp_path)
    assert caught.value.path == tmp_path / CONFIG
