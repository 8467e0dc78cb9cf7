"""What one file may cost: decoders are handed files that nobody has checked."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DecodeLimits:
    """Bounds on the decoding of one file.

    Attributes:
        max_pixels: The largest picture, in pixels (width times height).
        max_frames: How many frames are decoded at most.
        max_seconds: The longest video, in seconds.
        stall_seconds: How long the child may go without a sign of life before it is killed.
        address_space: The child's address space in bytes, where the system can limit it.
        threads: Decoder threads.
        files_per_child: After so many files the child is replaced, so that what a decoder leaks stays small.
        background: Whether all else on the machine goes before the child.
    """

    max_pixels: int = 64_000_000
    max_frames: int = 20_000_000
    max_seconds: float = 48 * 3600.0
    stall_seconds: float = 60.0
    address_space: int = 4 << 30
    threads: int = 1
    files_per_child: int = 500
    background: bool = False


DEFAULT_LIMITS = DecodeLimits()

# Of a processor that somebody else wants too, this leaves about a tenth.
_NICENESS = 10


def limit_address_space(size: int) -> None:
    """Let this process map at most `size` bytes; does nothing where only Linux would obey."""
    if sys.platform == "linux":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        allowed = size if hard == resource.RLIM_INFINITY else min(size, hard)
        resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))


def let_others_go_first() -> None:
    """Give this process a low priority; it cannot be taken back."""
    if sys.platform == "win32":
        import psutil

        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        os.nice(_NICENESS)
