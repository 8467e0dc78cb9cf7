"""What a search is asked."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from videobert_desktop.domain.channel import Channel


@dataclass(frozen=True, slots=True)
class Example:
    """An instant of a video of the library, to find more that looks like it.

    Attributes:
        video: The catalogue's id of the video; or, as a person names it, a path, a file name or the id's digits.
        second: The instant, in seconds from the video's beginning.
    """

    video: int | str
    second: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.second) and self.second >= 0):
            raise ValueError(f"An instant of a video is a number of seconds from its beginning, not {self.second}.")

    def __str__(self) -> str:
        return f"{self.video}@{self.second:.3f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for, where, and how much of it to list; the words of its errors are meant for people.

    Attributes:
        text: A sentence in the user's own words; None if there is an example.
        not_text: Sentences; what answers one of them is pushed down.
        like: An example; with a text, both count.
        folder: Look only into videos with a file below it.
        after: Look only into videos recorded then or later; timezone-aware.
        before: Look only into videos recorded before then; timezone-aware.
        videos: Look only into the videos of these ids; None for all.
        channels: Look only for what is found in these ways; empty for all.
        min_confidence: Leave out moments that are less probable than this, in [0, 1].
        limit: How many moments at most.
    """

    text: str | None = None
    not_text: tuple[str, ...] = ()
    like: Example | None = None
    folder: Path | None = None
    after: datetime | None = None
    before: datetime | None = None
    videos: frozenset[int] | None = None
    channels: frozenset[Channel] = frozenset()
    min_confidence: float = 0.0
    limit: int = 20

    def __post_init__(self) -> None:
        if self.text is None and self.like is None:
            raise ValueError("A search wants a sentence, an example, or both.")
        for text in (*self.not_text, *([] if self.text is None else [self.text])):
            _require_sentence(text)
        if not 0.0 <= self.min_confidence <= 1.0:
            raise ValueError(f"A confidence lies between 0 and 1; {self.min_confidence} does not.")
        if self.like is not None and not self.wants(Channel.PICTURE):
            raise ValueError("An example is something to be seen: look for it in the pictures.")
        if self.limit < 1:
            raise ValueError("At least one moment has to be asked for.")
        self._require_period()

    @property
    def only_words(self) -> bool:
        """Whether it asks in words alone, without an example."""
        return self.text is not None and self.like is None

    def wants(self, channel: Channel) -> bool:
        """Whether what is found in that way counts."""
        return not self.channels or channel in self.channels

    def _require_period(self) -> None:
        for time in (self.after, self.before):
            if time is not None and time.utcoffset() is None:
                raise ValueError(f"A time without a timezone: {time}.")
        if self.after is not None and self.before is not None and self.after >= self.before:
            raise ValueError(f"Nothing is recorded both after {self.after} and before {self.before}.")

    def __str__(self) -> str:
        return str(self.like) if self.text is None else self.text


def _require_sentence(text: str) -> None:
    if not text.strip():
        raise ValueError("An empty query finds nothing: say what you are looking for.")
    try:
        text.encode()
    except UnicodeEncodeError as error:  # bytes that are not UTF-8 come as lone surrogates
        raise ValueError("The query is not text.") from error
