"""Makes the pictures of a video again after they were lost or had to make room for others."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from videobert_desktop.catalogue.disk import explained
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.passes import Pass
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.media.limits import DecodeLimits
from videobert_desktop.services.library import Library
from videobert_desktop.services.presence import is_there
from videobert_desktop.services.thumbnailing.filmstrip import pictures_directory
from videobert_desktop.services.thumbnailing.thumbnail_cache import remove_pictures
from videobert_desktop.services.thumbnailing.thumbnails import FilmstripWriter

_SIDE = 260


def restore_in_background(library: Library, video_id: int, cancel: CancelToken) -> None:
    """The same as `restore_thumbnails`, with a decoder of its own that gives way to everything else."""
    with Decoder(DecodeLimits(background=True)) as decoder:
        restore_thumbnails(library, video_id, decoder, cancel)


def restore_thumbnails(library: Library, video_id: int, decoder: Decoder, cancel: CancelToken) -> None:
    """Make a video's thumbnail and filmstrip again, as the fast pass makes them.

    Args:
        library: The library.
        video_id: The catalogue's id of the video.
        decoder: Decodes a file of it that is there.
        cancel: Looked at between batches; the sheets that are finished are kept.

    Raises:
        Cancelled: It was asked to stop.
        UserError: None of the video's files is there, it cannot be decoded, or the disk is full.
    """
    with library.catalogue() as catalogue:
        video, files = catalogue.videos.get(video_id), catalogue.files.of_video(video_id)
    paths = [file.fingerprint.path for file in files if file.online and is_there(file.fingerprint.path)]
    if video is None or not paths:
        path = files[0].fingerprint.path if files else None
        raise UserError("The video is not there now.", path=path, hint="Connect the drive that it lies on.")
    try:
        _make(FilmstripWriter(library, video), paths[0], decoder, cancel)
    finally:
        _leave_no_stranger(library, video_id)


def _make(writer: FilmstripWriter, path: Path, decoder: Decoder, cancel: CancelToken) -> None:
    with closing(decoder.frames(path, size=_SIDE, mode=Pass.FAST, cancel=cancel)) as frames:
        for batch in frames:
            cancel.raise_if_cancelled()
            writer.add(batch)
    writer.finish()


def _leave_no_stranger(library: Library, video_id: int) -> None:
    """Remove what was made of a video that was forgotten meanwhile."""
    with library.catalogue() as catalogue:
        known = catalogue.videos.get(video_id) is not None
    directory = pictures_directory(library, video_id)
    if not known:
        with explained(directory):
            remove_pictures(directory)
