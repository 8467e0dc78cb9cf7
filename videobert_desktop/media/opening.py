"""Opening a file that nobody has checked, and finding its picture track."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import av.error
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from videobert_desktop.domain.errors import UserError
from videobert_desktop.media.boxes import lacks_index
from videobert_desktop.media.files import require_readable_file, unreadable
from videobert_desktop.media.limits import DecodeLimits

# Containers that hold their own video. Playlists, concatenations and image sequences name other files or addresses.
DEMUXERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpeg,mpegts,mpegvideo,m4v,asf,asf_o,flv,live_flv,ogg,dv,mxf,gif"

# Containers made for broadcasting: recordings joined end to end are valid files, whose timestamps start anew.
_JOINABLE = frozenset(["mpeg", "mpegts", "ogg"])

# Some demuxers give the ticks of their clock as the average rate, and mean nothing by it.
_FASTEST_RATE = 1000

# Covers and previews lie beside the video as tracks of their own, not always marked as what they are.
_COVER = Disposition.still_image | Disposition.timed_thumbnails
_PHOTO_CODECS = frozenset(["mjpeg", "png", "bmp", "tiff", "webp", "gif"])
_SLOWEST_VIDEO = 5
# A default flag outweighs a picture of up to so many times the size: a preview is smaller than that.
_WORTH_OF_DEFAULT = 4


@dataclass(frozen=True, slots=True)
class OpenVideo:
    """An open file and the track that holds its picture.

    Attributes:
        path: The file.
        container: The open container.
        stream: The picture track; its codec is not open yet.
    """

    path: Path
    container: InputContainer
    stream: VideoStream

    @property
    def frame_rate(self) -> Fraction:
        """Average frames per second; 0 if unknown."""
        average = self.stream.average_rate
        if average and average <= _FASTEST_RATE:
            return Fraction(average)
        return Fraction(self.stream.guessed_rate or 0)

    @property
    def sample_aspect_ratio(self) -> Fraction:
        """Width of a pixel over its height; 1 if the file does not say."""
        return Fraction(self.stream.sample_aspect_ratio or 1)

    @property
    def discontinuous(self) -> bool:
        """Whether timestamps of this container may jump, as in recordings that were joined end to end."""
        return self.container.format.name in _JOINABLE


@contextmanager
def open_video(path: Path, limits: DecodeLimits) -> Iterator[OpenVideo]:
    """Open a video file for decoding, reading nothing but that file.

    Raises:
        UserError: It cannot be read, is no video, has no picture track, or its picture is larger than the limit.
    """
    require_readable_file(path)
    with _open_container(path) as container:
        stream = _picture_track(container, path)
        context = stream.codec_context
        if context.width * context.height > limits.max_pixels:
            megapixels = limits.max_pixels / 1e6
            raise UserError(
                f"The picture of {context.width} x {context.height} is larger than {megapixels:g} megapixels.",
                path=path,
                hint="Make a smaller copy of it.",
            )
        # Pictures are scaled down to a few hundred pixels, where the loop filter's work cannot be seen.
        context.options = {"skip_loop_filter": "all", "max_pixels": str(limits.max_pixels)}
        context.thread_count = limits.threads
        if limits.threads > 1:
            context.thread_type = "AUTO"
        yield OpenVideo(path, container, stream)


def _open_container(path: Path) -> InputContainer:
    try:
        return av.open(
            path,
            "r",
            container_options={"protocol_whitelist": "file", "format_whitelist": DEMUXERS},
            metadata_errors="replace",
        )
    except (av.error.InvalidDataError, av.error.ArgumentError, av.error.EOFError) as error:
        # An argument is "invalid" when the demuxer that claims the file is not on the list.
        raise _not_a_video(path) from error
    except av.error.FFmpegError as error:
        raise untold(path, error) from error


def _not_a_video(path: Path) -> UserError:
    if lacks_index(path):
        return UserError(
            "The recording is incomplete: its index (the moov box) is missing.",
            path=path,
            hint="Copy it again, or repair it with a recovery program.",
        )
    if _is_sound(path):
        return UserError("This is sound without a picture.", path=path, hint="Only videos can be indexed.")
    return UserError(
        "This is not a video, or not of a kind that can be read.",
        path=path,
        hint="If it plays elsewhere, convert it to MP4.",
    )


def _is_sound(path: Path) -> bool:
    """Whether the file begins as FLAC, WAV or MP3 files do, whatever it is called."""
    with path.open("rb") as file:
        head = file.read(12)
    return head.startswith((b"fLaC", b"ID3", b"\xff\xfb")) or (head[:4], head[8:]) == (b"RIFF", b"WAVE")


def untold(path: Path, error: av.error.FFmpegError) -> UserError:
    """The error to show a person for whatever else the media library reports."""
    if isinstance(error, OSError):
        return unreadable(path, error)
    return UserError(
        f"It cannot be decoded: {error.strerror}.", path=path, hint="If it plays elsewhere, convert it to MP4."
    )


def _picture_track(container: InputContainer, path: Path) -> VideoStream:
    tracks = [track for track in container.streams.video if not track.disposition & Disposition.attached_pic]
    if not tracks:
        kind = "only sound" if container.streams.audio else "neither picture nor sound"
        raise UserError(
            f"It has no picture track: there is {kind} in it.", path=path, hint="Only videos can be indexed."
        )
    decodable = [track for track in tracks if track.codec_context is not None]
    if not decodable:
        raise UserError("There is no decoder for its picture.", path=path, hint="Convert it to MP4.")
    return max(decodable, key=_prominence)


def _prominence(track: VideoStream) -> tuple[bool, int]:
    weight = _WORTH_OF_DEFAULT if track.disposition & Disposition.default else 1
    return _moves(track), weight * track.codec_context.width * track.codec_context.height


def _moves(track: VideoStream) -> bool:
    """Whether a track is a video rather than a cover or a few thumbnails, as far as headers tell."""
    if track.disposition & _COVER or track.frames == 1:
        return False
    if track.codec_context.codec.canonical_name not in _PHOTO_CODECS:
        return True
    return track.frames > 1 and (track.average_rate or 0) >= _SLOWEST_VIDEO
