"""What names the place of a unit's arrays."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShardRef:
    """Where the arrays of one unit are: in a file of its own, or in the merged file of a finished video.

    Attributes:
        file_name: The features file, within the folder of the video and pack.
        checksum: BLAKE2b-128 of the whole file, in hex.
        number: The unit's number within the video.
    """

    file_name: str
    checksum: str
    number: int
