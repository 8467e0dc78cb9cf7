"""What training reads is computed once, completely or not at all."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.helpers.tiny_pack import FRAME_ENCODER, JOINT_HEAD, tiny_frame_encoder, tiny_sentence_encoder
from tests.unit.models.captioned_pictures import scenes, write_captions, write_pairs
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled
from videobert_desktop.domain.progress import Progress, Report, ignore_progress
from videobert_desktop.models.encoders.efficientnet_lite import pooled_features
from videobert_desktop.models.training.feature_cache import FeatureCache, TrainingFeatures
from videobert_desktop.models.training.pairs import CaptionedPictures, read_pairs, read_squares

COUNT = 11


@pytest.fixture
def pairs(tmp_path: Path) -> CaptionedPictures:
    return read_pairs(write_pairs(tmp_path / "pairs", {"train": scenes(COUNT)}), train=True)


def cache(directory: Path, *, cancel: CancelToken | None = None, report: Report = ignore_progress) -> FeatureCache:
    return FeatureCache(
        directory / "cache", tiny_frame_encoder(), tiny_sentence_encoder(), cancel or CancelToken(), report
    )


def same(first: TrainingFeatures, second: TrainingFeatures) -> bool:
    names = ("teacher", "sentences", "owners", "mirrored")
    return all(np.array_equal(getattr(first, name), getattr(second, name)) for name in names) and all(
        np.array_equal(*views) for views in zip(first.views, second.views, strict=True)
    )


def test_features_have_the_shapes_that_training_expects(tmp_path: Path, pairs: CaptionedPictures) -> None:
    found = cache(tmp_path).features(pairs, 3, seed=0)
    assert [(view.shape, view.dtype) for view in found.views] == [((COUNT, 16, 8, 8), np.float16)] * 3
    assert (found.teacher.shape, found.teacher.dtype) == ((COUNT, FRAME_ENCODER.classes), np.float32)
    assert (found.sentences.shape, found.sentences.dtype) == ((3 * COUNT, JOINT_HEAD.width), np.float32)
    assert found.owners.tolist() == sorted([*range(COUNT)] * 3)


def test_the_first_view_is_the_whole_picture_and_the_teacher_classifies_it(
    tmp_path: Path, pairs: CaptionedPictures
) -> None:
    found = cache(tmp_path).features(pairs, 2, seed=0)
    with zipfile.ZipFile(pairs.archive) as archive:
        squares = read_squares(archive, pairs.names, FRAME_ENCODER.input_size)
    network = tiny_frame_encoder()
    with torch.inference_mode():
        maps = network.trunk(torch.from_numpy(squares).permute(0, 3, 1, 2))
        logits = network.classify(pooled_features(network.tail(maps)))
    np.testing.assert_allclose(found.views[0], maps.numpy(), atol=0.01, rtol=0.01)
    np.testing.assert_allclose(found.teacher, logits.numpy(), atol=0.05, rtol=0.05)
    assert not np.allclose(found.views[1], found.views[0], atol=0.05)


def test_sentences_are_those_of_the_encoder(tmp_path: Path, pairs: CaptionedPictures) -> None:
    sentences, _ = pairs.sentences()
    found = cache(tmp_path).features(pairs, 1, seed=0).sentences
    np.testing.assert_allclose(found, tiny_sentence_encoder().encode(sentences).numpy(), atol=1e-5)


def test_a_picture_whose_captions_speak_of_sides_may_not_be_mirrored(tmp_path: Path, pairs: CaptionedPictures) -> None:
    table = pairs.archive.with_name("captions.csv")
    write_captions(
        table,
        [
            (pairs.names[0], "train", "a dog on the Left of a cat"),
            (pairs.names[1], "train", "a bright dog that was leftover"),
            (pairs.names[2], "train", "a dog"),
            (pairs.names[2], "train", "a cat turns right"),
        ],
    )
    found = cache(tmp_path).features(read_pairs(table.parent, train=True), 1, seed=0)
    assert found.mirrored.tolist() == [False, True, False]


def test_the_second_run_computes_nothing_and_reads_the_same(tmp_path: Path, pairs: CaptionedPictures) -> None:
    first = cache(tmp_path).features(pairs, 2, seed=0)
    pairs.archive.unlink()
    told: list[Progress] = []
    second = cache(tmp_path, report=told.append).features(pairs, 2, seed=0)
    assert told == []
    assert same(first, second)


def test_two_runs_in_two_places_compute_the_same(tmp_path: Path, pairs: CaptionedPictures) -> None:
    first = cache(tmp_path / "one").features(pairs, 2, seed=0)
    assert same(first, cache(tmp_path / "other").features(pairs, 2, seed=0))


def test_another_seed_has_other_views(tmp_path: Path, pairs: CaptionedPictures) -> None:
    first, second = (cache(tmp_path).features(pairs, 2, seed=seed) for seed in (0, 1))
    assert np.array_equal(first.views[0], second.views[0])
    assert not np.array_equal(first.views[1], second.views[1])


def test_more_views_are_computed_beside_those_that_are_there(tmp_path: Path, pairs: CaptionedPictures) -> None:
    cache(tmp_path).features(pairs, 1, seed=0)
    told: list[Progress] = []
    assert len(cache(tmp_path, report=told.append).features(pairs, 2, seed=0).views) == 2
    assert {progress.stage for progress in told} == {"looking at pictures, view 2"}


def test_a_half_written_file_is_not_used(tmp_path: Path, pairs: CaptionedPictures) -> None:
    whole = cache(tmp_path / "whole").features(pairs, 1, seed=0)
    directory = tmp_path / "cache"
    directory.mkdir()
    for name in ("view-0-of-seed-0.partial.npy", "teacher.partial.npy", "sentences.partial.npy"):
        (directory / name).write_bytes(b"\x93NUMPY half")
    assert same(cache(tmp_path).features(pairs, 1, seed=0), whole)
    arrays = sorted(path.name for path in directory.glob("*.npy"))
    assert arrays == ["sentences.npy", "teacher.npy", "view-0-of-seed-0.npy"]


def test_a_run_that_is_cancelled_leaves_nothing_unfinished_and_the_next_goes_on(
    tmp_path: Path, pairs: CaptionedPictures
) -> None:
    cancel = CancelToken()

    def cancel_in_the_second_view(progress: Progress) -> None:
        if progress.stage == "looking at pictures, view 2" and progress.done > 0:
            cancel.cancel()

    with pytest.raises(Cancelled):
        cache(tmp_path, cancel=cancel, report=cancel_in_the_second_view).features(pairs, 3, seed=0)
    finished = {path.name for path in (tmp_path / "cache").glob("*.npy")}
    assert "view-0-of-seed-0.npy" in finished
    assert "view-2-of-seed-0.npy" not in finished
    resumed = cache(tmp_path).features(pairs, 3, seed=0)
    assert same(resumed, cache(tmp_path / "straight").features(pairs, 3, seed=0))


def test_progress_is_told_for_every_stage(tmp_path: Path, pairs: CaptionedPictures) -> None:
    told: list[Progress] = []
    cache(tmp_path, report=told.append).features(pairs, 1, seed=0)
    stages = list(dict.fromkeys(progress.stage for progress in told))
    assert stages == ["looking at pictures, view 1", "classifying pictures", "reading sentences"]
    assert all(progress.total and progress.done < progress.total for progress in told)
