"""Lines of writing, put in reading order."""

from __future__ import annotations

import pytest

from videobert_desktop.domain.screen_text import Box
from videobert_desktop.models.screen_text.lines import FoundLine, screen_lines


def line(text: str, left: float = 0.0, top: float = 0.0, *, confidence: float = 0.9) -> FoundLine:
    return FoundLine(text, confidence, left, top, left + 50.0, top + 20.0)


def texts(*found: FoundLine) -> list[str]:
    return [each.text for each in screen_lines(found, 200, 100)]


def test_they_are_read_from_top_to_bottom_and_from_left_to_right() -> None:
    assert texts(line("below", 0, 60), line("right", 100, 3), line("left", 10, 0)) == ["left", "right", "below"]


def test_boxes_are_fractions_of_the_picture_and_within_it() -> None:
    (found,) = screen_lines([FoundLine("out", 0.9, -10.0, 50.0, 100.0, 120.0)], 200, 100)
    assert found.box == Box(0.0, 0.5, 0.5, 1.0)


@pytest.mark.parametrize("text", ["", "  ", "-", "...", "|"])
def test_what_says_nothing_is_left_out(text: str) -> None:
    assert texts(line(text), line("word", top=50)) == ["word"]


def test_what_is_hardly_read_is_left_out() -> None:
    assert texts(line("texture", confidence=0.55), line("word", top=50, confidence=1.0001)) == ["word"]


def test_markup_is_text() -> None:
    assert texts(line("<b>bold</b>   &amp;\nso on")) == ["<b>bold</b> &amp; so on"]


def test_nothing_found_is_nothing() -> None:
    assert texts() == []
