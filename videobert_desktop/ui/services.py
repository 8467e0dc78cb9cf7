"""What the window asks of the services, for a library."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure
from videobert_desktop.domain.moment import MatchCurve, MatchExplanation, Moment, SearchResult
from videobert_desktop.domain.progress import Report, ignore_progress
from videobert_desktop.domain.query import Query
from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.viewing import Viewing
from videobert_desktop.services.caches import CacheSizes, cache_sizes, clear_index, clear_thumbnails
from videobert_desktop.services.importing.count_videos import count_videos
from videobert_desktop.services.library import Library
from videobert_desktop.services.library_folders import (
    LibraryFolder,
    library_folders,
    remove_folder,
    unfinished_files,
)
from videobert_desktop.services.list_videos import LibraryVideo, library_videos
from videobert_desktop.services.searching.query_language import languages_of
from videobert_desktop.services.searching.search_history import forget_searches, note_search, recent_searches
from videobert_desktop.services.thumbnailing.filmstrip import Tile
from videobert_desktop.services.thumbnailing.pictures import PictureFinder
from videobert_desktop.services.transcribing.video_texts import (
    VideoTexts,
    edit_line,
    export_transcript,
    video_texts,
)
from videobert_desktop.services.viewing.remember_viewing import forget_viewings, note_viewing, viewing_of
from videobert_desktop.services.viewing.suggest_videos import Suggestions, suggestions
from videobert_desktop.settings.options import Settings

if TYPE_CHECKING:
    from videobert_desktop.services.indexing.index_videos import IndexReport
    from videobert_desktop.services.playing.open_frames import FrameSource
    from videobert_desktop.services.searching.search_moments import MomentSearcher
    from videobert_desktop.services.watching.watch_folders import Index, Told


class LibraryServices:
    """The services, for one library."""

    def __init__(self, library: Library, settings: Settings) -> None:
        """Take note of the library, and of how to index it."""
        self._library = library
        self._settings = settings
        self._pictures = PictureFinder(library)
        self._searcher: MomentSearcher | None = None

    def use(self, settings: Settings) -> None:
        """Go by other settings from now on."""
        self._settings = settings

    def videos(self) -> Sequence[LibraryVideo]:
        """The library's videos.

        Raises:
            UserError: The catalogue is damaged.
        """
        return library_videos(self._library)

    def folders(self) -> Sequence[LibraryFolder]:
        """The folders that the library watches."""
        return library_folders(self._library)

    def suggestions(self) -> Suggestions:
        """What to watch next; nothing while nothing is remembered of what was watched."""
        return suggestions(self._library) if self._settings.remember_viewing else Suggestions()

    def unfinished(self) -> Sequence[Path]:
        """The files that are not indexed yet, and that nobody comes across who looks after the library's folders."""
        return unfinished_files(self._library, watched=self._settings.watch_folders)

    def needs_renewal(self) -> bool:
        """Whether a newer revision of the library's pack has something to take over, which `index` of no paths does.

        Raises:
            UserError: The catalogue is damaged.
        """
        from videobert_desktop.services.indexing.reencode_videos import needs_renewal

        return needs_renewal(self._library)

    def thumbnail(self, video_id: int) -> Path | None:
        """A video's thumbnail, if there is one now; always called in the same thread."""
        return self._pictures.thumbnail(video_id)

    def tile(self, video_id: int, second: float) -> Tile | None:
        """The tile of a video's filmstrip for that second, if there is one now; called where `thumbnail` is."""
        return self._pictures.tile(video_id, second)

    def index(self, paths: Sequence[Path], *, cancel: CancelToken, report: Report) -> IndexReport:
        """Take files and folders into the library, and make them searchable.

        Raises:
            Cancelled: It was asked to stop; what was finished can be searched.
            UserError: Somebody else is indexing, the pack or the device is not there, or the disk is full.
        """
        from videobert_desktop.services.indexing.index_videos import IndexOptions, index_videos

        options = replace(IndexOptions.of_settings(self._settings), background=True)
        return index_videos(self._library, paths, options, cancel=cancel, report=report, failed=told_with_the_report)

    def watch(self, index: Index, *, cancel: CancelToken, told: Told) -> None:
        """Keep the library up to date with its folders until asked to stop; what is new goes to `index`.

        Raises:
            UserError: Watching cannot even begin.
        """
        from videobert_desktop.services.indexing.index_videos import IndexOptions
        from videobert_desktop.services.watching.watch_folders import watch_folders

        watch_folders(
            self._library,
            IndexOptions.of_settings(self._settings),
            cancel=cancel,
            report=ignore_progress,
            failed=told_with_the_report,
            told=told,
            index=index,
        )

    def index_first(self, video_ids: Collection[int]) -> None:
        """Have these indexed before all others."""
        from videobert_desktop.services.indexing.prioritise import index_first

        index_first(self._library, video_ids)

    def index_again(self, video_ids: Collection[int], paths: Collection[Path]) -> Sequence[Path]:
        """Have these indexed anew by the next run; gives the files to hand to `index`."""
        from videobert_desktop.services.indexing.index_again import index_again

        return index_again(self._library, video_ids, paths)

    def forget(self, video_ids: Collection[int], paths: Collection[Path]) -> Sequence[Path]:
        """Take videos, and files that never became one, out of the library; gives the files that are out now.

        Raises:
            UserError: Somebody is indexing.
        """
        from videobert_desktop.services.forget_videos import forget_videos

        return forget_videos(self._library, video_ids, paths)

    def remove_folder(self, path: Path) -> None:
        """Watch a folder no longer."""
        remove_folder(self._library, path)

    def restore_pictures(self, video_id: int, cancel: CancelToken) -> None:
        """Make a video's thumbnail and filmstrip again.

        Raises:
            Cancelled: It was asked to stop.
            UserError: None of the video's files is there, it cannot be decoded, or the disk is full.
        """
        from videobert_desktop.services.thumbnailing.restore_thumbnails import restore_in_background

        restore_in_background(self._library, video_id, cancel)

    def count_videos(self, folder: Path, cancel: CancelToken) -> int:
        """How many files below a folder look like videos."""
        return count_videos(folder, cancel)

    def prepare_search(self) -> Sequence[str]:
        """Load what searching needs ahead of the first search.

        Returns:
            The codes of the languages that can be searched in; none if that is not known.

        Raises:
            UserError: The library cannot be searched.
        """
        view = self._searching().view()
        return languages_of(view.row.name if view is not None else self._settings.pack)

    def search(self, query: Query) -> SearchResult:
        """Find the moments that answer `query`; the first call loads the model, on the processor.

        The graphics card, if there is one, belongs to indexing.

        Raises:
            UserError: The library cannot be searched.
        """
        return self._searching().find(query)

    def rerank(self, query: Query, found: SearchResult, cancel: CancelToken) -> SearchResult:
        """Rank again what `search` has just found, which may take a second or two; `found` itself if nothing is.

        Raises:
            Cancelled: It was asked to stop.
            UserError: The library cannot be searched any more.
        """
        return self._searching().rerank(query, found, cancel=cancel)

    def explain(self, text: str, moment: Moment) -> MatchExplanation:
        """Why a moment was found for a sentence.

        Raises:
            UserError: Nothing is stored any more of the moment, or it is damaged.
        """
        from videobert_desktop.services.searching.explain_moment import explain_moment

        return explain_moment(self._searching(), text, moment)

    def curve(self, video_id: int, query: Query) -> MatchCurve:
        """How well a video answers `query` all along.

        Raises:
            UserError: The library cannot be searched, or does not know the video any more.
        """
        from videobert_desktop.services.searching.search_curve import match_curve

        return match_curve(self._searching(), video_id, query)

    def recent_searches(self) -> Sequence[str]:
        """What was searched for, the latest first."""
        return recent_searches(self._library)

    def note_search(self, text: str) -> None:
        """Remember a search."""
        note_search(self._library, text)

    def viewing(self, video_id: int) -> Viewing | None:
        """Where a video was left, and what was watched of it."""
        return viewing_of(self._library, video_id)

    def note_viewing(self, video_id: int, position: float, watched: Sequence[Span]) -> None:
        """Remember where a video is left, and what was watched of it."""
        note_viewing(self._library, video_id, position, watched)

    def texts(self, video_id: int, track: int | None) -> VideoTexts:
        """What is said in a video: in one of its transcripts, or in the preferred one."""
        with self._library.catalogue() as catalogue:
            return video_texts(catalogue, video_id, track)

    def edit_line(self, line_id: int, text: str | None) -> None:
        """Have a line of a transcript say something else; None for what it said at first."""
        with self._library.catalogue() as catalogue:
            edit_line(catalogue, line_id, text)

    def export_transcript(self, track: int, path: Path) -> Path:
        """Write a transcript to a file, whose path it gives.

        Raises:
            UserError: It cannot be written.
        """
        with self._library.catalogue() as catalogue:
            return export_transcript(catalogue, track, path)

    def open_frames(self, path: Path) -> FrameSource:
        """The exact frames of a file; used and closed in the thread of the call."""
        from videobert_desktop.services.playing.open_frames import open_frames

        return open_frames(path)

    def install_speech_pack(self, name: str, *, cancel: CancelToken, report: Report) -> None:
        """Download a speech pack and install it.

        Raises:
            Cancelled: It was asked to stop; what has arrived is kept.
            UserError: It cannot be had, or the disk is full.
        """
        from videobert_desktop.services.speech_packs.installing import install_speech_pack

        install_speech_pack(name, cancel=cancel, report=report)

    def cache_sizes(self) -> CacheSizes:
        """How much room the caches take."""
        return cache_sizes(self._library)

    def clear(self, what: str) -> None:
        """Empty the "thumbnails" or the "index", or forget the "viewing" or the "searches"."""
        clearing = {
            "thumbnails": clear_thumbnails,
            "index": clear_index,
            "viewing": forget_viewings,
            "searches": forget_searches,
        }
        clearing[what](self._library)

    def close(self) -> None:
        """Let go of what searching has opened, in the thread that searched."""
        if self._searcher is not None:
            self._searcher.close()
            self._searcher = None

    def _searching(self) -> MomentSearcher:
        from videobert_desktop.services.searching.search_moments import MomentSearcher

        if self._searcher is None:
            self._searcher = MomentSearcher(self._library, device="cpu")
        return self._searcher


def told_with_the_report(failure: Failure) -> None:
    """A `Failed` for a window that shows failures in its list and, when all is done, names those of the report."""
