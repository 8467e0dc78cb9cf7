"""`Index this first`, as far as it can be seen without a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.libraries import add_video
from videobert_desktop.domain.errors import UserError
from videobert_desktop.services.indexing.prioritise import index_first
from videobert_desktop.services.libraries import Library, create_library


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Three videos: cats/1.mp4, cats/2.mp4 and dog.mp4."""
    library = create_library(tmp_path / "library")
    (tmp_path / "cats").mkdir()
    for name in ("cats/1.mp4", "cats/2.mp4", "dog.mp4"):
        add_video(library, tmp_path / name, complete=False)
    return library


def priorities(library: Library) -> dict[int, int]:
    with library.catalogue() as catalogue:
        return catalogue.videos.priorities()


def test_videos_are_named_by_id_by_file_or_by_folder(library: Library, tmp_path: Path) -> None:
    assert index_first(library, [3]) == {3}
    assert index_first(library, [tmp_path / "dog.mp4"]) == {3}
    assert index_first(library, [tmp_path / "cats"]) == {1, 2}
    assert index_first(library, [1, tmp_path / "dog.mp4"]) == {1, 3}


def test_what_is_asked_for_later_comes_before_what_was_asked_for_before(library: Library) -> None:
    index_first(library, [1, 2])
    index_first(library, [3])
    found = priorities(library)
    assert found[3] > found[1] == found[2] > 0


@pytest.mark.parametrize("unknown", [7, Path("/nowhere/cat.mp4")])
def test_what_the_library_does_not_know_is_told_and_nothing_is_changed(library: Library, unknown: int | Path) -> None:
    with pytest.raises(UserError, match="knows no such video"):
        index_first(library, [1, unknown])
    assert priorities(library) == {}
