"""Watching folders, with events and a clock that the tests turn."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.helpers.colour_pack import install_colour_pack
from tests.helpers.indexing import Desk
from tests.helpers.libraries import PACK, add_video
from tests.helpers.turned_clock import TurnedClock
from videobert_desktop.catalogue import BusyCatalogueError
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, Failure, UserError
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.services.indexing.index_videos import IndexOptions, IndexReport, index_videos
from videobert_desktop.services.libraries import create_library
from videobert_desktop.services.library import Library
from videobert_desktop.services.watching.filesystems import FileSystem
from videobert_desktop.services.watching.mounts import Mount
from videobert_desktop.services.watching.watch_event import WatchEvent, WatchEventKind
from videobert_desktop.services.watching.watch_folders import FolderWatcher, WatchReport
from videobert_desktop.services.watching.watched_roots import Arrivals, WatchedRoots
from videobert_desktop.settings.options import packs_directory

Step = Callable[[], object]
NEVER = 1e9


@dataclass
class Events:
    """Events as the test tells them.

    Attributes:
        refused: What following each of these folders comes to.
        followed: The folders that are followed.
        closed: Whether all are left for good.
    """

    refused: dict[Path, OSError] = field(default_factory=dict)
    followed: set[Path] = field(default_factory=set)
    closed: bool = False
    happened: set[Path] = field(default_factory=set)

    def follow(self, folder: Path) -> None:
        if folder in self.refused:
            raise self.refused[folder]
        self.followed.add(folder)

    def leave(self, folder: Path) -> None:
        self.followed.discard(folder)

    def take(self) -> set[Path]:
        happened, self.happened = self.happened, set()
        return happened

    def close(self) -> None:
        self.closed = True


@dataclass
class Indexer:
    """Stands in for indexing: takes note of what is asked for.

    Attributes:
        asked: When, and which paths.
        fails: The failures that come of a path, or what is raised instead.
    """

    clock: TurnedClock
    asked: list[tuple[float, list[Path]]] = field(default_factory=list)
    fails: dict[Path, Failure] = field(default_factory=dict)
    trouble: UserError | None = None

    def __call__(
        self,
        library: Library,
        paths: Sequence[Path],
        options: IndexOptions,
        *,
        failed: Callable[[Failure], None],
        **_: object,
    ) -> IndexReport:
        if self.trouble is not None:
            raise self.trouble
        with library.lock("indexing"):
            self.asked.append((round(self.clock.passed, 1), list(paths)))
        failures = tuple(
            failure for path, failure in self.fails.items() if any(p in (path, *path.parents) for p in paths)
        )
        for failure in failures:
            failed(failure)
        return IndexReport(len(paths), 0, 0, failures, 1.0, 1.0, "cpu", nothing_usable=False)


@dataclass
class Watch:
    """A library whose folder is being watched, second by second."""

    library: Library
    folder: Path
    cancel: CancelToken = field(default_factory=CancelToken)
    events: Events = field(default_factory=Events)
    told: list[WatchEvent] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clock = TurnedClock(tick=0.0)
        self.indexer = Indexer(self.clock)

    def video(self, name: str, content: bytes = b"video") -> Path:
        """A file in the folder, of which the system tells."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.events.happened.add(path)
        return path

    def known_video(self, name: str) -> Path:
        """A file in the folder that is in the catalogue."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        add_video(self.library, path)
        return path

    def enter(self, folder: Path) -> None:
        """Have the library know of a folder."""
        with self.library.catalogue() as catalogue:
            catalogue.folders.add(folder)

    def run(self, steps: dict[float, Step] | None = None, *, until: float, index: object = None) -> WatchReport:
        """Watch for so many seconds; each step is taken at its second."""
        waiting = sorted((steps or {}).items())

        def meanwhile() -> None:
            while waiting and waiting[0][0] <= self.clock.passed:
                waiting.pop(0)[1]()
            if self.clock.passed >= until:
                self.cancel.cancel()

        self.clock.meanwhile = meanwhile
        return FolderWatcher(
            self.library,
            IndexOptions(device="cpu", new_pack="colours"),
            self.events,
            cancel=self.cancel,
            report=ignore_progress,
            failed=self.failures.append,
            told=self.told.append,
            index=index or self.indexer,  # type: ignore[arg-type]
            clock=self.clock,
        ).run()

    def indexed(self) -> list[list[Path]]:
        """What was indexed, run by run, after the first look through everything."""
        return [paths for _, paths in self.indexer.asked[1:]]

    def kinds(self) -> list[WatchEventKind]:
        return [event.kind for event in self.told]

    def online(self) -> dict[str, bool]:
        with self.library.catalogue() as catalogue:
            return {file.fingerprint.path.name: file.online for file in catalogue.files.all()}


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    """One folder with one video, entered in the library."""
    folder = tmp_path / "videos"
    folder.mkdir()
    (folder / "old.mp4").write_bytes(b"old")
    watch = Watch(create_library(tmp_path / "library"), folder)
    watch.enter(folder)
    return watch


class TestStarting:
    def test_everything_is_looked_through_once_at_the_start(self, watch: Watch) -> None:
        report = watch.run(until=10)
        assert watch.indexer.asked == [(0.0, [watch.folder])]
        assert watch.events.followed == {watch.folder}
        assert (report.watched, report.indexed, report.failed) == ([watch.folder], 1, {})
        assert report.seconds == pytest.approx(10, abs=0.3)

    def test_a_library_without_folders_says_how_to_enter_one_and_waits_for_it(self, tmp_path: Path) -> None:
        watch = Watch(create_library(tmp_path / "library"), tmp_path / "videos")
        watch.video("a.mp4")
        watch.run({7: lambda: watch.enter(watch.folder)}, until=15)
        assert watch.kinds() == [WatchEventKind.NO_FOLDER, WatchEventKind.FOLLOWING, WatchEventKind.INDEXED]
        assert "videobert index FOLDER" in watch.told[0].text
        assert [paths for _, paths in watch.indexer.asked] == [[watch.folder]]

    def test_what_a_newer_pack_can_take_over_it_does_though_no_folder_is_there(self, tmp_path: Path) -> None:
        watch = Watch(create_library(tmp_path / "library"), tmp_path / "unplugged")
        add_video(watch.library, tmp_path / "old.mp4")
        watch.enter(watch.folder)
        install_colour_pack(packs_directory(), name=PACK[0], revision="r2", reads=(PACK[1],))
        watch.run(until=10)
        assert watch.indexer.asked == [(0.0, [])]

    def test_a_pack_that_is_not_there_ends_it_at_once(self, watch: Watch) -> None:
        watch.indexer.trouble = UserError("There is no pack called 'x'.")
        with pytest.raises(UserError, match="no pack"):
            watch.run(until=NEVER)
        assert watch.events.closed

    def test_the_events_are_closed_on_every_way_out(self, watch: Watch) -> None:
        def break_down() -> None:
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            watch.run({1: break_down}, until=NEVER)
        assert watch.events.closed

    def test_stopping_in_the_middle_of_indexing_is_an_ordinary_end(self, watch: Watch) -> None:
        def stopped(*_: object, **__: object) -> IndexReport:
            watch.cancel.cancel()
            raise Cancelled

        assert watch.run(until=NEVER, index=stopped).indexed == 0
        assert watch.events.closed


class TestChanges:
    def test_a_new_file_is_indexed_when_it_was_quiet_for_two_seconds(self, watch: Watch) -> None:
        new = watch.folder / "new.mp4"
        watch.run({5: lambda: watch.video("new.mp4")}, until=20)
        (_, (second, paths)) = watch.indexer.asked
        assert paths == [new]
        assert 7 <= second < 7.7

    def test_a_file_that_is_copied_with_an_old_time_is_indexed_as_well(self, watch: Watch) -> None:
        def copy() -> None:
            os.utime(watch.video("new.mp4"), (1e9, 1e9))

        watch.run({5: copy}, until=20)
        ((second, paths),) = watch.indexer.asked[1:]
        assert (paths, 7 <= second < 7.7) == ([watch.folder / "new.mp4"], True)

    def test_a_growing_file_waits_until_it_is_whole(self, watch: Watch) -> None:
        grow = {float(second): lambda second=second: watch.video("new.mp4", b"x" * second) for second in range(5, 12)}
        watch.run(grow, until=20)
        (_, (second, _)) = watch.indexer.asked
        assert second >= 13

    def test_one_that_grows_without_a_word_from_the_system_waits_as_well(self, watch: Watch) -> None:
        path = watch.folder / "new.mp4"
        steps: dict[float, Step] = {5: lambda: watch.video("new.mp4")}
        steps |= {float(second): lambda second=second: path.write_bytes(b"x" * second) for second in range(6, 12)}
        watch.run(steps, until=20)
        (_, (second, _)) = watch.indexer.asked
        assert second >= 13

    def test_subtitles_that_come_or_go_have_their_video_looked_at_again(self, watch: Watch) -> None:
        subtitles = watch.folder / "film.en.srt"

        def come() -> None:
            subtitles.write_text("1\n")
            watch.events.happened.add(subtitles)

        def go() -> None:
            subtitles.unlink()
            watch.events.happened.add(subtitles)

        watch.run({1: lambda: [watch.video("film.mp4"), watch.video("other.mp4")], 10: come, 20: go}, until=30)
        assert watch.indexed()[-2:] == [[watch.folder / "film.mp4"]] * 2

    def test_files_that_come_together_are_indexed_together(self, watch: Watch) -> None:
        watch.run({5: lambda: [watch.video(name) for name in ("b.mp4", "a.mp4")]}, until=20)
        assert watch.indexed() == [[watch.folder / "a.mp4", watch.folder / "b.mp4"]]

    def test_a_folder_that_comes_has_its_watched_folder_looked_through(self, watch: Watch) -> None:
        def come() -> None:
            (watch.folder / "trip").mkdir()
            watch.events.happened.add(watch.folder / "trip")

        watch.run({5: come}, until=20)
        assert watch.indexed() == [[watch.folder]]

    @pytest.mark.parametrize("name", [".hidden.mp4", ".cache/a.mp4", "../elsewhere/a.mp4"])
    def test_what_is_hidden_or_lies_elsewhere_is_left_alone(self, watch: Watch, name: str) -> None:
        path = Path(os.path.normpath(watch.folder / name))
        watch.run({5: lambda: watch.events.happened.add(path)}, until=20)
        assert watch.indexed() == []

    def test_the_librarys_own_files_are_left_alone(self, tmp_path: Path) -> None:
        watch = Watch(create_library(tmp_path / "library"), tmp_path)
        watch.enter(tmp_path)
        watch.run({5: lambda: watch.events.happened.add(watch.library.root / "index" / "a.tmp")}, until=20)
        assert watch.indexed() == []

    def test_a_deleted_file_is_offline_and_kept(self, watch: Watch) -> None:
        path = watch.known_video("cat.mp4")

        def delete() -> None:
            path.unlink()
            watch.events.happened.add(path)

        watch.run({5: delete}, until=20)
        assert watch.online() == {"cat.mp4": False}
        assert watch.indexed() == []

    def test_a_deleted_folder_takes_all_its_files_offline(self, watch: Watch) -> None:
        path = watch.known_video("trip/day/cat.mp4")
        watch.known_video("dog.mp4")

        def delete() -> None:
            shutil.rmtree(watch.folder / "trip")
            watch.events.happened.add(watch.folder / "trip")

        watch.run({5: delete}, until=20)
        assert watch.online() == {path.name: False, "dog.mp4": True}

    def test_everything_is_looked_through_again_every_quarter_of_an_hour(self, watch: Watch) -> None:
        watch.run(until=2000)
        assert [round(second) for second, _ in watch.indexer.asked] == [0, 900, 1800]

    def test_a_clip_that_is_copied_in_can_be_found(self, desk: Desk) -> None:
        watch = Watch(desk.library, desk.folder)
        watch.enter(desk.folder)

        def come() -> None:
            watch.events.happened.add(desk.clip("a.mp4", "red"))

        def go() -> None:
            (desk.folder / "a.mp4").rename(desk.folder / "b.mp4")
            watch.events.happened |= {desk.folder / "a.mp4", desk.folder / "b.mp4"}

        desk.clip("old.mp4", "green")
        report = watch.run({5: come, 10: go}, until=20, index=index_videos)
        assert (report.indexed, report.failed) == (2, {})
        assert desk.found("red", limit=1) == ["b.mp4"]
        assert watch.online() == {"b.mp4": True, "old.mp4": True}


class TestTheLibraryInUse:
    def test_it_is_told_once_and_tried_again_until_it_works(self, watch: Watch) -> None:
        lock = watch.library.lock("backing it up")
        steps: dict[float, Step] = {
            2: lock.__enter__,
            5: lambda: watch.video("new.mp4"),
            60: lambda: lock.__exit__(None, None, None),
        }
        watch.run(steps, until=80)
        ((second, paths),) = watch.indexer.asked[1:]
        assert paths == [watch.folder / "new.mp4"]
        assert 60 <= second <= 66
        (event,) = [event for event in watch.told if event.kind is WatchEventKind.WAITING]
        assert "has been backing it up since" in event.text

    def test_it_may_be_so_from_the_start(self, watch: Watch) -> None:
        lock = watch.library.lock("indexing")
        lock.__enter__()
        watch.run({12: lambda: lock.__exit__(None, None, None)}, until=30)
        assert [paths for _, paths in watch.indexer.asked] == [[watch.folder]]

    def test_absences_wait_as_well(self, watch: Watch) -> None:
        path, lock = watch.known_video("cat.mp4"), watch.library.lock("indexing")

        def delete() -> None:
            path.unlink()
            watch.events.happened.add(path)
            lock.__enter__()

        watch.run({5: delete, 15: lambda: lock.__exit__(None, None, None)}, until=30)
        assert watch.online() == {"cat.mp4": False}

    def test_a_catalogue_that_is_busy_for_a_while_is_asked_again(self, watch: Watch) -> None:
        patch = pytest.MonkeyPatch()

        def busy(_: Library) -> None:
            raise BusyCatalogueError("Another process is writing to this library.")

        steps: dict[float, Step] = {
            2: lambda: patch.setattr(Library, "catalogue", busy),
            10: patch.undo,
            11: lambda: watch.video("new.mp4"),
        }
        watch.run(steps, until=20)
        assert watch.indexed() == [[watch.folder / "new.mp4"]]

    def test_a_catalogue_that_is_busy_at_the_first_indexing_is_asked_again(self, watch: Watch) -> None:
        watch.indexer.trouble = BusyCatalogueError("Another process is writing to this library.")
        watch.run({7: lambda: setattr(watch.indexer, "trouble", None)}, until=20)
        assert [paths for _, paths in watch.indexer.asked] == [[watch.folder]]
        assert WatchEventKind.WAITING in watch.kinds()

    def test_a_catalogue_that_is_busy_at_the_first_look_is_asked_again(
        self, watch: Watch, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def busy(_: Library) -> None:
            raise BusyCatalogueError("Another process is writing to this library.")

        with monkeypatch.context() as patch:
            patch.setattr(Library, "catalogue", busy)
            watch.run({5: patch.undo}, until=15)
        assert [paths for _, paths in watch.indexer.asked] == [[watch.folder]]

    def test_trouble_that_only_sounds_like_it_ends_the_first_indexing(self, watch: Watch) -> None:
        watch.indexer.trouble = UserError("The library is in use no more.", path=watch.library.root)
        with pytest.raises(UserError, match="no more"):
            watch.run(until=NEVER)

    def test_a_library_that_is_removed_ends_it(self, watch: Watch) -> None:
        with pytest.raises(UserError):
            watch.run({5: lambda: shutil.rmtree(watch.library.root)}, until=NEVER)
        assert watch.events.closed

    def test_what_goes_wrong_later_is_tried_again_too(self, watch: Watch) -> None:
        full = UserError("The disk is full.", hint="Free some space.")
        steps: dict[float, Step] = {
            2: lambda: setattr(watch.indexer, "trouble", full),
            5: lambda: watch.video("new.mp4"),
            30: lambda: setattr(watch.indexer, "trouble", None),
        }
        watch.run(steps, until=50)
        assert watch.indexed() == [[watch.folder / "new.mp4"]]
        assert [event.text for event in watch.told].count(
            "The disk is full. It is tried again every now and then."
        ) == 1


class TestStoppingTheIndexingOnly:
    def stop_the_next(self, watch: Watch) -> Callable[..., IndexReport]:
        """Indexing of which a person stops the first run, but not the watching."""
        answers = iter([Cancelled()])

        def index(*arguments: object, **options: object) -> IndexReport:
            stopped = next(answers, None)
            if stopped is not None:
                raise stopped
            return watch.indexer(*arguments, **options)  # type: ignore[arg-type]

        return index

    def test_what_was_stopped_is_left_alone(self, watch: Watch) -> None:
        watch.run(until=4000, index=self.stop_the_next(watch))
        assert watch.indexer.asked == []
        assert WatchEventKind.WAITING not in watch.kinds()

    def test_something_new_is_indexed_and_the_folder_looked_through_again_from_then_on(self, watch: Watch) -> None:
        watch.run({5: lambda: watch.video("new.mp4")}, until=1000, index=self.stop_the_next(watch))
        new, folder = watch.folder / "new.mp4", watch.folder
        assert [(round(second, -1), paths) for second, paths in watch.indexer.asked] == [(10, [new]), (900, [folder])]

    def test_other_folders_are_looked_through_as_ever(self, watch: Watch, tmp_path: Path) -> None:
        other = tmp_path / "other"
        other.mkdir()
        (other / "a.mp4").touch()
        watch.run({5: lambda: watch.enter(other)}, until=1000, index=self.stop_the_next(watch))
        assert [(round(second), paths) for second, paths in watch.indexer.asked] == [(6, [other]), (900, [other])]

    def test_a_drive_that_comes_back_is_something_new(self, watch: Watch) -> None:
        away = watch.folder.with_name("unplugged")
        steps: dict[float, Step] = {5: lambda: watch.folder.rename(away), 15: lambda: away.rename(watch.folder)}
        watch.run(steps, until=30, index=self.stop_the_next(watch))
        assert [paths for _, paths in watch.indexer.asked] == [[watch.folder]]


class TestFailures:
    def broken(self, watch: Watch, reason: str = "It is no video.") -> Failure:
        return Failure(watch.folder / "old.mp4", reason)

    def test_a_failure_is_told_and_reported(self, watch: Watch) -> None:
        failure = self.broken(watch)
        watch.indexer.fails[failure.path] = failure
        report = watch.run(until=10)
        assert watch.failures == [failure]
        assert report.failed == {failure.path: failure}

    def test_an_old_failure_is_not_told_again_and_again(self, watch: Watch) -> None:
        failure = self.broken(watch)
        watch.indexer.fails[failure.path] = failure
        watch.run(until=4000)
        assert len(watch.indexer.asked) > 3
        assert watch.failures == [failure]

    def test_a_file_that_was_mended_has_not_failed(self, watch: Watch) -> None:
        failure = self.broken(watch)
        watch.indexer.fails[failure.path] = failure

        def mend() -> None:
            watch.indexer.fails.clear()
            watch.video("old.mp4", b"sound")

        assert watch.run({5: mend}, until=20).failed == {}

    def test_what_was_still_being_written_is_tried_again_though_the_system_has_no_more_to_tell(
        self, watch: Watch
    ) -> None:
        watch.clock.ahead = 5.0
        failure = self.broken(watch, "It is still being written.")
        watch.indexer.fails[failure.path] = failure
        watch.run({1: watch.indexer.fails.clear}, until=20)
        assert watch.indexed() == [[failure.path]]


class TestDrives:
    def unplug(self, watch: Watch) -> Path:
        return watch.folder.rename(watch.folder.with_name("unplugged"))

    def plug_in(self, watch: Watch) -> None:
        if watch.folder.is_dir():
            watch.folder.rmdir()
        watch.folder.with_name("unplugged").rename(watch.folder)

    def test_a_folder_that_goes_is_offline_and_indexed_when_it_is_back(self, watch: Watch) -> None:
        watch.known_video("cat.mp4")
        seen: list[bool] = []
        steps: dict[float, Step] = {
            5: lambda: self.unplug(watch),
            15: lambda: seen.append(watch.online()["cat.mp4"]),
            16: lambda: self.plug_in(watch),
        }
        watch.run(steps, until=30)
        assert seen == [False]
        ((second, paths),) = watch.indexer.asked[1:]
        assert (paths, 16 <= second <= 20) == ([watch.folder], True)
        assert watch.events.followed == {watch.folder}
        following, away = WatchEventKind.FOLLOWING, WatchEventKind.AWAY
        assert [kind for kind in watch.kinds() if kind in (following, away)] == [following, away, following]

    def test_the_empty_place_of_a_drive_takes_nothing_but_the_videos_presence(self, watch: Watch) -> None:
        watch.known_video("cat.mp4")

        def unmount() -> None:
            self.unplug(watch)
            watch.folder.mkdir()

        watch.run({5: unmount}, until=15)
        assert watch.online() == {"cat.mp4": False}
        assert watch.indexed() == []
        assert "until its drive is back" in watch.told[-1].text
        assert watch.kinds().count(WatchEventKind.FOLLOWING) == 1

    def test_the_folders_are_looked_at_as_soon_as_an_indexing_is_over(self, watch: Watch) -> None:
        def index_and_unplug(*arguments: object, **options: object) -> IndexReport:
            self.unplug(watch)
            return watch.indexer(*arguments, **options)  # type: ignore[arg-type]

        watch.run(until=0.4, index=index_and_unplug)
        assert watch.kinds()[-1] is WatchEventKind.AWAY

    def test_a_drive_that_is_mounted_over_its_empty_place_is_noticed(self, watch: Watch) -> None:
        self.unplug(watch)
        watch.folder.mkdir()
        watch.run({5: lambda: self.plug_in(watch)}, until=15)
        assert [paths for _, paths in watch.indexer.asked] == [[watch.folder]]

    def test_the_others_are_watched_meanwhile(self, watch: Watch, tmp_path: Path) -> None:
        other = tmp_path / "other"
        other.mkdir()
        (other / "a.mp4").touch()
        watch.enter(other)

        def come() -> None:
            (other / "new.mp4").write_bytes(b"new")
            watch.events.happened.add(other / "new.mp4")

        report = watch.run({5: lambda: self.unplug(watch), 10: come}, until=20)
        assert watch.indexed() == [[other / "new.mp4"]]
        assert report.watched == [other, watch.folder]

    def test_one_that_is_not_there_at_the_start_is_taken_up_when_it_comes(self, watch: Watch) -> None:
        self.unplug(watch)
        watch.run({5: lambda: self.plug_in(watch)}, until=15)
        assert watch.kinds()[0] is WatchEventKind.AWAY
        assert [paths for _, paths in watch.indexer.asked] == [[watch.folder]]

    def test_a_folder_that_is_entered_meanwhile_is_taken_up(self, watch: Watch, tmp_path: Path) -> None:
        other = tmp_path / "other"
        other.mkdir()
        (other / "a.mp4").touch()
        report = watch.run({5: lambda: watch.enter(other)}, until=15)
        assert watch.indexed() == [[other]]
        assert report.watched == [other, watch.folder]


class TestMounts:
    @pytest.fixture
    def mounts(self, watch: Watch) -> set[Mount]:
        """What is mounted; the tests change it."""
        return {Mount(1, watch.folder)}

    @pytest.fixture
    def roots(self, watch: Watch, mounts: set[Mount]) -> WatchedRoots:
        """The folder, looked at for the first time."""
        roots = WatchedRoots(watch.events, watch.told.append, cancel=watch.cancel, mounts=lambda _: frozenset(mounts))
        roots.look([watch.folder])
        watch.events.followed.clear()  # as the system leaves what is unmounted
        return roots

    def test_a_drive_that_is_mounted_anew_between_two_looks_is_followed_and_looked_through(
        self, watch: Watch, mounts: set[Mount], roots: WatchedRoots
    ) -> None:
        mounts.clear()
        mounts.add(Mount(2, watch.folder))
        assert roots.look([watch.folder]).here == {watch.folder}
        assert watch.events.followed == {watch.folder}

    def test_a_drive_that_is_mounted_in_a_watched_folder_or_leaves_it_is_noticed(
        self, watch: Watch, mounts: set[Mount], roots: WatchedRoots
    ) -> None:
        drive = Mount(2, watch.folder / "drive")
        for change in (mounts.add, mounts.remove):
            change(drive)
            assert roots.look([watch.folder]).here == {watch.folder}
            assert watch.events.followed == {watch.folder}
            watch.events.followed.clear()

    def test_where_nothing_is_mounted_nothing_is_done(self, watch: Watch, roots: WatchedRoots) -> None:
        assert roots.look([watch.folder]) == Arrivals()
        assert watch.events.followed == set()


class TestPolling:
    @pytest.mark.parametrize("code", [errno.ENOSPC, errno.EMFILE])
    def test_where_the_system_follows_no_more_folders_they_are_looked_through_now_and_then(
        self, watch: Watch, code: int
    ) -> None:
        watch.events.refused[watch.folder] = OSError(code, "inotify watch limit reached")
        path = watch.folder / "new.mp4"
        watch.run({5: lambda: path.write_bytes(b"new")}, until=60)
        assert "limit of watched folders is reached" in watch.told[0].text
        ((second, paths),) = watch.indexer.asked[1:]
        assert (paths, 30 <= second <= 34) == ([path], True)

    def test_what_goes_from_such_a_folder_is_noticed(self, watch: Watch) -> None:
        watch.events.refused[watch.folder] = OSError(errno.ENOSPC, "inotify watch limit reached")
        path = watch.known_video("cat.mp4")
        watch.run({5: path.unlink}, until=60)
        assert watch.online() == {"cat.mp4": False}

    def test_a_network_drive_is_not_asked_for_events_at_all(self, watch: Watch) -> None:
        roots = WatchedRoots(
            watch.events,
            watch.told.append,
            cancel=watch.cancel,
            file_system=lambda folder: FileSystem("nfs4", folder),
        )
        assert roots.look([watch.folder]).here == {watch.folder}
        assert watch.events.followed == set()
        assert watch.kinds() == [WatchEventKind.POLLING]
        assert "network drive (nfs4)" in watch.told[0].text
        assert roots.poll() == set()
        (watch.folder / "old.mp4").write_bytes(b"changed")
        (watch.folder / "new.mp4").touch()
        assert roots.poll() == {watch.folder / "old.mp4", watch.folder / "new.mp4"}
        assert roots.poll() == set()

    def test_a_folder_that_is_forgotten_is_left(self, watch: Watch) -> None:
        roots = WatchedRoots(watch.events, watch.told.append, cancel=watch.cancel)
        roots.look([watch.folder])
        roots.look([])
        assert (roots.folders, watch.events.followed) == ([], set())

    def test_looking_can_be_stopped(self, watch: Watch) -> None:
        roots = WatchedRoots(watch.events, watch.told.append, cancel=watch.cancel)
        watch.cancel.cancel()
        with pytest.raises(Cancelled):
            roots.look([watch.folder])

    def test_a_path_lies_in_the_innermost_of_the_folders_that_hold_it(self, watch: Watch) -> None:
        inner = watch.folder / "inner"
        inner.mkdir()
        roots = WatchedRoots(watch.events, watch.told.append, cancel=watch.cancel)
        roots.look([watch.folder, inner])
        assert roots.holding(inner / "a.mp4") == inner
        assert roots.holding(watch.folder / "a.mp4") == watch.folder
        assert roots.holding(watch.folder.parent / "a.mp4") is None
