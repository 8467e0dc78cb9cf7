"""From what is asked to the moments of a library that answer it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.channel import Channel
from videobert_desktop.domain.moment import IN_LIBRARY, Evidence, Moment, SearchResult
from videobert_desktop.domain.query import Query
from videobert_desktop.services.library import Library
from videobert_desktop.services.manage_packs import searched_pack
from videobert_desktop.services.searching.find_video import shown_file
from videobert_desktop.services.searching.fused_search import fused_moments
from videobert_desktop.services.searching.library_view import LibraryView, load_searching_pack, look_at
from videobert_desktop.services.searching.rerank_moments import RERANKED, rerank_moments, reranking_weight
from videobert_desktop.services.searching.search_aim import Aim, find_source, take_aim, unwanted
from videobert_desktop.services.searching.search_scope import search_scope
from videobert_desktop.services.searching.text_channels import TextChannels
from videobert_desktop.services.searching.text_moments import TextMoment
from videobert_desktop.services.searching.window_reader import WindowReader

if TYPE_CHECKING:
    from videobert_desktop.services.searching.indexed_windows import FoundMoment

FEWEST_RANKED = 20


class MomentSearcher:
    """Searches one library, loading what it needs once; used and closed by one thread.

    Attributes:
        catalogue: The library's catalogue, to read from.
    """

    def __init__(self, library: Library, *, device: str = "cpu") -> None:
        """Open the library for searching.

        Raises:
            UserError: The catalogue is damaged, or the pack that indexed the library is not installed.
        """
        self._library = library
        self._device = device
        self.catalogue: Catalogue = library.catalogue()
        self._view: LibraryView | None = None
        self._reader: tuple[LibraryView, WindowReader] | None = None
        self._texts = TextChannels(self.catalogue)
        try:
            row = searched_pack(self.catalogue)
            self._pack = load_searching_pack(library, row, device) if row is not None else None
        except BaseException:
            self.catalogue.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the library."""
        self.catalogue.close()

    def search(self, query: Query, *, cancel: CancelToken | None = None) -> SearchResult:
        """Find the moments that answer `query`, and rank the best of them again where it was measured to help.

        Raises:
            Cancelled: It was asked to stop.
            UserError: As `find` says.
        """
        began = time.monotonic()
        among = search_scope(self.catalogue, query)
        pictures = self._reranked(query, self._found(query, among), cancel)
        return _result(query, self._with_texts(query, pictures, among), began)

    def find(self, query: Query) -> SearchResult:
        """Find the moments that answer `query` by vectors and words alone, which takes no time to speak of.

        Raises:
            UserError: There is no such folder, the example is not to be found in the library, or the pack that has
                indexed the library since it was opened is not installed.
        """
        began = time.monotonic()
        among = search_scope(self.catalogue, query)
        return _result(query, self._with_texts(query, self._found(query, among), among), began)

    def rerank(self, query: Query, found: SearchResult, *, cancel: CancelToken | None = None) -> SearchResult:
        """Rank again what `find` has just found for `query`, which may take a second or two.

        Returns:
            The same moments in another order; `found` itself if nothing was ranked again.

        Raises:
            Cancelled: It was asked to stop.
        """
        if self._weight(query) is None or not found.moments:
            return found
        again = self.search(query, cancel=cancel)
        return replace(again, seconds=found.seconds + again.seconds)

    def view(self) -> LibraryView | None:
        """The library as it is now; None while there is nothing in it to search.

        Raises:
            UserError: The pack that has indexed the library is not installed, or the features are damaged.
        """
        generation = self.catalogue.generation
        if self._view is None or generation != self._view.generation:
            row = searched_pack(self.catalogue)
            if row is None:
                return None
            if self._pack is None or self._pack.info.key != row.key:
                self._pack = load_searching_pack(self._library, row, self._device)
            self._view = look_at(self._library, self.catalogue, generation, row, self._pack)
        return self._view if len(self._view.windows) else None

    def texts(self, query: Query, among: Collection[int] | None) -> dict[Channel, list[TextMoment]]:
        """What each text channel has found, within some videos or, if None, in all; those without are left out."""
        view = self._view
        return self._texts.find(query, None if view is None else (view.row, view.pack), among)

    def reader(self, view: LibraryView) -> WindowReader:
        """Reads what is stored of the windows of the library as it is seen in `view`."""
        if self._reader is None or self._reader[0] is not view:
            self._reader = view, WindowReader(self._library, self.catalogue, view)
        return self._reader[1]

    def _reranked(self, query: Query, moments: Sequence[Moment], cancel: CancelToken | None) -> Sequence[Moment]:
        """What was found, ranked again; as it is if that does not help, or if there is an example."""
        view, weight = self._view, self._weight(query)
        if view is None or weight is None or query.text is None or not moments:
            return moments
        reader, cancel = self.reader(view), cancel or CancelToken()
        return rerank_moments(query.text, moments, view.pack, reader, weight=weight, cancel=cancel)

    def _weight(self, query: Query) -> float | None:
        """Of the alignment in the ranking for `query`; None if nothing is ranked again."""
        view = self._view if query.only_words else None
        return None if view is None else reranking_weight(view.pack.info)

    def _with_texts(self, query: Query, pictures: Sequence[Moment], among: set[int] | None) -> Sequence[Moment]:
        """What is seen together with what is said and written; as it is seen if nothing is."""
        texts = self.texts(query, among)
        if query.text is None or not texts:
            return pictures
        return fused_moments(self.catalogue, query.text, pictures, texts, query.folder)

    def _found(self, query: Query, among: set[int] | None) -> list[Moment]:
        """What is seen, best first."""
        source = None if query.like is None else find_source(self.catalogue, query.like)
        view = self.view()
        if view is None or not query.wants(Channel.PICTURE):
            if source is not None:
                raise source.not_indexed()
            return []
        aim = take_aim(view, query, source)
        found = view.windows.best_moments(
            aim.vector,
            typical=aim.typical,
            # What is there, and what comes first, does not depend on how much of it is listed.
            limit=max(query.limit, FEWEST_RANKED if self._weight(query) is None else RERANKED),
            among=among,
            avoid=unwanted(view, query.not_text),
            except_in=None if source is None else source.place,
            # A video's second moment has to be clearly better than another video's first to come before it.
            rank_penalty=aim.deviation,
            imagined=aim.imagined,
        )
        return self._moments(aim, found, query.folder)

    def _moments(self, aim: Aim, found: Sequence[FoundMoment], folder: Path | None) -> list[Moment]:
        """The moments as they are shown; one whose video has lost all its files since is left out."""
        files = self.catalogue.files.of_videos({item.video_id for item in found})
        # What its neighbours do to its place does not make it less probable.
        probabilities = aim.confidence([item.moment for item in found])
        ranks: Counter[int] = Counter()
        moments = []
        for item, probability in zip(found, probabilities.tolist(), strict=True):
            score = item.moment.score - ranks[item.video_id] * aim.deviation
            ranks[item.video_id] += 1
            if item.video_id in files:
                file, online = shown_file(files[item.video_id], folder)
                place = (item.video_id, file.fingerprint.path, item.moment.span, item.moment.peak)
                moments.append(Moment(*place, score, probability, Evidence(picture=item.moment.score), online))
        # What is there comes before what is not; within both, the order is the ranking's.
        return sorted(moments, key=lambda moment: moment.confidence < IN_LIBRARY)


def _result(query: Query, found: Sequence[Moment], began: float) -> SearchResult:
    """What of the moments found is listed; all of them say whether anything is there."""
    in_library = any(moment.confidence >= IN_LIBRARY for moment in found)
    listed = tuple(moment for moment in found if moment.confidence >= query.min_confidence)[: query.limit]
    return SearchResult(str(query), in_library, time.monotonic() - began, listed)
