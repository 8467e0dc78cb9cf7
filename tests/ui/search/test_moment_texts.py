"""What a card says."""

from __future__ import annotations

import pytest

from videobert_desktop.ui.search.moment_texts import certainties, certainty


@pytest.mark.parametrize(
    ("confidence", "word"),
    [
        (1.0, "very sure"),
        (0.85, "very sure"),
        (0.849, "likely"),
        (0.5, "likely"),
        (0.499, "perhaps"),
        (0.15, "perhaps"),
        (0.149, "hardly"),
        (0.0, "hardly"),
    ],
)
def test_how_sure_the_search_is_goes_by_a_word(confidence: float, word: str) -> None:
    assert certainty(confidence) == word
    assert word in certainties()
