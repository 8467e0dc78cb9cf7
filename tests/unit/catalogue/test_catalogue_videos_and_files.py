from __future__ import annotations

import os
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from videobert_desktop.catalogue import Catalogue, PackRow, ShardRef
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.video import FileFingerprint, MediaInfo, Video

# Every example works on rows of its own, so that one catalogue serves them all.
many_examples = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

times = st.datetimes(timezones=st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes))))
fractions = st.fractions(min_value=0, max_denominator=10**6)
counts = st.integers(0, 2**40)
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
infos = st.builds(
    MediaInfo,
    duration=st.floats(0, 1e9),
    width=counts,
    height=counts,
    rotation=st.sampled_from([0, 90, 180, 270]),
    sample_aspect_ratio=fractions,
    frame_rate=fractions,
    codec=words,
    container=words,
    audio_streams=counts,
    subtitle_streams=counts,
    created=st.none() | times,
)
paths = st.binary(min_size=1).filter(lambda name: b"\0" not in name).map(lambda name: Path("/", os.fsdecode(name)))
fingerprints = st.builds(
    FileFingerprint,
    path=paths,
    size=st.integers(0, 2**62),
    mtime_ns=st.integers(-(2**62), 2**62),
    content_hash=st.text("0123456789abcdef", max_size=32),
)


def fingerprint(path: str | Path, *, size: int = 10, content_hash: str = "aa") -> FileFingerprint:
    return FileFingerprint(Path(path), size, 1_700_000_000_000_000_001, content_hash)


@many_examples
@given(info=infos, added=times)
def test_a_video_comes_back_as_it_went_in(catalogue: Catalogue, info: MediaInfo, added: datetime) -> None:
    video = catalogue.videos.add(info, added)
    assert video == Video(video.id, info, None, added)
    assert catalogue.videos.get(video.id) == video


def test_a_frame_rate_stays_exact(catalogue: Catalogue, video: Video) -> None:
    stored = catalogue.videos.get(video.id)
    assert stored is not None
    assert stored.info.frame_rate == Fraction(30000, 1001)


def test_a_time_without_a_timezone_is_refused(catalogue: Catalogue, info: MediaInfo) -> None:
    with pytest.raises(ValueError, match="without a timezone"):
        catalogue.videos.add(info, datetime(2026, 1, 1))
    assert catalogue.videos.count() == 0


def test_damage_is_noted_and_taken_back(catalogue: Catalogue, video: Video) -> None:
    catalogue.videos.set_damage(video.id, "damaged after 12.3 s")
    assert [video.damage for video in catalogue.videos.all()] == ["damaged after 12.3 s"]
    catalogue.videos.set_damage(video.id, None)
    assert catalogue.videos.get(video.id) == video


def test_videos_are_counted_and_their_durations_added_up(catalogue: Catalogue, info: MediaInfo) -> None:
    assert (catalogue.videos.count(), catalogue.videos.total_duration()) == (0, 0.0)
    for _ in range(3):
        catalogue.videos.add(info, datetime.now(UTC))
    assert (catalogue.videos.count(), catalogue.videos.total_duration()) == (3, 3 * info.duration)


def test_an_unknown_video_is_none(catalogue: Catalogue) -> None:
    assert catalogue.videos.get(1) is None


def test_the_id_of_a_removed_video_is_never_used_again(catalogue: Catalogue, video: Video, noon: datetime) -> None:
    catalogue.videos.remove(video.id)
    assert catalogue.videos.add(video.info, noon).id > video.id


def test_removing_a_video_removes_all_that_hangs_on_it_and_nothing_else(
    catalogue: Catalogue, video: Video, pack: PackRow, noon: datetime
) -> None:
    kept = catalogue.videos.add(video.info, noon)
    for each in (video, kept):
        catalogue.files.add(each.id, fingerprint(f"/videos/{each.id}.mp4"))
        catalogue.units.commit(each.id, pack.id, 0, Pass.STANDARD, ShardRef("a", "b", 0), [Span(0, 1.5)])
        catalogue.units.mark_complete(each.id, pack.id, Pass.STANDARD)
    catalogue.videos.remove(video.id)
    assert catalogue.videos.all() == [kept]
    assert {file.video_id for file in catalogue.files.all()} == {kept.id}
    assert {unit.video_id for unit in catalogue.units.all(pack.id)} == {kept.id}
    assert catalogue.windows.count(pack.id) == 1
    assert video.id not in catalogue.units.passes(pack.id)
    assert kept.id in catalogue.units.passes(pack.id)
    assert catalogue.check() == []


@pytest.mark.skipif(os.name == "nt", reason="a path there is text")
@many_examples
@given(fingerprint=fingerprints)
def test_a_file_comes_back_as_it_went_in_whatever_its_name(
    catalogue: Catalogue, video: Video, fingerprint: FileFingerprint
) -> None:
    file = catalogue.files.add(video.id, fingerprint)
    assert file.fingerprint == fingerprint
    assert file.online
    assert catalogue.files.by_path(fingerprint.path) == file
    assert catalogue.files.by_content(fingerprint.content_hash, fingerprint.size) == [file]
    catalogue.files.remove(file.id)
    assert catalogue.files.by_path(fingerprint.path) is None


def test_a_name_that_is_not_text_is_found_again(catalogue: Catalogue, video: Video) -> None:
    path = Path(os.fsdecode(b"/videos/caf\xe9.mp4"))
    file = catalogue.files.add(video.id, fingerprint(path))
    assert catalogue.files.by_path(path) == file
    assert catalogue.files.under(Path("/videos")) == [file]


def test_a_path_belongs_to_one_file(catalogue: Catalogue, video: Video) -> None:
    catalogue.files.add(video.id, fingerprint("/a.mp4"))
    with pytest.raises(sqlite3.IntegrityError):
        catalogue.files.add(video.id, fingerprint("/a.mp4"))


def test_a_file_needs_its_video(catalogue: Catalogue) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        catalogue.files.add(7, fingerprint("/a.mp4"))


def test_content_is_the_same_only_with_the_same_size(catalogue: Catalogue, video: Video) -> None:
    same = [catalogue.files.add(video.id, fingerprint(f"/{name}.mp4")) for name in "ab"]
    catalogue.files.add(video.id, fingerprint("/longer.mp4", size=11))
    catalogue.files.add(video.id, fingerprint("/other.mp4", content_hash="bb"))
    assert catalogue.files.by_content("aa", 10) == same


def test_a_moved_file_keeps_its_id_and_is_online_again(catalogue: Catalogue, video: Video) -> None:
    file = catalogue.files.add(video.id, fingerprint("/old.mp4"))
    catalogue.files.set_online(file.id, online=False)
    catalogue.files.update(file.id, fingerprint("/new.mp4"))
    moved = catalogue.files.by_path(Path("/new.mp4"))
    assert moved is not None
    assert (moved.id, moved.online) == (file.id, True)
    assert catalogue.files.by_path(Path("/old.mp4")) is None


def test_a_displaced_file_gives_its_path_to_another_and_is_found_by_its_content(
    catalogue: Catalogue, video: Video
) -> None:
    old = catalogue.files.add(video.id, fingerprint("/a.mp4"))
    catalogue.files.displace(old.id)
    new = catalogue.files.add(video.id, fingerprint("/a.mp4", content_hash="bb"))
    assert catalogue.files.by_path(Path("/a.mp4")) == new
    (kept,) = catalogue.files.by_content("aa", 10)
    assert (kept.id, kept.online, kept.displaced) == (old.id, False, True)
    catalogue.files.update(old.id, fingerprint("/b.mp4"))
    (back,) = catalogue.files.by_content("aa", 10)
    assert (back.fingerprint.path, back.online, back.displaced) == (Path("/b.mp4"), True, False)


def test_of_the_files_of_one_content_those_that_are_gone_come_first(catalogue: Catalogue, video: Video) -> None:
    here, away, there = (catalogue.files.add(video.id, fingerprint(f"/{name}.mp4")) for name in "abc")
    catalogue.files.set_online(away.id, online=False)
    assert [file.id for file in catalogue.files.by_content("aa", 10)] == [away.id, here.id, there.id]
    assert [file.id for file in catalogue.files.by_content("aa", 10, limit=2)] == [away.id, here.id]


def test_many_files_go_and_come_back_at_once(catalogue: Catalogue, video: Video) -> None:
    with catalogue.transaction():
        files = [catalogue.files.add(video.id, fingerprint(f"/{number}.mp4")) for number in range(2000)]
    catalogue.files.set_online(*(file.id for file in files[1:]), online=False)
    assert [file.id for file in catalogue.files.some_online(video.id, 5)] == [files[0].id]
    catalogue.files.set_online(*(file.id for file in files), online=True)
    assert len(catalogue.files.some_online(video.id, 5)) == 5


def test_the_files_of_a_video_that_are_online_come_first(catalogue: Catalogue, video: Video) -> None:
    first, second = (catalogue.files.add(video.id, fingerprint(f"/{name}.mp4")) for name in "ab")
    catalogue.files.set_online(first.id, online=False)
    assert [(file.id, file.online) for file in catalogue.files.of_video(video.id)] == [
        (second.id, True),
        (first.id, False),
    ]


def test_under_a_folder_are_its_own_files_and_not_those_of_a_longer_name(catalogue: Catalogue, video: Video) -> None:
    inside = ["/v/cats/a.mp4", "/v/cats/deep/er/b.mp4"]
    for path in [*inside, "/v/cats.mp4", "/v/cats2/c.mp4", "/v/cats-and-dogs/d.mp4", "/e.mp4"]:
        catalogue.files.add(video.id, fingerprint(path))
    assert [str(file.fingerprint.path) for file in catalogue.files.under(Path("/v/cats"))] == inside
    assert len(catalogue.files.under(Path("/"))) == len(catalogue.files.all()) == 6
    assert [str(file.fingerprint.path) for file in catalogue.files.under(Path("/v/cats.mp4"))] == ["/v/cats.mp4"]


@many_examples
@given(info=infos, fingerprint=fingerprints)
def test_a_video_is_recorded_when_it_says_or_else_when_its_oldest_file_was_written(
    catalogue: Catalogue, info: MediaInfo, fingerprint: FileFingerprint
) -> None:
    video = catalogue.videos.add(info, datetime.now(UTC))
    said = None if info.created is None else info.created.timestamp()
    assert catalogue.videos.recorded().get(video.id) == said
    for number, age in enumerate((0, 10**9)):
        older = replace(fingerprint, path=Path(f"/{video.id}/{number}"), mtime_ns=fingerprint.mtime_ns - age)
        catalogue.files.add(video.id, older)
    modified = (fingerprint.mtime_ns - 10**9) / 1e9
    assert catalogue.videos.recorded()[video.id] == (modified if said is None else said)


def test_the_files_of_many_videos_come_at_once_those_online_first(catalogue: Catalogue, info: MediaInfo) -> None:
    first, second, without = (catalogue.videos.add(info, datetime.now(UTC)) for _ in range(3))
    gone = catalogue.files.add(first.id, fingerprint("/v/gone.mp4"))
    here, other = (
        catalogue.files.add(first.id, fingerprint("/v/a.mp4")),
        catalogue.files.add(second.id, fingerprint("/b")),
    )
    catalogue.files.set_online(gone.id, online=False)
    held = catalogue.files.of_videos([first.id, second.id, without.id, 10**12])
    assert {video: [file.id for file in files] for video, files in held.items()} == {
        first.id: [here.id, gone.id],
        second.id: [other.id],
    }
    assert catalogue.files.of_videos(range(100_000)) == held
    assert catalogue.files.of_videos([]) == {}


def test_files_are_found_by_the_end_of_their_path(catalogue: Catalogue, video: Video) -> None:
    files = [catalogue.files.add(video.id, fingerprint(path)) for path in ("/v/a.mp4", "/v/x/a.mp4", "/v/ba.mp4")]
    catalogue.files.displace(files[0].id)
    assert [file.id for file in catalogue.files.ending_in("a.mp4")] == [files[1].id, files[0].id]
    assert [file.id for file in catalogue.files.ending_in("x/a.mp4")] == [files[1].id]
    assert catalogue.files.ending_in("v") == []


def test_the_videos_in_a_folder_are_those_with_a_file_that_still_is_there(
    catalogue: Catalogue, info: MediaInfo
) -> None:
    inside, beside, displaced = (catalogue.videos.add(info, datetime.now(UTC)) for _ in range(3))
    catalogue.files.add(inside.id, fingerprint("/v/cats/a.mp4"))
    catalogue.files.add(inside.id, fingerprint("/v/cats/copy.mp4"))
    catalogue.files.add(beside.id, fingerprint("/v/cats and dogs/b.mp4"))
    catalogue.files.displace(catalogue.files.add(displaced.id, fingerprint("/v/cats/c.mp4")).id)
    assert catalogue.files.videos_under(Path("/v/cats")) == {inside.id}
    assert catalogue.files.videos_under(Path("/")) == {inside.id, beside.id}
