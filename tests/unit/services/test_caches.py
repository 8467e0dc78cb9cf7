"""How much room the caches take, and that emptying them loses nothing."""

from __future__ import annotations

from collections.abc import Callable

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
