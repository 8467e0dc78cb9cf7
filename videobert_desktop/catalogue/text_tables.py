"""The tables and views of a text channel."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from videobert_desktop.catalogue.connection import Row
from videobert_desktop.domain.channel import Channel
from videobert_desktop.domain.timing import Span


@dataclass(frozen=True, slots=True)
class TextTables:
    """The names of the tables and views of a text channel.

    Attributes:
        rows: What is found, a row each.
        texts: A view of it: what it says, as the user has left it, and when.
        words: The full-text index of its words.
        parts: The full-text index of its trigrams.
        terms: Which words there are.
        vectors: Its vectors.
    """

    rows: str
    texts: str
    words: str
    parts: str
    terms: str
    vectors: str


TABLES: Mapping[Channel, TextTables] = {
    Channel.SPEECH: TextTables(
        "segments", "spoken_texts", "segment_words", "segment_parts", "segment_terms", "segment_vectors"
    ),
    Channel.SCREEN: TextTables(
        "screen_texts",
        "written_texts",
        "screen_text_words",
        "screen_text_parts",
        "screen_text_terms",
        "screen_text_vectors",
    ),
}
"""Those of the channels that are texts."""


@dataclass(frozen=True, slots=True)
class FoundText:
    """A text that a full-text index gives.

    Attributes:
        rows: The id of its row; of both, if a phrase runs over two.
        video_id: The video.
        span: When it is said or stands there.
        text: What it says.
        transcript_id: The transcript that it is a line of; 0 for screen texts.
        preference: How far behind others that say the same it stands.
        score: How well it answers; higher is better.
    """

    rows: tuple[int, ...]
    video_id: int
    span: Span
    text: str
    transcript_id: int
    preference: int
    score: float


TEXT_COLUMNS = "texts.id, video_id, start_time, end_time, text, transcript_id, preference"


def found_text(row: Row, score: float) -> FoundText:
    """The text of a row of `TEXT_COLUMNS`."""
    row_id, video_id, start, end, text, transcript_id, preference = row
    return FoundText((row_id,), video_id, Span(start, end), text, transcript_id, preference, score)


def within(videos: Collection[int] | None) -> str:
    """The condition that a text is of one of some videos; None for any."""
    return "" if videos is None else f"AND video_id IN ({', '.join(str(int(video)) for video in videos)})"
