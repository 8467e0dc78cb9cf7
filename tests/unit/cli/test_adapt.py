"""`videobert adapt`, with stand-ins for the services."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.unit.cli.calling import CommandLine
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure, UserError
from videobert_desktop.domain.progress import Report
from videobert_desktop.services.adapting import adapt_model
from videobert_desktop.services.adapting.adapt_model import AdaptOptions, AdaptReport
from videobert_desktop.services.adapting.library_videos import Failed
from videobert_desktop.services.library import Library

MEASURE: dict[str, Any] = {
    "videos": 12,
    "examples": 300,
    "unadapted": -7.5,
    "blind": -7.25,
    "before": -7.25,
    "after": -5.75,
    "lift": 1.5,
    "low": 1.0,
    "high": 2.0,
    "steps": 80,
    "kept": True,
}
REPORT = AdaptReport(
    kept=True,
    made=datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC),
    pack="tiny@2",
    videos=12,
    windows=300,
    seconds=61.25,
    measures={"visual_words": MEASURE},
)


class Services:
    """Stand in for the services: give one report, and remember what they were asked."""

    def __init__(self) -> None:
        self.report: AdaptReport = REPORT
        self.asked: list[tuple[AdaptOptions, str]] = []
        self.failure: Failure | None = None
        self.error: UserError | None = None
        self.interrupted = False
        self.used = False

    def adapt(
        self,
        library: Library,
        options: AdaptOptions,
        *,
        device: str,
        threads: int,
        cancel: CancelToken,
        report: Report,
        failed: Failed,
    ) -> AdaptReport:
        self.asked.append((options, device))
        if self.error is not None:
            raise self.error
        if self.interrupted:
            signal.raise_signal(signal.SIGINT)
        cancel.raise_if_cancelled()
        if self.failure is not None:
            failed(self.failure)
        return self.report

    def status(self, library: Library) -> AdaptReport | None:
        return self.report if self.used else None

    def undo(self, library: Library) -> bool:
        return self.used


@pytest.fixture(autouse=True)
def services(monkeypatch: pytest.MonkeyPatch) -> Services:
    services = Services()
    monkeypatch.setattr(adapt_model, "adapt_library", services.adapt)
    monkeypatch.setattr(adapt_model, "adaptation_status", services.status)
    monkeypatch.setattr(adapt_model, "undo_adaptation", services.undo)
    return services


class TestAdapting:
    def test_the_document_tells_whether_it_is_kept_and_why(
        self, videobert: CommandLine, of_library: Sequence[str]
    ) -> None:
        outcome = videobert(*of_library, "--json", "adapt")
        assert outcome.status == 0
        assert outcome.document == {
            "kept": True,
            "measure": {"visual_words": MEASURE},
            "videos": 12,
            "windows": 300,
            "seconds": 61.25,
            "before": -7.25,
            "after": -5.75,
            "lift": 1.5,
            "low": 1.0,
            "high": 2.0,
            "pack": "tiny@2",
            "made": "2024-05-06T07:08:09+00:00",
            "failed": [],
        }

    def test_people_get_a_table_and_a_verdict(self, videobert: CommandLine, of_library: Sequence[str]) -> None:
        outcome = videobert(*of_library, "adapt")
        assert "hidden windows" in outcome.stdout
        assert "-7.250" in outcome.stdout
        assert "-7.500" in outcome.stdout
        assert "+1.000 \N{EN DASH} +2.000" in outcome.stdout
        assert "better for sure, and the library uses it" in outcome.stdout
        assert "12 videos (300 windows)" in outcome.stdout

    def test_what_does_not_help_is_not_kept_and_that_is_no_failure(
        self, videobert: CommandLine, of_library: Sequence[str], services: Services
    ) -> None:
        measure = MEASURE | {"low": -0.1, "kept": False}
        services.report = replace(REPORT, kept=False, measures={"visual_words": measure})
        outcome = videobert(*of_library, "adapt")
        assert outcome.status == 0
        assert "is not kept" in outcome.stdout

    def test_options_reach_the_service(
        self, videobert: CommandLine, of_library: Sequence[str], services: Services
    ) -> None:
        videobert(*of_library, "adapt", "--minutes", "0.5", "--seed", "3", "--device", "cpu")
        assert services.asked == [(AdaptOptions(minutes=0.5, seed=3), "cpu")]

    def test_videos_that_are_left_out_are_named(
        self, videobert: CommandLine, of_library: Sequence[str], services: Services
    ) -> None:
        services.failure = Failure(Path("/v/broken.mp4"), "What was kept of it is damaged.", "Index it again.")
        outcome = videobert(*of_library, "--json", "adapt")
        assert outcome.status == 1
        assert outcome.document["failed"] == [
            {"path": "/v/broken.mp4", "reason": "What was kept of it is damaged.", "hint": "Index it again."}
        ]
        assert "broken.mp4" in outcome.stderr

    def test_too_few_videos_are_an_error(
        self, videobert: CommandLine, of_library: Sequence[str], services: Services
    ) -> None:
        services.error = UserError("The library has 1 indexed videos, and adapting takes 6.", hint="Index some more.")
        outcome = videobert(*of_library, "adapt")
        assert outcome.status == 3
        assert "Index some more." in outcome.stderr

    def test_interrupted_it_says_that_nothing_is_kept(
        self, videobert: CommandLine, of_library: Sequence[str], services: Services
    ) -> None:
        services.interrupted = True
        outcome = videobert(*of_library, "adapt")
        assert outcome.status == 130
        assert "Nothing of it is kept" in outcome.stderr


class TestStatus:
    def test_of_a_library_that_uses_its_pack_as_it_is(self, videobert: CommandLine, of_library: Sequence[str]) -> None:
        assert videobert(*of_library, "--json", "adapt", "--status").document == {"adapted": False}
        assert "uses its pack as it is" in videobert(*of_library, "adapt", "--status").stdout

    def test_of_one_that_has_learned(
        self, videobert: CommandLine, of_library: Sequence[str], services: Services
    ) -> None:
        services.used = True
        document = videobert(*of_library, "--json", "adapt", "--status").document
        assert (document["adapted"], document["low"], document["made"]) == (True, 1.0, "2024-05-06T07:08:09+00:00")
        shown = videobert(*of_library, "adapt", "--status").stdout
        assert "tiny@2 has learned of it on 2024-05-06" in shown
        assert "+1.500" in shown


class TestUndoing:
    @pytest.mark.parametrize(("used", "told"), [(True, "as it is again"), (False, "as it is already")])
    def test_it_says_whether_there_was_anything(
        self, videobert: CommandLine, of_library: Sequence[str], services: Services, used: bool, told: str
    ) -> None:
        services.used = used
        assert told in videobert(*of_library, "adapt", "--undo").stdout
        assert videobert(*of_library, "--json", "adapt", "--undo").document == {"undone": used}
        assert services.asked == []


@pytest.mark.parametrize("wrong", [("--undo", "--status"), ("--minutes", "0"), ("--minutes", "long"), ("--seed", "-1")])
def test_wrong_usage(videobert: CommandLine, of_library: Sequence[str], wrong: tuple[str, ...]) -> None:
    assert videobert(*of_library, "adapt", *wrong).status == 2


def test_a_library_that_is_not_there_is_an_error(videobert: CommandLine, tmp_path: Path) -> None:
    assert videobert("--library", str(tmp_path / "none"), "adapt").status == 3
