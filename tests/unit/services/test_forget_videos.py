"""Forgetting videos: all that was made of them is gone, nothing answers for them, and their files are left alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.helpers.indexing import Desk
from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure, UserError
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.domain.query import Query
from videobert_desktop.domain.timing import Span
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.services.forget_videos import forget_videos
from videobert_desktop.services.libraries import verify_library
from videobert_desktop.services.library import LibraryInUseError
from videobert_desktop.services.list_videos import library_videos
from videobert_desktop.services.searching.search_moments import MomentSearcher
from videobert_desktop.services.thumbnailing.restore_thumbnails import restore_thumbnails
from videobert_desktop.services.viewing.remember_viewing import note_viewing


@pytest.fixture
def palette(desk: Desk) -> Desk:
    """A red clip, a blue one and a green one."""
    for colour in ("red", "blue", "green"):
        desk.clip(f"{colour}.mp4", colour)
    desk.index()
    return desk


def ids(desk: Desk) -> dict[str, int]:
    return {video.path.stem: video.id for video in library_videos(desk.library) if video.id is not None}


def forget(desk: Desk, *names: str) -> None:
    known = ids(desk)
    forget_videos(desk.library, [known[name] for name in names])


def problems(desk: Desk) -> list[str]:
    """What verifying finds and remarks on."""
    remarks: list[str] = []
    return verify_library(desk.library, ignore_progress, CancelToken(), remark=remarks.append) + remarks


def everything_below(directory: Path) -> list[str]:
    return sorted(str(path.relative_to(directory)) for path in directory.rglob("*"))


@pytest.mark.parametrize("name", ["red", "blue"])
def test_nothing_is_left_of_a_forgotten_video_but_its_file(palette: Desk, name: str) -> None:
    video_id = ids(palette)[name]
    note_viewing(palette.library, video_id, 1.0, [Span(0, 1)])
    forget(palette, name)
    assert name not in ids(palette)
    assert f"{name}.mp4" not in palette.found(name)
    for directory in (palette.library.features_directory, palette.library.thumbnails_directory):
        assert sorted(path.name for path in directory.iterdir()) == sorted({"1", "2", "3"} - {str(video_id)})
    with palette.catalogue() as catalogue:
        assert catalogue.viewings.all() == []
        assert catalogue.check() == []
    assert (palette.folder / f"{name}.mp4").exists()


@pytest.mark.parametrize("names", [("red",), ("red", "blue", "green")])
def test_the_library_is_in_order_afterwards(palette: Desk, names: tuple[str, ...]) -> None:
    forget(palette, *names)
    assert problems(palette) == []
    assert palette.index_is_exact()


def test_a_searcher_that_is_open_already_does_not_find_it_any_more(palette: Desk) -> None:
    with MomentSearcher(palette.library) as searcher:
        assert searcher.search(Query("red")).moments[0].path.name == "red.mp4"
        forget(palette, "red")
        assert {moment.path.name for moment in searcher.search(Query("red")).moments} == {"blue.mp4", "green.mp4"}
        view = searcher.view()
        assert view is not None
        assert len(view.windows) == 4
        forget(palette, "blue", "green")
        assert searcher.search(Query("red")).moments == ()


def test_no_trace_of_its_name_is_left_in_the_catalogue_but_what_keeps_it_out(palette: Desk) -> None:
    forget(palette, "red")
    with palette.catalogue() as catalogue:
        catalogue.forgotten.remove_path(palette.folder / "red.mp4")
        catalogue.empty_log()
        files = palette.library.root.glob("catalogue*")
        assert [file.name for file in files if b"red.mp4" in file.read_bytes()] == []


def test_all_copies_of_it_go_with_it(desk: Desk) -> None:
    path = desk.clip("red.mp4", "red")
    (desk.folder / "copy.mp4").write_bytes(path.read_bytes())
    desk.index()
    forget_videos(desk.library, [1])
    desk.index()
    assert library_videos(desk.library) == []


def test_the_files_that_are_out_are_told_the_copies_too(palette: Desk) -> None:
    copy, broken = palette.folder / "copy.mp4", palette.folder / "broken.mp4"
    copy.write_bytes((palette.folder / "red.mp4").read_bytes())
    palette.index()
    out = forget_videos(palette.library, [ids(palette)["red"]], [broken, palette.folder / "blue.mp4"])
    assert sorted(out) == [broken, copy, palette.folder / "red.mp4"]


def test_what_lies_at_its_path_by_now_is_another_video_and_stays(palette: Desk) -> None:
    known, path = ids(palette), palette.folder / "red.mp4"
    path.unlink()
    palette.clip("red.mp4", "white")
    palette.index()
    with palette.catalogue() as catalogue:
        _record(catalogue, Failure(path, "The file is damaged after 1.5 s."))
    assert forget_videos(palette.library, [known["red"]]) == []
    assert "red" in ids(palette)
    with palette.catalogue() as catalogue:
        assert [row.failure.path for row in catalogue.failures.all()] == [path]


def test_nothing_is_left_of_one_whose_pictures_are_being_made_again(palette: Desk) -> None:
    video_id = ids(palette)["red"]

    class Meanwhile(CancelToken):
        def raise_if_cancelled(self) -> None:
            forget_videos(palette.library, [video_id])

    with Decoder() as decoder:
        restore_thumbnails(palette.library, video_id, decoder, Meanwhile())
    assert not (palette.library.thumbnails_directory / str(video_id)).exists()


def test_a_video_that_waits_is_forgotten_too(palette: Desk) -> None:
    with palette.catalogue() as catalogue:
        catalogue.units.forget(1, 1)
    forget(palette, *ids(palette))
    assert library_videos(palette.library) == []


def test_what_the_library_does_not_know_is_passed_over(palette: Desk) -> None:
    forget_videos(palette.library, [99], [palette.folder / "never.mp4"])
    assert len(ids(palette)) == 3
    assert problems(palette) == []


class TestFilesThatNeverBecameVideos:
    @pytest.fixture
    def broken(self, palette: Desk) -> Path:
        """A file that is no video, and is told as such."""
        path = palette.folder / "broken.mp4"
        path.write_bytes(b"rubbish")
        os.utime(path, ns=(0, 10**18))
        palette.index()
        assert [failure.path for failure in palette.told] == [path]
        return path

    def listed(self, desk: Desk) -> list[str]:
        return [video.path.name for video in library_videos(desk.library) if video.id is None]

    def test_one_is_not_told_of_any_more(self, palette: Desk, broken: Path) -> None:
        assert self.listed(palette) == ["broken.mp4"]
        forget_videos(palette.library, [], [broken])
        assert self.listed(palette) == []
        palette.index()
        assert (palette.told, self.listed(palette)) == ([], [])

    def test_it_may_be_forgotten_while_others_are_being_indexed(self, palette: Desk, broken: Path) -> None:
        with palette.library.lock("indexing"):
            forget_videos(palette.library, [], [broken])
        assert self.listed(palette) == []

    @pytest.mark.parametrize("kind", ["empty", "a link to something empty", "a link to nothing"])
    def test_what_cannot_be_looked_into_is_known_by_its_place(self, palette: Desk, kind: str) -> None:
        path = palette.folder / "odd.mp4"
        target = palette.folder / "target.txt"
        if kind != "a link to nothing":
            target.touch()
            os.utime(target, ns=(0, 10**18))
        if kind == "empty":
            target.rename(path)
        else:
            path.symlink_to(target)
        palette.index()
        assert [failure.path for failure in palette.told] == [path]
        forget_videos(palette.library, [], [path])
        palette.index()
        assert (palette.told, self.listed(palette)) == ([], [])

    def test_one_that_is_gone_is_not_told_of_any_more(self, palette: Desk, broken: Path) -> None:
        broken.unlink()
        forget_videos(palette.library, [], [broken])
        assert self.listed(palette) == []

    def test_a_file_that_has_become_a_video_meanwhile_is_none_of_them(self, palette: Desk) -> None:
        forget_videos(palette.library, [], [palette.folder / "red.mp4"])
        palette.index()
        assert set(ids(palette)) == {"red", "blue", "green"}
        with palette.catalogue() as catalogue:
            assert catalogue.forgotten.sizes() == set()


class TestWhatStandsInTheWay:
    def test_while_the_library_is_being_indexed_that_is_said_and_nothing_changes(self, palette: Desk) -> None:
        before = everything_below(palette.library.root)
        with (
            palette.library.lock("indexing"),
            pytest.raises(LibraryInUseError, match="has been indexing since") as caught,
        ):
            forget(palette, "red")
        assert caught.value.hint
        assert set(ids(palette)) == {"red", "blue", "green"}
        assert everything_below(palette.library.root) == before

    def test_when_it_cannot_be_written_everything_stays_as_it_was(
        self, palette: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        known = ids(palette)
        with monkeypatch.context() as sealed:
            sealed.setattr(os, "access", lambda path, mode: False)
            with pytest.raises(UserError, match="cannot be written to"):
                forget_videos(palette.library, [known["red"]])
        assert ids(palette) == known
        assert palette.found("red")[0] == "red.mp4"
        assert problems(palette) == []

    def test_an_index_that_cannot_be_used_does_not(self, palette: Desk) -> None:
        for file in palette.library.index_directory.glob("*.faiss"):
            file.write_bytes(b"rubbish")
        forget(palette, "red")
        assert "red.mp4" not in palette.found("red")
        palette.index()
        assert problems(palette) == []

    def test_when_the_power_goes_before_its_files_are_removed_the_next_indexing_removes_them(
        self, palette: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as cut:
            cut.setattr("videobert_desktop.catalogue.features.FeatureStore.remove_video", _power_cut)
            with pytest.raises(KeyboardInterrupt):
                forget(palette, "red")
        assert "red.mp4" not in palette.found("red")
        assert [problem for problem in problems(palette) if "the next indexing removes it" not in problem] == []
        palette.clip("white.mp4", "white")
        palette.index()
        assert problems(palette) == []
        pictures = {directory.name for directory in palette.library.thumbnails_directory.iterdir()}
        assert pictures == {str(video_id) for video_id in ids(palette).values()}

    def test_when_the_index_cannot_be_saved_everything_stays_as_it_was(
        self, palette: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> None:
            raise UserError("The disk is full.")

        with monkeypatch.context() as cramped:
            cramped.setattr("videobert_desktop.index.vector_index.VectorIndex.save", full)
            with pytest.raises(UserError, match="The disk is full"):
                forget(palette, "red")
        assert palette.found("red")[0] == "red.mp4"
        assert problems(palette) == []


def test_a_failure_of_a_forgotten_video_is_forgotten_with_it(palette: Desk) -> None:
    with palette.catalogue() as catalogue:
        failure = Failure(palette.folder / "red.mp4", "The file is damaged after 1.5 s.")
        _record(catalogue, failure)
    forget(palette, "red")
    assert {video.path.name for video in library_videos(palette.library)} == {"blue.mp4", "green.mp4"}


def _record(catalogue: Catalogue, failure: Failure) -> None:
    status = failure.path.stat()
    catalogue.failures.record(failure, "standard", status.st_size, status.st_mtime_ns, catalogue.videos.all()[0].added)


def _power_cut(*_: object) -> None:
    raise KeyboardInterrupt
