from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videobert_desktop.domain.errors import UserError
from videobert_desktop.media.subtitles.cues import Cue
from videobert_desktop.media.subtitles.parsing import parse_cues


def parsed(text: str, frame_rate: Fraction = Fraction(0)) -> list[tuple[float, float | None, str]]:
    return [(cue.start, cue.end, cue.text) for cue in parse_cues(text, frame_rate, lambda: None)]


BASIC = [(1.0, 2.5, "Hello"), (3.0, 3661.25, "two\nlines")]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "text",
    [
        "1\n00:00:01,000 --> 00:00:02,500\nHello\n\n2\n00:00:03,000 --> 01:01:01,250\ntwo\nlines\n",
        "00:00:01.000 --> 00:00:02.500\nHello\n\n00:00:03.000 --> 01:01:01.250 X1:40 X2:60\ntwo\nlines",
        "1\n0:0:1,0->0:0:2,5\nHello\n2\n0:0:3,0->1:1:1,25\ntwo\nlines\n3",
        "1\n00:00:01,000 --> 00:00:02,500\n\nHello\n\n\n2\n00:00:03,000 --> 01:01:01,250\ntwo\n\nlines\n\n",
        "WEBVTT - a title\n\n00:01.000 --> 00:02.500\nHello\n\nname\n00:03.000 --> 01:01:01.250 line:0\ntwo\nlines\n",
        "WEBVTT\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE\nnot said\n\n00:01.000 --> 00:02.500\nHello\n\n"
        "NOTE nor this\n\n00:03.000 --> 01:01:01.250\ntwo\nlines\n\nNOTE the end",
        "0:00:01.000,0:00:02.500\nHello\n\n0:00:03.000,1:01:01.250\ntwo\nlines\n",
        "[INFORMATION]\n[TITLE]x\n[SUBTITLE]\n00:00:01.00,00:00:02.50\nHello\n\n00:00:03.00,01:01:01.25\ntwo[br]lines\n",
        "[Script Info]\nTitle: x\n\n[V4+ Styles]\nStyle: Default,Arial,broken\n\n[Events]\n"
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
        "Dialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,Hello\n"
        "Comment: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,not said\n"
        "Dialogue: 0,0:00:03.00,1:01:01.25,Default,,0,0,0,,two\\Nlines\n",
        "[Script Info]\n[V4 Styles]\n[Events]\nFormat: Start, End, Text\n"
        "Dialogue: 0:00:01.00,0:00:02.50,Hello\nDialogue: 0:00:03.00,1:01:01.25,two\\Nlines\n",
        "{1}{1}25.000\n{25}{62.5}broken\n{25}{62}Hello\n",
        "[10][25]Hello\n[30][36612]two|/lines\n",
    ],
)
def test_each_format_is_told_by_what_it_holds_and_read(text, line_end):
    cues = parsed(text.replace("\n", line_end))
    assert [cue[2] for cue in cues] == [text for *_, text in BASIC][: len(cues)]
    assert [time for cue in cues for time in cue[:2]] == pytest.approx(
        [time for cue in BASIC for time in cue[:2]][: 2 * len(cues)], abs=0.06
    )


class TestSubRip:
    def test_numbers_that_are_said_are_no_numbers_of_cues(self):
        text = (
            "1\n00:00:00,000 --> 00:00:01,000\n1\n\n2\n00:00:01,000 --> 00:00:02,000\nIn\n1984\n\n"
            "3\n00:00:02,000 --> 00:00:03,000\nThe year:\n2001\n"
        )
        assert [cue[2] for cue in parsed(text)] == ["1", "In\n1984", "The year:\n2001"]

    def test_a_cue_without_text_stays_empty(self):
        text = "1\n00:00:00,000 --> 00:00:01,000\n\n2\n00:00:01,000 --> 00:00:02,000\nHello\n"
        assert [cue[2] for cue in parsed(text)] == ["", "Hello"]

    def test_negative_times_are_told_as_they_are(self):
        assert parsed("1\n-00:00:01,500 --> 00:00:02,000\nHello")[0][:2] == (-1.5, 2.0)

    def test_more_than_a_hundred_hours_are_possible(self):
        assert parsed("1\n100:00:00,000 --> 100:00:01,000\nHello")[0][0] == 360_000.0

    def test_separators_within_a_text_are_no_ends_of_lines(self):
        assert parsed("1\n00:00:00,000 --> 00:00:01,000\none\u2028two\x0bthree")[0][2] == "one\ntwo three"


class TestWebVtt:
    def test_times_of_words_are_no_cues(self):
        text = "WEBVTT\n\n00:01.000 --> 00:02.000\nso<00:00:01.200><c> it</c><00:00:01.500><c> goes</c>\n"
        assert parsed(text) == [(1.0, 2.0, "so it goes")]

    def test_voices_and_classes_are_styling(self):
        text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v.loud Mary>Hi, <c.yellow>you</c> &amp; &lt;b&gt;</v>\n"
        assert parsed(text)[0][2] == "Hi, you & <b>"


class TestSubStation:
    def events(self, *texts: str) -> list[str]:
        lines = [f"Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{text}" for text in texts]
        return [cue[2] for cue in parsed("[Script Info]\n\n[Events]\n" + "\n".join(lines))]

    def test_commands_comments_and_drawings_are_not_said(self):
        texts = [r"{\an8\i1}One{\i0} {why}two", r"{\p1}m 0 0 l 10 10{\p0}Three", r"{\p4}m 1 1", r"a\hb\nc, d"]
        assert self.events(*texts) == ["One two", "Three", "", "a b\nc, d"]

    def test_a_line_with_broken_times_is_left_out_and_no_other(self):
        good = "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,Hello"
        text = f"[Events]\n{good}\nDialogue: 0,soon,0:00:02.00,Default,,0,0,0,,lost\nDialogue:\n{good}\n"
        assert [cue[2] for cue in parsed(text) if cue[2]] == ["Hello", "Hello"]


class TestMicroDvd:
    TEXT = "{10}{35}{Y:i}Hello|{c:$0000ff}you\n"

    def test_the_rate_of_the_video_counts_where_the_file_names_none(self):
        assert parsed(self.TEXT, Fraction(10)) == [(1.0, 3.5, "Hello\nyou")]

    def test_the_rate_that_the_file_names_counts_more(self):
        assert parsed("{1}{1}5\n" + self.TEXT, Fraction(10)) == [(2.0, 7.0, "Hello\nyou")]

    def test_without_any_rate_it_cannot_be_read(self):
        with pytest.raises(UserError, match="how many there are a second"):
            parsed(self.TEXT)


class TestLyrics:
    def test_a_line_is_sung_until_the_next_one(self):
        text = "[ti:Song]\n[00:01.50]First\n[00:03]\n[00:05.25][00:09.00]Again <00:06.00>and\n[00:07:50]Last"
        assert parsed(text) == [
            (1.5, 3.0, "First"),
            (3.0, 5.25, ""),
            (5.25, 7.5, "Again and"),
            (7.5, 9.0, "Last"),
            (9.0, None, "Again and"),
        ]

    def test_an_offset_makes_it_earlier(self):
        assert parsed("[offset:+500]\n[00:01.50]First")[0][0] == 1.0


@given(st.text(alphabet=st.sampled_from("\n\r 0123456789:,.->[]{}<>/|\\NWEBVTfx\ufeff\x00Dialogue"), max_size=300))
def test_whatever_a_file_holds_nothing_but_cues_comes_of_it(text):
    for head in (
        "",
        "WEBVTT\n\n",
        "[Events]\nDialogue: ",
        "{0}{1}",
        "[1][2]",
        "0:0:1.0,0:0:2.0\n",
        "[00:01]",
        "1\n0:0:1,0 --> ",
    ):
        for cue in parse_cues(head + text, Fraction(25), lambda: None):
            assert isinstance(cue, Cue)
            assert not {"\r", "\x00"} & set(cue.text)
