"""A pack that is installed is found, loads when it is needed, and encodes frames, windows and sentences."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from tests.helpers.tiny_pack import COLOURS, install_tiny_pack, plain_picture, write_tiny_pack
from tests.unit.models.captioned_pictures import scenes
from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.packs import starter
from videobert_desktop.models.packs.manifest import PackInfo, verify_pack, write_manifest
from videobert_desktop.models.packs.pack import find_pack, installed_packs, load_pack
from videobert_desktop.models.packs.starter import FRAMES_A_BATCH, StarterPack
from videobert_desktop.settings.options import packs_directory


@pytest.fixture(scope="module")
def frames() -> NDArray[np.uint8]:
    """(20, 64, 64, 3) uint8 RGB: more than two batches and no whole number of them."""
    return np.stack([scene.paint()[:64, :64] for scene in scenes(20)])


def plain(*colours: str) -> NDArray[np.uint8]:
    return np.stack([plain_picture(colour) for colour in colours])


def decoded(encoded: dict[str, NDArray[np.generic]]) -> NDArray[np.float32]:
    """The tokens that a library has kept, in numbers."""
    return encoded["tokens"].astype(np.float32) * encoded["token_scales"].astype(np.float32)[..., None]


class TestInstalledPacks:
    def test_packs_are_listed_by_name_wherever_they_lie(self, tmp_path: Path) -> None:
        for place, name in (("own", "walnut"), ("program", "starter"), ("own", "almond")):
            write_tiny_pack(tmp_path / place / name, name=name)
        listed, errors = installed_packs(tmp_path / "program", tmp_path / "own")
        assert [info.name for info in listed] == ["almond", "starter", "walnut"]
        assert errors == []

    def test_one_that_cannot_be_read_is_named_and_the_others_are_listed(self, tmp_path: Path) -> None:
        info = write_tiny_pack(tmp_path / "walnut", name="walnut")
        (tmp_path / "rotten").mkdir()
        (tmp_path / "rotten" / "pack.json").write_text('{"files": ["a"], "confidence": []}')
        listed, (error,) = installed_packs(tmp_path)
        assert listed == [info]
        assert error.path == tmp_path / "rotten" / "pack.json"
        assert find_pack("walnut", tmp_path) == info

    def test_there_are_none_in_a_directory_that_is_not_there(self, tmp_path: Path) -> None:
        (tmp_path / "stray.txt").touch()
        (tmp_path / "half-copied").mkdir()
        assert installed_packs(tmp_path, tmp_path / "nowhere") == ([], [])

    def test_a_pack_is_found_by_its_name_and_not_by_its_directory(self, tmp_path: Path) -> None:
        info = write_tiny_pack(tmp_path / "directory", name="walnut")
        assert find_pack("walnut", tmp_path) == info
        with pytest.raises(UserError, match="'directory'") as caught:
            find_pack("directory", tmp_path)
        assert "walnut" in caught.value.hint

    def test_the_error_says_when_nothing_is_installed(self, tmp_path: Path) -> None:
        with pytest.raises(UserError) as caught:
            find_pack("starter", tmp_path)
        assert "none" in caught.value.hint

    def test_the_tiny_pack_installs_among_the_users_own(self) -> None:
        info = install_tiny_pack()
        assert find_pack("tiny", packs_directory()) == info
        assert verify_pack(info) == []

    def test_writing_a_pack_again_writes_the_same_files(self, tmp_path: Path, tiny_info: PackInfo) -> None:
        assert write_tiny_pack(tmp_path).files == tiny_info.files
        assert write_tiny_pack(tmp_path, seed=1).files != tiny_info.files


def spoil(info: PackInfo, name: str, content: bytes | None) -> None:
    """Replace a file of the pack, or remove it."""
    (info.directory / name).unlink()
    if content is not None:
        (info.directory / name).write_bytes(content)


class TestDamage:
    @pytest.mark.parametrize("content", [None, b"{}"], ids=["missing", "not one"])
    def test_a_tokenizer_that_cannot_be_read_is_named(self, tmp_path: Path, content: bytes | None) -> None:
        info = write_tiny_pack(tmp_path)
        spoil(info, "tokenizer.json", content)
        with pytest.raises(UserError) as caught:
            load_pack(info, "cpu").embed_texts(["red"])
        assert caught.value.path == tmp_path / "tokenizer.json"
        assert caught.value.hint

    def test_weights_that_cannot_be_read_are_named(self, tmp_path: Path) -> None:
        info = write_tiny_pack(tmp_path)
        spoil(info, "frame_encoder-1.safetensors", b"no weights at all")
        with pytest.raises(UserError) as caught:
            load_pack(info, "cpu").encode_frames(plain("red"))
        assert caught.value.path == tmp_path / "frame_encoder-1.safetensors"

    def test_weights_of_another_network_are_named(self, tmp_path: Path) -> None:
        info = write_tiny_pack(tmp_path)
        spoil(info, "joint_head-1.safetensors", (tmp_path / "frame_encoder-1.safetensors").read_bytes())
        with pytest.raises(UserError, match="do not fit"):
            load_pack(info, "cpu").embed_texts(["red"])


class TestLoading:
    def test_a_device_that_is_not_there_is_refused_with_those_that_are(self, tiny_info: PackInfo) -> None:
        with pytest.raises(UserError, match="'abacus'") as caught:
            load_pack(tiny_info, "abacus")
        assert "auto" in caught.value.hint
        assert "cpu" in caught.value.hint

    def test_it_computes_with_the_threads_it_was_given(self, tiny_info: PackInfo) -> None:
        load_pack(tiny_info, "cpu", threads=1)
        assert torch.get_num_threads() == 1

    def test_sentences_need_no_weights_for_frames(self, tmp_path: Path) -> None:
        info = write_tiny_pack(tmp_path)
        (tmp_path / "frame_encoder-1.safetensors").unlink()
        pack = load_pack(info, "cpu")
        assert pack.embed_texts(["a red ball"]).shape == (1, info.dim)
        with pytest.raises(UserError, match="missing") as caught:
            pack.encode_frames(plain("red"))
        assert caught.value.path == tmp_path / "frame_encoder-1.safetensors"

    def test_a_copy_of_a_pack_gives_the_same_vectors(self, tmp_path: Path, tiny_info: PackInfo) -> None:
        shutil.copytree(tiny_info.directory, tmp_path / "copy")
        copy = replace(tiny_info, directory=tmp_path / "copy", name="copy")
        write_manifest(copy)
        (loaded, original) = (load_pack(info, "cpu") for info in (copy, tiny_info))
        assert np.array_equal(loaded.embed_texts(["a dog"]), original.embed_texts(["a dog"]))


class TestFrames:
    def test_a_frame_is_kept_as_eleven_int8_tokens_with_a_scale_each(
        self, tiny_pack: StarterPack, frames: NDArray[np.uint8]
    ) -> None:
        encoded = tiny_pack.encode_frames(frames)
        assert {name: (array.shape, array.dtype) for name, array in encoded.items()} == {
            "tokens": ((20, 11, 16), np.int8),
            "token_scales": ((20, 11), np.float16),
        }

    def test_a_token_takes_the_whole_range_of_int8(self, tiny_pack: StarterPack, frames: NDArray[np.uint8]) -> None:
        encoded = tiny_pack.encode_frames(frames)
        largest = np.abs(encoded["tokens"].astype(int)).max(-1)
        assert set(np.unique(largest)) <= {126, 127}
        assert (encoded["token_scales"] > 0).all()

    def test_a_token_is_kept_to_half_a_step(self, tiny_pack: StarterPack, frames: NDArray[np.uint8]) -> None:
        exact = tiny_pack._tokens(frames[:FRAMES_A_BATCH]).numpy()
        encoded = tiny_pack.encode_frames(frames[:FRAMES_A_BATCH])
        steps = encoded["token_scales"].astype(np.float32)[..., None]
        assert (np.abs(decoded(encoded) - exact) <= 0.51 * steps).all()

    @pytest.mark.parametrize("at_once", [1, 3, 8, 13])
    def test_the_batch_changes_nothing_beyond_rounding(
        self, tiny_info: PackInfo, frames: NDArray[np.uint8], at_once: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(starter, "fast_dtype", lambda _: torch.float32)
        pack = StarterPack(tiny_info, "cpu")
        together = pack.encode_frames(frames)
        parts = [pack.encode_frames(frames[start : start + at_once]) for start in range(0, len(frames), at_once)]
        apart = {name: np.concatenate([part[name] for part in parts]) for name in together}
        steps = together["token_scales"].astype(np.float32)[..., None]
        assert (np.abs(decoded(apart) - decoded(together)) <= 1.1 * steps).all()

    def test_half_precision_stays_close_to_full_precision(
        self, tiny_info: PackInfo, frames: NDArray[np.uint8], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        embeddings = []
        for dtype in (torch.float32, torch.bfloat16):
            monkeypatch.setattr(starter, "fast_dtype", lambda _, dtype=dtype: dtype)
            pack = StarterPack(tiny_info, "cpu")
            embeddings.append(pack.embed_windows(pack.encode_frames(frames), np.arange(20)).astype(np.float32))
        assert (embeddings[0] * embeddings[1]).sum(1).min() > 0.98

    def test_frames_may_be_a_view_that_is_laid_out_otherwise(
        self, tiny_pack: StarterPack, frames: NDArray[np.uint8]
    ) -> None:
        turned, copied = frames[:, ::-1, ::-1], frames[:, ::-1, ::-1].copy()
        assert np.array_equal(tiny_pack.encode_frames(turned)["tokens"], tiny_pack.encode_frames(copied)["tokens"])

    def test_colours_lie_apart_even_under_grain(self, tiny_pack: StarterPack) -> None:
        clean = plain(*COLOURS)
        grain = np.random.default_rng(0).normal(0, 8, clean.shape)
        grainy = np.clip(clean + grain, 0, 255).astype(np.uint8)
        each = np.arange(len(COLOURS))
        vectors = [
            tiny_pack.embed_windows(tiny_pack.encode_frames(pixels), each).astype(np.float32)
            for pixels in (clean, grainy)
        ]
        similar = vectors[0] @ vectors[1].T
        assert similar.diagonal().min() > 0.99
        assert similar[~np.eye(len(COLOURS), dtype=bool)].max() < 0.95


class TestWindows:
    def test_a_window_is_the_mean_of_its_frames(self, tiny_pack: StarterPack, frames: NDArray[np.uint8]) -> None:
        encoded = tiny_pack.encode_frames(frames[:5])
        single = tiny_pack.embed_windows(encoded, np.arange(5)).astype(np.float32)
        windows = tiny_pack.embed_windows(encoded, np.array([0, 0, 0, 1, 1]))
        means = np.stack([single[:3].mean(0), single[3:].mean(0)])
        np.testing.assert_allclose(windows, means / np.linalg.norm(means, axis=1, keepdims=True), atol=2e-3)

    def test_windows_are_unit_vectors_in_float16(self, tiny_pack: StarterPack, frames: NDArray[np.uint8]) -> None:
        windows = tiny_pack.embed_windows(tiny_pack.encode_frames(frames), np.arange(20) // 4)
        assert windows.dtype == np.float16
        assert windows.shape == (5, tiny_pack.info.dim)
        np.testing.assert_allclose(np.linalg.norm(windows.astype(np.float32), axis=1), 1, atol=2e-3)

    def test_windows_come_in_the_order_of_their_numbers_and_not_of_their_frames(
        self, tiny_pack: StarterPack, frames: NDArray[np.uint8]
    ) -> None:
        encoded = tiny_pack.encode_frames(frames[:6])
        order = np.array([4, 0, 5, 2, 1, 3])
        shuffled = {name: array[order] for name, array in encoded.items()}
        expected = tiny_pack.embed_windows(encoded, np.arange(6) // 2)
        found = tiny_pack.embed_windows(shuffled, (np.arange(6) // 2)[order])
        np.testing.assert_allclose(found, expected, atol=2e-3)


class TestSentences:
    def test_sentences_are_unit_vectors_in_float32_in_their_order(self, tiny_pack: StarterPack) -> None:
        sentences = ["there is a red ball on the ground", "a", "blue dots"]
        vectors = tiny_pack.embed_texts(sentences)
        assert vectors.dtype == np.float32
        assert vectors.shape == (3, tiny_pack.info.dim)
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
        alone = np.concatenate([tiny_pack.embed_texts([sentence]) for sentence in sentences])
        np.testing.assert_allclose(vectors, alone, atol=1e-5)

    def test_no_sentences_make_no_vectors(self, tiny_pack: StarterPack) -> None:
        assert tiny_pack.embed_texts([]).shape == (0, tiny_pack.info.dim)

    def test_a_colour_is_found_by_its_name(self, tiny_pack: StarterPack) -> None:
        windows = tiny_pack.embed_windows(tiny_pack.encode_frames(plain(*COLOURS)), np.arange(len(COLOURS)))
        scores = tiny_pack.embed_texts(list(COLOURS)) @ windows.T.astype(np.float32)
        assert scores.argmax(1).tolist() == list(range(len(COLOURS)))


class TestBaselines:
    def test_what_the_classifier_says_lies_in_the_space_of_plain_sentences(self, tiny_pack: StarterPack) -> None:
        pictures = tiny_pack.class_word_vectors(plain(*COLOURS))
        sentences = tiny_pack.sentence_vectors(list(COLOURS))
        assert pictures.shape == sentences.shape == (len(COLOURS), tiny_pack.info.dim)
        np.testing.assert_allclose(np.linalg.norm(pictures, axis=1), 1, atol=1e-5)
        assert (sentences @ pictures.T).argmax(1).tolist() == list(range(len(COLOURS)))


def test_the_background_is_unit_vectors_of_the_packs_space(tiny_pack: StarterPack) -> None:
    for vectors in (tiny_pack.background.sentences, tiny_pack.background.pictures):
        assert vectors.dtype == np.float32
        assert vectors.shape[1] == tiny_pack.info.dim
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=2e-3)
