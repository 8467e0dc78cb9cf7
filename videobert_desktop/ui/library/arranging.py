"""Which videos of the library are shown, and in which order."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from pathlib import Path

from videobert_desktop.services.list_videos import LibraryVideo, VideoState

Key = int | Path
"""What tells videos apart: the catalogue's id, or the path of a file that did not become a video."""

NaturalKey = tuple[str | int, ...]

_DIGITS = re.compile(r"(\d+)")
_URGENCY = (VideoState.FAILED, VideoState.WAITING, VideoState.OFFLINE, VideoState.INDEXED)
_MANY = 40_000  # names that are kept folded; more than any library that is looked at has


class SortBy(Enum):
    """What the order of the videos goes by."""

    NAME = auto()
    ADDED = auto()
    RECORDED = auto()
    LENGTH = auto()
    STATE = auto()

    @property
    def natural(self) -> bool:
        """Whether people expect it the other way round at first: the newest and the longest first."""
        return self in (SortBy.ADDED, SortBy.RECORDED, SortBy.LENGTH)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What a person wants to see.

    Attributes:
        by: What the order goes by.
        descending: Whether the last comes first; what is unknown comes last either way.
        text: Words that must all be in the name or the folder of a video.
        folder: The folder that a video must lie in; None for any.
        roots: The folders that the library watches: what is above them is not searched for words.
    """

    by: SortBy = SortBy.NAME
    descending: bool = False
    text: str = ""
    folder: Path | None = None
    roots: tuple[Path, ...] = ()


def key_of(video: LibraryVideo) -> Key:
    """What tells a video apart from all others, today and tomorrow."""
    return video.path if video.id is None else video.id


def arranged(videos: Iterable[LibraryVideo], arrangement: Arrangement) -> list[LibraryVideo]:
    """The videos that are to be shown, in their order; equal ones by their names."""
    chosen = _with_words(_in_folder(videos, arrangement.folder), arrangement)
    chosen.sort(key=_by_name)
    if arrangement.by is SortBy.NAME:
        return chosen[::-1] if arrangement.descending else chosen
    return _sorted_by_value(chosen, arrangement)


@lru_cache(maxsize=_MANY)
def folded(text: str) -> str:
    """Text as it is compared: without case, and without the marks above and below letters."""
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFKD", text)
    return "".join(char for char in letters if not unicodedata.combining(char)).casefold()


@lru_cache(maxsize=_MANY)
def natural_key(name: str) -> NaturalKey:
    """A key that puts "clip 2" before "clip 10"; a name and a number take turns in it."""
    return tuple(int(part) if turn % 2 else part for turn, part in enumerate(_DIGITS.split(folded(name))))


def _by_name(video: LibraryVideo) -> tuple[NaturalKey, str]:
    return natural_key(video.path.name), str(video.path)


def _sorted_by_value(videos: Sequence[LibraryVideo], arrangement: Arrangement) -> list[LibraryVideo]:
    values = [(_value(video, arrangement.by), video) for video in videos]
    known = [(value, video) for value, video in values if value is not None]
    known.sort(key=lambda pair: pair[0], reverse=arrangement.descending)
    return [video for _, video in known] + [video for value, video in values if value is None]


def _value(video: LibraryVideo, by: SortBy) -> float | None:
    if by is SortBy.LENGTH:
        return video.duration
    if by is SortBy.STATE:
        # Among those that wait, the ones that were asked for come first; among those that are done, the imperfect.
        return _URGENCY.index(video.state) + (0.0 if video.first or video.note else 0.5)
    date = video.added if by is SortBy.ADDED else video.recorded
    return None if date is None else date.timestamp()


def _in_folder(videos: Iterable[LibraryVideo], folder: Path | None) -> Iterable[LibraryVideo]:
    if folder is None:
        return videos
    beginning = _beginning(folder)
    return (video for video in videos if str(video.path).startswith(beginning))


def _with_words(videos: Iterable[LibraryVideo], arrangement: Arrangement) -> list[LibraryVideo]:
    words = folded(arrangement.text).split()
    if not words:
        return list(videos)
    above = {_beginning(root): len(_beginning(root.parent)) for root in arrangement.roots}
    return [video for video in videos if _has(words, folded(_searchable(video.path, above)))]


def _has(words: Sequence[str], text: str) -> bool:
    return all(word in text for word in words)


def _searchable(path: Path, above: dict[str, int]) -> str:
    """The part of a path that a person knows it by: from the watched folder on, or its own folder and its name."""
    text = str(path)
    cuts = [cut for beginning, cut in above.items() if text.startswith(beginning)]
    return text[max(cuts) :] if cuts else os.path.join(path.parent.name, path.name)  # noqa: PTH118 - ten thousand times


def _beginning(folder: Path) -> str:
    """What the paths of all files in a folder begin with."""
    return os.path.join(str(folder), "")  # noqa: PTH118 - a Path drops the separator at the end
