"""What a video shows, from what is stored of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.helpers.colour_pack import colour_pack_info
from tests.helpers.indexing import Desk, pack_row
from tests.helpers.scenes import DIM, scenes, windows
from tests.helpers.talking_pack import TalkingPack, talk
from videobert_desktop.catalogue import DamagedFeaturesError, PackRow
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.description import Description
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.domain.progress import Progress, ignore_progress
from videobert_desktop.domain.timing import Span
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.models.packs.window_rows import WindowRows
from videobert_desktop.services.describing.describe_clip import MOST_CAPTIONED, Clip, describe, describe_clip
from videobert_desktop.services.indexing.stored_windows import StoredWindows


@pytest.fixture
def mixed(desk: Desk) -> Desk:
    """A clip of four colours, twelve seconds each, indexed, and a pack that speaks of what it sees."""
    desk.clip("mixed.mp4", "red", "green", "blue", "red", seconds_each=12.0, rate=2)
    desk.index()
    talk(desk.monkeypatch)
    return desk


def described(desk: Desk, video: int | str = "mixed.mp4", span: Span | None = None) -> Description:
    return describe(desk.library, video, span, cancel=CancelToken(), report=ignore_progress)


class TestDescription:
    def test_every_stretch_has_its_caption(self, mixed: Desk) -> None:
        found = described(mixed).captions
        assert [caption.text for caption in found] == [
            f"the wall is {name}" for name in ("red", "green", "blue", "red")
        ]
        for number, caption in enumerate(found):
            assert caption.span.start == pytest.approx(12.0 * number, abs=1.5)
            assert caption.span.end == pytest.approx(12.0 * (number + 1), abs=1.5)

    def test_chapters_cover_the_video_without_a_gap(self, mixed: Desk) -> None:
        chapters = described(mixed).chapters
        starts, ends = [each.span.start for each in chapters], [each.span.end for each in chapters]
        assert (starts[0], ends[-1]) == (0.0, 48.0)
        assert starts[1:] == ends[:-1]
        assert all(chapter.title.startswith("The wall is ") for chapter in chapters)
        assert len(chapters) == 3

    def test_the_summary_is_made_of_captions(self, mixed: Desk) -> None:
        told = described(mixed).summary
        assert told.startswith("First the wall is red; then the wall is ")

    def test_highlights_lie_within_the_video(self, mixed: Desk) -> None:
        found = described(mixed).highlights
        assert found
        assert all(0.0 <= each.span.start < each.span.end <= 48.0 for each in found)

    def test_it_is_the_same_every_time(self, mixed: Desk) -> None:
        assert described(mixed) == described(mixed)

    def test_nothing_is_decoded_and_the_file_need_not_be_there(self, mixed: Desk) -> None:
        def refuse(*_: object, **__: object) -> None:
            raise AssertionError("this was to be done without opening a video")

        mixed.monkeypatch.setattr(Decoder, "frames", refuse)
        whole = described(mixed)
        (mixed.folder / "mixed.mp4").unlink()
        assert described(mixed) == whole

    def test_a_picture_that_stands_still_is_one_chapter_with_one_caption(self, desk: Desk) -> None:
        desk.clip("still.mp4", "blue", seconds_each=60.0, rate=1)
        desk.index()
        talk(desk.monkeypatch)
        found = described(desk, "still.mp4")
        assert [chapter.title for chapter in found.chapters] == ["The wall is blue"]
        assert [caption.span for caption in found.captions] == [Span(0.0, 60.0)]
        assert found.summary == "The wall is blue."
        assert found.highlights == ()

    def test_a_video_of_one_window_is_described(self, desk: Desk) -> None:
        desk.clip("short.mp4", "green", seconds_each=1.0)
        desk.index()
        talk(desk.monkeypatch)
        found = described(desk, "short.mp4")
        assert (found.span, found.summary, found.highlights) == (Span(0.0, 1.0), "The wall is green.", ())
        assert [chapter.span for chapter in found.chapters] == [Span(0.0, 1.0)]

    def test_where_nothing_is_sure_nothing_is_invented(self, mixed: Desk) -> None:
        talk(mixed.monkeypatch, unsure=frozenset({"red", "green", "blue"}))
        found = described(mixed)
        assert found.captions == ()
        assert found.summary == "Nothing could be described with confidence."
        assert [chapter.title for chapter in found.chapters] == [f"Scene {n + 1}" for n in range(len(found.chapters))]


class TestSpan:
    def test_only_the_stretch_that_is_asked_for_is_described(self, mixed: Desk) -> None:
        found = described(mixed, span=Span(13.0, 40.25))
        assert found.span == Span(13.0, 40.25)
        assert (found.chapters[0].span.start, found.chapters[-1].span.end) == (13.0, 40.25)
        assert (found.captions[0].span.start, found.captions[-1].span.end) == (13.0, 40.25)
        assert all(13.0 <= each.span.start < each.span.end <= 40.25 for each in found.highlights)

    def test_it_ends_where_the_video_does(self, mixed: Desk) -> None:
        assert described(mixed, span=Span(30.0, 1e9)).span == Span(30.0, 48.0)

    def test_a_stretch_within_one_window_is_described(self, mixed: Desk) -> None:
        found = described(mixed, span=Span(5.0, 5.2))
        assert [chapter.span for chapter in found.chapters] == [Span(5.0, 5.2)]
        assert [caption.text for caption in found.captions] == ["the wall is red"]

    def test_one_after_the_end_is_an_error(self, mixed: Desk) -> None:
        with pytest.raises(UserError, match=r"over by then: it lasts 48\.0 s") as caught:
            described(mixed, span=Span(48.0, 50.0))
        assert caught.value.path == mixed.folder / "mixed.mp4"


class TestVideos:
    def test_a_video_goes_by_its_path_name_or_id(self, mixed: Desk) -> None:
        whole = described(mixed)
        for name in (str(mixed.folder / "mixed.mp4"), whole.video_id, str(whole.video_id)):
            assert described(mixed, name) == whole

    def test_one_that_is_not_in_the_library_is_an_error(self, mixed: Desk) -> None:
        with pytest.raises(UserError, match="no video 'none"):
            described(mixed, "none.mp4")

    def test_one_that_is_not_indexed_yet_is_an_error(self, mixed: Desk) -> None:
        with mixed.catalogue() as catalogue:
            catalogue.units.forget(1, pack_row(catalogue).id)
        with pytest.raises(UserError, match="not been indexed") as caught:
            described(mixed)
        assert "videobert index" in caught.value.hint

    def test_so_is_one_of_which_a_stretch_is_missing(self, desk: Desk) -> None:
        desk.clip("long.mp4", "red", seconds_each=70.0, rate=1)
        desk.index()
        talk(desk.monkeypatch)
        with desk.catalogue() as catalogue:
            catalogue.units.cut(1, pack_row(catalogue).id, 1)
        with pytest.raises(UserError, match="not been indexed"):
            described(desk, "long.mp4", Span(61.0, 65.0))
        assert described(desk, "long.mp4").span == Span(0.0, 60.0)

    def test_one_whose_features_are_damaged_is_an_error(self, mixed: Desk) -> None:
        for path in mixed.library.features_directory.rglob("*.safetensors"):
            path.write_bytes(b"damaged")
        with pytest.raises(DamagedFeaturesError):
            described(mixed)

    def test_one_whose_files_have_been_forgotten_is_an_error(self, mixed: Desk) -> None:
        with mixed.catalogue() as catalogue:
            for file in catalogue.files.of_video(1):
                catalogue.files.remove(file.id)
        with pytest.raises(UserError, match="files"):
            described(mixed, 1)


class Storyteller(TalkingPack):
    """Sees red, whatever is stored."""

    def window_rows(self, frames: object, window_of_frame: NDArray[np.int64]) -> WindowRows:
        count = int(window_of_frame.max()) + 1
        return WindowRows(np.zeros((count, 11, 8), np.float32), np.zeros(count, np.int64))


class TestHours:
    @pytest.fixture
    def hours(self, tmp_path: Path) -> Clip:
        """Four hours of scenes, as they are stored."""
        embeddings = scenes(*np.random.default_rng(1).integers(4, 200, 110).tolist(), noise=0.1)[:10_000]
        numbers = np.arange(len(embeddings))
        stored = StoredWindows(
            tuple(windows(len(embeddings))),
            {"colours": np.zeros((len(embeddings), 3), np.float16)},
            numbers * 1.5,
            numbers,
            embeddings.astype(np.float16),
            None,
        )
        return Clip(1, tmp_path / "hours.mp4", PackRow(1, "colours", "1", DIM), stored)

    @pytest.fixture
    def pack(self, tmp_path: Path) -> Storyteller:
        return Storyteller(colour_pack_info(tmp_path))

    def test_only_so_many_stretches_of_them_are_captioned(self, hours: Clip, pack: Storyteller) -> None:
        reports: list[Progress] = []
        found = describe_clip(pack, hours, cancel=CancelToken(), report=reports.append)
        assert len(hours.windows) == 10_000
        assert reports[-1].total == MOST_CAPTIONED
        assert pack.written <= 3 * MOST_CAPTIONED
        assert len(found.highlights) == 10
        assert found.chapters[-1].span.end == hours.span.end == 15_000.0

    def test_they_can_be_left_at_any_time(self, hours: Clip, pack: Storyteller) -> None:
        cancel = CancelToken()
        cancel.cancel()
        with pytest.raises(Cancelled):
            describe_clip(pack, hours, cancel=cancel, report=ignore_progress)
        assert pack.written == 0
