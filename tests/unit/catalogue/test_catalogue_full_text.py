"""Full-text search in what is said and in what is written in the pictures."""

from __future__ import annotations

import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.catalogue.conftest import NOON
from tests.unit.catalogue.test_catalogue_screen_texts_and_stages import READER, screen_text
from tests.unit.catalogue.test_catalogue_transcripts import edit, lines, track
from videobert_desktop.catalogue import Catalogue
from videobert_desktop.catalogue.text_wanted import MOST
from videobert_desktop.domain.channel import Channel
from videobert_desktop.domain.folding import folded
from videobert_desktop.domain.text_query import TextHit, TextQuery
from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.transcript import Segment, TranscriptSource
from videobert_desktop.domain.video import MediaInfo, Video

NASA = (
    "The telescope is assembled here",
    "in one of the largest cleanrooms",
    "in the world at NASA.",
    "It is Goddard's.",
)


def say(catalogue: Catalogue, video: Video, *texts: str, origin: str = "stream 2") -> int:
    """Give the video a transcript, a line a text; gives its id."""
    return catalogue.transcripts.put(video.id, track(*lines(*texts), origin=origin), NOON)


def search(
    catalogue: Catalogue, query: TextQuery, *, channel: Channel = Channel.SPEECH, limit: int = 20, **options: object
) -> list[TextHit]:
    return catalogue.full_text.search(query, channel=channel, limit=limit, **options)  # type: ignore[arg-type]


def words(catalogue: Catalogue, *texts: str, **options: object) -> list[str]:
    """What is found for some words, the best first."""
    return [hit.text for hit in search(catalogue, TextQuery(words=texts), **options)]  # type: ignore[arg-type]


def phrase(catalogue: Catalogue, *texts: str, **options: object) -> list[str]:
    """What is found for some phrases, the best first."""
    return [hit.text for hit in search(catalogue, TextQuery(phrases=texts), **options)]  # type: ignore[arg-type]


def marked(hit: TextHit) -> str:
    """The text of a hit with brackets around its matches."""
    text = hit.text
    for start, end in reversed(hit.matches):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


class TestPhrases:
    @pytest.mark.parametrize("asked", ["largest cleanrooms", "LARGEST  CLEANROOMS", "of the largest", "cleanrooms"])
    def test_the_words_must_stand_next_to_each_other(self, catalogue: Catalogue, video: Video, asked: str) -> None:
        say(catalogue, video, *NASA)
        assert phrase(catalogue, asked) == [NASA[1]]

    @pytest.mark.parametrize("asked", ["cleanrooms largest", "one largest", "largest cleanroom", "argest cleanrooms"])
    def test_otherwise_there_is_nothing(self, catalogue: Catalogue, video: Video, asked: str) -> None:
        say(catalogue, video, *NASA)
        assert phrase(catalogue, asked) == []

    def test_a_hit_says_where_and_when(self, catalogue: Catalogue, video: Video) -> None:
        transcript_id = say(catalogue, video, *NASA)
        (hit,) = search(catalogue, TextQuery(phrases=("largest cleanrooms",)))
        line = catalogue.transcripts.segments(transcript_id)[1]
        assert (hit.channel, hit.row_id, hit.video_id, hit.span) == (Channel.SPEECH, line.id, video.id, Span(2, 4))
        assert (marked(hit), hit.exact) == ("in one of the [largest cleanrooms]", True)
        assert hit.score > 0

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ("largest cleanrooms in the world at NASA", "in one of the [largest cleanrooms\nin the world at NASA]."),
            ("cleanrooms in", "in one of the largest [cleanrooms\nin] the world at NASA."),
            ("nasa it is goddard", "in the world at [NASA.\nIt is Goddard]'s."),
        ],
    )
    def test_it_may_run_over_two_lines(self, catalogue: Catalogue, video: Video, asked: str, found: str) -> None:
        transcript_id = say(catalogue, video, *NASA)
        (hit,) = search(catalogue, TextQuery(phrases=(asked,)))
        assert marked(hit) == found
        first = NASA.index(hit.text.split("\n")[0])
        assert hit.row_id == catalogue.transcripts.segments(transcript_id)[first].id
        assert hit.span == Span(2.0 * first, 2.0 * first + 4)

    def test_the_lines_follow_one_another_in_time_and_in_one_transcript(
        self, catalogue: Catalogue, video: Video, info: MediaInfo, noon: datetime
    ) -> None:
        say(catalogue, video, *NASA[:2])
        say(catalogue, catalogue.videos.add(info, noon), NASA[2])
        catalogue.transcripts.put(video.id, track(*lines(NASA[2], start=4.0), origin="stream 3"), noon)
        assert phrase(catalogue, "cleanrooms in the world") == []
        later = track(Segment(Span(30, 31), "in the world"), Segment(Span(20, 22), NASA[1]), origin="stream 4")
        catalogue.transcripts.put(video.id, later, noon)
        assert phrase(catalogue, "cleanrooms in the world") == []
        there = track(Segment(Span(26, 27), "in the world"), Segment(Span(20, 22), NASA[1]), origin="stream 4")
        catalogue.transcripts.put(video.id, there, noon)
        assert phrase(catalogue, "cleanrooms in the world") == [f"{NASA[1]}\nin the world"]

    def test_a_line_without_a_word_does_not_part_two(self, catalogue: Catalogue, video: Video) -> None:
        say(catalogue, video, NASA[1], "♪ …", NASA[2])
        assert phrase(catalogue, "cleanrooms in the world") == [f"{NASA[1]}\n{NASA[2]}"]

    def test_a_line_that_has_it_by_itself_is_not_found_with_its_neighbour(
        self, catalogue: Catalogue, video: Video
    ) -> None:
        say(catalogue, video, "la la la", "la", "no")
        assert phrase(catalogue, "la la") == ["la la la"]

    def test_all_of_several_must_be_there(self, catalogue: Catalogue, video: Video) -> None:
        say(catalogue, video, *NASA)
        assert phrase(catalogue, "in one", "cleanrooms") == [NASA[1]]
        assert phrase(catalogue, "in one", "NASA") == []
        assert phrase(catalogue, "cleanrooms in", "NASA") == [f"{NASA[1]}\n{NASA[2]}"]

    def test_words_beside_one_only_say_which_is_better(self, catalogue: Catalogue, video: Video) -> None:
        say(catalogue, video, "a red house", "a red car", "a blue car")
        hits = search(catalogue, TextQuery(phrases=("a red",), words=("car", "nowhere")))
        assert [marked(hit) for hit in hits] == ["[a red] [car]", "[a red] house"]

    def test_over_lines_they_are_looked_for_from_the_rarer_side(self, catalogue: Catalogue, video: Video) -> None:
        say(catalogue, video, "the", "the rare", "the", "rare the", "the")
        assert set(phrase(catalogue, "rare the")) == {"rare the", "the rare\nthe"}
        assert set(phrase(catalogue, "the rare")) == {"the rare", "the\nrare the"}

    def test_what_is_written_does_not_go_on_in_the_next_picture(
        self, catalogue: Catalogue, video: Video, noon: datetime
    ) -> None:
        pictures = [screen_text("Way", "Out"), screen_text("This Way", start=10.0)]
        catalogue.screen_texts.add(video.id, READER, pictures, 20.0, noon)
        assert phrase(catalogue, "way out", channel=Channel.SCREEN) == ["Way\nOut"]
        assert phrase(catalogue, "out this", channel=Channel.SCREEN) == []


class TestWords:
    def test_any_of_them_will_do_and_more_and_rarer_ones_are_better(self, catalogue: Catalogue, video: Video) -> None:
        others = [f"the number {number}" for number in range(30)]
        say(catalogue, video, "the dog", "a cat sleeps", "dog and cat", *others)
        assert words(catalogue, "dog", "cat") == ["dog and cat", "the dog", "a cat sleeps"]
        assert words(catalogue, "the", "cat")[:2] == ["a cat sleeps", "dog and cat"]

    def test_one_that_is_everywhere_does_not_make_an_answer_by_itself_beside_a_rarer_one(
        self, catalogue: Catalogue, video: Video, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("videobert_desktop.catalogue.text_wanted._FEWEST_COMMON", 10)
        say(catalogue, video, "the cat", "a cat", *(f"the number {number}" for number in range(30)))
        assert words(catalogue, "the", "cat") == ["the cat", "a cat"]
        assert words(catalogue, "the", "catt") == ["the cat", "a cat"]
        assert len(words(catalogue, "the", limit=99)) == 31

    def test_only_so_many_come(self, catalogue: Catalogue, video: Video) -> None:
        say(catalogue, video, *(f"dog {number}" for number in range(9)))
        assert len(words(catalogue, "dog", limit=4)) == 4
        assert words(catalogue, "dog", limit=0) == []

    def test_the_matches_are_all_places_where_one_of_them_stands(self, catalogue: Catalogue, video: Video) -> None:
        say(catalogue, video, "Dog eats dogs, dog.")
        (hit,) = search(catalogue, TextQuery(words=("dog", "eats")))
        assert marked(hit) == "[Dog] [eats] dogs, [dog]."

    def test_one_of_several_parts_stays_together(self, catalogue: Catalogue, video: Video) -> None:
        say(catalogue, video, "ice-cream", "cream ice", "ice cream")
        assert sorted(words(catalogue, "ice-cream")) == ["ice cream", "ice-cream"]

    def test_the_last_may_go_on_while_it_is_typed(self, catalogue: Catalogue, video: Video) -> None:
        say(catalogue, video, "telescope", "tele", "a cat")
        hits = search(catalogue, TextQuery(words=("cat", "tele"), typing=True))
        assert sorted(marked(hit) for hit in hits) == ["[tele]", "[telescope]", "a [cat]"]
        assert all(hit.exact for hit in hits)
        assert words(catalogue, "tele") == ["tele", "telescope"]
        assert [hit.text for hit in search(catalogue, TextQuery(words=("t",), typing=True))] == []

    def test_parts_of_words_come_after_whole_ones(self, catalogue: Catalogue, video: Video) -> None:
        say(catalogue, video, "Grundschule", "die Schule", "in Grundschulen und Vorschulen", "nichts")
        hits = search(catalogue, TextQuery(words=("schule",)))
        assert [hit.exact for hit in hits] == [True, False, False]
        assert marked(hits[0]) == "die [Schule]"
        assert {marked(hit) for hit in hits[1:]} == {"Grund[schule]", "in Grund[schule]n und Vor[schule]n"}
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)

    @pytest.mark.parametrize(
        "asked", ["clenrooms", "cleanrroms", "cleanrooms", "claenrooms", "cleanromo", "cleenroomz"]
    )
    def test_slips_are_forgiven(self, catalogue: Catalogue, video: Video, asked: str) -> None:
        say(catalogue, video, *NASA, "clean rooms of another kind")
        (hit,) = search(catalogue, TextQuery(words=(asked,)))
        assert (marked(hit), hit.exact) == ("in one of the largest [cleanrooms]", asked == "cleanrooms")

    @pytest.mark.parametrize(("asked", "found"), [("tset", "test"), ("recieve", "receive"), ("wolrd", "world")])
    def test_letters_that_change_places_are_one_slip(
        self, catalogue: Catalogue, video: Video, asked: str, found: str
    ) -> None:
        say(catalogue, video, found, "believe", "special", "toast", "would")
        assert words(catalogue, asked) == [found]

    @pytest.mark.parametrize("asked", ["cta", "tlescpoe", "nothing", "a" * 100])
    def test_but_not_too_many_and_not_in_short_words(self, catalogue: Catalogue, video: Video, asked: str) -> None:
        say(catalogue, video, "telescop", "cat")
        assert words(catalogue, asked) == []

    def test_of_similar_words_only_the_nearest_count_and_none_if_the_word_is_there(
        self, catalogue: Catalogue, video: Video
    ) -> None:
        say(catalogue, video, "mountain", "fountain", "maintain")
        assert words(catalogue, "mountain") == ["mountain"]
        assert words(catalogue, "moountain") == ["mountain"]


class TestExclusions:
    def test_what_holds_one_is_left_out(self, catalogue: Catalogue, video: Video) -> None:
        say(catalogue, video, "a red car", "a red house", "red")
        assert [hit.text for hit in search(catalogue, TextQuery(words=("red",), excluded=("car", "a house")))] == [
            "red",
            "a red house",
        ]
        assert [hit.text for hit in search(catalogue, TextQuery(phrases=("a red",), excluded=("house",)))] == [
            "a red car"
        ]

    def test_so_are_two_lines_and_parts_of_words(self, catalogue: Catalogue, video: Video) -> None:
        say(catalogue, video, *NASA, "assembled telescopes")
        assert search(catalogue, TextQuery(phrases=("cleanrooms in",), excluded=("NASA",))) == []
        hits = search(catalogue, TextQuery(words=("telescope",), excluded=("assembled",)))
        assert hits == []

    def test_alone_they_find_nothing(self, catalogue: Catalogue, video: Video) -> None:
        say(catalogue, video, *NASA)
        assert search(catalogue, TextQuery(excluded=("nowhere",))) == []


class TestWriting:
    @pytest.mark.parametrize("form", ["NFC", "NFD"])
    @pytest.mark.parametrize(
        ("text", "asked", "found"),
        [
            ("Le café, où été?", "cafe", "Le [café], où été?"),
            ("Le café, où été?", "OU ÉTÉ", "Le café, [où été]?"),
            ("Über die Straße", "strasse", "Über die [Straße]"),
            ("Über die STRASSE", "straße", "Über die [STRASSE]"),
            ("😀 café 😀", "café", "😀 [café] 😀"),
            ("Hi 👍🏽!", "👍", "Hi [👍🏽]!"),
            ("これは猫です", "猫", "これは[猫]です"),
            ("這裡是台北", "台北", "這裡是[台北]"),
            ("今天天气很好", "天气", "今天[天气]很好"),
            ("이것은 사과를", "사과", "이것은 [사과]를"),
            ("\uff21\uff22 ﬁlm", "ab film", "[\uff21\uff22 ﬁlm]"),
        ],
    )
    def test_phrases_are_found_however_they_are_written(
        self, catalogue: Catalogue, video: Video, form: str, text: str, asked: str, found: str
    ) -> None:
        say(catalogue, video, unicodedata.normalize(form, text), "something else, 别的")
        (hit,) = search(catalogue, TextQuery(phrases=(asked,)))
        assert unicodedata.normalize("NFC", marked(hit)) == found
        (hit,) = search(catalogue, TextQuery(words=(asked,)))
        assert unicodedata.normalize("NFC", marked(hit)) == found

    def test_of_a_long_run_that_is_nowhere_its_pairs_will_do(self, catalogue: Catalogue, video: Video) -> None:
        say(catalogue, video, "今天天气很好", "长城很长", "别的")
        hits = search(catalogue, TextQuery(words=("北京天气",)))
        assert [(marked(hit), hit.exact) for hit in hits] == [("今天[天气]很好", False)]

    def test_a_part_of_a_word_that_folding_makes_longer_is_marked_whole(
        self, catalogue: Catalogue, video: Video
    ) -> None:
        say(catalogue, video, "Hauptstraßen")
        (hit,) = search(catalogue, TextQuery(words=("strasse",)))
        assert marked(hit) == "[Hauptstraßen]"


class TestScope:
    @pytest.fixture
    def other(self, catalogue: Catalogue, video: Video, info: MediaInfo, noon: datetime) -> Video:
        """Another video that says the same."""
        other = catalogue.videos.add(info, noon)
        for each in (video, other):
            say(catalogue, each, *NASA)
            catalogue.screen_texts.add(each.id, READER, [screen_text("NASA")], 10.0, noon)
        return other

    @pytest.mark.parametrize("channel", [Channel.SPEECH, Channel.SCREEN])
    def test_only_the_videos_that_are_named_are_looked_into(
        self, catalogue: Catalogue, video: Video, other: Video, channel: Channel
    ) -> None:
        for query in (TextQuery(words=("NASA",)), TextQuery(phrases=("nasa",)), TextQuery(words=("nas",), typing=True)):
            found = {
                videos: [hit.video_id for hit in search(catalogue, query, channel=channel, videos=videos)]
                for videos in (None, frozenset(), frozenset([other.id]), frozenset([video.id, 99]))
            }
            assert found.pop(None) == [video.id, other.id]
            assert list(found.values()) == [[], [other.id], [video.id]]

    def test_that_holds_for_phrases_over_lines(self, catalogue: Catalogue, video: Video, other: Video) -> None:
        query = TextQuery(phrases=("cleanrooms in the world",))
        assert [hit.video_id for hit in search(catalogue, query, videos=[other.id])] == [other.id]
        assert [hit.video_id for hit in search(catalogue, query)] == [video.id, other.id]

    def test_the_channels_are_apart(self, catalogue: Catalogue, video: Video, other: Video) -> None:
        assert words(catalogue, "NASA", channel=Channel.SCREEN) == ["NASA", "NASA"]
        assert words(catalogue, "telescope", channel=Channel.SCREEN) == []

    def test_where_several_transcripts_say_the_same_one_answers(
        self, catalogue: Catalogue, video: Video, noon: datetime
    ) -> None:
        catalogue.transcripts.add_speech(video.id, "tiny", lines("an old dog", "dog two"), 9.0, noon)
        sidecar = track(*lines("An old dog."), source=TranscriptSource.SIDECAR, origin="a.srt")
        catalogue.transcripts.put(video.id, sidecar, noon)
        embedded = say(catalogue, video, "An OLD dog!")
        hits = search(catalogue, TextQuery(words=("dog",)))
        assert [hit.text for hit in hits] == ["dog two", "An OLD dog!"]
        assert hits[1].row_id == catalogue.transcripts.segments(embedded)[0].id

    def test_however_many_there_are_other_hits_are_not_lost(
        self, catalogue: Catalogue, video: Video, noon: datetime
    ) -> None:
        for number in range(30):
            say(catalogue, video, "dog", origin=f"stream {number}")
        catalogue.transcripts.put(video.id, track(Segment(Span(50, 51), "some dog or other")), noon)
        assert words(catalogue, "dog", limit=2) == ["dog", "some dog or other"]

    def test_lines_of_one_transcript_may_be_said_at_once(
        self, catalogue: Catalogue, video: Video, noon: datetime
    ) -> None:
        both = (Segment(Span(0, 2), "dog one"), Segment(Span(0, 2), "dog two"))
        catalogue.transcripts.put(video.id, track(*both), noon)
        assert sorted(words(catalogue, "dog")) == ["dog one", "dog two"]


class TestStayingTrue:
    def test_an_edited_line_is_found_by_what_it_says_now(self, catalogue: Catalogue, video: Video) -> None:
        transcript_id = say(catalogue, video, "Ask knot", "another")
        edit(catalogue, transcript_id, "Ask knot", "Ask not")
        assert (phrase(catalogue, "ask not"), phrase(catalogue, "knot")) == (["Ask not"], [])
        (line, _) = catalogue.transcripts.segments(transcript_id)
        catalogue.transcripts.undo_edit(line.id)
        assert (phrase(catalogue, "ask not"), phrase(catalogue, "knot")) == ([], ["Ask knot"])

    def test_what_is_gone_is_not_found(
        self, catalogue: Catalogue, video: Video, info: MediaInfo, noon: datetime
    ) -> None:
        other = catalogue.videos.add(info, noon)
        for each in (video, other):
            transcript_id = say(catalogue, each, "a word")
            catalogue.screen_texts.add(each.id, READER, [screen_text("a word")], 10.0, noon)
        catalogue.videos.remove(video.id)
        for channel in (Channel.SPEECH, Channel.SCREEN):
            hits = search(catalogue, TextQuery(words=("word", "ord")), channel=channel)
            assert [hit.video_id for hit in hits] == [other.id]
        catalogue.transcripts.remove(transcript_id)
        catalogue.screen_texts.remove(other.id)
        for channel in (Channel.SPEECH, Channel.SCREEN):
            assert search(catalogue, TextQuery(words=("word", "words")), channel=channel) == []
        assert catalogue.check() == catalogue.full_text.check() == []

    def test_what_was_replaced_is_not_found(self, catalogue: Catalogue, video: Video) -> None:
        say(catalogue, video, "the first words")
        say(catalogue, video, "the second")
        assert (words(catalogue, "first"), words(catalogue, "second")) == ([], ["the second"])

    def test_what_was_not_committed_is_not_found(self, catalogue: Catalogue, video: Video) -> None:
        with suppress(ZeroDivisionError), catalogue.transaction():
            say(catalogue, video, "a word")
            assert words(catalogue, "word") == ["a word"]
            raise ZeroDivisionError
        assert words(catalogue, "word") == []

    def test_an_index_that_lacks_a_row_is_told_of_and_made_anew(self, catalogue: Catalogue, video: Video) -> None:
        say(catalogue, video, "a cat", "another cat")
        delete = "INSERT INTO segment_words (segment_words, rowid, folded) SELECT 'delete', id, folded FROM segments"
        catalogue._connection.run(f"{delete} LIMIT 1")
        assert catalogue.full_text.check() == ["The full-text index segment_words does not hold what it should."]
        assert words(catalogue, "cat") == ["another cat"]
        catalogue.full_text.rebuild()
        assert catalogue.full_text.check() == []
        assert words(catalogue, "cat") == ["a cat", "another cat"]

    def test_of_what_was_deleted_nothing_is_left_on_the_disk(
        self, catalogue: Catalogue, video: Video, info: MediaInfo, noon: datetime
    ) -> None:
        say(catalogue, catalogue.videos.add(info, noon), *(f"harmless {number}" for number in range(500)))
        transcript_id = say(catalogue, video, "a wholly unspeakable matter", "zzyzx")
        edit(catalogue, transcript_id, "zzyzx", "abracadabra")
        catalogue.screen_texts.add(video.id, READER, [screen_text("xylophone")], 10.0, noon)
        assert traces(catalogue) == ["abracadabra", "unspeakable", "xylophone", "zzyzx"]
        catalogue.videos.remove(video.id)
        catalogue.empty_log()
        assert traces(catalogue) == []
        assert len(words(catalogue, "harmless", limit=999)) == 500
        assert catalogue.check() == catalogue.full_text.check() == []

    def test_without_anything_deleted_the_indexes_are_left_alone(
        self, catalogue: Catalogue, video: Video, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        say(catalogue, video, "a word")
        monkeypatch.setattr(catalogue.full_text._connection, "transaction", None)
        catalogue.empty_log()


def traces(catalogue: Catalogue) -> list[str]:
    """Which of the secret words, or their greater parts, still stand in a file of the catalogue."""
    content = b"".join(file.read_bytes() for file in catalogue.path.parent.iterdir())
    secrets = ("abracadabra", "unspeakable", "xylophone", "zzyzx")
    return [secret for secret in secrets if secret[1:].encode() in content]


@contextmanager
def catalogue_saying(*texts: str) -> Iterator[Catalogue]:
    """A catalogue with one video that says these lines."""
    info = MediaInfo(90.5, 320, 240, 0, 1, 25, "h264", "mov", 1, 1, None)  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory() as place, Catalogue.create(Path(place, "catalogue.sqlite3")) as catalogue:
        say(catalogue, catalogue.videos.add(info, NOON), *texts)
        yield catalogue


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40)
SIGNS = st.text(st.sampled_from("\"*^(){}:+-\\'%_;\0 NEARANDORNOTfolded aé猫😀"), max_size=30)


class TestAnyTextAtAll:
    @settings(max_examples=30)
    @given(st.lists(TEXTS, min_size=1, max_size=3), st.data())
    def test_a_phrase_that_is_cut_from_a_text_is_found_there(self, texts: list[str], data: st.DataObject) -> None:
        chosen = data.draw(st.sampled_from(texts))
        said = folded(chosen).split()
        first = data.draw(st.integers(0, len(said)))
        asked = " ".join(said[first : data.draw(st.integers(first, len(said)))])
        with catalogue_saying(*texts) as catalogue:
            hits = search(catalogue, TextQuery(phrases=(asked,)))
        assert not asked or chosen in [hit.text for hit in hits]
        assert_the_matches_are_what_was_asked_for(hits, [asked])

    @settings(max_examples=30)
    @given(st.lists(TEXTS, min_size=2, max_size=3), st.data())
    def test_so_is_one_that_runs_over_two(self, texts: list[str], data: st.DataObject) -> None:
        place = data.draw(st.integers(0, len(texts) - 2))
        before, after = folded(texts[place]).split(), folded(texts[place + 1]).split()
        asked = " ".join(
            before[data.draw(st.integers(0, len(before))) :] + after[: data.draw(st.integers(0, len(after)))]
        )
        with catalogue_saying(*texts) as catalogue:
            hits = search(catalogue, TextQuery(phrases=(asked,)))
        assert bool(hits) == bool(asked)
        assert_the_matches_are_what_was_asked_for(hits, [asked])

    @settings(max_examples=30)
    @given(st.lists(SIGNS | st.text(max_size=20), max_size=3), st.lists(SIGNS, max_size=3), SIGNS, st.booleans())
    def test_nothing_that_is_asked_for_is_a_sign(
        self, phrases: list[str], asked: list[str], excluded: str, typing: bool
    ) -> None:
        query = TextQuery(tuple(phrases), tuple(asked), (excluded,), typing)
        same = TextQuery(
            tuple(map(folded, phrases)), tuple(word for word in map(folded, asked) if word), (folded(excluded),), typing
        )
        with catalogue_saying("near and or not folded", 'NOT "a*" ^é', "猫 😀 f_o%o{}", "\0") as catalogue:
            for channel in (Channel.SPEECH, Channel.SCREEN):
                hits = search(catalogue, query, channel=channel)
                assert hits == search(catalogue, same, channel=channel)
                assert not any(f" {folded(excluded)} " in f" {folded(hit.text)} " for hit in hits if folded(excluded))

    def test_of_a_query_without_an_end_the_beginning_counts(self, catalogue: Catalogue, video: Video) -> None:
        say(catalogue, video, "w1", f"w{MOST + 1}", " ".join(["la"] * (2 * MOST)))
        endless = tuple(f"w{number}" for number in range(10 * MOST))
        assert words(catalogue, *endless) == ["w1"]
        assert len(phrase(catalogue, "la " * 1000)) == 1


def assert_the_matches_are_what_was_asked_for(hits: Sequence[TextHit], asked: Sequence[str]) -> None:
    for hit in hits:
        assert hit.matches
        assert hit.exact
        ends = [0]
        for start, end in hit.matches:
            assert ends[-1] <= start < end <= len(hit.text)
            ends.append(end)
        for run in asked:
            assert any(run in folded(hit.text[start:end]) for start, end in hit.matches)
