"""Takes videos out of a library; the files that hold them are left alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import nullcontext, suppress
from pathlib import Path

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.catalogue.disk import explained
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.video import FileFingerprint
from videobert_desktop.media.fingerprint import fingerprint
from videobert_desktop.services.indexing.take_out import taking_out
from videobert_desktop.services.library import Library
from videobert_desktop.services.presence import is_there
from videobert_desktop.services.thumbnailing.filmstrip import pictures_directory
from videobert_desktop.services.thumbnailing.thumbnail_cache import remove_pictures


def forget_videos(library: Library, video_ids: Collection[int], paths: Collection[Path] = ()) -> list[Path]:
    """Take videos out of a library with all that was made of them, and files that never became one.

    A look through a folder does not take their files in again, wherever they are moved; who names a file does. What the
    library does not know is passed over.

    Args:
        library: The library.
        video_ids: The videos.
        paths: Files and folders that could not be taken in: the library does not tell of them any more.

    Returns:
        The files that are out now, for whoever was about to take one of them in.

    Raises:
        LibraryInUseError: There are videos among them, and the library is being indexed.
        UserError: The library cannot be written to.
    """
    lock = library.lock("taking videos out of it") if video_ids else nullcontext()
    with lock, library.catalogue() as catalogue:
        strangers = [path for path in paths if catalogue.files.by_path(path) is None]
        seen = [file for path in strangers if (file := _as_seen(path)) is not None]
        with taking_out(library, catalogue) if video_ids else catalogue.transaction():
            catalogue.forgotten.add(seen)
            for path in strangers:
                catalogue.failures.clear(path)
            files = _remove(catalogue, video_ids)
        for video_id in video_ids:
            library.features.remove_video(video_id)
            with explained(library.thumbnails_directory):
                remove_pictures(pictures_directory(library, video_id))
        catalogue.empty_log()
        return [*strangers, *files]


def _remove(catalogue: Catalogue, video_ids: Iterable[int]) -> list[Path]:
    """Take videos out; gives the files that held them."""
    paths: list[Path] = []
    for video_id in video_ids:
        files = catalogue.files.of_video(video_id)
        catalogue.forgotten.add(file.fingerprint for file in files)
        # What lies at the path of a displaced file is another video.
        paths += [file.fingerprint.path for file in files if not file.displaced]
        catalogue.videos.remove(video_id)
    for path in paths:
        catalogue.failures.clear(path)
    return paths


def _as_seen(path: Path) -> FileFingerprint | None:
    """What is at a path, to be known again: its content too if it can be read. None if nothing is there."""
    with suppress(UserError):  # it is empty, say, or may not be read
        return fingerprint(path)
    try:
        status = path.stat() if is_there(path) else path.lstat()
    except OSError:
        return None
    return FileFingerprint(path, status.st_size, status.st_mtime_ns, "")
