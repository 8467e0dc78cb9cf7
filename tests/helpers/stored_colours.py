"""Videos of plain colours in a library, as indexing with the colour pack leaves them; nothing is decoded for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from tests.helpers.colour_pack import COLOURS, ColourPack, colour_pack_info
from tests.helpers.libraries import media_info
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.timing import SAMPLES_PER_SECOND, WINDOW_SECONDS, WINDOWS_PER_UNIT, Span
from videobert_desktop.domain.video import FileFingerprint
from videobert_desktop.services.library import Library

_FRAMES_A_WINDOW = round(WINDOW_SECONDS * SAMPLES_PER_SECOND)


def add_colours(library: Library, path: Path, windows: Sequence[str]) -> int:
    """Enter a video that shows a colour in each of its windows.

    Args:
        library: Where to.
        path: Its file; made if it is missing.
        windows: The colours' names.

    Returns:
        The video's id.
    """
    path.touch()
    info = colour_pack_info(path.parent)
    with library.catalogue() as catalogue:
        video = catalogue.videos.add(media_info(len(windows) * WINDOW_SECONDS), datetime(2024, 5, 6, tzinfo=UTC))
        catalogue.files.add(video.id, FileFingerprint(path, 0, 0, f"hash of {path.name}"))
        pack_id = catalogue.packs.add(info.name, info.revision, info.dim)
        for first in range(0, len(windows), WINDOWS_PER_UNIT):
            own = windows[first : first + WINDOWS_PER_UNIT]
            number = first // WINDOWS_PER_UNIT
            shard = library.features.write_unit(video.id, info.key, number, _arrays(ColourPack(info), first, own))
            spans = [Span(n * WINDOW_SECONDS, (n + 1) * WINDOW_SECONDS) for n in range(first, first + len(own))]
            catalogue.units.commit(video.id, pack_id, number, Pass.STANDARD, shard, spans)
        catalogue.units.mark_complete(video.id, pack_id, Pass.STANDARD)
        catalogue.advance_generation()
    return video.id


def _arrays(pack: ColourPack, first: int, colours: Sequence[str]) -> dict[str, np.ndarray]:
    seen = np.array([COLOURS[colour] for colour in colours], np.uint8).repeat(_FRAMES_A_WINDOW, axis=0)
    frames = pack.encode_frames(seen[:, None, None].repeat(2, axis=1))
    window_of_frame = np.arange(len(colours)).repeat(_FRAMES_A_WINDOW)
    windows = pack.encode_windows(frames, window_of_frame)
    hubness = pack.background.hubness(windows["embeddings"].astype(np.float32))
    times = first * WINDOW_SECONDS + np.arange(len(seen)) / SAMPLES_PER_SECOND
    return {**frames, **windows, "hubness": hubness, "times": times}
