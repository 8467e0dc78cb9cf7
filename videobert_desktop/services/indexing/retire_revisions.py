"""Lets go of what older revisions of a pack made, once the present one has been through everything that they had."""

from __future__ import annotations

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.services.library import Library
from videobert_desktop.services.manage_packs import PackInfo


def retire_revisions(library: Library, catalogue: Catalogue, info: PackInfo) -> None:
    """Forget the other revisions of a pack, with their features, where its present one replaces them wholly.

    Until then they are kept, so that nothing that could be searched is lost.

    Raises:
        UserError: The disk is full or cannot be written to.
    """
    present = catalogue.packs.get(info.name, info.revision)
    if present is None:
        return
    done = catalogue.units.passes(present.id).keys()
    others = [row for row in catalogue.packs.all() if row.name == info.name and row.id != present.id]
    known = {row.id: catalogue.units.counts(row.id).keys() for row in others}
    retired = [row for row in others if known[row.id] and known[row.id] <= done]
    for row in retired:
        catalogue.units.forget_pack(row.id)
    if retired:
        library.features.remove_orphans(catalogue.units.shards())
