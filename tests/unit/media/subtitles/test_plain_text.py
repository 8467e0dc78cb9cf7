from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videobert_desktop.media.subtitles.plain_text import from_markup, from_substation, tidy


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<i>Hello</i>, <B>you</B>", "Hello, you"),
        ('<font color="#ff0000">red</font>', "red"),
        ("{\\an8}above", "above"),
        ("one<br/>two<BR>three", "one\ntwo\nthree"),
        ("<c.yellow.bg_blue>seen</c>", "seen"),
        ("<ruby>漢<rt>かん</rt></ruby>", "漢かん"),
        ("AT&amp;T &#39;s &nbsp;here &hearts;", "AT&T 's  here ♥"),
        ("&amp;lt;i&amp;gt;", "&lt;i&gt;"),
        ("&lt;i&gt;no&lt;/i&gt;", "<i>no</i>"),
        ("a < b > c, <3, x<y", "a < b > c, <3, x<y"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("<img src=x onerror=y>", "<img src=x onerror=y>"),
        ("<breathes heavily>", "<breathes heavily>"),
        ("{braces} stay", "{braces} stay"),
        ("&notanentity; & &x", "&notanentity; & &x"),
        ("&#0;&#xd800;&#1114112;x", "\ufffd\ufffd\ufffdx"),
        ("<i", "<i"),
    ],
)
def test_of_markup_only_styling_is_taken_away(markup, text):
    assert from_markup(markup) == text


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (r"{\i1}Hello{\i0}\Nyou", "Hello\nyou"),
        (r"{a comment}Hello", "Hello"),
        (r"{\p1}m 0 0 l 1 1{\p0}said", "said"),
        (r"{\pos(1,2)\p1}m 0 0{\i1} l 1 1", ""),
        (r"{\pbo10}said", "said"),
        ("<i>literal</i> &amp;", "<i>literal</i> &amp;"),
        ("an open { brace", "an open { brace"),
    ],
)
def test_of_substation_commands_comments_and_drawings_are_taken_away(line, text):
    assert from_substation(line) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  a  \n\n \n b ", "a\nb"),
        ("a\r\nb\rc\x85d\u2028e", "a\nb\nc\nd\ne"),
        ("a\x00\x07\x1b[31mb\x9f", "a[31mb"),
        ("a\tb\u00a0c\u3000d", "a b c d"),
        ("\u202eevil\u202c \u2066x\u2069\ufeff", "evil x"),
        ("\u200f\u05d0 می\u200cروم 👩\u200d👧", "\u200f\u05d0 می\u200cروم 👩\u200d👧"),
        ("\ud800x", "x"),
    ],
)
def test_what_nobody_sees_is_taken_away_but_for_what_languages_need(raw, text):
    assert tidy(raw) == text


@given(st.text(max_size=200))
def test_tidy_text_stays_as_it_is(raw):
    text = tidy(raw)
    assert tidy(text) == text
    text.encode()
