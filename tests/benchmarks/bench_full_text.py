"""How long full-text search takes in a large library, and how much room it needs.

    python -m tests.benchmarks.bench_full_text --lines 200000

The lines are made of words that are as frequent as in a language (Zipf's law), one in ten of them in Chinese. The
catalogue is on the disk of the temporary folder; TMPDIR chooses another.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from itertools import accumulate, product
from pathlib import Path

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.channel import Channel
from videobert_desktop.domain.text_query import TextQuery
from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.transcript import Segment, SubtitleTrack, TranscriptSource
from videobert_desktop.domain.video import MediaInfo

NOW = datetime(2026, 5, 4, tzinfo=UTC)
PER_VIDEO = 1000
VOCABULARY = 60_000
WORDS_OF_A_LINE = 10
CHARACTERS = [chr(0x4E00 + number) for number in range(3000)]
TIMES = 5


class Language:
    """Makes words and lines, the same ones every time."""

    def __init__(self) -> None:
        self._random = random.Random(0)
        syllables = ["".join(pair) for pair in product("bcdfghklmnprstvw", "aeiou", ("", "n", "r"))]
        words = {"".join(self._random.choices(syllables, k=1 + number % 4)) for number in range(2 * VOCABULARY)}
        self.words = sorted(sorted(words)[:VOCABULARY], key=len)
        self._weights = list(accumulate(1 / place for place in range(1, len(self.words) + 1)))
        self._characters = list(accumulate(1 / place for place in range(1, len(CHARACTERS) + 1)))

    def line(self, number: int) -> str:
        """A line; every tenth is Chinese."""
        if number % 10 == 9:
            return "".join(self._random.choices(CHARACTERS, cum_weights=self._characters, k=WORDS_OF_A_LINE))
        return " ".join(self._random.choices(self.words, cum_weights=self._weights, k=WORDS_OF_A_LINE)).capitalize()


def fill(catalogue: Catalogue, language: Language, lines: int) -> list[str]:
    """Make videos with a transcript each; gives their lines."""
    info = MediaInfo(3600.0, 320, 240, 0, Fraction(1), Fraction(25), "h264", "mov", 1, 1, None)
    texts = [language.line(number) for number in range(lines)]
    for first in range(0, lines, PER_VIDEO):
        here = texts[first : first + PER_VIDEO]
        segments = tuple(Segment(Span(3.0 * place, 3.0 * place + 3), text) for place, text in enumerate(here))
        track = SubtitleTrack(TranscriptSource.EMBEDDED, "stream 2", "en", "", segments)
        catalogue.transcripts.put(catalogue.videos.add(info, NOW).id, track, NOW)
    return texts


def queries(language: Language, lines: list[str]) -> Iterator[tuple[str, TextQuery]]:
    """What is asked for, and how it is called."""
    line = lines[len(lines) // 2].split()
    neighbours = lines[len(lines) // 2].split()[-2:] + lines[len(lines) // 2 + 1].split()[:2]
    rare = language.words[-1000]
    typo = rare[:4] + rare[5:]
    yield "a phrase", TextQuery(phrases=(" ".join(line[3:6]),))
    yield "a phrase over two lines", TextQuery(phrases=(" ".join(neighbours),))
    yield "a phrase of two common words", TextQuery(phrases=(" ".join(language.words[:2]),))
    yield "three common words", TextQuery(words=tuple(language.words[:3]))
    yield "three common words and a rare one", TextQuery(words=(*language.words[:3], rare))
    yield "a word being typed", TextQuery(words=(language.words[100], rare[:3]), typing=True)
    yield "a rare word, and parts of words", TextQuery(words=(rare,))
    yield "a typo", TextQuery(words=(typo,))
    yield "two Chinese characters", TextQuery(words=("".join(CHARACTERS[20:22]),))
    yield "one Chinese character", TextQuery(words=(CHARACTERS[0],))


def main() -> None:
    """Make the lines, and ask for some."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=200_000)
    parser.add_argument("--limit", type=int, default=100)
    given = parser.parse_args()
    language = Language()
    with tempfile.TemporaryDirectory() as place, Catalogue.create(Path(place, "catalogue.sqlite3")) as catalogue:
        began = time.perf_counter()
        lines = fill(catalogue, language, given.lines)
        catalogue.empty_log()
        megabytes = catalogue.path.stat().st_size / 1e6
        sys.stdout.write(f"{given.lines} lines in {time.perf_counter() - began:.1f} s, {megabytes:.0f} MB\n")
        for name, query in queries(language, lines):
            took = []
            for _ in range(TIMES):
                began = time.perf_counter()
                hits = catalogue.full_text.search(query, channel=Channel.SPEECH, limit=given.limit)
                took.append(time.perf_counter() - began)
            sys.stdout.write(f"{name:<36} {1000 * min(took):8.1f} ms {len(hits):5} hits\n")
        began = time.perf_counter()
        catalogue.videos.remove(1)
        removed = time.perf_counter()
        catalogue.empty_log()
        sys.stdout.write(
            f"removing a video {removed - began:.1f} s, its traces {time.perf_counter() - removed:.1f} s\n"
        )


if __name__ == "__main__":
    main()
