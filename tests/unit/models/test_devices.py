"""Devices are chosen by wish and by what is there."""

from __future__ import annotations

import os

import pytest
import torch

from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.devices import (
    MOST_THREADS,
    choose_device,
    fast_dtype,
    has_bfloat16_instructions,
    limit_threads,
)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """A machine with the accelerators named by the parameter."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: "cuda" in request.param)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: "mps" in request.param)


@pytest.mark.parametrize(
    ("machine", "chosen"), [("", "cpu"), ("mps", "mps"), ("cuda", "cuda"), ("cuda mps", "cuda")], indirect=["machine"]
)
def test_auto_takes_the_fastest_that_is_there(machine: None, chosen: str) -> None:
    assert choose_device("auto").type == chosen


@pytest.mark.parametrize("machine", ["", "cuda mps"], indirect=True)
def test_the_processor_is_always_there(machine: None) -> None:
    assert choose_device("cpu").type == "cpu"


@pytest.mark.parametrize(
    ("machine", "wish", "choices"),
    [("", "cuda", "auto or one of: cpu."), ("cuda", "mps", "auto or one of: cuda, cpu."), ("", "tpu", "one of: cpu.")],
    indirect=["machine"],
)
def test_a_device_that_is_not_there_is_refused_with_those_that_are(machine: None, wish: str, choices: str) -> None:
    with pytest.raises(UserError, match=wish) as caught:
        choose_device(wish)
    assert choices in caught.value.hint


def test_threads_are_as_many_as_asked_for() -> None:
    limit_threads(1)
    assert torch.get_num_threads() == 1


@pytest.mark.parametrize(("cores", "threads"), [(None, 1), (1, 1), (2, 1), (4, 3), (64, MOST_THREADS)])
def test_by_itself_it_leaves_one_core_to_others(
    cores: int | None, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    monkeypatch.setattr(torch, "set_num_threads", asked.append)
    limit_threads(0)
    assert asked == [threads]


@pytest.mark.parametrize(
    ("capabilities", "dtype"),
    [({}, torch.float32), ({"avx512_bf16": True}, torch.bfloat16), ({"bf16": True}, torch.bfloat16)],
)
def test_a_processor_computes_in_bfloat16_where_it_has_instructions_for_it(
    capabilities: dict[str, bool], dtype: torch.dtype, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: capabilities, raising=False)
    assert fast_dtype(torch.device("cpu")) == dtype


def test_a_torch_that_cannot_say_has_no_such_instructions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(torch.cpu, "get_capabilities", raising=False)
    assert not has_bfloat16_instructions()


@pytest.mark.parametrize(("supported", "dtype"), [(True, torch.bfloat16), (False, torch.float16)])
def test_a_graphics_card_computes_in_sixteen_bits(
    supported: bool, dtype: torch.dtype, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda: supported)
    assert fast_dtype(torch.device("cuda")) == dtype
    assert fast_dtype(torch.device("mps")) == torch.float32
