"""Reading all subtitles of a video, inside its file and beside it."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Generator
from fractions import Fraction
from pathlib import Path

from videobert_desktop.domain.errors import Failure, UserError
from videobert_desktop.domain.transcript import Segment, SubtitleTrack, TranscriptSource
from videobert_desktop.media.files import unreadable
from videobert_desktop.media.limits import DecodeLimits
from videobert_desktop.media.opening import open_video
from videobert_desktop.media.origin import find_origin
from videobert_desktop.media.subtitles.cues import segments_of
from videobert_desktop.media.subtitles.embedded import EmbeddedSubtitles
from videobert_desktop.media.subtitles.encoding import decode_text
from videobert_desktop.media.subtitles.parsing import parse_cues
from videobert_desktop.media.subtitles.report import SubtitleReport
from videobert_desktop.media.subtitles.sidecars import Sidecar, find_sidecars

LARGEST_FILE = 64 << 20
"""The largest subtitle file that is read, in bytes: a thousand times what the talk of a film takes."""

_AS_SUBRIP = "Save it again as SubRip (.srt) in UTF-8."
# VobSub's pictures come in packs of MPEG-2.
_PACK_START = b"\x00\x00\x01\xba"

Found = Generator[SubtitleTrack, None, SubtitleReport]


def read_subtitles(
    path: Path, limits: DecodeLimits, *, sidecars: bool = True, alive: Callable[[], None] = lambda: None
) -> Found:
    """Read the subtitles of a video.

    Args:
        path: The video.
        limits: What it may cost.
        sidecars: Whether files beside it are read too.
        alive: Called now and then.

    Yields:
        The tracks that hold text.

    Returns:
        All else there is to say, without the tracks.

    Raises:
        UserError: The video cannot be read, or is no video.
    """
    with open_video(path, limits) as video:
        origin = find_origin(video, limits, alive)
        frame_rate = video.frame_rate
    with open_video(path, limits) as video:
        embedded = EmbeddedSubtitles(video, origin, limits, alive)
        yield from embedded.tracks()
    beside = _Sidecars(origin.lag, frame_rate, limits, alive)
    if sidecars:
        yield from beside.tracks(path)
    return SubtitleReport((), (*embedded.failures, *beside.failures), (*embedded.passed_over, *beside.passed_over))


class _Sidecars:
    """Reads the files beside a video, each on its own.

    Attributes:
        failures: What could not be read so far.
        passed_over: What holds no text.
    """

    def __init__(self, lag: float, frame_rate: Fraction, limits: DecodeLimits, alive: Callable[[], None]) -> None:
        self._lag = lag
        self._frame_rate = frame_rate
        self._limits = limits
        self._alive = alive
        self.failures: list[Failure] = []
        self.passed_over: list[Failure] = []

    def tracks(self, video: Path) -> Generator[SubtitleTrack, None, None]:
        """Yield the tracks of what is named after `video`."""
        try:
            found = find_sidecars(video)
        except UserError as error:
            self.failures.append(Failure.from_error(error, video.parent))
            return
        for sidecar in found:
            track = self._track(sidecar)
            if track is not None:
                yield track

    def _track(self, sidecar: Sidecar) -> SubtitleTrack | None:
        path = sidecar.path
        try:
            segments = self._segments(path, sidecar.language)
        except UserError as error:
            self.failures.append(Failure.from_error(error, path))
            return None
        except MemoryError:
            self.failures.append(Failure(path, "Reading it takes too much memory.", "Cut it into shorter pieces."))
            return None
        title, origin = _shown(sidecar.title), _shown(path.name)
        track = SubtitleTrack(TranscriptSource.SIDECAR, origin, sidecar.language, title, segments)
        return track if segments else None

    def _segments(self, path: Path, language: str) -> tuple[Segment, ...]:
        """What a file says; nothing if it says it in pictures, which is passed over."""
        content = _content(path)
        if content.startswith(_PACK_START):
            self.passed_over.append(Failure(path, "These subtitles are pictures, not text.", _AS_SUBRIP))
            return ()
        cues = parse_cues(decode_text(content, language), self._frame_rate, self._alive)
        segments = segments_of(cues, shift=-self._lag, latest=self._limits.max_seconds)
        if not segments:
            raise UserError("No subtitles could be read from it.", path=path, hint=_AS_SUBRIP)
        return segments


def _content(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UserError("This is not a regular file.", path=path, hint="Give it another name.")
        if status.st_size > LARGEST_FILE:
            megabytes = LARGEST_FILE >> 20
            reason = f"It is larger than {megabytes} MB, which no subtitles are."
            raise UserError(reason, path=path, hint="Cut it into shorter pieces.")
        with path.open("rb") as file:
            return file.read(LARGEST_FILE)
    except OSError as error:
        raise unreadable(path, error) from error


def _shown(name: str) -> str:
    """A name as text, whatever bytes it is made of."""
    return os.fsencode(name).decode(errors="replace")
