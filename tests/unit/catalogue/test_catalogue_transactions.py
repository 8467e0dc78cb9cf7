from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

import pytest

from videobert_desktop.catalogue import BusyCatalogueError, Catalogue
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.video import MediaInfo


class InterruptionError(Exception):
    pass


@contextmanager
def interrupted_transaction(
    catalogue: Catalogue, interruption: type[BaseException] = InterruptionError
) -> Iterator[None]:
    """A transaction that everything is done in, but whose end is not reached."""
    with suppress(interruption), catalogue.transaction():
        yield
        raise interruption


@pytest.fixture
def other(catalogue: Catalogue) -> Iterator[Catalogue]:
    """A second connection to the same catalogue, one that hardly waits."""
    with Catalogue.open(catalogue.path, busy_seconds=0.01) as second:
        yield second


def test_a_transaction_is_kept_at_its_end(catalogue: Catalogue, other: Catalogue) -> None:
    with catalogue.transaction():
        catalogue.advance_generation()
        assert other.generation == 0
    assert other.generation == 1


def test_an_error_inside_a_transaction_comes_out_as_it_is(catalogue: Catalogue) -> None:
    with pytest.raises(InterruptionError), catalogue.transaction():
        raise InterruptionError


@pytest.mark.parametrize("interruption", [InterruptionError, KeyboardInterrupt])
def test_a_transaction_that_is_interrupted_leaves_nothing(
    catalogue: Catalogue, info: MediaInfo, noon: datetime, interruption: type[BaseException]
) -> None:
    with interrupted_transaction(catalogue, interruption):
        catalogue.videos.add(info, noon)
        catalogue.advance_generation()
    assert catalogue.videos.count() == 0
    assert catalogue.generation == 0


def test_after_an_interrupted_transaction_the_next_one_works(catalogue: Catalogue) -> None:
    with interrupted_transaction(catalogue):
        catalogue.advance_generation()
    with catalogue.transaction():
        assert catalogue.advance_generation() == 1


def test_an_inner_transaction_is_lost_with_the_outer_one(catalogue: Catalogue, info: MediaInfo, noon: datetime) -> None:
    with interrupted_transaction(catalogue), catalogue.transaction():
        catalogue.videos.add(info, noon)
    assert catalogue.videos.count() == 0


def test_an_inner_transaction_that_fails_takes_only_itself_back(
    catalogue: Catalogue, info: MediaInfo, noon: datetime
) -> None:
    with catalogue.transaction():
        catalogue.advance_generation()
        with interrupted_transaction(catalogue):
            catalogue.videos.add(info, noon)
    assert catalogue.videos.count() == 0
    assert catalogue.generation == 1


def test_a_writer_that_waits_too_long_is_told_why(catalogue: Catalogue, other: Catalogue) -> None:
    with catalogue.transaction():
        with pytest.raises(BusyCatalogueError, match="Another process is writing") as caught, other.transaction():
            pytest.fail("two writers at once")
        with pytest.raises(BusyCatalogueError, match="Another process is writing"):
            other.advance_generation()
    assert caught.value.path == catalogue.path
    assert caught.value.hint


def test_a_writer_waits_for_another_to_finish(catalogue: Catalogue) -> None:
    at_the_door = threading.Event()
    seen: list[int] = []

    def write() -> None:
        with Catalogue.open(catalogue.path) as second:
            at_the_door.set()
            seen.append(second.advance_generation())

    writer = threading.Thread(target=write)
    with catalogue.transaction():
        writer.start()
        assert at_the_door.wait(10)
        assert catalogue.advance_generation() == 1
        assert not seen
    writer.join()
    assert seen == [2]


def test_a_reader_does_not_wait_for_a_writer(catalogue: Catalogue, other: Catalogue) -> None:
    with catalogue.transaction():
        catalogue.advance_generation()
        assert other.videos.all() == []
        assert other.generation == 0


def test_a_full_disk_is_told_and_the_transaction_taken_back(
    catalogue: Catalogue, info: MediaInfo, noon: datetime
) -> None:
    pages = catalogue._connection.number("PRAGMA page_count")
    catalogue._connection.number(f"PRAGMA max_page_count = {pages}")

    def fill() -> None:
        with catalogue.transaction():
            for _ in range(1000):
                catalogue.videos.add(info, noon)

    with pytest.raises(UserError, match=r"The disk mounted at .+ is full"):
        fill()
    assert catalogue.videos.count() == 0
    assert catalogue.advance_generation() == 1


def test_a_catalogue_that_cannot_be_written_to_says_so(catalogue: Catalogue) -> None:
    catalogue._connection.run("PRAGMA query_only = ON")
    with pytest.raises(UserError, match="cannot be written to"):
        catalogue.advance_generation()


def test_a_mistake_of_the_program_is_not_dressed_up_as_the_users(catalogue: Catalogue) -> None:
    with pytest.raises(sqlite3.OperationalError, match="syntax error"):
        catalogue._connection.run("SELEC 1")


def test_a_connection_is_used_by_its_own_thread_only(catalogue: Catalogue) -> None:
    caught: list[Exception] = []

    def use() -> None:
        try:
            catalogue.videos.count()
        except sqlite3.ProgrammingError as error:
            caught.append(error)

    stranger = threading.Thread(target=use)
    stranger.start()
    stranger.join()
    assert len(caught) == 1


def test_the_generation_grows_by_one_and_is_seen_by_other_connections(catalogue: Catalogue, other: Catalogue) -> None:
    assert [catalogue.advance_generation() for _ in range(3)] == [1, 2, 3]
    assert other.generation == 3
