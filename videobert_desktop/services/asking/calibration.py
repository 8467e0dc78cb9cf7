"""From scores to probabilities, as fitted on held-out pictures."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass

from videobert_desktop.domain.errors import UserError
from videobert_desktop.services.asking.vocabulary import DIRECTORY
from videobert_desktop.settings.resources import resource_path

CALIBRATION = "calibration.json"
_ARTICLES = frozenset({"a", "an", "the"})


@dataclass(frozen=True, slots=True)
class Presence:
    """How probable it is that what a phrase says is to be seen.

    Attributes:
        coefficients: Of the score, of the logarithm of the number of words, of their product, and a constant.
    """

    coefficients: tuple[float, float, float, float]

    def probability(self, score: float, phrase: str) -> float:
        """The probability for a phrase whose windows score so high, in [0, 1]."""
        of_score, of_words, of_both, constant = self.coefficients
        words = word_measure(phrase)
        logit = of_score * score + of_words * words + of_both * score * words + constant
        return 1 / (1 + math.exp(-min(max(logit, -30.0), 30.0)))


def word_measure(phrase: str) -> float:
    """The logarithm of how many words a phrase has, without articles: more words say more, or can be more wrong."""
    return math.log(max(1, sum(word not in _ARTICLES for word in phrase.split())))


def load_presence() -> Presence:
    """The calibration that comes along.

    Raises:
        UserError: Its file is missing or damaged.
    """
    path = resource_path(DIRECTORY, CALIBRATION)
    try:
        first, second, third, fourth = map(float, json.loads(path.read_text(encoding="utf-8"))["presence"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(f"It cannot be read: {error}", path=path, hint="Install the program again.") from error
    return Presence((first, second, third, fourth))
