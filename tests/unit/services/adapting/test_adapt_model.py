"""A library's own VideoBERT: learned from its videos, kept where it is better, and undone."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from tests.helpers.first_revision import write_first_revision
from tests.helpers.tiny_library import add_plain_video, write_attentive_pack
from tests.helpers.tiny_pack import COLOURS
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, Failure, UserError
from videobert_desktop.domain.moment import Moment
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.progress import Progress, ignore_progress
from videobert_desktop.domain.query import Query
from videobert_desktop.models.adapting.adapt import Adaptation
from videobert_desktop.models.packs.manifest import PackInfo
from videobert_desktop.models.packs.pack import load_pack
from videobert_desktop.services.adapting import adapt_model, adapted_packs
from videobert_desktop.services.adapting.adapt_model import (
    AdaptOptions,
    AdaptReport,
    adapt_library,
    adaptation_status,
    undo_adaptation,
)
from videobert_desktop.services.adapting.adapted_packs import adapted_pack
from videobert_desktop.services.indexing.retire_revisions import retire_revisions
from videobert_desktop.services.libraries import create_library, verify_library
from videobert_desktop.services.library import Library
from videobert_desktop.services.manage_packs import searched_pack, searching_pack
from videobert_desktop.services.own_packs import keep_text_side
from videobert_desktop.services.searching.search_moments import MomentSearcher

OPTIONS = AdaptOptions(rate=0.02, steps=60, folds=3, batch=32, patience=3)
NAMES = tuple(COLOURS)[:6]
WINDOWS = 16


class Killed(BaseException):
    """Stands in for the end of the process."""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> PackInfo:
    return write_attentive_pack(tmp_path_factory.mktemp("pack"))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, pack: PackInfo) -> Path:
    """A library whose videos go through the colours, always in the same order."""
    root = tmp_path_factory.mktemp("template") / "library"
    orders = [[NAMES[(first + place) % len(NAMES)] for place in range(WINDOWS)] for first in range(7)]
    fill(create_library(root), pack, root.parent, orders)
    return root


@pytest.fixture
def library(tmp_path: Path, template: Path) -> Library:
    return Library(Path(shutil.copytree(template, tmp_path / "library")))


@pytest.fixture
def empty(tmp_path: Path) -> Library:
    return create_library(tmp_path / "empty")


def fill(library: Library, pack: PackInfo, folder: Path, videos: list[list[str]]) -> None:
    keep_text_side(library, pack)
    for number, colours in enumerate(videos):
        add_plain_video(library, pack, folder / f"{number}.mp4", colours)


def adapted(
    library: Library,
    *,
    device: str = "cpu",
    cancel: CancelToken | None = None,
    report: Callable[[Progress], None] = ignore_progress,
    failed: Callable[[Failure], None] = lambda _: None,
) -> AdaptReport:
    return adapt_library(
        library, OPTIONS, device=device, threads=1, cancel=cancel or CancelToken(), report=report, failed=failed
    )


def in_use(library: Library) -> PackInfo:
    with library.catalogue() as catalogue:
        row = searched_pack(catalogue)
    assert row is not None
    return searching_pack(library, row)


def found(library: Library) -> list[list[Moment]]:
    with MomentSearcher(library) as searcher:
        return [list(searcher.search(Query(text)).moments) for text in ("red", "a photo of green ground")]


def files(library: Library) -> dict[str, bytes]:
    """What the library consists of, but for the lock and SQLite's journals."""
    paths = [path for path in library.root.rglob("*") if path.is_file()]
    return {
        str(path.relative_to(library.root)): path.read_bytes()
        for path in paths
        if not path.name.startswith(("lock", "catalogue.sqlite3-"))
    }


def at(stage: str, error: BaseException) -> Callable[[Progress], None]:
    """A report that raises an error once a stage is reached."""

    def report(progress: Progress) -> None:
        if progress.stage == stage:
            raise error

    return report


class TestKeeping:
    def test_what_holds_in_the_library_is_learned_and_used_from_now_on(self, library: Library) -> None:
        assert adaptation_status(library) is None
        report = adapted(library)
        assert report.kept
        assert report.main["low"] > 0
        assert report.main["after"] > report.main["before"]
        assert (report.videos, report.windows) == (7, 7 * WINDOWS)
        assert in_use(library).directory.name.endswith("+adapted")
        assert adaptation_status(library) == report

    def test_hidden_windows_are_told_better_and_nothing_that_is_stored_or_asked_for_has_moved(
        self, library: Library
    ) -> None:
        before, moments = load_pack(in_use(library), "cpu", 1), found(library)
        adapted(library)
        after = load_pack(in_use(library), "cpu", 1)
        sentences = ["red", "a dog and a cat", "the left"]
        assert np.array_equal(before.embed_texts(sentences), after.embed_texts(sentences))
        features = np.random.default_rng(0).normal(size=(7, 11, 16)).astype(np.float32)
        frames: dict[str, NDArray[Any]] = {
            "tokens": (features * 20).astype(np.int8),
            "token_scales": np.ones((7, 11), np.float16),
        }
        own, other = (pack.encode_windows(frames, np.arange(7)) for pack in (before, after))
        assert np.array_equal(own["embeddings"], other["embeddings"])
        rows = before.window_rows(frames, np.arange(7))
        assert np.array_equal(before.align("red", [rows]), after.align("red", [rows]))
        assert found(library) == moments

    def test_the_library_is_sound_and_holds_next_to_nothing_more(self, library: Library) -> None:
        adapted(library)
        assert verify_library(library, ignore_progress, CancelToken()) == []
        directory = in_use(library).directory
        linked = [path for path in directory.glob("*.safetensors") if path.stat().st_nlink > 1]
        assert {path.name for path in directory.glob("*.safetensors")} - {path.name for path in linked} == {
            path.name for path in directory.glob("videobert-adapted-*")
        }

    def test_where_there_is_no_order_it_is_not_kept(self, empty: Library, pack: PackInfo, tmp_path: Path) -> None:
        random = np.random.default_rng(0)
        fill(empty, pack, tmp_path, [random.choice(NAMES, WINDOWS).tolist() for _ in range(7)])
        before = files(empty)
        assert not adapted(empty).kept
        assert adaptation_status(empty) is None
        assert files(empty) == before

    def test_adapting_again_begins_from_the_pack_as_it_is_and_replaces_what_was_learned(self, library: Library) -> None:
        first = adapted(library)
        directory = in_use(library).directory
        names = {path.name for path in directory.iterdir()}
        second = adapted(library)
        assert second.measures == first.measures
        assert len({path.name for path in directory.iterdir()}) == len(names)
        assert adaptation_status(library) == second

    def test_it_goes_with_the_revision_that_has_learned_it(self, library: Library, pack: PackInfo) -> None:
        adapted(library)
        newer = replace(pack, revision="3")
        with library.catalogue() as catalogue:
            (old,) = catalogue.packs.all()
            new_id = catalogue.packs.add(newer.name, newer.revision, newer.dim)
            for video in catalogue.videos.all():
                catalogue.units.mark_complete(video.id, new_id, Pass.STANDARD)
            retire_revisions(library, catalogue, newer)
        assert adapted_pack(library, old.key) is None
        assert list(library.packs_directory.iterdir()) == []

    def test_another_revision_has_learned_nothing(self, library: Library) -> None:
        adapted(library)
        assert adapted_pack(library, "tiny@another") is None


class TestUndoing:
    def test_everything_is_as_it_was(self, library: Library) -> None:
        before, moments, used = files(library), found(library), in_use(library)
        adapted(library)
        assert undo_adaptation(library)
        assert files(library) == before
        assert found(library) == moments
        assert in_use(library) == used
        assert adaptation_status(library) is None

    def test_where_there_is_nothing_to_undo_it_says_so(self, library: Library) -> None:
        assert not undo_adaptation(library)


class TestStopping:
    @pytest.mark.parametrize("stage", ["reading features", "hiding windows", "learning visual words"])
    @pytest.mark.parametrize("error", [Cancelled, Killed])
    def test_wherever_it_is_stopped_the_library_stays_as_it_was(
        self, library: Library, stage: str, error: type[BaseException]
    ) -> None:
        before = files(library)
        with pytest.raises(error):
            adapted(library, report=at(stage, error()))
        assert files(library) == before

    def test_it_stops_when_it_is_asked_to(self, library: Library) -> None:
        cancel = CancelToken()
        cancel.cancel()
        with pytest.raises(Cancelled):
            adapted(library, cancel=cancel)

    @pytest.mark.parametrize("place", ["the weights", "the manifest"])
    def test_killed_while_it_is_put_in_place_the_pack_is_used_as_it_is(
        self, library: Library, monkeypatch: pytest.MonkeyPatch, place: str
    ) -> None:
        moments = found(library)

        def killed(*_: object) -> None:
            raise Killed

        with monkeypatch.context() as patch:
            if place == "the weights":
                patch.setattr(Adaptation, "save", killed)
            else:
                patch.setattr(adapted_packs, "text_side_manifest", killed)
            with pytest.raises(Killed):
                adapted(library)
        assert adaptation_status(library) is None
        assert found(library) == moments
        assert verify_library(library, ignore_progress, CancelToken()) == []
        assert adapted(library).kept
        assert len(list(in_use(library).directory.glob("videobert-adapted-*"))) == 1

    def test_a_full_disk_is_told_and_what_was_used_before_is_used_on(
        self, library: Library, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = adapted(library)

        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(Adaptation, "save", full)
            with pytest.raises(UserError, match="is full"):
                adapted(library)
        assert adaptation_status(library) == first


class TestTheLock:
    def test_the_library_is_not_locked_while_it_learns(self, library: Library) -> None:
        stages: list[str] = []

        def look(progress: Progress) -> None:
            with library.lock("indexing"):
                stages.append(progress.stage)

        assert adapted(library, report=look).kept
        assert "learning visual words" in stages

    def test_at_the_end_it_waits_for_its_turn(self, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(adapt_model, "WAIT_SECONDS", 0.0)
        with ExitStack() as held:
            held.enter_context(library.lock("indexing"))

            def wait(progress: Progress) -> None:
                if progress.stage == "waiting for the library":
                    held.close()

            assert adapted(library, report=wait).kept

    def test_a_library_that_has_gone_over_to_another_pack_meanwhile_gets_nothing(self, library: Library) -> None:
        def leave(progress: Progress) -> None:
            if progress.stage == "learning visual words":
                with library.catalogue() as catalogue:
                    for row in catalogue.packs.all():
                        catalogue.units.forget_pack(row.id)

        with pytest.raises(UserError, match="another pack meanwhile"):
            adapted(library, report=leave)
        assert list(library.packs_directory.glob("*+adapted")) == []


class TestBadInput:
    def test_an_empty_library_has_nothing_to_learn_from(self, empty: Library) -> None:
        with pytest.raises(UserError, match="nothing in this library") as caught:
            adapted(empty)
        assert "Index some videos" in caught.value.hint

    def test_one_video_is_too_little(self, empty: Library, pack: PackInfo, tmp_path: Path) -> None:
        fill(empty, pack, tmp_path, [["red", "green"]])
        with pytest.raises(UserError, match=r"the library has 1\."):
            adapted(empty)

    def test_damaged_videos_are_named_and_left_out(self, library: Library, pack: PackInfo, tmp_path: Path) -> None:
        add_plain_video(library, pack, tmp_path / "none.mp4", ["red"] * 4, sound=False)
        lost = add_plain_video(library, pack, tmp_path / "lost.mp4", ["red"] * 4)
        shutil.rmtree(library.features_directory / str(lost))
        failures: list[Failure] = []
        report = adapted(library, failed=failures.append)
        assert report.videos == 7
        assert [failure.path.name for failure in failures] == ["none.mp4", "lost.mp4"]
        assert all("damaged" in failure.reason for failure in failures)

    def test_windows_of_a_pack_that_is_gone_cannot_be_learned_from(self, library: Library) -> None:
        shutil.rmtree(library.packs_directory)
        with pytest.raises(UserError, match="no pack called 'tiny'"):
            adapted(library)

    def test_a_pack_from_before_videobert_is_named(
        self, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = write_first_revision(tmp_path / "before")
        monkeypatch.setattr(adapt_model, "unadapted_pack", lambda *_: before)
        with pytest.raises(UserError, match=f"{before.revision} of the pack tiny cannot read") as caught:
            adapted(library)
        assert "a pack with VideoBERT" in caught.value.hint

    def test_a_device_that_is_not_there_is_told(self, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
        with pytest.raises(UserError, match="'cuda' is not available"):
            adapted(library, device="cuda")

    def test_what_was_learned_and_is_damaged_is_told_with_the_way_out(self, library: Library) -> None:
        adapted(library)
        (shard,) = in_use(library).directory.glob("videobert-adapted-*")
        shard.write_bytes(shard.read_bytes()[:-4])
        for act in (found, adaptation_status, adapted):
            with pytest.raises(UserError, match="learned of this library is damaged") as caught:
                act(library)
            assert "--undo" in caught.value.hint
        assert undo_adaptation(library)
        assert found(library)
