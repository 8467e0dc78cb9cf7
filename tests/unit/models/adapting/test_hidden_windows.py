"""Windows are hidden one by one, and the encoder reads what is around them."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
import torch

from tests.unit.models.adapting.plain_videos import cycles, noise, rows_of, tiny_reader
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled
from videobert_desktop.domain.progress import Progress, ignore_progress
from videobert_desktop.models.adapting.deadline import Deadline
from videobert_desktop.models.adapting.hidden_windows import hidden_windows
from videobert_desktop.models.adapting.lesson import Lesson
from videobert_desktop.models.evaluation.visual_words import masked_log_probabilities


def lesson_of(videos: list[list[int]], *, seconds: float = 1e9, cancel: CancelToken | None = None) -> Lesson:
    rows = [rows_of(words) for words in videos]
    return hidden_windows(
        tiny_reader().network,
        rows,
        seed=0,
        deadline=Deadline(seconds),
        cancel=cancel or CancelToken(),
        report=ignore_progress,
    )


def test_every_window_is_hidden_once_as_the_library_keeps_them() -> None:
    lesson = lesson_of(cycles(2, 20) + cycles(1, 3))
    assert Counter(lesson.videos[lesson.measured].tolist()) == {0: 20, 1: 20, 2: 3}
    words = lesson.right[torch.from_numpy(lesson.measured)].tolist()
    assert Counter(words) == Counter(word for video in cycles(2, 20) + cycles(1, 3) for word in video)


def test_the_head_says_of_them_what_the_transformer_says() -> None:
    videos = noise(3, 10)
    lesson = lesson_of(videos)
    with torch.no_grad():
        found = lesson.score(lesson.head(lesson.states), lesson.right).numpy()
    network = tiny_reader().network
    for number, words in enumerate(videos):
        told = masked_log_probabilities(network, rows_of(words))
        own = found[lesson.measured & (lesson.videos == number)]
        assert np.sort(own) == pytest.approx(np.sort(told[np.arange(len(words)), words]), abs=1e-4)


def test_nothing_is_seen_of_a_hidden_window() -> None:
    before = lesson_of([[0, 1, 2, 3]])
    after = lesson_of([[0, 1, 5, 3]])
    changed = (before.right != after.right).numpy()
    assert changed.sum() >= 1
    assert torch.allclose(before.states[changed], after.states[changed])


def test_they_are_hidden_at_other_rates_too_but_not_measured_there() -> None:
    lesson = lesson_of(cycles(2, 20))
    assert 0 < (~lesson.measured).sum() <= 40
    everywhere = lesson.states[torch.from_numpy(lesson.measured)]
    assert not torch.equal(lesson.states[torch.from_numpy(~lesson.measured)][:5], everywhere[:5])


def test_where_time_is_short_some_windows_of_each_video_come_first() -> None:
    lesson = lesson_of(cycles(3, 40), seconds=0.0)
    assert len(lesson.videos) == 32
    whole = lesson_of(cycles(3, 40))
    first_round = whole.videos[:90]
    assert set(first_round.tolist()) == {0, 1, 2}


def test_progress_is_told_in_windows() -> None:
    told: list[Progress] = []
    rows = [rows_of(words) for words in cycles(2, 40)]
    network = tiny_reader().network
    hidden_windows(network, rows, seed=0, deadline=Deadline(1e9), cancel=CancelToken(), report=told.append)
    assert {progress.total for progress in told} == {80}
    assert [progress.done for progress in told] == sorted(progress.done for progress in told)


def test_it_can_be_cancelled() -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        lesson_of(cycles(2), cancel=cancel)


def test_a_deadline_is_over_when_its_seconds_are() -> None:
    now = [10.0]
    deadline = Deadline(5.0, lambda: now[0])
    assert not deadline.is_over
    now[0] = 15.0
    assert deadline.is_over
