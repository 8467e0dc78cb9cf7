"""What a backup of a library is: one ZIP file, with the extensions for large ones where they are needed.

    manifest.json                                           the fields of `Manifest`, and which format this is
    catalogue.sqlite3                                       the truth, as it stood at one moment
    features/<video>/<pack>@<revision>/<file>.safetensors   what its rows point at
    packs/<pack>@<revision>/<file>                          the text sides of the packs that made it
    thumbnails/<video>/<file>                               only if they were asked for

The search index is left out: it is made again from the features. The text sides of packs are not: where the library is
restored, another revision may be installed, and it is to be searched there and then.

Every member is stored as it is. Deflating takes a tenth off the features, which are nearly all of it, and what is
stored can never become larger than the file it comes from. The manifest has the size of each member and its checksum,
which is BLAKE2b-128, as in the catalogue; a member that it does not name has no meaning. There may be such members:
features that were replaced during the backup.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
CATALOGUE = "catalogue.sqlite3"
VERSION = 2
CHUNK_BYTES = 1 << 20

_FORMAT = "videobert-library"
_READABLE = (1, VERSION)  # the first had no packs
_CHECKSUM_BYTES = 16
_NAME = re.compile(
    r"manifest\.json|catalogue\.sqlite3"
    r"|features/[0-9]{1,19}/[^/\\\x00-\x1f]+@[^/\\\x00-\x1f]+/[^/\\\x00-\x1f]+\.safetensors"
    r"|packs/[^/\\\x00-\x1f]+@[^/\\\x00-\x1f]+/[^/\\\x00-\x1f]+\.(safetensors|json)"
    r"|thumbnails/[0-9]{1,19}/[a-z0-9-]+\.(webp|json)"
)


@dataclass(frozen=True, slots=True)
class Member:
    """What a member must be: its bytes, and their BLAKE2b-128 in hex."""

    size: int
    checksum: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    Attributes:
        program: The version of the program that made it.
        made: When, ISO 8601 with offset.
        members: Its members by name, but for the manifest.
    """

    program: str
    made: str
    members: Mapping[str, Member]

    def to_json(self) -> bytes:
        """The manifest as it is written."""
        return json.dumps({"format": _FORMAT, "version": VERSION, **asdict(self)}).encode("ascii")


class NotThisFormat(Exception):  # noqa: N818 - it states a condition, and the message says it to people
    """A manifest of something else, or of a newer program.

    Attributes:
        hint: What to do about it; may be empty.
    """

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.hint = hint


def read_manifest(content: bytes) -> Manifest:
    """The manifest that `to_json` wrote.

    Raises:
        NotThisFormat: It is something else, or a newer program's.
    """
    try:
        fields: Any = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise NotThisFormat("Its manifest cannot be read.") from error
    match fields:
        case {"format": str(name), "version": int(version)} if name == _FORMAT and version > VERSION:
            reason = f"It was made by a newer version of the program (format {version})."
            raise NotThisFormat(reason, "Install the newer version of VideoBERT Desktop.")
        case {
            "format": str(name),
            "version": int(version),
            "program": str(program),
            "made": str(made),
            "members": dict(members),
        } if name == _FORMAT and version in _READABLE:
            return Manifest(program, made, {str(key): _member(value) for key, value in members.items()})
    raise NotThisFormat("Its manifest is not that of a library.")


def _member(fields: Any) -> Member:
    match fields:
        case {"size": int(size), "checksum": str(checksum)} if size >= 0:
            return Member(size, checksum)
    raise NotThisFormat("Its manifest is not that of a library.")


def features_member(video_id: int, pack_key: str, file_name: str) -> str:
    """The name of the member that is a features file."""
    return f"features/{video_id}/{pack_key}/{file_name}"


def pack_member(pack_key: str, file_name: str) -> str:
    """The name of the member that is a file of a pack's text side."""
    return f"packs/{pack_key}/{file_name}"


def is_member_name(name: str) -> bool:
    """Whether a backup may have a member of that name: a relative path that leads to where such members belong."""
    # On this system, too, each part has to be the name of a file and nothing more: not of a drive, say.
    return _NAME.fullmatch(name) is not None and all(Path(part).name == part for part in name.split("/"))


def new_digest() -> hashlib.blake2b:
    """What makes a member's checksum of its bytes."""
    return hashlib.blake2b(digest_size=_CHECKSUM_BYTES)
