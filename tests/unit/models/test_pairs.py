"""Captioned pictures are read from an archive and a table."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.unit.models.captioned_pictures import png, scenes, write_captions, write_pairs
from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.training.pairs import read_class_names, read_pairs, read_picture, read_squares


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Five pictures: two to train, three in two other splits."""
    first, second, third, fourth, fifth = scenes(5)
    return write_pairs(tmp_path / "pairs", {"train": [first, second], "dev": [third, fourth], "test": [fifth]})


def test_training_rows_are_those_of_the_split_train(directory: Path) -> None:
    pairs = read_pairs(directory, train=True)
    assert pairs.names == tuple(scene.name for scene in scenes(2))
    assert pairs.captions == tuple(tuple(scene.captions) for scene in scenes(2))
    assert len(pairs) == 2


def test_held_out_rows_are_all_others(directory: Path) -> None:
    assert read_pairs(directory, train=False).names == tuple(scene.name for scene in scenes(3, start=2))


def test_sentences_know_their_pictures(directory: Path) -> None:
    write_captions(
        directory / "captions.csv",
        [
            ("b.png", "train", "one"),
            ("a.png", "train", "two"),
            ("x.png", "dev", "no"),
            ("b.png", "train", 'a "third", b'),
        ],
    )
    pairs = read_pairs(directory, train=True)
    sentences, owners = pairs.sentences()
    assert pairs.names == ("b.png", "a.png")
    assert sentences == ["one", 'a "third", b', "two"]
    assert owners.tolist() == [0, 0, 1]


@pytest.mark.parametrize("name", ["images.zip", "captions.csv"])
def test_a_missing_file_is_named(directory: Path, name: str) -> None:
    (directory / name).unlink()
    with pytest.raises(UserError, match="missing") as caught:
        read_pairs(directory, train=True)
    assert caught.value.path == directory / name
    assert "captions.csv" in caught.value.hint


@pytest.mark.parametrize(("train", "reason"), [(True, "no training rows"), (False, "no held-out rows")])
def test_a_table_without_rows_of_the_split_is_refused(directory: Path, train: bool, reason: str) -> None:
    write_captions(directory / "captions.csv", [("a.png", "dev" if train else "train", "a dog")])
    with pytest.raises(UserError, match=reason) as caught:
        read_pairs(directory, train=train)
    assert caught.value.path == directory / "captions.csv"


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "CMYK"])
def test_every_kind_of_picture_becomes_rgb(tmp_path: Path, mode: str) -> None:
    original = Image.new("RGB", (6, 4), "white").convert(mode)
    with zipfile.ZipFile(tmp_path / "images.zip", "w") as archive:
        if mode == "CMYK":
            original.save(tmp_path / "white.tiff")
            archive.write(tmp_path / "white.tiff", "white")
        else:
            archive.writestr("white", png(original))
    with zipfile.ZipFile(tmp_path / "images.zip") as archive:
        picture = read_picture(archive, "white")
    assert (picture.mode, picture.size) == ("RGB", (6, 4))
    assert picture.getpixel((3, 2)) == (255, 255, 255)


def test_pictures_are_squeezed_to_squares_in_the_order_asked_for(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "images.zip", "w") as archive:
        archive.writestr("wide", png(Image.new("RGB", (40, 10), "red")))
        halves = Image.new("RGB", (10, 40), "blue")
        halves.paste("lime", (0, 20, 10, 40))
        archive.writestr("high", png(halves))
    with zipfile.ZipFile(tmp_path / "images.zip") as archive:
        squares = read_squares(archive, ["high", "wide"], 16)
    assert (squares.shape, squares.dtype) == ((2, 16, 16, 3), np.uint8)
    assert squares[0, 2, 8].tolist() == [0, 0, 255]
    assert squares[0, 13, 8].tolist() == [0, 255, 0]
    assert (squares[1] == [255, 0, 0]).all()


def test_class_names_are_lines(tmp_path: Path) -> None:
    path = tmp_path / "classes.txt"
    path.write_text("tench\ngreat white shark\n", encoding="utf-8")
    assert read_class_names(path) == ["tench", "great white shark"]
    with pytest.raises(UserError, match="missing"):
        read_class_names(tmp_path / "nowhere.txt")
