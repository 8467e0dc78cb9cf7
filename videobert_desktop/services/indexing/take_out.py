"""Takes windows out of the catalogue and the saved search index at once, so that neither answers without the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import numpy as np

from videobert_desktop.catalogue import Catalogue, PackRow
from videobert_desktop.index.storage import StaleIndex
from videobert_desktop.index.vector_index import VectorIndex
from videobert_desktop.services.indexing.stored_vectors import index_identity
from videobert_desktop.services.library import Library
from videobert_desktop.services.manage_packs import searched_revisions


@contextmanager
def taking_out(library: Library, catalogue: Catalogue) -> Iterator[None]:
    """A transaction that takes windows out; afterwards the saved indexes do not hold them, and searchers load anew.

    What an index still lacks it goes on lacking until the next indexing, and one that cannot be used is left alone: the
    next indexing makes it anew. The library has to be locked.

    Raises:
        UserError: The disk is full, or the library cannot be written to; nothing has changed.
    """
    saved: list[tuple[PackRow, VectorIndex]] = []
    for pack in searched_revisions(catalogue):
        with suppress(StaleIndex):
            saved.append((pack, VectorIndex.load(library.index_directory, index_identity(catalogue, pack))))
    with catalogue.transaction():
        yield
        catalogue.advance_generation()
        for pack, index in saved:
            gone = np.setdiff1d(index.ids, catalogue.windows.ids(pack.id))
            if len(gone):
                index.remove(gone)
                index.save(library.index_directory, index_identity(catalogue, pack))
