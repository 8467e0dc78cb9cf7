"""Looking again, and more densely, where a clip is most like what was asked."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.timing import Span, window_number
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.services.asking.evidence import ClipEvidence, smoothed

if TYPE_CHECKING:
    from videobert_desktop.models.packs.pack import Pack

PLACES = 2
PICTURES = 16
"""Of each place so many pictures are decoded at most: four seconds."""


def best_places(scores: NDArray[np.float32], spans: Sequence[Span]) -> list[float]:
    """The seconds at which scores (w,) are highest, the best first, far enough apart to show something else."""
    means = smoothed(scores)
    few = len(scores) - len(means) + 1
    middles = [(spans[place].start + spans[place + few - 1].end) / 2 for place in range(len(means))]
    chosen: list[float] = []
    for place in np.argsort(-means, kind="stable").tolist():
        if all(abs(middles[place] - other) >= PICTURES / 4 for other in chosen):
            chosen.append(middles[place])
        if len(chosen) == PLACES:
            break
    return chosen


def look_again(
    clip: ClipEvidence, pack: Pack, decoder: Decoder, path: Path, places: Sequence[float], cancel: CancelToken
) -> ClipEvidence:
    """What is known of a clip after a closer look at some places of it.

    Args:
        clip: What was known of it before.
        pack: Encodes the pictures.
        decoder: Decodes them.
        path: A file of the video.
        places: Seconds; the best first.
        cancel: Looked at all along.

    Raises:
        Cancelled: It was asked to stop.
        UserError: The file cannot be decoded.
    """
    embeddings, kept = clip.embeddings.copy(), []
    for place in places:
        times, pictures = _decoded(pack, decoder, path, place, cancel)
        if not len(times):
            continue
        kept.append(pictures)
        numbers = np.array([window_number(time) for time in times.tolist()])
        which, window_of_frame = np.unique(numbers, return_inverse=True)
        found = pack.encode_windows(pack.encode_frames(pictures), window_of_frame)["embeddings"].astype(np.float32)
        _blend(embeddings, clip.spans, which, found, times, numbers)
    return replace(clip, embeddings=embeddings, pictures=np.concatenate(kept) if kept else None)


def _decoded(
    pack: Pack, decoder: Decoder, path: Path, place: float, cancel: CancelToken
) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    size = pack.info.frame_size
    start = max(0.0, place - PICTURES / 8)
    times, pictures = np.empty(0), np.empty((0, size, size, 3), np.uint8)
    with closing(decoder.frames(path, size=size, mode=Pass.THOROUGH, start=start, cancel=cancel)) as batches:
        for batch in batches:
            times = np.concatenate([times, batch.times])
            pictures = np.concatenate([pictures, batch.pixels])
            if len(times) >= PICTURES:
                break
    return times[:PICTURES], pictures[:PICTURES]


def _blend(
    embeddings: NDArray[np.float32],
    spans: Sequence[Span],
    which: NDArray[np.int64],
    found: NDArray[np.float32],
    times: NDArray[np.float64],
    numbers: NDArray[np.int64],
) -> None:
    """Make windows that were looked at again the mean of both looks."""
    for number, embedding in zip(which.tolist(), found, strict=True):
        seen = times[numbers == number]
        look = Span(float(seen[0]), float(np.nextafter(seen[-1], np.inf)))
        for place, span in enumerate(spans):
            if span.overlaps(look):
                both = embeddings[place] + embedding
                embeddings[place] = both / max(float(np.linalg.norm(both)), 1e-6)
