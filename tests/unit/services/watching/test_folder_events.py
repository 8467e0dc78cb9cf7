"""What is kept of the system's events; the system's own part is played, and seen in earnest in the end-to-end test."""

from __future__ import annotations

import errno
import logging
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from watchdog import events as told

from videobert_desktop.services.watching.folder_events import SystemEvents

FOLDER = Path("/videos")


@pytest.mark.parametrize(
    ("event", "kept"),
    [
        (told.FileCreatedEvent("/videos/a.mp4"), {"a.mp4"}),
        (told.FileModifiedEvent("/videos/a.MKV"), {"a.MKV"}),
        (told.FileClosedEvent("/videos/a.mp4"), {"a.mp4"}),
        (told.FileDeletedEvent("/videos/a.mp4"), {"a.mp4"}),
        (told.FileMovedEvent("/videos/a.part", "/videos/a.mp4"), {"a.part", "a.mp4"}),
        (told.FileCreatedEvent("/videos/a.en.SRT"), {"a.en.SRT"}),
        (told.DirCreatedEvent("/videos/new"), {"new"}),
        (told.DirMovedEvent("/videos/old", "/videos/new"), {"old", "new"}),
        (told.DirDeletedEvent("/videos/old"), {"old"}),
        (told.FileCreatedEvent(b"/videos/caf\xe9.mp4"), {"caf\udce9.mp4"}),
        (told.FileCreatedEvent("/videos/notes.txt"), set()),
        (told.FileModifiedEvent("/videos/notes.txt"), set()),
        (told.DirModifiedEvent("/videos"), set()),
        (told.FileOpenedEvent("/videos/a.mp4"), set()),
        (told.FileClosedNoWriteEvent("/videos/a.mp4"), set()),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, told.FileSystemEvent) else "",
)
def test_what_may_matter_is_kept(event: told.FileSystemEvent, kept: set[str]) -> None:
    system = SystemEvents()
    system.dispatch(event)
    assert system.take() == {FOLDER / name for name in kept}


def test_what_was_taken_is_not_told_again() -> None:
    system = SystemEvents()
    system.dispatch(told.FileCreatedEvent("/videos/a.mp4"))
    assert system.take()
    assert system.take() == set()


@dataclass
class Observer:
    """The system's part: it has room for so many watched folders."""

    room: int = 100
    at: list[str] = field(default_factory=list)
    ended: bool = False

    def schedule(self, handler: object, path: str, *, recursive: bool = False) -> str:
        if len(self.at) == self.room:
            raise OSError(errno.ENOSPC, "inotify watch limit reached")
        self.at.append(path)
        return path

    def unschedule(self, watch: str) -> None:
        self.at.remove(watch)

    def start(self) -> None:
        pass

    def stop(self) -> None:
        self.ended = True

    def join(self, seconds: float) -> None:
        assert self.ended


@pytest.fixture
def observers(monkeypatch: pytest.MonkeyPatch) -> list[Observer]:
    """The observers that are made; the first that lies here is used first."""
    made: list[Observer] = []
    unused = [Observer(), Observer(), Observer(room=1)]

    def make() -> Observer:
        made.append(unused[len(made)])
        return made[-1]

    monkeypatch.setattr("watchdog.observers.Observer", make)
    return made


def test_each_folder_is_followed_until_it_is_left(observers: list[Observer]) -> None:
    system = SystemEvents()
    system.follow(FOLDER)
    system.follow(FOLDER / "more")
    assert [observer.at for observer in observers] == [["/videos"], ["/videos/more"]]
    system.leave(FOLDER)
    system.leave(FOLDER)
    assert [observer.ended for observer in observers] == [True, False]
    system.close()
    assert all(observer.ended for observer in observers)


def test_a_limit_that_leaves_folders_out_in_silence_is_noticed(observers: list[Observer]) -> None:
    system = SystemEvents()
    system.follow(FOLDER)
    system.follow(FOLDER / "more")
    with pytest.raises(OSError, match="limit reached"):
        system.follow(FOLDER / "too-many")
    assert observers[-1].ended
    system.close()


def test_that_something_happens_in_a_folder_that_is_being_left_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    SystemEvents().close()
    logger = logging.getLogger("watchdog.observers.inotify")
    logger.error("InotifyEmitter.queue_events() called when the thread is inactive")
    assert caplog.records == []
