"""What is written down when the program itself is wrong."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

from videobert_desktop import __version__
from videobert_desktop.settings.options import APPLICATION


def logs_directory() -> Path:
    """Where this user's logs lie; it need not exist."""
    return platformdirs.user_log_path(APPLICATION, appauthor=False)


def write_crash_log(error: BaseException) -> Path:
    """Write the traceback of `error` into a file of its own, readable by its owner only.

    Returns:
        The file, among the user's logs or, where those cannot be written, among temporary files.

    Raises:
        OSError: Neither place can be written.
    """
    directory = logs_directory()
    try:
        directory.mkdir(parents=True, exist_ok=True)
        return _write(error, directory)
    except OSError:
        return _write(error, Path(tempfile.gettempdir()))


def _write(error: BaseException, directory: Path) -> Path:
    moment = datetime.now(UTC)
    lines = [
        f"VideoBERT Desktop {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"{moment.isoformat()}, command line: {sys.argv!r}",
        "",
        *traceback.format_exception(error),
    ]
    handle, name = tempfile.mkstemp(".log", f"videobert-{moment:%Y%m%d-%H%M%S}-", directory)
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write("\n".join(lines))
    return Path(name)
