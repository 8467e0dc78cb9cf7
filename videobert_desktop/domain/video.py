"""What is known of a video and of the files that hold it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """What a probe reads from a file's headers.

    Attributes:
        duration: Seconds from the first presented frame to the end of the last; 0.0 if unknown.
        width: Coded width in pixels, before rotation.
        height: Coded height in pixels, before rotation.
        rotation: Degrees clockwise to turn the picture for display: 0, 90, 180 or 270.
        sample_aspect_ratio: Width of a pixel over its height.
        frame_rate: Average frames per second; 0 if unknown.
        codec: Name of the picture codec ("h264").
        container: Name of the container format ("mov,mp4,m4a,3gp,3g2,mj2").
        audio_streams: How many audio streams there are.
        subtitle_streams: How many subtitle streams there are.
        created: When the file says it was recorded, timezone-aware; None if it does not say.
        packet_hashes: Hex digests of three sampled packets of the picture, the first packet first: equal in copies
            whose container or metadata was changed; empty where they are not known.
    """

    duration: float
    width: int
    height: int
    rotation: int
    sample_aspect_ratio: Fraction
    frame_rate: Fraction
    codec: str
    container: str
    audio_streams: int
    subtitle_streams: int
    created: datetime | None
    packet_hashes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileFingerprint:
    """How a file is recognised: by place and time first, by content when those changed.

    Attributes:
        path: Absolute path.
        size: Bytes.
        mtime_ns: Modification time in nanoseconds since the epoch.
        content_hash: Hex digest over the size and sampled parts of the content.
    """

    path: Path
    size: int
    mtime_ns: int
    content_hash: str


@dataclass(frozen=True, slots=True)
class VideoFile:
    """A file that holds a video; one video may have several.

    Attributes:
        id: The catalogue's id of the file.
        video_id: The video that it holds.
        fingerprint: Path, size, time and content hash.
        online: Whether it was there when last looked for.
        displaced: Whether something else lies at its path by now: where it has gone, if anywhere, is not known.
    """

    id: int
    video_id: int
    fingerprint: FileFingerprint
    online: bool
    displaced: bool = False


@dataclass(frozen=True, slots=True)
class Video:
    """A video of the library: an identity of its own, independent of where its files lie.

    Attributes:
        id: The catalogue's id.
        info: What the probe read.
        damage: How decoding ended early ("damaged after 12.3 s"), or None if it did not.
        added: When it entered the library, timezone-aware.
        priority: Videos of higher priority are indexed first; 0 unless somebody asked for it.
    """

    id: int
    info: MediaInfo
    damage: str | None
    added: datetime
    priority: int = 0
