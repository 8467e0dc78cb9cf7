"""The packs of model weights that are installed, and whether they are whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from videobert_desktop.catalogue import Catalogue, PackRow
from videobert_desktop.models.packs import manifest, pack
from videobert_desktop.models.packs.manifest import PackInfo
from videobert_desktop.settings.options import packs_directory
from videobert_desktop.settings.resources import resource_path

__all__ = ["PackInfo", "find_pack", "list_packs", "searched_pack", "verify_packs"]


def list_packs() -> list[PackInfo]:
    """All packs that are installed, by name.

    Raises:
        UserError: What one of them says of itself cannot be read.
    """
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
        For each pack what is wrong with it, a sentence each; nothing when it is whole.

    Raises:
        UserError: There is no pack of one of the names.
    """
    infos = [find_pack(name) for name in names] or list_packs()
    return {info.name: manifest.verify_pack(info) for info in infos}


def searched_pack(catalogue: Catalogue) -> PackRow | None:
    """The newest pack that has indexed anything of a library; None for one that is still empty."""
    packs = [row for row in catalogue.packs.all() if catalogue.windows.count(row.id)]
    return packs[-1] if packs else None


def _directories() -> list[Path]:
    return [resource_path("models"), packs_directory()]
