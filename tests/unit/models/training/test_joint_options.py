"""Options that contradict each other are refused."""

from __future__ import annotations

import pytest

from videobert_desktop.models.training.joint_options import JointOptions


def test_training_may_not_stop_before_it_is_measured_again() -> None:
    with pytest.raises(ValueError, match="patience of 2"):
        JointOptions(patience=2, measured_every=3)


def test_the_usual_ones_are_in_order() -> None:
    usual = JointOptions()
    assert usual.patience >= usual.measured_every
    assert usual.epochs >= usual.measured_every
