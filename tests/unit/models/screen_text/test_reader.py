"""RapidOCR in its child process."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator

import numpy as np
import psutil
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled
from videobert_desktop.models.screen_text.reader import RapidReader, UnreadablePictureError

pytestmark = pytest.mark.model


@pytest.fixture
def reader() -> Iterator[RapidReader]:
    with RapidReader() as reader:
        yield reader


def picture(*texts: str, size: int = 32) -> NDArray[np.uint8]:
    image = Image.new("RGB", (960, 540), "white")
    draw = ImageDraw.Draw(image)
    for number, text in enumerate(texts):
        draw.text((60, 60 + 100 * number), text, fill="black", font=ImageFont.load_default(size=size))
    return np.asarray(image)[..., ::-1]


def children() -> set[int]:
    """The processes that were started as such, without the one in which the standard library counts what is shared."""
    return {child.pid for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())}


def test_lines_are_read_with_their_places(reader: RapidReader) -> None:
    first, second = reader.read(picture("Annual report", "Net profit 4.2 million"), CancelToken())
    assert (first.text, second.text) == ("Annual report", "Net profit 4.2 million")
    assert first.box.left == pytest.approx(60 / 960, abs=0.02)
    assert first.box.top == pytest.approx(60 / 540, abs=0.04)
    assert second.box.top > first.box.bottom


def test_pictures_without_writing_have_none_whatever_their_size(reader: RapidReader) -> None:
    assert reader.read(np.full((360, 640, 3), 90, np.uint8), CancelToken()) == ()
    for shape in ((16, 16, 3), (2, 900, 3), (1, 1, 3), (40, 1200, 3), (1200, 40, 3)):
        assert reader.read(np.zeros(shape, np.uint8), CancelToken()) == ()


def test_the_parent_takes_nothing_of_its_qt(reader: RapidReader) -> None:
    reader.read(picture("Hello"), CancelToken())
    assert "cv2" not in sys.modules
    assert "QT_QPA_FONTDIR" not in os.environ


@pytest.mark.skipif(sys.platform != "linux", reason="only there the libraries of another process are told")
def test_its_process_holds_neither_our_qt_nor_torch() -> None:
    before = children()
    with RapidReader() as reader:
        reader.read(picture("Hello"), CancelToken())
        (child,) = children() - before
        loaded = {mapped.path for mapped in psutil.Process(child).memory_maps()}
    assert any("onnxruntime" in path for path in loaded)
    assert not [path for path in loaded if "PySide6" in path or "/torch/" in path]


def test_a_reader_that_is_killed_is_told_and_starts_anew() -> None:
    before = children()
    with RapidReader() as reader:
        reader.read(picture("Hello"), CancelToken())
        for pid in children() - before:
            os.kill(pid, signal.SIGKILL)
        with pytest.raises(UnreadablePictureError, match="ended"):
            reader.read(picture("Hello"), CancelToken())
        assert [line.text for line in reader.read(picture("Hello"), CancelToken())] == ["Hello"]
    assert children() <= before


def test_it_stops_when_it_is_told_to() -> None:
    cancel = CancelToken()
    cancel.cancel()
    before = children()
    with RapidReader() as reader, pytest.raises(Cancelled):
        reader.read(picture("Hello"), cancel)
    assert children() <= before


def test_its_key_names_its_revision() -> None:
    assert RapidReader().key.startswith("rapidocr@1.")
