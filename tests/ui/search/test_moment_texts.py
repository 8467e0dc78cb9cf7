"""What a card says about why a moment was found."""

from __future__ import annotations

from pathlib import Path

import pytest

from videobert_desktop.domain.moment import Evidence, Moment, TextEvidence
from videobert_desktop.domain.timing import Span
from videobert_desktop.ui.search.moment_texts import reason

SPAN = Span(1.0, 3.0)


def found_by(evidence: Evidence) -> Moment:
    return Moment(1, Path("/v/a.mp4"), SPAN, 1.0, 0.5, 0.9, evidence, online=True)


@pytest.mark.parametrize(
    ("evidence", "text"),
    [
        (Evidence(picture=0.4), "seen in the picture"),
        (Evidence(speech=TextEvidence("Good\nmorning {text}", SPAN)), "said: “Good morning {text}”"),
        (Evidence(screen=TextEvidence("EXIT", SPAN)), "written: “EXIT”"),
        (Evidence(0.4, speech=TextEvidence("Hello", SPAN)), "said: “Hello”, seen in the picture"),
        (Evidence(), ""),
    ],
)
def test_it_names_the_channels_and_quotes_what_is_said_or_written(evidence: Evidence, text: str) -> None:
    assert reason(found_by(evidence)) == text
