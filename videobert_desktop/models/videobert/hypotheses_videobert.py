"""The captions that are followed in a beam search, apart from the network that tells how probable they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

IMPOSSIBLE = float("-inf")
NGRAM = 3


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A caption that was found.

    Attributes:
        ids: Its word pieces, without the tokens that begin and end it.
        log_probability: Of all of them together, and of the end where it was reached.
        mean: The same per token.
    """

    ids: tuple[int, ...]
    log_probability: float
    mean: float


class BeamSearch:
    """The search for the captions of one video; all that are being followed are of one length.

    No three word pieces in a row come twice (Paulus et al., ICLR 2018).

    Attributes:
        prefixes: The captions that are being followed, as many as there are beams; the best first.
        parents: Which of the captions before each of them goes on.
    """

    def __init__(self, beams: int, longest: int, length_penalty: float, end: int) -> None:
        """Follow `beams` captions of at most `longest` word pieces, to the token `end`.

        Captions are ranked by their log-probability over the power `length_penalty` of their length.
        """
        self._beams, self._longest, self._penalty, self._end = beams, longest, length_penalty, end
        self.prefixes: list[tuple[int, ...]] = [()] * beams
        self.parents = list(range(beams))
        # All begin alike, so one of them is enough.
        self._scores = torch.tensor([0.0] + [IMPOSSIBLE] * (beams - 1))
        self._finished: list[tuple[float, Hypothesis]] = []

    @property
    def done(self) -> bool:
        """Whether nothing better can be found than what is finished."""
        most = float(self._scores.max())
        if most == IMPOSSIBLE:
            return True
        if len(self._finished) < self._beams:
            return False
        # What a caption still gains in length is good for it, or bad, depending on the penalty.
        length = self._longest if self._penalty > 0 else len(self.prefixes[0]) + 1
        return bool(most / length**self._penalty <= self._ranking()[self._beams - 1][0])

    def extend(self, follow: Tensor) -> None:
        """Go on by a token, given the log-probabilities (beams, vocabulary) float32 of what follows each caption."""
        follow = follow.clone()
        for row, prefix in enumerate(self.prefixes):
            for token in _would_repeat(prefix):
                follow[row, token] = IMPOSSIBLE
        if not self.prefixes[0]:
            follow[:, self._end] = IMPOSSIBLE
        # One in each beam may be the end, so twice as many are enough.
        best = (self._scores.unsqueeze(1) + follow).flatten().topk(2 * self._beams)
        going: list[tuple[float, int, int]] = []
        for rank, (score, place) in enumerate(zip(best.values.tolist(), best.indices.tolist(), strict=True)):
            parent, token = divmod(place, follow.shape[1])
            if token != self._end:
                going.append((score, parent, token))
            elif rank < self._beams and score > IMPOSSIBLE:
                prefix = self.prefixes[parent]
                self._finished.append(self._ranked(prefix, score, len(prefix) + 1))
        going = going[: self._beams]
        self.prefixes = [(*self.prefixes[parent], token) for _, parent, token in going]
        self.parents = [parent for _, parent, _ in going]
        self._scores = torch.tensor([score for score, _, _ in going])

    def best(self) -> list[Hypothesis]:
        """At most as many captions as there are beams, the best first."""
        return [hypothesis for _, hypothesis in self._ranking()[: self._beams]]

    def _ranking(self) -> list[tuple[float, Hypothesis]]:
        found = list(self._finished)
        if len(self.prefixes[0]) == self._longest:
            running = zip(self.prefixes, self._scores.tolist(), strict=True)
            found += [self._ranked(prefix, score, len(prefix)) for prefix, score in running if score > IMPOSSIBLE]
        return sorted(found, key=lambda ranked: ranked[0], reverse=True)

    def _ranked(self, ids: tuple[int, ...], log_probability: float, tokens: int) -> tuple[float, Hypothesis]:
        hypothesis = Hypothesis(ids, log_probability, log_probability / tokens)
        return log_probability / tokens**self._penalty, hypothesis


def _would_repeat(ids: Sequence[int]) -> set[int]:
    """The word pieces that would make the last three a repetition."""
    last = tuple(ids[len(ids) - NGRAM + 1 :])
    starts = range(len(ids) - NGRAM + 1)
    return {ids[start + NGRAM - 1] for start in starts if tuple(ids[start : start + NGRAM - 1]) == last}
