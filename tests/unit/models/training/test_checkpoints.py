"""Checkpoints are written whole, and one that cannot be taken up is named."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.models.training.checkpoints import opened_checkpoint, save_checkpoint

CPU = torch.device("cpu")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A checkpoint of two tensors and a number."""
    save_checkpoint({"weights": {"a": torch.arange(1000.0), "b": torch.ones(3, 4)}, "epoch": 7}, tmp_path / "run.pt")
    return tmp_path / "run.pt"


def test_what_was_written_is_read(path: Path) -> None:
    with opened_checkpoint(path, CPU) as state:
        assert state["epoch"] == 7
        assert torch.equal(state["weights"]["a"], torch.arange(1000.0))


def test_nothing_else_is_left_beside_it(path: Path) -> None:
    save_checkpoint({"epoch": 8}, path)
    assert [found.name for found in path.parent.iterdir()] == ["run.pt"]


def test_a_writing_that_fails_leaves_the_old_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken_off(state: object, partial: Path) -> None:
        partial.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(torch, "save", broken_off)
    with pytest.raises(OSError, match="No space"):
        save_checkpoint({"epoch": 8}, path)
    with opened_checkpoint(path, CPU) as state:
        assert state["epoch"] == 7


DAMAGES = {
    "nothing": b"",
    "something else": b"these are no weights at all",
    "a broken archive": b"PK\x03\x04" + bytes(200),
}


@pytest.mark.parametrize("damage", sorted(DAMAGES))
def test_what_is_no_checkpoint_is_named(path: Path, damage: str) -> None:
    path.write_bytes(DAMAGES[damage])
    with pytest.raises(UserError) as caught, opened_checkpoint(path, CPU):
        pytest.fail("it was read")
    assert caught.value.path == path
    assert "again" in caught.value.hint


@pytest.mark.parametrize("share", [0.3, 0.95])
def test_one_that_was_cut_off_is_named(path: Path, share: float) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: int(share * len(whole))])
    with pytest.raises(UserError) as caught, opened_checkpoint(path, CPU):
        pytest.fail("it was read")
    assert caught.value.path == path


def test_a_missing_one_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught, opened_checkpoint(tmp_path / "none.pt", CPU):
        pytest.fail("it was read")
    assert caught.value.path == tmp_path / "none.pt"


def test_one_of_another_run_is_named(path: Path) -> None:
    with pytest.raises(UserError) as caught, opened_checkpoint(path, CPU) as state:
        torch.nn.Linear(2, 2).load_state_dict(state["weights"])
    assert caught.value.path == path
    with pytest.raises(UserError), opened_checkpoint(path, CPU) as state:
        state["optimiser"]


def test_asking_to_stop_is_no_damage(path: Path) -> None:
    with pytest.raises(Cancelled), opened_checkpoint(path, CPU):
        raise Cancelled
