"""Recognising a file again after it was moved, renamed or remounted, without reading it whole."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from videobert_desktop.domain.video import FileFingerprint
from videobert_desktop.media.files import require_readable_file, unreadable

PART_SIZE = 64 * 1024
PART_COUNT = 8


def fingerprint(path: Path) -> FileFingerprint:
    """Take the fingerprint of a file: its size, its time, and a hash over its size and sampled parts.

    Raises:
        UserError: The file is missing, empty, forbidden or not a regular file.
    """
    path = Path(os.path.abspath(path))  # noqa: PTH100 - links stay as the user named them
    status = require_readable_file(path)
    digest = hashlib.blake2b(status.st_size.to_bytes(8, "little"), digest_size=16)
    try:
        with path.open("rb", buffering=0) as file:
            for offset in part_offsets(status.st_size):
                file.seek(offset)
                digest.update(file.read(PART_SIZE))
    except OSError as error:
        raise unreadable(path, error) from error
    return FileFingerprint(path, status.st_size, status.st_mtime_ns, digest.hexdigest())


def part_offsets(size: int) -> list[int]:
    """Where the sampled parts of a file of `size` bytes begin: the first, the last and evenly between.

    A file no larger than all parts together is covered whole.
    """
    if size <= PART_SIZE * PART_COUNT:
        return list(range(0, size, PART_SIZE))
    return [(size - PART_SIZE) * number // (PART_COUNT - 1) for number in range(PART_COUNT)]
