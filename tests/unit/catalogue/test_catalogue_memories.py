"""What the catalogue remembers of a person's doing: viewings, searches, forgotten files; and what videos are like."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from videobert_desktop.catalogue import Catalogue, MovedRoot, PackRow
from videobert_desktop.catalogue.searches import KEPT
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.video import FileFingerprint, MediaInfo, Video
from videobert_desktop.domain.viewing import Viewing


def traces(catalogue: Catalogue, text: str) -> list[str]:
    """The files of the catalogue in which a text still stands."""
    files = catalogue.path.parent.iterdir()
    return [file.name for file in files if text.encode() in file.read_bytes()]


class TestViewings:
    @pytest.fixture
    def viewing(self, video: Video, noon: datetime) -> Viewing:
        return Viewing(video.id, 12.5, (Span(0, 10), Span(11, 12.5)), noon)

    def test_one_comes_back_as_it_was_put_in(self, catalogue: Catalogue, viewing: Viewing) -> None:
        catalogue.viewings.put(viewing)
        assert catalogue.viewings.get(viewing.video_id) == viewing
        assert catalogue.viewings.get(99) is None

    def test_a_later_one_takes_the_place_of_an_earlier_one(self, catalogue: Catalogue, viewing: Viewing) -> None:
        later = replace(viewing, position=3.0, watched=(Span(2, 3),))
        for each in (viewing, later):
            catalogue.viewings.put(each)
        assert catalogue.viewings.all() == [later]

    def test_all_of_them_come_with_the_latest_first(
        self, catalogue: Catalogue, viewing: Viewing, info: MediaInfo, noon: datetime
    ) -> None:
        other = catalogue.videos.add(info, noon)
        later = Viewing(other.id, 1.0, (), noon + timedelta(seconds=1))
        for each in (later, viewing):
            catalogue.viewings.put(each)
        assert catalogue.viewings.all() == [later, viewing]

    def test_a_video_takes_its_viewing_along(self, catalogue: Catalogue, viewing: Viewing) -> None:
        catalogue.viewings.put(viewing)
        catalogue.videos.remove(viewing.video_id)
        assert catalogue.viewings.all() == []
        assert catalogue._connection.all("SELECT * FROM watched_spans") == []

    def test_clearing_leaves_none(self, catalogue: Catalogue, viewing: Viewing) -> None:
        catalogue.viewings.put(viewing)
        catalogue.viewings.clear()
        assert catalogue.viewings.all() == []
        assert catalogue.check() == []


class TestSearches:
    def searched(self, catalogue: Catalogue, *texts: str) -> None:
        for text in texts:
            catalogue.searches.add(text)

    def test_the_latest_comes_first_and_each_once(self, catalogue: Catalogue) -> None:
        self.searched(catalogue, "a dog", "a cat", "a dog", "日本の猫")
        assert catalogue.searches.latest(10) == ["日本の猫", "a dog", "a cat"]
        assert catalogue.searches.latest(2) == ["日本の猫", "a dog"]

    def test_only_so_many_are_kept(self, catalogue: Catalogue) -> None:
        with catalogue.transaction():
            self.searched(catalogue, *(f"dog {number}" for number in range(KEPT + 3)))
        kept = catalogue.searches.latest(2 * KEPT)
        assert (len(kept), kept[0], kept[-1]) == (KEPT, f"dog {KEPT + 2}", "dog 3")

    def test_what_is_not_text_is_refused(self, catalogue: Catalogue) -> None:
        with pytest.raises(ValueError, match="surrogates"):
            catalogue.searches.add("\udce9")
        assert catalogue.searches.latest(10) == []

    def test_of_what_was_cleared_nothing_is_left_on_the_disk(self, catalogue: Catalogue) -> None:
        self.searched(catalogue, "a very private matter", "another private matter")
        assert traces(catalogue, "private matter")
        catalogue.searches.clear()
        catalogue.empty_log()
        assert catalogue.searches.latest(10) == []
        assert traces(catalogue, "private matter") == []


class TestSummaries:
    @pytest.fixture
    def done(self, catalogue: Catalogue, video: Video, pack: PackRow) -> Video:
        """The video, which a pass has been through."""
        catalogue.units.mark_complete(video.id, pack.id, Pass.FAST)
        return video

    def kept(self, catalogue: Catalogue, pack: PackRow) -> dict[int, Sequence[float]]:
        videos, vectors = catalogue.summaries.all(pack.id, pack.dim)
        assert vectors.shape == (len(videos), pack.dim)
        return dict(zip(videos.tolist(), vectors.tolist(), strict=True))

    def put(self, catalogue: Catalogue, pack: PackRow, video_id: int) -> None:
        catalogue.summaries.put(pack.id, [(video_id, np.array([1, 0.5, 0, -2], np.float32))])

    def test_it_comes_back_as_it_was_put_in(self, catalogue: Catalogue, done: Video, pack: PackRow) -> None:
        assert self.kept(catalogue, pack) == {}
        self.put(catalogue, pack, done.id)
        assert self.kept(catalogue, pack) == {done.id: [1, 0.5, 0, -2]}

    def test_a_video_that_no_pass_has_been_through_gets_none(
        self, catalogue: Catalogue, video: Video, pack: PackRow
    ) -> None:
        self.put(catalogue, pack, video.id)
        assert self.kept(catalogue, pack) == {}

    def test_it_goes_with_what_it_was_made_of(self, catalogue: Catalogue, done: Video, pack: PackRow) -> None:
        for take_away in (
            lambda: catalogue.units.mark_complete(done.id, pack.id, Pass.STANDARD),
            lambda: catalogue.units.forget(done.id, pack.id),
            lambda: catalogue.units.forget_pack(pack.id),
            lambda: catalogue.videos.remove(done.id),
        ):
            catalogue.units.mark_complete(done.id, pack.id, Pass.FAST)
            self.put(catalogue, pack, done.id)
            take_away()
            assert self.kept(catalogue, pack) == {}
        assert catalogue.check() == []

    def test_one_of_another_length_is_passed_over(self, catalogue: Catalogue, done: Video, pack: PackRow) -> None:
        self.put(catalogue, pack, done.id)
        catalogue._connection.run("UPDATE summaries SET embedding = x'0000'")
        assert self.kept(catalogue, pack) == {}


class TestForgottenFiles:
    FILE = FileFingerprint(Path("/v/a.mp4"), 5, 17, "hash of a")

    def test_they_are_known_by_place_and_by_content(self, catalogue: Catalogue) -> None:
        odd = FileFingerprint(Path(os.fsdecode(b"/v/deep/caf\xe9.mp4")), 6, 18, "")
        catalogue.forgotten.add([self.FILE, odd, replace(self.FILE, path=Path("/v2/a.mp4"))])
        assert catalogue.forgotten.under(Path("/v")) == [self.FILE, odd]
        assert catalogue.forgotten.under(self.FILE.path) == [self.FILE]
        assert catalogue.forgotten.holds("hash of a", 5)
        assert not catalogue.forgotten.holds("hash of a", 6)
        assert catalogue.forgotten.sizes() == {5, 6}

    def test_what_is_seen_again_at_its_place_is_known_as_it_is_now(self, catalogue: Catalogue) -> None:
        touched = replace(self.FILE, mtime_ns=99)
        catalogue.forgotten.add([self.FILE, touched])
        assert catalogue.forgotten.under(Path("/v")) == [touched]

    def test_they_are_let_in_again_by_place_or_by_content(self, catalogue: Catalogue) -> None:
        copy = replace(self.FILE, path=Path("/w/copy.mp4"))
        other = FileFingerprint(Path("/w/b.mp4"), 5, 17, "hash of b")
        catalogue.forgotten.add([self.FILE, copy, other])
        catalogue.forgotten.remove_path(self.FILE.path)
        assert catalogue.forgotten.under(Path("/")) == [other, copy]
        catalogue.forgotten.remove_content("hash of a", 5)
        assert catalogue.forgotten.under(Path("/")) == [other]

    def test_they_move_with_their_folders(self, catalogue: Catalogue) -> None:
        catalogue.forgotten.add([self.FILE])
        catalogue.move_roots([MovedRoot.of("/v", Path("/w"))])
        assert [file.path for file in catalogue.forgotten.under(Path("/"))] == [Path("/w/a.mp4")]


def test_the_lengths_of_all_videos_are_known_at_once(catalogue: Catalogue, video: Video) -> None:
    assert catalogue.videos.durations() == {video.id: 90.5}


def test_a_folder_is_taken_out(catalogue: Catalogue) -> None:
    for name in ("/a", "/b"):
        catalogue.folders.add(Path(name))
    catalogue.folders.remove(Path("/a"))
    catalogue.folders.remove(Path("/never"))
    assert catalogue.folders.all() == [Path("/b")]
