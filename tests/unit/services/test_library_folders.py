"""The folders of a library, and the files that lie in none of them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.helpers.colour_pack import install_colour_pack
from tests.helpers.libraries import PACK, add_video
from videobert_desktop.domain.errors import Failure
from videobert_desktop.domain.passes import Pass
from videobert_desktop.services.libraries import Library, create_library
from videobert_desktop.services.library_folders import (
    LibraryFolder,
    library_folders,
    remove_folder,
    unfinished_files,
)
from videobert_desktop.settings.options import packs_directory


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return create_library(tmp_path / "library")


def watch(library: Library, *folders: Path) -> None:
    with library.catalogue() as catalogue:
        for folder in folders:
            folder.mkdir(exist_ok=True)
            catalogue.folders.add(folder)


def fail(library: Library, path: Path) -> None:
    with library.catalogue() as catalogue:
        catalogue.failures.record(Failure(path, "It is broken."), "decode", 0, 0, datetime(2024, 5, 6, tzinfo=UTC))


class TestFolders:
    def test_a_library_without_folders_has_none(self, library: Library) -> None:
        assert library_folders(library) == ()

    def test_each_counts_its_videos_and_says_whether_it_is_there(self, library: Library, tmp_path: Path) -> None:
        watch(library, tmp_path / "b", tmp_path / "a")
        for name in ("b/cat.mp4", "b/dog.mp4", "c.mp4"):
            add_video(library, tmp_path / name)
        (tmp_path / "a").rmdir()
        assert library_folders(library) == (
            LibraryFolder(tmp_path / "a", there=False, videos=0),
            LibraryFolder(tmp_path / "b", there=True, videos=2),
        )

    def test_one_that_is_removed_is_watched_no_longer_and_its_videos_stay(
        self, library: Library, tmp_path: Path
    ) -> None:
        watch(library, tmp_path / "a", tmp_path / "b")
        add_video(library, tmp_path / "b" / "cat.mp4")
        fail(library, tmp_path / "b")
        remove_folder(library, tmp_path / "a" / ".." / "b")
        assert [folder.path for folder in library_folders(library)] == [tmp_path / "a"]
        with library.catalogue() as catalogue:
            assert catalogue.videos.count() == 1
            assert catalogue.failures.all() == []

    def test_removing_one_that_is_not_the_librarys_changes_nothing(self, library: Library, tmp_path: Path) -> None:
        watch(library, tmp_path / "a")
        remove_folder(library, tmp_path / "b")
        assert len(library_folders(library)) == 1


class TestUnfinishedFiles:
    def test_they_are_outside_the_folders_and_had_no_more_than_a_first_look(
        self, library: Library, tmp_path: Path
    ) -> None:
        watch(library, tmp_path / "watched")
        add_video(library, tmp_path / "watched" / "found by a look through it.mp4", complete=False)
        add_video(library, tmp_path / "done.mp4")
        add_video(library, tmp_path / "looked at.mp4", by=Pass.FAST)
        add_video(library, tmp_path / "begun.mp4", complete=False)
        assert unfinished_files(library) == [tmp_path / "begun.mp4", tmp_path / "looked at.mp4"]

    def test_one_that_only_an_older_revision_of_a_pack_has_looked_at_is_one(
        self, library: Library, tmp_path: Path
    ) -> None:
        add_video(library, tmp_path / "a.mp4")
        install_colour_pack(packs_directory(), name=PACK[0], revision=PACK[1])
        assert unfinished_files(library) == []
        install_colour_pack(packs_directory(), name=PACK[0], revision="r2")
        assert unfinished_files(library) == [tmp_path / "a.mp4"]

    def test_one_of_an_older_revision_that_the_installed_one_can_take_over_is_none(
        self, library: Library, tmp_path: Path
    ) -> None:
        add_video(library, tmp_path / "a.mp4")
        install_colour_pack(packs_directory(), name=PACK[0], revision="r2", reads=(PACK[1],))
        assert unfinished_files(library) == []

    def test_those_that_failed_or_are_gone_are_none(self, library: Library, tmp_path: Path) -> None:
        for name in ("broken.mp4", "gone.mp4"):
            add_video(library, tmp_path / name, complete=False)
        fail(library, tmp_path / "broken.mp4")
        (tmp_path / "gone.mp4").unlink()
        assert unfinished_files(library) == []
