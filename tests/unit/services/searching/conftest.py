from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.helpers.colour_pack import ColourPack, install_colour_pack
from tests.helpers.stored_colours import add_colours
from videobert_desktop.models.packs.manifest import Reranking
from videobert_desktop.services.libraries import create_library
from videobert_desktop.services.library import Library
from videobert_desktop.services.searching.search_moments import MomentSearcher
from videobert_desktop.settings.options import packs_directory


@dataclass
class Stored:
    """A library of colours that nobody had to decode.

    Attributes:
        library: The library.
        folder: Where its videos would be.
    """

    library: Library
    folder: Path

    def add(self, name: str, windows: Sequence[str]) -> int:
        """Enter a video that shows a colour in each of its windows; gives its id."""
        return add_colours(self.library, self.folder / name, windows)

    def damage(self, video_id: int) -> None:
        """Have nothing readable left in a video's features files."""
        for path in (self.library.features_directory / str(video_id)).rglob("*.safetensors"):
            path.write_bytes(b"damaged")

    def searcher(self, reranking: Reranking | None = None) -> MomentSearcher:
        """A searcher whose pack has that gate; to be closed by the caller."""
        install_colour_pack(packs_directory(), reranking=reranking)
        return MomentSearcher(self.library)


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stored:
    """An empty library for videos of colours."""
    load: Callable[..., ColourPack] = lambda info, *_, **__: ColourPack(info)  # noqa: E731
    monkeypatch.setattr("videobert_desktop.models.packs.pack.load_pack", load)
    folder = tmp_path / "videos"
    folder.mkdir()
    return Stored(create_library(tmp_path / "library"), folder)
