"""What it brings to rank the best pictures again by how well sentence and picture belong together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.models.evaluation.bootstrap import paired_bootstrap
from videobert_desktop.models.packs.pack import Pack
from videobert_desktop.models.packs.window_rows import WindowRows
from videobert_desktop.models.retrieval import confidence_intervals, first_items, ranks, recall_table, rerank_ranks

TOP = 50


@dataclass(frozen=True, slots=True, eq=False)
class FirstStage:
    """What the dual encoder finds.

    Attributes:
        sentences: The captions; there are q.
        owners: (q,) int64, the picture that each describes.
        moments: What the transformer reads of each of n pictures.
        scores: (q, n) float32, as a search ranks: less hubness.
    """

    sentences: Sequence[str]
    owners: NDArray[np.int64]
    moments: Sequence[WindowRows]
    scores: NDArray[np.float32]

    @property
    def right(self) -> NDArray[np.bool_]:
        """(q, n), whether a picture is the one that a caption describes."""
        return np.asarray(self.owners[:, None] == np.arange(len(self.moments)))

    def sample(self, count: int, seed: int) -> FirstStage:
        """A sample of `count` captions that is like all of them in how well their pictures are found.

        It is drawn systematically from the captions in the order of their ranks, those of one rank at random
        (Madow and Madow, 1944), so that its recalls are those of all captions.
        """
        total = len(self.sentences)
        if count >= total:
            return self
        random = np.random.default_rng(seed)
        order = np.lexsort((random.permutation(total), ranks(self.scores, self.right)))
        chosen = np.sort(order[((np.arange(count) + random.random()) * total / count).astype(np.int64)])
        sentences = [self.sentences[number] for number in chosen]
        return FirstStage(sentences, self.owners[chosen], self.moments, self.scores[chosen])


@dataclass(frozen=True, slots=True, eq=False)
class Reranked:
    """What re-ranking made of it.

    Attributes:
        before: (q,) int64, the ranks of the first stage.
        after: (q,) int64, the ranks of the fused scores.
        owners: (q,) int64, the pictures described.
        weight: Of the alignment.
        seed: Of the sample and of the bootstrap.
    """

    before: NDArray[np.int64]
    after: NDArray[np.int64]
    owners: NDArray[np.int64]
    weight: float
    seed: int

    @property
    def table(self) -> dict[str, float]:
        """The recalls after re-ranking, and of how many captions."""
        return recall_table(self.after) | {"n": len(self.after)}

    @property
    def intervals(self) -> dict[str, tuple[float, float]]:
        """The intervals of the recalls."""
        return confidence_intervals(self.after, self.owners, self.seed)

    @property
    def report(self) -> dict[str, object]:
        """By how much R@1 rises, by a paired bootstrap over pictures; "t2v" is of the same captions before."""
        lift, low, high = paired_bootstrap(self.before < 1, self.after < 1, self.owners, self.seed)
        about = {"weight": self.weight, "lift": lift, "low": low, "high": high}
        return about | {"n": len(self.after), "seed": self.seed, "top": TOP, "t2v": recall_table(self.before)}


def rerank(pack: Pack, found: FirstStage, weight: float, *, seed: int, cancel: CancelToken, report: Report) -> Reranked:
    """Rank the first stage's best pictures of each caption again.

    Args:
        pack: Whose alignment it is.
        found: The first stage.
        weight: Of the alignment in the fused score.
        seed: Of the intervals.
        cancel: Looked at between captions.
        report: Told the progress.

    Raises:
        Cancelled: It was asked to stop.
    """
    candidates = first_items(found.scores, TOP)
    alignment = align_candidates(pack, found, candidates, cancel=cancel, report=report)
    after = rerank_ranks(found.scores, alignment, candidates, weight, found.right)
    return Reranked(ranks(found.scores, found.right), after, found.owners, weight, seed)


def align_candidates(
    pack: Pack, found: FirstStage, candidates: NDArray[np.int64], *, cancel: CancelToken, report: Report
) -> NDArray[np.float32]:
    """How well each caption and its candidates (q, top) belong together: (q, top) float32.

    Where the right picture is not among the candidates no order of them would matter: those captions are passed over,
    and their alignments are 0.

    Raises:
        Cancelled: It was asked to stop.
    """
    alignment = np.zeros(candidates.shape, np.float32)
    within = np.flatnonzero((candidates == found.owners[:, None]).any(1))
    for done, number in enumerate(within.tolist()):
        cancel.raise_if_cancelled()
        report(Progress("ranking again", done, len(within), "items"))
        chosen = [found.moments[candidate] for candidate in candidates[number].tolist()]
        alignment[number] = pack.align(found.sentences[number], chosen)
    return alignment
