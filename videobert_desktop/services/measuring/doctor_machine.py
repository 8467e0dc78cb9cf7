"""Looks at the machine: versions, what is broken of the packages, room on the disk, shared memory."""

from __future__ import annotations

import multiprocessing
import platform
import re
import shutil
import signal
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module, metadata
from pathlib import Path

from videobert_desktop.services.measuring.check import Check
from videobert_desktop.services.presence import is_there
from videobert_desktop.services.watching.filesystems import file_system_of

_DISTRIBUTION = "videobert-desktop"
_OLDEST_PYTHON = (3, 11)
# An hour of video takes some 20 MB, and the catalogue wants to breathe.
_LEAST_ROOM = 1_000_000_000
# Three batches of pictures wait there for the model; another program may want some too.
_LEAST_SHARED_MEMORY = 32_000_000


def python() -> Check:
    """The interpreter's version."""
    old = sys.version_info < _OLDEST_PYTHON
    version = f"{platform.python_implementation()} {platform.python_version()} on {platform.platform()}"
    problem = f"{version} is too old" if old else ""
    return Check.of("python", problem, found=version, hint="Install Python 3.11 or newer.")


def packages() -> Check:
    """The packages that the program is built on, and whether their versions are those it works with."""
    try:
        wanted = _requirements()
    except metadata.PackageNotFoundError:
        return Check("packages", ok=True, detail="not installed as packages, so their versions cannot be told")
    versions = {requirement: _version(_name(requirement)) for requirement in wanted}
    wrong = [requirement for requirement, version in versions.items() if not meets(requirement, version)]
    problem = ", ".join(f"{_name(line)} is {versions[line] or 'missing'}" for line in wrong)
    found = ", ".join(f"{_name(line)} {version}" for line, version in versions.items())
    hint = "Run: pip install " + " ".join(f'"{line}"' for line in wrong)
    return Check.of("packages", problem, found=found, hint=hint)


def requirement(name: str) -> str:
    """What the program asks of a package, such as "av<19,>=15"; its name alone where that cannot be told."""
    try:
        return next((line for line in _requirements() if _name(line).lower() == name.lower()), name)
    except metadata.PackageNotFoundError:
        return name


def loads(name: str, module: str) -> Check:
    """Whether a module can be imported; tried in a process of its own, which may crash and takes its memory along.

    Args:
        name: What the check is called.
        module: The module's full name.

    Raises:
        Exception: Whatever the import raises.
        RuntimeError: The process crashed.
    """
    spawning = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, spawning, signal.signal, (signal.SIGINT, signal.SIG_IGN)) as process:
        process.submit(_load, module).result()
    return Check(name, ok=True, detail=f"{module} can be loaded")


def _load(module: str) -> None:
    import_module(module)


def meets(requirement: str, version: str | None) -> bool:
    """Whether a version is there and within the bounds of a requirement such as "PySide6<6.12,>=6.8"."""
    if version is None:
        return False
    have = _numbers(version)
    bounds = re.findall(r"(<|>=)\s*([\d.]+)", requirement)
    return all(have < _numbers(bound) if sign == "<" else have >= _numbers(bound) for sign, bound in bounds)


def _numbers(version: str) -> tuple[int, ...]:
    public = re.match(r"[\d.]*", version)
    assert public is not None
    return tuple(int(part) for part in public[0].split(".") if part)


def _requirements() -> list[str]:
    return [line for line in metadata.requires(_DISTRIBUTION) or () if "extra ==" not in line]


def _name(requirement: str) -> str:
    return re.split(r"[^\w.-]", requirement)[0]


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def libraries_directory(directory: Path) -> Check:
    """Whether libraries can be written where they are kept."""
    place = _nearest(directory)
    try:
        with tempfile.TemporaryFile(dir=place):
            problem = ""
    except OSError as error:
        problem = f"{place} cannot be written: {error.strerror}"
    hint = "Change its permissions, or set the option libraries_directory to another directory."
    return Check.of("libraries directory", problem, found=f"{directory} can be written", hint=hint)


def room(directory: Path) -> Check:
    """Whether the disk that holds libraries has room for them."""
    free = shutil.disk_usage(_nearest(directory)).free
    found = f"{free / 1e9:.1f} GB free for {directory}"
    problem = found if free < _LEAST_ROOM else ""
    return Check.of("disk", problem, found=found, hint="Free some space: an hour of video takes about 20 MB.")


def file_system(directory: Path) -> Check:
    """Whether libraries lie on a disk of this machine, which a database needs."""
    system = file_system_of(directory)
    found = f"{system.kind or 'unknown'} at {system.mounted_at}"
    problem = f"{found} is a network drive, where a database is slow and may be damaged" if system.remote else ""
    hint = "Keep libraries on a disk of this machine: set the option libraries_directory. Videos may lie anywhere."
    return Check.of("file system", problem, found=found, hint=hint)


def shared_memory(place: Path = Path("/dev/shm")) -> Check:  # noqa: S108 - it is asked for its size, and no more
    """Whether there is room for the pictures on their way from the decoder to the model."""
    if not place.is_dir():
        return Check("shared memory", ok=True, detail="not limited on this system")
    free = shutil.disk_usage(place).free
    found = f"{free / 1e6:.0f} MB free in {place}"
    problem = found if free < _LEAST_SHARED_MEMORY else ""
    return Check.of(
        "shared memory", problem, found=found, hint="Give a container more of it: docker run --shm-size=256m."
    )


def _nearest(directory: Path) -> Path:
    """The directory, or the one above it that is there."""
    return next(place for place in (directory, *directory.parents) if is_there(place))
