"""Whether a file stayed what it was while it was read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from videobert_desktop.domain.errors import UserError
from videobert_desktop.media.files import require_readable_file


@contextmanager
def unchanged(path: Path) -> Iterator[None]:
    """Read a file within; what was read of one that was replaced, cut or written meanwhile is not to be relied on.

    Raises:
        UserError: It cannot be read, it is gone at the end, or it is another than at the beginning.
    """
    before = require_readable_file(path)
    yield
    after = require_readable_file(path)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise UserError(
            "It changed while it was being read.",
            path=path,
            hint="Index it again when nothing writes to it.",
            passing=True,
        )
