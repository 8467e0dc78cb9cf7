"""Looking at the library: never twice at once, and never too seldom."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QObject, Slot

from tests.ui.library.fakes import FILMS, films
from videobert_desktop.domain.errors import UserError
from videobert_desktop.jobs.inline import InlineRunner
from videobert_desktop.services.library_folders import LibraryFolder
from videobert_desktop.services.list_videos import LibraryVideo
from videobert_desktop.services.viewing.suggest_videos import Suggestions
from videobert_desktop.ui.library.listing import Listing


@dataclass
class FakeLibrary:
    looks: int = 0
    error: Exception | None = None

    def videos(self) -> list[LibraryVideo]:
        self.looks += 1
        if self.error is not None:
            raise self.error
        return films(2)

    def folders(self) -> tuple[LibraryFolder, ...]:
        return (LibraryFolder(FILMS, True, 2),)

    def suggestions(self) -> Suggestions:
        return Suggestions((1,))


class Ear(QObject):
    def __init__(self, listing: Listing) -> None:
        super().__init__()
        self.heard: list[tuple[object, object, object]] = []
        self.errors: list[object] = []
        listing.listed.connect(self.hear)
        listing.failed.connect(self.complain)

    @Slot(object, object, object)
    def hear(self, videos: object, folders: object, suggestions: object) -> None:
        self.heard.append((videos, folders, suggestions))

    @Slot(object)
    def complain(self, error: object) -> None:
        self.errors.append(error)


@pytest.fixture
def library() -> FakeLibrary:
    return FakeLibrary()


@pytest.fixture
def lane() -> InlineRunner:
    return InlineRunner()


@pytest.fixture
def listing(library: FakeLibrary, lane: InlineRunner) -> Listing:
    return Listing(library, lane)


def test_videos_folders_and_suggestions_come_together(listing: Listing, lane: InlineRunner) -> None:
    ear = Ear(listing)
    listing.refresh()
    lane.run_all()
    assert ear.heard == [(films(2), (LibraryFolder(FILMS, True, 2),), Suggestions((1,)))]


def test_however_often_it_is_asked_while_it_looks_it_looks_once_more(
    listing: Listing, lane: InlineRunner, library: FakeLibrary
) -> None:
    for _ in range(5):
        listing.refresh()
    lane.run_all()
    assert library.looks == 2


def test_a_library_that_cannot_be_looked_at_is_told_of_and_looked_at_again(
    listing: Listing, lane: InlineRunner, library: FakeLibrary
) -> None:
    ear = Ear(listing)
    library.error = UserError("The catalogue is damaged.")
    listing.refresh()
    lane.run_all()
    assert ear.errors == [library.error]
    library.error = None
    listing.refresh()
    lane.run_all()
    assert len(ear.heard) == 1


def test_nothing_is_asked_of_a_lane_that_has_stopped(
    listing: Listing, lane: InlineRunner, library: FakeLibrary
) -> None:
    lane.stop()
    listing.refresh()
    assert library.looks == 0
