"""Where libraries are, how they come and go, and how they are checked and repaired."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.libraries import PACK, add_unit, add_video, pack_of
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.domain.progress import Progress, ignore_progress
from videobert_desktop.index.vector_index import VectorIndex
from videobert_desktop.services.indexing.stored_vectors import (
    index_identity,
    video_vectors,
    with_hubness,
    with_one,
)
from videobert_desktop.services.libraries import (
    Library,
    create_library,
    library_directory,
    list_libraries,
    open_library,
    rebuild_index,
    remove_library,
    verify_library,
)
from videobert_desktop.services.library import LibraryInUseError
from videobert_desktop.settings.options import Settings

NAME, REVISION, DIM = PACK


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(libraries_directory=tmp_path / "libraries")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return create_library(tmp_path / "library")


def problems_of(library: Library) -> list[str]:
    return verify_library(library, ignore_progress, CancelToken())


def remarks_on(library: Library) -> list[str]:
    remarks: list[str] = []
    verify_library(library, ignore_progress, CancelToken(), remark=remarks.append)
    return remarks


def rebuild(library: Library) -> int:
    return rebuild_index(library, ignore_progress, CancelToken())


class TestPlaces:
    def test_a_name_is_a_directory_among_the_users_libraries(self, settings: Settings) -> None:
        assert library_directory("holidays 2024", settings) == settings.libraries_directory / "holidays 2024"

    def test_what_has_a_path_separator_is_a_directory(
        self, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert library_directory("./here", settings) == tmp_path / "here"
        assert library_directory("there/../here", settings) == tmp_path / "here"
        assert library_directory(str(tmp_path / "here"), settings) == tmp_path / "here"

    @pytest.mark.parametrize("name", ["", ".", "..", ".hidden", "ends with a dot.", "a:b", "a\nb", "a\0b", "x" * 65])
    def test_a_name_that_not_every_system_takes_is_refused(self, settings: Settings, name: str) -> None:
        with pytest.raises(UserError, match="cannot have the name"):
            library_directory(name, settings)

    def test_the_users_libraries_are_listed_by_name_and_nothing_else_is(self, settings: Settings) -> None:
        assert list_libraries(settings) == []
        made = [create_library(settings.libraries_directory / name) for name in ("b", "a")]
        (settings.libraries_directory / "c").mkdir()
        (settings.libraries_directory / "d").touch()
        assert list_libraries(settings) == made[::-1]
        assert [library.name for library in list_libraries(settings)] == ["a", "b"]


class TestCreating:
    def test_a_library_is_private_to_its_user(self, tmp_path: Path) -> None:
        (tmp_path / "there").mkdir(mode=0o755)
        for root in (tmp_path / "deep" / "down", tmp_path / "there"):
            create_library(root)
            assert root.stat().st_mode & 0o777 == 0o700

    def test_a_library_that_is_there_is_left_as_it_is(self, library: Library, tmp_path: Path) -> None:
        add_video(library, tmp_path / "cat.mp4")
        assert create_library(library.root) == library
        with library.catalogue() as catalogue:
            assert catalogue.videos.count() == 1

    def test_a_creation_that_was_cut_off_can_be_taken_up(self, tmp_path: Path) -> None:
        root = tmp_path / "library"
        root.mkdir()
        for name in ("lock", "lock.json", "catalogue.sqlite3"):
            (root / name).touch()
        with create_library(root).catalogue() as catalogue:
            assert catalogue.videos.count() == 0

    def test_a_directory_with_something_else_in_it_is_refused_and_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "letter.txt").touch()
        with pytest.raises(UserError, match="not a library, and it is not empty"):
            create_library(tmp_path)
        assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]

    def test_a_file_in_its_place_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "letter.txt").touch()
        with pytest.raises(UserError, match="a file in the library's place"):
            create_library(tmp_path / "letter.txt")


class TestOpening:
    def test_the_library_of_a_directory_is_opened(self, library: Library) -> None:
        assert open_library(library.root) == library

    def test_a_missing_directory_and_one_that_is_no_library_are_told_apart(self, tmp_path: Path) -> None:
        with pytest.raises(UserError, match="no library of that name"):
            open_library(tmp_path / "missing")
        with pytest.raises(UserError, match="not a library"):
            open_library(tmp_path)

    def test_a_catalogue_that_is_something_else_is_named(self, tmp_path: Path) -> None:
        path = Library(tmp_path).catalogue_path
        path.write_text("dear diary, " * 100)
        with pytest.raises(UserError) as caught:
            open_library(tmp_path).catalogue()
        assert caught.value.path == path


class TestWhatCannotBeLookedAt:
    # The name is longer than a name may be, so that looking at it fails, for the administrator too.
    UNSEEN = "x" * 1000

    @pytest.mark.parametrize("use", [open_library, create_library])
    def test_it_is_an_error_that_names_the_directory(self, tmp_path: Path, use: Callable[[Path], Library]) -> None:
        with pytest.raises(UserError, match="cannot be read or written") as caught:
            use(tmp_path / self.UNSEEN)
        assert caught.value.path == tmp_path / self.UNSEEN

    def test_it_does_not_hide_the_other_libraries(self, tmp_path: Path) -> None:
        library = create_library(tmp_path / "mine")
        (tmp_path / "theirs").symlink_to(self.UNSEEN)
        assert list_libraries(Settings(libraries_directory=tmp_path)) == [library]


class TestLock:
    def test_it_keeps_others_out_and_says_who_holds_it(self, library: Library) -> None:
        with (
            library.lock("indexing"),
            pytest.raises(UserError, match=f"process {os.getpid()} on .* has been indexing since 2"),
            library.lock("removing it"),
        ):
            pytest.fail("two hold the lock")

    def test_it_can_be_had_again_once_it_is_given_back(self, library: Library) -> None:
        for _ in range(2):
            with library.lock("indexing"):
                pass

    def test_it_is_given_back_by_work_that_fails(self, library: Library) -> None:
        with pytest.raises(ZeroDivisionError), library.lock("indexing"):
            raise ZeroDivisionError
        with library.lock("indexing"):
            pass

    def test_it_is_given_back_when_the_signature_cannot_be_removed(self, library: Library) -> None:
        signature = library.root / "lock.json"

        def work() -> None:
            with library.lock("indexing"):
                signature.unlink()
                signature.mkdir()

        with pytest.raises(UserError) as caught:
            work()
        assert caught.value.path == signature
        signature.rmdir()
        with library.lock("indexing"):
            pass

    @pytest.mark.parametrize("signature", ["", "{", "[]", '{"pid": 3}'])
    def test_a_holder_who_has_not_signed_is_a_process_without_a_name(self, library: Library, signature: str) -> None:
        with library.lock("indexing"):
            (library.root / "lock.json").write_text(signature)
            with pytest.raises(LibraryInUseError, match="in use by another process"), library.lock("indexing"):
                pytest.fail("two hold the lock")

    def test_a_directory_that_is_gone_is_named(self, tmp_path: Path) -> None:
        root = tmp_path / "file"
        root.touch()
        with pytest.raises(UserError) as caught, Library(root).lock("indexing"):
            pytest.fail("there is nothing to lock")
        assert caught.value.path == root


class TestVectors:
    def test_the_inner_product_is_the_similarity_less_the_hubness(self) -> None:
        random = np.random.default_rng(3)
        embeddings, hubness, queries = (
            random.normal(size=(5, DIM)),
            random.uniform(size=5),
            random.normal(size=(2, DIM)),
        )
        scores = with_one(queries) @ with_hubness(embeddings, hubness).T
        assert scores.dtype == np.float32
        np.testing.assert_allclose(scores, queries @ embeddings.T - hubness, rtol=1e-5)

    def test_they_come_video_by_video_in_the_order_of_their_windows(self, library: Library, tmp_path: Path) -> None:
        first = add_video(library, tmp_path / "cat.mp4", units=(40, 3))
        second = add_video(library, tmp_path / "dog.mp4", units=(2,))
        pack = pack_of(library)
        with library.catalogue() as catalogue:
            ids, vectors = video_vectors(library, catalogue, pack, first)
            _, others = video_vectors(library, catalogue, pack, second)
            windows = catalogue.windows.of_video(first, pack.id)
            last_unit = catalogue.units.of_video(first, pack.id)[-1]
            stored = library.features.read_unit(first, pack.key, last_unit.shard)
        assert [window.number for window in windows] == list(range(43))
        assert [window.id for window in windows] == ids.tolist()
        assert vectors.shape == (43, DIM + 1)
        assert others.shape == (2, DIM + 1)
        np.testing.assert_array_equal(vectors[40:, :DIM], stored["embeddings"])
        np.testing.assert_array_equal(vectors[40:, DIM], -stored["hubness"])

    def test_a_video_without_windows_has_none(self, library: Library, tmp_path: Path) -> None:
        add_video(library, tmp_path / "cat.mp4")
        with library.catalogue() as catalogue:
            ids, vectors = video_vectors(library, catalogue, pack_of(library), video_id=99)
        assert (ids.shape, vectors.shape) == ((0,), (0, DIM + 1))

    def test_features_that_are_not_those_of_the_windows_are_named(self, library: Library, tmp_path: Path) -> None:
        video_id = add_video(library, tmp_path / "cat.mp4")
        pack = dataclasses.replace(pack_of(library), dim=DIM + 1)
        with library.catalogue() as catalogue, pytest.raises(UserError, match="not those of its 2 windows"):
            video_vectors(library, catalogue, pack, video_id)


class TestRebuilding:
    def test_the_index_holds_every_window_of_the_catalogue(self, library: Library, tmp_path: Path) -> None:
        add_video(library, tmp_path / "cat.mp4", units=(40, 3))
        add_video(library, tmp_path / "dog.mp4", units=(2,))
        assert rebuild(library) == 45
        pack = pack_of(library)
        with library.catalogue() as catalogue:
            index = VectorIndex.load(library.index_directory, index_identity(catalogue, pack))
            assert sorted(index.ids) == list(catalogue.windows.ids(pack.id))
            for video in catalogue.videos.all():
                ids, vectors = video_vectors(library, catalogue, pack, video.id)
                np.testing.assert_array_equal(index.vectors(ids), vectors)

    def test_a_library_without_windows_needs_no_index(self, library: Library) -> None:
        assert rebuild(library) == 0
        assert not library.index_directory.exists()

    def test_progress_ends_with_all_windows(self, library: Library, tmp_path: Path) -> None:
        add_video(library, tmp_path / "cat.mp4", units=(5,))
        reports: list[Progress] = []
        rebuild_index(library, reports.append, CancelToken())
        assert (reports[-1].done, reports[-1].total) == (5, 5)

    def test_damaged_features_are_told_and_their_video_waits_to_be_indexed_again(
        self, library: Library, tmp_path: Path
    ) -> None:
        damaged = add_video(library, tmp_path / "cat.mp4")
        add_video(library, tmp_path / "dog.mp4", units=(5,))
        for file in library.features_directory.glob(f"{damaged}/*/*"):
            file.write_bytes(b"")
        with pytest.raises(UserError, match="1 of the videos") as caught:
            rebuild(library)
        assert "videobert index" in caught.value.hint
        pack = pack_of(library)
        with library.catalogue() as catalogue:
            assert len(VectorIndex.load(library.index_directory, index_identity(catalogue, pack))) == 5
            assert damaged not in catalogue.units.passes(pack.id)
        assert rebuild(library) == 5

    def test_stopping_it_leaves_the_old_index(self, library: Library, tmp_path: Path) -> None:
        add_video(library, tmp_path / "cat.mp4")
        rebuild(library)
        before = (library.index_directory / f"{NAME}.faiss").read_bytes()
        add_video(library, tmp_path / "dog.mp4")
        cancel = CancelToken()
        cancel.cancel()
        with pytest.raises(Cancelled):
            rebuild_index(library, ignore_progress, cancel)
        assert (library.index_directory / f"{NAME}.faiss").read_bytes() == before


class TestVerifying:
    @pytest.fixture
    def sound(self, library: Library, tmp_path: Path) -> Library:
        add_video(library, tmp_path / "cat.mp4", units=(40, 3))
        add_video(library, tmp_path / "dog.mp4", units=(2,))
        rebuild(library)
        return library

    def test_a_sound_library_has_no_problems(self, sound: Library) -> None:
        assert problems_of(sound) == []

    def test_an_empty_library_has_no_problems(self, library: Library) -> None:
        assert problems_of(library) == []

    def test_a_missing_features_file_is_named(self, sound: Library) -> None:
        file = min(sound.features_directory.glob("1/*/*"))
        file.unlink()
        (problem,) = problems_of(sound)
        assert problem.startswith(f"{file}: This features file is missing.")
        assert "rebuild-index" in problem

    def test_a_changed_byte_in_a_features_file_is_found(self, sound: Library) -> None:
        file = min(sound.features_directory.glob("2/*/*"))
        content = bytearray(file.read_bytes())
        content[-1] ^= 1
        file.write_bytes(content)
        (problem,) = problems_of(sound)
        assert problem.startswith(f"{file}: This features file is damaged.")

    def test_a_features_file_that_belongs_to_no_video_is_remarked_on(self, sound: Library) -> None:
        orphan = sound.features_directory / "77" / f"{NAME}@{REVISION}" / "00000.0.safetensors"
        orphan.parent.mkdir(parents=True)
        orphan.touch()
        assert problems_of(sound) == []
        assert remarks_on(sound) == [f"{orphan}: This features file belongs to no video; the next indexing removes it."]

    def test_an_index_that_has_not_followed_yet_is_remarked_on(self, sound: Library) -> None:
        add_unit(sound, 2, pack_of(sound).id, number=1, windows=3)
        assert problems_of(sound) == []
        assert remarks_on(sound) == ["The search index of tiny lacks 3 of 48 windows; the next indexing adds them."]

    def test_a_library_whose_first_indexing_was_cut_off_has_no_index_yet_and_no_problem(
        self, library: Library, tmp_path: Path
    ) -> None:
        add_video(library, tmp_path / "cat.mp4", followed=False)
        assert problems_of(library) == []
        assert remarks_on(library) == ["There is no search index of tiny yet; the next indexing makes it."]

    def test_an_index_that_is_missing_or_damaged_is_found_and_one_that_is_behind_is_in_order(
        self, sound: Library, tmp_path: Path
    ) -> None:
        file = sound.index_directory / f"{NAME}.faiss"
        whole = file.read_bytes()
        file.write_bytes(whole[:-1])
        assert [problem for problem in problems_of(sound) if "its checksum is wrong" in problem]
        file.write_bytes(whole)
        add_video(sound, tmp_path / "bird.mp4")
        assert problems_of(sound) == []  # the next indexing adds what is missing
        (sound.index_directory / f"{NAME}.json").unlink()
        assert [problem for problem in problems_of(sound) if "there is no saved index" in problem]

    def test_an_index_of_other_windows_is_found(self, sound: Library) -> None:
        with sound.catalogue() as catalogue:
            identity = index_identity(catalogue, pack_of(sound))
        index = VectorIndex(DIM + 1)
        index.add(np.arange(45) + 2, np.ones((45, DIM + 1)))
        index.save(sound.index_directory, identity)
        assert len(problems_of(sound)) == 1
        assert "other windows" in problems_of(sound)[0]

    def test_a_catalogue_that_cannot_be_opened_is_a_problem_not_an_error(self, sound: Library) -> None:
        for file in sound.root.glob("catalogue.sqlite3-*"):
            file.unlink()
        sound.catalogue_path.write_bytes(b"not a database at all" * 100)
        problems = problems_of(sound)
        assert len(problems) == 1
        assert str(sound.catalogue_path) in problems[0]

    def test_it_can_be_stopped(self, sound: Library) -> None:
        cancel = CancelToken()
        cancel.cancel()
        with pytest.raises(Cancelled):
            verify_library(sound, ignore_progress, cancel)

    def test_it_changes_nothing(self, sound: Library) -> None:
        def contents() -> dict[str, bytes]:
            files = (file for file in sound.root.rglob("*") if file.is_file() and not file.name.endswith("-shm"))
            return {str(file): file.read_bytes() for file in files}

        before = contents()
        problems_of(sound)
        assert contents() == before


class TestRemoving:
    def test_nothing_is_left_of_a_library(self, library: Library, tmp_path: Path) -> None:
        add_video(library, tmp_path / "cat.mp4")
        rebuild(library)
        library.thumbnails_directory.mkdir()
        (library.root / "catalogue.sqlite3.v1.backup").touch()
        remove_library(library)
        assert not library.root.exists()
        assert (tmp_path / "cat.mp4").exists()

    def test_what_is_not_the_librarys_stays(self, library: Library) -> None:
        (library.root / "letter.txt").touch()
        remove_library(library)
        assert [file.name for file in library.root.iterdir()] == ["letter.txt"]

    def test_a_folder_that_is_a_link_is_not_followed(self, library: Library, tmp_path: Path) -> None:
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        (elsewhere / "precious").touch()
        library.thumbnails_directory.symlink_to(elsewhere)
        remove_library(library)
        assert not library.root.exists()
        assert (elsewhere / "precious").exists()

    def test_a_library_that_somebody_uses_is_not_removed(self, library: Library) -> None:
        with library.lock("indexing"), pytest.raises(UserError, match="in use"):
            remove_library(library)
        assert open_library(library.root) == library

    def test_a_damaged_library_can_be_removed(self, library: Library) -> None:
        library.catalogue_path.write_bytes(b"not a database")
        remove_library(library)
        assert not library.root.exists()
