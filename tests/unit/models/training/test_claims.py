"""Intermediate results are never taken for those of another run."""

from __future__ import annotations

from pathlib import Path

import pytest

from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.training.claims import claim_directory, digest


def test_the_same_run_takes_up_its_directory_again(tmp_path: Path) -> None:
    for _ in range(2):
        claim_directory(tmp_path / "cache" / "run", options={"seed": 1})
    assert (tmp_path / "cache" / "run").is_dir()


def test_another_run_is_refused_and_told_what_to_do(tmp_path: Path) -> None:
    claim_directory(tmp_path, options={"seed": 1})
    with pytest.raises(UserError) as caught:
        claim_directory(tmp_path, options={"seed": 2})
    assert caught.value.path == tmp_path
    assert "--cache" in caught.value.hint


def test_texts_are_told_apart_by_their_borders() -> None:
    assert digest(["ab", "c"]) != digest(["a", "bc"])
    assert digest(["ab", "c"]) == digest(["ab", "c"])
