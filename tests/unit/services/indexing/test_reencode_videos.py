"""A newer revision of a pack takes over what an older one has made, from the stored features."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.helpers.colour_pack import COLOURS, ColourPack, install_colour_pack
from tests.helpers.indexing import Desk
from tests.helpers.media import picture_clip, solid_clip
from videobert_desktop.catalogue import PackRow
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.progress import Progress, ignore_progress
from videobert_desktop.domain.query import Query
from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.viewing import Viewing
from videobert_desktop.index.vector_index import VectorIndex
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.models.packs.manifest import PackInfo
from videobert_desktop.services.indexing.index_videos import IndexOptions, index_videos
from videobert_desktop.services.indexing.reencode_videos import RENEWING, needs_renewal
from videobert_desktop.services.indexing.stored_vectors import index_identity
from videobert_desktop.services.libraries import create_library, verify_library
from videobert_desktop.services.manage_packs import searched_pack
from videobert_desktop.services.own_packs import own_keys
from videobert_desktop.services.searching.search_moments import MomentSearcher
from videobert_desktop.settings.options import packs_directory


class Killed(BaseException):
    """Stands in for the end of the process."""


class RevisedPack(ColourPack):
    """Knows colours as `ColourPack` does, and has its vectors elsewhere in each revision."""

    @property
    def shift(self) -> int:
        return 4 * (self.info.revision == "2")

    def encode_windows(
        self, frames: Mapping[str, NDArray[Any]], window_of_frame: NDArray[np.int64]
    ) -> dict[str, NDArray[Any]]:
        windows = super().encode_windows(frames, window_of_frame)
        return windows | {"embeddings": np.roll(windows["embeddings"], self.shift, axis=1)}

    def embed_texts(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        return np.roll(super().embed_texts(sentences), self.shift, axis=1)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk whose packs differ from revision to revision; each that is loaded is noted."""
    return with_revisions(desk)


def with_revisions(desk: Desk) -> Desk:
    def load(info: PackInfo, device: str = "auto", threads: int = 0) -> ColourPack:
        desk.loaded.append(RevisedPack(info))
        return desk.loaded[-1]

    desk.monkeypatch.setattr("videobert_desktop.models.packs.pack.load_pack", load)
    return desk


def another_desk(desk: Desk, root: Path) -> Desk:
    """A desk with the same clips and an empty library."""
    return with_revisions(Desk(create_library(root), desk.folder, desk.monkeypatch))


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of a long red and green clip and a short blue one."""
    folder = tmp_path_factory.mktemp("clips")
    pictures = [np.full((96, 128, 3), COLOURS[colour], np.uint8) for colour in ("red", "green", "red")]
    picture_clip(folder / "a.mp4", pictures, seconds_each=50.0, rate=2)
    solid_clip(folder / "b.mp4", COLOURS["blue"], seconds=3.0, rate=4)
    return folder


@pytest.fixture
def filled(desk: Desk, clips: Path) -> Desk:
    """The desk with these clips in its folder."""
    shutil.copytree(clips, desk.folder, dirs_exist_ok=True)
    return desk


@pytest.fixture
def indexed(filled: Desk) -> Desk:
    """The clips, which revision 1 has indexed."""
    filled.index()
    return filled


def upgrade(*, reads: tuple[str, ...] = ("1",)) -> PackInfo:
    """Install revision 2 in place of revision 1."""
    return install_colour_pack(packs_directory(), revision="2", reads=reads)


def renew(desk: Desk, report: Callable[[Progress], None] = ignore_progress) -> None:
    """Index nothing, which takes over what there is to take over."""
    index_videos(
        desk.library, [], IndexOptions(device="cpu"), cancel=CancelToken(), report=report, failed=desk.told.append
    )


def interrupted_at(windows: int, error: BaseException) -> Callable[[Progress], None]:
    """A report that raises an error once so many windows are renewed."""

    def report(progress: Progress) -> None:
        if progress.stage == RENEWING and progress.done >= windows:
            raise error

    return report


@contextmanager
def no_decoding() -> Iterator[None]:
    """Within it, whoever opens a video fails the test."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a decoder was started")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Decoder, "_conversation", refuse)
        yield


def row_of(desk: Desk, revision: str) -> PackRow:
    with desk.catalogue() as catalogue:
        row = catalogue.packs.get("colours", revision)
    assert row is not None
    return row


def answering(desk: Desk) -> str:
    """The revision that answers."""
    with desk.catalogue() as catalogue:
        row = searched_pack(catalogue)
    assert row is not None
    return row.revision


def passes(desk: Desk, revision: str) -> dict[int, Pass]:
    with desk.catalogue() as catalogue:
        return catalogue.units.passes(row_of(desk, revision).id)


def units(desk: Desk, revision: str) -> dict[int, int]:
    """How many units a revision has of each video."""
    with desk.catalogue() as catalogue:
        counts = catalogue.units.counts(row_of(desk, revision).id)
    return {video_id: sum(each.values()) for video_id, each in counts.items()}


def kept(desk: Desk, revision: str, video_id: int) -> tuple[list[Span], dict[str, NDArray[Any]]]:
    """The spans of a video's windows, and what the features files hold of it."""
    row = row_of(desk, revision)
    with desk.catalogue() as catalogue:
        shards = [unit.shard for unit in catalogue.units.of_video(video_id, row.id)]
        spans = [window.span for window in catalogue.windows.of_video(video_id, row.id)]
    return spans, desk.library.features.read_video(video_id, row.key, shards)


def assert_as_new(desk: Desk, other: Desk) -> None:
    """Assert that both libraries hold the same of the same two videos, and nothing else."""
    for video_id in (1, 2):
        (spans, arrays), (others, expected) = kept(desk, "2", video_id), kept(other, "2", video_id)
        assert spans == others
        assert arrays.keys() == expected.keys()
        for name, array in expected.items():
            assert np.array_equal(arrays[name], array), name
    assert passes(desk, "2") == passes(other, "2")
    assert desk.features_files() == other.features_files()


def index_is_exact(desk: Desk, revision: str) -> bool:
    row = row_of(desk, revision)
    with desk.catalogue() as catalogue:
        index = VectorIndex.load(desk.library.index_directory, index_identity(catalogue, row))
        return np.array_equal(np.sort(index.ids), catalogue.windows.ids(row.id))


def problems(desk: Desk) -> list[str]:
    return verify_library(desk.library, ignore_progress, CancelToken())


def damage_features(desk: Desk, video_id: int) -> None:
    for file in (desk.library.features_directory / str(video_id)).rglob("*.safetensors"):
        file.write_bytes(file.read_bytes()[:-1] + b"\xff")


class TestSearching:
    def test_before_anything_is_taken_over_the_old_revision_answers_from_the_librarys_own_copy(
        self, indexed: Desk
    ) -> None:
        upgrade()
        assert indexed.found("blue", limit=1) == ["b.mp4"]
        assert answering(indexed) == "1"
        assert indexed.loaded[-1].info.directory == indexed.library.packs_directory / "colours@1"

    @pytest.mark.parametrize("error", [Cancelled, Killed])
    def test_half_way_through_it_still_does_and_the_library_is_sound(
        self, indexed: Desk, error: type[BaseException]
    ) -> None:
        upgrade()
        with pytest.raises(error):
            renew(indexed, interrupted_at(40, error()))
        assert units(indexed, "2")[1] >= 1
        assert answering(indexed) == "1"
        assert index_is_exact(indexed, "1")
        assert indexed.found("blue", limit=1) == ["b.mp4"]
        assert problems(indexed) == []

    def test_a_searcher_that_is_open_meanwhile_goes_over_to_the_new_one_at_the_end(self, indexed: Desk) -> None:
        upgrade()
        with MomentSearcher(indexed.library) as searcher:
            query = Query("blue", limit=1)
            assert [moment.path.name for moment in searcher.search(query).moments] == ["b.mp4"]
            renew(indexed)
            assert [moment.path.name for moment in searcher.search(query).moments] == ["b.mp4"]
            view = searcher.view()
        assert view is not None
        assert view.row.revision == "2"

    def test_afterwards_the_new_one_answers_as_it_is_installed(self, indexed: Desk) -> None:
        upgrade()
        renew(indexed)
        assert indexed.found("blue", limit=1) == ["b.mp4"]
        assert indexed.loaded[-1].info.directory == packs_directory() / "colours"
        assert index_is_exact(indexed, "2")
        assert problems(indexed) == []

    def test_a_library_without_a_copy_is_searched_as_far_as_it_is_taken_over(self, indexed: Desk) -> None:
        (indexed.library.packs_directory / "colours@1" / "pack.json").unlink()
        upgrade()
        with pytest.raises(Cancelled):
            renew(indexed, interrupted_at(80, Cancelled()))
        assert answering(indexed) == "2"
        assert index_is_exact(indexed, "2")
        assert indexed.found("green", limit=1) == ["a.mp4"]


class TestTakingOver:
    @pytest.mark.parametrize("mode", [Pass.FAST, Pass.STANDARD])
    def test_the_outcome_is_that_of_a_fresh_indexing_without_any_decoding(
        self, filled: Desk, tmp_path: Path, mode: Pass
    ) -> None:
        filled.index(mode=mode)
        fresh = another_desk(filled, tmp_path / "fresh")
        upgrade()
        fresh.index(mode=mode)
        shutil.rmtree(filled.folder)
        with no_decoding():
            renew(filled)
        assert_as_new(filled, fresh)

    def test_after_a_thorough_pass_windows_are_made_of_the_two_pictures_a_second_that_were_kept(
        self, desk: Desk
    ) -> None:
        desk.clip("a.mp4", "red", "green", "blue")
        desk.index(mode=Pass.THOROUGH)
        spans, before = kept(desk, "1", 1)
        upgrade()
        renew(desk)
        spans_after, after = kept(desk, "2", 1)
        assert spans_after == spans
        assert np.array_equal(after["times"], before["times"])
        assert np.array_equal(after["colours"], before["colours"])
        nearness = (np.roll(before["embeddings"], 4, axis=1) * after["embeddings"]).sum(1, dtype=np.float32)
        assert nearness.min() > 0.99
        assert passes(desk, "2") == {1: Pass.THOROUGH}

    @pytest.mark.parametrize("error", [Cancelled, Killed])
    def test_no_unit_is_encoded_twice_however_it_was_broken_off(
        self, indexed: Desk, error: type[BaseException]
    ) -> None:
        upgrade()
        encoded: list[int] = []
        encode = RevisedPack.encode_windows

        def noted(pack: RevisedPack, *frames: Any) -> dict[str, NDArray[Any]]:
            windows = encode(pack, *frames)
            encoded.append(len(windows["embeddings"]))
            return windows

        indexed.monkeypatch.setattr(RevisedPack, "encode_windows", noted)
        with pytest.raises(error):
            renew(indexed, interrupted_at(80, error()))
        assert encoded == [40, 40]
        renew(indexed)
        assert encoded == [40, 40, 20, 2]

    def test_what_was_kept_for_the_old_revision_goes_at_the_end(self, indexed: Desk) -> None:
        upgrade()
        renew(indexed)
        with indexed.catalogue() as catalogue:
            assert catalogue.windows.count(row_of(indexed, "1").id) == 0
        assert list(indexed.library.features_directory.glob("*/colours@1")) == []
        assert own_keys(indexed.library) == {"colours@2"}
        assert not (indexed.library.packs_directory / "colours@1").exists()

    def test_whatever_else_is_known_of_a_video_stays(self, indexed: Desk) -> None:
        with indexed.catalogue() as catalogue:
            catalogue.viewings.put(Viewing(1, 12.0, (Span(0.0, 12.0),), datetime(2024, 5, 6, tzinfo=UTC)))
            catalogue.videos.set_priority(2, 3)
            catalogue.videos.set_damage(1, "damaged after 140.0 s")
            videos, viewings = catalogue.videos.all(), catalogue.viewings.all()
        pictures = {path: path.stat().st_mtime_ns for path in indexed.library.thumbnails_directory.rglob("*")}
        upgrade()
        renew(indexed)
        with indexed.catalogue() as catalogue:
            assert (catalogue.videos.all(), catalogue.viewings.all()) == (videos, viewings)
        assert {path: path.stat().st_mtime_ns for path in indexed.library.thumbnails_directory.rglob("*")} == pictures

    def test_a_video_that_was_not_finished_is_taken_over_as_far_as_it_is_and_gone_on_with_from_there(
        self, filled: Desk
    ) -> None:
        (filled.folder / "b.mp4").unlink()
        cancel = CancelToken()

        def stop(progress: Progress) -> None:
            if progress.stage == "indexing" and progress.done > 70:
                cancel.cancel()

        with pytest.raises(Cancelled):
            filled.index(cancel=cancel, report=stop)
        upgrade()
        with no_decoding():
            renew(filled)
        assert units(filled, "2") == {1: 1}
        assert (passes(filled, "2"), units(filled, "1")) == ({}, {})
        filled.index()
        assert passes(filled, "2") == {1: Pass.STANDARD}
        assert filled.loaded[-1].frames_seen == 300 - 120

    def test_what_the_new_revision_has_looked_at_more_closely_is_left_as_it_is(self, indexed: Desk) -> None:
        install_colour_pack(packs_directory(), revision="2")
        indexed.index(indexed.folder / "b.mp4", mode=Pass.THOROUGH)
        _, before = kept(indexed, "2", 2)
        upgrade()
        renew(indexed)
        assert passes(indexed, "2") == {1: Pass.STANDARD, 2: Pass.THOROUGH}
        assert np.array_equal(kept(indexed, "2", 2)[1]["embeddings"], before["embeddings"])

    def test_of_two_older_revisions_the_newest_is_taken_over_and_the_other_where_that_has_nothing(
        self, indexed: Desk
    ) -> None:
        install_colour_pack(packs_directory(), revision="1b")
        indexed.index(indexed.folder / "b.mp4")
        install_colour_pack(packs_directory(), revision="2", reads=("1", "1b"))
        told: list[Progress] = []
        renew(indexed, told.append)
        assert passes(indexed, "2") == {1: Pass.STANDARD, 2: Pass.STANDARD}
        assert [progress.total for progress in told if progress.stage == RENEWING][-1] == 102
        assert (units(indexed, "1"), units(indexed, "1b")) == ({}, {})

    def test_how_far_it_is_is_told_in_windows_of_each_video_and_of_all(self, indexed: Desk) -> None:
        upgrade()
        told: list[Progress] = []
        renew(indexed, told.append)
        renewing = [progress for progress in told if progress.stage == RENEWING]
        assert [progress.done for progress in renewing] == [0, 40, 80, 100, 100, 102]
        assert {(progress.total, progress.unit) for progress in renewing} == {(102, "windows")}
        assert [progress.item for progress in renewing] == ["a.mp4"] * 4 + ["b.mp4"] * 2
        assert [progress.video_id for progress in renewing] == [1] * 4 + [2] * 2
        assert [progress.part for progress in renewing] == [0.0, 0.4, 0.8, 1.0, 0.0, 1.0]


class TestDamage:
    def test_a_video_whose_features_are_damaged_is_encoded_from_its_file_like_a_new_one(self, indexed: Desk) -> None:
        damage_features(indexed, 2)
        upgrade()
        report = indexed.index()
        assert (report.indexed, report.failed) == (1, ())
        assert passes(indexed, "2") == {1: Pass.STANDARD, 2: Pass.STANDARD}
        assert indexed.found("blue", limit=1) == ["b.mp4"]
        assert own_keys(indexed.library) == {"colours@2"}

    def test_one_whose_file_is_not_there_is_reported_and_the_others_are_taken_over(self, indexed: Desk) -> None:
        damage_features(indexed, 1)
        (indexed.folder / "a.mp4").unlink()
        upgrade()
        renew(indexed)
        (failure,) = indexed.told
        assert failure.path == indexed.folder / "a.mp4"
        assert "damaged" in failure.reason
        assert passes(indexed, "2") == {2: Pass.STANDARD}
        assert not needs_renewal(indexed.library)


class TestWhetherThereIsAny:
    def test_an_empty_library_needs_none(self, desk: Desk) -> None:
        assert not needs_renewal(desk.library)

    def test_it_is_needed_until_it_is_done(self, indexed: Desk) -> None:
        assert not needs_renewal(indexed.library)
        upgrade()
        assert needs_renewal(indexed.library)
        with pytest.raises(Cancelled):
            renew(indexed, interrupted_at(100, Cancelled()))
        assert needs_renewal(indexed.library)
        renew(indexed)
        assert not needs_renewal(indexed.library)

    def test_a_completion_that_was_not_noted_yet_is_needed_too(self, indexed: Desk) -> None:
        upgrade()
        with pytest.raises(Killed):
            renew(indexed, interrupted_at(102, Killed()))
        assert units(indexed, "2") == {1: 3, 2: 1}
        assert passes(indexed, "2") == {1: Pass.STANDARD}
        assert needs_renewal(indexed.library)
        renew(indexed)
        assert passes(indexed, "2") == {1: Pass.STANDARD, 2: Pass.STANDARD}

    def test_what_the_new_revision_cannot_read_is_no_matter_of_it(self, indexed: Desk) -> None:
        upgrade(reads=())
        assert not needs_renewal(indexed.library)
        with no_decoding():
            renew(indexed)
        assert (answering(indexed), units(indexed, "1")) == ("1", {1: 3, 2: 1})

    def test_a_pack_that_is_not_installed_any_more_needs_none(self, indexed: Desk) -> None:
        (packs_directory() / "colours" / "pack.json").unlink()
        assert not needs_renewal(indexed.library)
        assert indexed.found("blue", limit=1) == ["b.mp4"]


def test_where_the_new_revision_has_to_begin_anew_the_old_one_answers_until_it_is_ahead(indexed: Desk) -> None:
    upgrade(reads=())
    indexed.index(indexed.folder / "b.mp4")
    assert answering(indexed) == "1"
    assert index_is_exact(indexed, "1")
    assert problems(indexed) == []
    indexed.index()
    assert answering(indexed) == "2"
    assert index_is_exact(indexed, "2")
    assert own_keys(indexed.library) == {"colours@2"}
