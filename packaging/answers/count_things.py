"""Counts how often descriptions of videos name the things of the vocabulary, alone and after a verb.

    python packaging/answers/count_things.py ../shared/data

Writes resources/answers/counts.json from `captions/captions.tsv.gz` and the training captions of `flickr8k`. Only
counts are kept, no sentence.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

VOCABULARY = Path("resources/answers/vocabulary.toml")
COUNTS = Path("resources/answers/counts.json")
# Words between a verb and what it is done to, at most; and what is too rare to say anything.
REACH, RAREST, RAREST_VERB = 4, 5, 60
_WORD = re.compile(r"[a-z]+")


def main(argv: Sequence[str] | None = None) -> None:
    """Count, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    arguments = parser.parse_args(argv)
    names = {_stem(name): name for name in _names()}
    longest = max(len(name.split()) for name in names)
    alone: Counter[str] = Counter()
    after: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for sentence in _sentences(arguments.data):
        words = _WORD.findall(sentence.lower())
        found = list(_found(words, names, longest))
        alone.update({name for _, name in found})
        for place, word in enumerate(words):
            if word.endswith("ing") and len(word) > 4:
                near = {name for where, name in found if place < where <= place + REACH}
                after[word].update(near)
    common = {verb: kept for verb, kept in ((verb, _kept(own)) for verb, own in after.items()) if kept}
    table = {"names": dict(sorted(alone.items())), "objects": dict(sorted(common.items()))}
    COUNTS.write_text(json.dumps(table, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    print(len(table["names"]), "things,", len(table["objects"]), "verbs")


def _kept(own: Counter[str]) -> dict[str, int]:
    kept = {name: count for name, count in own.most_common() if count >= RAREST}
    return kept if sum(own.values()) >= RAREST_VERB else {}


def _names() -> Iterator[str]:
    table = tomllib.loads(VOCABULARY.read_text(encoding="utf-8"))
    for entry in table.values():
        for line in filter(None, entry["names"].splitlines()):
            yield line.partition(":")[0].strip()


def _stem(phrase: str) -> str:
    return " ".join(word.removesuffix("s") for word in phrase.lower().split())


def _found(words: Sequence[str], names: dict[str, str], longest: int) -> Iterator[tuple[int, str]]:
    """Where things are named; the longest name counts."""
    stems, place = [word.removesuffix("s") for word in words], 0
    while place < len(stems):
        for length in range(min(longest, len(stems) - place), 0, -1):
            name = names.get(" ".join(stems[place : place + length]))
            if name is not None:
                yield place, name
                place += length - 1
                break
        place += 1


def _sentences(data: Path) -> Iterator[str]:
    with gzip.open(data / "captions" / "captions.tsv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield row["caption"] or ""
    with (data / "flickr8k" / "captions.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["split"] == "train":
                yield row["caption"]


if __name__ == "__main__":
    main()
