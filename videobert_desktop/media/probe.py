"""What a file says about itself, before it is decoded."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from videobert_desktop.domain.video import MediaInfo
from videobert_desktop.media.duration import declared_duration
from videobert_desktop.media.limits import DEFAULT_LIMITS, DecodeLimits
from videobert_desktop.media.opening import OpenVideo, open_video
from videobert_desktop.media.packets import sampled_packet_hashes
from videobert_desktop.media.picture import quarter_turns
from videobert_desktop.media.presentation import Presentation

# Cameras whose clock was never set count from 1904 or from 1970.
_EARLIEST_YEAR = 1971


def probe(path: Path, limits: DecodeLimits = DEFAULT_LIMITS) -> MediaInfo:
    """Read a video's headers, its first frame, which alone knows how the picture is turned, and sampled packets.

    Raises:
        UserError: It cannot be read, is no video, has no picture track, or is beyond a limit.
    """
    with open_video(path, limits) as video:
        packet_hashes = sampled_packet_hashes(video)
    # Opened again, because not every container can be taken back to its beginning.
    with open_video(path, limits) as video:
        first = next(Presentation(video, limits).frames())
        context = video.stream.codec_context
        return MediaInfo(
            duration=declared_duration(video),
            width=context.width,
            height=context.height,
            rotation=-quarter_turns(first.picture) % 4 * 90,
            sample_aspect_ratio=video.sample_aspect_ratio,
            frame_rate=video.frame_rate,
            codec=context.codec.canonical_name,
            container=video.container.format.name,
            audio_streams=len(video.container.streams.audio),
            subtitle_streams=len(video.container.streams.subtitles),
            created=_created(video),
            packet_hashes=packet_hashes,
        )


def _created(video: OpenVideo) -> datetime | None:
    metadata = video.container.metadata
    # Apple's key has the camera's own time zone; the common one is in UTC.
    for key in ("com.apple.quicktime.creationdate", "creation_time"):
        try:
            created = datetime.fromisoformat(metadata.get(key, ""))
        except ValueError:
            continue
        if created.year >= _EARLIEST_YEAR:
            return created if created.tzinfo else created.replace(tzinfo=UTC)
    return None
