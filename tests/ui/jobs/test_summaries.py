"""What is said of a batch that is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.jobs.fakes import report
from videobert_desktop.domain.errors import Failure
from videobert_desktop.services.indexing.index_videos import IndexReport
from videobert_desktop.ui.jobs.summaries import index_summary, news_of

FAILURES = [Failure(Path(f"/films/{n}.mp4"), "The file is empty.", "Copy it again.") for n in range(5)]


@pytest.mark.parametrize(
    ("done", "sentence"),
    [
        (report(indexed=1), "1 video indexed."),
        (report(indexed=2, unchanged=1), "2 videos indexed, 1 was in the library already."),
        (report(unchanged=2, moved=1), "3 were in the library already."),
        (report(), "There was nothing to index."),
    ],
)
def test_it_is_said_in_a_sentence(done: IndexReport, sentence: str) -> None:
    assert index_summary(done) == sentence


def test_the_first_failures_are_named_with_their_reasons() -> None:
    lines = index_summary(report(indexed=1, failed=FAILURES)).splitlines()
    assert lines[0] == "1 video indexed, 5 files could not be indexed, or not wholly."
    assert lines[1:4] == [f"{n}.mp4: The file is empty. Copy it again." for n in range(3)]
    assert lines[4:] == ["… and 2 more; see the list."]


def test_one_failure_is_no_more_than_that() -> None:
    lines = index_summary(report(failed=FAILURES[:1])).splitlines()
    assert lines == ["1 file could not be indexed, or not wholly.", "0.mp4: The file is empty. Copy it again."]


def test_a_name_that_cannot_be_drawn_breaks_no_line() -> None:
    failure = Failure(Path("/films/a\nb.mp4"), "The file is empty.")
    assert index_summary(report(failed=[failure])).splitlines()[1] == "a\\nb.mp4: The file is empty."


def test_news_are_what_was_indexed_and_what_failed_anew() -> None:
    done = report(indexed=1, unchanged=50, moved=3, failed=FAILURES[:2], failed_before=FAILURES[:1])
    news = news_of(done)
    assert news is not None
    assert (news.indexed, news.unchanged, news.moved, news.failed) == (1, 0, 0, (FAILURES[1],))


def test_there_may_be_none() -> None:
    assert news_of(report(unchanged=50, moved=3, failed=FAILURES, failed_before=FAILURES)) is None
