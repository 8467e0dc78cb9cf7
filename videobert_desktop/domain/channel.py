"""The ways in which a moment can answer a query."""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    """Where in a video what is asked for is found.

    Attributes:
        PICTURE: It is seen.
        SPEECH: It is said, or stands in the subtitles.
        SCREEN: It is written in the picture.
        TAGS: The video or the moment is tagged with it.
    """

    PICTURE = "picture"
    SPEECH = "speech"
    SCREEN = "screen"
    TAGS = "tags"
