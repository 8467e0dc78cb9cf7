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
    with zipfile.ZipFile(directory / "images.zip", "a") as archive:
        for name in ("a.png", "b.png"):
            archive.writestr(name, b"")
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


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"image,caption\na.png,a dog\n", "no column split"),
        (b"", "no column image, split, caption"),
        (b"image,split,caption\na.png,train\n", "too short in line 2"),
        (b"image,split,caption\na.png,train,caf\xe9\n", "not text in UTF-8"),
        (b"image,split,caption\na.png,train," + b"x" * 200_000 + b"\n", "cannot be read"),
    ],
)
def test_a_table_that_is_something_else_is_named(directory: Path, content: bytes, reason: str) -> None:
    (directory / "captions.csv").write_bytes(content)
    with pytest.raises(UserError, match=reason) as caught:
        read_pairs(directory, train=True)
    assert caught.value.path == directory / "captions.csv"
    assert "columns image, split, caption" in caught.value.hint


def test_a_directory_in_the_place_of_the_table_is_named(directory: Path) -> None:
    (directory / "captions.csv").unlink()
    (directory / "captions.csv").mkdir()
    with pytest.raises(UserError, match="cannot be read") as caught:
        read_pairs(directory, train=True)
    assert caught.value.path == directory / "captions.csv"


def test_a_table_from_a_spreadsheet_is_read_like_any_other(directory: Path) -> None:
    expected = read_pairs(directory, train=True)
    table = directory / "captions.csv"
    table.write_bytes(b"\xef\xbb\xbf" + table.read_bytes())
    assert read_pairs(directory, train=True) == expected


def test_an_archive_that_is_none_is_named(directory: Path) -> None:
    (directory / "images.zip").write_bytes(b"dear diary, " * 100)
    with pytest.raises(UserError, match="not a zip archive") as caught:
        read_pairs(directory, train=True)
    assert caught.value.path == directory / "images.zip"
    assert caught.value.hint


def test_pictures_that_are_not_in_the_archive_are_told_before_any_work(directory: Path) -> None:
    write_captions(directory / "captions.csv", [("lost.png", "train", "a dog"), ("gone.png", "train", "a cat")])
    with pytest.raises(UserError, match=r"lacks 2 of the pictures .* lost\.png") as caught:
        read_pairs(directory, train=True)
    assert caught.value.path == directory / "images.zip"
    assert caught.value.hint


def test_pictures_of_rows_that_are_not_asked_for_may_be_missing(directory: Path) -> None:
    (kept, *_) = scenes(1)
    write_captions(directory / "captions.csv", [(kept.name, "train", "a dog"), ("lost.png", "dev", "a cat")])
    assert read_pairs(directory, train=True).names == (kept.name,)


class TestPicturesThatCannotBeRead:
    @staticmethod
    def archive_of(path: Path, content: bytes) -> Path:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.png", content)
        return path

    @pytest.mark.parametrize("length", [0, 7, 60])
    def test_what_is_no_whole_picture_is_named(self, tmp_path: Path, length: int) -> None:
        content = png(Image.fromarray(scenes(1)[0].paint()))[:length]
        path = self.archive_of(tmp_path / "images.zip", content)
        with zipfile.ZipFile(path) as archive, pytest.raises(UserError, match=r"no picture a\.png") as caught:
            read_picture(archive, "a.png")
        assert caught.value.path == path
        assert caught.value.hint

    def test_a_picture_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        path = self.archive_of(tmp_path / "images.zip", b"")
        with zipfile.ZipFile(path) as archive, pytest.raises(UserError, match=r"no picture b\.png") as caught:
            read_picture(archive, "b.png")
        assert caught.value.path == path

    def test_a_changed_byte_in_the_archive_is_found(self, tmp_path: Path) -> None:
        content = png(Image.new("RGB", (6, 4), "white"))
        path = self.archive_of(tmp_path / "images.zip", content)
        path.write_bytes(path.read_bytes().replace(content, content[:-1] + b"?"))
        with zipfile.ZipFile(path) as archive, pytest.raises(UserError, match=r"no picture a\.png"):
            read_picture(archive, "a.png")


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


def test_class_names_that_are_not_text_are_an_error_that_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "classes.txt"
    path.write_bytes(b"caf\xe9\n")
    with pytest.raises(UserError, match="not text in UTF-8") as caught:
        read_class_names(path)
    assert caught.value.path == path
