"""What a library holds, how far it is indexed and the room it takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from videobert_desktop.catalogue import Catalogue, PackRow
from videobert_desktop.domain.errors import Failure
from videobert_desktop.domain.passes import Pass
from videobert_desktop.services.library import Library
from videobert_desktop.services.presence import is_there


@dataclass(frozen=True, slots=True)
class StageStatus:
    """How far one kind of indexing is.

    Attributes:
        name: What is looked at: "picture", "speech", "screen" or "tags".
        done: How many videos it has been through from end to end, however closely: they can be searched.
        total: How many videos there are.
        passes: How many of them each pass has been through, counting a video for the closest one; empty for a kind
            that knows no passes.
    """

    name: str
    done: int
    total: int
    passes: Mapping[Pass, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PackInLibrary:
    """A pack whose windows the library holds.

    Attributes:
        name: Its name.
        revision: Which edition of it.
        windows: How many windows.
        passes: How many videos each pass has been through from end to end, counting a video for the closest one.
    """

    name: str
    revision: str
    windows: int
    passes: Mapping[Pass, int]

    @property
    def videos(self) -> int:
        """How many videos it has been through from end to end."""
        return sum(self.passes.values())


@dataclass(frozen=True, slots=True)
class LibraryStatus:
    """What `videobert status` shows.

    Attributes:
        name: The library's name.
        directory: Where it is.
        folders: The folders that it was asked to index, which `videobert watch` follows.
        videos: How many videos it knows.
        offline: How many of them have no file that is there now.
        failures: The files that could not be indexed, or not wholly.
        hours: Hours of video.
        windows: How many windows can be searched.
        stages: How far each kind of indexing is.
        packs: The packs whose windows it holds.
        device: Where work would be done.
        disk: Bytes that each part takes: "catalogue", "features", "index", "packs", "thumbnails".
    """

    name: str
    directory: Path
    folders: tuple[Path, ...]
    videos: int
    offline: int
    failures: tuple[Failure, ...]
    hours: float
    windows: int
    stages: tuple[StageStatus, ...]
    packs: tuple[PackInLibrary, ...]
    device: str
    disk: Mapping[str, int]


def library_status(library: Library, device: str = "auto") -> LibraryStatus:
    """Look at a library without changing it.

    Args:
        library: The library.
        device: The device that the settings name. What "auto" stands for is known for certain only once torch is
            loaded, which a glance at a library is not worth, so it is told as "cpu".

    Raises:
        UserError: The catalogue is damaged.
    """
    with library.catalogue() as catalogue:
        videos = catalogue.videos.count()
        packs = tuple(_pack_in_library(catalogue, pack) for pack in catalogue.packs.all())
        # A pack that replaces another starts from nothing: the one that is further is the one that answers.
        passes = max(
            (pack.passes for pack in packs), key=lambda passes: sum(passes.values()), default=dict[Pass, int]()
        )
        return LibraryStatus(
            name=library.name,
            directory=library.root,
            folders=tuple(catalogue.folders.all()),
            videos=videos,
            offline=_offline(catalogue),
            failures=tuple(row.failure for row in catalogue.failures.all()),
            hours=catalogue.videos.total_duration() / 3600,
            windows=max((pack.windows for pack in packs), default=0),
            stages=(
                StageStatus("picture", sum(passes.values()), videos, passes),
                StageStatus("speech", catalogue.transcripts.count(), videos),
                StageStatus("screen", catalogue.stages.count("screen"), videos),
                StageStatus("tags", 0, videos),
            ),
            packs=packs,
            device="cpu" if device == "auto" else device,
            disk=_disk(library),
        )


def _pack_in_library(catalogue: Catalogue, pack: PackRow) -> PackInLibrary:
    closest = Counter(catalogue.units.passes(pack.id).values())
    passes = {pass_name: closest[pass_name] for pass_name in Pass}
    return PackInLibrary(pack.name, pack.revision, catalogue.windows.count(pack.id), passes)


def _offline(catalogue: Catalogue) -> int:
    online = {file.video_id for file in catalogue.files.all() if file.online and is_there(file.fingerprint.path)}
    return sum(video.id not in online for video in catalogue.videos.all())


def _disk(library: Library) -> dict[str, int]:
    catalogue = library.root.glob(f"{library.catalogue_path.name}*")
    return {
        "catalogue": sum(_size(file) for file in catalogue),
        "features": library.features.size(),
        "index": _directory_size(library.index_directory),
        "packs": _directory_size(library.packs_directory),
        "thumbnails": _directory_size(library.thumbnails_directory),
    }


def _directory_size(directory: Path) -> int:
    return sum(_size(file) for file in directory.rglob("*"))


def _size(file: Path) -> int:
    with suppress(FileNotFoundError):  # caches come and go
        if file.is_file():
            return file.stat().st_size
    return 0
