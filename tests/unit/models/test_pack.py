"""A pack that is installed is found, loads when it is needed, and encodes frames, windows and sentences."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from tests.helpers.tiny_pack import (
    COLOURS,
    install_tiny_pack,
    plain_picture,
    tiny_sentence_encoder,
    write_tiny_pack,
)
from tests.unit.models.captioned_pictures import scenes
from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.packs import frame_pack, joint_reading
from videobert_desktop.models.packs.frame_pack import FRAMES_A_BATCH
from videobert_desktop.models.packs.joint_reading import LONGEST_PIECE
from videobert_desktop.models.packs.manifest import PackInfo, verify_pack, write_manifest
from videobert_desktop.models.packs.pack import find_pack, installed_packs, load_pack
from videobert_desktop.models.packs.starter import StarterPack
from videobert_desktop.models.packs.window_rows import WindowRows
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


def embedded(pack: StarterPack, pixels: NDArray[np.uint8], window_of_frame: NDArray[np.int64]) -> NDArray[np.float32]:
    """The embeddings of windows, (n_windows, dim)."""
    windows = pack.encode_windows(pack.encode_frames(pixels), window_of_frame)
    return windows["embeddings"].astype(np.float32)


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


@pytest.fixture
def pack_info(tmp_path: Path) -> PackInfo:
    """A tiny pack that may be changed."""
    return write_tiny_pack(tmp_path / "tiny")


class TestLoading:
    def test_a_device_that_is_not_there_is_refused_with_those_that_are(self, tiny_info: PackInfo) -> None:
        with pytest.raises(UserError, match="'abacus'") as caught:
            load_pack(tiny_info, "abacus")
        assert "auto" in caught.value.hint
        assert "cpu" in caught.value.hint

    def test_it_computes_with_the_threads_it_was_given(self, tiny_info: PackInfo) -> None:
        load_pack(tiny_info, "cpu", threads=1)
        assert torch.get_num_threads() == 1

    def test_sentences_and_windows_need_no_weights_for_frames(
        self, pack_info: PackInfo, frames: NDArray[np.uint8]
    ) -> None:
        encoded = load_pack(pack_info, "cpu").encode_frames(frames)
        for part in ("frame_encoder", "token_reducer"):
            (pack_info.directory / f"{part}-1.safetensors").unlink()
        pack = load_pack(pack_info, "cpu")
        assert pack.embed_texts(["a red ball"]).shape == (1, pack_info.dim)
        assert pack.encode_windows(encoded, np.arange(20))["embeddings"].shape == (20, pack_info.dim)
        with pytest.raises(UserError, match="missing") as caught:
            pack.encode_frames(plain("red"))
        assert caught.value.path == pack_info.directory / "frame_encoder-1.safetensors"

    def test_frames_need_no_transformers(self, tiny_info: PackInfo) -> None:
        encode = (
            "import sys, pathlib, numpy\n"
            "from videobert_desktop.models.packs.manifest import read_manifest\n"
            "from videobert_desktop.models.packs.pack import load_pack\n"
            "pack = load_pack(read_manifest(pathlib.Path(sys.argv[1])), 'cpu')\n"
            "pack.encode_frames(numpy.zeros((1, 64, 64, 3), numpy.uint8))\n"
            "print('transformers' in sys.modules)"
        )
        done = subprocess.run(
            [sys.executable, "-c", encode, str(tiny_info.directory)], capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == "False"

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
        monkeypatch.setattr(frame_pack, "fast_dtype", lambda _: torch.float32)
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
            monkeypatch.setattr(frame_pack, "fast_dtype", lambda _, dtype=dtype: dtype)
            pack = StarterPack(tiny_info, "cpu")
            embeddings.append(embedded(pack, frames, np.arange(20)))
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
        vectors = [embedded(tiny_pack, pixels, each) for pixels in (clean, grainy)]
        similar = vectors[0] @ vectors[1].T
        assert similar.diagonal().min() > 0.99
        assert similar[~np.eye(len(COLOURS), dtype=bool)].max() < 0.95


class TestWindows:
    def test_a_window_has_the_mean_tokens_of_its_frames(
        self, tiny_pack: StarterPack, frames: NDArray[np.uint8]
    ) -> None:
        encoded = tiny_pack.encode_frames(frames[:5])
        tokens = decoded(encoded)
        rows = tiny_pack.window_rows(encoded, np.array([0, 0, 0, 1, 1]))
        assert rows.features.dtype == np.float32
        np.testing.assert_allclose(rows.features, [tokens[:3].mean(0), tokens[3:].mean(0)], atol=1e-5)

    def test_a_window_has_the_visual_word_that_looks_most_like_it(self, tiny_pack: StarterPack) -> None:
        rows = tiny_pack.window_rows(tiny_pack.encode_frames(plain(*COLOURS, *COLOURS)), np.arange(2 * len(COLOURS)))
        first, again = np.split(rows.visual_words, 2)
        assert sorted(first) == list(range(len(COLOURS)))
        assert np.array_equal(first, again)

    def test_what_is_kept_are_unit_vectors_in_float16_and_visual_words(
        self, tiny_pack: StarterPack, frames: NDArray[np.uint8]
    ) -> None:
        encoded = tiny_pack.encode_frames(frames)
        windows = tiny_pack.encode_windows(encoded, np.arange(20) // 4)
        assert {name: (array.shape, array.dtype) for name, array in windows.items()} == {
            "embeddings": ((5, tiny_pack.info.dim), np.float16),
            "visual_words": ((5,), np.uint16),
        }
        np.testing.assert_allclose(np.linalg.norm(windows["embeddings"].astype(np.float32), axis=1), 1, atol=2e-3)
        rows = tiny_pack.window_rows(encoded, np.arange(20) // 4)
        np.testing.assert_array_equal(windows["visual_words"], rows.visual_words)

    def test_windows_come_in_the_order_of_their_numbers_and_not_of_their_frames(
        self, tiny_pack: StarterPack, frames: NDArray[np.uint8]
    ) -> None:
        encoded = tiny_pack.encode_frames(frames[:6])
        order = np.array([4, 0, 5, 2, 1, 3])
        shuffled = {name: array[order] for name, array in encoded.items()}
        expected = tiny_pack.encode_windows(encoded, np.arange(6) // 2)["embeddings"]
        found = tiny_pack.encode_windows(shuffled, (np.arange(6) // 2)[order])["embeddings"]
        np.testing.assert_allclose(found, expected, atol=2e-3)

    def test_a_window_is_read_among_the_four_of_its_group_and_no_others(
        self, tiny_pack: StarterPack, frames: NDArray[np.uint8]
    ) -> None:
        rows = tiny_pack.window_rows(tiny_pack.encode_frames(frames[:8]), np.arange(8))
        whole = tiny_pack.embed_moments([rows])
        altered = WindowRows(rows.features.copy(), rows.visual_words)
        altered.features[5] += 5
        found = tiny_pack.embed_moments([altered])
        np.testing.assert_allclose(found[:4], whole[:4], atol=1e-6)
        assert (np.abs(found[4:] - whole[4:]).max(1) > 1e-5).all()

    def test_a_video_that_is_cut_where_a_group_begins_has_the_same_windows(
        self, tiny_pack: StarterPack, frames: NDArray[np.uint8]
    ) -> None:
        encoded = tiny_pack.encode_frames(frames)
        whole = tiny_pack.encode_windows(encoded, np.arange(20))["embeddings"]
        tail = {name: array[8:] for name, array in encoded.items()}
        np.testing.assert_allclose(tiny_pack.encode_windows(tail, np.arange(12))["embeddings"], whole[8:], atol=2e-3)

    @pytest.mark.parametrize("at_once", [1, 2, 3])
    def test_the_batch_changes_nothing(
        self, tiny_pack: StarterPack, frames: NDArray[np.uint8], at_once: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        encoded = tiny_pack.encode_frames(frames[:18])  # the last group has two
        moments = [tiny_pack.window_rows(encoded, np.arange(18))]
        whole = tiny_pack.embed_moments(moments)
        monkeypatch.setattr(joint_reading, "SEQUENCES_A_BATCH", at_once)
        np.testing.assert_allclose(tiny_pack.embed_moments(moments), whole, atol=1e-6)

    def test_no_windows_have_no_embeddings(self, tiny_pack: StarterPack) -> None:
        assert tiny_pack.embed_moments([]).shape == (0, tiny_pack.info.dim)


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
        windows = embedded(tiny_pack, plain(*COLOURS), np.arange(len(COLOURS)))
        scores = tiny_pack.embed_texts(list(COLOURS)) @ windows.T
        assert scores.argmax(1).tolist() == list(range(len(COLOURS)))

    def test_a_sentence_is_placed_as_the_transformer_was_before_it_saw_windows(self, tiny_pack: StarterPack) -> None:
        sentences = ["a red ball", "there is a dog on the left", ""]
        found = tiny_pack.embed_texts(sentences)
        np.testing.assert_allclose(found, tiny_sentence_encoder().encode(sentences), atol=5e-3)

    def test_the_end_of_a_very_long_sentence_counts(self, tiny_pack: StarterPack) -> None:
        cars = " ".join(["car"] * LONGEST_PIECE)
        one, longer, dogs, mixed = tiny_pack.embed_texts(
            [cars, f"{cars} {cars}", " ".join(["dog"] * LONGEST_PIECE), f"{cars} {' '.join(['dog'] * LONGEST_PIECE)}"]
        )
        np.testing.assert_allclose(longer, one, atol=1e-5)
        between = (one + dogs) / np.linalg.norm(one + dogs)
        np.testing.assert_allclose(mixed, between, atol=1e-5)

    def test_a_few_words_at_the_end_count_for_a_few(self, tiny_pack: StarterPack) -> None:
        cars = " ".join(["car"] * LONGEST_PIECE)
        plain_cars, with_a_dog = tiny_pack.embed_texts([cars, f"{cars} dog"])
        assert plain_cars @ with_a_dog > 0.999

    def test_half_a_surrogate_pair_is_read_as_a_question_mark(self, tiny_pack: StarterPack) -> None:
        broken, asked = tiny_pack.embed_texts(["a \udcff dog", "a ? dog"])
        np.testing.assert_allclose(broken, asked, atol=1e-6)

    def test_the_batch_changes_nothing(self, tiny_pack: StarterPack, monkeypatch: pytest.MonkeyPatch) -> None:
        sentences = ["a", "there is a red ball on the ground", "blue dots", "dog", "a green car and a person", "?"]
        whole = tiny_pack.embed_texts(sentences)
        monkeypatch.setattr(joint_reading, "SENTENCES_A_BATCH", 2)
        np.testing.assert_allclose(tiny_pack.embed_texts(sentences), whole, atol=1e-6)


def test_what_the_classifier_says_lies_in_the_space_of_plain_sentences(tiny_pack: StarterPack) -> None:
    pictures = tiny_pack.class_word_vectors(plain(*COLOURS))
    sentences = tiny_sentence_encoder().encode(list(COLOURS)).numpy()
    assert pictures.shape == sentences.shape
    np.testing.assert_allclose(np.linalg.norm(pictures, axis=1), 1, atol=1e-5)
    assert (sentences @ pictures.T).argmax(1).tolist() == list(range(len(COLOURS)))


def test_the_background_is_unit_vectors_of_the_packs_space(tiny_pack: StarterPack) -> None:
    for vectors in (tiny_pack.background.sentences, tiny_pack.background.pictures):
        assert vectors.dtype == np.float32
        assert vectors.shape[1] == tiny_pack.info.dim
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=2e-3)
