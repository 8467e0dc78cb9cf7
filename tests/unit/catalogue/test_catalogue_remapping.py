"""Paths whose folders lie elsewhere by now."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videobert_desktop.catalogue import Catalogue, MovedRoot
from videobert_desktop.catalogue.remapping import TABLES_WITH_PATHS
from videobert_desktop.domain.errors import Failure, UserError
from videobert_desktop.domain.video import FileFingerprint, Video

Add = Callable[[str], int]
NAMES = st.binary(min_size=1, max_size=6).filter(lambda name: name != b"." and not set(name) & set(b"/\0\\:"))


def moved(old: str, new: str, path: bytes) -> bytes | None:
    return MovedRoot.of(old, Path(new)).moved(path)


class TestOnePath:
    @pytest.mark.parametrize(
        ("old", "new", "path", "expected"),
        [
            ("/mnt/a", "/media/b", b"/mnt/a/x.mp4", b"/media/b/x.mp4"),
            ("/mnt/a/", "/media/b", b"/mnt/a/deep/x.mp4", b"/media/b/deep/x.mp4"),
            ("/mnt//a/.", "/media/b", b"/mnt/a/x.mp4", b"/media/b/x.mp4"),
            ("/mnt/a", "/media/b", b"/mnt/a", b"/media/b"),
            ("/", "/backup", b"/mnt/a/x.mp4", b"/backup/mnt/a/x.mp4"),
            ("/mnt/a", "/", b"/mnt/a/x.mp4", b"/x.mp4"),
            ("/mnt/a", "/", b"/mnt/a", b"/"),
            ("/mnt/a", "/media/b", b"/mnt/a/caf\xe9 \xff.mp4", b"/media/b/caf\xe9 \xff.mp4"),
            ("/mnt/a", "/media/b", b"/mnt/a/D:\\x.mp4", b"/media/b/D:\\x.mp4"),
            ("D:\\Videos", "/media/b", b"D:\\Videos\\Trip\\x.mp4", b"/media/b/Trip/x.mp4"),
            ("D:/Videos", "/media/b", b"d:\\VIDEOS\\Trip\\x.mp4", b"/media/b/Trip/x.mp4"),
            ("D:\\", "/media/b", b"D:\\x.mp4", b"/media/b/x.mp4"),
            ("\\\\nas\\share", "/media/b", b"\\\\NAS\\share\\x.mp4", b"/media/b/x.mp4"),
        ],
    )
    def test_what_is_below_the_old_root_is_below_the_new_one(
        self, old: str, new: str, path: bytes, expected: bytes
    ) -> None:
        assert moved(old, new, path) == expected

    @pytest.mark.parametrize(
        ("old", "path"),
        [
            ("/mnt/a", b"/mnt/ab/x.mp4"),
            ("/mnt/a", b"/mnt"),
            ("/mnt/a", b"/MNT/A/x.mp4"),
            ("/mnt/a", b"D:\\mnt\\a\\x.mp4"),
            ("/", b"D:\\x.mp4"),
            ("D:\\Videos", b"E:\\Videos\\x.mp4"),
            ("D:\\Videos", b"D:\\Videos2\\x.mp4"),
            ("D:\\Videos", b"/D:/Videos/x.mp4"),
        ],
    )
    def test_what_is_not_below_the_old_root_is_left_alone(self, old: str, path: bytes) -> None:
        assert moved(old, "/media/b", path) is None

    @pytest.mark.parametrize("old", ["videos", "./videos", "D:videos", ""])
    def test_a_root_must_be_absolute(self, old: str) -> None:
        with pytest.raises(UserError, match="not an absolute path"):
            MovedRoot.of(old, Path("/media/b"))

    @pytest.mark.skipif(os.name == "nt", reason="names are bytes elsewhere only")
    @given(old=st.lists(NAMES, min_size=1, max_size=3), rest=st.lists(NAMES, min_size=1, max_size=3))
    def test_moving_there_and_back_changes_no_byte(self, old: list[bytes], rest: list[bytes]) -> None:
        root, path = b"/" + b"/".join(old), b"/" + b"/".join(old + rest)
        there = MovedRoot.of(os.fsdecode(root), Path("/media/b")).moved(path)
        assert there == b"/media/b/" + b"/".join(rest)
        assert MovedRoot.of("/media/b", Path(os.fsdecode(root))).moved(there) == path


class TestTheCatalogue:
    @pytest.fixture
    def add(self, catalogue: Catalogue, video: Video) -> Add:
        def add(path: str) -> int:
            return catalogue.files.add(video.id, FileFingerprint(Path(path), 1, 2, "hash")).id

        return add

    def move(self, catalogue: Catalogue, *roots: tuple[str, str]) -> int:
        return catalogue.move_roots([MovedRoot.of(old, Path(new)) for old, new in roots])

    def paths(self, catalogue: Catalogue) -> list[str]:
        return [str(file.fingerprint.path) for file in catalogue.files.all()]

    def test_files_folders_and_failures_move(self, catalogue: Catalogue, add: Add, noon: datetime) -> None:
        add("/old/a.mp4")
        add("/other/b.mp4")
        catalogue.folders.add(Path("/old"))
        catalogue.failures.record(Failure(Path("/old/c.mp4"), "It is empty."), "import", 0, 0, noon)
        assert self.move(catalogue, ("/old", "/new")) == 1
        assert self.paths(catalogue) == ["/new/a.mp4", "/other/b.mp4"]
        assert catalogue.folders.all() == [Path("/new")]
        assert [row.failure.path for row in catalogue.failures.all()] == [Path("/new/c.mp4")]

    def test_every_table_with_paths_is_known(self, catalogue: Catalogue) -> None:
        tables = catalogue._connection.all(
            """SELECT tables.name FROM sqlite_schema AS tables JOIN pragma_table_info(tables.name) AS columns
                WHERE tables.type = 'table' AND columns.type = 'BLOB' AND columns.name LIKE '%path%'"""
        )
        assert sorted(name for (name,) in tables) == sorted(TABLES_WITH_PATHS)

    def test_two_folders_may_change_places(self, catalogue: Catalogue, add: Add) -> None:
        first, second = add("/a/x.mp4"), add("/b/x.mp4")
        assert self.move(catalogue, ("/a", "/b"), ("/b", "/a")) == 2
        assert {file.id: str(file.fingerprint.path) for file in catalogue.files.all()} == {
            first: "/b/x.mp4",
            second: "/a/x.mp4",
        }

    def test_the_root_that_lies_deepest_counts(self, catalogue: Catalogue, add: Add) -> None:
        add("/a/x.mp4")
        add("/a/b/x.mp4")
        self.move(catalogue, ("/a", "/new"), ("/a/b", "/deep"))
        assert self.paths(catalogue) == ["/deep/x.mp4", "/new/x.mp4"]

    def test_a_displaced_file_moves_with_the_one_in_its_place(self, catalogue: Catalogue, add: Add) -> None:
        catalogue.files.displace(add("/a/x.mp4"))
        add("/a/x.mp4")
        assert self.move(catalogue, ("/a", "/new")) == 2
        assert self.paths(catalogue) == ["/new/x.mp4", "/new/x.mp4"]

    def test_two_files_cannot_come_to_lie_at_one_path(self, catalogue: Catalogue, add: Add) -> None:
        add("/a/x.mp4")
        add("/b/x.mp4")
        with pytest.raises(UserError, match=r"Two of the library's files would lie here") as caught:
            self.move(catalogue, ("/a", "/new"), ("/b", "/new"))
        assert caught.value.path == Path("/new/x.mp4")
        assert self.paths(catalogue) == ["/a/x.mp4", "/b/x.mp4"]

    def test_two_folders_may_become_one(self, catalogue: Catalogue, add: Add) -> None:
        add("/a/x.mp4")
        for folder in ("/a", "/b"):
            catalogue.folders.add(Path(folder))
        self.move(catalogue, ("/a", "/new"), ("/b", "/new"))
        assert catalogue.folders.all() == [Path("/new")]

    def test_a_root_that_nothing_lies_below_is_an_error_that_names_those_there_are(
        self, catalogue: Catalogue, add: Add
    ) -> None:
        add("/a/x.mp4")
        catalogue.folders.add(Path("/a"))
        with pytest.raises(UserError, match=r"nothing below .*typo") as caught:
            self.move(catalogue, ("/a", "/new"), ("/typo", "/new"))
        assert "/a" in caught.value.hint
        assert self.paths(catalogue) == ["/a/x.mp4"]

    def test_nothing_changes_without_roots(self, catalogue: Catalogue, add: Add) -> None:
        add("/a/x.mp4")
        assert self.move(catalogue) == 0
        assert self.paths(catalogue) == ["/a/x.mp4"]


class TestTheLayout:
    def test_that_of_a_new_catalogue_is_as_it_should_be(self, catalogue: Catalogue) -> None:
        assert catalogue.check_layout() == []

    @pytest.mark.parametrize(
        "tampering",
        [
            "CREATE TRIGGER harm AFTER UPDATE ON files BEGIN DELETE FROM videos; END",
            "CREATE VIEW harm AS SELECT 1",
            "ALTER TABLE videos ADD COLUMN harm TEXT",
            "DROP TABLE folders",
            "DROP INDEX files_by_path",
        ],
    )
    def test_any_other_is_told(self, catalogue: Catalogue, tampering: str) -> None:
        catalogue._connection.run(tampering)
        (problem,) = catalogue.check_layout()
        assert any(name in problem for name in ("harm", "folders", "files_by_path", "videos"))
