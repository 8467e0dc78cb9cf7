"""`videobert curve`, with a stand-in for the model's part."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from tests.unit.cli.calling import CommandLine
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.moment import MatchCurve
from videobert_desktop.services.libraries import Library
from videobert_desktop.services.searching import search_curve, search_moments

PICTURE = [0.0, 0.25, 0.5, 1.0]


class Searcher:
    """Stands in for `MomentSearcher`."""

    def __init__(self, library: Library) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        pass


class Curves:
    """Stands in for `match_curve`: gives one curve, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.curve = curve(PICTURE)

    def __call__(self, searcher: Searcher, video: str, text: str) -> MatchCurve:
        self.asked.append((video, text))
        if video == "none.mp4":
            raise UserError("There is no video 'none.mp4' in the library.")
        return self.curve


def curve(picture: Sequence[float], speech: Sequence[float] = (), duration: float = 5.5) -> MatchCurve:
    nothing = [0.0] * len(picture)
    return MatchCurve(
        Path("/v/cat.mp4"), duration, 1.5, {"picture": picture, "speech": speech or nothing, "screen": nothing}
    )


@pytest.fixture(autouse=True)
def curves(monkeypatch: pytest.MonkeyPatch) -> Curves:
    curves = Curves()
    monkeypatch.setattr(search_moments, "MomentSearcher", Searcher)
    monkeypatch.setattr(search_curve, "match_curve", curves)
    return curves


def test_the_document_is_that_of_the_contract(
    videobert: CommandLine, of_library: Sequence[str], curves: Curves
) -> None:
    outcome = videobert(*of_library, "--json", "curve", "cat.mp4", "a red cat")
    assert outcome.status == 0
    assert outcome.document == {
        "video": "/v/cat.mp4",
        "step": 1.5,
        "channels": {"picture": PICTURE, "speech": [0.0] * 4, "screen": [0.0] * 4},
    }
    assert curves.asked == [("cat.mp4", "a red cat")]


def test_people_get_a_strip_with_its_times(videobert: CommandLine, of_library: Sequence[str]) -> None:
    outcome = videobert(*of_library, "curve", "cat.mp4", "cat")
    assert outcome.stdout.splitlines() == [
        "/v/cat.mp4",
        "picture ·▂▄█  ■■■■■ 100%",
        "        0:00.0 0:05.5",
    ]


def test_a_channel_that_finds_something_has_a_strip_too(
    videobert: CommandLine, of_library: Sequence[str], curves: Curves
) -> None:
    curves.curve = curve([0.0] * 4, speech=[0.0, 1.0, 0.0, 0.0])
    picture, speech = videobert(*of_library, "curve", "cat.mp4", "cat").stdout.splitlines()[1:3]
    assert picture.startswith("picture ····")
    assert speech.startswith("speech  ·█··")


def test_a_long_strip_is_drawn_together_and_loses_no_peak(
    videobert: CommandLine, of_library: Sequence[str], curves: Curves
) -> None:
    picture = [0.0] * 7201
    picture[5050] = 1.0
    curves.curve = curve(picture, duration=10800.5)
    _, strip, times = videobert(*of_library, "curve", "cat.mp4", "cat").stdout.splitlines()
    drawn = strip.split()[1]
    assert (len(drawn), drawn.index("█")) == (72, 50)
    assert times == f"{'':8}0:00.0{'3:00:00.5':>66}"


def test_a_video_without_a_length_has_an_empty_strip(
    videobert: CommandLine, of_library: Sequence[str], curves: Curves
) -> None:
    curves.curve = curve([], duration=0.0)
    assert videobert(*of_library, "curve", "cat.mp4", "cat").status == 0
    assert videobert(*of_library, "--json", "curve", "cat.mp4", "cat").document["channels"]["picture"] == []


def test_a_video_that_is_not_in_the_library_is_an_error(videobert: CommandLine, of_library: Sequence[str]) -> None:
    outcome = videobert(*of_library, "curve", "none.mp4", "cat")
    assert (outcome.status, outcome.stdout) == (3, "")
    assert "none.mp4" in outcome.stderr


@pytest.mark.parametrize("arguments", [[], ["cat.mp4"], ["cat.mp4", ""], ["cat.mp4", "a", "cat"]])
def test_wrong_usage_draws_nothing(
    videobert: CommandLine, of_library: Sequence[str], curves: Curves, arguments: list[str]
) -> None:
    assert videobert(*of_library, "curve", *arguments).status == 2
    assert curves.asked == []
