"""A step learns from the weighted losses, and nothing is learned from numbers that are none."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor, nn

from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.training.losses import warmup_cosine
from videobert_desktop.models.training.steps import take_step

WEIGHTS = {"near": 1.0, "far": 0.5, "unused": 9.0}


class Point(nn.Module):
    """Two numbers that learn."""

    def __init__(self) -> None:
        super().__init__()
        self.place = nn.Parameter(torch.tensor([3.0, 4.0]))


@pytest.fixture
def point() -> Point:
    return Point()


def stepped(point: Point, losses: dict[str, Tensor], step: int = 4, total: int = 20) -> dict[str, float]:
    optimiser = torch.optim.SGD([{"params": list(point.parameters()), "peak": 0.5}], lr=9.0)
    return take_step(point, optimiser, losses, WEIGHTS, step=step, total=total)


def test_the_losses_are_told_as_they_are(point: Point) -> None:
    told = stepped(point, {"near": point.place.sum(), "far": point.place.prod()})
    assert told == {"near": 7.0, "far": 12.0}


def test_it_goes_against_the_weighted_gradient_at_the_rate_of_the_step(point: Point) -> None:
    stepped(point, {"near": 0.1 * point.place[0], "far": 0.1 * point.place[1]})
    rate = 0.5 * warmup_cosine(4, 20)
    torch.testing.assert_close(point.place.detach(), torch.tensor([3.0 - rate * 0.1, 4.0 - rate * 0.05]))


def test_a_long_gradient_is_cut_to_a_length_of_one(point: Point) -> None:
    stepped(point, {"near": 1000 * point.place.sum()})
    moved = torch.tensor([3.0, 4.0]) - point.place.detach()
    assert float(moved.norm()) == pytest.approx(0.5 * warmup_cosine(4, 20), rel=1e-4)


@pytest.mark.parametrize("wrong", [math.nan, math.inf])
def test_a_loss_that_is_no_number_is_told_with_its_step_and_not_learned(point: Point, wrong: float) -> None:
    with pytest.raises(UserError, match="step 5 of 20") as caught:
        stepped(point, {"near": point.place.sum(), "far": point.place.sum() * wrong})
    assert f"far {wrong}" in caught.value.reason
    assert point.place.tolist() == [3.0, 4.0]


def test_neither_is_a_gradient_that_is_none(point: Point) -> None:
    with pytest.raises(UserError, match="step 1 of 20"):
        stepped(point, {"near": (point.place - point.place.detach()).abs().sqrt().sum()}, step=0)
    assert point.place.tolist() == [3.0, 4.0]
