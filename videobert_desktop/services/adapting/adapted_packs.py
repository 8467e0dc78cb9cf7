"""Where a library keeps what its pack has learned of it.

It is one more copy of the pack's text side, of the same revision, with one more shard of weights: those of heads that
no embedding goes through. So what the library has stored stays valid, its search index too, and to undo it is to remove
the copy. The shard counts once the copy's manifest names it; until then, the copy is the pack as it was.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from safetensors import safe_open

from videobert_desktop.catalogue.disk import explained, replace_file
from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.packs.manifest import MANIFEST, PackInfo, read_manifest, sha256, verify_pack
from videobert_desktop.models.packs.text_side import text_side_files, text_side_manifest
from videobert_desktop.services.library import Library
from videobert_desktop.services.own_packs import keep_text_side

_SUFFIX = "+adapted"
# Shards are read in the order of their names, and what comes later counts: those of the network end in numbers.
_SHARD = "videobert-adapted-"
_UNDO = "Run `videobert adapt --undo`, and adapt it again if you like."

Save = Callable[[Path, str], None]
"""Writes weights into a file, with what is to be remembered of them as its metadata "about"."""


def adapted_key(key: str) -> str:
    """The name of the folder of the adapted copy of a pack, by the pack's `name@revision`."""
    return f"{key}{_SUFFIX}"


def adapted_pack(library: Library, key: str) -> PackInfo | None:
    """The adapted copy of a pack, or None if the library has none.

    Args:
        library: The library.
        key: The pack's `name@revision`.

    Raises:
        UserError: It is damaged.
    """
    directory = _directory(library, key)
    if not (directory / MANIFEST).is_file():
        return None
    info = read_manifest(directory)
    if _shard(info) is None:
        return None
    if findings := verify_pack(info):
        reason = f"What the pack {info.name} has learned of this library is damaged: {findings[0]}"
        raise UserError(reason, path=info.directory, hint=_UNDO)
    return info


def adapted_numbers(library: Library, key: str) -> dict[str, Any] | None:
    """What is remembered of the adaptation of a pack; None if there is none.

    Raises:
        UserError: It is damaged.
    """
    info = adapted_pack(library, key)
    shard = None if info is None else _shard(info)
    if shard is None:
        return None
    with safe_open(shard, framework="numpy") as file:
        numbers: dict[str, Any] = json.loads(file.metadata()["about"])
    return numbers


def put_in_place(library: Library, base: PackInfo, save: Save, numbers: Mapping[str, Any]) -> None:
    """Have a library use adapted weights from now on, in place of those that it has used before.

    The library has to be locked.

    Args:
        library: The library.
        base: The pack that was adapted, as it is.
        save: Writes the weights.
        numbers: What is to be remembered of them.

    Raises:
        UserError: The disk is full, or the pack is damaged; the library uses what it has used before.
    """
    keep_text_side(library, replace(base, revision=adapted_key(base.revision)))
    about = json.dumps(numbers)
    shard = _directory(library, base.key) / f"{_SHARD}{hashlib.sha256(about.encode()).hexdigest()[:8]}.safetensors"
    with replace_file(shard) as partial:
        save(partial, about)
    files = text_side_files(base) | {shard.name: sha256(shard)}
    fields = json.loads(text_side_manifest(base)) | {"files": files}
    with replace_file(shard.with_name(MANIFEST)) as partial:
        partial.write_text(json.dumps(fields, indent=2) + "\n", encoding="utf-8")
    _remove_others(shard)


def take_away(library: Library) -> bool:
    """Have a library use its packs as they are; gives whether it had adapted ones. The library has to be locked.

    Raises:
        UserError: They cannot be removed.
    """
    found = [path for path in library.packs_directory.glob(f"*{_SUFFIX}") if path.is_dir()]
    for directory in found:
        with explained(directory):
            (directory / MANIFEST).unlink(missing_ok=True)  # without it, what is left counts for nothing
            shutil.rmtree(directory)
    return bool(found)


def _remove_others(shard: Path) -> None:
    """Remove the shards of earlier adaptations."""
    with explained(shard):
        for path in shard.parent.glob(f"{_SHARD}*"):
            if path != shard:
                path.unlink()


def _shard(info: PackInfo) -> Path | None:
    return next((info.directory / name for name in info.files if name.startswith(_SHARD)), None)


def _directory(library: Library, key: str) -> Path:
    return library.packs_directory / adapted_key(key)
