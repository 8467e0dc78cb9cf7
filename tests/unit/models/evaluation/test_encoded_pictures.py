"""Pictures are encoded as windows, each by itself, and only once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.helpers.colour_pack import COLOURS, ColourPack
from tests.unit.models.evaluation.conftest import encoded
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled
from videobert_desktop.domain.progress import Progress, ignore_progress
from videobert_desktop.models.evaluation import encoded_pictures
from videobert_desktop.models.evaluation.encoded_pictures import EncodedPictures, embed_sentences, encode_pictures


def test_every_picture_is_a_window_of_its_own(pictures: EncodedPictures) -> None:
    assert [len(moment) for moment in pictures.moments] == [1] * len(COLOURS)
    assert [int(moment.visual_words[0]) for moment in pictures.moments] == list(range(len(COLOURS)))
    assert pictures.embeddings.dtype == np.float32


def test_no_picture_is_a_neighbour_of_another(pictures: EncodedPictures, colour_pack: ColourPack) -> None:
    together: list[int] = []

    class Watching(ColourPack):
        def encode_windows(self, frames: object, window_of_frame: NDArray[np.int64]) -> dict[str, NDArray[np.generic]]:
            together.append(len(window_of_frame))
            return super().encode_windows(frames, window_of_frame)  # type: ignore[arg-type]

    watching = Watching(colour_pack.info)
    encode_pictures(watching, pictures.pairs, cancel=CancelToken(), report=ignore_progress)
    assert together == [1] * len(COLOURS)


def test_batches_change_nothing(
    colour_pack: ColourPack, pictures: EncodedPictures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoded_pictures, "PICTURES_A_BATCH", 3)
    parts = encoded(colour_pack, tmp_path / "again", list(COLOURS))
    np.testing.assert_array_equal(parts.embeddings, pictures.embeddings)
    assert len(parts.moments) == len(pictures.moments)


def test_what_the_classifier_says_is_kept_where_the_pack_has_one(
    colour_pack: ColourPack, pictures: EncodedPictures
) -> None:
    class Classifying(ColourPack):
        def class_word_vectors(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
            return pixels.mean((1, 2)).astype(np.float32)

    found = encode_pictures(Classifying(colour_pack.info), pictures.pairs, cancel=CancelToken(), report=ignore_progress)
    assert pictures.class_words is None
    assert found.class_words is not None
    np.testing.assert_array_equal(found.class_words, list(COLOURS.values()))


def test_sentences_are_embedded_in_batches_with_progress(colour_pack: ColourPack) -> None:
    told: list[Progress] = []
    vectors = embed_sentences(colour_pack, ["red", "green", "blue"], cancel=CancelToken(), report=told.append, batch=2)
    np.testing.assert_array_equal(vectors, colour_pack.embed_texts(["red", "green", "blue"]))
    assert [(progress.done, progress.total) for progress in told] == [(0, 3), (2, 3)]


def test_it_stops_when_asked_to(colour_pack: ColourPack, pictures: EncodedPictures) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        encode_pictures(colour_pack, pictures.pairs, cancel=cancel, report=ignore_progress)
    with pytest.raises(Cancelled):
        embed_sentences(colour_pack, ["red"], cancel=cancel, report=ignore_progress)
