"""Subtitle files beside a video: which belong to it, and in which language they are."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from videobert_desktop.media.files import VIDEO_EXTENSIONS, unreadable
from videobert_desktop.media.subtitles.languages import language_named
from videobert_desktop.media.subtitles.parsing import EXTENSIONS

# What stands between the words that follow the video's name.
_SEPARATORS = re.compile(r"[.\s()\[\],]+")
_FLAG_WORDS = "forced foreign sdh cc hi default full auto asr sub subs subtitles"
_FLAGS = frozenset(_FLAG_WORDS.split())
_STARTS = " ._-([,"


@dataclass(frozen=True, slots=True)
class Sidecar:
    """A subtitle file that is named after a video.

    Attributes:
        path: The file.
        language: BCP 47, as its name says; empty if it does not.
        title: The other words in its name, after the video's.
    """

    path: Path
    language: str
    title: str


class SidecarFolder:
    """The subtitle files of a folder, which is listed once for all of its videos."""

    def __init__(self, folder: Path) -> None:
        """List a folder.

        Raises:
            UserError: It cannot be looked into.
        """
        try:
            with os.scandir(folder) as entries:
                names = [entry.name for entry in entries]
        except OSError as error:
            raise unreadable(folder, error) from error
        self._folder = folder
        self._videos = sorted(_stems(names, VIDEO_EXTENSIONS))
        subtitles = [name for name in names if _extension(name) in EXTENSIONS]
        self._subtitles = sorted(zip(_stems(subtitles, EXTENSIONS), subtitles, strict=True))
        self._stems = [stem for stem, _ in self._subtitles]

    def of(self, video: Path) -> list[Sidecar]:
        """The subtitle files of a video of the folder, by name.

        They have its name, without the ending, and may go on: "film.en.forced.srt". Capital letters make no difference.
        A file that is named after another video with a longer name is that one's.
        """
        own = _alike(video.stem)
        longer = [stem for stem in self._videos[_beginning_with(self._videos, own)] if stem != own]
        names = sorted(name for _, name in self._subtitles[_beginning_with(self._stems, own)])
        found = (_sidecar(self._folder / name, video, longer) for name in names)
        return [sidecar for sidecar in found if sidecar is not None]


def find_sidecars(video: Path) -> list[Sidecar]:
    """The subtitle files beside a video, by name.

    Raises:
        UserError: The folder cannot be looked into.
    """
    return SidecarFolder(video.parent).of(video)


def _beginning_with(names: list[str], beginning: str) -> slice:
    """Where in sorted names those are that begin so."""
    end = beginning + chr(sys.maxunicode)
    return slice(bisect_left(names, beginning), bisect_right(names, end))


def _sidecar(path: Path, video: Path, longer: Iterable[str]) -> Sidecar | None:
    stem, own = _alike(path.stem), _alike(video.stem)
    if not stem.startswith(own) or any(_goes_on(stem, other) for other in longer):
        return None
    rest = _composed(path.stem)[len(_composed(video.stem)) :]
    if rest and rest[0] not in _STARTS:
        return None
    language, title = _read_words(rest)
    understood = all(word.casefold() in _FLAGS for word in title.split())
    return Sidecar(path, language, title) if understood or rest[0] == "." else None


def _goes_on(stem: str, other: str) -> bool:
    """Whether a name is another one, or goes on after it."""
    return stem == other or (stem.startswith(other) and stem[len(other)] in _STARTS)


def _read_words(rest: str) -> tuple[str, str]:
    """The language that the rest of a name says, and what else it says."""
    words = [word for word in _SEPARATORS.split(rest.strip(_STARTS)) if word.strip("-_")]
    language = language_named(" ".join(words))
    if language:
        return language, ""
    others = []
    for word in words:
        named = "" if language else language_named(word.strip("-_"))
        language = language or named
        others.extend([] if named else [word])
    return language, " ".join(others)


def _stems(names: Iterable[str], extensions: frozenset[str]) -> Iterator[str]:
    return (_alike(os.path.splitext(name)[0]) for name in names if _extension(name) in extensions)  # noqa: PTH122


def _extension(name: str) -> str:
    return os.path.splitext(name)[1].lower()  # noqa: PTH122 - many names are looked at


def _alike(name: str) -> str:
    """A name as it is compared: systems differ in capital letters and in how they write accents."""
    return _composed(name).casefold()


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)
