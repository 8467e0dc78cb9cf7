"""BLEU and CIDEr of captions; both read the same tokens, so that no tokenizer of their own (nor Java) is needed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.evaluation.bootstrap import Estimate, estimate

ORDER = 4
PACKAGES = ("sacrebleu", "pycocoevalcap")
_PUNCTUATION = re.compile(r"[^\w\s]|_")


@dataclass(frozen=True, slots=True, eq=False)
class CaptionScores:
    """The scores of captions, picture by picture, so that they can be drawn anew.

    Attributes:
        matches: (n, 4) int64, the n-grams of each length that a reference has too.
        totals: (n, 4) int64, the n-grams of each length.
        lengths: (n, 2) int64, the tokens of the caption, and of the reference nearest in length.
        ciders: (n,) float64, the CIDEr of each picture, its weights of n-grams taken from all references.
    """

    matches: NDArray[np.int64]
    totals: NDArray[np.int64]
    lengths: NDArray[np.int64]
    ciders: NDArray[np.float64]

    def estimates(self, draws: NDArray[np.int64]) -> dict[str, Estimate]:
        """Both measures with their intervals over `draws` (r, n), how often each picture is drawn."""
        once = np.ones_like(draws[:1])
        return {
            "bleu4": estimate(self._bleus(once)[0], self._bleus(draws)),
            "cider": estimate(self.ciders.mean(), self._mean_ciders(draws)),
        }

    def lead(self, other: CaptionScores, draws: NDArray[np.int64]) -> dict[str, Estimate]:
        """By how much these are better than `other` ones of the same pictures, as a paired bootstrap."""
        once = np.ones_like(draws[:1])
        bleu, cider = self._bleus, self._mean_ciders
        return {
            "bleu4": estimate((bleu(once) - other._bleus(once))[0], bleu(draws) - other._bleus(draws)),
            "cider": estimate((cider(once) - other._mean_ciders(once))[0], cider(draws) - other._mean_ciders(draws)),
        }

    def _bleus(self, draws: NDArray[np.int64]) -> NDArray[np.float64]:
        """BLEU-4 of the corpora that were drawn, in [0, 1]: (r,)."""
        from sacrebleu.metrics.bleu import BLEU

        corpora = zip(
            (draws @ self.matches).tolist(),
            (draws @ self.totals).tolist(),
            (draws @ self.lengths).tolist(),
            strict=True,
        )
        scores = [BLEU.compute_bleu(matches, totals, *lengths).score for matches, totals, lengths in corpora]
        return np.array(scores) / 100

    def _mean_ciders(self, draws: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.asarray(draws @ self.ciders / draws.sum(1), np.float64)


def score_captions(captions: Sequence[str], references: Sequence[Sequence[str]]) -> CaptionScores:
    """Score captions of pictures.

    Sources: Papineni et al.: BLEU, ACL 2002, as sacrebleu computes it (Post, WMT 2018); Vedantam, Zitnick, Parikh:
    CIDEr, CVPR 2015, as pycocoevalcap computes it.

    Args:
        captions: One of each of n pictures.
        references: What people wrote of each.

    Raises:
        UserError: A package that measures captions is missing.
    """
    require_scorers()
    from pycocoevalcap.cider.cider import Cider
    from sacrebleu.metrics.bleu import BLEU

    said = [tokens(caption) for caption in captions]
    written = [[tokens(sentence) for sentence in sentences] for sentences in references]
    metric = BLEU(tokenize="none", effective_order=True)
    parts = [metric.sentence_score(*pair) for pair in zip(said, written, strict=True)]
    _, ciders = Cider().compute_score(dict(enumerate(written)), {number: [text] for number, text in enumerate(said)})
    return CaptionScores(
        np.array([part.counts for part in parts]),
        np.array([part.totals for part in parts]),
        np.array([(part.sys_len, part.ref_len) for part in parts]),
        np.asarray(ciders, np.float64),
    )


def tokens(sentence: str) -> str:
    """A sentence in lower case without punctuation, its words separated by single spaces."""
    return " ".join(_PUNCTUATION.sub(" ", sentence.lower()).split())


def require_scorers() -> None:
    """Make sure that the packages which measure captions are there.

    Raises:
        UserError: One is missing.
    """
    missing = [name for name in PACKAGES if find_spec(name) is None]
    if missing:
        hint = f"Install them with: pip install {' '.join(PACKAGES)}"
        raise UserError(f"Captions cannot be measured without {' and '.join(missing)}.", hint=hint)
