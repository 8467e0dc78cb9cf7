"""A visual word is the leaf that a window comes to, and the tree is the same for the same seed."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.videobert.visual_vocabulary import VisualVocabulary, window_descriptors


def gathered(clusters: int, each: int, width: int = 8, spread: float = 0.05, seed: int = 0) -> np.ndarray:
    """Vectors around centres that are far apart, cluster by cluster."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(clusters, width)) * 3
    return (np.repeat(centres, each, axis=0) + random.normal(size=(clusters * each, width)) * spread).astype(np.float32)


def test_the_paper_has_four_levels_of_twelve() -> None:
    vectors = np.random.default_rng(0).normal(size=(12**4, 2)).astype(np.float32)
    vocabulary = VisualVocabulary.fit(vectors, windows_a_leaf=1)
    assert (vocabulary.levels, vocabulary.branching, vocabulary.size) == (4, 12, 20_736)
    assert vocabulary.leaves.shape == (20_736, 2)
    assert vocabulary.leaves.dtype == np.float32


@pytest.mark.parametrize(
    ("count", "levels", "branching"),
    [(3 * 64, 3, 4), (3 * 64 - 1, 2, 4), (3 * 16, 2, 4), (3 * 16 - 1, 1, 4), (12, 1, 4), (11, 1, 3), (2, 1, 1)],
)
def test_the_depth_leaves_enough_windows_a_leaf(count: int, levels: int, branching: int) -> None:
    vectors = np.random.default_rng(0).normal(size=(count, 4)).astype(np.float32)
    vocabulary = VisualVocabulary.fit(vectors, branching=4, levels=3, windows_a_leaf=3)
    assert (vocabulary.levels, vocabulary.branching) == (levels, branching)


def test_what_lies_together_is_one_word_and_what_lies_apart_is_not() -> None:
    vectors = gathered(clusters=9, each=20)
    vocabulary = VisualVocabulary.fit(vectors, branching=9, levels=1, windows_a_leaf=1)
    words = vocabulary.words(vectors).reshape(9, 20)
    assert (words == words[:, :1]).all()
    assert len(np.unique(words)) == 9
    np.testing.assert_allclose(vocabulary.leaves[words[:, 0]], vectors.reshape(9, 20, -1).mean(1), atol=5e-3)


def test_every_level_goes_to_the_nearest_child() -> None:
    vectors = np.random.default_rng(1).normal(size=(500, 3)).astype(np.float32)
    vocabulary = VisualVocabulary.fit(vectors, branching=3, levels=2, windows_a_leaf=1)
    coarse = VisualVocabulary.fit(vectors, branching=3, levels=1, windows_a_leaf=1)
    parents = coarse.words(vectors)
    children = vocabulary.leaves.reshape(3, 3, -1)[parents]
    nearest = np.linalg.norm(children - vectors[:, None], axis=-1).argmin(1)
    np.testing.assert_array_equal(vocabulary.words(vectors), parents * 3 + nearest)


def test_the_same_seed_gives_the_same_tree() -> None:
    vectors = np.random.default_rng(0).normal(size=(400, 6)).astype(np.float32)
    trees = [VisualVocabulary.fit(vectors, branching=4, windows_a_leaf=5, seed=seed) for seed in (3, 3, 4)]
    first, second, other = trees
    np.testing.assert_array_equal(first.leaves, second.leaves)
    assert not np.array_equal(first.leaves, other.leaves)


def test_a_vector_is_the_same_word_in_any_company() -> None:
    vectors = np.random.default_rng(0).normal(size=(300, 6)).astype(np.float32)
    vocabulary = VisualVocabulary.fit(vectors, branching=4, windows_a_leaf=5)
    words = vocabulary.words(vectors)
    assert words.dtype == np.int64
    np.testing.assert_array_equal(np.concatenate([vocabulary.words(vectors[i : i + 1]) for i in range(300)]), words)
    assert vocabulary.words(vectors[:0]).shape == (0,)


def test_few_different_vectors_make_few_words_and_no_nan() -> None:
    vectors = np.repeat(gathered(clusters=3, each=1), 200, axis=0)
    vocabulary = VisualVocabulary.fit(vectors, branching=5, levels=2, windows_a_leaf=1)
    assert vocabulary.size == 25
    assert np.isfinite(vocabulary.leaves).all()
    assert len(np.unique(vocabulary.words(vectors))) == 3


def test_a_word_that_no_window_belonged_to_wins_no_window() -> None:
    vectors = gathered(clusters=3, each=1)
    vocabulary = VisualVocabulary.fit(np.repeat(vectors, 50, axis=0), branching=5, levels=2, windows_a_leaf=1)
    # Those lie where their parents do, which for the empty ones of the first level is between all clusters.
    between = np.concatenate([vectors.mean(0, keepdims=True), gathered(40, 5, seed=7)])
    assert set(vocabulary.words(between)) <= set(vocabulary.words(vectors))


def test_a_single_vector_is_a_vocabulary() -> None:
    vector = np.ones((1, 4), dtype=np.float32)
    vocabulary = VisualVocabulary.fit(vector, windows_a_leaf=1)
    assert vocabulary.size == 1
    assert vocabulary.words(vector) == [0]


def test_no_vectors_are_no_vocabulary() -> None:
    with pytest.raises(ValueError, match="needs vectors"):
        VisualVocabulary.fit(np.empty((0, 4), dtype=np.float32))


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf], ids=str)
def test_what_is_no_number_is_refused_and_named(number: float) -> None:
    vectors = gathered(clusters=2, each=5)
    vocabulary = VisualVocabulary.fit(vectors, branching=2, windows_a_leaf=1)
    vectors[[3, 8], 2] = number
    for use in (VisualVocabulary.fit, vocabulary.words):
        with pytest.raises(ValueError, match=r"2 of 10 vectors are not finite or too large: 3, 8"):
            use(vectors)


def test_vectors_of_another_width_are_refused() -> None:
    vocabulary = VisualVocabulary.fit(gathered(2, 5), branching=2, windows_a_leaf=1)
    with pytest.raises(ValueError, match="3 numbers, the vocabulary's 8"):
        vocabulary.words(np.zeros((1, 3), dtype=np.float32))


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A vocabulary of 16 words on the disk."""
    vocabulary = VisualVocabulary.fit(gathered(16, 4), branching=4, levels=2, windows_a_leaf=4)
    vocabulary.save(tmp_path / "visual_vocabulary.safetensors")
    return tmp_path / "visual_vocabulary.safetensors"


def test_a_vocabulary_comes_back_from_the_disk(saved: Path) -> None:
    vectors = gathered(16, 4)
    before = VisualVocabulary.fit(vectors, branching=4, levels=2, windows_a_leaf=4)
    after = VisualVocabulary.load(saved, width=8)
    assert (after.branching, after.levels, after.size) == (4, 2, 16)
    np.testing.assert_array_equal(after.leaves, before.leaves)
    elsewhere = np.random.default_rng(9).normal(size=(500, 8)).astype(np.float32)
    np.testing.assert_array_equal(after.words(elsewhere), before.words(elsewhere))


def test_the_same_vocabulary_is_the_same_file(saved: Path) -> None:
    again = saved.with_name("again.safetensors")
    VisualVocabulary.load(saved).save(again)
    assert again.read_bytes() == saved.read_bytes()


def test_a_vocabulary_of_another_width_is_refused_by_name(saved: Path) -> None:
    with pytest.raises(UserError, match="for vectors of 8 numbers, not 12") as raised:
        VisualVocabulary.load(saved, width=12)
    assert raised.value.path == saved


def cut_short(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def removed(path: Path) -> None:
    path.unlink()


def without_a_level(path: Path) -> None:
    rewrite(path, drop="centroids.1")


def of_another_kind(path: Path) -> None:
    save_file({"weight": np.zeros((2, 2), dtype=np.float32)}, path)


def with_nan(path: Path) -> None:
    rewrite(path, change="centroids.1", value=np.full((16, 8), np.nan, dtype=np.float16))


def with_nothing_to_go_to(path: Path) -> None:
    rewrite(path, change="occupied.1", value=np.zeros(16, dtype=np.bool_))


def rewrite(path: Path, drop: str = "", change: str = "", value: np.ndarray | None = None) -> None:
    tensors = load_file(path)
    tensors.pop(drop, None)
    if value is not None:
        tensors[change] = value
    save_file(tensors, path, metadata={"visual_vocabulary": '{"branching": 4, "levels": 2, "width": 8}'})


@pytest.mark.parametrize(
    "damage",
    [cut_short, emptied, removed, without_a_level, of_another_kind, with_nan, with_nothing_to_go_to],
    ids=lambda damage: damage.__name__,
)
def test_a_damaged_file_is_refused_by_name(saved: Path, damage: object) -> None:
    assert callable(damage)
    damage(saved)
    with pytest.raises(UserError, match="cannot be read") as raised:
        VisualVocabulary.load(saved)
    assert raised.value.path == saved


def test_a_window_is_told_apart_by_its_whole_and_its_concept_and_by_neither_s_size() -> None:
    features = np.random.default_rng(0).normal(size=(5, 11, 6)).astype(np.float32)
    descriptors = window_descriptors(features)
    assert descriptors.shape == (5, 12)
    assert descriptors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(descriptors.reshape(5, 2, 6), axis=-1), 1, atol=1e-6)
    changed = features * 3
    changed[:, 1:-1] = 0
    np.testing.assert_allclose(window_descriptors(changed), descriptors, atol=1e-6)


def test_an_empty_picture_has_a_descriptor_all_the_same() -> None:
    assert not window_descriptors(np.zeros((1, 11, 6), dtype=np.float32)).any()


def test_a_window_that_is_no_number_is_named() -> None:
    features = np.ones((3, 11, 6), dtype=np.float32)
    features[1, -1, 0] = np.inf
    with pytest.raises(ValueError, match="1 of 3 vectors are not finite or too large: 1"):
        window_descriptors(features)
