"""Every option, declared once: its name, its type, its default and what it is for."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import platformdirs

APPLICATION = "videobert-desktop"

Device = Literal["auto", "cpu", "cuda", "mps"]
Mode = Literal["fast", "standard", "thorough"]
Language = Literal["system", "en", "zh_CN"]
Appearance = Literal["system", "light", "dark"]


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
        mode: How closely the window's indexing looks at videos.
        speech: Which speech pack listens to what is said.
        screen_text: Whether what is written in the pictures is read.
        watch_folders: Whether the window looks after a library's folders while it is open.
        library: The library that the window opens: a name, or a directory if it has a path separator.
        remember_viewing: Whether it is kept what was watched and where a video was left.
        language: The window's language.
        appearance: The window's colours.
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
    mode: Mode = field(
        default="standard", metadata={"help": "How closely the window looks at videos when it indexes them."}
    )
    speech: str = field(
        default="auto",
        metadata={"help": "The speech pack that listens; auto takes the largest that is installed, off takes none."},
    )
    screen_text: bool = field(
        default=True, metadata={"help": "Whether what is written in the pictures is read; a fast pass never does."}
    )
    watch_folders: bool = field(
        default=True, metadata={"help": "Whether the window takes in new files of the library's folders by itself."}
    )
    library: str = field(default="default", metadata={"help": "The library that the window opens: a name or a path."})
    remember_viewing: bool = field(
        default=True, metadata={"help": "Whether it is remembered what was watched, and where a video was left."}
    )
    language: Language = field(
        default="system", metadata={"help": "The window's language; system takes the desktop's."}
    )
    appearance: Appearance = field(
        default="system", metadata={"help": "The window's colours; system takes light or dark as the desktop does."}
    )
