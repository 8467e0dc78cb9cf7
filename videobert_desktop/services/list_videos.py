"""The videos of a library and how each of them is doing, as the list in the window shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from videobert_desktop.domain.errors import Failure
from videobert_desktop.domain.video import Video, VideoFile
from videobert_desktop.services.library import Library
from videobert_desktop.services.presence import is_there


class VideoState(Enum):
    """What can be done with a video now."""

    INDEXED = "indexed"
    WAITING = "waiting"
    FAILED = "failed"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class LibraryVideo:
    """A video, or a file that was to become one.

    Attributes:
        path: Its file, one that is there if any is.
        duration: Seconds; None where the file could not be read.
        state: How it is doing.
        note: Why it failed or where it is damaged, and what to do; empty if all is well.
    """

    path: Path
    duration: float | None
    state: VideoState
    note: str = ""


def library_videos(library: Library) -> list[LibraryVideo]:
    """Every video of a library, and every file that could not become one, by the name of the file.

    Raises:
        UserError: The catalogue is damaged.
    """
    with library.catalogue() as catalogue:
        failures = {row.failure.path: row.failure for row in catalogue.failures.all()}
        complete = {video for pack in catalogue.packs.all() for video in catalogue.units.completed(pack.id)}
        videos, files = catalogue.videos.all(), catalogue.files.all()
    held = _by_video(files)
    items = [
        _video(video, held[video.id], failures, complete=video.id in complete) for video in videos if video.id in held
    ]
    known = {file.fingerprint.path for file in files}
    strangers = [_failed(failure, None) for path, failure in failures.items() if path not in known]
    return sorted([*items, *strangers], key=lambda item: (item.path.name.casefold(), item.path))


def _by_video(files: Iterable[VideoFile]) -> Mapping[int, Sequence[VideoFile]]:
    """The files that hold each video, those that are online first."""
    held: defaultdict[int, list[VideoFile]] = defaultdict(list)
    for file in sorted(files, key=lambda file: (not file.online, file.id)):
        held[file.video_id].append(file)
    return held


def _video(video: Video, files: Iterable[VideoFile], failures: dict[Path, Failure], *, complete: bool) -> LibraryVideo:
    paths = [file.fingerprint.path for file in files]
    path = next(filter(is_there, paths), None)
    if path is None:
        return LibraryVideo(paths[0], video.info.duration, VideoState.OFFLINE, "Its drive or folder is not there now.")
    failure = failures.get(path)
    if failure is not None and not complete:
        return _failed(failure, video.info.duration)
    state = VideoState.INDEXED if complete else VideoState.WAITING
    return LibraryVideo(path, video.info.duration, state, _sentences(failure) if failure is not None else "")


def _failed(failure: Failure, duration: float | None) -> LibraryVideo:
    return LibraryVideo(failure.path, duration, VideoState.FAILED, _sentences(failure))


def _sentences(failure: Failure) -> str:
    return f"{failure.reason} {failure.hint}".rstrip()
