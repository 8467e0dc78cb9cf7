"""What is written in the pictures, and how far the stages have come."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from videobert_desktop.catalogue import Catalogue, StageRow
from videobert_desktop.domain.screen_text import Box, ScreenLine, ScreenText
from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.video import MediaInfo, Video

READER = "rapidocr@1.4.4"


def screen_text(*texts: str, start: float = 0.0) -> ScreenText:
    """Lines below one another, for ten seconds."""
    lines = (ScreenLine(text, Box(0.1, 0.1 * row, 0.9, 0.1 * row + 0.05), 0.75) for row, text in enumerate(texts))
    return ScreenText(Span(start, start + 10), tuple(lines))


class TestScreenTexts:
    def test_they_come_back_as_they_were_put_in_in_the_order_of_time(
        self, catalogue: Catalogue, video: Video, noon: datetime
    ) -> None:
        later, first = screen_text("Ausgang →", start=20.0), screen_text("北京", "<b>Exit</b>")
        catalogue.screen_texts.add(video.id, READER, [later, first], 30.0, noon)
        stored = catalogue.screen_texts.of_video(video.id)
        assert [each.screen_text for each in stored] == [first, later]
        assert {each.video_id for each in stored} == {video.id}
        assert [catalogue.screen_texts.get(each.id) for each in stored] == stored
        assert catalogue.screen_texts.get(99) is None

    def test_they_are_entered_with_the_position_or_not_at_all(
        self, catalogue: Catalogue, video: Video, noon: datetime
    ) -> None:
        catalogue.screen_texts.add(video.id, READER, [screen_text("a")], 10.0, noon)
        with pytest.raises(ValueError, match="surrogates"):
            catalogue.screen_texts.add(video.id, READER, [screen_text("b"), screen_text("\udce9")], 20.0, noon)
        stage = catalogue.stages.get(video.id, "screen", READER)
        assert stage is not None
        assert (len(catalogue.screen_texts.of_video(video.id)), stage.position) == (1, 10.0)

    def test_one_that_still_stands_there_gets_longer_and_never_shorter(
        self, catalogue: Catalogue, video: Video, noon: datetime
    ) -> None:
        catalogue.screen_texts.add(video.id, READER, [screen_text("a")], 10.0, noon)
        (stored,) = catalogue.screen_texts.of_video(video.id)
        for end in (25.0, 20.0):
            catalogue.screen_texts.lengthen(stored.id, end)
        (stored,) = catalogue.screen_texts.of_video(video.id)
        assert stored.screen_text.span == Span(0, 25)

    def test_removing_them_has_the_reading_begin_anew(
        self, catalogue: Catalogue, video: Video, info: MediaInfo, noon: datetime
    ) -> None:
        other = catalogue.videos.add(info, noon)
        for each in (video, other):
            catalogue.screen_texts.add(each.id, READER, [screen_text("a")], 10.0, noon)
        catalogue.screen_texts.remove(video.id)
        assert catalogue.screen_texts.of_video(video.id) == []
        assert catalogue.stages.get(video.id, "screen", READER) is None
        assert len(catalogue.screen_texts.of_video(other.id)) == 1

    def test_a_video_takes_its_screen_texts_along(self, catalogue: Catalogue, video: Video, noon: datetime) -> None:
        catalogue.screen_texts.add(video.id, READER, [screen_text("a")], 10.0, noon)
        catalogue.videos.remove(video.id)
        assert catalogue.screen_texts.of_video(video.id) == []
        assert catalogue.check() == []


class TestStages:
    def test_one_that_has_not_begun_is_not_there(self, catalogue: Catalogue, video: Video) -> None:
        assert catalogue.stages.get(video.id, "speech", "tiny.en@1") is None
        assert catalogue.stages.of_video(video.id) == []

    def test_it_gets_on_and_is_completed(self, catalogue: Catalogue, video: Video, noon: datetime) -> None:
        key = (video.id, "speech", "tiny.en@1")
        later = noon + timedelta(minutes=1)
        catalogue.stages.advance(*key, 60.0, noon)
        catalogue.stages.advance(*key, 90.5, noon)
        assert catalogue.stages.get(*key) == StageRow(*key, 90.5, False, "", noon)
        catalogue.stages.complete(*key, later, "music only")
        assert catalogue.stages.get(*key) == StageRow(*key, 90.5, True, "music only", later)
        assert catalogue.stages.of_video(video.id) == [StageRow(*key, 90.5, True, "music only", later)]

    def test_one_without_anything_to_do_is_complete_at_once(
        self, catalogue: Catalogue, video: Video, noon: datetime
    ) -> None:
        catalogue.stages.complete(video.id, "speech", "tiny.en@1", noon, "no sound")
        expected = StageRow(video.id, "speech", "tiny.en@1", 0.0, True, "no sound", noon)
        assert catalogue.stages.get(video.id, "speech", "tiny.en@1") == expected

    def test_what_gets_on_again_is_complete_no_more(self, catalogue: Catalogue, video: Video, noon: datetime) -> None:
        catalogue.stages.complete(video.id, "screen", READER, noon, "nothing there")
        catalogue.stages.advance(video.id, "screen", READER, 10.0, noon)
        assert catalogue.stages.get(video.id, "screen", READER) == StageRow(
            video.id, "screen", READER, 10.0, False, "", noon
        )

    def test_those_that_are_complete_are_counted_by_video_and_the_others_are_named(
        self, catalogue: Catalogue, video: Video, info: MediaInfo, noon: datetime
    ) -> None:
        begun, new = (catalogue.videos.add(info, noon) for _ in range(2))
        for recogniser in ("tiny.en@1", "base@1"):
            catalogue.stages.complete(video.id, "speech", recogniser, noon)
        catalogue.stages.advance(begun.id, "speech", "base@1", 5.0, noon)
        catalogue.stages.complete(new.id, "screen", READER, noon)
        assert (catalogue.stages.count("speech"), catalogue.stages.count("screen")) == (1, 1)
        assert catalogue.stages.unfinished("speech", "base@1") == [begun.id, new.id]
        assert catalogue.stages.unfinished("speech", "small@1") == [video.id, begun.id, new.id]
        assert catalogue.stages.unfinished("screen", READER) == [video.id, begun.id]

    def test_it_is_forgotten_of_one_recogniser_or_of_all(
        self, catalogue: Catalogue, video: Video, noon: datetime
    ) -> None:
        for stage, recogniser in (("speech", "a"), ("speech", "b"), ("speech", "c"), ("screen", "a")):
            catalogue.stages.complete(video.id, stage, recogniser, noon)
        catalogue.stages.forget(video.id, "speech", "b")
        assert [row.recogniser for row in catalogue.stages.of_video(video.id)] == ["a", "a", "c"]
        catalogue.stages.forget(video.id, "speech")
        assert [(row.stage, row.recogniser) for row in catalogue.stages.of_video(video.id)] == [("screen", "a")]

    def test_a_time_without_a_timezone_is_refused(self, catalogue: Catalogue, video: Video, noon: datetime) -> None:
        with pytest.raises(ValueError, match="timezone"):
            catalogue.stages.complete(video.id, "speech", "a", noon.replace(tzinfo=None))
