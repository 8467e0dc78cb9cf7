"""The stage that listens to what is said, with a recogniser that hears a word in each loud stretch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.helpers.fake_voices import FakeRecogniser, _loud_is_voice
from tests.helpers.media import numbered_clip
from tests.helpers.sound import Sound, silence, sounding_clip
from videobert_desktop.catalogue import Catalogue
from videobert_desktop.catalogue.transcripts import STAGE
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, Failure, UserError
from videobert_desktop.domain.progress import Progress, ignore_progress
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.models.speech.phrases import SAMPLE_RATE, Phrase
from videobert_desktop.services.importing.import_videos import VideoImporter
from videobert_desktop.services.transcribing.heard import is_to_be_heard
from videobert_desktop.services.transcribing.read_subtitles import read_subtitles
from videobert_desktop.services.transcribing.recognise_speech import (
    NO_SOUND,
    SpeechTask,
    recognise_speech,
)

__all__ = ["_loud_is_voice"]

pytestmark = pytest.mark.usefixtures("_loud_is_voice")

SUBTITLES = "1\n00:00:01,000 --> 00:00:02,000\nHello\n"


def talks(times: NDArray[np.float64]) -> NDArray[np.float64]:
    """Loud at 4 s, 14 s, 24 s and so on, each time for longer: words that repeat are not believed."""
    return 0.6 * ((times % 10 >= 4) & (times % 10 < 5 + times // 10 / 20))


def talking_clip(path: Path, seconds: float = 20.0) -> Path:
    return sounding_clip(path, Sound("flac", 16_000, "mono", seconds=seconds, wave=talks), seconds=seconds)


@dataclass
class Desk:
    """A library's catalogue and a folder of videos.

    Attributes:
        catalogue: The catalogue.
        decoder: What reads the files.
        folder: Where the videos are.
        recogniser: What hears words.
        told: The failures that were told.
        reports: The progress that was told.
    """

    catalogue: Catalogue
    decoder: Decoder
    folder: Path
    recogniser: FakeRecogniser = field(default_factory=FakeRecogniser)
    told: list[Failure] = field(default_factory=list)
    reports: list[Progress] = field(default_factory=list)

    def take_in(self) -> dict[int, Path]:
        importer = VideoImporter(
            self.catalogue, self.decoder, cancel=CancelToken(), report=ignore_progress, failed=self.told.append
        )
        return dict(importer.take_in([self.folder]).files)

    def listen(
        self, key: str = "tiny@1", cancel: CancelToken | None = None, *, despite_subtitles: bool = False
    ) -> list[Failure]:
        videos = self.take_in()
        read_subtitles(
            self.catalogue, self.decoder, videos, cancel=CancelToken(), report=ignore_progress, failed=self.told.append
        )
        self.reports.clear()
        return recognise_speech(
            self.catalogue,
            self.decoder,
            SpeechTask(key, self.recogniser, videos, despite_subtitles),
            cancel=cancel or CancelToken(),
            report=self.reports.append,
            failed=self.told.append,
        )

    def video_id(self, name: str) -> int:
        file = self.catalogue.files.by_path(self.folder / name)
        assert file is not None
        return file.video_id

    def starts(self, name: str) -> list[float]:
        """When the lines of all transcripts of a video begin, in whole tenths of a second."""
        transcripts = self.catalogue.transcripts.all_of(self.video_id(name))
        lines = [line for each in transcripts for line in self.catalogue.transcripts.segments(each.id)]
        return [round(line.segment.span.start, 1) for line in lines]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "films"
    folder.mkdir()
    with Catalogue.create(tmp_path / "catalogue.sqlite3") as catalogue, Decoder() as decoder:
        yield Desk(catalogue, decoder, folder)


def test_what_is_said_is_kept_with_its_times(desk: Desk) -> None:
    talking_clip(desk.folder / "film.mkv")
    assert desk.listen() == []
    assert desk.starts("film.mkv") == [4.0, 14.0]
    assert desk.catalogue.transcripts.count() == 1
    (transcript,) = desk.catalogue.transcripts.all_of(desk.video_id("film.mkv"))
    assert (transcript.origin, transcript.language) == ("tiny@1", "en")


def test_nobody_listens_twice(desk: Desk) -> None:
    talking_clip(desk.folder / "film.mkv")
    desk.listen()
    heard = len(desk.recogniser.heard)
    desk.listen()
    assert len(desk.recogniser.heard) == heard
    assert desk.reports == []


def test_its_progress_is_told_in_seconds_of_all_that_is_to_be_heard(desk: Desk) -> None:
    talking_clip(desk.folder / "one.mkv", 20.0)
    talking_clip(desk.folder / "two.mkv", 30.0)
    desk.listen()
    assert [progress.total for progress in desk.reports] == pytest.approx([50.0] * len(desk.reports), abs=0.2)
    done = [progress.done for progress in desk.reports]
    assert done == sorted(done)
    assert desk.reports[-1].done == pytest.approx(50.0, abs=0.2)
    assert {progress.stage for progress in desk.reports} == {"listening"}


def test_a_video_with_subtitles_is_left_alone_unless_it_is_asked_for(desk: Desk) -> None:
    talking_clip(desk.folder / "film.mkv")
    (desk.folder / "film.srt").write_text(SUBTITLES)
    desk.listen()
    assert desk.starts("film.mkv") == [1.0]
    assert desk.recogniser.heard == []
    assert not is_to_be_heard(desk.catalogue, desk.video_id("film.mkv"))
    desk.listen(despite_subtitles=True)
    assert desk.starts("film.mkv") == [1.0, 4.0, 14.0]


def test_a_silent_film_is_through_without_listening_and_says_why(desk: Desk) -> None:
    numbered_clip(desk.folder / "film.mp4")
    assert desk.listen() == []
    assert desk.recogniser.heard == []
    row = desk.catalogue.stages.get(desk.video_id("film.mp4"), STAGE, "tiny@1")
    assert row is not None
    assert (row.complete, row.detail) == (True, NO_SOUND)


def test_sound_without_voices_is_through_with_nothing_said(desk: Desk) -> None:
    sounding_clip(desk.folder / "film.mkv", Sound("flac", wave=silence))
    assert is_to_be_heard(desk.catalogue, desk.take_in().popitem()[0])
    assert desk.listen() == []
    assert desk.catalogue.transcripts.count() == 1
    assert desk.catalogue.transcripts.preferred(desk.video_id("film.mkv")) is None
    assert not is_to_be_heard(desk.catalogue, desk.video_id("film.mkv"))


def test_what_was_left_is_gone_on_with_where_it_was(desk: Desk) -> None:
    talking_clip(desk.folder / "film.mkv", 150.0)
    cancel = CancelToken()

    class Leaving(FakeRecogniser):
        def hear(self, samples: NDArray[np.float32], language: str) -> Iterator[Phrase]:
            yield from super().hear(samples, language)
            if sum(count for count, _ in self.heard) > 8 * SAMPLE_RATE:  # in the second minute
                cancel.cancel()

    desk.recogniser = Leaving()
    with pytest.raises(Cancelled):
        desk.listen(cancel=cancel)
    kept = desk.starts("film.mkv")
    assert 0 < len(kept) < 15
    assert desk.catalogue.transcripts.count() == 0  # nobody has listened to the end
    desk.recogniser = FakeRecogniser()
    desk.listen()
    assert desk.starts("film.mkv") == [10.0 * n + 4 for n in range(15)]
    assert sum(count for count, _ in desk.recogniser.heard) < (15 - len(kept)) * 10 * SAMPLE_RATE
    assert desk.recogniser.asked == []  # the language is known


def test_another_pack_listens_anew_and_what_was_put_right_stays(desk: Desk) -> None:
    talking_clip(desk.folder / "film.mkv")
    desk.listen("tiny@1")
    (transcript,) = desk.catalogue.transcripts.all_of(desk.video_id("film.mkv"))
    first = desk.catalogue.transcripts.segments(transcript.id)[0]
    desk.catalogue.transcripts.edit(first.id, "Good evening")
    desk.listen("base@1")
    (transcript,) = desk.catalogue.transcripts.all_of(desk.video_id("film.mkv"))
    assert transcript.origin == "base@1"
    lines = [line.text for line in desk.catalogue.transcripts.segments(transcript.id)]
    assert lines[0] == "Good evening"
    assert len(lines) == 2


def test_a_file_that_cannot_be_listened_to_is_named_and_the_others_go_on(desk: Desk) -> None:
    talking_clip(desk.folder / "one.mkv", 20.0)
    talking_clip(desk.folder / "two.mkv", 30.0)
    videos = desk.take_in()
    (desk.folder / "one.mkv").write_bytes(b"no video any more")
    task = SpeechTask("tiny@1", desk.recogniser, videos)
    failures = recognise_speech(
        desk.catalogue, desk.decoder, task, cancel=CancelToken(), report=ignore_progress, failed=desk.told.append
    )
    assert [failure.path.name for failure in failures] == ["one.mkv"]
    assert failures == desk.told
    assert desk.starts("two.mkv") == [4.0, 14.0, 24.0]
    assert is_to_be_heard(desk.catalogue, desk.video_id("one.mkv"))


def test_a_pack_that_fails_ends_the_stage(desk: Desk) -> None:
    class Damaged(FakeRecogniser):
        def hear(self, samples: NDArray[np.float32], language: str) -> Iterator[Phrase]:
            raise UserError("The speech model cannot be loaded.", path=Path("model.bin"))

    talking_clip(desk.folder / "film.mkv")
    desk.recogniser = Damaged()
    with pytest.raises(UserError, match="cannot be loaded"):
        desk.listen()


def test_forced_subtitles_do_not_say_what_is_said(desk: Desk) -> None:
    talking_clip(desk.folder / "film.mkv")
    (video_id,) = desk.take_in()
    (desk.folder / "film.forced.srt").write_text(SUBTITLES)
    desk.listen()
    titles = [each.title for each in desk.catalogue.transcripts.all_of(video_id)]
    assert any("forced" in title.lower() for title in titles)
    assert desk.starts("film.mkv") == [1.0, 4.0, 14.0]
    made = [each.made for each in desk.catalogue.transcripts.all_of(video_id)]
    assert all(when <= datetime.now(UTC) for when in made)
