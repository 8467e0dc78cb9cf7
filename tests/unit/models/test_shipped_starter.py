"""The starter pack that comes with the program is whole, small enough and works."""

from __future__ import annotations

import numpy as np
import pytest

from videobert_desktop.models.encoders.efficientnet_lite import FrameEncoderConfig
from videobert_desktop.models.joint_head import JointHeadConfig
from videobert_desktop.models.packs.first_revision import read_first_shapes
from videobert_desktop.models.packs.manifest import MANIFEST, PackInfo, read_manifest, verify_pack
from videobert_desktop.models.packs.pack import Pack, load_pack
from videobert_desktop.settings.resources import resource_path

pytestmark = pytest.mark.model

SHARD_LIMIT = 15_000_000


@pytest.fixture(scope="module")
def info() -> PackInfo:
    directory = resource_path("models", "starter")
    if not (directory / MANIFEST).is_file():
        pytest.skip(f"the starter pack's weights are not there: {directory}")
    return read_manifest(directory)


@pytest.fixture(scope="module")
def pack(info: PackInfo) -> Pack:
    return load_pack(info, "cpu", threads=1)


def test_its_files_are_what_they_were_when_it_was_made(info: PackInfo) -> None:
    assert verify_pack(info) == []


def test_it_brings_no_weights_that_nothing_loads(info: PackInfo) -> None:
    weights = {path.name for path in info.directory.glob("*.safetensors")}
    assert weights == {name for name in info.files if name.endswith(".safetensors")}


def test_no_file_is_larger_than_15_megabytes(info: PackInfo) -> None:
    sizes = {path.name: path.stat().st_size for path in info.directory.iterdir()}
    assert {name for name, size in sizes.items() if size > SHARD_LIMIT} == set()


def test_it_has_the_shape_that_training_makes_today(info: PackInfo) -> None:
    configs = read_first_shapes(info)
    assert (configs.frame_encoder, configs.joint_head) == (FrameEncoderConfig(), JointHeadConfig())
    assert (info.name, info.dim, info.frame_size) == ("starter", 384, 260)
    assert info.licence


def test_it_encodes_frames_and_windows(pack: Pack) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (2, 260, 260, 3), dtype=np.uint8)
    encoded = pack.encode_frames(pixels)
    assert encoded["tokens"].shape == (2, 11, 192)
    windows = pack.encode_windows(encoded, np.array([0, 0]))["embeddings"].astype(np.float32)
    np.testing.assert_allclose(np.linalg.norm(windows, axis=1), [1], atol=2e-3)


def test_it_places_sentences_by_meaning(pack: Pack) -> None:
    dog, puppy, car = pack.embed_texts(["a dog runs", "a puppy is running", "a car parked in a street"])
    assert dog @ puppy > dog @ car + 0.2


def test_its_background_is_large_enough_to_tell_hubs(pack: Pack) -> None:
    for vectors in (pack.background.sentences, pack.background.pictures):
        assert vectors.shape[0] >= 500
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=2e-3)


def test_its_confidence_grows_with_the_similarity_and_asks_more_where_more_is_known(info: PackInfo) -> None:
    similarity, resemblance, familiarity, ordinary, _ = info.confidence
    assert similarity > 0
    assert resemblance > 0
    assert familiarity < 0
    assert ordinary < 0
