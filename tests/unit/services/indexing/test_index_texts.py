"""What indexing does about what is said: with a speech pack, without one, and with one that is damaged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.helpers.fake_voices import FakeRecogniser, _loud_is_voice
from tests.helpers.indexing import Desk
from tests.helpers.media import numbered_clip
from tests.helpers.sound import Sound, sounding_clip
from tests.helpers.speech_packs import install_speech_pack_of, whisper_folder
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Progress, ignore_progress
from videobert_desktop.models.speech import whisper
from videobert_desktop.services.indexing.index_videos import IndexOptions, IndexReport, index_videos
from videobert_desktop.services.library_status import library_status
from videobert_desktop.services.searching.search_moments import MomentSearcher

__all__ = ["_loud_is_voice"]

pytestmark = pytest.mark.usefixtures("_loud_is_voice")

OPTIONS = IndexOptions(device="cpu", new_pack="colours")


@pytest.fixture
def films(desk: Desk) -> Path:
    """A film in which somebody speaks, one with subtitles, and a silent one."""
    loud = Sound("flac", 16_000, "mono", wave=lambda times: 0.6 * (times % 4 < 1))
    sounding_clip(desk.folder / "talk.mkv", loud)
    sounding_clip(desk.folder / "read.mkv", replace(loud, seconds=6.0), seconds=6.0)
    (desk.folder / "read.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nHello\n")
    numbered_clip(desk.folder / "silent.mp4")
    return desk.folder


@pytest.fixture
def recogniser(monkeypatch: pytest.MonkeyPatch) -> FakeRecogniser:
    """What listens in place of Whisper."""
    stand_in = FakeRecogniser()
    monkeypatch.setattr(whisper, "WhisperRecogniser", lambda *_, **__: stand_in)
    return stand_in


def index(desk: Desk, options: IndexOptions = OPTIONS, reports: list[Progress] | None = None) -> IndexReport:
    report = ignore_progress if reports is None else reports.append
    return index_videos(
        desk.library, [desk.folder], options, cancel=CancelToken(), report=report, failed=desk.told.append
    )


def spoken(desk: Desk) -> int:
    (speech,) = (stage for stage in library_status(desk.library).stages if stage.name == "speech")
    return speech.done


def test_without_a_speech_pack_it_is_said_how_many_wait_for_one(desk: Desk, films: Path) -> None:
    report = index(desk)
    assert (report.indexed, report.failed, report.unheard) == (3, (), 1)
    assert spoken(desk) == 1
    assert index(desk, replace(OPTIONS, speech="off")).unheard == 0


def test_a_pack_that_comes_later_hears_what_waited(
    desk: Desk, films: Path, recogniser: FakeRecogniser, tmp_path: Path
) -> None:
    index(desk)
    install_speech_pack_of(whisper_folder(tmp_path / "whisper"), "mine")
    report = index(desk)
    assert (report.indexed, report.failed, report.unheard) == (0, (), 0)
    assert len(recogniser.heard) > 0
    assert spoken(desk) == 3


def test_who_wants_no_speech_gets_none(desk: Desk, films: Path, recogniser: FakeRecogniser, tmp_path: Path) -> None:
    install_speech_pack_of(whisper_folder(tmp_path / "whisper"), "mine")
    index(desk, replace(OPTIONS, speech="off"))
    assert recogniser.heard == []


def test_a_film_with_subtitles_is_heard_if_that_is_wanted(
    desk: Desk, films: Path, recogniser: FakeRecogniser, tmp_path: Path
) -> None:
    install_speech_pack_of(whisper_folder(tmp_path / "whisper"), "mine")
    index(desk)
    heard = len(recogniser.heard)
    index(desk, replace(OPTIONS, despite_subtitles=True))
    assert len(recogniser.heard) > heard
    index(desk, replace(OPTIONS, despite_subtitles=True))
    with desk.catalogue() as catalogue:
        file = catalogue.files.by_path(films / "read.mkv")
        assert file is not None
        assert {each.source.value for each in catalogue.transcripts.all_of(file.video_id)} == {"sidecar", "speech"}


def test_pictures_are_found_while_somebody_listens(
    desk: Desk, recogniser: FakeRecogniser, tmp_path: Path, films: Path
) -> None:
    install_speech_pack_of(whisper_folder(tmp_path / "whisper"), "mine")
    found: list[int] = []

    class Watching(list[Progress]):
        def append(self, progress: Progress) -> None:
            if progress.stage == "listening" and not found:
                assert spoken(desk) < 3
                found.append(len(desk.search("red").moments))

    index(desk, reports=Watching())
    assert found[0] > 0


def test_a_speech_pack_that_is_not_there_or_damaged_fails_alone(desk: Desk, films: Path, tmp_path: Path) -> None:
    report = index(desk, replace(OPTIONS, speech="absent"))
    assert report.indexed == 3
    assert [failure.reason for failure in report.failed] == ["There is no speech pack called 'absent'."]
    pack = install_speech_pack_of(whisper_folder(tmp_path / "whisper"), "mine")
    (pack.directory / "tokenizer.json").unlink()
    (failure,) = index(desk).failed
    assert failure.path == pack.directory
    assert "tokenizer.json is missing" in failure.reason
    with MomentSearcher(desk.library):
        pass  # and it can be searched


def test_a_film_that_vanishes_before_it_is_heard_is_named(
    desk: Desk, films: Path, recogniser: FakeRecogniser, tmp_path: Path
) -> None:
    install_speech_pack_of(whisper_folder(tmp_path / "whisper"), "mine")

    class Removing(list[Progress]):
        def append(self, progress: Progress) -> None:
            if progress.stage == "reading subtitles":
                (films / "talk.mkv").unlink(missing_ok=True)

    report = index(desk, reports=Removing())
    assert [failure.path.name for failure in report.failed] == ["talk.mkv"]
    assert spoken(desk) == 2
