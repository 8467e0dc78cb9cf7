"""The packs of model weights that are installed, and whether they are whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from videobert_desktop.catalogue import Catalogue, PackRow
from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.packs import manifest, pack
from videobert_desktop.models.packs.manifest import PackInfo
from videobert_desktop.services.adapting.adapted_packs import adapted_pack
from videobert_desktop.services.library import Library
from videobert_desktop.services.own_packs import own_keys, own_pack
from videobert_desktop.settings.options import packs_directory
from videobert_desktop.settings.resources import resource_path

__all__ = [
    "PackInfo",
    "find_pack",
    "list_packs",
    "searched_pack",
    "searched_revisions",
    "searching_pack",
    "unadapted_pack",
    "verify_packs",
]


def list_packs() -> tuple[list[PackInfo], list[UserError]]:
    """All packs that are installed, by name, and what is wrong with those that cannot be read."""
    return pack.installed_packs(*_directories())


def find_pack(name: str) -> PackInfo:
    """The installed pack of that name.

    Raises:
        UserError: There is none.
    """
    return pack.find_pack(name, *_directories())


def verify_packs(names: Sequence[str] = ()) -> dict[str, list[str]]:
    """Check the files of packs.

    Args:
        names: The packs to check; none means all that are installed.

    Returns:
        For each pack what is wrong with it, a sentence each; nothing when it is whole. One that cannot be read goes by
        the name of its folder.

    Raises:
        UserError: There is no pack of one of the names.
    """
    if names:
        return {name: manifest.verify_pack(find_pack(name)) for name in names}
    packs, errors = list_packs()
    unreadable = {error.path.parent.name: [str(error)] for error in errors if error.path is not None}
    return unreadable | {info.name: manifest.verify_pack(info) for info in packs}


def searched_pack(catalogue: Catalogue) -> PackRow | None:
    """The pack that answers for a library; None for an empty one.

    Of those that are installed, or that the library has a copy of, it is the one that is furthest; of several, one that
    is installed, and then the newest.
    """
    rows = _from_worst_to_best(catalogue)
    return rows[-1] if rows else None


def searched_revisions(catalogue: Catalogue) -> list[PackRow]:
    """The packs that a library has windows of; of several revisions of one that which answers, whose the index is."""
    return list({row.name: row for row in _from_worst_to_best(catalogue)}.values())


def searching_pack(library: Library, row: PackRow) -> PackInfo:
    """What can embed sentences for the vectors of a pack: what it has learned of the library, or else as it is.

    Raises:
        UserError: It is neither installed nor has the library a copy, or what there is is damaged.
    """
    return adapted_pack(library, row.key) or unadapted_pack(library, row)


def unadapted_pack(library: Library, row: PackRow) -> PackInfo:
    """A pack that has made vectors as it is: the one that is installed, or else the library's own copy.

    Raises:
        UserError: There is neither, or the copy is damaged.
    """
    installed = {info.key: info for info in list_packs()[0]}
    found = installed.get(row.key) or own_pack(library, row.key)
    if found is not None:
        return found
    raise UserError(
        f"The library was indexed with revision {row.revision} of the pack {row.name}, "
        f"not {find_pack(row.name).revision}.",
        hint="Run `videobert index` on its folders again.",
    )


def _from_worst_to_best(catalogue: Catalogue) -> list[PackRow]:
    """The packs that a library has windows of, the one that answers best last."""
    installed = {info.key for info in list_packs()[0]}
    usable = installed | own_keys(Library(catalogue.path.parent))
    counts = {row: catalogue.windows.count(row.id) for row in catalogue.packs.all()}

    def rank(row: PackRow) -> tuple[bool, int, bool, int]:
        return row.key in usable, counts[row], row.key in installed, row.id

    return sorted((row for row in counts if counts[row]), key=rank)


def _directories() -> list[Path]:
    return [resource_path("models"), packs_directory()]
