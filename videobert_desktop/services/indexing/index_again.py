"""`Index again`: has the next run of indexing encode certain videos anew, and try again what failed."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.errors import UserError
from videobert_desktop.services.indexing.take_out import taking_out
from videobert_desktop.services.library import Library
from videobert_desktop.services.presence import is_there
from videobert_desktop.services.searching.find_video import shown_file


def index_again(library: Library, video_ids: Collection[int], paths: Collection[Path] = ()) -> list[Path]:
    """Forget what was made of videos, so that the next run makes it anew, and that files have failed.

    A video that no run has finished keeps what there is of it: the next run goes on from there. One of which no file
    is there is left as it is, for what was made of it could not be made again.

    Args:
        library: The library.
        video_ids: The videos.
        paths: Files that could not be taken in.

    Returns:
        The files to index: one for each video, and those of `paths`, that are there.

    Raises:
        LibraryInUseError: Some of the videos are indexed, and the library is being indexed now.
        UserError: None of them is there, or the library cannot be written to.
    """
    with library.catalogue() as catalogue:
        held = catalogue.files.of_videos(video_ids)
        shown = {video_id: shown_file(held[video_id]) for video_id in video_ids if video_id in held}
        files = {video_id: file.fingerprint.path for video_id, (file, there) in shown.items() if there}
        again = [*files.values(), *(path for path in paths if is_there(path))]
        if not again:
            raise UserError("None of these videos is there now.", hint="Connect the drive that they lie on.")
        done = files.keys() & _gone_through(catalogue)
        if done:
            with library.lock("preparing to index again"):
                _begin_anew(library, catalogue, done)
        with catalogue.transaction():
            for path in [*again, *(file.fingerprint.path for video_id in files for file in held[video_id])]:
                catalogue.failures.clear(path)
        return again


def _gone_through(catalogue: Catalogue) -> set[int]:
    """The videos that any pass of any pack has been through."""
    return {video_id for pack in catalogue.packs.all() for video_id in catalogue.units.passes(pack.id)}


def _begin_anew(library: Library, catalogue: Catalogue, video_ids: Collection[int]) -> None:
    with taking_out(library, catalogue):
        for video_id in video_ids:
            catalogue.videos.set_damage(video_id, None)
            for pack in catalogue.packs.all():
                catalogue.units.forget(video_id, pack.id)
    for video_id in video_ids:
        library.features.remove_video(video_id)
