"""Captions of stretches of a video."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.colour_pack import COLOURS, DIM, colour_pack_info
from tests.helpers.scenes import windows
from tests.helpers.talking_pack import TalkingPack
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.description import TimedCaption
from videobert_desktop.domain.errors import Cancelled
from videobert_desktop.domain.progress import Progress, ignore_progress
from videobert_desktop.domain.timing import Span
from videobert_desktop.services.describing.caption_stretches import caption_stretches
from videobert_desktop.services.indexing.stored_windows import StoredWindows

PROGRESS = Progress("describing", 0, None, "moments", "a.mp4", 7)


@pytest.fixture
def pack(tmp_path: Path) -> TalkingPack:
    return TalkingPack(colour_pack_info(tmp_path))


def stored(*colours: str, spans: Sequence[Span] | None = None) -> StoredWindows:
    """Windows of two pictures each."""
    shown = np.repeat([np.array(COLOURS[name]) / 255 for name in colours], 2, axis=0).astype(np.float16)
    times = np.arange(len(shown)) * 0.75
    numbers = np.repeat(np.arange(len(colours)), 2)
    embeddings = np.zeros((len(colours), DIM), np.float16)
    return StoredWindows(tuple(spans or windows(len(colours))), {"colours": shown}, times, numbers, embeddings, None)


def captions(pack: TalkingPack, video: StoredWindows, *stretches: range) -> list[TimedCaption]:
    return caption_stretches(pack, video, stretches, cancel=CancelToken(), report=ignore_progress, progress=PROGRESS)


def test_a_stretch_is_captioned_by_its_own_windows(pack: TalkingPack) -> None:
    found = captions(pack, stored("red", "red", "green", "blue"), range(2), range(2, 3), range(3, 4))
    assert [(caption.span, caption.text) for caption in found] == [
        (Span(0.0, 3.0), "the wall is red"),
        (Span(3.0, 4.5), "the wall is green"),
        (Span(4.5, 6.0), "the wall is blue"),
    ]
    assert all(0.9 < caption.confidence <= 1.0 for caption in found)


def test_neighbours_that_are_told_the_same_are_one(pack: TalkingPack) -> None:
    (found,) = captions(pack, stored("red", "red", "blue", "red"), range(1), range(1, 4))
    assert (found.span, found.text) == (Span(0.0, 6.0), "the wall is red")
    both = 1 / (1 + np.exp([-4.0, 4.0 - 8.0 * 2 / 3]))
    assert found.confidence == pytest.approx((both[0] + 3 * both[1]) / 4, rel=1e-5)


def test_what_lies_apart_stays_apart(pack: TalkingPack) -> None:
    found = captions(pack, stored("red", "blue", "red"), range(1), range(2, 3))
    assert [caption.span for caption in found] == [Span(0.0, 1.5), Span(3.0, 4.5)]


@pytest.mark.parametrize("doubt", ["unsure", "unfit"])
def test_what_is_not_sure_is_left_out(tmp_path: Path, doubt: str) -> None:
    doubtful = TalkingPack(colour_pack_info(tmp_path), **{doubt: frozenset({"red"})})
    found = captions(doubtful, stored("red", "green"), range(1), range(1, 2))
    assert [caption.text for caption in found] == ["the wall is green"]


def test_captions_are_as_long_as_the_stretch_is_cut(pack: TalkingPack) -> None:
    (found,) = captions(pack, stored("red", spans=[Span(0.4, 1.1)]), range(1))
    assert found.span == Span(0.4, 1.1)


def test_it_is_told_how_far_the_work_is(pack: TalkingPack) -> None:
    reports: list[Progress] = []
    video = stored(*["red"] * 9)
    caption_stretches(
        pack,
        video,
        [range(number, number + 1) for number in range(9)],
        cancel=CancelToken(),
        report=reports.append,
        progress=PROGRESS,
    )
    assert [report.done for report in reports] == [0, 4, 8, 9]
    assert all((report.total, report.item, report.video_id) == (9, "a.mp4", 7) for report in reports)
    assert reports[-1].part == 1.0


def test_it_stops_when_it_is_asked_to(pack: TalkingPack) -> None:
    cancel = CancelToken()

    def report(progress: Progress) -> None:
        if progress.done:
            cancel.cancel()

    stretches = [range(number, number + 1) for number in range(40)]
    with pytest.raises(Cancelled):
        caption_stretches(pack, stored(*["red"] * 40), stretches, cancel=cancel, report=report, progress=PROGRESS)
    assert pack.written == 8
