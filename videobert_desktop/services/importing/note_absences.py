"""Notes which files of a library are not there any more; nothing is forgotten of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from videobert_desktop.services.library import Library
from videobert_desktop.services.presence import is_there


def note_absences(library: Library, places: Iterable[Path]) -> int:
    """Note as offline the files at and below `places` that are not there.

    Returns:
        How many there are.

    Raises:
        UserError: Somebody else is changing the library.
    """
    with library.catalogue() as catalogue:
        online = [file for place in places for file in catalogue.files.under(place) if file.online]
        absent = {file.id for file in online if not is_there(file.fingerprint.path)}
        if absent:
            with library.lock("noting what is offline"):
                catalogue.files.set_online(*absent, online=False)
    return len(absent)
