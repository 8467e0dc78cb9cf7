"""The folders that a library watches, and the files outside them that it has to be told of."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.passes import Pass
from videobert_desktop.services.library import Library
from videobert_desktop.services.presence import is_folder, is_there


@dataclass(frozen=True, slots=True)
class LibraryFolder:
    """A folder that was given to index.

    Attributes:
        path: Where it is.
        there: Whether it can be reached now.
        videos: How many videos of the library have a file in it.
    """

    path: Path
    there: bool
    videos: int


def library_folders(library: Library) -> tuple[LibraryFolder, ...]:
    """The folders of a library, by path.

    Raises:
        UserError: The catalogue is damaged.
    """
    with library.catalogue() as catalogue:
        return tuple(
            LibraryFolder(path, is_folder(path), len(catalogue.files.videos_under(path)))
            for path in catalogue.folders.all()
        )


def remove_folder(library: Library, path: Path) -> None:
    """Watch a folder no longer; its videos stay.

    A run of indexing that goes through it goes on. What does not belong to the library is passed over.

    Raises:
        UserError: The library cannot be written to.
    """
    folder = Path(os.path.abspath(path))  # noqa: PTH100 - symbolic links stay what they are
    with library.catalogue() as catalogue, catalogue.transaction():
        catalogue.folders.remove(folder)
        catalogue.failures.clear(folder)  # that it is empty, say, matters to nobody any more


def unfinished_files(library: Library, *, watched: bool = True) -> list[Path]:
    """The files that no look through the library's folders comes across, and that are still to be indexed.

    They are those of videos that have had no more than a first look, or were looked at only by an older revision of a
    pack whose work the installed one cannot take over, by path: one file for each video, which is there and did not
    fail.

    Args:
        library: The library.
        watched: Whether somebody looks through its folders; where nobody does, files in them count too.

    Raises:
        UserError: The catalogue is damaged.
    """
    with library.catalogue() as catalogue:
        folders = set(catalogue.folders.all()) if watched else set()
        done = _finished_videos(catalogue)
        failed = {row.failure.path for row in catalogue.failures.all()}
        waiting = [file for file in catalogue.files.all() if file.online and file.video_id not in done]
    found: dict[int, Path] = {}
    for file in waiting:
        path = file.fingerprint.path
        if path not in failed and not _is_below(path, folders) and is_there(path):
            found.setdefault(file.video_id, path)
    return list(found.values())


def _finished_videos(catalogue: Catalogue) -> set[int]:
    from videobert_desktop.services.manage_packs import list_packs

    # Of a pack that is not installed there is no newer revision.
    installed = {info.name: (info.revision, *info.reads) for info in list_packs()[0]}
    packs = [pack for pack in catalogue.packs.all() if pack.revision in installed.get(pack.name, (pack.revision,))]
    passes = (catalogue.units.passes(pack.id) for pack in packs)
    return {video_id for done in passes for video_id, pass_name in done.items() if pass_name is not Pass.FAST}


def _is_below(path: Path, folders: Collection[Path]) -> bool:
    return any(folder in folders for folder in path.parents)
