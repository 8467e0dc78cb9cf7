"""Directories of intermediate results remember what they are for, so that no run takes up another's."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from videobert_desktop.domain.errors import UserError

CLAIM = "made-from.json"


def claim_directory(directory: Path, **made_from: object) -> None:
    """Make `directory`, or take up the one that was made from the same things.

    Args:
        directory: Where intermediate results are kept.
        made_from: What they depend on, ready for JSON.

    Raises:
        UserError: What is there was made from something else.
    """
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / CLAIM
    claim = json.dumps(made_from, indent=2, sort_keys=True) + "\n"
    if not path.exists():
        path.write_text(claim, encoding="utf-8")
    elif path.read_text(encoding="utf-8") != claim:
        reason = "The results kept here were made from other data or with other options."
        raise UserError(reason, path=directory, hint="Choose another --cache, or delete this one.")


def digest(texts: list[str]) -> str:
    """A checksum of a list of texts."""
    return hashlib.blake2b(json.dumps(texts).encode(), digest_size=16).hexdigest()
