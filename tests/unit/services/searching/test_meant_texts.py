"""Texts found by their meaning follow what the catalogue holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.libraries import media_info
from videobert_desktop.catalogue import Catalogue, PackRow
from videobert_desktop.domain.channel import Channel
from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.transcript import Segment, SubtitleTrack, TranscriptSource
from videobert_desktop.services.searching.meant_texts import MeantTexts

NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)
DIM = 8


class Desk:
    """A catalogue in which lines mean one axis each."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.row = PackRow(catalogue.packs.add("axes", "1", DIM), "axes", "1", DIM)
        self.meant = MeantTexts(catalogue, self.row, Channel.SPEECH)

    def say(self, *lines: str) -> int:
        """A video in which these lines are said, and how the pack reads them."""
        video_id = self.catalogue.videos.add(media_info(60), NOON).id
        segments = tuple(Segment(Span(n, n + 1), line) for n, line in enumerate(lines))
        self.catalogue.transcripts.put(
            video_id, SubtitleTrack(TranscriptSource.SIDECAR, "a.srt", "en", "", segments), NOON
        )
        rows = self.catalogue.text_vectors.missing(self.row.id, Channel.SPEECH, 100)
        axes = np.eye(DIM, dtype=np.float32)[[len(row.text) % DIM for row in rows]]
        self.catalogue.text_vectors.put(self.row.id, Channel.SPEECH, rows, axes)
        return video_id

    def near(self, axis: int, among: set[int] | None = None) -> list[tuple[int, float]]:
        found = self.meant.nearest(np.eye(DIM, dtype=np.float32)[axis], 3, among)
        return [(text.video_id, round(text.similarity, 3)) for text in found if text.similarity > 0.5]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Catalogue.create(tmp_path / "catalogue.sqlite3") as catalogue:
        yield Desk(catalogue)


def test_nothing_is_near_where_nothing_is_said(desk: Desk) -> None:
    assert desk.near(1) == []


def test_the_nearest_is_the_text_that_means_it(desk: Desk) -> None:
    first, second = desk.say("a", "bb"), desk.say("ccc")
    assert (desk.near(1), desk.near(2), desk.near(3)) == ([(first, 1.0)], [(first, 1.0)], [(second, 1.0)])


def test_only_some_videos_may_be_looked_at(desk: Desk) -> None:
    first, second = desk.say("a"), desk.say("b")
    assert desk.near(1, {second}) == [(second, 1.0)]
    assert desk.near(1, set()) == []
    assert {video for video, _ in desk.near(1)} == {first, second}


def test_what_is_said_later_and_what_is_gone_is_noticed(desk: Desk) -> None:
    first = desk.say("a")
    assert desk.near(1) == [(first, 1.0)]
    second = desk.say("b")
    assert {video for video, _ in desk.near(1)} == {first, second}
    (transcript,) = desk.catalogue.transcripts.all_of(first)
    desk.catalogue.transcripts.remove(transcript.id)
    assert desk.near(1) == [(second, 1.0)]
