"""The starter pack that comes with the program is whole, small enough and works."""

from __future__ import annotations

import numpy as np
import pytest

from videobert_desktop.models.encoders.efficientnet_lite import FrameEncoderConfig
from videobert_desktop.models.encoders.token_reducer import TokenReducerConfig
from videobert_desktop.models.packs.manifest import MANIFEST, PackInfo, read_manifest, verify_pack
from videobert_desktop.models.packs.networks import read_network_configs
from videobert_desktop.models.packs.starter import StarterPack
from videobert_desktop.models.packs.window_rows import WindowRows
from videobert_desktop.models.videobert.configuration_videobert import VideoBertConfig
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
def pack(info: PackInfo) -> StarterPack:
    return StarterPack(info, "cpu")


def test_its_files_are_what_they_were_when_it_was_made(info: PackInfo) -> None:
    assert verify_pack(info) == []


def test_it_brings_no_weights_that_nothing_loads(info: PackInfo) -> None:
    weights = {path.name for path in info.directory.glob("*.safetensors")}
    assert weights == {name for name in info.files if name.endswith(".safetensors")}


def test_no_file_is_larger_than_15_megabytes(info: PackInfo) -> None:
    sizes = {path.name: path.stat().st_size for path in info.directory.iterdir()}
    assert {name for name, size in sizes.items() if size > SHARD_LIMIT} == set()


def test_it_has_the_shape_that_training_makes_today(info: PackInfo) -> None:
    configs = read_network_configs(info.directory)
    assert (configs.frame_encoder, configs.token_reducer) == (FrameEncoderConfig(), TokenReducerConfig())
    shape, ours = VideoBertConfig.from_dict(configs.videobert), VideoBertConfig.starter()
    assert (shape.hidden_size, shape.num_hidden_layers, shape.window_parts, shape.context_windows) == (
        *(ours.hidden_size, ours.num_hidden_layers),
        *(ours.window_parts, ours.context_windows),
    )
    assert (info.name, info.dim, info.frame_size) == ("starter", 384, 260)
    assert info.licence


def test_it_is_the_second_revision_and_reads_what_the_first_has_stored(info: PackInfo) -> None:
    assert info.revision.startswith("2-")
    assert "1-58a38152" in info.reads


def test_it_says_what_ranking_again_brings(info: PackInfo) -> None:
    assert info.reranking is not None
    assert info.reranking.low <= info.reranking.lift <= info.reranking.high
    assert info.reranking.queries >= 1000


def test_it_encodes_frames_and_windows(pack: StarterPack) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (2, 260, 260, 3), dtype=np.uint8)
    encoded = pack.encode_frames(pixels)
    assert encoded["tokens"].shape == (2, 11, 192)
    windows = pack.encode_windows(encoded, np.array([0, 0]))
    np.testing.assert_allclose(np.linalg.norm(windows["embeddings"].astype(np.float32), axis=1), [1], atol=2e-3)
    assert windows["visual_words"].shape == (1,)


def test_it_places_sentences_by_meaning(pack: StarterPack) -> None:
    dog, puppy, car = pack.embed_texts(["a dog runs", "a puppy is running", "a car parked in a street"])
    assert dog @ puppy > dog @ car + 0.2


def test_it_reads_sentences_and_windows_together(pack: StarterPack) -> None:
    rows = WindowRows(np.random.default_rng(0).normal(size=(6, 11, 192)).astype(np.float32), np.arange(6))
    assert np.isfinite(pack.align("a dog runs on the grass", [rows, rows[:1]])).all()
    assert all(caption.text for caption in pack.caption([rows], beams=2))
    explanation = pack.explain("a dog runs on the grass", rows)
    assert explanation.words == ("a", "dog", "runs", "on", "the", "grass")
    np.testing.assert_allclose(explanation.windows.sum(1), 1, atol=1e-5)


def test_its_background_is_large_enough_to_tell_hubs(pack: StarterPack) -> None:
    for vectors in (pack.background.sentences, pack.background.pictures):
        assert vectors.shape[0] >= 500
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=2e-3)


def test_its_confidence_grows_with_the_similarity_and_asks_more_where_more_is_known(info: PackInfo) -> None:
    similarity, resemblance, familiarity, ordinary, _ = info.confidence
    assert similarity > 0
    assert resemblance > 0
    assert familiarity < 0
    assert ordinary < 0
