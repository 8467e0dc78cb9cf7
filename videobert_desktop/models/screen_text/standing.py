"""How long writing stands in the picture: readings that say the same are one text with one span."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from videobert_desktop.domain.folding import folded
from videobert_desktop.domain.screen_text import ScreenLine, ScreenText
from videobert_desktop.domain.timing import Span

# A reading differs from the one before by a letter or two, though nothing has changed; another number is a change.
_THE_SAME = 0.9
_NUMBER = re.compile(r"\b\d+\b")
# Something may pass in front of writing, and it is still there.
_LONGEST_ABSENCE = 15.0


class StandingText:
    """Follows what is written in one video, in the order of time."""

    def __init__(self) -> None:
        self._text: ScreenText | None = None
        self._there = False

    @property
    def since(self) -> float | None:
        """From when on what is not told yet stands there, in seconds; None if all is told."""
        return None if self._text is None else self._text.span.start

    def read(self, time: float, lines: tuple[ScreenLine, ...]) -> ScreenText | None:
        """Note what was read at `time`.

        Returns:
            What stood there before and is gone for good, if anything.
        """
        known = self._text
        if known is not None and lines and self._is_same(known, time, lines):
            self._last_until(time)
            self._there = True
            return None
        finished = self.changed(time) or self._take()
        if lines:
            self._text, self._there = ScreenText(Span(time, time), lines), True
        return finished

    def unchanged(self, time: float) -> None:
        """Note that the picture at `time` is the one that was read last."""
        if self._there:
            self._last_until(time)

    def changed(self, time: float) -> ScreenText | None:
        """Note that the picture at `time` is another.

        Returns:
            What has not been there for so long that it is gone for good, if anything.
        """
        if self._there:
            self._last_until(time)
            self._there = False
        if self._text is not None and time - self._text.span.end > _LONGEST_ABSENCE:
            return self._take()
        return None

    def end(self, time: float) -> ScreenText | None:
        """Note that the video ends at `time`.

        Returns:
            What is not told yet, if anything.
        """
        self.unchanged(max(time, self._text.span.end) if self._text else time)
        return self._take()

    def _take(self) -> ScreenText | None:
        text, self._text, self._there = self._text, None, False
        return text

    def _last_until(self, time: float) -> None:
        if self._text is not None and time > self._text.span.end:
            self._text = ScreenText(Span(self._text.span.start, time), self._text.lines)

    def _is_same(self, known: ScreenText, time: float, lines: tuple[ScreenLine, ...]) -> bool:
        if time - known.span.end > _LONGEST_ABSENCE:
            return False
        said = "\n".join(line.text for line in lines)
        one, other = ("".join(folded(text).split()) for text in (known.text, said))
        if one == other:
            return True
        same_numbers = _NUMBER.findall(known.text) == _NUMBER.findall(said)
        return same_numbers and SequenceMatcher(None, one, other, autojunk=False).ratio() >= _THE_SAME
