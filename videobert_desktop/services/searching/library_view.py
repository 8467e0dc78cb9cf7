"""What a search looks at: the library as of one generation of its catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.catalogue import Catalogue, PackRow
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.services.library import Library
from videobert_desktop.services.manage_packs import searching_pack
from videobert_desktop.services.searching.example_background import QUERIES, ExampleBackground, share_of_text
from videobert_desktop.services.searching.indexed_windows import IndexedWindows
from videobert_desktop.services.searching.search_background import LibraryBackground, library_background

if TYPE_CHECKING:
    from videobert_desktop.models.packs.pack import Pack


@dataclass(frozen=True, eq=False)
class LibraryView:
    """A library ready to be searched.

    Attributes:
        generation: Of the catalogue.
        row: The pack that answers.
        pack: The same, ready for use.
        windows: Its windows and their vectors.
        background: How the library scores sentences without being meant.
    """

    generation: int
    row: PackRow
    pack: Pack
    windows: IndexedWindows
    background: LibraryBackground

    @cached_property
    def picture_background(self) -> ExampleBackground:
        """How the library scores pictures without being meant; there must be windows."""
        pictures = self.pack.background.pictures[:QUERIES]
        return ExampleBackground.measured(self.windows, self.background.sample, pictures)

    @cached_property
    def mixed_background(self) -> ExampleBackground:
        """How the library scores mixtures of a sentence and a picture without being meant; there must be windows."""
        sentences, pictures = self.pack.background.sentences[:QUERIES], self.pack.background.pictures[:QUERIES]
        count = min(len(sentences), len(pictures))
        mixtures = self.mixed(sentences[:count], pictures[:count])
        return ExampleBackground.measured(self.windows, self.background.sample, mixtures)

    def mixed(self, texts: NDArray[np.float32], pictures: NDArray[np.float32]) -> NDArray[np.float32]:
        """Queries (n, dim) for sentences (n, dim) and pictures (n, dim) at once, as `share_of_text` explains."""
        return np.asarray(self._share_of_text * texts + (1 - self._share_of_text) * pictures, np.float32)

    @cached_property
    def _share_of_text(self) -> float:
        return share_of_text(self.pack.background, self.background.sample)


def look_at(library: Library, catalogue: Catalogue, generation: int, row: PackRow, pack: Pack) -> LibraryView:
    """Load what searching needs of a library.

    Args:
        library: The library.
        catalogue: Its catalogue.
        generation: The catalogue's, read before anything else, so that nothing loaded is older.
        row: The pack to search with.
        pack: The same, ready for use.

    Raises:
        UserError: The features are damaged.
    """
    from videobert_desktop.services.indexing.refresh_index import current_index

    # Read once: a unit that is replaced meanwhile is searched as it was.
    timeline = catalogue.windows.timeline(row.id)
    index = current_index(library, catalogue, row, cancel=CancelToken(), timeline=timeline)
    windows = IndexedWindows.of_library(index, timeline)
    return LibraryView(generation, row, pack, windows, library_background(windows, pack))


def load_searching_pack(library: Library, row: PackRow, device: str) -> Pack:
    """The pack that has indexed a library, ready for sentences: as it is installed, or the library's own copy of it.

    Raises:
        UserError: It is not installed, or in another revision, and the library has no copy that is sound.
    """
    from videobert_desktop.models.packs.pack import load_pack

    # A sentence is too short for several threads to pay.
    return load_pack(searching_pack(library, row), device, threads=1)
