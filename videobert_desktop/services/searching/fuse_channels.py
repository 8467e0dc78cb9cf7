"""One ranking out of several channels': weighted reciprocal-rank fusion over moments that share time.

After Cormack, Clarke and Büttcher: Reciprocal Rank Fusion outperforms Condorcet and individual rank learning methods
(SIGIR 2009); each channel's part has a weight here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from videobert_desktop.domain.channel import Channel
from videobert_desktop.domain.timing import Span

RANK_OFFSET = 10
"""How little the first places differ: 60 is usual for long lists, but a person looks at the first few."""


@dataclass(frozen=True, slots=True)
class ChannelMoment:
    """What one channel has found.

    Attributes:
        video_id: The video.
        span: The stretch.
        confidence: How probable it is that it answers the query, in [0, 1]; what is below `least` of `fuse` adds
            nothing.
        number: What the caller knows it by, within its channel.
    """

    video_id: int
    span: Span
    confidence: float
    number: int


@dataclass(slots=True)
class FusedMoment:
    """A moment in which one or several channels agree.

    Attributes:
        video_id: The video.
        span: The stretch, of the channel that counts most in it.
        score: The sum of the channels' parts.
        confidence: The highest of theirs.
        parts: For each channel that has found it the number of its best moment there.
    """

    video_id: int
    span: Span
    score: float = 0.0
    confidence: float = 0.0
    parts: dict[Channel, int] = field(default_factory=dict)


def fuse(
    found: Mapping[Channel, Sequence[ChannelMoment]], weights: Mapping[Channel, float], *, least: float = 0.0
) -> list[FusedMoment]:
    """Join what channels have found into one ranking.

    Args:
        found: For each channel its moments, best first.
        weights: How much each channel counts; one without a weight, or of weight zero, takes no part.
        least: A confidence from which on a moment counts by its rank; what is below comes after everything else, in
            the same order.

    Returns:
        Best first; no two of one video overlap.
    """
    ranked = [
        (weights[channel] / (RANK_OFFSET + rank), channel, moment)
        for channel, moments in found.items()
        if weights.get(channel, 0.0) > 0
        for rank, moment in enumerate(moments, start=1)
    ]
    # What is certain leads, so that it is its span that the others join.
    ranked.sort(key=lambda item: (item[2].confidence < least, -item[0], item[1]))
    fused: list[FusedMoment] = []
    by_video: defaultdict[int, list[FusedMoment]] = defaultdict(list)
    for part, channel, moment in ranked:
        home = _home(by_video[moment.video_id], moment.span)
        if home is None:
            home = FusedMoment(moment.video_id, moment.span)
            fused.append(home)
            by_video[moment.video_id].append(home)
        _join(home, part if moment.confidence >= least else 0.0, channel, moment)
    # Of equal ones the first that was found stays first.
    return sorted(fused, key=lambda moment: -moment.score)


def _home(moments: Sequence[FusedMoment], span: Span) -> FusedMoment | None:
    """The best of a video's moments that share time with a stretch."""
    return next((moment for moment in moments if moment.span == span or moment.span.overlaps(span)), None)


def _join(home: FusedMoment, part: float, channel: Channel, found: ChannelMoment) -> None:
    """Add what a channel has found; only the best that it has found there counts."""
    if channel not in home.parts:
        home.parts[channel] = found.number
        home.score += part
    home.confidence = max(home.confidence, found.confidence)
