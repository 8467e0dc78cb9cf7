"""What the texts of a library are asked for, and what is found in them."""

from __future__ import annotations

from dataclasses import dataclass, field

from videobert_desktop.domain.channel import Channel
from videobert_desktop.domain.timing import Span


@dataclass(frozen=True, slots=True)
class TextQuery:
    """What to look for in texts. Every part of it is plain text: there is no sign that means anything else.

    Attributes:
        phrases: Each must be there, word by word; upper and lower case and accents are all one.
        words: Any of them will do; the more of them, and the rarer, the better.
        excluded: Words and phrases that must not be there.
        typing: Whether the last of the words may go on, as while it is being typed.
    """

    phrases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    typing: bool = False


@dataclass(frozen=True, slots=True)
class TextHit:
    """A text of a video that answers a query.

    Attributes:
        channel: SPEECH or SCREEN.
        row_id: The catalogue's id of the transcript's line (of the first, if a phrase runs over two) or screen text.
        video_id: The video.
        span: When it is said, or stands there, in seconds; of both lines, if a phrase runs over two.
        text: What it says, as the user has left it; two lines are separated by a line feed.
        score: How well it answers; higher is better, and comparable within one search only.
        matches: The stretches [start, end) of `text`, in characters, that were asked for; ascending, apart, not empty.
        exact: Whether it was asked for like this, and not only by similar words or by parts of words.
    """

    channel: Channel
    row_id: int
    video_id: int
    span: Span
    text: str
    score: float
    matches: tuple[tuple[int, int], ...] = field(default=())
    exact: bool = True
