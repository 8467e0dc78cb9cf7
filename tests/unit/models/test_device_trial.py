from __future__ import annotations

import pytest
import torch

from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.device_trial import try_device


def test_the_processor_computes() -> None:
    name, detail = try_device("cpu")
    assert name == "cpu"
    assert "threads" in detail


def test_a_device_that_is_not_there_is_told() -> None:
    if torch.backends.mps.is_available():
        pytest.skip("this machine has it")
    with pytest.raises(UserError, match="mps"):
        try_device("mps")


def test_a_device_that_breaks_down_is_told_with_its_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> torch.Tensor:
        raise RuntimeError("no kernel image is available\nand a long story")

    monkeypatch.setattr(torch.nn.functional, "conv2d", broken)
    with pytest.raises(UserError, match="does not compute: no kernel image is available") as told:
        try_device("cpu")
    assert "driver" in told.value.hint


def test_a_device_that_computes_wrongly_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.nn.functional, "conv2d", lambda *_: torch.zeros(1))
    with pytest.raises(UserError, match="computes wrongly: 0 for 72"):
        try_device("cpu")
