"""The packs of model weights that are installed, and whether they are whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from videobert_desktop.catalogue import Catalogue, PackRow
from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.packs import manifest, pack
from videobert_desktop.models.packs.manifest import PackInfo
from videobert_desktop.settings.options import packs_directory
from videobert_desktop.settings.resources import resource_path

__all__ = ["PackInfo", "find_pack", "list_packs", "newest_of_each_name", "searched_pack", "verify_packs"]


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

    Of those that are installed it is the one that is furthest; of several, the newest.
    """
    installed = {info.key for info in list_packs()[0]}
    counts = [(catalogue.windows.count(row.id), row) for row in catalogue.packs.all()]
    indexed = [(row.key in installed, count, row.id, row) for count, row in counts if count]
    return max(indexed, key=lambda item: item[:3])[-1] if indexed else None


def newest_of_each_name(catalogue: Catalogue) -> list[PackRow]:
    """The packs that a library has windows of; of several revisions of one the newest, whose the index is."""
    return list({row.name: row for row in catalogue.packs.all() if catalogue.windows.count(row.id)}.values())


def _directories() -> list[Path]:
    return [resource_path("models"), packs_directory()]
