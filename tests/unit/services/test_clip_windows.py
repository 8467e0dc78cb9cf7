"""The windows of a folder of videos are those that indexing would make of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.helpers.colour_pack import COLOURS, ColourPack, colour_pack_info
from tests.helpers.indexing import Desk
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.domain.progress import Progress, ignore_progress
from videobert_desktop.models.packs.window_rows import WindowRows
from videobert_desktop.services.clip_windows import clip_paths, clip_windows


@pytest.fixture
def pack(tmp_path: Path) -> ColourPack:
    return ColourPack(colour_pack_info(tmp_path))


def windows(pack: ColourPack, folder: Path) -> list[WindowRows]:
    return clip_windows(pack, clip_paths(folder), cancel=CancelToken(), report=ignore_progress)


def names(rows: WindowRows) -> list[str]:
    return [list(COLOURS)[word] for word in rows.visual_words.tolist()]


def test_every_video_is_cut_into_windows_in_the_order_of_the_paths(desk: Desk, pack: ColourPack) -> None:
    desk.clip("b/two.mp4", "red", "blue", seconds_each=3.0)
    desk.clip("a.mp4", "green", seconds_each=1.5)
    first, second = windows(pack, desk.folder)
    assert names(first) == ["green"]
    assert names(second) == ["red", "red", "blue", "blue"]


def test_they_are_those_that_a_library_keeps(desk: Desk, pack: ColourPack) -> None:
    desk.clip("mixed.mp4", "red", "white", "blue", seconds_each=2.0)
    desk.index()
    (rows,) = windows(pack, desk.folder)
    np.testing.assert_array_equal(rows.visual_words, desk.arrays()["visual_words"])
    np.testing.assert_allclose(rows.features[:, 0], desk.arrays()["embeddings"].astype(np.float32), atol=1e-3)


def test_a_folder_without_videos_is_refused(desk: Desk, pack: ColourPack) -> None:
    (desk.folder / "notes.txt").write_text("nothing to see", encoding="utf-8")
    with pytest.raises(UserError, match="no videos"):
        windows(pack, desk.folder)


def test_a_folder_that_is_not_there_is_refused(desk: Desk, pack: ColourPack) -> None:
    with pytest.raises(UserError) as caught:
        windows(pack, desk.folder / "elsewhere")
    assert caught.value.path == desk.folder / "elsewhere"


def test_a_file_that_is_no_video_is_named(desk: Desk, pack: ColourPack) -> None:
    (desk.folder / "broken.mp4").write_bytes(b"this is no video at all" * 50)
    with pytest.raises(UserError) as caught:
        windows(pack, desk.folder)
    assert caught.value.path == desk.folder / "broken.mp4"


def test_it_tells_what_it_looks_at_and_stops_when_asked_to(desk: Desk, pack: ColourPack) -> None:
    desk.clip("one.mp4", "red", seconds_each=1.0)
    desk.clip("two.mp4", "blue", seconds_each=1.0)
    cancel = CancelToken()
    told: list[Progress] = []

    def stop(progress: Progress) -> None:
        told.append(progress)
        cancel.cancel()

    with pytest.raises(Cancelled):
        clip_windows(pack, clip_paths(desk.folder), cancel=cancel, report=stop)
    assert [(progress.item, progress.total) for progress in told] == [("one.mp4", 2)]
