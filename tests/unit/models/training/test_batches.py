"""Batches are drawn at random, the same for the same epoch, and keep pictures and sentences together."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from videobert_desktop.models.training.batches import SMALLEST_MAP, Batch, BatchSource
from videobert_desktop.models.training.feature_cache import TrainingFeatures

PICTURES, VIEWS, SIDE, SENTENCES_A_PICTURE = 30, 3, 17, 5
PICTURE, VIEW, ROW, COLUMN = range(4)  # what the channels of a map say of themselves


def features(pictures: int = PICTURES, views: int = VIEWS, side: int = SIDE) -> TrainingFeatures:
    """Maps that say of each place which picture, view, row and column it is; even pictures may be mirrored."""
    maps = np.zeros((views, pictures, 4, side, side), np.float16)
    maps[:, :, PICTURE] = np.arange(pictures)[None, :, None, None]
    maps[:, :, VIEW] = np.arange(views)[:, None, None, None]
    maps[:, :, ROW] = np.arange(side)[:, None]
    maps[:, :, COLUMN] = np.arange(side)
    owners = np.repeat(np.arange(pictures), SENTENCES_A_PICTURE)
    return TrainingFeatures(
        views=tuple(maps),
        teacher=np.repeat(np.arange(pictures, dtype=np.float32)[:, None], 6, axis=1),
        sentences=np.stack([owners, np.arange(len(owners))], axis=1).astype(np.float32),
        owners=owners,
        mirrored=np.arange(pictures) % 2 == 0,
    )


def source(seed: int = 0, size: int = 7, captions: int = 3, views: int = VIEWS, side: int = SIDE) -> BatchSource:
    return BatchSource(features(views=views, side=side), size, captions, seed)


def pictures_of(batch: Batch) -> torch.Tensor:
    return batch.maps[:, PICTURE, 0, 0]


def epochs(count: int = 6) -> list[Batch]:
    drawn = source()
    return [batch for number in range(count) for batch in drawn.epoch(number)]


def same(first: Batch, second: Batch) -> bool:
    names = ("maps", "teacher", "sentences", "owners")
    return all(torch.equal(getattr(first, name), getattr(second, name)) for name in names)


def test_the_same_epoch_is_the_same_every_time() -> None:
    drawn = source()
    first = list(drawn.epoch(3))
    list(drawn.epoch(4))
    for again in (drawn.epoch(3), source().epoch(3)):
        assert all(same(*pair) for pair in zip(first, again, strict=True))


def test_other_epochs_and_other_seeds_differ() -> None:
    batch = next(source().epoch(3))
    for other in (source().epoch(4), source(seed=1).epoch(3)):
        assert not torch.equal(pictures_of(next(other)), pictures_of(batch))


def test_an_epoch_shows_a_picture_at_most_once_in_whole_batches() -> None:
    drawn = source(size=7)
    batches = list(drawn.epoch(0))
    assert len(batches) == drawn.steps == PICTURES // 7
    shown = torch.cat([pictures_of(batch) for batch in batches])
    assert len(shown) == len(shown.unique()) == 28


def test_fewer_pictures_than_a_batch_still_make_one() -> None:
    drawn = source(size=100)
    (batch,) = drawn.epoch(0)
    assert drawn.steps == 1
    assert len(batch.maps) == PICTURES


def test_teacher_and_sentences_belong_to_the_pictures() -> None:
    for batch in epochs():
        assert torch.equal(batch.teacher[:, 0], pictures_of(batch))
        assert torch.equal(batch.sentences[:, 0], pictures_of(batch)[batch.owners])


def test_every_picture_has_its_number_of_different_sentences() -> None:
    for batch in epochs():
        assert batch.owners.tolist() == sorted([*range(len(batch.maps))] * 3)
        assert len(batch.sentences[:, 1].unique()) == len(batch.sentences)


def test_a_picture_with_fewer_sentences_gives_all_of_them() -> None:
    (batch,) = source(size=100, captions=9).epoch(0)
    assert len(batch.sentences) == PICTURES * SENTENCES_A_PICTURE


def test_all_sentences_have_their_turn() -> None:
    seen = torch.cat([batch.sentences[:, 1] for batch in epochs(12)])
    assert len(seen.unique()) == PICTURES * SENTENCES_A_PICTURE


def test_maps_are_float32_squares_cut_from_anywhere() -> None:
    batches = epochs(10)
    corners, sizes = set(), set()
    for batch in batches:
        assert batch.maps.dtype == torch.float32
        assert batch.maps.shape[2] == batch.maps.shape[3]
        assert (batch.maps[:, ROW].diff(dim=1) == 1).all()
        sizes.add(batch.maps.shape[-1])
        corners.update(batch.maps[:, ROW, 0, 0].tolist())
    assert sizes == set(range(SMALLEST_MAP, SIDE + 1))
    assert corners == set(range(SIDE - SMALLEST_MAP + 1))


def test_only_pictures_that_may_be_are_mirrored_and_those_half_of_the_time() -> None:
    drawn = [
        (int(picture) % 2 == 0, bool(one[COLUMN, 0, 1] < one[COLUMN, 0, 0]))
        for batch in epochs(10)
        for picture, one in zip(pictures_of(batch), batch.maps, strict=True)
    ]
    assert not any(turned for allowed, turned in drawn if not allowed)
    assert np.mean([turned for allowed, turned in drawn if allowed]) == pytest.approx(0.5, abs=0.15)


def test_columns_stay_together_mirrored_or_not() -> None:
    for batch in epochs():
        assert (batch.maps[:, COLUMN].diff(dim=2).abs() == 1).all()


def test_all_views_are_drawn_the_whole_picture_most_often_of_all() -> None:
    views = torch.cat([batch.maps[:, VIEW, 0, 0] for batch in epochs(12)])
    shares = [float((views == view).float().mean()) for view in range(VIEWS)]
    assert shares == pytest.approx([0.3, 0.35, 0.35], abs=0.1)


def test_one_view_and_small_maps_are_enough() -> None:
    for batch in source(views=1, side=8).epoch(0):
        assert batch.maps.shape[-1] == 8
        assert (batch.maps[:, VIEW] == 0).all()
