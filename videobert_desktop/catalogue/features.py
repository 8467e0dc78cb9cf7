"""The features files: what the encoder made of each unit, written once and never decoded again.

`<root>/<video>/<pack>@<revision>/<unit>.<checksum>.safetensors` holds one unit, `merged.<checksum>.safetensors` all
units of a finished video; in both, an array is named `<unit>.<array>`. A file's name follows from its content, so that
no file ever changes under the row that points at it: a unit's shard is written, then its row is committed, and a
crash in between leaves a file without a row, an orphan, but never a row without its file.
"""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from videobert_desktop.catalogue.disk import explained, make_private_directory, replace_file
from videobert_desktop.catalogue.joining import StoredTensor, joined, stored_tensors
from videobert_desktop.catalogue.shards import ShardRef
from videobert_desktop.domain.errors import UserError

_OURS = (".safetensors", ".tmp")
_CHECKSUM_BYTES = 16
_HINT = "Run `videobert library rebuild-index`, then `videobert index` on the video's folder."

Arrays = dict[str, NDArray[Any]]


class DamagedFeaturesError(UserError):
    """A features file is missing or is not what was written; its video has to be indexed again.

    Attributes:
        video_id: The catalogue's id of the video.
    """

    def __init__(self, video_id: int, reason: str, path: Path) -> None:
        super().__init__(reason, path=path, hint=_HINT)
        self.video_id = video_id


class FeatureStore:
    """The features folder of one library. Rows of every array lie along its first axis."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def write_unit(self, video_id: int, pack_key: str, number: int, arrays: Mapping[str, NDArray[Any]]) -> ShardRef:
        """Write the arrays of one unit; when this returns they are on the disk.

        Args:
            video_id: The catalogue's id of the video.
            pack_key: `name@revision` of the pack that made them.
            number: The unit's number within the video.
            arrays: Among them "embeddings", (n_windows, dim) float16.

        Raises:
            UserError: The disk is full (it is named) or cannot be written to.
        """
        data = save({_key(number, name): np.ascontiguousarray(array) for name, array in arrays.items()})
        file_name, checksum = self._write(video_id, pack_key, f"{number:05d}", lambda: (data,))
        return ShardRef(file_name, checksum, number)

    def read_unit(self, video_id: int, pack_key: str, shard: ShardRef) -> Arrays:
        """The arrays of one unit, as they were written.

        Raises:
            DamagedFeaturesError: The file is missing or damaged.
        """
        return self._read(video_id, pack_key, [shard])[shard.number]

    def read_video(
        self, video_id: int, pack_key: str, shards: Sequence[ShardRef], *, names: Collection[str] | None = None
    ) -> Arrays:
        """The arrays of several units of a video, each joined along its first axis in the order of `shards`.

        Every file is checked once, however many of the units it holds.

        Args:
            video_id: The catalogue's id of the video.
            pack_key: `name@revision` of the pack that made them.
            shards: Which units.
            names: Which arrays to read; None for all.

        Raises:
            DamagedFeaturesError: A file is missing or damaged.
        """
        parts = self.read_units(video_id, pack_key, shards, names=names)
        # Taking the parts out as they are joined keeps all but one array from being there twice.
        return {name: np.concatenate([part.pop(name) for part in parts]) for name in tuple(parts[0] if parts else ())}

    def read_units(
        self, video_id: int, pack_key: str, shards: Sequence[ShardRef], *, names: Collection[str] | None = None
    ) -> list[Arrays]:
        """The same, each unit for itself, in the order of `shards`.

        Raises:
            DamagedFeaturesError: A file is missing or damaged.
        """
        units = self._read(video_id, pack_key, shards, names=names)
        return [units[shard.number] for shard in shards]

    def merge(self, video_id: int, pack_key: str, shards: Sequence[ShardRef]) -> list[ShardRef]:
        """Put all units of a finished video into one file; the old files stay until `keep_only`.

        It takes no more memory for a long video than for a short one.

        Returns:
            Where the units are now, in the order of `shards`; unchanged if they are in one file already.

        Raises:
            DamagedFeaturesError: A shard is missing or damaged.
            UserError: The disk is full.
        """
        if len({shard.file_name for shard in shards}) < 2:
            return list(shards)
        tensors: dict[str, StoredTensor] = {}
        for path, checksum, wanted in self._files(video_id, pack_key, shards):
            with _readable(video_id, path):
                _verify(video_id, path, checksum)
                found = {name: tensor for name, tensor in stored_tensors(path).items() if _unit_of(name) in wanted}
            _require_all(wanted, {_unit_of(name) for name in found}, video_id, path)
            tensors |= found
        file_name, checksum = self._write(video_id, pack_key, "merged", lambda: joined(tensors))
        return [ShardRef(file_name, checksum, shard.number) for shard in shards]

    def keep_only(self, video_id: int, pack_key: str, shards: Iterable[ShardRef]) -> int:
        """Remove the files of a video and pack that are not among `shards`: those its committed rows point at.

        Returns:
            How many files were removed.
        """
        known = {shard.file_name for shard in shards}
        return _remove_files(self._folder(video_id, pack_key), known)

    def remove_video(self, video_id: int) -> int:
        """Remove every features file of a video that has no rows any more; nothing may be indexing it meanwhile.

        Returns:
            How many files were removed.
        """
        folder = self._root / str(video_id)
        with explained(folder):
            return sum(_remove_files(pack_folder, ()) for pack_folder in list(folder.glob("*/")))

    def remove_orphans(self, known: Collection[tuple[int, str, str]]) -> int:
        """Remove every file that no unit points at; nothing may be indexing meanwhile.

        Args:
            known: Video id, pack key and file name of those to keep: `UnitStore.shards`.

        Returns:
            How many files were removed.
        """
        names: dict[tuple[str, str], set[str]] = defaultdict(set)
        for video_id, pack_key, file_name in known:
            names[str(video_id), pack_key].add(file_name)
        removed = 0
        with explained(self._root):
            for folder in list(self._root.glob("[0-9]*/*/")):
                removed += _remove_files(folder, names[folder.parent.name, folder.name])
        return removed

    def size(self) -> int:
        """Bytes of all features files; some may come and go meanwhile."""
        size = 0
        for folder, _, names in os.walk(self._root):
            for name in names:
                with suppress(FileNotFoundError):
                    size += Path(folder, name).stat().st_size
        return size

    def _folder(self, video_id: int, pack_key: str) -> Path:
        if Path(pack_key).name != pack_key:
            raise ValueError(f"not a pack's key: {pack_key!r}")
        return self._root / str(video_id) / pack_key

    def _write(self, video_id: int, pack_key: str, stem: str, parts: Callable[[], Iterable[bytes]]) -> tuple[str, str]:
        """Write a file of these parts, which are gone through twice: its name comes from its content."""
        folder = self._folder(video_id, pack_key)
        make_private_directory(folder)
        with explained(folder):
            digest = _new_digest()
            for part in parts():
                digest.update(part)
            checksum = digest.hexdigest()
            path = folder / f"{stem}.{checksum[:12]}.safetensors"
            with replace_file(path) as partial, partial.open("wb") as file:
                file.writelines(parts())
        return path.name, checksum

    def _read(
        self, video_id: int, pack_key: str, shards: Iterable[ShardRef], *, names: Collection[str] | None = None
    ) -> dict[int, Arrays]:
        units: dict[int, Arrays] = {}
        for path, checksum, wanted in self._files(video_id, pack_key, shards):
            with _readable(video_id, path):
                _verify(video_id, path, checksum)
                units |= _load(video_id, path, wanted, names)
        return units

    def _files(
        self, video_id: int, pack_key: str, shards: Iterable[ShardRef]
    ) -> list[tuple[Path, str, Collection[int]]]:
        """The files that hold these shards, with the checksum of each and the numbers of the units wanted from it."""
        numbers: dict[tuple[str, str], set[int]] = defaultdict(set)
        for shard in shards:
            numbers[shard.file_name, shard.checksum].add(shard.number)
        folder = self._folder(video_id, pack_key)
        return [(folder / file_name, checksum, wanted) for (file_name, checksum), wanted in numbers.items()]


def _key(number: int, name: str) -> str:
    return f"{number:05d}.{name}"


def _unit_of(key: str) -> int:
    return int(key.partition(".")[0])


def _load(video_id: int, path: Path, numbers: Collection[int], names: Collection[str] | None) -> dict[int, Arrays]:
    units: dict[int, Arrays] = defaultdict(dict)
    with safe_open(path, framework="numpy") as file:
        keys: list[str] = file.keys()
        for key in keys:
            number, name = _unit_of(key), key.partition(".")[2]
            if number in numbers and (names is None or name in names):
                units[number][name] = file.get_tensor(key)
    _require_all(numbers, units, video_id, path)
    return units


def _require_all(wanted: Iterable[int], found: Container[int], video_id: int, path: Path) -> None:
    if not all(number in found for number in wanted):
        raise DamagedFeaturesError(video_id, "This features file lacks what it should hold.", path)


def _new_digest() -> hashlib.blake2b:
    return hashlib.blake2b(digest_size=_CHECKSUM_BYTES)


def _verify(video_id: int, path: Path, checksum: str) -> None:
    with path.open("rb") as file:
        found = hashlib.file_digest(file, _new_digest).hexdigest()
    if found != checksum:
        raise DamagedFeaturesError(video_id, "This features file is damaged.", path)


@contextmanager
def _readable(video_id: int, path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise DamagedFeaturesError(video_id, "This features file is missing.", path) from error
    except SafetensorError as error:
        raise DamagedFeaturesError(video_id, "This features file is damaged.", path) from error
    except OSError as error:
        raise UserError(f"This features file cannot be read: {error.strerror}.", path=path, hint=_HINT) from error


def _remove_files(folder: Path, known: Collection[str]) -> int:
    """Remove the files of ours in `folder` that are not `known`, and the folder, and its parent, once empty."""
    if not folder.is_dir():
        return 0
    strangers = [file for file in folder.iterdir() if file.name not in known and file.suffix in _OURS]
    with explained(folder):
        for file in strangers:
            file.unlink(missing_ok=True)
        for place in (folder, folder.parent):
            if not any(place.iterdir()):
                place.rmdir()
    return len(strangers)
