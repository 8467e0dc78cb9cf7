"""What a person is told, and how work is stopped."""

from __future__ import annotations

from pathlib import Path

import pytest

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, Failure, UserError


def test_an_error_names_the_file_what_happened_and_the_next_step() -> None:
    error = UserError("It is empty.", path=Path("a.mp4"), hint="Copy it again.")
    assert str(error) == "a.mp4: It is empty. Copy it again."


def test_an_error_may_be_about_no_file_and_have_no_remedy() -> None:
    assert str(UserError("There is no display.")) == "There is no display."


def test_a_failure_is_about_the_file_of_its_error_or_else_the_one_at_hand() -> None:
    told = Failure.from_error(UserError("It is empty.", hint="Copy it again."), Path("b.mp4"))
    assert told == Failure(Path("b.mp4"), "It is empty.", "Copy it again.")
    assert not told.passing
    assert Failure.from_error(UserError("The drive is asleep.", passing=True), Path("b.mp4")).passing
    assert Failure.from_error(UserError("Gone.", path=Path("a.mp4")), Path("b.mp4")).path == Path("a.mp4")


def test_work_stops_at_its_first_look_after_it_was_cancelled() -> None:
    cancel = CancelToken()
    cancel.raise_if_cancelled()
    assert not cancel.cancelled
    cancel.cancel()
    assert cancel.cancelled
    with pytest.raises(Cancelled):
        cancel.raise_if_cancelled()
