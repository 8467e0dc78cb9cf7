"""Batches are drawn at random, the same for the same seed and epoch, and keep together what belongs together."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from tests.unit.models.training.tiny_joint import units
from videobert_desktop.models.training.joint_batches import JointBatch, JointBatches, JointData, Text
from videobert_desktop.models.training.joint_options import JointOptions
from videobert_desktop.models.training.sentences import Sentences
from videobert_desktop.models.training.token_views import TokenViews

PICTURES, VIEWS, CAPTIONS, OTHERS, CLASSES, PLANTINGS, TEMPLATES = 30, 3, 4, 9, 8, 5, 2
SIZE = 7
PICTURE, VIEW = 0, 1  # what the numbers of a token say
OPTIONS = JointOptions(epochs=4, batch=SIZE, captions=2, other_sentences=5, classes=6)


def numbered(*shape: int) -> np.ndarray:
    """Tokens (a, b, 2, 2) that say of themselves which of b, and of a, they are."""
    tokens = np.zeros((*shape, 2, 2), np.float16)
    tokens[..., PICTURE] = np.arange(shape[1])[None, :, None]
    tokens[..., VIEW] = np.arange(shape[0])[:, None, None]
    return tokens


def text(count: int) -> Text:
    return Text(Sentences([[number] for number in range(count)]), units(np.random.default_rng(0), count, 4))


@pytest.fixture(scope="module")
def data() -> JointData:
    tokens = numbered(VIEWS, PICTURES)
    return JointData(
        views=TokenViews(tuple(tokens), tuple(tokens[:, :, 0])),
        words=tuple(100 * view + np.arange(PICTURES) for view in range(VIEWS)),
        captions=text(PICTURES * CAPTIONS),
        owners=np.repeat(np.arange(PICTURES), CAPTIONS),
        others=text(OTHERS),
        planted=numbered(PLANTINGS, CLASSES),
        planted_words=100 * np.arange(PLANTINGS)[:, None] + np.arange(CLASSES),
        classes=text(TEMPLATES * CLASSES),
    )


def source(data: JointData, seed: int = 0, size: int = SIZE) -> JointBatches:
    return JointBatches(
        data, JointOptions(epochs=4, batch=size, captions=2, other_sentences=5, classes=6, seed=seed), 4
    )


def pictures_of(tokens: torch.Tensor) -> torch.Tensor:
    return tokens[:, 0, PICTURE]


@pytest.fixture(scope="module")
def drawn(data: JointData) -> list[JointBatch]:
    """The batches of four epochs."""
    return [batch for number in range(4) for batch in source(data).epoch(number)]


def same(first: JointBatch, second: JointBatch) -> bool:
    tensors = ("features", "words", "seconds", "second_words", "teachers", "owners", "planted", "planted_words")
    lists = ("captions", "others", "classes", "progress")
    return (
        all(torch.equal(getattr(first, name), getattr(second, name)) for name in tensors)
        and all(getattr(first, name) == getattr(second, name) for name in lists)
        and np.array_equal(first.clips.windows, second.clips.windows)
    )


def test_the_same_epoch_is_the_same_every_time(data: JointData) -> None:
    batches = source(data)
    first = list(batches.epoch(2))
    list(batches.epoch(3))
    for again in (batches.epoch(2), source(data).epoch(2)):
        assert all(same(*pair) for pair in zip(first, again, strict=True))


def test_what_is_drawn_within_a_step_is_the_same_every_time(data: JointData) -> None:
    first, again = ([batch.random.random() for batch in source(data).epoch(1)] for _ in range(2))
    assert first == again
    assert len(set(first)) == len(first)


def test_other_epochs_and_other_seeds_differ(data: JointData) -> None:
    batch = next(source(data).epoch(2))
    for other in (source(data).epoch(3), source(data, seed=1).epoch(2)):
        assert not torch.equal(next(other).features, batch.features)


def test_an_epoch_shows_a_picture_at_most_once_in_whole_batches(data: JointData) -> None:
    batches = list(source(data).epoch(0))
    assert len(batches) == source(data).steps == PICTURES // SIZE
    shown = torch.cat([pictures_of(batch.seconds) for batch in batches])
    assert len(shown.unique()) == len(shown) == 28


def test_fewer_pictures_than_a_batch_still_make_one(data: JointData) -> None:
    (batch,) = source(data, size=100).epoch(0)
    assert len(batch.teachers) == PICTURES


def test_captions_belong_to_the_pictures_that_they_are_said_to(data: JointData, drawn: list[JointBatch]) -> None:
    for batch in drawn:
        said_of = torch.from_numpy(data.owners[batch.captions])
        assert torch.equal(said_of.to(torch.float32), pictures_of(batch.features)[batch.owners])


def test_each_picture_has_its_number_of_different_captions_and_all_have_their_turn(
    data: JointData, drawn: list[JointBatch]
) -> None:
    for batch in drawn:
        assert batch.owners.tolist() == np.repeat(np.arange(SIZE), 2).tolist()
        assert len(set(batch.captions)) == len(batch.captions)
    told = {number for epoch in range(12) for batch in source(data).epoch(epoch) for number in batch.captions}
    assert told == set(range(PICTURES * CAPTIONS))


def test_a_window_comes_with_its_own_visual_word_and_teacher(drawn: list[JointBatch]) -> None:
    for batch in drawn:
        features = batch.features[:, 0]
        assert torch.equal(batch.words, (100 * features[:, VIEW] + features[:, PICTURE]).long())
        assert torch.equal(batch.teachers, features[:SIZE])
        seconds = batch.seconds[:, 0]
        assert torch.equal(batch.second_words, (100 * seconds[:, VIEW] + seconds[:, PICTURE]).long())


def test_another_view_is_one_of_the_same_picture(drawn: list[JointBatch]) -> None:
    for batch in drawn:
        assert torch.equal(pictures_of(batch.seconds), pictures_of(batch.features)[:SIZE])


def test_what_a_clip_shows_twice_in_a_row_is_the_same_picture(drawn: list[JointBatch]) -> None:
    for batch in drawn:
        again = np.argwhere(batch.clips.windows >= SIZE)
        assert len(again) == len(batch.features) - SIZE > 0
        shown = pictures_of(batch.features)
        for clip, place in again:
            before, now = batch.clips.windows[clip, place - 1 : place + 1]
            assert shown[before] == shown[now]


def test_all_views_have_their_turn(drawn: list[JointBatch]) -> None:
    views = torch.cat([batch.features[:, 0, VIEW] for batch in drawn])
    assert set(views.tolist()) == set(range(VIEWS))


def test_planted_classes_come_with_their_visual_words_and_sentences(drawn: list[JointBatch]) -> None:
    for batch in drawn:
        planted = batch.planted[:, 0]
        assert torch.equal(batch.planted_words, (100 * planted[:, VIEW] + planted[:, PICTURE]).long())
        assert [number % CLASSES for number in batch.classes] == planted[:, PICTURE].tolist()
        assert len(planted[:, PICTURE].unique()) == 6
    assert {number // CLASSES for batch in drawn for number in batch.classes} == set(range(TEMPLATES))


def test_sentences_without_pictures_come_once_each(drawn: list[JointBatch]) -> None:
    for batch in drawn:
        assert len(set(batch.others)) == len(batch.others) == 5
    assert {number for batch in drawn for number in batch.others} == set(range(OTHERS))


def test_progress_rises_from_nothing_and_stays_below_one(drawn: list[JointBatch]) -> None:
    progress = [batch.progress for batch in drawn]
    assert progress[0] == 0
    assert progress == sorted(set(progress))
    assert progress[-1] < 1
