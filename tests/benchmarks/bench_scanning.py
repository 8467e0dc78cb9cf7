"""How long it takes to scan files that are known: unchanged, gone, back, and renamed.

    python -m tests.benchmarks.bench_scanning --files 10000 --renamed 1000

Files of random bytes stand for videos, and a probe that knows nothing for the decoder: what is known is never opened.
The catalogue is on the disk of the temporary folder; TMPDIR chooses another.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import pytest

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Progress
from videobert_desktop.domain.video import MediaInfo
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.services.importing.import_videos import Imported, VideoImporter
from videobert_desktop.services.libraries import create_library
from videobert_desktop.services.library import Library

PER_FOLDER = 500
SIZE = 1024


class BlindDecoder(Decoder):
    """A decoder that takes every file for a video of a second, and counts them.

    Attributes:
        probed: How many files it was shown.
    """

    def __init__(self) -> None:
        super().__init__()
        self.probed = 0

    def probe(self, path: Path, cancel: CancelToken | None = None) -> MediaInfo:
        self.probed += 1
        return MediaInfo(1.0, 320, 240, 0, Fraction(1), Fraction(25), "h264", "mov", 0, 0, None, (path.name, "-", "-"))


def make_files(folder: Path, count: int) -> None:
    """So many files, a minute old, no two alike."""
    for number in range(count):
        path = folder / f"{number // PER_FOLDER:03}" / f"{number:06}.mp4"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(SIZE))
        os.utime(path, (time.time() - 60, time.time() - 60))


def scan(what: str, library: Library, folder: Path) -> Imported:
    """Take the folder in, and tell how long it took."""
    reports: list[Progress] = []
    began, used = time.perf_counter(), time.process_time()
    with library.lock("measuring"), library.catalogue() as catalogue, BlindDecoder() as decoder:
        importer = VideoImporter(
            catalogue, decoder, cancel=CancelToken(), report=reports.append, failed=lambda failure: None
        )
        imported = importer.take_in([folder])
    took, cpu = time.perf_counter() - began, time.process_time() - used
    sys.stdout.write(
        f"{what:<22} {took:7.2f} s {cpu:7.2f} s CPU   {len(imported.unchanged):6} unchanged {imported.moved:6} moved "
        f"{decoder.probed:6} probed {len(reports):4} reports\n"
    )
    return imported


def refuse(path: Path) -> None:
    """Stands for hashing where none is allowed."""
    raise AssertionError(f"{path} was hashed")


def main() -> None:
    """Make the files, and scan them in each state."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--renamed", type=int, default=1000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        library, folder = create_library(Path(place, "library")), Path(place, "videos")
        make_files(folder, given.files)
        scan("new", library, folder)
        for path in sorted(folder.rglob("*.mp4"))[: given.renamed]:
            path.rename(path.with_name(f"renamed-{path.name}"))
        assert scan("renamed in part", library, folder).moved == given.renamed
        patch.setattr("videobert_desktop.services.importing.recognise_files.fingerprint", refuse)
        assert len(scan("unchanged", library, folder).unchanged) == given.files
        aside = folder.rename(folder.with_name("aside"))
        scan("gone", library, folder)
        aside.rename(folder)
        assert len(scan("back", library, folder).unchanged) == given.files


if __name__ == "__main__":
    main()
