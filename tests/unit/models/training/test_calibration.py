"""A trained pack's background and confidence are measured on sentences and pictures that it has not learned."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.packs.calibration import Background, confidence
from videobert_desktop.models.training.calibration import (
    calibrate_confidence,
    first_pictures,
    read_video_sentences,
)


def units(random: np.random.Generator, *shape: int) -> NDArray[np.float32]:
    vectors = random.normal(size=shape).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Forty captions, one of them with quotes and an accent."""
    captions = ['a man says "hello', *(f"caption {number}" for number in range(38)), "a café"]
    path = tmp_path / "captions.tsv.gz"
    with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
        file.write("source\tvideo\tcaption\n")
        file.writelines(f"corpus\tvideo{number}\t{caption}\n" for number, caption in enumerate(captions))
    return path


class TestVideoSentences:
    def test_as_many_as_asked_for_are_drawn_each_once(self, table: Path) -> None:
        drawn = read_video_sentences(table, 25, seed=0)
        assert len(set(drawn)) == 25

    def test_all_come_when_there_are_fewer_as_they_were_written(self, table: Path) -> None:
        drawn = read_video_sentences(table, 1000, seed=0)
        assert len(drawn) == 40
        assert {'a man says "hello', "a café"} <= set(drawn)

    def test_the_seed_decides(self, table: Path) -> None:
        assert read_video_sentences(table, 9, seed=3) == read_video_sentences(table, 9, seed=3)
        assert read_video_sentences(table, 9, seed=3) != read_video_sentences(table, 9, seed=4)

    def test_a_missing_table_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(UserError, match="missing") as caught:
            read_video_sentences(tmp_path / "captions.tsv.gz", 9, seed=0)
        assert caught.value.path == tmp_path / "captions.tsv.gz"

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"source\tvideo\tcaption\n", "cannot be read"),
            (gzip.compress(b"source\tvideo\tcaption\n", mtime=0)[:-9], "cannot be read"),
            (gzip.compress(b"source\tvideo\ttext\nc\tv\thello\n", mtime=0), "no column caption"),
            (gzip.compress(b"source\tvideo\tcaption\nc\tv\n", mtime=0), "too short in line 2"),
            (gzip.compress(b"source\tvideo\tcaption\nc\tv\tcaf\xe9\n", mtime=0), "not text in UTF-8"),
            (gzip.compress(b"", mtime=0), "no column caption"),
        ],
    )
    def test_a_table_that_is_something_else_is_named(self, tmp_path: Path, content: bytes, reason: str) -> None:
        path = tmp_path / "captions.tsv.gz"
        path.write_bytes(content)
        with pytest.raises(UserError, match=reason) as caught:
            read_video_sentences(path, 9, seed=0)
        assert caught.value.path == path
        assert "column caption" in caught.value.hint


class TestConfidence:
    @pytest.fixture
    def held_out(self) -> tuple[Background, NDArray[np.float32], NDArray[np.float32], NDArray[np.int64]]:
        """Pictures of their own, with three sentences each that lie close to them."""
        random = np.random.default_rng(0)
        pictures = units(random, 200, 32)
        owners = np.repeat(np.arange(200), 3)
        sentences = pictures[owners] + 0.8 * units(random, 600, 32)
        sentences /= np.linalg.norm(sentences, axis=1, keepdims=True)
        background = Background(units(random, 100, 32), units(random, 100, 32), units(random, 20, 32))
        return background, pictures, sentences, owners

    def test_what_a_library_holds_is_more_probable_than_what_it_does_not(
        self, held_out: tuple[Background, NDArray[np.float32], NDArray[np.float32], NDArray[np.int64]]
    ) -> None:
        background, pictures, sentences, owners = held_out
        coefficients = calibrate_confidence(background, pictures, sentences, owners)
        library = np.arange(50)
        hubness = background.hubness(pictures[library])
        similarities = sentences @ pictures[library].T
        found = first_pictures(similarities, hubness)
        resemblances = background.imagined(sentences) @ pictures[library].T
        unrelated = background.sentences @ pictures[library].T
        ordinary = np.take_along_axis(unrelated, first_pictures(unrelated, hubness)[:, None], axis=1).mean()
        best = (np.take_along_axis(table, found[:, None], axis=1)[:, 0] for table in (similarities, resemblances))
        found = confidence(*best, background.familiarity(sentences), float(ordinary), coefficients)
        held = np.isin(owners, library)
        assert found[held].mean() > 0.8
        assert found[~held].mean() < 0.2

    def test_the_seed_decides(
        self, held_out: tuple[Background, NDArray[np.float32], NDArray[np.float32], NDArray[np.int64]]
    ) -> None:
        assert calibrate_confidence(*held_out, seed=1) == calibrate_confidence(*held_out, seed=1)
        assert calibrate_confidence(*held_out, seed=1) != calibrate_confidence(*held_out, seed=2)

    def test_embeddings_without_meaning_promise_nothing(
        self, held_out: tuple[Background, NDArray[np.float32], NDArray[np.float32], NDArray[np.int64]]
    ) -> None:
        background, pictures, _, owners = held_out
        sentences = units(np.random.default_rng(9), len(owners), 32)
        coefficients = calibrate_confidence(background, pictures, sentences, owners)
        similarities = np.linspace(0.2, 0.8, 7, dtype=np.float32)
        np.testing.assert_allclose(
            confidence(similarities, np.zeros(7, np.float32), 0.3, 0.4, coefficients), 0.5, atol=0.25
        )

    def test_a_ranking_puts_the_picture_first_that_is_similar_without_being_similar_to_everything(self) -> None:
        similarities = np.array([[0.9, 0.8], [0.2, 0.1], [0.9, 0.5]], np.float32)
        assert first_pictures(similarities, np.array([0.3, 0.0], np.float32)).tolist() == [1, 1, 0]
