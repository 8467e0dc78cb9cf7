"""Which video a person means, and which of its files is shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.helpers.libraries import media_info
from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.video import FileFingerprint, VideoFile
from videobert_desktop.services.searching.find_video import find_video, is_inside, shown_file

NOW = datetime(2024, 5, 1, tzinfo=UTC)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.create(tmp_path / "catalogue.sqlite3") as catalogue:
        yield catalogue


def fingerprint(path: str | Path) -> FileFingerprint:
    return FileFingerprint(Path(path), 10, 1_700_000_000_000_000_000, "aa")


def add(catalogue: Catalogue, *paths: str) -> int:
    """A video in those files; gives its id."""
    video = catalogue.videos.add(media_info(10.0), NOW)
    for path in paths:
        catalogue.files.add(video.id, fingerprint(path))
    return video.id


class TestNames:
    def test_an_id_a_path_a_name_and_digits_all_name_a_video(self, catalogue: Catalogue) -> None:
        add(catalogue, "/v/other.mp4")
        wanted = add(catalogue, "/v/cats/a b.mp4")
        for name in (wanted, "/v/cats/a b.mp4", "/v/dogs/../cats/a b.mp4", "a b.mp4", "cats/a b.mp4", str(wanted)):
            assert find_video(catalogue, name).id == wanted

    def test_a_path_is_one_from_here(
        self, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        add(catalogue, "/v/a.mp4")
        here = add(catalogue, f"{tmp_path}/a.mp4")
        monkeypatch.chdir(tmp_path)
        assert find_video(catalogue, "a.mp4").id == here

    def test_digits_are_rather_a_files_name_than_an_id(self, catalogue: Catalogue) -> None:
        add(catalogue, "/v/a.mp4")
        assert find_video(catalogue, "1").id == 1
        named = add(catalogue, "/v/1")
        assert find_video(catalogue, "1").id == named

    def test_a_name_is_a_whole_name(self, catalogue: Catalogue) -> None:
        add(catalogue, "/v/a.mp4")
        for part in (".mp4", "mp4", "v", "/v", "A.MP4", "", "99", "9" * 40, "²", "-1"):
            with pytest.raises(UserError, match="no video"):
                find_video(catalogue, part)

    def test_a_name_that_several_videos_have_is_told_with_the_choice(self, catalogue: Catalogue) -> None:
        add(catalogue, "/v/one/a.mp4")
        second = add(catalogue, "/v/two/a.mp4")
        with pytest.raises(UserError, match="Several videos") as told:
            find_video(catalogue, "a.mp4")
        assert "/v/one/a.mp4" in told.value.hint
        assert find_video(catalogue, "two/a.mp4").id == second

    def test_a_name_that_only_the_copies_of_one_video_have_is_clear(self, catalogue: Catalogue) -> None:
        video = add(catalogue, "/v/one/a.mp4", "/v/two/a.mp4")
        assert find_video(catalogue, "a.mp4").id == video

    def test_what_was_displaced_counts_only_where_nothing_else_has_the_name(self, catalogue: Catalogue) -> None:
        old = add(catalogue, "/v/a.mp4")
        catalogue.files.displace(catalogue.files.of_video(old)[0].id)
        assert find_video(catalogue, "a.mp4").id == old
        new = add(catalogue, "/v/a.mp4")
        assert find_video(catalogue, "a.mp4").id == new
        assert find_video(catalogue, "/v/a.mp4").id == new

    def test_a_name_that_is_not_utf_8_is_one_too(self, catalogue: Catalogue) -> None:
        video = add(catalogue, "/v/caf\udce9.mp4")
        assert find_video(catalogue, "caf\udce9.mp4").id == video


class TestShownFile:
    @pytest.fixture
    def here(self, tmp_path: Path) -> Path:
        path = tmp_path / "one" / "here.mp4"
        path.parent.mkdir()
        path.touch()
        return path

    def file(self, path: str | Path, *, online: bool = True, displaced: bool = False) -> VideoFile:
        return VideoFile(1, 1, fingerprint(path), online, displaced)

    def test_a_file_that_is_there_goes_before_one_in_the_folder_that_is_not(self, here: Path) -> None:
        wanted = self.file(here)
        assert shown_file([self.file("/gone/a.mp4"), wanted], Path("/gone")) == (wanted, True)

    def test_of_files_that_are_there_the_one_in_the_folder_is_shown(self, here: Path, tmp_path: Path) -> None:
        elsewhere = tmp_path / "elsewhere.mp4"
        elsewhere.touch()
        files = [self.file(elsewhere), self.file(here)]
        assert shown_file(files, here.parent) == (files[1], True)
        assert shown_file(files) == (files[0], True)

    def test_what_is_noted_as_offline_is_not_looked_for(self, here: Path) -> None:
        assert not shown_file([self.file(here, online=False)])[1]

    def test_a_displaced_file_is_never_online_and_comes_last(self, here: Path) -> None:
        displaced, gone = self.file(here, online=False, displaced=True), self.file("/gone/a.mp4", online=False)
        assert shown_file([displaced, gone], here.parent) == (gone, False)
        assert shown_file([displaced]) == (displaced, False)


def test_a_folder_holds_what_is_below_it_and_itself() -> None:
    assert is_inside(Path("/v/cats/a.mp4"), Path("/v"))
    assert is_inside(Path("/v/a.mp4"), Path("/v/a.mp4"))
    assert is_inside(Path("/v/a.mp4"), None)
    assert not is_inside(Path("/videos/a.mp4"), Path("/v"))
