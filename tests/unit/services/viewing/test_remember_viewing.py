"""What is remembered of watching videos, and that it can be forgotten."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.libraries import add_video
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.domain.timing import Span
from videobert_desktop.services.backing_up.back_up_library import back_up_library
from videobert_desktop.services.backing_up.restore_library import restore_library
from videobert_desktop.services.libraries import Library, create_library
from videobert_desktop.services.searching.search_history import forget_searches, note_search, recent_searches
from videobert_desktop.services.viewing.remember_viewing import forget_viewings, note_viewing, viewing_of

Remember = Callable[[Library], None]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library of one video, of 3 seconds."""
    library = create_library(tmp_path / "library")
    add_video(library, tmp_path / "cat.mp4")
    return library


def test_nothing_is_known_of_a_video_that_was_never_played(library: Library) -> None:
    assert viewing_of(library, 1) is None


def test_it_is_remembered_where_a_video_was_left_last_and_all_that_was_ever_watched(library: Library) -> None:
    note_viewing(library, 1, 2.5, [Span(2, 2.5), Span(0, 1)])
    first = viewing_of(library, 1)
    note_viewing(library, 1, 1.5, [Span(-0.01, 1.5)])
    viewing = viewing_of(library, 1)
    assert first is not None
    assert viewing is not None
    assert (viewing.video_id, viewing.position, viewing.watched) == (1, 1.5, (Span(0, 1.5), Span(2, 2.5)))
    assert viewing.seen >= first.seen
    assert viewing.seen.utcoffset() is not None


def test_a_video_that_has_left_the_library_is_not_remembered(library: Library) -> None:
    note_viewing(library, 7, 2.5, [Span(0, 1)])
    assert viewing_of(library, 7) is None


@pytest.mark.parametrize("position", [-1.0, float("nan"), float("inf")])
def test_what_is_no_instant_is_refused(library: Library, position: float) -> None:
    with pytest.raises(ValueError, match="not an instant"):
        note_viewing(library, 1, position, [])


def test_all_of_it_can_be_forgotten(library: Library) -> None:
    note_viewing(library, 1, 2.5, [Span(0, 1)])
    forget_viewings(library)
    assert viewing_of(library, 1) is None


def test_the_searches_are_remembered_latest_first_each_once_and_can_be_forgotten(library: Library) -> None:
    for text in ("a dog", " a  cat\n", "a dog", "   "):
        note_search(library, text)
    assert recent_searches(library) == ("a dog", "a cat")
    assert recent_searches(library, limit=1) == ("a dog",)
    forget_searches(library)
    assert recent_searches(library) == ()


def test_a_backup_takes_it_along(library: Library, tmp_path: Path) -> None:
    note_viewing(library, 1, 2.5, [Span(0, 1)])
    note_search(library, "a dog")
    file = back_up_library(library, tmp_path / "mine.zip", cancel=CancelToken(), report=ignore_progress).file
    restored = restore_library(tmp_path / "restored", file, [], cancel=CancelToken(), report=ignore_progress).library
    assert viewing_of(restored, 1) == viewing_of(library, 1)
    assert recent_searches(restored) == ("a dog",)


def test_a_backup_that_holds_a_viewing_that_is_none_is_refused(library: Library, tmp_path: Path) -> None:
    note_viewing(library, 1, 2.5, [Span(0, 1)])
    with library.catalogue() as catalogue:
        catalogue._connection.run("UPDATE viewings SET seen = 'never'")
    file = back_up_library(library, tmp_path / "mine.zip", cancel=CancelToken(), report=ignore_progress).file
    with pytest.raises(UserError, match="holds what no catalogue does"):
        restore_library(tmp_path / "restored", file, [], cancel=CancelToken(), report=ignore_progress)


@pytest.mark.parametrize(
    "remember",
    [
        lambda library: note_viewing(library, 1, 2.5, []),
        lambda library: note_search(library, "a dog"),
        forget_viewings,
        forget_searches,
    ],
    ids=["a viewing", "a search", "forgetting viewings", "forgetting searches"],
)
def test_where_nothing_can_be_written_that_is_said_and_what_is_known_can_be_read(
    library: Library, remember: Remember, monkeypatch: pytest.MonkeyPatch
) -> None:
    note_viewing(library, 1, 2.5, [Span(0, 1)])
    note_search(library, "a cat")
    # Those who may do everything are never refused, so that the directory only seems unwritable here.
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(UserError, match="cannot be written to"):
        remember(library)
    assert viewing_of(library, 1) is not None
    assert recent_searches(library) == ("a cat",)
