"""What the window asks of the services."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.moment import MatchCurve, MatchExplanation, Moment, SearchResult
from videobert_desktop.domain.progress import Report
from videobert_desktop.domain.query import Query
from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.viewing import Viewing
from videobert_desktop.services.caches import CacheSizes
from videobert_desktop.services.library_folders import (
    LibraryFolder,
)
from videobert_desktop.services.list_videos import LibraryVideo
from videobert_desktop.services.thumbnailing.filmstrip import Tile
from videobert_desktop.services.transcribing.video_texts import (
    VideoTexts,
)
from videobert_desktop.services.viewing.suggest_videos import Suggestions

if TYPE_CHECKING:
    from videobert_desktop.services.indexing.index_videos import IndexReport
    from videobert_desktop.services.playing.open_frames import FrameSource
    from videobert_desktop.services.watching.watch_folders import Index, Told


class WindowServices(Protocol):
    """Everything the window asks for; each call is made in a lane, and may raise a `UserError`."""

    def videos(self) -> Sequence[LibraryVideo]:
        """The library's videos."""

    def folders(self) -> Sequence[LibraryFolder]:
        """The folders that the library watches."""

    def suggestions(self) -> Suggestions:
        """What to watch next."""

    def unfinished(self) -> Sequence[Path]:
        """The files that are not indexed yet, and that nobody comes across who looks after the library's folders."""

    def needs_renewal(self) -> bool:
        """Whether a newer revision of the library's pack has something to take over, which `index` of no paths does."""

    def thumbnail(self, video_id: int) -> Path | None:
        """A video's thumbnail, if there is one now; always called in the same thread."""

    def tile(self, video_id: int, second: float) -> Tile | None:
        """The tile of a video's filmstrip for that second, if there is one now; called where `thumbnail` is."""

    def index(self, paths: Sequence[Path], *, cancel: CancelToken, report: Report) -> IndexReport:
        """Take files and folders into the library, and make them searchable."""

    def watch(self, index: Index, *, cancel: CancelToken, told: Told) -> None:
        """Keep the library up to date with its folders until asked to stop; what is new goes to `index`."""

    def index_first(self, video_ids: Collection[int]) -> None:
        """Have these indexed before all others."""

    def index_again(self, video_ids: Collection[int], paths: Collection[Path]) -> Sequence[Path]:
        """Have these indexed anew by the next run; gives the files to hand to `index`."""

    def forget(self, video_ids: Collection[int], paths: Collection[Path]) -> Sequence[Path]:
        """Take videos, and files that never became one, out of the library; gives the files that are out now."""

    def remove_folder(self, path: Path) -> None:
        """Watch a folder no longer."""

    def restore_pictures(self, video_id: int, cancel: CancelToken) -> None:
        """Make a video's thumbnail and filmstrip again."""

    def count_videos(self, folder: Path, cancel: CancelToken) -> int:
        """How many files below a folder look like videos."""

    def prepare_search(self) -> Sequence[str]:
        """Load what searching needs ahead of the first search; called where `search` is.

        Gives the codes of the languages that can be searched in; none if that is not known.
        """

    def search(self, query: Query) -> SearchResult:
        """Find the moments that answer `query`; always called in the same thread."""

    def rerank(self, query: Query, found: SearchResult, cancel: CancelToken) -> SearchResult:
        """Rank again what `search` has just found; `found` itself if nothing is; called where `search` is."""

    def explain(self, text: str, moment: Moment) -> MatchExplanation:
        """Why a moment was found for a sentence; called where `search` is."""

    def curve(self, video_id: int, query: Query) -> MatchCurve:
        """How well a video answers `query` all along; called where `search` is."""

    def recent_searches(self) -> Sequence[str]:
        """What was searched for, the latest first."""

    def note_search(self, text: str) -> None:
        """Remember a search."""

    def viewing(self, video_id: int) -> Viewing | None:
        """Where a video was left, and what was watched of it."""

    def note_viewing(self, video_id: int, position: float, watched: Sequence[Span]) -> None:
        """Remember where a video is left, and what was watched of it."""

    def texts(self, video_id: int, track: int | None) -> VideoTexts:
        """What is said in a video: in one of its transcripts, or in the preferred one."""

    def edit_line(self, line_id: int, text: str | None) -> None:
        """Have a line of a transcript say something else; None for what it said at first."""

    def export_transcript(self, track: int, path: Path) -> Path:
        """Write a transcript to a file, whose path it gives."""

    def open_frames(self, path: Path) -> FrameSource:
        """The exact frames of a file; used and closed in the thread of the call."""

    def install_speech_pack(self, name: str, *, cancel: CancelToken, report: Report) -> None:
        """Download a speech pack and install it."""

    def cache_sizes(self) -> CacheSizes:
        """How much room the caches take."""

    def clear(self, what: str) -> None:
        """Empty the "thumbnails" or the "index", or forget the "viewing" or the "searches"."""
