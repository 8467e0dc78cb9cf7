"""From a folder of good and bad files to the moments in it, with real processes and a tiny pack."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.helpers.command_line import CommandLine, Outcome
from tests.helpers.media import (
    ODD_NAMES,
    audio_only_clip,
    clip_without_index,
    numbered_clip,
    odd_path,
    picture_clip,
    solid_clip,
    truncated_clip,
)
from tests.helpers.tiny_pack import COLOURS, plain_picture

FOUND_BY_COLOUR = ("red", "green", "blue")
BAD = {
    "bad/empty.mp4": "The file is empty.",
    "bad/text.mp4": "",
    "bad/sound.mp4": "",
    "bad/cut-off.mp4": "",
    "bad/damaged.mp4": "The file is damaged after ",
}
"""The bad files of the collection, and how their reasons begin."""

INDEX_KEYS = {"indexed", "unchanged", "moved", "failed", "seconds_of_video", "seconds", "device", "unheard"}
SEARCH_KEYS = {"query", "in_library", "seconds", "results"}
RESULT_KEYS = {"video", "video_id", "start", "end", "peak", "score", "confidence", "evidence", "online"}
STATUS_KEYS = {"library", "videos", "offline", "failed", "hours", "windows", "stages", "packs", "device", "disk"}


@dataclass(frozen=True)
class Collection:
    """A folder that has been indexed into a library.

    Attributes:
        folder: The folder; `empty` in it is a folder without videos.
        library: The library.
        first: What indexing it came to.
    """

    folder: Path
    library: Path
    first: Outcome

    @property
    def missing(self) -> Path:
        """A path where nothing is."""
        return self.folder / "missing.mp4"

    @property
    def good(self) -> list[Path]:
        """The files that are sound."""
        odd = [odd_path(self.folder / "odd", kind) for kind in ODD_NAMES]
        return [*(self.folder / f"{colour}.mp4" for colour in FOUND_BY_COLOUR), self.folder / "stripes.mp4", *odd]


@pytest.fixture(scope="session")
def collection(tmp_path_factory: pytest.TempPathFactory, videobert: CommandLine) -> Collection:
    """Good clips, and every kind of bad input there is; indexed once for all tests of this module."""
    folder = tmp_path_factory.mktemp("collection")
    library = folder.parent / "its-library"
    _make_good_clips(folder)
    _make_bad_files(folder)
    collection = Collection(folder, library, Outcome(-1, "", ""))
    paths = (folder, collection.missing, folder / "empty")
    return Collection(folder, library, videobert("--json", "--library", library, "index", *paths, "--pack", "tiny"))


def _make_good_clips(folder: Path) -> None:
    for number, colour in enumerate(FOUND_BY_COLOUR):
        solid_clip(folder / f"{colour}.mp4", COLOURS[colour], seconds=6.0 + number)
    pictures = [plain_picture(colour) for colour in ("white", "yellow", "black")]
    picture_clip(folder / "stripes.mp4", pictures, seconds_each=9.0)
    (folder / "odd").mkdir()
    for number, kind in enumerate(ODD_NAMES):
        numbered_clip(folder / "plain.mp4", frames=10 + number).rename(odd_path(folder / "odd", kind))


def _make_bad_files(folder: Path) -> None:
    bad = folder / "bad"
    bad.mkdir()
    (folder / "empty").mkdir()
    (folder / "notes.txt").write_text("not a video, and not called one")
    (bad / "empty.mp4").touch()
    (bad / "text.mp4").write_text("a shopping list")
    audio_only_clip(bad / "sound.mp4")
    clip_without_index(bad / "cut-off.mp4")
    truncated_clip(bad / "damaged.mp4")


class TestIndex:
    def test_it_ends_with_1_because_some_files_failed(self, collection: Collection) -> None:
        assert collection.first.status == 1

    def test_standard_output_is_one_document_with_the_keys_of_the_contract(self, collection: Collection) -> None:
        document = collection.first.document
        assert set(document) == INDEX_KEYS
        assert all(set(failure) == {"path", "reason", "hint"} for failure in document["failed"])
        assert (document["unchanged"], document["moved"], document["device"]) == (0, 0, "cpu")
        assert document["seconds"] > 0

    def test_every_good_file_is_indexed_and_the_damaged_one_as_far_as_it_goes(self, collection: Collection) -> None:
        assert collection.first.document["indexed"] == len(collection.good) + 1
        # 21 s of colours, 27 s of stripes, 7.5 s of odd names, and what is left of 6 s
        assert 55.5 < collection.first.document["seconds_of_video"] < 61.5

    def test_each_bad_input_is_named_once_with_its_reason(self, collection: Collection) -> None:
        failures = {failure["path"]: failure for failure in collection.first.document["failed"]}
        expected = [collection.folder / name for name in BAD] + [collection.missing, collection.folder / "empty"]
        assert sorted(failures) == sorted(map(str, expected))
        assert len(failures) == len(collection.first.document["failed"])
        for name, beginning in BAD.items():
            assert failures[str(collection.folder / name)]["reason"].startswith(beginning)
        assert len({failure["reason"] for failure in failures.values()}) == len(expected)

    def test_each_bad_input_is_named_on_standard_error_too(self, collection: Collection) -> None:
        for failure in collection.first.document["failed"]:
            (line,) = [line for line in collection.first.stderr.splitlines() if line.startswith(f"{failure['path']}: ")]
            assert failure["reason"] in line

    def test_nothing_of_it_is_a_fault_of_the_program(self, collection: Collection) -> None:
        assert "Traceback" not in collection.first.stderr
        assert "fault" not in collection.first.stderr

    def test_again_it_imports_no_torch_and_finds_everything_unchanged(
        self, videobert: CommandLine, collection: Collection
    ) -> None:
        outcome = videobert.listing_imports("--json", "--library", str(collection.library), "index", collection.folder)
        assert outcome.status == 1  # the bad files are still bad
        assert outcome.document["indexed"] == 0
        assert outcome.document["unchanged"] == len(collection.good) + 1
        assert outcome.document["seconds_of_video"] == 0
        assert "av" in outcome.imported  # the list is not empty for another reason
        assert not {"torch", "transformers", "PySide6"} & outcome.imported


class TestSearch:
    def test_one_query_is_one_document(self, videobert: CommandLine, collection: Collection) -> None:
        document = videobert.json(collection.library, "search", "red", "--limit", "3")
        assert set(document) == SEARCH_KEYS
        assert document["query"] == "red"
        assert isinstance(document["in_library"], bool)
        assert len(document["results"]) == 3

    def test_results_have_the_keys_of_the_contract_and_never_overlap(
        self, videobert: CommandLine, collection: Collection
    ) -> None:
        results = videobert.json(collection.library, "search", "yellow", "--limit", "50")["results"]
        scores = [result["score"] for result in results]
        assert scores == sorted(scores, reverse=True)
        for number, result in enumerate(results):
            assert set(result) == RESULT_KEYS
            assert set(result["evidence"]) == {"picture", "alignment", "speech", "screen", "tags"}
            assert 0 <= result["start"] <= result["peak"] <= result["end"]
            assert 0 <= result["confidence"] <= 1
            assert result["online"] is True
            for other in results[:number]:
                apart = result["end"] <= other["start"] or other["end"] <= result["start"]
                assert result["video_id"] != other["video_id"] or apart

    def test_queries_of_a_file_are_answered_in_their_order_each_with_its_clip_first(
        self, videobert: CommandLine, collection: Collection, tmp_path: Path
    ) -> None:
        queries = tmp_path / "queries.txt"
        queries.write_text("\n".join(FOUND_BY_COLOUR) + "\n", encoding="utf-8")
        document = videobert.json(collection.library, "search", "--queries", queries, "--limit", "1")
        assert set(document) == {"searches"}
        assert all(set(search) == SEARCH_KEYS for search in document["searches"])
        assert [search["query"] for search in document["searches"]] == list(FOUND_BY_COLOUR)
        firsts = [search["results"][0]["video"] for search in document["searches"]]
        assert firsts == [str(collection.folder / f"{colour}.mp4") for colour in FOUND_BY_COLOUR]

    def test_a_folder_narrows_it_down_and_odd_names_come_back_exactly(
        self, videobert: CommandLine, collection: Collection
    ) -> None:
        folder = collection.folder / "odd"
        results = videobert.json(collection.library, "search", "black", "--in", folder, "--limit", "50")["results"]
        found = {os.fsencode(result["video"]) for result in results}
        assert found == {os.fsencode(odd_path(folder, kind)) for kind in ODD_NAMES}

    def test_for_people_it_is_a_table(self, videobert: CommandLine, collection: Collection) -> None:
        outcome = videobert("--library", collection.library, "search", "red", "--limit", "1")
        assert outcome.status == 0
        assert "red.mp4" in outcome.stdout
        assert "0:00.0" in outcome.stdout
        assert "\x1b" not in outcome.stdout
        assert outcome.stderr == ""


class TestTheRest:
    def test_status(self, videobert: CommandLine, collection: Collection) -> None:
        status = videobert.json(collection.library, "status")
        assert set(status) >= STATUS_KEYS
        assert status["library"] == str(collection.library)
        assert (status["videos"], status["offline"]) == (len(collection.good) + 1, 0)
        # The empty folder is one too, until the folder around it is looked through again by another test.
        assert status["failed"] - len(BAD) in {0, 1}
        assert status["hours"] == pytest.approx(61.5 / 3600, abs=0.001)
        assert set(status["stages"]) == {"picture", "speech", "screen", "tags"}
        picture = status["stages"]["picture"]
        assert (picture["done"], picture["total"]) == (status["videos"], status["videos"])
        assert picture["passes"] == {"fast": 0, "standard": status["videos"], "thorough": 0}
        assert [pack["name"] for pack in status["packs"]] == ["tiny"]
        assert set(status["disk"]) == {"catalogue", "features", "index", "thumbnails", "packs"}
        assert status["disk"]["features"] > 0

    def test_a_library_that_was_indexed_is_in_order(self, videobert: CommandLine, collection: Collection) -> None:
        document = videobert.json(collection.library, "library", "verify")
        assert document == {"library": str(collection.library), "problems": []}

    def test_a_rebuilt_index_gives_the_same_answers(self, videobert: CommandLine, collection: Collection) -> None:
        before = videobert.json(collection.library, "search", "green")["results"]
        windows = videobert.json(collection.library, "status")["windows"]
        document = videobert.json(collection.library, "library", "rebuild-index")
        assert document == {"library": str(collection.library), "windows": windows}
        assert videobert.json(collection.library, "search", "green")["results"] == before

    def test_a_library_with_a_name_is_among_the_users_own(self, videobert: CommandLine) -> None:
        created = videobert("--json", "--library", "my clips", "library", "create").document
        listed = videobert("--json", "library", "list").document
        assert set(listed) == {"libraries"}
        assert {"name": "my clips", "directory": created["library"]} in listed["libraries"]
        assert videobert("--library", "my clips", "library", "remove", "--yes").status == 0
        assert not Path(created["library"]).exists()

    def test_the_users_own_pack_is_listed_and_sound(self, videobert: CommandLine) -> None:
        packs = {pack["name"]: pack for pack in videobert("--json", "pack", "list").document["packs"]}
        assert packs["tiny"]["directory"] == str(videobert.packs / "tiny")
        assert packs["tiny"]["size_bytes"] > 0
        verified = videobert("--json", "pack", "verify", "tiny")
        assert verified.status == 0
        assert verified.document == {"packs": [{"name": "tiny", "problems": []}]}
