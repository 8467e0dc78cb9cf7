"""The things that questions are answered with, by kind: read from a file that people can read and edit."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from videobert_desktop.domain.errors import UserError
from videobert_desktop.settings.resources import resource_path

DIRECTORY = "answers"
VOCABULARY, COUNTS = "vocabulary.toml", "counts.json"
_HINT = "Install the program again."


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that can be an answer.

    Attributes:
        name: What people call it.
        kind: The kind that it is listed under ("animal").
        narrower: Names of what it is recognised by as well.
    """

    name: str
    kind: str
    narrower: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """Everything that can be an answer, and what language alone makes of it.

    Attributes:
        kinds: The things of each kind.
        asked: The kind that a question's word ("creature") asks for.
        outdoors: Names of places under the open sky.
        counts: How often descriptions of videos name a thing.
        objects: For each verb, how often descriptions name a thing soon after it.
    """

    kinds: Mapping[str, tuple[Thing, ...]]
    asked: Mapping[str, str]
    outdoors: frozenset[str]
    counts: Mapping[str, int]
    objects: Mapping[str, Mapping[str, int]]

    def of_kinds(self, kinds: Iterable[str]) -> tuple[Thing, ...]:
        """The things of several kinds, each name once."""
        found: dict[str, Thing] = {}
        for kind in kinds:
            for thing in self.kinds[kind]:
                found.setdefault(thing.name, thing)
        return tuple(found.values())

    @cached_property
    def most_named(self) -> int:
        """How often the commonest thing is named."""
        return max(self.counts.values(), default=1)


def load_vocabulary() -> Vocabulary:
    """The vocabulary that comes along.

    Raises:
        UserError: A file of it is missing or damaged.
    """
    table = _read(resource_path(DIRECTORY, VOCABULARY), tomllib.loads)
    counts = _read(resource_path(DIRECTORY, COUNTS), json.loads)
    kinds = {kind: things_of(kind, entry["names"]) for kind, entry in table.items()}
    asked = {word: kind for kind, entry in table.items() for word in entry["asked"]}
    outdoors = frozenset(table["place"]["outdoors"])
    return Vocabulary(kinds, asked, outdoors, counts["names"], counts["objects"])


def things_of(kind: str, names: str) -> tuple[Thing, ...]:
    """The things of lines like "name: narrower, narrower"."""
    things = []
    for line in filter(None, map(str.strip, names.splitlines())):
        name, _, narrower = line.partition(":")
        parts = tuple(filter(None, map(str.strip, narrower.split(","))))
        things.append(Thing(name.strip(), kind, parts))
    return tuple(things)


def _read(path: Path, parse: Any) -> Any:
    try:
        return parse(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(f"It cannot be read: {error}", path=path, hint=_HINT) from error
