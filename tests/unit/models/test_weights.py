"""Weights survive the disk: rounded by no more than half a step, in shards of a limited size, none lost."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import load_file
from torch import Tensor

from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.packs import weights
from videobert_desktop.models.packs.weights import (
    LARGE_ROWS,
    LONG_ROW,
    ROW_SCALES,
    load_weights,
    quantise_rows,
    save_weights,
)

HEADER_BYTES = 4096  # more than the names and shapes of a few tensors take


def random_tensor(seed: int, *shape: int) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


@st.composite
def matrices(draw: st.DrawFn) -> Tensor:
    """Matrices whose rows differ in size by orders of magnitude, some of them zero."""
    rows, columns, seed = draw(st.integers(1, 8)), draw(st.integers(1, 40)), draw(st.integers(0, 10_000))
    sizes = draw(st.lists(st.sampled_from([0.0, 0.01, 1.0, 30.0, 1e4]), min_size=rows, max_size=rows))
    return random_tensor(seed, rows, columns).clamp(min=0.1) * torch.tensor(sizes)[:, None]


@given(matrix=matrices(), negative=st.booleans())
def test_int8_is_at_most_half_a_step_away_in_every_row(matrix: Tensor, negative: bool) -> None:
    matrix = -matrix if negative else matrix
    rounded, scales = quantise_rows(matrix)
    assert (rounded.dtype, scales.dtype) == (torch.int8, torch.float16)
    steps = scales.float()[:, None]
    assert ((rounded * steps - matrix).abs() <= 0.501 * steps).all()


@given(matrix=matrices())
def test_the_largest_number_of_a_row_takes_the_whole_range(matrix: Tensor) -> None:
    rounded, _ = quantise_rows(matrix)
    assert (rounded.abs().amax(1)[matrix.abs().amax(1) > 0] >= 126).all()
    assert (rounded[matrix == 0] == 0).all()


tensors = (
    st.builds(
        random_tensor,
        st.integers(0, 1000),
        *[st.integers(1, 6)] * 3,
    )
    | st.builds(random_tensor, st.integers(0, 1000), st.integers(100, 160), st.integers(1, 8))
    | st.builds(random_tensor, st.integers(0, 1000), st.integers(1, 300))
)


@given(
    state=st.dictionaries(st.text("abc.", min_size=1, max_size=6), tensors, min_size=1, max_size=6),
    limit=st.integers(1, 3000),
)
@settings(max_examples=30)
def test_everything_comes_back_whatever_the_limit_of_a_shard(state: dict[str, Tensor], limit: int) -> None:
    with tempfile.TemporaryDirectory() as directory, pytest.MonkeyPatch.context() as patch:
        patch.setattr(weights, "SHARD_BYTES", limit)
        files = save_weights(Path(directory), "part", state)
        restored = load_weights(files)
        assert sorted(Path(directory).iterdir()) == sorted(files)
    assert set(restored) == set(state)
    for name, tensor in state.items():
        assert restored[name].shape == tensor.shape
        assert restored[name].dtype == torch.float32
        torch.testing.assert_close(restored[name], tensor, rtol=1e-3, atol=float(tensor.abs().max()) / 250)


def test_large_matrices_are_kept_in_int8_and_everything_else_in_float16(tmp_path: Path) -> None:
    state = {
        "table": random_tensor(0, LARGE_ROWS, LONG_ROW),
        "convolution": random_tensor(4, LARGE_ROWS, LONG_ROW, 1, 1),
        "small": random_tensor(1, LARGE_ROWS - 1, LONG_ROW),
        "kernel": random_tensor(2, LARGE_ROWS, 2, 3, 3),
        "bias": random_tensor(3, LARGE_ROWS),
        "scalar": torch.tensor(2.7),
    }
    (file,) = save_weights(tmp_path, "part", state)
    stored = load_file(file)
    assert {name: tensor.dtype for name, tensor in stored.items() if tensor.dtype != torch.float16} == {
        "table": torch.int8,
        "convolution": torch.int8,
    }
    assert set(stored) == {*state, "table" + ROW_SCALES, "convolution" + ROW_SCALES}
    assert torch.equal(load_weights([file])["kernel"], state["kernel"].half().float())


def test_the_rows_of_a_convolution_keep_their_own_scale(tmp_path: Path) -> None:
    kernel = random_tensor(0, LARGE_ROWS, 8, 3, 3) * torch.logspace(-3, 2, LARGE_ROWS)[:, None, None, None]
    restored = load_weights(save_weights(tmp_path, "part", {"kernel": kernel}))["kernel"]
    error = (restored - kernel).flatten(1).abs().amax(1) / kernel.flatten(1).abs().amax(1)
    assert restored.shape == kernel.shape
    assert error.max() < 0.006


def test_shards_are_numbered_and_no_larger_than_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "SHARD_BYTES", 20_000)
    state = {f"layer{number}": random_tensor(number, 4000) for number in range(6)}
    files = save_weights(tmp_path, "part", state)
    assert [file.name for file in files] == [f"part-{number}.safetensors" for number in (1, 2, 3)]
    assert all(file.stat().st_size <= 20_000 + HEADER_BYTES for file in files)


def test_one_tensor_larger_than_the_limit_gets_a_shard_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weights, "SHARD_BYTES", 1000)
    state = {"first": random_tensor(0, 10), "large": random_tensor(1, 4000), "last": random_tensor(2, 10)}
    files = save_weights(tmp_path, "part", state)
    assert [sorted(load_file(file)) for file in files] == [["first"], ["large"], ["last"]]


def test_a_file_with_its_header_stays_below_15_megabytes() -> None:
    header_bytes_a_tensor, most_tensors = 200, 400
    assert weights.SHARD_BYTES + header_bytes_a_tensor * most_tensors < 15_000_000


def test_a_slice_of_a_larger_tensor_is_written_as_what_it_shows(tmp_path: Path) -> None:
    whole = random_tensor(0, 6, 8)
    restored = load_weights(save_weights(tmp_path, "part", {"turned": whole.T, "cut": whole[:, ::2]}))
    assert torch.equal(restored["turned"], whole.T.half().float())
    assert torch.equal(restored["cut"], whole[:, ::2].half().float())


def test_writing_fewer_shards_leaves_none_of_the_old_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as small:
        small.setattr(weights, "SHARD_BYTES", 8)
        save_weights(tmp_path, "part", {"a": torch.ones(4), "b": torch.ones(4)})
    files = save_weights(tmp_path, "part", {"a": torch.zeros(4)})
    assert sorted(tmp_path.iterdir()) == files


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), 1e6], ids=["none", "infinite", "too large"])
def test_weights_that_are_no_numbers_are_named_when_they_are_read(tmp_path: Path, wrong: float) -> None:
    sound, spoilt = torch.ones(LARGE_ROWS, LONG_ROW), torch.ones(3)
    spoilt[1] = wrong
    (file,) = save_weights(tmp_path, "part", {"sound": sound, "spoilt": spoilt})
    with pytest.raises(UserError, match="numbers that are none") as caught:
        load_weights([file])
    assert caught.value.path == file
    assert caught.value.hint


def test_a_row_without_a_scale_is_named_when_it_is_read(tmp_path: Path) -> None:
    table = torch.ones(LARGE_ROWS, LONG_ROW)
    table[7, 7] = float("inf")
    with pytest.raises(UserError, match="numbers that are none"):
        load_weights(save_weights(tmp_path, "part", {"table": table}))
