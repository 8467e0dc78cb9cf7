"""Restoring: that a library comes back whole, and that nothing else comes out of a file that says it is one."""

from __future__ import annotations

import json
import os
import stat
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.helpers.libraries import add_video, pack_of
from videobert_desktop.catalogue import Catalogue, ShardRef
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.progress import Progress, ignore_progress
from videobert_desktop.domain.video import FileFingerprint
from videobert_desktop.models.packs.manifest import PackInfo, checksums, write_manifest
from videobert_desktop.services.backing_up.back_up_library import back_up_library
from videobert_desktop.services.backing_up.backup_file import BackupFile
from videobert_desktop.services.backing_up.backup_format import VERSION, is_member_name, new_digest
from videobert_desktop.services.backing_up.restore_library import RestoreReport, restore_library
from videobert_desktop.services.libraries import Library, create_library, verify_library
from videobert_desktop.services.manage_packs import searching_pack

Entries = dict[str, bytes]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library of two videos below `old`."""
    library = create_library(tmp_path / "library")
    (tmp_path / "old").mkdir()
    add_video(library, tmp_path / "old" / "cat.mp4", units=(40, 3))
    add_video(library, tmp_path / "old" / "dog.mp4")
    return library


@pytest.fixture
def file(library: Library, tmp_path: Path) -> Path:
    """A backup of it."""
    return back_up_library(library, tmp_path / "mine.zip", cancel=CancelToken(), report=ignore_progress).file


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Where to restore to."""
    return tmp_path / "restored"


def restore(root: Path, file: Path, *moved: tuple[str, Path]) -> RestoreReport:
    return restore_library(root, file, moved, cancel=CancelToken(), report=ignore_progress)


def refusal(root: Path, file: Path) -> UserError:
    """What a person is told who tries to restore it; nothing may be left of it."""
    with pytest.raises(UserError) as caught:
        restore(root, file)
    assert not root.exists()
    return caught.value


def rewrite(
    file: Path,
    change: Callable[[Entries, dict[str, Any]], None],
    *,
    entry: Callable[[str], zipfile.ZipInfo] = zipfile.ZipInfo,
    honest: bool = True,
) -> None:
    """Write a backup anew after a change of its members and manifest; an honest one states their checksums."""
    with zipfile.ZipFile(file) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(entries.pop("manifest.json"))
    change(entries, manifest)
    if honest:
        manifest["members"] = {name: stated(content) for name, content in entries.items()}
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in (entries | {"manifest.json": json.dumps(manifest).encode()}).items():
            archive.writestr(entry(name), content)


def stated(content: bytes) -> Mapping[str, object]:
    digest = new_digest()
    digest.update(content)
    return {"size": len(content), "checksum": digest.hexdigest()}


def rewrite_catalogue(file: Path, change: Callable[[Catalogue], None]) -> None:
    """Change the catalogue in a backup."""
    path = file.with_name("changed.sqlite3")

    def put_in(entries: Entries, _: dict[str, Any]) -> None:
        path.write_bytes(entries["catalogue.sqlite3"])
        with Catalogue.open(path) as catalogue:
            change(catalogue)
        entries["catalogue.sqlite3"] = path.read_bytes()

    rewrite(file, put_in)


class TestWhatComesBack:
    def test_it_is_the_library_that_was_backed_up(self, library: Library, root: Path, file: Path) -> None:
        report = restore(root, file)
        restored = Library(root)
        assert report.library == restored
        assert (report.file, report.videos, report.windows, report.moved) == (file, 2, 45, 0)
        assert verify_library(restored, ignore_progress, CancelToken()) == []
        with library.catalogue() as before, restored.catalogue() as after:
            assert after.videos.all() == before.videos.all()
            assert after.files.all() == before.files.all()
            assert after.windows.of_video(1, 1) == before.windows.of_video(1, 1)

    def test_it_is_private_and_holds_nothing_else(self, root: Path, file: Path) -> None:
        restore(root, file)
        assert {path.name for path in root.iterdir()} - {"lock"} == {"catalogue.sqlite3", "features", "index"}
        if os.name != "nt":
            assert root.stat().st_mode & 0o777 == 0o700
            kept = [root / "catalogue.sqlite3", root / "features", *(root / "features").rglob("*")]
            assert {path.stat().st_mode & 0o077 for path in kept} == {0}

    def test_it_can_be_searched_by_its_own_copy_of_its_pack(self, library: Library, root: Path, tmp_path: Path) -> None:
        key = pack_of(library).key
        directory = library.packs_directory / key
        directory.mkdir(parents=True)
        (directory / "config.json").write_text("shapes")
        write_manifest(
            PackInfo("tiny", "r1", "Tiny", "MIT", 4, 64, directory, checksums(directory), (1.0, 0.0, 0.0, 0.0, 0.0))
        )
        file = tmp_path / "with.zip"
        back_up_library(library, file, cancel=CancelToken(), report=ignore_progress)
        restore(root, file)
        restored = Library(root)
        assert searching_pack(restored, pack_of(restored)).directory == restored.packs_directory / key
        if os.name != "nt":
            kept = [restored.packs_directory, *restored.packs_directory.rglob("*")]
            assert {path.stat().st_mode & 0o077 for path in kept} == {0}

    def test_one_of_the_first_format_which_had_no_packs_comes_back_too(self, root: Path, file: Path) -> None:
        rewrite(file, lambda _, manifest: manifest.update(version=1))
        assert restore(root, file).videos == 2

    def test_thumbnails_come_back_if_they_were_taken_along(self, library: Library, root: Path, tmp_path: Path) -> None:
        directory = library.thumbnails_directory / "1"
        directory.mkdir(parents=True)
        (directory / "thumbnail.webp").write_bytes(b"picture")
        file = tmp_path / "with.zip"
        back_up_library(library, file, thumbnails=True, cancel=CancelToken(), report=ignore_progress)
        restore(root, file)
        assert (Library(root).thumbnails_directory / "1" / "thumbnail.webp").read_bytes() == b"picture"

    def test_an_empty_library_comes_back_empty(self, root: Path, tmp_path: Path) -> None:
        empty, file = create_library(tmp_path / "empty"), tmp_path / "empty.zip"
        back_up_library(empty, file, cancel=CancelToken(), report=ignore_progress)
        assert restore(root, file).videos == 0

    def test_an_older_library_is_brought_up_to_date(
        self, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(
                "videobert_desktop.catalogue.catalogue.load_migrations",
                lambda load=Catalogue._prepared.__globals__["load_migrations"]: load()[:-1],
            )
            old, file = create_library(tmp_path / "older"), tmp_path / "older.zip"
            back_up_library(old, file, cancel=CancelToken(), report=ignore_progress)
        restore(root, file)
        with Library(root).catalogue() as catalogue:
            assert catalogue.check_layout() == []
        assert not list(root.glob("*.backup"))

    def test_members_that_the_manifest_does_not_name_have_no_meaning(self, root: Path, file: Path) -> None:
        def add(entries: Entries, manifest: dict[str, Any]) -> None:
            entries["features/9/tiny@r1/stale.safetensors"] = b"replaced meanwhile"

        rewrite(file, add, honest=False)
        restore(root, file)
        assert not (root / "features" / "9").exists()


class TestTheFiles:
    def test_folders_that_have_moved_are_followed(self, root: Path, file: Path, tmp_path: Path) -> None:
        (tmp_path / "old").rename(tmp_path / "new")
        report = restore(root, file, (str(tmp_path / "old"), tmp_path / "new"))
        assert (report.files, report.moved, report.offline) == (2, 2, 0)
        with Library(root).catalogue() as catalogue:
            paths = [item.fingerprint.path for item in catalogue.files.all()]
        assert paths == [tmp_path / "new" / "cat.mp4", tmp_path / "new" / "dog.mp4"]

    def test_those_that_are_not_there_are_offline(self, root: Path, file: Path, tmp_path: Path) -> None:
        (tmp_path / "old" / "cat.mp4").unlink()
        assert restore(root, file).offline == 1
        with Library(root).catalogue() as catalogue:
            assert [item.online for item in catalogue.files.all()] == [False, True]

    def test_those_that_are_there_again_are_online(self, library: Library, root: Path, tmp_path: Path) -> None:
        with library.catalogue() as catalogue:
            catalogue.files.set_online(1, online=False)
        file = tmp_path / "later.zip"
        back_up_library(library, file, cancel=CancelToken(), report=ignore_progress)
        assert restore(root, file).offline == 0

    def test_those_that_were_displaced_stay_so(self, library: Library, root: Path, tmp_path: Path) -> None:
        with library.catalogue() as catalogue:
            catalogue.files.displace(1)
        file = tmp_path / "later.zip"
        back_up_library(library, file, cancel=CancelToken(), report=ignore_progress)
        assert restore(root, file).offline == 1

    @pytest.mark.skipif(os.name == "nt", reason="names are bytes elsewhere only")
    def test_names_that_are_not_text_come_back(self, library: Library, root: Path, tmp_path: Path) -> None:
        name = os.fsdecode(b"caf\xe9 \xff.mp4")
        with library.catalogue() as catalogue:
            catalogue.files.add(1, FileFingerprint(tmp_path / "old" / name, 1, 2, "hash"))
        file = tmp_path / "later.zip"
        back_up_library(library, file, cancel=CancelToken(), report=ignore_progress)
        restore(root, file, (str(tmp_path / "old"), tmp_path / "new"))
        with Library(root).catalogue() as catalogue:
            assert catalogue.files.by_path(tmp_path / "new" / name) is not None

    def test_a_folder_that_the_backup_does_not_know_is_an_error(self, root: Path, file: Path, tmp_path: Path) -> None:
        with pytest.raises(UserError, match="nothing below"):
            restore(root, file, (str(tmp_path / "typo"), tmp_path / "new"))
        assert not root.exists()


class TestThePlace:
    def test_an_empty_directory_is_taken(self, root: Path, file: Path) -> None:
        root.mkdir()
        assert restore(root, file).videos == 2

    def test_a_library_is_never_overwritten(self, library: Library, file: Path) -> None:
        with pytest.raises(UserError, match="This directory is not empty"):
            restore(library.root, file)
        with library.catalogue() as catalogue:
            assert catalogue.videos.count() == 2

    def test_a_file_in_its_place_is_told(self, root: Path, file: Path) -> None:
        root.write_text("precious")
        with pytest.raises(UserError, match="a file in the library's place"):
            restore(root, file)
        assert root.read_text() == "precious"

    @pytest.mark.parametrize("there", [True, False])
    def test_one_that_is_stopped_leaves_nothing_behind(self, root: Path, file: Path, *, there: bool) -> None:
        if there:
            root.mkdir()
        cancel = CancelToken()

        def report(progress: Progress) -> None:
            if (progress.stage, progress.done) == ("restoring", 2):
                cancel.cancel()

        with pytest.raises(Cancelled):
            restore_library(root, file, cancel=cancel, report=report)
        assert root.exists() is there
        assert not there or not list(root.iterdir())

    def test_one_that_is_stopped_at_the_index_leaves_a_whole_library(self, root: Path, file: Path) -> None:
        cancel = CancelToken()

        def report(progress: Progress) -> None:
            if progress.stage == "restoring" and progress.done == progress.total:
                cancel.cancel()

        with pytest.raises(Cancelled):
            restore_library(root, file, cancel=cancel, report=report)
        with Library(root).catalogue() as catalogue:
            assert catalogue.videos.count() == 2

    def test_a_disk_without_room_is_told_before_anything_is_written(
        self, root: Path, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        usage = type("Usage", (), {"free": 10})
        monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
        assert "MB left" in refusal(root, file).reason


class TestWhatIsNoBackup:
    @pytest.mark.parametrize("content", [b"", b"dear diary", b"PK\x05\x06" + bytes(18)])
    def test_another_file_is_refused(self, root: Path, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "letter.zip"
        path.write_bytes(content)
        error = refusal(root, path)
        assert error.path == path
        assert error.hint

    def test_a_missing_file_is_told(self, root: Path, tmp_path: Path) -> None:
        assert "cannot be read" in refusal(root, tmp_path / "missing.zip").reason

    def test_another_zip_file_is_refused(self, root: Path, tmp_path: Path) -> None:
        path = tmp_path / "letters.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("letter.txt", "dear diary")
        assert "no library has: 'letter.txt'" in refusal(root, path).reason

    @pytest.mark.parametrize("keep", [0.02, 0.5, 0.99])
    def test_one_that_is_cut_off_is_refused(self, root: Path, file: Path, keep: float) -> None:
        content = file.read_bytes()
        file.write_bytes(content[: int(len(content) * keep)])
        assert "not all of one" in refusal(root, file).reason

    def test_one_of_a_newer_program_says_so(self, root: Path, file: Path) -> None:
        rewrite(file, lambda _, manifest: manifest.update(version=VERSION + 1))
        error = refusal(root, file)
        assert "newer version of the program" in error.reason
        assert "Install" in error.hint

    @pytest.mark.parametrize(
        "change",
        [
            lambda _, manifest: manifest.clear(),
            lambda _, manifest: manifest.update(format="another"),
            lambda _, manifest: manifest.update(version="1"),
            lambda _, manifest: manifest.update(members=[]),
            lambda _, manifest: manifest["members"].update({"catalogue.sqlite3": 3}),
            lambda _, manifest: manifest["members"]["catalogue.sqlite3"].update(size=-1),
            lambda _, manifest: manifest["members"].pop("catalogue.sqlite3"),
            lambda _, manifest: manifest["members"]["catalogue.sqlite3"].update(size=1),
            lambda entries, _: entries.pop("catalogue.sqlite3"),
            lambda entries, _: entries.pop(next(name for name in entries if name.startswith("features/"))),
        ],
    )
    def test_a_manifest_that_does_not_fit_is_refused(
        self, root: Path, file: Path, change: Callable[[Entries, dict[str, Any]], None]
    ) -> None:
        rewrite(file, change, honest=False)
        assert "cannot be used" in refusal(root, file).reason

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
    @given(data=st.data())
    def test_whatever_is_changed_in_one_it_is_refused_in_words_or_comes_back_whole(
        self, library: Library, file: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
    ) -> None:
        content = bytearray(file.read_bytes())
        for _ in range(data.draw(st.integers(1, 4))):
            # Most of the time at the end, where the archive says what it holds.
            last = data.draw(st.booleans())
            place = data.draw(st.integers(max(0, len(content) - 900) if last else 0, len(content) - 1))
            content[place] = data.draw(st.integers(0, 255))
        folder = tmp_path_factory.mktemp("changed")
        changed, root = folder / "changed.zip", folder / "restored"
        changed.write_bytes(content)
        try:
            restore(root, changed)
        except UserError:
            assert not root.exists()
        else:
            assert verify_library(Library(root), ignore_progress, CancelToken()) == []


class TestHostileOnes:
    @pytest.mark.parametrize(
        "name",
        [
            "../evil.safetensors",
            "/etc/evil.safetensors",
            "features/../../evil.safetensors",
            "features/1/../../../evil@1/x.safetensors",
            "features/1/..@../..",
            "features\\1\\a@1\\x.safetensors",
            "features/1/a@1/x\\..\\y.safetensors",
            "features/1/a@1/two\nlines.safetensors",
            "features/one/a@1/x.safetensors",
            "features/1/a@1/x.exe",
            "features/1/a@1/",
            "thumbnails/1/../x.webp",
            "index/tiny.faiss",
            "lock",
            "C:/evil.safetensors",
            "",
        ],
    )
    def test_a_member_that_leads_elsewhere_is_refused(self, root: Path, file: Path, name: str) -> None:
        assert not is_member_name(name)
        rewrite(file, lambda entries, _: entries.update({name: b"evil"}))
        assert refusal(root, file)
        assert not list(root.parent.rglob("*evil*"))

    @pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFDIR, stat.S_IFCHR, stat.S_IFIFO])
    def test_a_member_that_is_a_link_or_a_device_is_refused(self, root: Path, file: Path, kind: int) -> None:
        def special(name: str) -> zipfile.ZipInfo:
            entry = zipfile.ZipInfo(name)
            entry.external_attr = (kind | 0o777) << 16 if name.startswith("features/") else 0
            return entry

        rewrite(file, lambda *_: None, entry=special)
        assert "not a regular file" in refusal(root, file).reason

    def test_a_packed_member_is_refused_whatever_it_would_become(self, root: Path, file: Path) -> None:
        def packed(name: str) -> zipfile.ZipInfo:
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            return entry

        bomb = {"features/1/tiny@r1/bomb.safetensors": bytes(50_000_000)}
        rewrite(file, lambda entries, _: entries.update(bomb), entry=packed)
        assert file.stat().st_size < 200_000
        assert "packed or encrypted" in refusal(root, file).reason

    def test_members_that_share_their_bytes_are_refused(self, root: Path, tmp_path: Path) -> None:
        path = tmp_path / "bomb.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("catalogue.sqlite3", bytes(1_000_000))
            first = archive.getinfo("catalogue.sqlite3")
            for number in range(1000):
                twin = zipfile.ZipInfo(f"features/{number}/a@1/x.safetensors")
                twin.header_offset, twin.CRC = first.header_offset, first.CRC
                twin.file_size = twin.compress_size = first.file_size
                archive.filelist.append(twin)
                archive.NameToInfo[twin.filename] = twin
        assert "larger than the file itself" in refusal(root, path).reason

    def test_two_members_of_one_name_are_refused(self, root: Path, file: Path) -> None:
        with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("catalogue.sqlite3", b"another")
        assert "two members of one name" in refusal(root, file).reason

    def test_features_that_were_changed_are_found_out(self, root: Path, file: Path) -> None:
        def spoil(entries: Entries, _: dict[str, Any]) -> None:
            name = next(name for name in entries if name.startswith("features/"))
            entries[name] = entries[name][:-1] + b"?"

        rewrite(file, spoil, honest=False)
        assert "is not what was saved" in refusal(root, file).reason

    def test_features_that_the_manifest_vouches_for_and_the_catalogue_does_not_are_found_out(
        self, root: Path, file: Path
    ) -> None:
        def spoil(entries: Entries, _: dict[str, Any]) -> None:
            name = next(name for name in entries if name.startswith("features/"))
            entries[name] = entries[name][:-1] + b"?"

        rewrite(file, spoil)
        assert "names features that it does not hold" in refusal(root, file).reason

    def test_rows_that_point_out_of_the_library_are_refused(self, library: Library, root: Path, file: Path) -> None:
        pack = pack_of(library)

        def point_out(catalogue: Catalogue) -> None:
            catalogue.units.commit(2, pack.id, 5, Pass.STANDARD, ShardRef("../../../evil", "0" * 32, 5), [])

        rewrite_catalogue(file, point_out)
        assert "names features that it does not hold" in refusal(root, file).reason

    def test_a_catalogue_that_is_something_else_is_refused(self, root: Path, file: Path) -> None:
        rewrite(file, lambda entries, _: entries.update({"catalogue.sqlite3": b"dear diary, " * 100}))
        assert "not a catalogue" in refusal(root, file).reason

    @pytest.mark.parametrize(
        "tampering",
        [
            "CREATE TRIGGER harm AFTER UPDATE ON files BEGIN DELETE FROM videos; END",
            "DROP TABLE folders",
            "UPDATE videos SET frame_rate = '1/0'",
            "UPDATE videos SET added = 'yesterday'",
            "UPDATE units SET pass_name = 'slow'",
        ],
    )
    def test_a_catalogue_that_was_tampered_with_is_refused(self, root: Path, file: Path, tampering: str) -> None:
        rewrite_catalogue(file, lambda catalogue: catalogue._connection.run(tampering))
        assert "cannot be used" in refusal(root, file).reason

    def test_a_manifest_too_large_to_be_read_at_once_is_refused(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("videobert_desktop.services.backing_up.backup_file._LARGEST_MANIFEST", 100)
        with pytest.raises(UserError, match="manifest is too large"):
            BackupFile(file)
