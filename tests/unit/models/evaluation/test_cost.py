"""What is measured for the cost, and under which conditions; not how long it takes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from tests.helpers.colour_pack import ColourPack
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.models.evaluation import cost
from videobert_desktop.models.evaluation.cost import MOMENTS, ROUNDS, WINDOWS_A_MOMENT, evaluate_cost
from videobert_desktop.models.evaluation.encoded_pictures import EncodedPictures


@dataclass
class Watched(ColourPack):
    """A pack that notes what it is asked to do, and how many threads it may use."""

    notes: list[tuple[Any, ...]] = field(default_factory=list)

    def encode_frames(self, pixels: NDArray[np.uint8]) -> dict[str, NDArray[np.generic]]:
        self.notes.append(("frames", len(pixels), torch.get_num_threads()))
        return super().encode_frames(pixels)

    def encode_windows(self, frames: Any, window_of_frame: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        self.notes.append(("windows", int(window_of_frame.max()) + 1, torch.get_num_threads()))
        return super().encode_windows(frames, window_of_frame)

    def align(self, sentence: str, moments: Sequence[Any]) -> NDArray[np.float32]:
        self.notes.append(("align", [len(moment) for moment in moments], torch.get_num_threads()))
        return super().align(sentence, moments)


@pytest.fixture
def watched(colour_pack: ColourPack, monkeypatch: pytest.MonkeyPatch) -> Watched:
    """The pack, by a clock that ticks once at every look."""
    ticks = iter(range(1000))
    monkeypatch.setattr(cost.time, "process_time", lambda: float(next(ticks)))
    return Watched(colour_pack.info)


def test_the_same_windows_are_encoded_and_as_frames(watched: Watched, pictures: EncodedPictures) -> None:
    evaluate_cost(watched, pictures.pairs, cancel=CancelToken(), report=ignore_progress)
    assert {note[1] for note in watched.notes if note[0] == "frames"} == {120}
    assert {note[1] for note in watched.notes if note[0] == "windows"} == {40}
    assert [note[1] for note in watched.notes if note[0] == "align"] == [[WINDOWS_A_MOMENT] * MOMENTS] * (ROUNDS + 1)


def test_everything_is_measured_in_one_thread_and_the_number_of_threads_is_as_before(
    watched: Watched, pictures: EncodedPictures
) -> None:
    torch.set_num_threads(2)
    evaluate_cost(watched, pictures.pairs, cancel=CancelToken(), report=ignore_progress)
    assert {note[-1] for note in watched.notes} == {1}
    assert torch.get_num_threads() == 2


def test_costs_are_for_each_window_and_for_all_moments(watched: Watched, pictures: EncodedPictures) -> None:
    found = evaluate_cost(watched, pictures.pairs, cancel=CancelToken(), report=ignore_progress)
    a_window = {"value": 1 / 40, "low": 1 / 40, "high": 1 / 40}
    assert found["frames_cpu_s"] == found["windows_cpu_s"] == a_window
    assert found["ratio"] == 1
    assert found["rerank_cpu_s"] == {"value": 1, "low": 1, "high": 1}
    json.dumps(found)


def test_it_stops_when_asked_to(watched: Watched, pictures: EncodedPictures) -> None:
    cancel = CancelToken()
    with pytest.raises(Cancelled):
        evaluate_cost(watched, pictures.pairs, cancel=cancel, report=lambda _: cancel.cancel())
