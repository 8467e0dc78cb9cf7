"""A desk for tests of indexing and searching: a library, a folder of clips, and a pack that knows colours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.helpers.colour_pack import COLOURS, ColourPack, install_colour_pack
from tests.helpers.media import picture_clip, solid_clip
from videobert_desktop.catalogue import Catalogue, PackRow, WindowRow
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure
from videobert_desktop.domain.moment import SearchResult
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.progress import Progress, ignore_progress
from videobert_desktop.domain.query import Query
from videobert_desktop.index.vector_index import VectorIndex
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.models.packs.manifest import PackInfo
from videobert_desktop.services.indexing.index_videos import IndexOptions, IndexReport, index_videos
from videobert_desktop.services.indexing.stored_vectors import index_identity
from videobert_desktop.services.library import Library
from videobert_desktop.services.searching.search_moments import MomentSearcher
from videobert_desktop.settings.options import packs_directory


@dataclass
class Desk:
    """What a test works with.

    Attributes:
        library: The library.
        folder: The folder of clips.
        monkeypatch: Undone after the test.
        loaded: The packs that were loaded, in order.
        told: The failures that were told as they happened.
    """

    library: Library
    folder: Path
    monkeypatch: pytest.MonkeyPatch
    loaded: list[ColourPack] = field(default_factory=list)
    told: list[Failure] = field(default_factory=list)

    def __post_init__(self) -> None:
        install_colour_pack(packs_directory())
        self.monkeypatch.setattr("videobert_desktop.models.packs.pack.load_pack", self._load_pack)

    def clip(self, name: str, *colours: str, seconds_each: float = 3.0, rate: int = 4) -> Path:
        """A clip in the folder that shows the colours one after another."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if len(colours) == 1:
            return solid_clip(path, COLOURS[colours[0]], seconds=seconds_each, rate=rate)
        images = [np.full((96, 128, 3), COLOURS[colour], np.uint8) for colour in colours]
        return picture_clip(path, images, seconds_each=seconds_each, rate=rate)

    def index(
        self,
        *paths: Path,
        pack: str | None = None,
        mode: Pass = Pass.STANDARD,
        report: Callable[[Progress], None] = ignore_progress,
        cancel: CancelToken | None = None,
    ) -> IndexReport:
        """Index the paths, or the folder of clips if none are given."""
        self.told.clear()
        return index_videos(
            self.library,
            paths or (self.folder,),
            IndexOptions(pack, device="cpu", new_pack="colours", mode=mode),
            cancel=cancel or CancelToken(),
            report=report,
            failed=self.told.append,
        )

    def search(self, text: str | None = None, **options: Any) -> SearchResult:
        """Search the library once, as a `Query` of the text and these options."""
        with MomentSearcher(self.library) as searcher:
            return searcher.search(Query(text, **options))

    def found(self, text: str | None = None, **options: Any) -> list[str]:
        """The names of the files that a search finds, best first."""
        return [moment.path.name for moment in self.search(text, **options).moments]

    @contextmanager
    def no_work_allowed(self) -> Iterator[None]:
        """Within it, whoever loads a pack or opens a video fails the test."""

        def refuse(*_: object, **__: object) -> None:
            raise AssertionError("this was to be done without opening a video and without a model")

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("videobert_desktop.models.packs.pack.load_pack", refuse)
            patch.setattr(Decoder, "frames", refuse)
            patch.setattr(Decoder, "probe", refuse)
            yield

    def catalogue(self) -> Catalogue:
        """The catalogue, to be closed by the caller."""
        return self.library.catalogue()

    def windows(self, video_id: int = 1) -> list[WindowRow]:
        """The windows of a video."""
        with self.catalogue() as catalogue:
            return catalogue.windows.of_video(video_id, pack_row(catalogue).id)

    def arrays(self, video_id: int = 1) -> dict[str, NDArray[np.generic]]:
        """What the features files hold of a video."""
        with self.catalogue() as catalogue:
            row = pack_row(catalogue)
            shards = [unit.shard for unit in catalogue.units.of_video(video_id, row.id)]
            return self.library.features.read_video(video_id, row.key, shards)

    def index_is_exact(self) -> bool:
        """Whether the saved index is of the catalogue's generation and holds exactly the catalogue's windows."""
        with self.catalogue() as catalogue:
            row = pack_row(catalogue)
            index = VectorIndex.load(self.library.index_directory, index_identity(catalogue, row))
            return np.array_equal(np.sort(index.ids), catalogue.windows.ids(row.id))

    def features_files(self) -> list[str]:
        """The names of everything below the features directory that is not a directory."""
        return sorted(path.name for path in self.library.features_directory.rglob("*") if path.is_file())

    def _load_pack(self, info: PackInfo, device: str = "auto", threads: int = 0) -> ColourPack:
        self.loaded.append(ColourPack(info))
        return self.loaded[-1]


def pack_row(catalogue: Catalogue) -> PackRow:
    """The one pack of a catalogue."""
    (row,) = catalogue.packs.all()
    return row
