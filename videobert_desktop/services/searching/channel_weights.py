"""How much each channel counts for a kind of query, as it was learned from queries whose answers are known."""

from __future__ import annotations

import json
from functools import cache

from videobert_desktop.domain.channel import Channel
from videobert_desktop.services.searching.query_kinds import QueryKind
from videobert_desktop.settings.resources import resource_path

FUSION = "fusion.json"
"""The resource that holds the weights, and what was measured with them (`tests.benchmarks.bench_fusion --fit`)."""


@cache
def _learned() -> dict[QueryKind, dict[Channel, float]]:
    document = json.loads(resource_path(FUSION).read_text(encoding="utf-8"))
    return {
        QueryKind(kind): {Channel(channel): float(weight) for channel, weight in weights.items()}
        for kind, weights in document["weights"].items()
    }


def channel_weights(kind: QueryKind) -> dict[Channel, float]:
    """How much a channel's ranking counts, beside those of the others."""
    return dict(_learned()[kind])
