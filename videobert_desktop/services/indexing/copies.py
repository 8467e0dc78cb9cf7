"""The files that hold one video, in the order in which a run tries them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.video import VideoFile
from videobert_desktop.services.importing.import_videos import DECODE


class Copies:
    """The files of a video that a run has not given up yet."""

    def __init__(self, files: Sequence[VideoFile]) -> None:
        """Take the files, of which there is at least one, the best first."""
        self._files = list(files)
        self._ended_early: set[str] = set()

    @property
    def best(self) -> Path:
        """The file to read."""
        return self._files[0].fingerprint.path

    @property
    def spare(self) -> bool:
        """Whether there is a copy with other content than the best one's that has not ended early in this run."""
        contents = {file.fingerprint.content_hash for file in self._files}
        return bool(contents - self._ended_early - {self._files[0].fingerprint.content_hash})

    def ended_early(self) -> None:
        """Put all files of the best one's content behind the others."""
        content = self._files[0].fingerprint.content_hash
        self._ended_early.add(content)
        self._files.sort(key=lambda file: file.fingerprint.content_hash == content)

    def failed(self, *, passing: bool) -> bool:
        """Give up the best file, and if that may not pass the others of its content too; whether any is left.

        The best one stays named as such if there is none.
        """
        failed, *others = self._files
        content = failed.fingerprint.content_hash
        left = [file for file in others if passing or file.fingerprint.content_hash != content]
        self._files = left or [failed]
        return bool(left)


def copies_of(catalogue: Catalogue, chosen: dict[int, Path]) -> dict[int, Copies]:
    """The copies of each video: the chosen file and the others that are online.

    One of which it is known that it ends early comes last, and one that cannot be decoded is left out.
    """
    failures = {row.failure.path: row.stage for row in catalogue.failures.all()}
    held = catalogue.files.of_videos(chosen)
    return {video_id: Copies(_in_order(held[video_id], path, failures)) for video_id, path in chosen.items()}


def _in_order(files: Collection[VideoFile], chosen: Path, failures: dict[Path, str]) -> list[VideoFile]:
    def rank(file: VideoFile) -> tuple[bool, bool]:
        path = file.fingerprint.path
        return path in failures, path != chosen

    usable = (file for file in files if file.online and failures.get(file.fingerprint.path) != DECODE)
    return sorted(usable, key=rank)
