"""The shapes of the networks survive the disk, and a file that is something else is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.tiny_pack import FRAME_ENCODER, JOINT_HEAD
from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.encoders.efficientnet_lite import FrameEncoderConfig
from videobert_desktop.models.encoders.token_reducer import TokenReducerConfig
from videobert_desktop.models.packs.networks import CONFIG, NetworkConfigs, read_network_configs, write_network_configs
from videobert_desktop.models.videobert.configuration_videobert import VideoBertConfig

REDUCER = TokenReducerConfig(JOINT_HEAD.features, JOINT_HEAD.classes, JOINT_HEAD.stored, JOINT_HEAD.width)
TINY = NetworkConfigs(FRAME_ENCODER, REDUCER, VideoBertConfig(hidden_size=32, feature_size=16).to_diff_dict())
STARTER = NetworkConfigs(FrameEncoderConfig(), TokenReducerConfig(), VideoBertConfig.starter().to_diff_dict())


@pytest.mark.parametrize("configs", [TINY, STARTER], ids=["tiny", "starter"])
def test_shapes_are_read_as_they_were_written(tmp_path: Path, configs: NetworkConfigs) -> None:
    write_network_configs(tmp_path, configs)
    read = read_network_configs(tmp_path)
    assert read == configs
    assert VideoBertConfig.from_dict(read.videobert).to_diff_dict() == configs.videobert


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b'{"frame_encoder": {}}',
        b'{"frame_encoder": {"stages": [1]}}',
        b'{"frame_encoder": {"stages": []}, "token_reducer": {"arms": 2}, "videobert": {}}',
        b'{"frame_encoder": {"stages": []}, "token_reducer": {}, "videobert": []}',
        b'{"frame_encoder": {"stages": []}, "joint_head": {}, "sentence_encoder": {}}',
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
