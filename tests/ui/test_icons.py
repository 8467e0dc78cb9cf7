"""The signs: each that the code names is there, is a drawing of one colour, and has the colour it is asked for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

import videobert_desktop
from videobert_desktop.settings.resources import resource_path
from videobert_desktop.ui.widgets.icon_button import IconButton
from videobert_desktop.ui.widgets.icons import icon, sign

UI = Path(videobert_desktop.__file__).parent / "ui"
NAMES = sorted(path.stem for path in resource_path("icons").glob("*.svg"))
MAKERS = {icon.__name__, sign.__name__, IconButton.__name__, IconButton.show_sign.__name__}
INK = QColor("#ff0000")
SPARE = {"check", "eye", "eye-off", "file-add", "folder-add", "grid", "image", "list", "moon", "save", "sun", "tag"}
"""Signs of the set that nothing shows yet."""


def nodes() -> Iterator[ast.AST]:
    """All that stands in the window's sources."""
    for path in UI.rglob("*.py"):
        yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def named_in_code() -> set[str]:
    """The names that are handed to whatever draws signs."""
    calls = [node for node in nodes() if isinstance(node, ast.Call) and node.args]
    drawing = [call for call in calls if getattr(call.func, "id", getattr(call.func, "attr", "")) in MAKERS]
    choices = [call.args[0].body if isinstance(call.args[0], ast.IfExp) else call.args[0] for call in drawing]
    others = [call.args[0].orelse for call in drawing if isinstance(call.args[0], ast.IfExp)]
    return {part.value for part in choices + others if isinstance(part, ast.Constant)}


def ink(image: QImage) -> set[str]:
    """The colours of all pixels that are wholly covered."""
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


def test_every_sign_that_the_code_names_is_there() -> None:
    named = named_in_code()
    assert named
    assert named <= set(NAMES)


def test_every_drawing_is_shown_somewhere_or_known_to_be_spare() -> None:
    written = {node.value for node in nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert set(NAMES) - written - SPARE == set()
    assert set(NAMES) >= SPARE


def test_a_sign_is_drawn_in_the_one_colour_that_it_is_asked_for(qapp: QApplication) -> None:
    for name in NAMES:
        image = sign(name, INK, 24).toImage()
        right, bottom = image.width() - 1, image.height() - 1
        assert ink(image) == {INK.name()}, name
        corners = [(0, 0), (right, 0), (0, bottom), (right, bottom)]
        assert all(image.pixelColor(*corner).alpha() == 0 for corner in corners), name


def test_no_two_signs_are_the_same(qapp: QApplication) -> None:
    pictures = [bytes(sign(name, INK, 24).toImage().constBits()) for name in NAMES]
    assert len(set(pictures)) == len(NAMES)


def test_the_drawings_are_of_one_hand() -> None:
    for name in NAMES:
        lines = resource_path("icons", f"{name}.svg").read_text(encoding="utf-8").splitlines()
        assert len(lines) == 1, name
        assert 'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8"' in lines[0], name


def test_a_sign_that_is_not_there_is_a_mistake(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        sign("no-such-sign", INK)
