"""Remembers what was searched for: in the library alone, until it is to be forgotten."""

from __future__ import annotations

from videobert_desktop.services.library import Library


def recent_searches(library: Library, limit: int = 50) -> tuple[str, ...]:
    """Up to so many searches, the latest first, each once.

    Raises:
        UserError: The catalogue is damaged.
    """
    with library.catalogue() as catalogue:
        return tuple(catalogue.searches.latest(limit))


def note_search(library: Library, text: str) -> None:
    """Remember a search as the latest one; one of nothing but blanks is none.

    Raises:
        ValueError: It is not text.
        UserError: The library cannot be written to.
    """
    words = " ".join(text.split())
    if words:
        with library.catalogue() as catalogue:
            catalogue.searches.add(words)


def forget_searches(library: Library) -> None:
    """Forget what was searched for, so that nothing of it is left on the disk.

    Raises:
        UserError: The library cannot be written to.
    """
    with library.catalogue() as catalogue:
        catalogue.searches.clear()
        catalogue.empty_log()
