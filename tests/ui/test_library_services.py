"""The services as the window calls them, over real libraries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.helpers.colour_pack import ColourPack, install_colour_pack
from tests.helpers.indexing import Desk
from tests.helpers.libraries import PACK, add_video
from tests.helpers.stored_colours import add_colours
from videobert_desktop.catalogue.connection import Connection, Row
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure, UserError
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.domain.query import Query
from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.video import FileFingerprint
from videobert_desktop.models.packs.manifest import Reranking
from videobert_desktop.services.libraries import Library, create_library
from videobert_desktop.services.list_videos import LibraryVideo, VideoState, library_videos
from videobert_desktop.services.viewing.suggest_videos import Suggestions
from videobert_desktop.settings.options import Settings, packs_directory
from videobert_desktop.ui.services import LibraryServices

REASON, HINT = "The file is damaged after 1.5 s.", "Copy it again."


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return create_library(tmp_path / "library")


def fail(library: Library, path: Path) -> None:
    with library.catalogue() as catalogue:
        catalogue.failures.record(Failure(path, REASON, HINT), "decode", 0, 0, datetime(2024, 5, 6, tzinfo=UTC))


def only(videos: Sequence[LibraryVideo]) -> LibraryVideo:
    assert len(videos) == 1
    return videos[0]


def test_an_empty_library_has_no_videos(library: Library) -> None:
    assert library_videos(library) == []


@pytest.mark.parametrize(("complete", "state"), [(True, VideoState.INDEXED), (False, VideoState.WAITING)])
def test_a_video_is_indexed_or_waits(library: Library, tmp_path: Path, complete: bool, state: VideoState) -> None:
    add_video(library, tmp_path / "a.mp4", units=(2,), complete=complete)
    video = only(library_videos(library))
    assert (video.path, video.duration, video.state, video.note) == (tmp_path / "a.mp4", 3.0, state, "")


def test_a_folder_without_a_video_is_not_one_of_its_videos(library: Library, tmp_path: Path) -> None:
    with library.catalogue() as catalogue:
        catalogue.folders.add(tmp_path)
    fail(library, tmp_path)
    assert library_videos(library) == []


def test_a_video_that_broke_has_failed_and_a_damaged_one_can_be_searched(library: Library, tmp_path: Path) -> None:
    for name, complete in (("broken.mp4", False), ("damaged.mp4", True)):
        add_video(library, tmp_path / name, complete=complete)
        fail(library, tmp_path / name)
    states = [(video.path.name, video.state, video.note) for video in library_videos(library)]
    note = f"{REASON} {HINT}"
    assert states == [("broken.mp4", VideoState.FAILED, note), ("damaged.mp4", VideoState.INDEXED, note)]


def test_a_file_that_became_no_video_is_listed_without_a_length(library: Library, tmp_path: Path) -> None:
    fail(library, tmp_path / "notes.mp4")
    video = only(library_videos(library))
    assert (video.path, video.duration, video.state) == (tmp_path / "notes.mp4", None, VideoState.FAILED)


def test_a_video_whose_file_is_gone_is_offline(library: Library, tmp_path: Path) -> None:
    add_video(library, tmp_path / "a.mp4")
    (tmp_path / "a.mp4").unlink()
    assert only(library_videos(library)).state is VideoState.OFFLINE


def test_videos_are_sorted_by_the_names_of_their_files(library: Library, tmp_path: Path) -> None:
    names = ["b.mp4", "C.mp4", "a.mp4"]
    for name in names:
        add_video(library, tmp_path / name)
    assert [video.path.name for video in library_videos(library)] == ["a.mp4", "b.mp4", "C.mp4"]


def test_a_video_without_any_file_left_is_not_listed(library: Library, tmp_path: Path) -> None:
    add_video(library, tmp_path / "a.mp4")
    with library.catalogue() as catalogue:
        (file,) = catalogue.files.all()
        catalogue.files.remove(file.id)
    assert library_videos(library) == []


def test_of_several_files_of_a_video_one_that_is_there_is_listed(library: Library, tmp_path: Path) -> None:
    video_id = add_video(library, tmp_path / "a.mp4")
    for name in ("b.mp4", "c.mp4"):
        with library.catalogue() as catalogue:
            catalogue.files.add(video_id, FileFingerprint(tmp_path / name, 0, 0, "hash of a.mp4"))
    (tmp_path / "a.mp4").rename(tmp_path / "c.mp4")
    assert only(library_videos(library)).path == tmp_path / "c.mp4"


def test_a_video_that_one_pack_has_been_through_is_indexed_though_another_has_not(
    library: Library, tmp_path: Path
) -> None:
    add_video(library, tmp_path / "a.mp4")
    with library.catalogue() as catalogue:
        catalogue.packs.add("newer", "r1", 4)
    assert only(library_videos(library)).state is VideoState.INDEXED


def test_listing_asks_the_catalogue_as_often_for_many_videos_as_for_one(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    ask = Connection.all

    def counted(connection: Connection, sql: str, values: Sequence[object] = ()) -> list[Row]:
        asked.append(sql)
        return ask(connection, sql, values)

    add_video(library, tmp_path / "0.mp4")
    monkeypatch.setattr(Connection, "all", counted)
    library_videos(library)
    of_one = len(asked)
    for number in range(1, 5):
        add_video(library, tmp_path / f"{number}.mp4")
    asked.clear()
    assert len(library_videos(library)) == 5
    assert len(asked) == of_one > 0


def test_a_window_opened_on_an_empty_library_finds_what_is_indexed_later(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(library, tmp_path, monkeypatch)
    services = LibraryServices(library, replace(Settings(), pack="colours"))
    assert services.search(Query("red")).moments == ()
    path = desk.clip("a.mp4", "red")
    services.index([path], cancel=CancelToken(), report=ignore_progress)
    assert [moment.path for moment in services.search(Query("red")).moments] == [path]
    assert max(services.curve(1, Query("red")).channels["picture"]) > 0.5
    services.close()


def test_indexing_hands_over_the_settings(library: Library, tmp_path: Path) -> None:
    services = LibraryServices(library, replace(Settings(), pack="no-such-pack"))
    with pytest.raises(UserError, match="no-such-pack"):
        services.index([tmp_path / "missing.mp4"], cancel=CancelToken(), report=ignore_progress)


def test_what_cannot_be_opened_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no catalogue"):
        LibraryServices(Library(tmp_path), Settings()).videos()


def test_what_is_remembered_of_a_library_can_be_looked_up_and_forgotten(library: Library, tmp_path: Path) -> None:
    video_id = add_video(library, tmp_path / "a.mp4")
    services = LibraryServices(library, Settings())
    services.note_viewing(video_id, 1.5, [Span(0.0, 1.5)])
    services.note_search("a dog")
    viewing = services.viewing(video_id)
    assert viewing is not None
    assert (viewing.position, services.recent_searches()) == (1.5, ("a dog",))
    assert services.suggestions().going_on == (video_id,)
    services.clear("viewing")
    services.clear("searches")
    assert (services.viewing(video_id), services.recent_searches()) == (None, ())


def test_nothing_is_suggested_to_who_does_not_want_viewing_to_be_remembered(library: Library, tmp_path: Path) -> None:
    video_id = add_video(library, tmp_path / "a.mp4")
    services = LibraryServices(library, Settings())
    assert services.suggestions().not_seen == (video_id,)
    services.use(Settings(remember_viewing=False))
    assert services.suggestions() == Suggestions()


def test_videos_are_taken_out_and_folders_no_longer_watched(library: Library, tmp_path: Path) -> None:
    video_id = add_video(library, tmp_path / "a.mp4")
    fail(library, tmp_path / "notes.mp4")
    with library.catalogue() as catalogue:
        catalogue.folders.add(tmp_path)
    services = LibraryServices(library, Settings())
    assert [folder.path for folder in services.folders()] == [tmp_path]
    services.index_first([video_id])
    assert [video.first for video in services.videos()] == [True, False]
    assert services.index_again([video_id], []) == [tmp_path / "a.mp4"]
    services.forget([video_id], [tmp_path / "notes.mp4"])
    services.remove_folder(tmp_path)
    assert (services.videos(), services.folders(), services.unfinished()) == ([], (), [])


def test_a_video_without_pictures_has_none(library: Library, tmp_path: Path) -> None:
    video_id = add_video(library, tmp_path / "a.mp4")
    services = LibraryServices(library, Settings())
    assert (services.thumbnail(video_id), services.tile(video_id, 1.0)) == (None, None)
    assert services.cache_sizes().thumbnails == 0
    services.clear("thumbnails")


def test_videos_of_a_folder_are_counted(library: Library, tmp_path: Path) -> None:
    for name in ("a.mp4", "b.MKV", "notes.txt"):
        (tmp_path / name).touch()
    assert LibraryServices(library, Settings()).count_videos(tmp_path, CancelToken()) == 2


def test_what_waits_in_a_folder_is_gone_on_with_by_whoever_looks_after_it_or_else_by_the_window(
    library: Library, tmp_path: Path
) -> None:
    add_video(library, tmp_path / "a.mp4", complete=False)
    with library.catalogue() as catalogue:
        catalogue.folders.add(tmp_path)
    services = LibraryServices(library, Settings())
    assert services.unfinished() == []
    services.use(Settings(watch_folders=False))
    assert services.unfinished() == [tmp_path / "a.mp4"]


def test_what_an_older_revision_of_the_pack_has_made_can_be_taken_over(library: Library, tmp_path: Path) -> None:
    add_video(library, tmp_path / "a.mp4")
    services = LibraryServices(library, Settings())
    assert not services.needs_renewal()
    install_colour_pack(packs_directory(), name=PACK[0], revision="r2", reads=(PACK[1],))
    assert services.needs_renewal()


def test_what_is_found_is_ranked_again_and_explained_when_that_is_asked_for(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Reranking(0.5, lift=0.1, low=0.05, high=0.15, queries=100)
    install_colour_pack(packs_directory(), reranking=gate)
    monkeypatch.setattr("videobert_desktop.models.packs.pack.load_pack", lambda info, *_, **__: ColourPack(info))
    for colour in ("red", "blue"):
        add_colours(library, tmp_path / f"{colour}.mp4", [colour] * 3)
    services, query = LibraryServices(library, Settings()), Query("red")
    try:
        found = services.search(query)
        assert all(moment.evidence.alignment is None for moment in found.moments)
        better = services.rerank(query, found, CancelToken())
        assert better.moments[0].path.name == "red.mp4"
        assert all(moment.evidence.alignment is not None for moment in better.moments)
        assert services.explain("red", better.moments[0]).words == ("red",)
    finally:
        services.close()


def test_what_is_said_is_looked_up_put_right_and_exported(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(library, tmp_path / "clips", monkeypatch)
    desk.clip("a.mp4", "red")
    (desk.folder / "a.srt").write_text("1\n00:00:00,500 --> 00:00:01,500\nHelo\n")
    desk.index()
    services = LibraryServices(desk.library, Settings())
    said = services.texts(1, None)
    assert [line.text for line in said.lines] == ["Helo"]
    assert said.track is not None
    services.edit_line(said.lines[0].id, "Hello")
    assert services.export_transcript(said.track, tmp_path / "a.txt").read_text() == "Hello\n"
    services.edit_line(said.lines[0].id, None)
    assert services.texts(1, said.track) == said


def test_a_speech_pack_that_nobody_knows_is_not_installed(library: Library) -> None:
    services = LibraryServices(library, Settings())
    with pytest.raises(UserError, match="'huge'"):
        services.install_speech_pack("huge", cancel=CancelToken(), report=ignore_progress)
