"""What texts mean: a vector for each pack and text, as long as the text says the same."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest

from tests.unit.catalogue.test_catalogue_screen_texts_and_stages import READER, screen_text
from tests.unit.catalogue.test_catalogue_transcripts import lines, track
from videobert_desktop.catalogue import Catalogue, PackRow, TextRow
from videobert_desktop.domain.channel import Channel
from videobert_desktop.domain.video import MediaInfo, Video

SPEECH, SCREEN = Channel.SPEECH, Channel.SCREEN


@pytest.fixture
def texts(catalogue: Catalogue, video: Video, noon: datetime) -> list[TextRow]:
    """Three lines of a transcript, in a catalogue that has a screen text too."""
    transcript_id = catalogue.transcripts.put(video.id, track(*lines("a", "b", "c")), noon)
    catalogue.screen_texts.add(video.id, READER, [screen_text("x", "y")], 10.0, noon)
    return [TextRow(line.id, line.text) for line in catalogue.transcripts.segments(transcript_id)]


def vectors(count: int, first: float = 0.0) -> np.ndarray:
    """(count, 4) float32: the first numbers count up, the others are a third."""
    made = np.full((count, 4), 1 / 3, np.float32)
    made[:, 0] = first + np.arange(count)
    return made


def missing(catalogue: Catalogue, pack: PackRow, languages: list[str] | None = None) -> list[str]:
    return [row.text for row in catalogue.text_vectors.missing(pack.id, SPEECH, 9, languages=languages)]


def test_texts_without_a_vector_are_missing(catalogue: Catalogue, pack: PackRow, texts: list[TextRow]) -> None:
    assert catalogue.text_vectors.missing(pack.id, SPEECH, 9) == texts
    assert catalogue.text_vectors.missing(pack.id, SPEECH, 2) == texts[:2]
    assert [row.text for row in catalogue.text_vectors.missing(pack.id, SCREEN, 9)] == ["x\ny"]
    catalogue.text_vectors.put(pack.id, SPEECH, texts[:1], vectors(1))
    assert catalogue.text_vectors.missing(pack.id, SPEECH, 9) == texts[1:]


def test_they_come_back_as_halves_with_their_videos(
    catalogue: Catalogue, pack: PackRow, texts: list[TextRow], video: Video, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("videobert_desktop.catalogue.text_vectors._ROWS_AT_ONCE", 2)
    catalogue.text_vectors.put(pack.id, SPEECH, texts[::-1], vectors(3))
    stored = catalogue.text_vectors.all(pack.id, SPEECH, dim=4)
    assert stored.ids.tolist() == [row.id for row in texts]
    assert stored.videos.tolist() == [video.id] * 3
    assert stored.vectors.dtype == np.float16
    np.testing.assert_array_equal(stored.vectors, vectors(3)[::-1].astype(np.float16))
    assert catalogue.text_vectors.ids(pack.id, SPEECH).tolist() == [row.id for row in texts]
    for nothing in (catalogue.text_vectors.all(pack.id, SCREEN, dim=4), catalogue.text_vectors.all(99, SPEECH, dim=4)):
        assert (nothing.ids.shape, nothing.videos.shape, nothing.vectors.shape) == ((0,), (0,), (0, 4))


def test_one_that_is_taken_out_while_they_are_read_is_left_out(
    catalogue: Catalogue, pack: PackRow, texts: list[TextRow], monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue.text_vectors.put(pack.id, SPEECH, texts, vectors(3))
    monkeypatch.setattr(catalogue._connection, "number", lambda sql, values: 5)
    stored = catalogue.text_vectors.all(pack.id, SPEECH, dim=4)
    assert (stored.ids.shape, stored.videos.shape, stored.vectors.shape) == ((3,), (3,), (3, 4))


def test_a_later_vector_takes_the_place_of_an_earlier_one(
    catalogue: Catalogue, pack: PackRow, texts: list[TextRow]
) -> None:
    for first in (1.0, 5.0):
        catalogue.text_vectors.put(pack.id, SPEECH, texts[:1], vectors(1, first))
    assert catalogue.text_vectors.all(pack.id, SPEECH, dim=4).vectors[:, 0].tolist() == [5.0]


def test_one_of_another_length_is_left_out(catalogue: Catalogue, pack: PackRow, texts: list[TextRow]) -> None:
    catalogue.text_vectors.put(pack.id, SPEECH, texts, vectors(3))
    catalogue._connection.run("UPDATE segment_vectors SET vector = x'0000' WHERE row_id = ?", (texts[1].id,))
    assert catalogue.text_vectors.all(pack.id, SPEECH, dim=4).ids.tolist() == [texts[0].id, texts[2].id]


def test_an_edited_line_loses_its_vectors_and_an_emptied_one_needs_none(
    catalogue: Catalogue, pack: PackRow, texts: list[TextRow]
) -> None:
    catalogue.text_vectors.put(pack.id, SPEECH, texts, vectors(3))
    catalogue.transcripts.edit(texts[1].id, "B!")
    catalogue.transcripts.edit(texts[2].id, "")
    assert catalogue.text_vectors.ids(pack.id, SPEECH).tolist() == [texts[0].id]
    assert catalogue.text_vectors.missing(pack.id, SPEECH, 9) == [TextRow(texts[1].id, "B!")]
    catalogue.transcripts.undo_edit(texts[2].id)
    assert catalogue.text_vectors.missing(pack.id, SPEECH, 9) == [TextRow(texts[1].id, "B!"), texts[2]]


def test_a_vector_of_what_has_changed_or_gone_meanwhile_is_not_entered(
    catalogue: Catalogue, pack: PackRow, texts: list[TextRow], video: Video, noon: datetime
) -> None:
    catalogue.transcripts.edit(texts[1].id, "B!")
    catalogue.text_vectors.put(pack.id, SPEECH, [*texts, TextRow(999, "gone")], vectors(4))
    assert catalogue.text_vectors.ids(pack.id, SPEECH).tolist() == [texts[0].id, texts[2].id]
    catalogue.transcripts.put(video.id, track(*lines("a", "b", "c")), noon)
    assert catalogue.text_vectors.ids(pack.id, SPEECH).tolist() == []


def test_only_languages_that_a_pack_reads_need_vectors(
    catalogue: Catalogue, pack: PackRow, video: Video, noon: datetime
) -> None:
    for language in ("en-GB", "EN", "de", "eng", "", "zh-Hans"):
        catalogue.transcripts.put(video.id, track(*lines(language or "?"), origin=language, language=language), noon)
    assert missing(catalogue, pack) == ["en-GB", "EN", "de", "eng", "?", "zh-Hans"]
    assert missing(catalogue, pack, ["en"]) == ["en-GB", "EN", "?"]
    assert missing(catalogue, pack, ["zh-Hant", "de"]) == ["de", "?", "zh-Hans"]
    assert missing(catalogue, pack, []) == ["?"]


def test_the_vectors_of_one_pack_are_forgotten(catalogue: Catalogue, pack: PackRow, texts: list[TextRow]) -> None:
    other = catalogue.packs.add("tiny", "2", dim=4)
    screen = catalogue.text_vectors.missing(pack.id, SCREEN, 9)
    for pack_id in (pack.id, other):
        catalogue.text_vectors.put(pack_id, SPEECH, texts, vectors(3))
        catalogue.text_vectors.put(pack_id, SCREEN, screen, vectors(1))
    catalogue.text_vectors.forget(pack.id)
    assert len(catalogue.text_vectors.ids(pack.id, SPEECH)) == len(catalogue.text_vectors.ids(pack.id, SCREEN)) == 0
    assert len(catalogue.text_vectors.ids(other, SPEECH)) == 3
    assert len(catalogue.text_vectors.ids(other, SCREEN)) == 1


def test_a_video_takes_its_vectors_along(
    catalogue: Catalogue, pack: PackRow, texts: list[TextRow], video: Video, info: MediaInfo, noon: datetime
) -> None:
    other = catalogue.videos.add(info, noon)
    catalogue.transcripts.put(other.id, track(*lines("z")), noon)
    for channel in (SPEECH, SCREEN):
        rows = catalogue.text_vectors.missing(pack.id, channel, 9)
        catalogue.text_vectors.put(pack.id, channel, rows, vectors(len(rows)))
    catalogue.videos.remove(video.id)
    assert catalogue.text_vectors.all(pack.id, SPEECH, dim=4).videos.tolist() == [other.id]
    assert len(catalogue.text_vectors.ids(pack.id, SCREEN)) == 0
    assert catalogue.check() == []


def test_as_many_vectors_as_texts_must_be_given(catalogue: Catalogue, pack: PackRow, texts: list[TextRow]) -> None:
    with pytest.raises(ValueError, match="shorter"):
        catalogue.text_vectors.put(pack.id, SPEECH, texts, vectors(2))
    assert len(catalogue.text_vectors.ids(pack.id, SPEECH)) == 0
