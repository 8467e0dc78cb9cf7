"""`Index this first`: has a run of indexing, the present one or the next, begin with certain videos."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.errors import UserError
from videobert_desktop.services.library import Library


def index_first(library: Library, wanted: Iterable[Path | int]) -> set[int]:
    """Have videos indexed before all others, those that were asked for before included.

    It may be called while a run goes on, from any thread or process: the run turns to them after its present unit,
    and comes back later to what it has left. A video stays first until it is done.

    Args:
        library: The library.
        wanted: Videos by id, by the path of a file, or by that of a folder with all in it.

    Returns:
        The ids of the videos that are first now.

    Raises:
        UserError: The library does not know a path or an id; nothing is changed then.
    """
    with library.catalogue() as catalogue, catalogue.transaction():
        videos = {video_id for item in wanted for video_id in _videos(catalogue, item)}
        highest = max(catalogue.videos.priorities().values(), default=0)
        for video_id in videos:
            catalogue.videos.set_priority(video_id, highest + 1)
        return videos


def _videos(catalogue: Catalogue, item: Path | int) -> set[int]:
    if isinstance(item, int):
        found = {item} if catalogue.videos.get(item) is not None else set()
        path = None
    else:
        found, path = {file.video_id for file in catalogue.files.under(item) if not file.displaced}, item
    if not found:
        raise UserError("The library knows no such video.", path=path, hint="Index it with `videobert index PATH`.")
    return found
