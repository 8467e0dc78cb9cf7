"""Checks that everything a library keeps is there and undamaged, without changing anything.

What a run of indexing leaves that was broken off is no problem: a features file without a row, and a search index that
has not followed yet. The next run sees to both; they are but remarked on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

import numpy as np

from videobert_desktop.catalogue import Catalogue, PackRow, UnitRow
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.index.storage import StaleIndex
from videobert_desktop.index.vector_index import VectorIndex
from videobert_desktop.services.indexing.stored_vectors import index_identity
from videobert_desktop.services.library import Library
from videobert_desktop.services.manage_packs import searched_revisions
from videobert_desktop.services.own_packs import own_pack_problems

_REBUILD = "Run `videobert library rebuild-index`."


def verify_library(
    library: Library, report: Report, cancel: CancelToken, *, remark: Callable[[str], None] = lambda _: None
) -> list[str]:
    """Check the catalogue, all features files, the library's copies of packs and the search index.

    Args:
        library: The library.
        report: Told the progress.
        cancel: Looked at between files.
        remark: Told, a sentence each, what the next indexing will see to.

    Returns:
        What is wrong, a sentence each; nothing when all is in order.

    Raises:
        Cancelled: It was asked to stop.
        UserError: Somebody else is changing the library.
    """
    with library.lock("checking it"):
        try:
            catalogue = library.catalogue()
        except UserError as error:
            return [str(error)]
        with catalogue:
            # What is read from a damaged catalogue would accuse files that are sound.
            if damage := catalogue.check():
                return damage
            problems = [*_features_problems(library, catalogue, report, cancel), *own_pack_problems(library)]
            problems += [f"{problem} {_REBUILD}" for problem in catalogue.full_text.check()]
            for orphan in _orphans(library, catalogue):
                remark(orphan)
            for pack in searched_revisions(catalogue):
                problems += _index_problems(library, catalogue, pack, remark)
            return problems


def _features_problems(library: Library, catalogue: Catalogue, report: Report, cancel: CancelToken) -> Iterator[str]:
    files = [
        (pack, list(units))
        for pack in catalogue.packs.all()
        for _, units in groupby(catalogue.units.all(pack.id), key=lambda unit: (unit.video_id, unit.shard.file_name))
    ]
    counts = {pack.id: catalogue.windows.counts_by_unit(pack.id) for pack in catalogue.packs.all()}
    for number, (pack, units) in enumerate(files):
        cancel.raise_if_cancelled()
        report(Progress("checking features", number, len(files), "files"))
        yield from _file_problems(library, pack, units, sum(counts[pack.id].get(unit.id, 0) for unit in units))
    report(Progress("checking features", len(files), len(files), "files"))


def _file_problems(library: Library, pack: PackRow, units: list[UnitRow], windows: int) -> Iterator[str]:
    """What is wrong with the one features file that holds these units of a video, with that many windows."""
    video_id = units[0].video_id
    try:
        shards = [unit.shard for unit in units]
        arrays = library.features.read_video(video_id, pack.key, shards, names=("embeddings",))
    except UserError as error:
        yield str(error)
        return
    embeddings = arrays.get("embeddings", np.empty((0, pack.dim)))
    if embeddings.shape != (windows, pack.dim):
        name = units[0].shard.file_name
        yield f"Video {video_id}: {name} holds {len(embeddings)} embeddings for {windows} windows."


def _orphans(library: Library, catalogue: Catalogue) -> Iterator[str]:
    known = {(str(video_id), key, name) for video_id, key, name in catalogue.units.shards()}
    for file in sorted(library.features_directory.glob("*/*/*")):
        if (file.parent.parent.name, file.parent.name, file.name) not in known:
            yield f"{file}: This features file belongs to no video; the next indexing removes it."


def _index_problems(
    library: Library, catalogue: Catalogue, pack: PackRow, remark: Callable[[str], None]
) -> Iterator[str]:
    ids = catalogue.windows.ids(pack.id)
    if not len(ids):
        return
    if catalogue.generation == 0:
        remark(f"There is no search index of {pack.name} yet; the next indexing makes it.")
        return
    try:
        index = VectorIndex.load(library.index_directory, index_identity(catalogue, pack))
    except StaleIndex as error:
        yield f"The search index of {pack.name} cannot be used: {error}. {_REBUILD}"
        return
    held = np.sort(index.ids)
    if len(held) and held[-1] > ids[-1]:  # ids are never used again, so that no index of this catalogue holds greater
        yield f"The search index of {pack.name} holds other windows than the catalogue. {_REBUILD}"
    elif not np.array_equal(held, ids):
        missing = len(np.setdiff1d(ids, held))
        remark(f"The search index of {pack.name} lacks {missing} of {len(ids)} windows; the next indexing adds them.")
