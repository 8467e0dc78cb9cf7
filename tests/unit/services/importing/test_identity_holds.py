"""Whatever is done to files: a content stays one video, and every file is known for what it holds."""

from __future__ import annotations

import os
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.turned_clock import TurnedClock
from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.domain.video import MediaInfo
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.services.importing.import_videos import VideoImporter

NAMES = ["a.mp4", "b.mp4", "c.mp4", "one/a.mp4", "one/d.mp4", "two/b.mp4"]
CONTENTS = 4

changes = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(NAMES), st.integers(0, CONTENTS - 1)),
    st.tuples(st.just("rename"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(st.just("swap"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(st.just("link"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(st.just("touch"), st.sampled_from(NAMES), st.integers(0, 10**9)),
    st.tuples(st.just("remove"), st.sampled_from(NAMES), st.none()),
)


class LabelReader(Decoder):
    """A decoder of files that hold nothing but a label: what is before the "/" is the picture, the rest metadata."""

    def probe(self, path: Path, cancel: CancelToken | None = None) -> MediaInfo:
        picture = path.read_text().partition("/")[0]
        packets = (f"first-{picture}", "second", f"third-{picture}")
        return MediaInfo(9.0, 320, 240, 0, Fraction(1), Fraction(25), "h264", "mov", 0, 0, None, packets)


def write(path: Path, content: int) -> None:
    """Every writing is another edition of its content, at a time of its own."""
    write.count += 1
    path.write_text(f"{content}/{write.count % 3}")
    os.utime(path, ns=(0, write.count * 10**9))


write.count = 0


def apply(folder: Path, change: tuple[str, str, object]) -> None:
    kind, name, more = change
    path = folder / name
    if kind == "write":
        write(path, more)
    elif not path.exists() or (isinstance(more, str) and path == folder / more):
        return
    elif kind == "remove":
        path.unlink()
    elif kind == "touch":
        os.utime(path, ns=(0, more))
    elif kind == "rename":
        path.replace(folder / more)
    elif kind == "link":
        (folder / more).unlink(missing_ok=True)
        os.link(path, folder / more)
    elif (folder / more).exists():
        aside = path.rename(folder / "aside")
        (folder / more).rename(path)
        aside.rename(folder / more)


def scan(catalogue: Catalogue, folder: Path) -> list[Failure]:
    told: list[Failure] = []
    with LabelReader() as decoder:
        importer = VideoImporter(
            catalogue, decoder, cancel=CancelToken(), report=ignore_progress, failed=told.append, clock=TurnedClock()
        )
        importer.take_in([folder])
    return told


@settings(max_examples=60)
@given(st.lists(st.lists(changes, max_size=5), min_size=1, max_size=6))
def test_a_content_is_one_video_whatever_becomes_of_its_files(
    tmp_path_factory, rounds: Sequence[Sequence[tuple[str, str, object]]]
) -> None:
    place = tmp_path_factory.mktemp("identity")
    folder = place / "videos"
    for name in NAMES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
    video_of: dict[str, int] = {}
    with Catalogue.create(place / "catalogue.sqlite3") as catalogue:
        for changed in rounds:
            for change in changed:
                apply(folder, change)
            scan(catalogue, folder)
            present = {path: path.read_text()[0] for path in folder.rglob("*.mp4")}
            online = {file.fingerprint.path: file.video_id for file in catalogue.files.all() if file.online}
            assert set(online) == set(present)
            for path, content in present.items():
                assert video_of.setdefault(content, online[path]) == online[path]
        assert len(set(video_of.values())) == len(video_of)
        assert catalogue.videos.count() == len(video_of)
        assert catalogue.check() == []
