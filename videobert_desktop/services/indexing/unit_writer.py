"""Commits units in a thread of its own, so that encoding need not wait for the disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from numpy.typing import NDArray

from videobert_desktop.catalogue import Catalogue, PackRow
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.timing import Span
from videobert_desktop.services.library import Library


@dataclass(frozen=True, slots=True)
class EncodedUnit:
    """A unit, ready to be kept.

    Attributes:
        number: Its place in the video, from 0.
        pass_name: The pass that made it.
        windows: The spans of its windows.
        arrays: Its features, among them "embeddings" (n_windows, dim) float16, "visual_words" (n_windows,) and
            "hubness" (n_windows,) float32.
    """

    number: int
    pass_name: Pass
    windows: Sequence[Span]
    arrays: Mapping[str, NDArray[Any]]


class UnitWriter:
    """Writes one unit while the next is made; an error of the last one surfaces at the next call."""

    def __init__(self, library: Library, pack: PackRow) -> None:
        self._library = library
        self._pack = pack
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="unit-writer")
        self._catalogue: Catalogue = self._thread.submit(library.catalogue).result()
        self._last: Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.wait()
        finally:
            self._thread.submit(self._catalogue.close).result()
            self._thread.shutdown()

    def write(self, video_id: int, unit: EncodedUnit) -> None:
        """Keep a unit, in place of the one that an earlier pass has made, once the one before is kept.

        Raises:
            UserError: The unit before could not be kept: the disk is full, say.
        """
        self.wait()
        self._last = self._thread.submit(self._write, video_id, unit)

    def finish(self, video_id: int, pass_name: Pass, count: int, damage: str | None) -> None:
        """Note that a pass has been through the whole video, and put its units into one file.

        Args:
            video_id: The video.
            pass_name: The pass.
            count: How many units the video has by this pass; those that an earlier one has found beyond are dropped.
            damage: How it ended early, or None if it did not.

        Raises:
            UserError: A unit could not be kept.
        """
        self.wait()
        self._thread.submit(self._finish, video_id, pass_name, count, damage).result()

    def wait(self) -> None:
        """Return when everything handed over is kept.

        Raises:
            UserError: It could not be kept.
        """
        last, self._last = self._last, None
        if last is not None:
            last.result()

    def _write(self, video_id: int, unit: EncodedUnit) -> None:
        shard = self._library.features.write_unit(video_id, self._pack.key, unit.number, unit.arrays)
        self._catalogue.units.commit(video_id, self._pack.id, unit.number, unit.pass_name, shard, unit.windows)

    def _finish(self, video_id: int, pass_name: Pass, count: int, damage: str | None) -> None:
        features, units = self._library.features, self._catalogue.units
        shards = [unit.shard for unit in units.of_video(video_id, self._pack.id) if unit.number < count]
        merged = features.merge(video_id, self._pack.key, shards)
        with self._catalogue.transaction():
            units.cut(video_id, self._pack.id, count)
            units.repoint(video_id, self._pack.id, merged)
            units.mark_complete(video_id, self._pack.id, pass_name)
            self._catalogue.videos.set_damage(video_id, damage)
        features.keep_only(video_id, self._pack.key, merged)
