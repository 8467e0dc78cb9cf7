"""`videobert doctor`: the document of the contract, the table, and the exit status."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.unit.cli.calling import CommandLine
from videobert_desktop.services.measuring.check import Check
from videobert_desktop.services.measuring.doctor import Diagnosis
from videobert_desktop.settings.options import Settings

GOOD = Check("disk", ok=True, detail="72.0 GB free")
BAD = Check("fonts", ok=False, detail="There are none", hint="Run: apt install fonts-dejavu-core")


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[Check]:
    """The checks that the service comes back with, to be filled by the test."""
    checks: list[Check] = []
    asked: list[Path] = []

    def examine(settings: Settings, library: Path, **_: object) -> Diagnosis:
        asked.append(library)
        return Diagnosis(tuple(checks), "cpu", 20.94321)

    monkeypatch.setattr("videobert_desktop.services.measuring.doctor.examine", examine)
    return checks


def test_the_document_is_that_of_the_contract(videobert: CommandLine, found: list[Check]) -> None:
    found.append(GOOD)
    outcome = videobert("--json", "doctor")
    assert outcome.status == 0
    assert outcome.document == {
        "checks": [{"name": "disk", "ok": True, "detail": "72.0 GB free", "hint": ""}],
        "device": "cpu",
        "x_realtime": 20.943,
    }


def test_anything_wrong_makes_the_status_1_and_its_hint_is_shown(videobert: CommandLine, found: list[Check]) -> None:
    found += [GOOD, BAD]
    outcome = videobert("doctor")
    assert outcome.status == 1
    assert "✓   disk    72.0 GB free" in outcome.stdout
    assert "✗   fonts   There are none" in outcome.stdout
    assert "fonts: Run: apt install fonts-dejavu-core" in outcome.stdout
    assert "1 problem found." in outcome.stdout


def test_nothing_wrong_is_told(videobert: CommandLine, found: list[Check]) -> None:
    found.append(GOOD)
    outcome = videobert("doctor")
    assert (outcome.status, outcome.stdout.splitlines()[-1]) == (0, "Everything is in order.")


def test_colour_stays_away_from_pipes(videobert: CommandLine, found: list[Check]) -> None:
    found.append(BAD)
    assert "\x1b" not in videobert("doctor").stdout


def test_no_library_is_made_or_needed(
    videobert: CommandLine, found: list[Check], of_library: Sequence[str], tmp_path: Path
) -> None:
    assert videobert("--library", str(tmp_path / "none"), "doctor").status == 0
    assert not (tmp_path / "none").exists()
