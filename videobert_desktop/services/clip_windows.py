"""The windows of a folder of videos, for measuring: decoded and sampled as indexing does, but kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure, UserError
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.domain.timing import window_number
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.media.files import FoundFile, find_videos

if TYPE_CHECKING:
    from videobert_desktop.models.packs.pack import Pack
    from videobert_desktop.models.packs.window_rows import WindowRows


def clip_paths(folder: Path) -> list[Path]:
    """The videos below a folder, sorted.

    Raises:
        UserError: There are none, or the folder cannot be looked into.
    """
    paths = sorted(_path(found) for found in find_videos(folder))
    if not paths:
        raise UserError("There are no videos in this folder.", path=folder, hint="Name a folder that has some.")
    return paths


def clip_windows(pack: Pack, paths: Sequence[Path], *, cancel: CancelToken, report: Report) -> list[WindowRows]:
    """What the pack's transformer reads of each video.

    Args:
        pack: Encodes the pictures.
        paths: The videos.
        cancel: Looked at between videos and while waiting for pictures.
        report: Told the progress.

    Raises:
        Cancelled: It was asked to stop.
        UserError: A video cannot be decoded.
    """
    windows = []
    with Decoder() as decoder:
        for number, path in enumerate(paths):
            cancel.raise_if_cancelled()
            report(Progress("looking at clips", number, len(paths), "videos", path.name))
            windows.append(_windows(pack, decoder, path, cancel))
    return windows


def _windows(pack: Pack, decoder: Decoder, path: Path, cancel: CancelToken) -> WindowRows:
    times, parts = [], []
    for batch in decoder.frames(path, size=pack.info.frame_size, cancel=cancel):
        times.append(batch.times)
        parts.append(pack.encode_frames(batch.pixels))
    if not parts:
        raise UserError("This video shows no picture.", path=path, hint="Leave it out of the folder.")
    frames = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    numbers = np.array([window_number(time) for time in np.concatenate(times).tolist()])
    _, window_of_frame = np.unique(numbers, return_inverse=True)
    return pack.window_rows(frames, window_of_frame)


def _path(found: FoundFile | Failure) -> Path:
    if isinstance(found, Failure):
        raise UserError(found.reason, path=found.path, hint=found.hint)
    return found.path
