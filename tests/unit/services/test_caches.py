"""How much room the caches take, and that emptying them loses nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.indexing import Desk
from videobert_desktop.services.caches import CacheSizes, cache_sizes, clear_index, clear_thumbnails
from videobert_desktop.services.libraries import Library
from videobert_desktop.services.library import LibraryInUseError
from videobert_desktop.services.thumbnailing.filmstrip import thumbnail_path


@pytest.fixture
def indexed(desk: Desk) -> Desk:
    """A red clip and a blue one."""
    for colour in ("red", "blue"):
        desk.clip(f"{colour}.mp4", colour)
    desk.index()
    return desk


def test_an_empty_library_has_empty_caches(desk: Desk) -> None:
    assert cache_sizes(desk.library) == CacheSizes(0, 0)
    clear_thumbnails(desk.library)
    clear_index(desk.library)


def test_each_takes_the_room_of_its_files(indexed: Desk) -> None:
    library = indexed.library
    sizes = cache_sizes(library)
    for taken, directory in ((sizes.thumbnails, library.thumbnails_directory), (sizes.index, library.index_directory)):
        assert taken == sum(file.stat().st_size for file in directory.rglob("*") if file.is_file()) > 0


def test_what_goes_while_it_is_counted_takes_no_room(indexed: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = indexed.library.thumbnails_directory / "2"
    kept = sum(file.stat().st_size for file in (indexed.library.thumbnails_directory / "1").iterdir())
    look = os.scandir

    def scandir(path: Any) -> Any:
        if Path(path) == gone:
            raise FileNotFoundError
        return look(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert cache_sizes(indexed.library).thumbnails == kept


def test_thumbnails_can_be_cleared_while_some_are_being_made(indexed: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    remove = os.rmdir
    made = indexed.library.thumbnails_directory / "1" / "thumbnail.webp"

    def rmdir(path: Any, **options: Any) -> None:
        if not made.exists() and made.parent.exists():
            made.write_bytes(b"new")
            monkeypatch.setattr(os, "rmdir", remove)
        remove(path, **options)

    monkeypatch.setattr(os, "rmdir", rmdir)
    clear_thumbnails(indexed.library)
    assert cache_sizes(indexed.library).thumbnails == 0


def test_thumbnails_are_gone_when_cleared_and_the_index_is_still_there(indexed: Desk) -> None:
    before = cache_sizes(indexed.library)
    clear_thumbnails(indexed.library)
    assert cache_sizes(indexed.library) == CacheSizes(0, before.index)
    assert thumbnail_path(indexed.library, 1) is None


def test_without_the_saved_index_searches_find_the_same_and_the_next_indexing_saves_it_anew(indexed: Desk) -> None:
    before = indexed.found("red")
    clear_index(indexed.library)
    assert cache_sizes(indexed.library).index == 0
    assert indexed.found("red") == before
    indexed.index()
    assert indexed.index_is_exact()


@pytest.mark.parametrize("clear", [clear_thumbnails, clear_index])
def test_while_the_library_is_being_indexed_that_is_said(indexed: Desk, clear: Callable[[Library], None]) -> None:
    before = cache_sizes(indexed.library)
    with indexed.library.lock("indexing"), pytest.raises(LibraryInUseError, match="has been indexing"):
        clear(indexed.library)
    assert cache_sizes(indexed.library) == before
