"""From a sentence to the moments of a library that answer it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.catalogue import PackRow
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.moment import Evidence, Moment, SearchResult
from videobert_desktop.services.indexed_windows import IndexedWindows
from videobert_desktop.services.library import Library
from videobert_desktop.services.manage_packs import find_pack, searched_pack
from videobert_desktop.services.moment_curve import CurveMoment
from videobert_desktop.services.presence import is_there
from videobert_desktop.services.search_background import LibraryBackground, library_background
from videobert_desktop.services.stored_vectors import with_one

if TYPE_CHECKING:
    from videobert_desktop.models.packs.pack import Pack

# A probability from which on we say that what was asked for is there.
IN_LIBRARY = 0.5
# How many videos are looked at as a whole: so many for each moment wanted, and never fewer than these.
VIDEOS_A_RESULT = 3
FEWEST_VIDEOS = 50


@dataclass(frozen=True, slots=True, eq=False)
class LibraryView:
    """What a search looks at: the library as of one generation of its catalogue.

    Attributes:
        generation: That generation.
        row: The pack that answers.
        pack: The same, ready for use.
        windows: Its windows and their vectors.
        background: How the library scores without being meant.
    """

    generation: int
    row: PackRow
    pack: Pack
    windows: IndexedWindows
    background: LibraryBackground


class MomentSearcher:
    """Searches one library, loading what it needs once; used and closed by one thread."""

    def __init__(self, library: Library, *, device: str = "cpu") -> None:
        """Open the library for searching.

        Raises:
            UserError: The catalogue is damaged, or the pack that indexed the library is not installed.
        """
        self._library = library
        self._device = device
        self._catalogue = library.catalogue()
        self._view: LibraryView | None = None
        try:
            row = searched_pack(self._catalogue)
            self._pack = _load(row, device) if row is not None else None
        except BaseException:
            self._catalogue.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the library."""
        self._catalogue.close()

    def search(self, query: str, *, limit: int = 20, folder: Path | None = None) -> SearchResult:
        """Find the moments that answer `query`.

        Args:
            query: A sentence in the user's own words.
            limit: How many moments at most.
            folder: Look only into videos with a file below it.

        Returns:
            The moments, best first.

        Raises:
            UserError: There is no such folder, or the pack that has indexed the library since it was opened is not
                installed.
        """
        began = time.monotonic()
        if folder is not None and not is_there(folder) and not self._catalogue.files.under(folder):
            raise UserError("There is no such folder, and no video of the library lies in it.", path=folder)
        view = self._current()
        found = [] if view is None else list(self._ranked(view, query, limit, folder))
        in_library = bool(found) and max(moment.confidence for moment in found) >= IN_LIBRARY
        return SearchResult(query, in_library, time.monotonic() - began, tuple(found))

    def _current(self) -> LibraryView | None:
        """The library as it is now; None while there is nothing in it to search."""
        generation = self._catalogue.generation
        if self._view is None or generation != self._view.generation:
            row = searched_pack(self._catalogue)
            self._view = None if row is None else self._look(generation, row)
        return self._view

    def _look(self, generation: int, row: PackRow) -> LibraryView:
        from videobert_desktop.services.refresh_index import current_index

        if self._pack is None or self._pack.info.key != row.key:
            self._pack = _load(row, self._device)
        index = current_index(self._library, self._catalogue, row, cancel=CancelToken())
        windows = IndexedWindows.of_library(index, self._catalogue, row)
        return LibraryView(generation, row, self._pack, windows, library_background(windows, self._pack))

    def _ranked(self, view: LibraryView, query: str, limit: int, folder: Path | None) -> Iterator[Moment]:
        if not len(view.windows):
            return
        embedding = view.pack.embed_texts([query])
        vector = with_one(embedding)[0]
        typical = view.background.typical_score(vector)
        found: list[tuple[float, int, CurveMoment]] = []
        for video_id in self._candidates(view, vector, limit, folder):
            moments = view.windows.moments(video_id, vector, typical, limit)
            # A video's second moment has to be clearly better than another video's first to come before it.
            deviation = view.background.deviation
            found += [(moment.score - rank * deviation, video_id, moment) for rank, moment in enumerate(moments)]
        found = sorted(found, key=lambda item: -item[0])[:limit]
        # What its neighbours do to its place does not make it less probable.
        scores = np.array([moment.score for _, _, moment in found], np.float32)
        reach = float(view.pack.background.reach(embedding)[0])
        probabilities = view.background.confidence(view.pack, scores, reach)
        for (score, video_id, moment), probability in zip(found, probabilities, strict=True):
            yield from self._moments(video_id, moment, score, float(probability), folder)

    def _candidates(self, view: LibraryView, vector: NDArray[np.float32], limit: int, folder: Path | None) -> list[int]:
        """The videos worth looking at as a whole."""
        wanted = max(VIDEOS_A_RESULT * limit, FEWEST_VIDEOS)
        if folder is None:
            return view.windows.best_videos(vector, wanted)
        inside = self._catalogue.windows.videos_in(view.row.id, folder)
        return view.windows.best_videos_among(inside, vector, wanted)

    def _moments(
        self, video_id: int, moment: CurveMoment, score: float, probability: float, folder: Path | None
    ) -> Iterator[Moment]:
        """The moment in one of the video's files in `folder`; nothing if they have all been forgotten since."""
        files = [file for file in self._catalogue.files.of_video(video_id) if _inside(file.fingerprint.path, folder)]
        present = [file for file in files if file.online and is_there(file.fingerprint.path)]
        for file in (present or files)[:1]:
            path, evidence = file.fingerprint.path, Evidence(picture=moment.score)
            yield Moment(video_id, path, moment.span, moment.peak, score, probability, evidence, bool(present))


def _inside(path: Path, folder: Path | None) -> bool:
    return folder is None or path == folder or folder in path.parents


def _load(row: PackRow, device: str) -> Pack:
    from videobert_desktop.models.packs.pack import load_pack

    info = find_pack(row.name)
    if info.revision != row.revision:
        raise UserError(
            f"The library was indexed with revision {row.revision} of the pack {row.name}, not {info.revision}.",
            hint="Run `videobert index` on its folders again.",
        )
    # A sentence is too short for several threads to pay.
    return load_pack(info, device, threads=1)
