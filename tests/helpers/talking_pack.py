"""A colour pack that speaks of the colours it sees, and knows how well its sentences fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.helpers.colour_pack import COLOURS, ColourPack
from videobert_desktop.models.packs.caption import Caption
from videobert_desktop.models.packs.manifest import PackInfo
from videobert_desktop.models.packs.window_rows import WindowRows

NAMES = tuple(COLOURS)
FIT, UNFIT = 4.0, -4.0


@dataclass
class TalkingPack(ColourPack):
    """Says "the wall is red" of a moment whose first window that is read is red.

    Attributes:
        unsure: Colours of which the writer is not sure.
        unfit: Colours whose sentences fit nowhere.
        written: How many moments it has written of.
        aligned: The sentences whose alignment it was asked for.
    """

    unsure: frozenset[str] = frozenset()
    unfit: frozenset[str] = frozenset()
    written: int = 0
    aligned: list[str] = field(default_factory=list)

    def caption(self, moments: Sequence[WindowRows], *, beams: int = 5) -> list[Caption]:
        self.written += len(moments)
        names = [NAMES[moment.visual_words[0]] for moment in moments]
        return [Caption(f"the wall is {name}", -9.0 if name in self.unsure else -0.5) for name in names]

    def align(self, sentence: str, moments: Sequence[WindowRows]) -> NDArray[np.float32]:
        """How many of a moment's windows have the colour: from -4 for none to 4 for all."""
        self.aligned.append(sentence)
        name = sentence.rsplit(maxsplit=1)[-1]
        shares = [Counter(NAMES[word] for word in moment.visual_words)[name] / len(moment) for moment in moments]
        fit = UNFIT if name in self.unfit else FIT
        return np.array([UNFIT + share * (fit - UNFIT) for share in shares], np.float32)


def talk(monkeypatch: pytest.MonkeyPatch, **options: frozenset[str]) -> list[TalkingPack]:
    """Have every pack that is loaded be a talking one; they are in the list that is returned."""
    loaded: list[TalkingPack] = []

    def load(info: PackInfo, device: str = "auto", threads: int = 0) -> TalkingPack:
        loaded.append(TalkingPack(info, **options))
        return loaded[-1]

    monkeypatch.setattr("videobert_desktop.models.packs.pack.load_pack", load)
    return loaded
