"""`videobert index`, with a stand-in for the work itself."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.unit.cli.calling import CommandLine
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.services.indexing import index_videos
from videobert_desktop.services.indexing.index_videos import IndexOptions, IndexReport
from videobert_desktop.services.libraries import Library, open_library

NOTHING = IndexReport(0, 0, 0, (), video_seconds=0.0, seconds=0.0, device="cpu", nothing_usable=False)


@dataclass
class Indexing:
    """Stands in for the work: remembers what it was asked for and gives the report it was given."""

    answer: IndexReport = NOTHING
    while_working: Callable[[], None] = lambda: None
    tells: bool = True
    library: Library | None = None
    paths: Sequence[Path] = ()
    options: IndexOptions | None = None

    def __call__(
        self,
        library: Library,
        paths: Sequence[Path],
        options: IndexOptions,
        *,
        cancel: CancelToken,
        report: Report,
        failed: Callable[[Failure], None],
    ) -> IndexReport:
        self.library, self.paths, self.options = library, paths, options
        report(Progress("indexing", 1, 2, "s", "cat.mp4"))
        self.while_working()
        cancel.raise_if_cancelled()
        for failure in self.answer.failed if self.tells else ():
            failed(failure)
        return self.answer


@pytest.fixture
def indexing(monkeypatch: pytest.MonkeyPatch) -> Indexing:
    indexing = Indexing()
    monkeypatch.setattr(index_videos, "index_videos", indexing)
    return indexing


BAD = Failure(Path("/videos/bad.mp4"), "It is empty.", "Copy it again.")


def test_the_document_is_that_of_the_contract(
    videobert: CommandLine, indexing: Indexing, of_library: Sequence[str]
) -> None:
    indexing.answer = IndexReport(2, 3, 1, (BAD,), 75.2504, 4.5, "cuda", nothing_usable=False)
    outcome = videobert(*of_library, "--json", "index", "videos")
    assert outcome.document == {
        "indexed": 2,
        "unchanged": 3,
        "moved": 1,
        "failed": [{"path": "/videos/bad.mp4", "reason": "It is empty.", "hint": "Copy it again."}],
        "seconds_of_video": 75.25,
        "seconds": 4.5,
        "device": "cuda",
        "unheard": 0,
    }


def test_who_has_no_speech_pack_is_offered_one(
    videobert: CommandLine, indexing: Indexing, of_library: Sequence[str]
) -> None:
    indexing.answer = replace(NOTHING, indexed=3, unheard=2)
    told = videobert(*of_library, "index", "videos").stdout
    assert "2 videos with sound" in told
    assert "`videobert pack install base`" in told
    assert videobert(*of_library, "--json", "index", "videos").document["unheard"] == 2


def test_people_get_a_sentence(videobert: CommandLine, indexing: Indexing, of_library: Sequence[str]) -> None:
    indexing.answer = replace(NOTHING, indexed=1, unchanged=3, video_seconds=75.25, seconds=4.5)
    outcome = videobert(*of_library, "index", "videos")
    assert outcome.status == 0
    assert outcome.stdout == "Indexed 1 video (1:15.2 of video) in 0:04.5 on cpu; 3 unchanged, 0 moved, 0 failed.\n"
    assert videobert(*of_library, "--quiet", "index", "videos").stdout == ""


@pytest.mark.parametrize("tells", [True, False])
def test_what_failed_is_named_once_with_its_reason_and_makes_the_status_1(
    videobert: CommandLine, indexing: Indexing, of_library: Sequence[str], *, tells: bool
) -> None:
    indexing.answer, indexing.tells = replace(NOTHING, indexed=1, failed=(BAD,)), tells
    outcome = videobert(*of_library, "--quiet", "index", "videos")
    assert outcome.status == 1
    assert outcome.stderr == "/videos/bad.mp4: It is empty. Copy it again.\n"


def test_when_nothing_can_be_used_the_document_has_an_error_and_the_status_is_3(
    videobert: CommandLine, indexing: Indexing, of_library: Sequence[str]
) -> None:
    indexing.answer = replace(NOTHING, failed=(BAD,), nothing_usable=True)
    outcome = videobert(*of_library, "--json", "index", "videos")
    assert outcome.status == 3
    assert outcome.document["indexed"] == 0
    assert len(outcome.document["failed"]) == 1
    assert set(outcome.document["error"]) == {"message", "path", "hint"}
    assert "/videos/bad.mp4" in outcome.stderr


def test_paths_are_handed_on_absolute_and_links_stay_links(
    videobert: CommandLine,
    indexing: Indexing,
    of_library: Sequence[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link").symlink_to(tmp_path / "loop")
    (tmp_path / "loop").symlink_to(tmp_path / "link")
    videobert(*of_library, "index", "a/../b.mp4", "link", os.fsdecode(b"caf\xe9"))
    assert indexing.paths == (tmp_path / "b.mp4", tmp_path / "link", tmp_path / os.fsdecode(b"caf\xe9"))


def test_a_failed_file_whose_name_is_not_utf_8_is_named_with_escapes_and_exactly_in_json(
    videobert: CommandLine, indexing: Indexing, of_library: Sequence[str]
) -> None:
    odd = os.fsdecode(b"/videos/caf\xe9\n.mp4")
    indexing.answer = replace(NOTHING, failed=(Failure(Path(odd), "It is empty."),))
    outcome = videobert(*of_library, "--json", "index", "videos")
    assert outcome.document["failed"][0]["path"] == odd
    assert outcome.stderr == "/videos/caf\\xe9\\n.mp4: It is empty.\n"


@pytest.mark.parametrize("paths", [[], [""]])
def test_no_path_and_an_empty_one_are_wrong_usage(
    videobert: CommandLine, indexing: Indexing, of_library: Sequence[str], paths: list[str]
) -> None:
    assert videobert(*of_library, "index", *paths).status == 2
    assert indexing.library is None


def test_the_library_is_created(videobert: CommandLine, indexing: Indexing, home: Path) -> None:
    assert videobert("--library", "new", "index", "videos").status == 0
    assert indexing.library == open_library(home / "libraries" / "new")


def test_the_default_library_is_named_default(videobert: CommandLine, indexing: Indexing, home: Path) -> None:
    videobert("index", "videos")
    assert indexing.library == Library(home / "libraries" / "default")


def test_a_directory_that_holds_something_else_is_not_made_a_library(
    videobert: CommandLine, indexing: Indexing, tmp_path: Path
) -> None:
    (tmp_path / "letter.txt").touch()
    assert videobert("--library", str(tmp_path), "index", "videos").status == 3
    assert indexing.library is None


def test_options_are_handed_on(videobert: CommandLine, indexing: Indexing, of_library: Sequence[str]) -> None:
    skipped = ("--no-speech", "--speech-always", "--no-screen-text", "--no-tags")
    chosen = ("--pack", "clip", "--device", "cpu", "--mode", "standard")
    assert videobert(*of_library, "index", *chosen, *skipped, "videos").status == 0
    assert indexing.options == IndexOptions("clip", "cpu", speech="off", despite_subtitles=True, screen_text=False)


@pytest.mark.parametrize("mode", Pass)
def test_the_mode_is_handed_on(
    videobert: CommandLine, indexing: Indexing, of_library: Sequence[str], mode: Pass
) -> None:
    assert videobert(*of_library, "index", "--mode", mode.value, "videos").status == 0
    assert indexing.options == IndexOptions(mode=mode)


def test_the_settings_say_what_is_left_out(
    videobert: CommandLine, indexing: Indexing, of_library: Sequence[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIDEOBERT_DEVICE", "mps")
    monkeypatch.setenv("VIDEOBERT_PACK", "siglip")
    videobert(*of_library, "index", "videos")
    assert indexing.options == IndexOptions(None, "mps", new_pack="siglip")


@pytest.mark.parametrize("option", [("--device", "abacus"), ("--mode", "lazy")])
def test_options_that_do_not_exist_are_wrong_usage(
    videobert: CommandLine, indexing: Indexing, of_library: Sequence[str], option: tuple[str, str]
) -> None:
    assert videobert(*of_library, "index", *option, "videos").status == 2


def test_ctrl_c_ends_it_with_130_and_says_what_is_kept(
    videobert: CommandLine, indexing: Indexing, of_library: Sequence[str]
) -> None:
    indexing.while_working = lambda: signal.raise_signal(signal.SIGINT)
    outcome = videobert(*of_library, "--json", "index", "videos")
    assert outcome.status == 130
    assert "is kept" in outcome.stderr
    assert "is kept" in outcome.document["error"]["hint"]


def test_the_help_says_which_option_is_for_a_stage_still_to_come(videobert: CommandLine) -> None:
    told = " ".join(videobert("index", "--help").stdout.split())
    assert "still to come" in told.partition(" --no-tags ")[2].partition(" --")[0]
