"""The lanes that the window works in."""

from __future__ import annotations

from dataclasses import dataclass

from videobert_desktop.jobs.runner import Runner


@dataclass(frozen=True, slots=True)
class Lanes:
    """Who does what, so that nobody waits for the wrong one.

    Attributes:
        model: Indexing.
        query: Searching, and how well a video matches all along.
        media: Looking at the library and changing it.
        pictures: Reading thumbnails and filmstrips.
        frames: The exact frames of what is played.
        restoring: Making pictures again.
        watch: Watching the library's folders, for as long as the window is open.
    """

    model: Runner
    query: Runner
    media: Runner
    pictures: Runner
    frames: Runner
    restoring: Runner
    watch: Runner

    def shut_down(self, seconds: float) -> bool:
        """Stop all lanes, then wait up to `seconds` for each; False if one of them did not end."""
        lanes = (self.model, self.query, self.media, self.pictures, self.frames, self.restoring, self.watch)
        for lane in lanes:
            lane.stop()
        ended = [lane.wait(seconds) for lane in lanes]
        return all(ended)
