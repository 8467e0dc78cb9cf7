"""What is handed to others: the licences, the types, and everything that a source archive needs."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import videobert_desktop

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def project_file() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_package_says_that_it_is_typed() -> None:
    assert (Path(videobert_desktop.__file__).parent / "py.typed").read_bytes() == b""


def test_every_licence_comes_with_its_text(project_file: dict[str, Any]) -> None:
    files = project_file["project"]["license-files"]
    assert project_file["project"]["license"] == "MIT AND Apache-2.0 AND OFL-1.1 AND LicenseRef-Starter-Weights"
    names = {"LICENSE", "LICENSE-Apache-2.0.txt", "README.md", "CREDITS.md", "OFL.txt"}
    assert {Path(file).name for file in files} == names
    assert all((ROOT / file).stat().st_size for file in files)


def test_everything_that_a_source_archive_is_to_hold_is_there(project_file: dict[str, Any]) -> None:
    included = project_file["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    assert {"/ARCHITECTURE.md", "/CONTRIBUTING.md", "/Makefile", "/docs"} <= set(included)
    assert [place for place in included if not (ROOT / place.removeprefix("/")).exists()] == []
