"""Whether files and folders are there, as far as can be seen."""

from __future__ import annotations

import os
from pathlib import Path


def is_there(path: Path) -> bool:
    """Whether there is something at `path`; where the system cannot tell, as on a failing drive, there is not."""
    return os.path.exists(path)  # noqa: PTH110 - Path.exists raises where the system cannot tell


def is_folder(path: Path) -> bool:
    """Whether there is a folder at `path`; where the system cannot tell, there is not."""
    return os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises where the system cannot tell
