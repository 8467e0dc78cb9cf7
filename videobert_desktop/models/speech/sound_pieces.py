"""Cuts sound into pieces of about a minute that end in pauses, and finds where somebody speaks in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.timing import Span
from videobert_desktop.models.speech.phrases import SAMPLE_RATE
from videobert_desktop.models.speech.voice_activity import FRAME_SECONDS, pauses, voice_probabilities, voiced_stretches

SHORTEST_PIECE, WANTED_PIECE, LONGEST_PIECE = 30.0, 60.0, 75.0
"""Seconds of a piece; only the last one may be shorter."""

# A longer pause is no better to cut in.
_LONG_PAUSE = 1.0
# A cut keeps so far from the voice before and after, if the pause has room for it.
_FROM_VOICE = 0.5
# Frames that are looked at together for the best cut where there is no pause: a quarter of a second.
_BREATH = 8
_JOINT = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class SoundPiece:
    """A stretch of sound; the next one begins where it ends.

    Attributes:
        span: When it is, in seconds.
        samples: (n,) float32 in [-1, 1], 16,000 a second.
        voiced: Where somebody speaks, in seconds from its first sample; in order.
    """

    span: Span
    samples: NDArray[np.float32]
    voiced: tuple[Span, ...]


def sound_pieces(audio: Iterable[tuple[float, NDArray[np.float32]]], cancel: CancelToken) -> Iterator[SoundPiece]:
    """Cut sound into pieces, each between 30 and 75 s, the last at most 75 s.

    What becomes of a piece depends on nothing before it: whoever begins again at the end of one gets the same pieces.
    No more than 75 s and a chunk are held.

    Args:
        audio: The start of each chunk in seconds, and its (n,) float32 samples, 16,000 a second, in order without gaps.
        cancel: Looked at before each piece.

    Yields:
        The pieces, which cover all of the sound.

    Raises:
        Cancelled: It was asked to stop.
        ValueError: The chunks leave a gap or overlap.
    """
    waiting, count, start, end = [], 0, 0.0, None
    for begins, samples in audio:
        if end is None:
            start = begins
        elif abs(begins - end) > _JOINT:
            raise ValueError(f"sound goes on at {begins} s where {end} s was expected")
        waiting.append(_clean(samples))
        count += len(samples)
        while count >= LONGEST_PIECE * SAMPLE_RATE:
            cancel.raise_if_cancelled()
            piece, rest = _first_piece(start, np.concatenate(waiting))
            yield piece
            waiting, count, start = [rest], len(rest), piece.span.end
        end = start + count / SAMPLE_RATE
    if count:
        cancel.raise_if_cancelled()
        samples = np.concatenate(waiting)
        yield _piece(start, samples, voiced_stretches(voice_probabilities(samples)))


def _clean(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """What is no number, which damaged sound may hold, would silence all that comes after it."""
    return np.clip(np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0), -1.0, 1.0)


def _first_piece(start: float, samples: NDArray[np.float32]) -> tuple[SoundPiece, NDArray[np.float32]]:
    looked_at = round(LONGEST_PIECE * SAMPLE_RATE)
    probabilities = voice_probabilities(samples[:looked_at])
    voiced = voiced_stretches(probabilities)
    cut = round(_cut(probabilities, voiced) * SAMPLE_RATE)
    return _piece(start, samples[:cut], voiced), samples[cut:]


def _piece(start: float, samples: NDArray[np.float32], voiced: list[Span]) -> SoundPiece:
    seconds = len(samples) / SAMPLE_RATE
    within = tuple(Span(stretch.start, min(stretch.end, seconds)) for stretch in voiced if stretch.start < seconds)
    return SoundPiece(Span(start, start + seconds), samples, within)


def _cut(probabilities: NDArray[np.float32], voiced: list[Span]) -> float:
    """Where to end the piece, in seconds: in a long pause rather than a short one, and then near a minute."""
    points = [
        (min(pause.duration, _LONG_PAUSE), -abs(point - WANTED_PIECE), point)
        for pause in pauses(voiced, Span(0.0, LONGEST_PIECE))
        if SHORTEST_PIECE <= (point := _point_within(pause)) <= LONGEST_PIECE
    ]
    return max(points)[-1] if points else _least_voiced(probabilities)


def _point_within(pause: Span) -> float:
    margin = min(_FROM_VOICE, pause.duration / 2)
    return min(max(WANTED_PIECE, pause.start + margin), pause.end - margin)


def _least_voiced(probabilities: NDArray[np.float32]) -> float:
    first = round(SHORTEST_PIECE / FRAME_SECONDS)
    means = np.convolve(probabilities[first:], np.full(_BREATH, 1 / _BREATH, np.float32), "valid")
    return (first + int(np.argmin(means)) + _BREATH / 2) * FRAME_SECONDS
