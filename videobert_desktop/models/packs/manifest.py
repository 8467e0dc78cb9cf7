"""The file that says what a pack is: `pack.json` in the pack's directory. Read without loading any weights."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path

from videobert_desktop.domain.errors import UserError

MANIFEST = "pack.json"
REINSTALL = "Install the pack again."
_COEFFICIENTS = 5


@dataclass(frozen=True, slots=True)
class PackInfo:
    """What is known of a pack before its weights are loaded.

    Attributes:
        name: The pack's name ("starter").
        revision: Vectors of different revisions never meet in one index.
        title: Its name for people.
        licence: What its weights may be used for.
        dim: Length of its vectors.
        frame_size: The side of the square, in pixels, that it sees frames as.
        directory: Where it is.
        files: SHA-256 of each of its files, by file name.
        confidence: Coefficients of the calibrated confidence: similarity, resemblance, familiarity, the ordinary,
            constant.
    """

    name: str
    revision: str
    title: str
    licence: str
    dim: int
    frame_size: int
    directory: Path
    files: dict[str, str]
    confidence: tuple[float, float, float, float, float]

    @property
    def key(self) -> str:
        """`name@revision`, what features and indexes are filed under."""
        return f"{self.name}@{self.revision}"

    @property
    def size_bytes(self) -> int:
        """Bytes of its files; those that are missing count nothing."""
        return sum(path.stat().st_size for name in self.files if (path := self.directory / name).is_file())

    def weights(self, stem: str) -> list[Path]:
        """The files of one part of the pack, in order.

        Raises:
            UserError: The pack has no such part, or one of its files is missing.
        """
        paths = [self.directory / name for name in sorted(self.files) if name.startswith(f"{stem}-")]
        for path in paths or [self.directory / f"{stem}-1.safetensors"]:
            if not path.is_file():
                raise UserError("This file of the pack is missing.", path=path, hint=REINSTALL)
        return paths


def read_manifest(directory: Path) -> PackInfo:
    """Read the manifest of the pack in `directory`.

    Raises:
        UserError: There is none, or it is not one.
    """
    path = directory / MANIFEST
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        fields |= {"confidence": _coefficients(fields["confidence"]), "files": dict(fields["files"].items())}
        return PackInfo(directory=directory, **fields)
    except FileNotFoundError as error:
        raise UserError("This is not a pack: it has no pack.json.", path=directory, hint=REINSTALL) from error
    except (OSError, ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise UserError(f"This pack.json cannot be read: {error}.", path=path, hint=REINSTALL) from error


def _coefficients(numbers: list[object]) -> tuple[float, ...]:
    """The coefficients as they were read; NaN would make every probability NaN, long after the pack was chosen."""
    coefficients = tuple(float(number) for number in numbers if isinstance(number, (int, float)))
    if not len(coefficients) == len(numbers) == _COEFFICIENTS or not all(map(math.isfinite, coefficients)):
        raise ValueError(f"its confidence is not {_COEFFICIENTS} finite numbers")
    return coefficients


def write_manifest(info: PackInfo) -> None:
    """Write the manifest into the pack's directory."""
    fields = asdict(info)
    del fields["directory"]
    (info.directory / MANIFEST).write_text(json.dumps(fields, indent=2) + "\n", encoding="utf-8")


def checksums(directory: Path) -> dict[str, str]:
    """SHA-256 of every file in `directory` that the pack is loaded from."""
    files = sorted(path for path in directory.iterdir() if path.suffix in (".safetensors", ".json"))
    return {path.name: sha256(path) for path in files if path.name != MANIFEST}


def verify_pack(info: PackInfo) -> list[str]:
    """What is wrong with the pack's files, a sentence each; nothing when they are sound."""
    findings = []
    for name, expected in info.files.items():
        path = info.directory / name
        if not path.is_file():
            findings.append(f"{path} is missing.")
        elif sha256(path) != expected:
            findings.append(f"{path} is not what it was when the pack was made.")
    return findings


def sha256(path: Path) -> str:
    """The hex digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
