"""The text side of a pack: everything of it but what only pictures need, so that a library can keep a copy.

What frames are encoded with is most of a pack's work and a good part of its size, and stays the same from one revision
to the next. The rest embeds sentences and reads the windows that are stored.
"""

from __future__ import annotations

import json

from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.packs.manifest import MANIFEST, REINSTALL, PackInfo

_FRAME_SIDE = ("frame_encoder-", "token_reducer-")


def text_side_files(info: PackInfo) -> dict[str, str]:
    """SHA-256 of each file of the text side, by file name."""
    return {name: checksum for name, checksum in info.files.items() if not name.startswith(_FRAME_SIDE)}


def text_side_manifest(info: PackInfo) -> str:
    """The pack's manifest as it is to stand beside the files of the text side, and nothing else.

    A pack that is read from there does everything but encode frames.

    Raises:
        UserError: The pack's own manifest cannot be read any more.
    """
    path = info.directory / MANIFEST
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(f"This pack.json cannot be read: {error}.", path=path, hint=REINSTALL) from error
    return json.dumps(fields | {"files": text_side_files(info)}, indent=2) + "\n"
