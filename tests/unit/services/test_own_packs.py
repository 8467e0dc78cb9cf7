"""A library's own copy of what embeds sentences for it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from tests.helpers.libraries import PACK, add_video, pack_of
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.models.packs.manifest import PackInfo, checksums, verify_pack, write_manifest
from videobert_desktop.services.indexing.rebuild_index import rebuild_index
from videobert_desktop.services.libraries import create_library, remove_library, verify_library
from videobert_desktop.services.library import Library
from videobert_desktop.services.library_status import library_status
from videobert_desktop.services.manage_packs import searched_pack, searched_revisions, searching_pack
from videobert_desktop.services.own_packs import drop_text_sides, keep_text_side, own_keys, own_pack
from videobert_desktop.settings.options import packs_directory

KEY = f"{PACK[0]}@{PACK[1]}"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return create_library(tmp_path / "library")


@pytest.fixture
def info() -> PackInfo:
    """An installed pack of four files."""
    return install(PACK[1])


def install(revision: str) -> PackInfo:
    directory = packs_directory() / PACK[0]
    directory.mkdir(parents=True, exist_ok=True)
    for name in (
        "frame_encoder-1.safetensors",
        "token_reducer-1.safetensors",
        "videobert-1.safetensors",
        "config.json",
    ):
        (directory / name).unlink(missing_ok=True)  # as an installation replaces a file
        (directory / name).write_text(f"{name} of revision {revision}")
    info = PackInfo(PACK[0], revision, "Tiny", "MIT", PACK[2], 64, directory, checksums(directory), (1.0,) * 5)
    write_manifest(info)
    return info


def uninstall() -> None:
    for file in (packs_directory() / PACK[0]).iterdir():
        file.unlink()


def folder(library: Library) -> Path:
    return library.packs_directory / KEY


class TestKeeping:
    def test_it_is_all_of_the_pack_but_what_encodes_frames(self, library: Library, info: PackInfo) -> None:
        keep_text_side(library, info)
        assert {path.name for path in folder(library).iterdir()} == {
            "videobert-1.safetensors",
            "config.json",
            "pack.json",
        }
        own = own_pack(library, KEY)
        assert own is not None
        assert (own.key, own.directory, own.dim) == (KEY, folder(library), info.dim)
        assert own.files == {name: info.files[name] for name in ("videobert-1.safetensors", "config.json")}
        with pytest.raises(UserError, match="missing"):
            own.weights("frame_encoder")

    def test_it_takes_no_room_of_its_own_where_files_can_be_linked(self, library: Library, info: PackInfo) -> None:
        keep_text_side(library, info)
        name = "videobert-1.safetensors"
        assert (folder(library) / name).samefile(info.directory / name)
        assert not (folder(library) / "config.json").samefile(info.directory / "config.json")

    def test_elsewhere_it_is_copied(self, library: Library, info: PackInfo, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> None:
            raise OSError(errno.EXDEV, "Invalid cross-device link")

        monkeypatch.setattr(os, "link", refuse)
        keep_text_side(library, info)
        own = own_pack(library, KEY)
        assert own is not None
        assert verify_pack(own) == []
        if os.name != "nt":
            assert {path.stat().st_mode & 0o777 for path in folder(library).iterdir()} == {0o600}
            assert {path.stat().st_mode & 0o777 for path in (folder(library), library.packs_directory)} == {0o700}

    def test_it_stays_when_another_revision_is_installed(self, library: Library, info: PackInfo) -> None:
        keep_text_side(library, info)
        install("r2")
        own = own_pack(library, KEY)
        assert own is not None
        assert (own.directory / "videobert-1.safetensors").read_text().endswith("r1")

    def test_what_is_there_is_not_made_again(self, library: Library, info: PackInfo) -> None:
        keep_text_side(library, info)
        before = [path.stat().st_mtime_ns for path in sorted(folder(library).iterdir())]
        keep_text_side(library, info)
        assert [path.stat().st_mtime_ns for path in sorted(folder(library).iterdir())] == before

    @pytest.mark.parametrize("lost", ["videobert-1.safetensors", "pack.json"])
    def test_what_was_cut_off_counts_for_nothing_and_is_made_whole(
        self, library: Library, info: PackInfo, lost: str
    ) -> None:
        keep_text_side(library, info)
        (folder(library) / lost).unlink()
        keep_text_side(library, info)
        assert own_keys(library) == {KEY}
        assert own_pack(library, KEY) is not None

    def test_a_pack_that_is_not_whole_is_refused(self, library: Library, info: PackInfo) -> None:
        (info.directory / "config.json").write_text("something else")
        with pytest.raises(UserError, match="not what it was"):
            keep_text_side(library, info)
        assert own_keys(library) == set()


class TestSearching:
    def test_the_installed_pack_comes_first(self, library: Library, info: PackInfo, tmp_path: Path) -> None:
        add_video(library, tmp_path / "cat.mp4")
        keep_text_side(library, info)
        assert searching_pack(library, pack_of(library)).directory == info.directory

    def test_then_the_librarys_own(self, library: Library, info: PackInfo, tmp_path: Path) -> None:
        add_video(library, tmp_path / "cat.mp4")
        keep_text_side(library, info)
        install("r2")
        assert searching_pack(library, pack_of(library)).directory == folder(library)
        uninstall()
        assert searching_pack(library, pack_of(library)).directory == folder(library)

    def test_without_either_it_is_told_what_to_do(self, library: Library, info: PackInfo, tmp_path: Path) -> None:
        add_video(library, tmp_path / "cat.mp4")
        install("r2")
        with pytest.raises(UserError, match="revision r1 of the pack tiny, not r2") as caught:
            searching_pack(library, pack_of(library))
        assert "videobert index" in caught.value.hint
        assert info.revision == "r1"

    def test_a_copy_that_is_damaged_is_told(self, library: Library, info: PackInfo, tmp_path: Path) -> None:
        add_video(library, tmp_path / "cat.mp4")
        keep_text_side(library, info)
        install("r2")
        (folder(library) / "config.json").write_text("something else")
        with pytest.raises(UserError, match="copy of the pack tiny is damaged") as caught:
            searching_pack(library, pack_of(library))
        assert caught.value.path == folder(library)

    def test_of_revisions_that_can_answer_the_one_that_is_furthest_does(
        self, library: Library, info: PackInfo, tmp_path: Path
    ) -> None:
        add_video(library, tmp_path / "cat.mp4", units=(3,))
        old = pack_of(library)
        with library.catalogue() as catalogue:
            new_id = catalogue.packs.add(PACK[0], "r2", PACK[2])
            copy_units(library, old.id, new_id)
            assert [row.id for row in searched_revisions(catalogue)] == [old.id]
            keep_text_side(library, info)
            install("r2")
            answering = searched_pack(catalogue)
            assert answering is not None
            assert answering.id == new_id  # as far, and installed
            catalogue.units.forget(1, new_id)
            assert searched_pack(catalogue) == old
            drop_text_sides(library, [KEY])
            assert searched_pack(catalogue) == old  # there is no other


def copy_units(library: Library, old_id: int, new_id: int) -> None:
    with library.catalogue() as catalogue:
        spans = [window.span for window in catalogue.windows.of_video(1, old_id)]
        for unit in catalogue.units.of_video(1, old_id):
            catalogue.units.commit(1, new_id, unit.number, unit.pass_name, unit.shard, spans)


class TestTheRestOfTheLibrary:
    def test_verifying_looks_at_it(self, library: Library, info: PackInfo, tmp_path: Path) -> None:
        add_video(library, tmp_path / "cat.mp4")
        rebuild_index(library, ignore_progress, CancelToken())
        keep_text_side(library, info)
        assert verify_library(library, ignore_progress, CancelToken()) == []
        (folder(library) / "config.json").write_text("something else")
        (problem,) = verify_library(library, ignore_progress, CancelToken())
        assert "config.json" in problem
        assert "videobert index" in problem

    def test_its_size_is_told(self, library: Library, info: PackInfo) -> None:
        assert library_status(library).disk["packs"] == 0
        keep_text_side(library, info)
        assert library_status(library).disk["packs"] == sum(path.stat().st_size for path in folder(library).iterdir())

    def test_it_goes_with_the_library(self, library: Library, info: PackInfo) -> None:
        keep_text_side(library, info)
        remove_library(library)
        assert not library.root.exists()
        assert verify_pack(info) == []

    def test_one_that_is_dropped_is_gone_and_one_that_was_not_there_is_no_matter(
        self, library: Library, info: PackInfo
    ) -> None:
        keep_text_side(library, info)
        drop_text_sides(library, [KEY, "another@1"])
        assert list(library.packs_directory.iterdir()) == []
        assert own_pack(library, KEY) is None
        assert verify_pack(info) == []
