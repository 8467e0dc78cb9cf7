"""How much each channel counts for a kind of query."""

from __future__ import annotations

from collections.abc import Mapping

from videobert_desktop.domain.channel import Channel
from videobert_desktop.services.searching.query_kinds import QueryKind

_WEIGHTS: Mapping[QueryKind, tuple[float, float, float]] = {
    # What stands in quotation marks is said or written; a picture shows no words.
    QueryKind.QUOTED: (0.0, 1.0, 1.0),
    QueryKind.QUESTION: (0.7, 1.0, 0.8),
    QueryKind.NAMED: (0.6, 1.0, 1.0),
    QueryKind.DESCRIBED: (1.0, 0.7, 0.7),
}


def channel_weights(kind: QueryKind) -> dict[Channel, float]:
    """How much a channel's ranking counts, beside those of the others."""
    return dict(zip((Channel.PICTURE, Channel.SPEECH, Channel.SCREEN), _WEIGHTS[kind], strict=True))
