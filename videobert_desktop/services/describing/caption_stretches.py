"""Captions: a sentence about each of some stretches of a video, where one is sure enough."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.description import TimedCaption
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.domain.timing import TIME_TOLERANCE, Span
from videobert_desktop.services.describing.write_sentences import best_sentences
from videobert_desktop.services.indexing.stored_windows import StoredWindows

if TYPE_CHECKING:
    from videobert_desktop.models.packs.pack import Pack
    from videobert_desktop.models.packs.window_rows import WindowRows

LEAST_CERTAINTY = 0.15
"""A caption that is less certain is left out."""
_BATCH = 4


def caption_stretches(
    pack: Pack,
    stored: StoredWindows,
    stretches: Sequence[range],
    *,
    cancel: CancelToken,
    report: Report,
    progress: Progress,
) -> list[TimedCaption]:
    """Captions of stretches of a video, where one is sure; neighbours that are told the same are one.

    Args:
        pack: Writes the captions.
        stored: The video's windows.
        stretches: The numbers of the windows of each, in the order of time.
        cancel: Looked at between a few of them.
        report: Told the progress.
        progress: What it is told; how much is done is filled in.

    Raises:
        Cancelled: It was asked to stop.
    """
    captions: list[TimedCaption] = []
    for first in range(0, len(stretches), _BATCH):
        cancel.raise_if_cancelled()
        report(_at(progress, first, len(stretches)))
        batch = stretches[first : first + _BATCH]
        sentences = best_sentences(pack, [rows_of(pack, stored, stretch) for stretch in batch])
        captions += [
            TimedCaption(
                Span(stored.spans[stretch[0]].start, stored.spans[stretch[-1]].end), sentence.text, sentence.confidence
            )
            for stretch, sentence in zip(batch, sentences, strict=True)
            if sentence.certainty >= LEAST_CERTAINTY
        ]
    report(_at(progress, len(stretches), len(stretches)))
    return _merged(captions)


def rows_of(pack: Pack, stored: StoredWindows, windows: range) -> WindowRows:
    """What the pack reads of windows that follow each other, by their numbers."""
    held = (stored.window_of_frame >= windows.start) & (stored.window_of_frame < windows.stop)
    frames = {name: array[held] for name, array in stored.frames.items()}
    return pack.window_rows(frames, stored.window_of_frame[held] - windows.start)


def _merged(captions: Sequence[TimedCaption]) -> list[TimedCaption]:
    """The captions, with those that say the same one right after the other drawn together."""
    merged: list[TimedCaption] = []
    for caption in captions:
        last = merged[-1] if merged else None
        if last and caption.text == last.text and caption.span.start - last.span.end <= TIME_TOLERANCE:
            merged[-1] = _joined(last, caption)
        else:
            merged.append(caption)
    return merged


def _joined(one: TimedCaption, other: TimedCaption) -> TimedCaption:
    """One caption for both stretches; its confidence is their mean, second by second."""
    share = one.span.duration / max(one.span.duration + other.span.duration, TIME_TOLERANCE)
    confidence = share * one.confidence + (1 - share) * other.confidence
    return TimedCaption(Span(one.span.start, other.span.end), one.text, confidence)


def _at(progress: Progress, done: int, total: int) -> Progress:
    return Progress(progress.stage, done, total, "moments", progress.item, progress.video_id, done / total)
