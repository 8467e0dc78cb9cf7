"""Transcripts and their lines, and how what the user put right outlasts every re-run."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from videobert_desktop.catalogue import Catalogue, StoredTranscript
from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.transcript import Segment, SubtitleTrack, TranscriptSource, Word
from videobert_desktop.domain.video import MediaInfo, Video

TINY, BASE = "tiny.en@1", "base@1"


def lines(*texts: str, start: float = 0.0) -> tuple[Segment, ...]:
    """A line a text, two seconds each."""
    return tuple(Segment(Span(start + 2.0 * place, start + 2.0 * place + 2), text) for place, text in enumerate(texts))


def track(
    *segments: Segment,
    source: TranscriptSource = TranscriptSource.EMBEDDED,
    origin: str = "stream 2",
    language: str = "en",
    title: str = "",
) -> SubtitleTrack:
    return SubtitleTrack(source, origin, language, title, segments)


def said(catalogue: Catalogue, transcript_id: int) -> list[str]:
    return [line.text for line in catalogue.transcripts.segments(transcript_id)]


def edit(catalogue: Catalogue, transcript_id: int, text: str, instead: str) -> None:
    """Edit the line that says `text`."""
    (line,) = [line for line in catalogue.transcripts.segments(transcript_id) if line.text == text]
    catalogue.transcripts.edit(line.id, instead)


def the_only_one(catalogue: Catalogue, video: Video) -> StoredTranscript:
    (transcript,) = catalogue.transcripts.all_of(video.id)
    return transcript


class TestPutting:
    def test_a_track_comes_back_as_it_was_put_in(self, catalogue: Catalogue, video: Video, noon: datetime) -> None:
        words = (Word("Ask", Span(0.5, 0.75), 0.9), Word("not.", Span(0.75, 1.0), 0.5))
        segments = (Segment(Span(0.5, 1.0), "Ask <i>not</i>.\n问", 0.7, words), Segment(Span(1.0, 1.0), "…"))
        sidecar = track(*segments, source=TranscriptSource.SIDECAR, origin="a.zh-Hans.srt", language="zh-Hans")
        transcript_id = catalogue.transcripts.put(video.id, sidecar, noon, size=99, mtime_ns=17)
        stored = the_only_one(catalogue, video)
        assert stored == StoredTranscript(
            transcript_id,
            video.id,
            TranscriptSource.SIDECAR,
            "a.zh-Hans.srt",
            "zh-Hans",
            "",
            noon,
            99,
            17,
            lines=2,
            edits=0,
            characters=len("Ask <i>not</i>.\n问…"),
        )
        assert catalogue.transcripts.get(transcript_id) == stored
        assert [line.segment for line in catalogue.transcripts.segments(transcript_id)] == list(segments)
        assert {line.edited for line in catalogue.transcripts.segments(transcript_id)} == {None}

    def test_lines_come_in_the_order_of_time(self, catalogue: Catalogue, video: Video, noon: datetime) -> None:
        transcript_id = catalogue.transcripts.put(video.id, track(*reversed(lines("a", "b", "c"))), noon)
        assert said(catalogue, transcript_id) == ["a", "b", "c"]

    def test_one_of_the_same_source_and_origin_is_replaced(
        self, catalogue: Catalogue, video: Video, noon: datetime
    ) -> None:
        later = noon + timedelta(hours=1)
        first = catalogue.transcripts.put(video.id, track(*lines("a", "b")), noon)
        other = catalogue.transcripts.put(video.id, track(*lines("x"), origin="stream 3"), noon)
        again = catalogue.transcripts.put(video.id, track(*lines("c"), language="de", title="Deutsch"), later)
        assert again == first
        assert (said(catalogue, first), said(catalogue, other)) == (["c"], ["x"])
        stored = catalogue.transcripts.get(first)
        assert stored is not None
        assert (stored.language, stored.title, stored.made) == ("de", "Deutsch", later)

    def test_a_line_that_is_no_text_changes_nothing(self, catalogue: Catalogue, video: Video, noon: datetime) -> None:
        transcript_id = catalogue.transcripts.put(video.id, track(*lines("a")), noon)
        with pytest.raises(ValueError, match="surrogates"):
            catalogue.transcripts.put(video.id, track(*lines("b", "\udce9")), noon)
        assert said(catalogue, transcript_id) == ["a"]

    def test_a_video_takes_its_transcripts_along(self, catalogue: Catalogue, video: Video, noon: datetime) -> None:
        catalogue.transcripts.put(video.id, track(*lines("a")), noon)
        catalogue.transcripts.add_speech(video.id, TINY, lines("b"), 2.0, noon)
        catalogue.videos.remove(video.id)
        assert catalogue.transcripts.all_of(video.id) == []
        assert catalogue.stages.of_video(video.id) == []
        assert catalogue._connection.all("SELECT * FROM segments") == []
        assert catalogue.check() == []

    def test_removing_one_leaves_the_others(self, catalogue: Catalogue, video: Video, noon: datetime) -> None:
        kept = catalogue.transcripts.put(video.id, track(*lines("a")), noon)
        gone = catalogue.transcripts.put(video.id, track(*lines("b"), origin="stream 3"), noon)
        catalogue.transcripts.remove(gone)
        assert the_only_one(catalogue, video).id == kept
        assert catalogue.transcripts.get(gone) is None
        assert said(catalogue, gone) == []


class TestSpeech:
    def test_it_grows_piece_by_piece_and_its_stage_with_it(
        self, catalogue: Catalogue, video: Video, noon: datetime
    ) -> None:
        first = catalogue.transcripts.add_speech(video.id, TINY, [], 60.0, noon)
        for start, text, language in ((60.0, "a", "en"), (120.0, "b", "fr")):
            here = lines(text, start=start)
            again = catalogue.transcripts.add_speech(video.id, TINY, here, start + 60, noon, language=language)
            assert again == first
        stored = the_only_one(catalogue, video)
        assert (stored.source, stored.origin, stored.language) == (TranscriptSource.SPEECH, TINY, "en")
        assert said(catalogue, first) == ["a", "b"]
        stage = catalogue.stages.get(video.id, "speech", TINY)
        assert stage is not None
        assert (stage.position, stage.complete) == (180.0, False)

    def test_a_piece_is_entered_with_its_position_or_not_at_all(
        self, catalogue: Catalogue, video: Video, noon: datetime
    ) -> None:
        transcript_id = catalogue.transcripts.add_speech(video.id, TINY, lines("a"), 60.0, noon)
        with pytest.raises(ValueError, match="surrogates"):
            catalogue.transcripts.add_speech(video.id, TINY, lines("b", "\udce9", start=60), 120.0, noon)
        stage = catalogue.stages.get(video.id, "speech", TINY)
        assert stage is not None
        assert (said(catalogue, transcript_id), stage.position) == (["a"], 60.0)

    def test_begun_anew_only_what_was_edited_is_left(self, catalogue: Catalogue, video: Video, noon: datetime) -> None:
        transcript_id = catalogue.transcripts.add_speech(video.id, TINY, lines("a", "b"), 60.0, noon, language="en")
        other = catalogue.transcripts.add_speech(video.id, BASE, lines("x"), 60.0, noon)
        edit(catalogue, transcript_id, "b", "B!")
        catalogue.transcripts.restart_speech(video.id, TINY)
        assert catalogue.stages.get(video.id, "speech", TINY) is None
        assert (said(catalogue, transcript_id), said(catalogue, other)) == (["B!"], ["x"])
        catalogue.transcripts.add_speech(video.id, TINY, lines("a", "b", "c"), 60.0, noon)
        assert said(catalogue, transcript_id) == ["a", "B!", "c"]

    def test_one_takes_the_place_of_others_and_keeps_what_was_edited_in_them(
        self, catalogue: Catalogue, video: Video, noon: datetime
    ) -> None:
        old = catalogue.transcripts.add_speech(video.id, TINY, lines("a", "b", "c"), 60.0, noon)
        new = catalogue.transcripts.add_speech(video.id, BASE, lines("A", "B", "C"), 60.0, noon)
        subtitles = catalogue.transcripts.put(video.id, track(*lines("s")), noon)
        edit(catalogue, old, "b", "as it is")
        edit(catalogue, old, "c", "once")
        edit(catalogue, new, "C", "twice")
        catalogue.transcripts.take_over(new)
        assert [each.id for each in catalogue.transcripts.all_of(video.id)] == [subtitles, new]
        assert said(catalogue, new) == ["A", "as it is", "twice"]
        assert catalogue.check() == []

    def test_what_is_not_there_takes_over_nothing(self, catalogue: Catalogue, video: Video, noon: datetime) -> None:
        transcript_id = catalogue.transcripts.add_speech(video.id, TINY, lines("a"), 60.0, noon)
        catalogue.transcripts.take_over(transcript_id + 1)
        assert the_only_one(catalogue, video).id == transcript_id


class TestEditing:
    @pytest.fixture
    def transcript_id(self, catalogue: Catalogue, video: Video, noon: datetime) -> int:
        return catalogue.transcripts.put(video.id, track(*lines("a", "b", "c")), noon)

    def test_what_was_recognised_is_kept_beside_it(self, catalogue: Catalogue, transcript_id: int) -> None:
        edit(catalogue, transcript_id, "b", " B! ")
        line = catalogue.transcripts.segments(transcript_id)[1]
        assert (line.text, line.edited, line.segment.text) == ("B!", "B!", "b")
        stored = catalogue.transcripts.get(transcript_id)
        assert stored is not None
        assert stored.edits == 1

    def test_it_can_be_undone(self, catalogue: Catalogue, transcript_id: int) -> None:
        line = catalogue.transcripts.segments(transcript_id)[1]
        catalogue.transcripts.edit(line.id, "B!")
        catalogue.transcripts.undo_edit(line.id)
        assert catalogue.transcripts.segments(transcript_id)[1] == line

    def test_a_line_may_be_emptied(
        self, catalogue: Catalogue, video: Video, transcript_id: int, noon: datetime
    ) -> None:
        edit(catalogue, transcript_id, "b", "")
        catalogue.transcripts.put(video.id, track(*lines("a", "b", "c")), noon)
        assert said(catalogue, transcript_id) == ["a", "", "c"]

    def test_a_line_that_is_not_there_is_passed_over(self, catalogue: Catalogue, transcript_id: int) -> None:
        catalogue.transcripts.edit(999, "B!")
        catalogue.transcripts.undo_edit(999)
        assert said(catalogue, transcript_id) == ["a", "b", "c"]

    @pytest.mark.parametrize(
        ("span", "stays"),
        [
            (Span(2, 4), False),
            (Span(2.5, 3.5), False),
            (Span(3, 5), False),
            (Span(3.25, 5.25), True),
            (Span(0, 4.5), True),
            (Span(4, 6), True),
            (Span(3, 3), False),
            (Span(5, 5), True),
        ],
    )
    def test_a_new_line_of_which_an_edited_one_covers_half_gives_way(
        self, catalogue: Catalogue, video: Video, transcript_id: int, noon: datetime, span: Span, stays: bool
    ) -> None:
        edit(catalogue, transcript_id, "b", "B!")
        catalogue.transcripts.put(video.id, track(Segment(span, "new")), noon)
        assert sorted(said(catalogue, transcript_id)) == (["B!", "new"] if stays else ["B!"])

    def test_two_edited_lines_may_cover_a_new_one_together(
        self, catalogue: Catalogue, video: Video, transcript_id: int, noon: datetime
    ) -> None:
        edit(catalogue, transcript_id, "a", "A!")
        edit(catalogue, transcript_id, "c", "C!")
        catalogue.transcripts.put(video.id, track(Segment(Span(0, 6), "all of it")), noon)
        assert said(catalogue, transcript_id) == ["A!", "C!"]


class TestPreferring:
    @pytest.fixture
    def put(self, catalogue: Catalogue, video: Video, noon: datetime) -> dict[str, int]:
        def sidecar(origin: str, language: str) -> SubtitleTrack:
            return track(*lines(origin), source=TranscriptSource.SIDECAR, origin=origin, language=language)

        return {
            "speech": catalogue.transcripts.add_speech(
                video.id, TINY, lines("long speech" * 9), 9, noon, language="en"
            ),
            "german": catalogue.transcripts.put(video.id, sidecar("a.de.srt", "de"), noon),
            "sidecar": catalogue.transcripts.put(video.id, sidecar("a.en.srt", "en-GB"), noon),
            "forced": catalogue.transcripts.put(video.id, track(*lines("few"), language="en-US"), noon),
            "full": catalogue.transcripts.put(video.id, track(*lines("many"), origin="stream 3"), noon),
            "empty": catalogue.transcripts.put(video.id, track(origin="stream 4", language="ja"), noon),
        }

    @pytest.mark.parametrize(
        ("languages", "name"),
        [
            ((), "full"),
            (("en",), "full"),
            (("EN-us",), "forced"),
            (("en-GB", "en"), "sidecar"),
            (("de",), "german"),
            (("fr", "de"), "german"),
            (("ja",), "full"),
            (("e",), "full"),
        ],
    )
    def test_language_goes_before_source_and_source_before_length(
        self, catalogue: Catalogue, video: Video, put: dict[str, int], languages: tuple[str, ...], name: str
    ) -> None:
        preferred = catalogue.transcripts.preferred(video.id, languages)
        assert preferred is not None
        assert preferred.id == put[name]

    def test_without_a_line_there_is_none(self, catalogue: Catalogue, video: Video, noon: datetime) -> None:
        assert catalogue.transcripts.preferred(video.id) is None
        catalogue.transcripts.put(video.id, track(), noon)
        assert catalogue.transcripts.preferred(video.id) is None

    def test_those_of_other_videos_do_not_count(
        self, catalogue: Catalogue, video: Video, put: dict[str, int], info: MediaInfo, noon: datetime
    ) -> None:
        other = catalogue.videos.add(info, noon)
        assert catalogue.transcripts.preferred(other.id) is None
