"""Which videos are shown, and in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.library.fakes import film
from videobert_desktop.services.list_videos import LibraryVideo, VideoState
from videobert_desktop.ui.library.arranging import Arrangement, SortBy, arranged, folded, key_of, natural_key

DAY = datetime(2024, 5, 6, tzinfo=UTC)


def at(path: str) -> LibraryVideo:
    return replace(film(1), path=Path(path))


def names(videos: list[LibraryVideo], **wanted: object) -> list[str]:
    return [video.path.name for video in arranged(videos, Arrangement(**wanted))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "ordered",
    [
        ["clip 2", "clip 10"],
        ["Clip 1", "clip 2", "CLIP 3"],
        ["第2集", "第10集"],
        ["ete", "Été 2", "etf"],
        ["2 b", "10 a", "a"],
        ["x", "x 007", "x 8"],
    ],
)
def test_names_are_in_the_order_that_people_expect(ordered: list[str]) -> None:
    assert names([film(1, name) for name in reversed(ordered)]) == ordered
    assert names([film(1, name) for name in ordered], descending=True) == ordered[::-1]


@given(st.lists(st.text(st.characters(blacklist_characters="/\0", blacklist_categories=["Cs"]), min_size=1)))
def test_any_names_can_be_compared(found: list[str]) -> None:
    assert len(sorted(found, key=natural_key)) == len(found)


@pytest.mark.parametrize(
    ("by", "field", "values"),
    [
        (SortBy.ADDED, "added", [DAY, DAY + timedelta(days=1)]),
        (SortBy.RECORDED, "recorded", [DAY, DAY + timedelta(days=1)]),
        (SortBy.LENGTH, "duration", [3.0, 20.0]),
    ],
)
def test_videos_are_in_the_order_of_what_is_asked_for_and_the_unknown_come_last(
    by: SortBy, field: str, values: list[object]
) -> None:
    low, high, unknown = (film(1, name, **{field: value}) for name, value in zip("bac", [*values, None], strict=True))
    assert names([unknown, high, low], by=by) == ["b", "a", "c"]
    assert names([unknown, high, low], by=by, descending=True) == ["a", "b", "c"]


def test_those_that_need_a_person_come_first() -> None:
    videos = [
        film(1, "done"),
        film(2, "offline", VideoState.OFFLINE, note="Its drive is not there."),
        film(3, "looked at once", note="Look again."),
        film(4, "waiting", VideoState.WAITING),
        film(5, "next", VideoState.WAITING, first=True),
        film(6, "failed", VideoState.FAILED, note="Broken."),
    ]
    wanted = ["failed", "next", "waiting", "offline", "looked at once", "done"]
    assert names(videos, by=SortBy.STATE) == wanted


def test_equal_ones_are_in_the_order_of_their_names() -> None:
    videos = [film(number, f"{number}", duration=5.0) for number in (3, 1, 2)]
    assert names(videos, by=SortBy.LENGTH, descending=True) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("beach", "/films/Beach.mp4"),
        ("BEACH dog", "/films/A dog at the beach.mp4"),
        ("holiday clip", "/films/Holidays/clip.mp4"),
        ("cafe", "/films/Café.mp4"),
        ("Café", "/films/cafe.mp4"),
        ("海边", "/films/狗在海边.mp4"),
        ("strasse", "/films/Straße.mp4"),
        ("  ", "/films/anything.mp4"),
    ],
)
def test_every_word_is_looked_for_in_name_and_folder(text: str, path: str) -> None:
    assert names([at(path)], text=text) == [Path(path).name]


def test_a_video_that_lacks_one_of_the_words_is_not_shown() -> None:
    assert names([at("/films/A dog.mp4")], text="dog beach") == []


def test_what_is_above_a_watched_folder_is_not_searched() -> None:
    videos = [at("/home/anna/Videos/2024/a.mp4"), at("/elsewhere/deep/b.mp4")]
    roots = (Path("/home/anna/Videos"),)
    assert names(videos, text="anna", roots=roots) == []
    assert names(videos, text="elsewhere", roots=roots) == []
    assert names(videos, text="2024", roots=roots) == ["a.mp4"]
    assert names(videos, text="videos", roots=roots) == ["a.mp4"]
    assert names(videos, text="deep", roots=roots) == ["b.mp4"]


def test_only_the_videos_of_the_chosen_folder_are_shown() -> None:
    videos = [at("/films/a.mp4"), at("/films/deep/b.mp4"), at("/films 2/c.mp4")]
    assert names(videos, folder=Path("/films")) == ["a.mp4", "b.mp4"]


def test_folding_leaves_nothing_to_fold() -> None:
    assert folded("ÀÉÎÖß Ǆ") == folded(folded("ÀÉÎÖß Ǆ"))


def test_a_file_that_is_no_video_is_known_by_its_path() -> None:
    assert key_of(film(7)) == 7
    assert key_of(replace(film(7), id=None)) == film(7).path
