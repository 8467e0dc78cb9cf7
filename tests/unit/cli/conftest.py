"""A way to call the command line, with a home directory of its own."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.unit.cli.calling import CommandLine
from videobert_desktop.services.libraries import Library, create_library


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home directory; no setting of the real user is seen."""
    home = tmp_path / "home"
    home.mkdir()
    for name in [name for name in os.environ if name.startswith(("VIDEOBERT_", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("VIDEOBERT_LIBRARIES_DIRECTORY", str(home / "libraries"))
    return home


@pytest.fixture
def videobert() -> CommandLine:
    """Calls the command line."""
    return CommandLine()


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """An empty library."""
    return create_library(tmp_path / "library")


@pytest.fixture
def of_library(library: Library) -> Sequence[str]:
    """The global option that names `library`."""
    return ("--library", str(library.root))
