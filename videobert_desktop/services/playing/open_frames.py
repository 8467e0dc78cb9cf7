"""Opening a video to look at its frames one by one."""

from __future__ import annotations

from pathlib import Path

from videobert_desktop.domain.errors import UserError
from videobert_desktop.media.frame_source import FrameSource, Picture, SourceInfo

__all__ = ["FrameSource", "Picture", "SourceInfo", "open_frames"]


def open_frames(path: Path) -> FrameSource:
    """The exact frames of a file; used and closed in the thread of the call.

    Raises:
        UserError: It cannot be read, or not be shown.
    """
    try:
        return FrameSource(path)
    except UserError as error:
        if error.passing:
            raise
        hint = "Play it in another program."
        raise UserError(error.reason, path=error.path or path, hint=hint) from error
