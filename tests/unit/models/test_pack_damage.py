"""A pack that is not whole, or whose parts do not belong together, is refused by name."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.tiny_pack import plain_picture, tiny_tokenizer, write_tiny_pack
from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.packs.manifest import PackInfo, checksums
from videobert_desktop.models.packs.networks import CONFIG
from videobert_desktop.models.packs.pack import load_pack
from videobert_desktop.models.packs.starter import StarterPack
from videobert_desktop.models.packs.weights import load_weights, save_weights
from videobert_desktop.models.videobert.visual_vocabulary import VisualVocabulary

TEXT_SIDE = (CONFIG, "tokenizer.json", "videobert-1.safetensors", "visual_vocabulary-1.safetensors")
RED = plain_picture("red")[None]


@pytest.fixture
def pack_info(tmp_path: Path) -> PackInfo:
    """A tiny pack that may be spoilt."""
    return write_tiny_pack(tmp_path / "tiny")


def spoil(info: PackInfo, name: str, content: bytes | None) -> None:
    """Replace a file of the pack, or remove it."""
    (info.directory / name).unlink()
    if content is not None:
        (info.directory / name).write_bytes(content)


def approved(info: PackInfo) -> PackInfo:
    """The pack with the checksums of its files as they are now, as whoever had made it so would have written it."""
    return replace(info, files=checksums(info.directory))


def refusal(info: PackInfo) -> UserError:
    """How the pack refuses to read a sentence."""
    with pytest.raises(UserError) as caught:
        StarterPack(info, "cpu").embed_texts(["red"])
    assert caught.value.hint == "Install the pack again."
    return caught.value


@pytest.mark.parametrize("name", TEXT_SIDE)
def test_a_missing_file_is_named(pack_info: PackInfo, name: str) -> None:
    spoil(pack_info, name, None)
    error = refusal(pack_info)
    assert error.path == pack_info.directory / name
    assert "missing" in error.reason


@pytest.mark.parametrize("name", TEXT_SIDE)
def test_an_altered_file_is_named(pack_info: PackInfo, name: str) -> None:
    content = bytearray((pack_info.directory / name).read_bytes())
    content[-2] ^= 1
    spoil(pack_info, name, bytes(content))
    error = refusal(pack_info)
    assert error.path == pack_info.directory / name
    assert "not what it was" in error.reason


@pytest.mark.parametrize("name", TEXT_SIDE)
def test_a_file_that_was_made_wrong_is_named(pack_info: PackInfo, name: str) -> None:
    spoil(pack_info, name, b"{}")
    assert refusal(approved(pack_info)).path == pack_info.directory / name


@pytest.mark.parametrize("part", ["frame_encoder", "token_reducer"])
def test_an_altered_part_of_the_frame_side_is_named_when_frames_come(pack_info: PackInfo, part: str) -> None:
    path = pack_info.directory / f"{part}-1.safetensors"
    spoil(pack_info, path.name, path.read_bytes() + b" ")
    with pytest.raises(UserError, match="not what it was") as caught:
        load_pack(pack_info, "cpu").encode_frames(RED)
    assert caught.value.path == path


def test_weights_of_another_network_are_named(pack_info: PackInfo) -> None:
    other = (pack_info.directory / "frame_encoder-1.safetensors").read_bytes()
    spoil(pack_info, "videobert-1.safetensors", other)
    error = refusal(approved(pack_info))
    assert error.path == pack_info.directory / "videobert-1.safetensors"
    assert "do not fit" in error.reason


def test_weights_that_are_no_numbers_are_named(pack_info: PackInfo) -> None:
    weights = load_weights(pack_info.weights("videobert"))
    weights["alignment.bias"][0] = float("nan")
    (path,) = save_weights(pack_info.directory, "videobert", weights)
    error = refusal(approved(pack_info))
    assert error.path == path
    assert "numbers that are none" in error.reason


@pytest.mark.parametrize(
    "change",
    [
        {"model_type": "bert"},
        {"hidden_size": "wide"},
        {"window_parts": 1},
        {"feature_size": 8},
        {"projection_size": 64},
    ],
    ids=lambda change: "".join(change),
)
def test_the_shape_of_another_architecture_is_refused(pack_info: PackInfo, change: dict[str, int | str]) -> None:
    path = pack_info.directory / CONFIG
    fields = json.loads(path.read_text(encoding="utf-8"))
    fields["videobert"] |= change
    path.write_text(json.dumps(fields), encoding="utf-8")
    error = refusal(approved(pack_info))
    assert error.path == path
    assert "shape" in error.reason


@pytest.mark.parametrize(("count", "width"), [(10, 8), (3, 32)], ids=["width", "size"])
def test_the_vocabulary_of_another_pack_is_refused(pack_info: PackInfo, count: int, width: int) -> None:
    path = pack_info.directory / "visual_vocabulary-1.safetensors"
    vectors = np.random.default_rng(0).normal(size=(40, width)).astype(np.float32)
    VisualVocabulary.fit(vectors, branching=count, levels=1, windows_a_leaf=1).save(path)
    error = refusal(approved(pack_info))
    assert error.path == path
    assert "visual vocabulary" in error.reason


def test_a_tokenizer_with_more_words_than_the_transformer_knows_is_refused(pack_info: PackInfo) -> None:
    path = pack_info.directory / "tokenizer.json"
    tokenizer = tiny_tokenizer()
    tokenizer.add_tokens(["zebra"])
    tokenizer.save(str(path))
    error = refusal(approved(pack_info))
    assert error.path == path
    assert "tokenizer" in error.reason


def test_stored_tokens_that_are_no_numbers_are_refused(tiny_pack: StarterPack) -> None:
    encoded = tiny_pack.encode_frames(np.concatenate([RED, RED]))
    scales = encoded["token_scales"].copy()
    scales[1, 3] = np.nan
    with pytest.raises(UserError, match="numbers that are none"):
        tiny_pack.encode_windows(encoded | {"token_scales": scales}, np.array([0, 1]))
