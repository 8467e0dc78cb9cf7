"""Backups: that all of a library is in them, whatever happens to it meanwhile, or that there is none."""

from __future__ import annotations

import errno
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.libraries import PACK, add_video, pack_of
from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.domain.progress import Progress, ignore_progress
from videobert_desktop.services.backing_up.back_up_library import BackupReport, back_up_library
from videobert_desktop.services.libraries import Library, create_library

KEY = f"{PACK[0]}@{PACK[1]}"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library of two videos."""
    library = create_library(tmp_path / "library")
    add_video(library, tmp_path / "cat.mp4", units=(40, 3))
    add_video(library, tmp_path / "dog.mp4")
    return library


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups" / "mine.zip"


def back_up(library: Library, file: Path, **options: bool) -> BackupReport:
    return back_up_library(library, file, cancel=CancelToken(), report=ignore_progress, **options)


def members(file: Path) -> dict[str, dict[str, object]]:
    """What the manifest names; and that all of it is there."""
    with zipfile.ZipFile(file) as archive:
        named: dict[str, dict[str, object]] = json.loads(archive.read("manifest.json"))["members"]
        assert archive.testzip() is None
        for name, member in named.items():
            assert archive.getinfo(name).file_size == member["size"]
    return named


def features(library: Library) -> set[str]:
    """The features files that the catalogue points at, as members are called."""
    with library.catalogue() as catalogue:
        return {f"features/{video}/{key}/{name}" for video, key, name in catalogue.units.shards()}


def merge(library: Library, video_id: int) -> None:
    """Put the units of a video into one file, as an indexer does when it has finished it."""
    pack = pack_of(library)
    with library.catalogue() as catalogue:
        shards = [unit.shard for unit in catalogue.units.of_video(video_id, pack.id)]
        merged = library.features.merge(video_id, pack.key, shards)
        catalogue.units.repoint(video_id, pack.id, merged)
        library.features.keep_only(video_id, pack.key, merged)


class TestWhatItHolds:
    def test_the_catalogue_and_the_features_are_in_it(self, library: Library, file: Path) -> None:
        report = back_up(library, file)
        assert set(members(file)) == {"catalogue.sqlite3", *features(library)}
        assert (report.file, report.videos, report.failed) == (file, 2, ())
        assert report.bytes == file.stat().st_size
        if os.name != "nt":
            assert file.stat().st_mode & 0o777 == 0o600

    def test_nothing_else_is_left_beside_it(self, library: Library, file: Path) -> None:
        back_up(library, file)
        assert list(file.parent.iterdir()) == [file]

    def test_the_manifest_has_the_checksums_of_the_rows(self, library: Library, file: Path) -> None:
        back_up(library, file)
        named = members(file)
        pack = pack_of(library)
        with library.catalogue() as catalogue:
            for unit in catalogue.units.all(pack.id):
                name = f"features/{unit.video_id}/{KEY}/{unit.shard.file_name}"
                assert named[name]["checksum"] == unit.shard.checksum

    def test_thumbnails_are_in_it_only_if_asked_for(self, library: Library, file: Path) -> None:
        directory = library.thumbnails_directory / "1"
        directory.mkdir(parents=True)
        (directory / "thumbnail.webp").write_bytes(b"picture")
        (directory / ".thumbnail.tmp").write_bytes(b"unfinished")
        back_up(library, file)
        assert not any(name.startswith("thumbnails") for name in members(file))
        back_up(library, file, force=True, thumbnails=True)
        assert {name for name in members(file) if name.startswith("thumbnails")} == {"thumbnails/1/thumbnail.webp"}

    def test_the_text_sides_of_the_packs_that_made_the_features_are_in_it(self, library: Library, file: Path) -> None:
        for key in (KEY, f"{KEY}+adapted", "another@1", "another@2"):
            directory = library.packs_directory / key
            directory.mkdir(parents=True)
            for name in ("pack.json", "videobert-1.safetensors", ".config.abc.tmp"):
                (directory / name).write_text(f"{name} of {key}")
        (library.packs_directory / "another@1" / "pack.json").unlink()
        back_up(library, file)
        packs = {name for name in members(file) if name.startswith("packs")}
        of_pack, of_adapted = f"packs/{KEY}", f"packs/{KEY}+adapted"
        assert packs == {
            f"{of}/{name}" for of in (of_pack, of_adapted) for name in ("pack.json", "videobert-1.safetensors")
        }

    def test_a_library_that_is_being_changed_can_be_backed_up(self, library: Library, file: Path) -> None:
        with library.lock("indexing"):
            assert back_up(library, file).videos == 2

    def test_an_empty_library_can_be_backed_up(self, tmp_path: Path, file: Path) -> None:
        assert back_up(create_library(tmp_path / "empty"), file).videos == 0
        assert set(members(file)) == {"catalogue.sqlite3"}


class TestChangesMeanwhile:
    def at_the_first_copy(
        self, library: Library, monkeypatch: pytest.MonkeyPatch, change: Callable[[], None]
    ) -> list[int]:
        """Have the library changed between the first snapshot and the copying; gives a list of the snapshots taken."""
        taken: list[int] = []
        back_up = Catalogue.back_up

        def then_change(catalogue: Catalogue, target: Path) -> None:
            back_up(catalogue, target)
            taken.append(len(taken))
            if taken == [0]:
                change()

        monkeypatch.setattr(Catalogue, "back_up", then_change)
        return taken

    def test_what_was_merged_is_taken_from_where_it_is_now(
        self, library: Library, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        taken = self.at_the_first_copy(library, monkeypatch, lambda: merge(library, 1))
        assert back_up(library, file).failed == ()
        assert len(taken) == 2
        assert set(members(file)) == {"catalogue.sqlite3", *features(library)}

    def test_what_came_after_the_snapshot_is_not_missed(
        self, library: Library, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        taken = self.at_the_first_copy(library, monkeypatch, lambda: add_video(library, tmp_path / "new.mp4"))
        assert back_up(library, file).videos == 2
        assert len(taken) == 1


class TestDamage:
    def lose(self, library: Library, video_id: int) -> None:
        shutil.rmtree(library.features_directory / str(video_id))

    def spoil(self, library: Library, video_id: int) -> None:
        for path in (library.features_directory / str(video_id)).rglob("*.safetensors"):
            path.write_bytes(path.read_bytes()[:-1] + b"?")

    @pytest.mark.parametrize("harm", [lose, spoil])
    def test_a_video_whose_features_are_damaged_is_named_and_backed_up_without(
        self, library: Library, file: Path, tmp_path: Path, harm: Callable[[object, Library, int], None]
    ) -> None:
        harm(self, library, 1)
        report = back_up(library, file)
        (failure,) = report.failed
        assert failure.path == tmp_path / "cat.mp4"
        assert report.videos == 2
        assert {name.split("/")[1] for name in members(file) if name.startswith("features")} == {"2"}
        with zipfile.ZipFile(file) as archive:
            archive.extract("catalogue.sqlite3", tmp_path)
        with Catalogue.open(tmp_path / "catalogue.sqlite3") as catalogue:
            assert {unit.video_id for unit in catalogue.units.all(1)} == {2}

    def test_the_library_itself_is_left_as_it_is(self, library: Library, file: Path) -> None:
        self.lose(library, 1)
        back_up(library, file)
        with library.catalogue() as catalogue:
            assert {unit.video_id for unit in catalogue.units.all(1)} == {1, 2}

    def test_a_damaged_catalogue_is_not_backed_up(
        self, library: Library, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(Catalogue, "check", lambda _: ["The catalogue is damaged: row 3."])
        with pytest.raises(UserError, match="row 3"):
            back_up(library, file)
        assert list(file.parent.iterdir()) == []


class TestTheFile:
    def test_one_that_is_there_is_replaced_only_by_force(self, library: Library, file: Path) -> None:
        file.write_text("precious")
        with pytest.raises(UserError, match="There is a file already") as caught:
            back_up(library, file)
        assert "--force" in caught.value.hint
        assert file.read_text() == "precious"
        back_up(library, file, force=True)
        assert members(file)

    def test_one_that_turns_up_meanwhile_is_not_replaced_either(self, library: Library, file: Path) -> None:
        def report(progress: Progress) -> None:
            file.write_text("precious")

        with pytest.raises(UserError, match="There is a file already"):
            back_up_library(library, file, cancel=CancelToken(), report=report)
        assert file.read_text() == "precious"
        assert list(file.parent.iterdir()) == [file]

    def test_a_folder_is_never_replaced(self, library: Library, file: Path) -> None:
        with pytest.raises(UserError, match="This is a folder"):
            back_up(library, file.parent, force=True)

    def test_it_does_not_lie_inside_the_library(self, library: Library) -> None:
        with pytest.raises(UserError, match="lost together with it"):
            back_up(library, library.root / "backup.zip")

    def test_a_folder_that_is_not_there_is_told(self, library: Library, tmp_path: Path) -> None:
        with pytest.raises(UserError, match="cannot be read or written"):
            back_up(library, tmp_path / "nowhere" / "mine.zip")

    def test_one_that_is_stopped_leaves_nothing_behind(self, library: Library, file: Path) -> None:
        cancel = CancelToken()

        def report(progress: Progress) -> None:
            if progress.done == 1:
                cancel.cancel()

        with pytest.raises(Cancelled):
            back_up_library(library, file, cancel=cancel, report=report)
        assert list(file.parent.iterdir()) == []

    def test_a_full_disk_is_named_and_nothing_is_left_behind(
        self, library: Library, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr("zipfile._ZipWriteFile.write", full)
        with pytest.raises(UserError, match=r"disk mounted at .* is full"):
            back_up(library, file)
        assert list(file.parent.iterdir()) == []
