"""Small libraries with real catalogues and features files, for a pack that nobody had to train."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import numpy as np

from videobert_desktop.catalogue import PackRow
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.timing import UNIT_SECONDS, WINDOW_SECONDS, WINDOWS_PER_UNIT, Span
from videobert_desktop.domain.video import FileFingerprint, MediaInfo
from videobert_desktop.services.library import Library

PACK = ("tiny", "r1", 4)


def media_info(duration: float) -> MediaInfo:
    """What a probe would say of a plain video of `duration` seconds."""
    return MediaInfo(duration, 320, 240, 0, Fraction(1), Fraction(25), "h264", "mov,mp4", 0, 0, None)


def add_video(
    library: Library,
    path: Path,
    units: Sequence[int] = (2,),
    *,
    complete: bool = True,
    by: Pass = Pass.STANDARD,
    followed: bool = True,
) -> int:
    """Enter a video as indexing would leave it.

    Args:
        library: Where to.
        path: Its file; made if it is missing.
        units: How many windows each of its units has; all but the last must be full.
        complete: Whether it has been indexed to its end.
        by: The pass that has been through it.
        followed: Whether the search index is to have followed, so that it is the test's to make.

    Returns:
        The video's id.
    """
    path.touch()
    duration = UNIT_SECONDS * (len(units) - 1) + WINDOW_SECONDS * units[-1]
    with library.catalogue() as catalogue:
        video = catalogue.videos.add(media_info(duration), datetime(2024, 5, 6, tzinfo=UTC))
        catalogue.files.add(video.id, FileFingerprint(path, 0, 0, f"hash of {path.name}"))
        pack_id = catalogue.packs.add(*PACK)
        for number, windows in enumerate(units):
            add_unit(library, video.id, pack_id, number, windows, by)
        if complete:
            catalogue.units.mark_complete(video.id, pack_id, by)
        if followed:
            catalogue.advance_generation()
    return video.id


def pack_of(library: Library) -> PackRow:
    """The row of the pack that `add_video` uses."""
    with library.catalogue() as catalogue:
        pack = catalogue.packs.get(*PACK[:2])
    assert pack is not None
    return pack


def add_unit(
    library: Library, video_id: int, pack_id: int, number: int, windows: int, by: Pass = Pass.STANDARD
) -> None:
    """Commit a unit with so many windows, by the pack that `add_video` uses."""
    name, revision, dim = PACK
    random = np.random.default_rng((video_id, number))
    arrays = {
        "embeddings": random.normal(size=(windows, dim)).astype(np.float16),
        "hubness": random.uniform(size=windows).astype(np.float16),
    }
    shard = library.features.write_unit(video_id, f"{name}@{revision}", number, arrays)
    first = number * WINDOWS_PER_UNIT
    spans = [Span(i * WINDOW_SECONDS, (i + 1) * WINDOW_SECONDS) for i in range(first, first + windows)]
    with library.catalogue() as catalogue:
        catalogue.units.commit(video_id, pack_id, number, by, shard, spans)
