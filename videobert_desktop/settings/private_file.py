"""Writing a small file of the user's so that it is there whole or not at all, and nobody else can read it."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from videobert_desktop.domain.errors import UserError

_FULL = {errno.ENOSPC, errno.EDQUOT}


def write_private(path: Path, text: str) -> None:
    """Write `text` into a file (0600) that replaces `path`; directories that are missing are made (0700).

    Where `path` is a link, the file that it leads to is replaced.

    Raises:
        UserError: The disk is full, or the directory cannot be written to; what was there is as it was.
    """
    target = Path(os.path.realpath(path))
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _replace(target, text.encode("utf-8"))
    except UnicodeEncodeError as error:
        reason = f"It cannot be written down, for this is no text: {error.object[:200]!r}."
        raise UserError(reason, path=path, hint="Choose a folder whose name is valid text.") from error
    except OSError as error:
        reason = "Its disk is full." if error.errno in _FULL else f"It cannot be written: {error.strerror}."
        raise UserError(reason, path=path, hint="What was chosen holds until the program ends.") from error


def _replace(target: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise
