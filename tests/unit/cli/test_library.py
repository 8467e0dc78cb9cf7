"""`videobert library` and `videobert status`, on real libraries."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.helpers.libraries import add_video
from tests.unit.cli.calling import CommandLine
from videobert_desktop.domain.passes import Pass
from videobert_desktop.services.libraries import Library, create_library, open_library


class TestStatus:
    def test_the_document_is_that_of_the_contract(
        self, videobert: CommandLine, library: Library, of_library: Sequence[str], tmp_path: Path
    ) -> None:
        add_video(library, tmp_path / "cat.mp4", units=(40, 40))
        with library.catalogue() as catalogue:
            catalogue.folders.add(tmp_path)
        outcome = videobert(*of_library, "--json", "status")
        disk = outcome.document["disk"]
        assert outcome.status == 0
        assert outcome.document == {
            "library": str(library.root),
            "name": "library",
            "folders": [str(tmp_path)],
            "videos": 1,
            "offline": 0,
            "failed": 0,
            "failures": [],
            "hours": 0.033333,
            "windows": 80,
            "stages": {
                "picture": {"done": 1, "total": 1, "passes": {"fast": 0, "standard": 1, "thorough": 0}},
                "speech": {"done": 0, "total": 1},
                "screen": {"done": 0, "total": 1},
                "tags": {"done": 0, "total": 1},
            },
            "packs": [{"name": "tiny", "revision": "r1", "windows": 80}],
            "device": "cpu",
            "disk": disk,
        }
        assert set(disk) == {"catalogue", "features", "index", "packs", "thumbnails"}

    def test_people_get_a_table(self, videobert: CommandLine, library: Library, of_library: Sequence[str]) -> None:
        outcome = videobert(*of_library, "status")
        assert outcome.status == 0
        assert str(library.root) in outcome.stdout
        assert "0 videos" in outcome.stdout

    def test_people_are_told_how_many_videos_had_but_a_first_look(
        self, videobert: CommandLine, library: Library, of_library: Sequence[str], tmp_path: Path
    ) -> None:
        add_video(library, tmp_path / "cat.mp4")
        assert "first look" not in videobert(*of_library, "status").stdout
        add_video(library, tmp_path / "dog.mp4", by=Pass.FAST)
        assert "2 of 2 videos, 1 of them by a first look" in videobert(*of_library, "status").stdout


class TestListing:
    def test_libraries_are_listed_with_their_directories(self, videobert: CommandLine, home: Path) -> None:
        roots = [home / "libraries" / name for name in ("a", "b")]
        for root in roots:
            create_library(root)
        expected = [{"name": root.name, "directory": str(root)} for root in roots]
        assert videobert("--json", "library", "list").document == {"libraries": expected}
        assert str(roots[1]) in videobert("library", "list").stdout

    def test_none_is_told_how_to_make_one(self, videobert: CommandLine) -> None:
        assert "videobert index" in videobert("library", "list").stdout
        assert videobert("--json", "library", "list").document == {"libraries": []}


class TestCreating:
    def test_a_library_is_there_afterwards(self, videobert: CommandLine, home: Path) -> None:
        outcome = videobert("--library", "new", "--json", "library", "create")
        root = home / "libraries" / "new"
        assert outcome.document == {"library": str(root), "name": "new"}
        assert open_library(root).root == root

    def test_a_name_that_no_library_can_have_is_an_error(self, videobert: CommandLine) -> None:
        outcome = videobert("--library", "..", "library", "create")
        assert outcome.status == 3
        assert "'..'" in outcome.stderr


class TestVerifying:
    def test_a_sound_library_is_in_order(self, videobert: CommandLine, of_library: Sequence[str]) -> None:
        outcome = videobert(*of_library, "library", "verify")
        assert (outcome.status, outcome.stdout) == (0, "Everything is in order.\n")

    def test_problems_are_named_and_make_the_status_1(
        self, videobert: CommandLine, library: Library, of_library: Sequence[str], tmp_path: Path
    ) -> None:
        add_video(library, tmp_path / "cat.mp4")
        outcome = videobert(*of_library, "--json", "library", "verify")
        (problem,) = outcome.document["problems"]
        assert outcome.status == 1
        assert outcome.document["library"] == str(library.root)
        assert problem in outcome.stderr
        assert "rebuild-index" in problem

    def test_what_the_next_indexing_sees_to_is_told_and_is_no_problem(
        self, videobert: CommandLine, library: Library, of_library: Sequence[str], tmp_path: Path
    ) -> None:
        add_video(library, tmp_path / "cat.mp4", followed=False)
        outcome = videobert(*of_library, "--json", "library", "verify")
        assert outcome.status == 0
        assert outcome.document["problems"] == []
        (remark,) = outcome.document["remarks"]
        assert remark in outcome.stderr

    def test_rebuilding_the_index_puts_it_in_order(
        self, videobert: CommandLine, library: Library, of_library: Sequence[str], tmp_path: Path
    ) -> None:
        add_video(library, tmp_path / "cat.mp4", units=(5,))
        outcome = videobert(*of_library, "--json", "library", "rebuild-index")
        assert outcome.document == {"library": str(library.root), "windows": 5}
        assert videobert(*of_library, "library", "verify").status == 0

    def test_a_library_in_use_is_an_error_that_names_the_user(
        self, videobert: CommandLine, library: Library, of_library: Sequence[str]
    ) -> None:
        with library.lock("indexing"):
            outcome = videobert(*of_library, "library", "verify")
        assert outcome.status == 3
        assert "has been indexing" in outcome.stderr


class TestRemoving:
    def test_it_is_gone_when_there_is_nothing_to_ask(
        self, videobert: CommandLine, library: Library, of_library: Sequence[str]
    ) -> None:
        outcome = videobert(*of_library, "--json", "library", "remove", "--yes")
        assert outcome.document == {"library": str(library.root), "removed": True}
        assert not library.root.exists()

    def test_without_a_terminal_nobody_can_be_asked(
        self, videobert: CommandLine, library: Library, of_library: Sequence[str]
    ) -> None:
        outcome = videobert(*of_library, "library", "remove", stdin="y\n")
        assert outcome.status == 2
        assert "--yes" in outcome.stderr
        assert library.root.exists()

    @pytest.mark.parametrize(("answer", "removed"), [("y", True), ("n", False), ("", False)])
    def test_on_a_terminal_the_answer_counts(
        self,
        videobert: CommandLine,
        library: Library,
        of_library: Sequence[str],
        monkeypatch: pytest.MonkeyPatch,
        answer: str,
        *,
        removed: bool,
    ) -> None:
        monkeypatch.setattr("videobert_desktop.cli.library.someone_is_there", lambda: True)
        outcome = videobert(*of_library, "--json", "library", "remove", stdin=f"{answer}\n")
        assert outcome.status == 0
        assert outcome.document["removed"] is removed
        assert library.root.exists() is not removed
        assert str(library.root) in outcome.stderr

    def test_a_directory_that_is_no_library_is_left_alone(self, videobert: CommandLine, tmp_path: Path) -> None:
        (tmp_path / "features").mkdir()
        assert videobert("--library", str(tmp_path), "library", "remove", "--yes").status == 3
        assert (tmp_path / "features").exists()
