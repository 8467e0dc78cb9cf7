"""The videos of a library and how each of them is doing, as the list in the window shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.errors import Failure
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.video import MediaInfo, Video, VideoFile
from videobert_desktop.domain.viewing import Viewing
from videobert_desktop.services.library import Library
from videobert_desktop.services.presence import is_there

_FIRST_LOOK = "It can be searched after a first look; indexing it again looks more closely."


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
        note: Why it failed, where it is damaged or what is still to come, and what to do; empty if all is done.
        id: The catalogue's id; None for a file that did not become a video.
        added: When it entered the library, timezone-aware.
        recorded: When the file says it was recorded, timezone-aware; None if it does not say.
        width: Of the upright picture, in pixels; 0 if unknown.
        height: Of the upright picture, in pixels; 0 if unknown.
        position: The second where it was left; None if it was never played, or to its end.
        watched: How much of it was watched, in [0, 1].
        first: Whether it was asked to be indexed before others.
    """

    path: Path
    duration: float | None
    state: VideoState
    note: str = ""
    id: int | None = None
    added: datetime | None = None
    recorded: datetime | None = None
    width: int = 0
    height: int = 0
    position: float | None = None
    watched: float = 0.0
    first: bool = False


def library_videos(library: Library) -> list[LibraryVideo]:
    """Every video of a library, and every file that could not become one, by the name of the file.

    Raises:
        UserError: The catalogue is damaged.
    """
    with library.catalogue() as catalogue:
        failures = {row.failure.path: row.failure for row in catalogue.failures.all()}
        passes = _closest_passes(catalogue)
        videos, files = catalogue.videos.all(), catalogue.files.all()
        folders = set(catalogue.folders.all())
        viewings = {viewing.video_id: viewing for viewing in catalogue.viewings.all()}
    held = _by_video(files)
    items = [
        _listed(video, viewings.get(video.id), *_condition(held[video.id], failures, passes.get(video.id)))
        for video in videos
        if video.id in held
    ]
    # That a folder has no video in it makes it none.
    known = {file.fingerprint.path for file in files} | folders
    strangers = [
        LibraryVideo(path, None, VideoState.FAILED, _sentences(failure))
        for path, failure in failures.items()
        if path not in known
    ]
    return sorted([*items, *strangers], key=lambda item: (item.path.name.casefold(), item.path))


def _closest_passes(catalogue: Catalogue) -> dict[int, Pass]:
    """The closest pass that any pack has been through each video with."""
    closest: dict[int, Pass] = {}
    for pack in catalogue.packs.all():
        for video_id, pass_name in catalogue.units.passes(pack.id).items():
            if not (video_id in closest and closest[video_id].at_least(pass_name)):
                closest[video_id] = pass_name
    return closest


def _by_video(files: Iterable[VideoFile]) -> Mapping[int, Sequence[VideoFile]]:
    """The files that hold each video, those that are online first."""
    held: defaultdict[int, list[VideoFile]] = defaultdict(list)
    for file in sorted(files, key=lambda file: (not file.online, file.id)):
        held[file.video_id].append(file)
    return held


def _condition(
    files: Sequence[VideoFile], failures: dict[Path, Failure], done: Pass | None
) -> tuple[Path, VideoState, str]:
    """The file to show of a video, how the video is doing, and what there is to say about it."""
    # What lies at the path of a displaced file is another video.
    path = next(
        (file.fingerprint.path for file in files if not file.displaced and is_there(file.fingerprint.path)), None
    )
    if path is None:
        return files[0].fingerprint.path, VideoState.OFFLINE, "Its drive or folder is not there now."
    failure = failures.get(path)
    if failure is not None:
        return path, VideoState.FAILED if done is None else VideoState.INDEXED, _sentences(failure)
    if done is None:
        return path, VideoState.WAITING, ""
    return path, VideoState.INDEXED, _FIRST_LOOK if done is Pass.FAST else ""


def _listed(video: Video, viewing: Viewing | None, path: Path, state: VideoState, note: str) -> LibraryVideo:
    duration = video.info.duration
    width, height = _upright_size(video.info)
    return LibraryVideo(
        path,
        duration,
        state,
        note,
        id=video.id,
        added=video.added,
        recorded=video.info.created,
        width=width,
        height=height,
        position=None if viewing is None or viewing.is_finished(duration) else viewing.position,
        watched=0.0 if viewing is None else viewing.fraction_watched(duration),
        first=video.priority > 0,
    )


def _upright_size(info: MediaInfo) -> tuple[int, int]:
    """Width and height of the picture as it is shown, in square pixels."""
    ratio = info.sample_aspect_ratio
    width = info.width if ratio == 1 else round(info.width * ratio)
    return (info.height, width) if info.rotation % 180 else (width, info.height)


def _sentences(failure: Failure) -> str:
    return f"{failure.reason} {failure.hint}".rstrip()
