"""A copy of the catalogue as it stands at one moment."""

from __future__ import annotations

import os
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.channel import Channel
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.text_query import TextQuery
from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.transcript import Segment, SubtitleTrack, TranscriptSource
from videobert_desktop.domain.video import Video


def test_the_copy_is_a_catalogue_of_its_own(catalogue: Catalogue, video: Video, tmp_path: Path) -> None:
    target = tmp_path / "copy.sqlite3"
    catalogue.back_up(target)
    catalogue.videos.remove(video.id)
    with Catalogue.open(target) as copy:
        assert copy.videos.all() == [video]
        assert copy.check() == copy.check_layout() == []
    if os.name != "nt":
        assert target.stat().st_mode & 0o777 == 0o600


def test_it_can_be_searched_for_what_is_said_and_goes_on_being_true(
    catalogue: Catalogue, video: Video, tmp_path: Path, noon: datetime
) -> None:
    lines = tuple(Segment(Span(start, start + 1), text) for start, text in enumerate(("Ask not", "Aks what")))
    catalogue.transcripts.put(video.id, SubtitleTrack(TranscriptSource.EMBEDDED, "", "en", "", lines), noon)
    query = TextQuery(words=("ask", "what"))
    hits = catalogue.full_text.search(query, channel=Channel.SPEECH, limit=9)
    catalogue.back_up(tmp_path / "copy.sqlite3")
    with Catalogue.open(tmp_path / "copy.sqlite3") as copy:
        assert copy.full_text.search(query, channel=Channel.SPEECH, limit=9) == hits
        assert copy.check() == copy.check_layout() == []
        copy.transcripts.edit(hits[0].row_id, "Nothing")
        assert len(copy.full_text.search(query, channel=Channel.SPEECH, limit=9)) == len(hits) - 1
        copy.videos.remove(video.id)
        copy.empty_log()
        assert copy.check() == copy.full_text.check() == []


def test_what_is_not_committed_yet_is_not_in_the_copy(
    catalogue: Catalogue, catalogue_path: Path, video: Video, tmp_path: Path
) -> None:
    with Catalogue.open(catalogue_path) as other, catalogue.transaction():
        catalogue.videos.remove(video.id)
        other.back_up(tmp_path / "copy.sqlite3")
    with Catalogue.open(tmp_path / "copy.sqlite3") as copy:
        assert copy.videos.all() == [video]


def test_an_older_copy_is_replaced(catalogue: Catalogue, video: Video, tmp_path: Path) -> None:
    target = tmp_path / "copy.sqlite3"
    target.write_text("an older one")
    catalogue.back_up(target)
    with Catalogue.open(target) as copy:
        assert copy.videos.count() == 1


def test_if_the_copys_disk_is_full_that_disk_is_named_and_nothing_is_left(
    catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = sqlite3.connect

    def cramped(path: Path) -> sqlite3.Connection:
        connection = connect(path)
        connection.execute("PRAGMA max_page_count = 2")
        return connection

    (tmp_path / "small").mkdir()
    monkeypatch.setattr(sqlite3, "connect", cramped)
    with pytest.raises(UserError, match=r"disk mounted at .* is full") as caught:
        catalogue.back_up(tmp_path / "small" / "copy.sqlite3")
    assert caught.value.path == tmp_path / "small" / "copy.sqlite3"
    assert list((tmp_path / "small").iterdir()) == []
