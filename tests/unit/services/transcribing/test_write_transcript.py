"""Transcripts for other programs."""

from __future__ import annotations

import pysubs2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.transcript import Segment
from videobert_desktop.services.transcribing.write_transcript import TranscriptFormat, write_transcript

SEGMENTS = (
    Segment(Span(0.0, 2.68), "From fairest creatures\nwe desire increase,"),
    Segment(Span(3661.0015, 3662.9996), "Tom & Jerry <3"),
)


def test_subrip_numbers_its_cues_and_writes_hours_and_a_comma() -> None:
    assert write_transcript(SEGMENTS, TranscriptFormat.SRT) == (
        "1\n00:00:00,000 --> 00:00:02,680\nFrom fairest creatures\nwe desire increase,\n"
        "\n2\n01:01:01,002 --> 01:01:03,000\nTom & Jerry <3\n"
    )


def test_webvtt_begins_with_its_name_and_escapes_what_would_be_markup() -> None:
    assert write_transcript(SEGMENTS, TranscriptFormat.VTT) == (
        "WEBVTT\n"
        "\n00:00:00.000 --> 00:00:02.680\nFrom fairest creatures\nwe desire increase,\n"
        "\n01:01:01.002 --> 01:01:03.000\nTom &amp; Jerry &lt;3\n"
    )


def test_plain_text_has_a_line_a_segment() -> None:
    text = write_transcript(SEGMENTS, TranscriptFormat.TXT)
    assert text == "From fairest creatures we desire increase,\nTom & Jerry <3\n"


@pytest.mark.parametrize("form", [TranscriptFormat.SRT, TranscriptFormat.VTT])
def test_neither_a_blank_line_nor_an_arrow_ends_a_cue(form: TranscriptFormat) -> None:
    text = write_transcript([Segment(Span(1.0, 2.0), "one\n\nback --> to the start")], form)
    assert text.count("-->") == 1
    assert len(pysubs2.SSAFile.from_string(text)) == 1


def test_nothing_said_is_an_empty_file() -> None:
    assert [write_transcript([], form) for form in TranscriptFormat] == ["", "WEBVTT\n", ""]


WORDS = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12)
TIMES = st.tuples(st.floats(0, 90_000), st.floats(0, 30)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


@pytest.mark.parametrize("form", [TranscriptFormat.SRT, TranscriptFormat.VTT])
@given(cues=st.lists(st.tuples(TIMES, st.lists(WORDS, min_size=1, max_size=5)), max_size=6))
def test_what_is_written_is_read_again_to_the_millisecond(
    form: TranscriptFormat, cues: list[tuple[Span, list[str]]]
) -> None:
    written = [Segment(span, " ".join(words)) for span, words in cues]
    read = list(pysubs2.SSAFile.from_string(write_transcript(written, form), format_=form.value))
    assert [event.plaintext for event in read] == [segment.text for segment in written]
    for event, segment in zip(read, written, strict=True):
        assert abs(event.start / 1000 - segment.span.start) <= 0.0006
        assert abs(event.end / 1000 - segment.span.end) <= 0.0006
