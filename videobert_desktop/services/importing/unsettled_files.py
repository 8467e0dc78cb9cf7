"""Files that may still be growing: a copy or a recording under way is left alone until it stands still."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure
from videobert_desktop.media.files import FoundFile
from videobert_desktop.services.clock import Clock

# Who writes a file does so at least this often, in seconds.
_FRESH_SECONDS = 3.0
# Seconds between two looks at a file.
_LOOK_AGAIN_SECONDS = 1.0


class UnsettledFiles:
    """Collects the files that were modified a moment ago, to look at them a second time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: list[tuple[FoundFile, float]] = []

    def hold_back(self, found: FoundFile) -> bool:
        """Whether a file was modified a moment ago, or in the future; if so, it waits for its second look."""
        age = self._clock.now_ns() - found.mtime_ns
        fresh = age < _FRESH_SECONDS * 1e9
        if fresh:
            self._waiting.append((found, self._clock.seconds()))
        return fresh

    def look_again(self, cancel: CancelToken) -> Iterator[Path | Failure]:
        """Look at each file that waits once more, and let go of it.

        What counts is only that a file stands still between the two looks: clocks may be wrong.

        Yields:
            The paths of those that are as they were or gone; a failure for each that is still being written.

        Raises:
            Cancelled: It was asked to stop.
        """
        waiting, self._waiting = self._waiting, []
        for found, seen in waiting:
            self._clock.wait_until(seen + _LOOK_AGAIN_SECONDS, cancel)
            yield _still_growing(found) if _has_changed(found) else found.path


def _has_changed(found: FoundFile) -> bool:
    try:
        return FoundFile.from_status(found.path, found.path.stat()) != found
    except OSError:
        return False  # whoever opens it now tells what is the matter


def _still_growing(found: FoundFile) -> Failure:
    hint = "It is taken in once it is complete: index it again then."
    return Failure(found.path, "It is still being written.", hint)
