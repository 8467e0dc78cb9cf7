"""The speech packs that are installed, and which of them listens."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from videobert_desktop.catalogue.disk import explained
from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.packs.manifest import sha256
from videobert_desktop.services.pack_folders import check_pack_name, remove_folder
from videobert_desktop.settings.options import packs_directory

AUTO, OFF = "auto", "off"
MANIFEST = "speech.json"
_WEIGHTS = "model.bin"
_REVISION_DIGITS = 12
_AGAIN = "Install or import the speech pack again."


@dataclass(frozen=True, slots=True)
class SpeechPack:
    """A speech pack that is installed.

    Attributes:
        name: Its name.
        directory: Where it is.
        files: SHA-256 of each of its files, by name.
    """

    name: str
    directory: Path
    files: dict[str, str]

    @property
    def revision(self) -> str:
        """Which edition it is, told from its weights."""
        return self.files[_WEIGHTS][:_REVISION_DIGITS]

    @property
    def key(self) -> str:
        """`name@revision`, what it has heard is kept under."""
        return f"{self.name}@{self.revision}"

    @property
    def size_bytes(self) -> int:
        """Bytes of its files; those that are missing count nothing."""
        return sum(path.stat().st_size for name in self.files if (path := self.directory / name).is_file())


def speech_packs_directory() -> Path:
    """Where this user's speech packs lie."""
    return packs_directory() / "speech"


def speech_packs() -> tuple[list[SpeechPack], list[UserError]]:
    """The speech packs that are installed, by name, and what is wrong with those that cannot be read."""
    packs, errors = [], []
    for path in sorted(speech_packs_directory().glob(f"[!.]*/{MANIFEST}")):
        try:
            packs.append(_read(path))
        except UserError as error:
            errors.append(error)
    return packs, errors


def find_speech_pack(name: str) -> SpeechPack:
    """The installed speech pack of that name.

    Raises:
        UserError: There is none.
    """
    packs, errors = speech_packs()
    for pack in packs:
        if pack.name == name:
            return pack
    names = ", ".join(pack.name for pack in packs) or "none"
    unreadable = "".join(f" {error}" for error in errors)
    raise UserError(f"There is no speech pack called {name!r}.", hint=f"Installed ones: {names}.{unreadable}")


def listening_pack(choice: str) -> SpeechPack | None:
    """The speech pack that listens.

    Args:
        choice: As the setting `speech` has it: a name, "auto" for the largest that is installed, or "off".

    Returns:
        The pack; None if none is wanted, or none is installed to choose from.

    Raises:
        UserError: The one that was chosen by its name is not installed.
    """
    if choice == OFF:
        return None
    if choice != AUTO:
        return find_speech_pack(choice)
    return max(speech_packs()[0], key=lambda pack: pack.size_bytes, default=None)


def verify_speech_pack(pack: SpeechPack) -> list[str]:
    """What is wrong with a speech pack's files, a sentence each; nothing when they are sound."""
    findings = []
    for name, expected in pack.files.items():
        path = pack.directory / name
        if not path.is_file():
            findings.append(f"{path} is missing.")
        elif sha256(path) != expected:
            findings.append(f"{path} is not what it was when the pack was installed.")
    return findings


def remove_speech_pack(name: str) -> None:
    """Remove an installed speech pack; what it has heard stays in the libraries.

    Raises:
        UserError: There is none of that name, or it cannot be removed.
    """
    directory = speech_packs_directory() / check_pack_name(name)
    if not (directory / MANIFEST).is_file():
        find_speech_pack(name)
    with explained(directory):
        (directory / MANIFEST).unlink(missing_ok=True)  # without it, what is left counts for nothing
    remove_folder(directory)


def write_speech_manifest(directory: Path, files: dict[str, str]) -> None:
    """Say what the files in a folder are, which makes them a speech pack.

    Raises:
        UserError: It cannot be written.
    """
    with explained(directory):
        (directory / MANIFEST).write_text(json.dumps({"files": files}, indent=2) + "\n", encoding="utf-8")


def _read(path: Path) -> SpeechPack:
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        files = {str(name): str(digest) for name, digest in fields["files"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise UserError(f"This speech.json cannot be read: {error}.", path=path, hint=_AGAIN) from error
    if _WEIGHTS not in files or any(Path(name).name != name for name in files):
        raise UserError("This speech.json does not name the files of a speech pack.", path=path, hint=_AGAIN)
    return SpeechPack(path.parent.name, path.parent, files)
