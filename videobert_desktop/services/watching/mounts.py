"""Which drives make up a folder: the one that it lies on, and those that are mounted in it."""

from __future__ import annotations

import ctypes
import os
import re
import struct
from dataclasses import dataclass
from pathlib import Path

MOUNT_TABLE = Path("/proc/self/mountinfo")

# As <linux/stat.h> and <linux/fcntl.h> have them.
_CURRENT_DIRECTORY = -100
_NO_AUTOMOUNT = 0x800
_DO_NOT_ASK_SERVERS = 0x4000
_UNIQUE_MOUNT_ID = 0x4000
_STATUS_BYTES = 256
_MOUNT_ID_AT = 0x90


@dataclass(frozen=True, slots=True)
class Mount:
    """A file system at its place; mounted there once more it is another one.

    Attributes:
        number: What the system tells it by from others that are mounted.
        mounted_at: The folder that it is mounted at, absolute and without links.
    """

    number: int
    mounted_at: Path


def mounts_of(folder: Path, table: list[Mount] | None = None) -> frozenset[Mount]:
    """The mount that a folder lies on and those below the folder; hidden folders are left out, as videos in them are.

    Args:
        folder: An absolute path; links in it are followed.
        table: All mounts, in the order of mounting; None asks the system.

    Returns:
        The mounts; none where the system does not tell.
    """
    place = Path(os.path.realpath(folder))
    mounts = mounted() if table is None else table
    above = [mount for mount in mounts if place.is_relative_to(mount.mounted_at)]
    # Of two that are mounted at one place, the later one hides the earlier.
    deepest = max((len(mount.mounted_at.parts) for mount in above), default=0)
    holding = [mount for mount in above if len(mount.mounted_at.parts) == deepest][-1:]
    found = holding + [mount for mount in mounts if _is_seen_below(mount.mounted_at, place)]
    return frozenset(found if table is not None else map(_told_apart, found))


def mounted(table: Path = MOUNT_TABLE) -> list[Mount]:
    """All that is mounted, in the order of the system's table; nothing where there is no such table."""
    try:
        lines = table.read_bytes().splitlines()
    except OSError:
        return []  # this is no Linux
    return [_parsed(line) for line in lines]


def _parsed(line: bytes) -> Mount:
    number, _, _, _, place, *_ = line.split(b" ")
    plain = re.sub(rb"\\([0-7]{3})", lambda code: bytes([int(code[1], 8)]), place)
    return Mount(int(number), Path(os.fsdecode(plain)))


def _is_seen_below(mount_point: Path, place: Path) -> bool:
    if mount_point == place or not mount_point.is_relative_to(place):
        return False
    return not any(name.startswith(".") for name in mount_point.relative_to(place).parts)


def _told_apart(mount: Mount) -> Mount:
    """The mount by a number that is never given again, where the system has one.

    The table's numbers are: a drive that is mounted anew usually gets the one that it has just given back.
    """
    status = ctypes.create_string_buffer(_STATUS_BYTES)
    try:
        statx = ctypes.CDLL(None).statx
    except (AttributeError, OSError, TypeError):
        return mount
    flags = _NO_AUTOMOUNT | _DO_NOT_ASK_SERVERS
    failed = statx(_CURRENT_DIRECTORY, os.fsencode(mount.mounted_at), flags, _UNIQUE_MOUNT_ID, status)
    (known,) = struct.unpack_from("=I", status)
    if failed or not known & _UNIQUE_MOUNT_ID:
        return mount  # before Linux 6.8
    return Mount(struct.unpack_from("=Q", status, _MOUNT_ID_AT)[0], mount.mounted_at)
