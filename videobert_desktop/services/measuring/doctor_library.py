"""Looks at libraries: who is at work on them, and whether one can be opened and searched."""

from __future__ import annotations

import json
from collections.abc import Sequence

from filelock import FileLock, Timeout

from videobert_desktop.services.library import Library
from videobert_desktop.services.manage_packs import searched_revisions
from videobert_desktop.services.measuring.check import Check


def locks(libraries: Sequence[Library]) -> Check:
    """Which libraries are being changed, and by whom."""
    states = {library.root: lock_state(library) for library in libraries}
    refused = [f"{root} {state}" for root, (ok, state) in states.items() if not ok]
    busy = [f"{root} {state}" for root, (ok, state) in states.items() if ok and state]
    hint = "Change the permissions of the library's directory; without them it can only be searched."
    found = "; ".join(busy) or "no library is in use"
    return Check.of("locks", "; ".join(refused), found=found, hint=hint)


def lock_state(library: Library) -> tuple[bool, str]:
    """Whether a library can be locked by whoever comes next, now or later; and what there is to say, if anything."""
    lock, holder = library.root / "lock", _holder(library)
    if not lock.exists():
        return True, ""
    try:
        with FileLock(lock, timeout=0, mode=0o600):
            gone = f"was left by {holder}, which ended without a word; nothing holds it now"
            return True, gone if holder else ""
    except Timeout:
        return True, f"is in use by {holder or 'another process'}"
    except OSError as error:
        return False, f"cannot be locked: {error.strerror}"


def _holder(library: Library) -> str:
    """Who has signed for the library's lock; empty if nobody has."""
    try:
        signed = json.loads((library.root / "lock.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    match signed:
        case {"purpose": purpose, "pid": pid, "host": host, "since": since}:
            return f"process {pid} on {host} ({purpose} since {since})"
        case _:
            return ""


def library_opens(library: Library) -> Check:
    """Whether a library's catalogue opens, and whether its search index follows it.

    An index that is missing or does not follow is what an indexing leaves that was broken off: no damage.

    Raises:
        UserError: The catalogue cannot be opened.
    """
    from videobert_desktop.index.storage import StaleIndex
    from videobert_desktop.index.vector_index import VectorIndex
    from videobert_desktop.services.indexing.stored_vectors import index_identity

    with library.catalogue() as catalogue:
        found = [f"{library.root} opens, generation {catalogue.generation}, {catalogue.videos.count()} videos"]
        for pack in searched_revisions(catalogue):
            try:
                VectorIndex.load(library.index_directory, index_identity(catalogue, pack))
            except StaleIndex as error:
                found.append(f"the search index of {pack.name} is not up to date ({error}); the next indexing makes it")
    return Check("library", ok=True, detail="; ".join(found))
