"""How the window was left is there again, and nonsense in its file does no harm."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from videobert_desktop.domain.errors import UserError
from videobert_desktop.ui.window_state import WindowState, load_window_state, save_window_state, window_state_file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "window.json"


def test_what_is_kept_is_there_again(file: Path) -> None:
    state = WindowState(b"\0\xff geometry", (240, 700, 320), 0.35, muted=True, grouped=True, library="/usb/电影")
    save_window_state(state, file)
    assert load_window_state(file) == state


def test_the_users_own_file_is_taken_if_none_is_named() -> None:
    assert load_window_state() == WindowState()
    save_window_state(WindowState(library="films"))
    assert load_window_state().library == "films"
    assert window_state_file().is_file()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a user's files private by other means")
def test_the_file_is_the_users_alone(file: Path) -> None:
    save_window_state(WindowState(), file)
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe", b"[1, 2]", b"null", b"[" * 100_000, b'{"unknown": 1}', b'"' + b"x" * 200_000],
    ids=["empty", "cut off", "no text", "a list", "null", "deep", "unknown", "huge"],
)
def test_a_file_of_nonsense_counts_as_none(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    assert load_window_state(file) == WindowState()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("geometry", 3),
        ("geometry", "no base64 at all!"),
        ("geometry", "电影"),
        ("columns", "240"),
        ("columns", [240, "x"]),
        ("columns", [240, -1]),
        ("columns", [True]),
        ("columns", [10**30]),
        ("volume", "loud"),
        ("volume", 1.5),
        ("volume", float("nan")),
        ("volume", True),
        ("muted", "yes"),
        ("grouped", 1),
        ("library", ["films"]),
    ],
)
def test_a_wrong_value_is_as_it_is_at_first_and_the_others_hold(file: Path, name: str, value: object) -> None:
    save_window_state(WindowState(), file)
    kept = json.loads(file.read_text()) | {"library": "films", "volume": 0.5} | {name: value}
    file.write_text(json.dumps(kept))
    state = load_window_state(file)
    assert getattr(state, name) == getattr(WindowState(), name)
    assert name == "library" or state.library == "films"
    assert name == "volume" or state.volume == 0.5


def test_what_cannot_be_kept_is_said(file: Path) -> None:
    file.parent.write_text("a file in the way")
    with pytest.raises(UserError):
        save_window_state(WindowState(), file)
