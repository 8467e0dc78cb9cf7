"""Libraries of plain colours as indexing with the tiny pack leaves them; nothing is decoded for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import numpy as np
import torch

from tests.helpers.libraries import media_info
from tests.helpers.tiny_pack import COLOURS, plain_picture, write_tiny_pack
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.timing import WINDOW_SECONDS, WINDOWS_PER_UNIT, Span
from videobert_desktop.domain.video import FileFingerprint
from videobert_desktop.models.packs.manifest import PackInfo, read_manifest, sha256, write_manifest
from videobert_desktop.models.packs.starter import StarterPack
from videobert_desktop.models.packs.weights import load_weights, save_weights
from videobert_desktop.services.library import Library

LOUDER = 8.0


def write_attentive_pack(directory: Path, *, seed: int = 0) -> PackInfo:
    """The tiny pack, whose transformer hears what the rows of a sequence say to each other."""
    info = write_tiny_pack(directory, seed=seed)
    weights = load_weights(info.weights("videobert"))
    for name in [name for name in weights if ".attention." in name and name.endswith("dense.weight")]:
        weights[name] *= LOUDER
        value = name.replace("output.dense", "self.value")
        weights[value] *= LOUDER
    with torch.no_grad():
        (file,) = save_weights(directory, "videobert", weights)
    info.files[file.name] = sha256(file)
    write_manifest(info)
    return read_manifest(directory)


def add_plain_video(library: Library, info: PackInfo, path: Path, colours: Sequence[str], *, sound: bool = True) -> int:
    """Enter a video that shows a colour in each of its windows.

    Args:
        library: Where to.
        info: The pack that indexes it.
        path: Its file; made if it is missing.
        colours: Their names; the windows of one unit at most.
        sound: Whether what is kept of its pictures are numbers.

    Returns:
        The video's id.
    """
    assert len(colours) <= WINDOWS_PER_UNIT
    path.touch()
    pack = _loaded(info.directory, info.revision)
    seen = np.array([list(COLOURS).index(colour) for colour in colours])
    frames = {name: array[seen] for name, array in _frames(info.directory, info.revision).items()}
    windows = pack.encode_windows(frames, np.arange(len(colours)))
    hubness = pack.background.hubness(windows["embeddings"].astype(np.float32))
    times = np.arange(len(colours)) * WINDOW_SECONDS
    if not sound:
        frames["token_scales"] = np.full_like(frames["token_scales"], np.nan)
    arrays = {**frames, **windows, "hubness": hubness, "times": times}
    with library.catalogue() as catalogue:
        video = catalogue.videos.add(media_info(len(colours) * WINDOW_SECONDS), datetime(2024, 5, 6, tzinfo=UTC))
        catalogue.files.add(video.id, FileFingerprint(path, 0, 0, f"hash of {path.name}"))
        pack_id = catalogue.packs.add(info.name, info.revision, info.dim)
        shard = library.features.write_unit(video.id, info.key, 0, arrays)
        spans = [Span(time, time + WINDOW_SECONDS) for time in times.tolist()]
        catalogue.units.commit(video.id, pack_id, 0, Pass.STANDARD, shard, spans)
        catalogue.units.mark_complete(video.id, pack_id, Pass.STANDARD)
    return video.id


@cache
def _loaded(directory: Path, revision: str) -> StarterPack:
    return StarterPack(read_manifest(directory), "cpu")


@cache
def _frames(directory: Path, revision: str) -> dict[str, np.ndarray]:
    """What the pack makes of a picture of each colour."""
    return _loaded(directory, revision).encode_frames(np.stack([plain_picture(colour) for colour in COLOURS]))
