"""A library's own copies of the text sides of the packs that have indexed it.

When a newer revision of a pack is installed in place of the one that has made a library's vectors, the library goes on
answering by its copy until the new revision has been through everything.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from pathlib import Path

from videobert_desktop.catalogue.disk import explained, make_private_directory, replace_file
from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.packs.manifest import MANIFEST, PackInfo, read_manifest, verify_pack
from videobert_desktop.models.packs.text_side import text_side_files, text_side_manifest
from videobert_desktop.services.library import Library

_AGAIN = "Remove its folder, then run `videobert index`."


def keep_text_side(library: Library, info: PackInfo) -> None:
    """See to it that a library has a copy of an installed pack's text side. The library has to be locked.

    The manifest comes last: a copy that was cut off has none, counts for nothing, and is made whole the next time.

    Raises:
        UserError: A file of the pack is missing, or the disk is full.
    """
    directory, files = library.packs_directory / info.key, text_side_files(info)
    if (directory / MANIFEST).is_file() and all(_same_size(directory / name, info.directory / name) for name in files):
        return
    make_private_directory(directory)
    for name in files:
        _take(info.file(name), directory / name)
    with replace_file(directory / MANIFEST) as partial:
        partial.write_text(text_side_manifest(info), encoding="utf-8")


def own_pack(library: Library, key: str) -> PackInfo | None:
    """The library's copy of a pack, as a pack of its own; None if there is none.

    Args:
        library: The library.
        key: The pack's `name@revision`.

    Raises:
        UserError: The copy is damaged.
    """
    if key not in own_keys(library):
        return None
    info = read_manifest(library.packs_directory / key)
    if findings := verify_pack(info):
        reason = f"The library's copy of the pack {info.name} is damaged: {findings[0]}"
        raise UserError(reason, path=info.directory, hint=_AGAIN)
    return info


def own_keys(library: Library) -> set[str]:
    """The packs, as `name@revision`, that the library has a copy of."""
    return {path.parent.name for path in library.packs_directory.glob(f"*@*/{MANIFEST}")}


def own_pack_problems(library: Library) -> list[str]:
    """What is wrong with the library's copies of packs, a sentence each; nothing when they are sound."""
    problems = []
    for key in sorted(own_keys(library)):
        try:
            own_pack(library, key)
        except UserError as error:
            problems.append(f"{error.reason} {_AGAIN}")
    return problems


def drop_text_sides(library: Library, keys: Collection[str]) -> None:
    """Remove the library's copies of these packs, if it has any. The library has to be locked.

    Raises:
        UserError: They cannot be removed.
    """
    for directory in (library.packs_directory / key for key in keys):
        with explained(directory):
            if directory.is_dir():
                (directory / MANIFEST).unlink(missing_ok=True)  # without it, what is left counts for nothing
                shutil.rmtree(directory)


def _same_size(copy: Path, original: Path) -> bool:
    return copy.is_file() and original.is_file() and copy.stat().st_size == original.stat().st_size


def _take(source: Path, target: Path) -> None:
    """Have `target` be the same file as `source` where the file system can do that, or else a copy of it."""
    with explained(target):
        target.unlink(missing_ok=True)
    # Weights are only ever replaced by other files; what is small may be changed in its place, and so would a link be.
    if source.suffix == ".safetensors" and _linked(source, target):
        return
    with replace_file(target) as partial:
        shutil.copyfile(source, partial)


def _linked(source: Path, target: Path) -> bool:
    try:
        os.link(source, target)
    except OSError:  # another disk, a file system without links, or a file that is not ours to link to
        return False
    return True
