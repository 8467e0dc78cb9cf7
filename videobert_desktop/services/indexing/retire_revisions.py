"""Lets go of what older revisions of a pack made, once the present one has been through everything that they had."""

from __future__ import annotations

from videobert_desktop.catalogue import Catalogue, PackRow
from videobert_desktop.services.adapting.adapted_packs import adapted_key
from videobert_desktop.services.library import Library
from videobert_desktop.services.manage_packs import PackInfo
from videobert_desktop.services.own_packs import drop_text_sides


def retire_revisions(library: Library, catalogue: Catalogue, info: PackInfo) -> None:
    """Forget the other revisions of a pack, with their features, where its present one replaces them wholly.

    Until then they are kept, and so is the library's copy of what embeds sentences for them, so that nothing that could
    be searched is lost.

    Raises:
        UserError: The disk is full or cannot be written to.
    """
    present = catalogue.packs.get(info.name, info.revision)
    if present is None:
        return
    others = [row for row in catalogue.packs.all() if row.name == info.name and row.id != present.id]
    replaced = [row for row in others if _replaces(catalogue, present, row)]
    retired = [row for row in replaced if catalogue.units.counts(row.id)]
    for row in retired:
        catalogue.units.forget_pack(row.id)
        catalogue.text_vectors.forget(row.id)
    if retired:
        library.features.remove_orphans(catalogue.units.shards())
    drop_text_sides(library, [key for row in replaced for key in (row.key, adapted_key(row.key))])


def _replaces(catalogue: Catalogue, present: PackRow, other: PackRow) -> bool:
    """Whether the present revision has been through each video of another one, or has all units that it had of it."""
    done = catalogue.units.passes(present.id)
    left = {(unit.video_id, unit.number) for unit in catalogue.units.all(other.id) if unit.video_id not in done}
    return not left or left <= {(unit.video_id, unit.number) for unit in catalogue.units.all(present.id)}
