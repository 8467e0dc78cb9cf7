"""How long a video says it is."""

from __future__ import annotations

from videobert_desktop.media.opening import OpenVideo

# Headers round, and leave out the last frame: an end this close to the promised one is the end.
_SHORTFALL_SECONDS = 1.0
_SHORTFALL_FRACTION = 0.02
_LONGEST_SECONDS = 7 * 86_400.0


def declared_duration(video: OpenVideo) -> float:
    """The picture's length by the headers, in seconds from its first frame; 0.0 if they say none that is credible."""
    promised = promised_duration(video)
    if promised is not None:
        return promised
    stream = video.stream
    if stream.duration is not None and stream.time_base is not None:
        return _credible(float(stream.duration * stream.time_base)) or 0.0
    if video.container.duration is None:
        return 0.0
    return _credible(video.container.duration / 1e6 - _start(video)) or 0.0


def promised_duration(video: OpenVideo) -> float | None:
    """The picture's length in seconds where headers written with the picture track promise it; otherwise None.

    Lengths that are estimated from the end of the file, or that span the sound too, promise nothing.
    """
    stream = video.stream
    match video.container.format.name.split(",")[0]:
        case "mov" if stream.duration is not None and stream.time_base is not None:
            return _credible(float(stream.duration * stream.time_base))
        case "avi" if stream.frames and video.frame_rate:
            return _credible(float(stream.frames / video.frame_rate))
        case "matroska":
            return _tagged_duration(video)
    return None


def falls_short(end: float, promised: float | None) -> bool:
    """Whether a video that ended at `end` lacks a good part of what was promised; both in seconds."""
    if promised is None:
        return False
    return promised - end > max(_SHORTFALL_SECONDS, _SHORTFALL_FRACTION * promised)


def _tagged_duration(video: OpenVideo) -> float | None:
    """Matroska's tag "DURATION=00:01:02.500000000", which counts from the container's zero."""
    tag = video.stream.metadata.get("DURATION", "")
    try:
        hours, minutes, seconds = (float(part) for part in tag.split(":"))
    except ValueError:
        return None
    return _credible(hours * 3600 + minutes * 60 + seconds - _start(video))


def _credible(seconds: float) -> float | None:
    """A length that a video can have; None for what only a damaged header says."""
    return seconds if 0.0 <= seconds <= _LONGEST_SECONDS else None


def _start(video: OpenVideo) -> float:
    stream = video.stream
    if stream.start_time is None or stream.time_base is None:
        return 0.0
    return float(stream.start_time * stream.time_base)
