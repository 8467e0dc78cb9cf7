"""Taking files into the catalogue of a desk, and looking at what came of it."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.indexing import Desk
from tests.helpers.turned_clock import TurnedClock
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Report, ignore_progress
from videobert_desktop.domain.video import VideoFile
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.services.clock import Clock
from videobert_desktop.services.importing.import_videos import Imported, VideoImporter


def take_in(
    desk: Desk,
    *paths: Path,
    report: Report = ignore_progress,
    cancel: CancelToken | None = None,
    clock: Clock | None = None,
) -> Imported:
    """Take in the paths, or the folder of clips, at a time when every file is old unless the clock says otherwise."""
    desk.told.clear()
    with desk.catalogue() as catalogue, Decoder() as decoder:
        importer = VideoImporter(
            catalogue,
            decoder,
            cancel=cancel or CancelToken(),
            report=report,
            failed=desk.told.append,
            clock=clock or TurnedClock(),
        )
        return importer.take_in(paths or (desk.folder,))


def recognise(desk: Desk, *paths: Path) -> Imported:
    """Take in what must be recognised without opening it."""
    with desk.no_work_allowed():
        return take_in(desk, *paths)


@contextlib.contextmanager
def nothing_hashed() -> Iterator[None]:
    """Within it, whoever looks into a file fails the test."""

    def refuse(path: Path) -> None:
        raise AssertionError(f"{path} was hashed")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("videobert_desktop.services.importing.recognise_files.fingerprint", refuse)
        yield


def files(desk: Desk) -> list[VideoFile]:
    """Every file that the catalogue knows, by path."""
    with desk.catalogue() as catalogue:
        return catalogue.files.all()


def videos_by_name(desk: Desk) -> dict[str, int]:
    """The video that each file holds, by its name."""
    return {file.fingerprint.path.name: file.video_id for file in files(desk)}


def video_ids(desk: Desk) -> list[int]:
    """The videos of the catalogue."""
    with desk.catalogue() as catalogue:
        return [video.id for video in catalogue.videos.all()]


def remembered(desk: Desk) -> list[Path]:
    """The paths of the failures that are remembered."""
    with desk.catalogue() as catalogue:
        return [row.failure.path for row in catalogue.failures.all()]


def copies(desk: Desk, count: int) -> None:
    """So many copies of one clip in the folder: 00.mp4, 01.mp4 and so on."""
    clip = desk.clip("00.mp4", "red")
    for number in range(1, count):
        shutil.copy(clip, desk.folder / f"{number:02}.mp4")
