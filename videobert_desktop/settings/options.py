"""Every option, declared once: its name, its type, its default and what it is for."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import platformdirs

APPLICATION = "videobert-desktop"

Device = Literal["auto", "cpu", "cuda", "mps"]


def default_libraries_directory() -> Path:
    """Where this user's libraries lie unless the settings say otherwise."""
    return platformdirs.user_data_path(APPLICATION, appauthor=False) / "libraries"


def packs_directory() -> Path:
    """Where this user's own packs lie, beside the one that comes with the program."""
    return platformdirs.user_data_path(APPLICATION, appauthor=False) / "packs"


@dataclass(frozen=True, slots=True)
class Settings:
    """The options and their values; each field's metadata holds its `help`, a sentence for people.

    Attributes:
        device: Where the model runs.
        pack: The pack that new libraries are indexed with.
        threads: How many threads indexing may use for the model; 0 chooses by the machine.
        libraries_directory: Where libraries known by a name are kept.
        thumbnails_megabytes: How much room each library's thumbnails and filmstrips may take, in million bytes.
    """

    device: Device = field(
        default="auto", metadata={"help": "Where the model runs; auto takes a graphics card if there is a usable one."}
    )
    pack: str = field(default="starter", metadata={"help": "The pack of weights that new libraries are indexed with."})
    threads: int = field(
        default=0,
        metadata={"help": "How many processor threads the model may use while indexing; 0 chooses by the machine."},
    )
    libraries_directory: Path = field(
        default_factory=default_libraries_directory,
        metadata={"help": "The directory in which libraries known by a name are kept."},
    )
    thumbnails_megabytes: int = field(
        default=2000,
        metadata={"help": "How many megabytes a library's thumbnails and filmstrips may take; the oldest make room."},
    )
