"""The file that says what a pack is: `pack.json` in the pack's directory. Read without loading any weights."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from videobert_desktop.domain.errors import UserError

MANIFEST = "pack.json"
REINSTALL = "Install the pack again."
_COEFFICIENTS = 5


@dataclass(frozen=True, slots=True)
class Reranking:
    """What it brings to rank the best moments again by how well text and video belong together.

    Attributes:
        weight: Of the alignment in the fused score.
        lift: By how much R@1 rises, as a fraction.
        low: The lower end of its 95 % interval.
        high: The upper end.
        queries: On how many held-out queries it was measured.
    """

    weight: float
    lift: float
    low: float
    high: float
    queries: int


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
        reads: Older revisions whose stored tokens this one can read.
        reranking: What ranking the best moments again brings; None if it was not measured.
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
    reads: tuple[str, ...] = ()
    reranking: Reranking | None = None

    @property
    def key(self) -> str:
        """`name@revision`, what features and indexes are filed under."""
        return f"{self.name}@{self.revision}"

    @property
    def size_bytes(self) -> int:
        """Bytes of its files; those that are missing count nothing."""
        return sum(path.stat().st_size for name in self.files if (path := self.directory / name).is_file())

    def file(self, name: str) -> Path:
        """One of its files, which is what it was when the pack was made.

        Raises:
            UserError: It is missing or altered.
        """
        path = self.directory / name
        if not path.is_file():
            raise UserError("This file of the pack is missing.", path=path, hint=REINSTALL)
        if sha256(path) != self.files.get(name):
            reason = "This file of the pack is not what it was when the pack was made."
            raise UserError(reason, path=path, hint=REINSTALL)
        return path

    def weights(self, stem: str) -> list[Path]:
        """The files of one part of the pack, in order, each of them what it was when the pack was made.

        Raises:
            UserError: The pack has no such part, or one of its files is missing or altered.
        """
        names = [name for name in sorted(self.files) if name.startswith(f"{stem}-")]
        return [self.file(name) for name in names or [f"{stem}-1.safetensors"]]


def read_manifest(directory: Path) -> PackInfo:
    """Read the manifest of the pack in `directory`.

    Raises:
        UserError: There is none, or it is not one.
    """
    path = directory / MANIFEST
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        fields |= {"confidence": _coefficients(fields["confidence"]), "files": dict(fields["files"].items())}
        fields |= {"reads": _revisions(fields.get("reads", [])), "reranking": _reranking(fields.get("reranking"))}
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


def _revisions(names: object) -> tuple[str, ...]:
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise TypeError("the revisions that it reads are not a list of names")
    return tuple(names)


def _reranking(fields: dict[str, Any] | None) -> Reranking | None:
    """What was measured; NaN would leave every ranking in disorder."""
    if fields is None:
        return None
    reranking = Reranking(**fields)
    if not all(math.isfinite(value) for value in fields.values()):
        raise ValueError("what re-ranking brings is not said in finite numbers")
    return reranking


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
