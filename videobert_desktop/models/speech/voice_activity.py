"""Where somebody speaks: Silero's model of voice activity (Silero Team, 2021), which faster-whisper ships."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.timing import Span
from videobert_desktop.models.speech.phrases import SAMPLE_RATE

FRAME = 512
"""Samples that the model gives one probability for."""
FRAME_SECONDS = FRAME / SAMPLE_RATE

SHORTEST_PAUSE = 0.2
"""Seconds; between two syllables there may be less."""
_SHORTEST_VOICE = 0.2
# Silero's own: a voice begins above the first, and ends below the second.
_BEGINS, _ENDS = 0.5, 0.35

LONGEST_UTTERANCE = 29.0
"""Seconds that are recognised at once at most, if there is a pause: Whisper hears 30, with some silence around."""
_SHORTEST_UTTERANCE = 10.0
# So long without a voice, nothing belongs together; and silence is what Whisper makes things up in.
_LONGEST_PAUSE = 3.0


def voice_probabilities(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """How probable it is that somebody speaks.

    The model remembers what it has heard since the first sample, but never looks ahead.

    Args:
        samples: (n,) float32, 16,000 a second; memory grows with them (10 KB a frame).

    Returns:
        (ceil(n / 512),) float32 in [0, 1], one for each frame.
    """
    from faster_whisper.vad import get_vad_model

    if not len(samples):
        return np.zeros(0, np.float32)
    # A copy always: the model writes into what it is given.
    whole = np.pad(samples, (0, -len(samples) % FRAME))
    return np.asarray(get_vad_model()(whole), np.float32).reshape(-1)


def voiced_stretches(probabilities: NDArray[np.float32]) -> list[Span]:
    """The stretches in which somebody speaks, in seconds from the first frame on.

    Args:
        probabilities: (n,) float32, one for each frame.

    Returns:
        In order; with at least 0.2 s in each and between two.
    """
    joined: list[Span] = []
    for stretch in _raw_stretches(probabilities):
        if joined and stretch.start - joined[-1].end < SHORTEST_PAUSE:
            joined[-1] = Span(joined[-1].start, stretch.end)
        else:
            joined.append(stretch)
    return [stretch for stretch in joined if stretch.duration >= _SHORTEST_VOICE]


def pauses(voiced: Sequence[Span], whole: Span) -> list[Span]:
    """What the stretches leave of the whole."""
    edges = [whole.start, *(edge for stretch in voiced for edge in (stretch.start, stretch.end)), whole.end]
    return [Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]


def utterances(voiced: Sequence[Span]) -> list[tuple[Span, ...]]:
    """Stretches that are recognised together: without a long pause, and at most 29 s if there is any pause at all.

    Args:
        voiced: In order.

    Returns:
        All of them, in order.
    """
    return [part for connected in _connected(voiced) for part in _divided(connected)]


def _raw_stretches(probabilities: NDArray[np.float32]) -> list[Span]:
    stretches, began = [], None
    for number, probability in enumerate(probabilities.tolist()):
        if began is None and probability >= _BEGINS:
            began = number
        elif began is not None and probability < _ENDS:
            stretches.append(Span(began * FRAME_SECONDS, number * FRAME_SECONDS))
            began = None
    if began is not None:
        stretches.append(Span(began * FRAME_SECONDS, len(probabilities) * FRAME_SECONDS))
    return stretches


def _connected(voiced: Sequence[Span]) -> list[list[Span]]:
    groups: list[list[Span]] = []
    for stretch in voiced:
        if groups and stretch.start - groups[-1][-1].end <= _LONGEST_PAUSE:
            groups[-1].append(stretch)
        else:
            groups.append([stretch])
    return groups


def _divided(connected: Sequence[Span]) -> Iterator[tuple[Span, ...]]:
    rest = tuple(connected)
    while rest:
        fits = rest[-1].end - rest[0].start <= LONGEST_UTTERANCE
        count = len(rest) if fits else _first_part(rest)
        yield rest[:count]
        rest = rest[count:]


def _first_part(connected: Sequence[Span]) -> int:
    """How many stretches to recognise first: up to the longest pause that leaves enough and not too much."""
    start = connected[0].start
    ends = [stretch.end - start for stretch in connected]
    gaps = {count: after.start - before.end for count, (before, after) in enumerate(pairwise(connected), 1)}
    fitting = [count for count in gaps if _SHORTEST_UTTERANCE <= ends[count - 1] <= LONGEST_UTTERANCE]
    if fitting:
        return max(fitting, key=lambda count: gaps[count])
    return max(1, sum(end <= LONGEST_UTTERANCE for end in ends))
