"""The stage that takes in subtitles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.helpers.media import numbered_clip
from tests.helpers.subtitles import Subtitles, subtitled_clip
from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, Failure
from videobert_desktop.domain.progress import Progress, ignore_progress
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.services.importing.import_videos import VideoImporter
from videobert_desktop.services.transcribing.read_subtitles import read_subtitles


def subrip(*lines: str) -> str:
    return "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{line}\n\n" for n, line in enumerate(lines))


@dataclass
class Desk:
    """A library's catalogue and a folder of videos.

    Attributes:
        catalogue: The catalogue.
        decoder: What reads the files.
        folder: Where the videos are.
        told: The failures that were told.
        reports: The progress that was told.
    """

    catalogue: Catalogue
    decoder: Decoder
    folder: Path
    told: list[Failure] = field(default_factory=list)
    reports: list[Progress] = field(default_factory=list)

    def read(self, cancel: CancelToken | None = None) -> list[Failure]:
        token = cancel or CancelToken()
        importer = VideoImporter(
            self.catalogue, self.decoder, cancel=CancelToken(), report=ignore_progress, failed=self.told.append
        )
        videos = importer.take_in([self.folder]).files
        self.reports.clear()
        return read_subtitles(
            self.catalogue, self.decoder, videos, cancel=token, report=self.reports.append, failed=self.told.append
        )

    def lines(self, name: str) -> list[str]:
        """What is kept of all transcripts of a video."""
        file = self.catalogue.files.by_path(self.folder / name)
        assert file is not None
        transcripts = self.catalogue.transcripts.all_of(file.video_id)
        return [line.text for each in transcripts for line in self.catalogue.transcripts.segments(each.id)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "films"
    folder.mkdir()
    with Catalogue.create(tmp_path / "catalogue.sqlite3") as catalogue, Decoder() as decoder:
        yield Desk(catalogue, decoder, folder)


def test_what_lies_beside_a_video_is_read_once(desk: Desk) -> None:
    numbered_clip(desk.folder / "film.mp4")
    (desk.folder / "film.srt").write_text(subrip("Hello", "you"))
    assert desk.read() == []
    assert desk.lines("film.mp4") == ["Hello", "you"]
    assert [progress.item for progress in desk.reports] == ["film.mp4"]
    desk.read()
    assert desk.reports == []


def test_subtitles_that_change_come_or_go_are_noticed(desk: Desk) -> None:
    numbered_clip(desk.folder / "film.mp4")
    desk.read()
    subtitles = desk.folder / "film.en.srt"
    subtitles.write_text(subrip("Hello"))
    desk.read()
    assert desk.lines("film.mp4") == ["Hello"]
    subtitles.write_text(subrip("Good evening"))
    desk.read()
    assert desk.lines("film.mp4") == ["Good evening"]
    subtitles.unlink()
    desk.read()
    assert desk.lines("film.mp4") == []


def test_what_the_user_has_put_right_outlasts_the_file(desk: Desk) -> None:
    numbered_clip(desk.folder / "film.mp4")
    subtitles = desk.folder / "film.srt"
    subtitles.write_text(subrip("Helo", "you"))
    desk.read()
    file = desk.catalogue.files.by_path(desk.folder / "film.mp4")
    assert file is not None
    (transcript,) = desk.catalogue.transcripts.all_of(file.video_id)
    desk.catalogue.transcripts.edit(desk.catalogue.transcripts.segments(transcript.id)[0].id, "Hello")
    subtitles.unlink()
    desk.read()
    assert "Hello" in desk.lines("film.mp4")


def test_a_file_that_cannot_be_read_is_named_and_the_others_go_on(desk: Desk) -> None:
    numbered_clip(desk.folder / "one.mp4", frames=25)
    numbered_clip(desk.folder / "two.mp4", frames=50)
    (desk.folder / "one.srt").write_bytes(b"\x00" * 500)
    (desk.folder / "two.srt").write_text(subrip("Hello"))
    failures = desk.read()
    assert [failure.path.name for failure in failures] == ["one.srt"]
    assert failures == desk.told
    assert desk.lines("two.mp4") == ["Hello"]


def test_a_file_without_subtitles_is_not_opened_for_them(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    numbered_clip(desk.folder / "film.mp4")

    def opened(*_: object, **__: object) -> None:
        raise AssertionError("the file was opened")

    monkeypatch.setattr(Decoder, "subtitles", opened)
    assert desk.read() == []
    desk.read()
    assert desk.reports == []


def test_subtitles_inside_the_file_are_read(desk: Desk) -> None:
    track = Subtitles("subrip", [(500, 800, b"Hello"), (1500, 800, b"you")], language="eng")
    subtitled_clip(desk.folder / "film.mkv", track)
    assert desk.read() == []
    assert desk.lines("film.mkv") == ["Hello", "you"]


def test_it_stops_between_videos_when_asked_to(desk: Desk) -> None:
    numbered_clip(desk.folder / "film.mp4")
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        desk.read(cancel)
