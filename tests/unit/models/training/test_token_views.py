"""Training reads pictures as a library keeps them: tokens, computed once and the same each time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image

from tests.helpers.tiny_pack import COLOURS, FRAME_ENCODER, JOINT_HEAD, tiny_network
from tests.unit.models.captioned_pictures import scenes
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.domain.progress import Progress, Report, ignore_progress
from videobert_desktop.models.training import token_views
from videobert_desktop.models.training.feature_cache import TrainingFeatures
from videobert_desktop.models.training.token_views import PLANTINGS, TokenCache, TokenViews
from videobert_desktop.models.training.trainer import features_of_maps

PICTURES, VIEWS = 6, 2
CPU = torch.device("cpu")
GRID = slice(1, 10)
MAY = np.arange(PICTURES) % 2 == 0


@pytest.fixture(scope="module")
def features() -> TrainingFeatures:
    """Six pictures in two views; every other one may be mirrored."""
    side = FRAME_ENCODER.input_size
    painted = [Image.fromarray(scene.paint()) for scene in scenes(PICTURES * VIEWS)]
    pixels = torch.from_numpy(np.stack([np.asarray(picture.resize((side, side))) for picture in painted]))
    with torch.inference_mode():
        maps = tiny_network().frame_encoder.trunk(pixels.permute(0, 3, 1, 2)).half().numpy()
    nothing = np.zeros((PICTURES, 1), np.float32)
    return TrainingFeatures(tuple(np.split(maps, VIEWS)), nothing, nothing, np.arange(PICTURES), MAY)


def cache(directory: Path, cancel: CancelToken | None = None, report: Report = ignore_progress) -> TokenCache:
    return TokenCache(directory, tiny_network(), CPU, cancel or CancelToken(), report)


def viewed(features: TrainingFeatures, directory: Path, *, varied: bool = True) -> TokenViews:
    return cache(directory).views(features, varied=varied, made_from="this network")


@pytest.fixture(scope="module")
def views(features: TrainingFeatures, tmp_path_factory: pytest.TempPathFactory) -> TokenViews:
    return viewed(features, tmp_path_factory.mktemp("tokens"))


def expected(maps: NDArray[np.float16]) -> tuple[torch.Tensor, torch.Tensor]:
    """The tokens of maps, and where the first stage's head places them."""
    network = tiny_network()
    with torch.inference_mode():
        pooled = features_of_maps(network, maps, CPU)
        tokens = network.head.reduce(pooled, network.head.concepts(network.frame_encoder.classify(pooled)))
        return tokens, network.head.embed_frames(tokens)


def test_every_view_is_there_as_it_is_and_altered(views: TokenViews) -> None:
    assert len(views) == PICTURES
    assert len(views.tokens) == len(views.teachers) == 2 * VIEWS
    for tokens, teachers in zip(views.tokens, views.teachers, strict=True):
        assert tokens.shape == (PICTURES, JOINT_HEAD.tokens, JOINT_HEAD.stored)
        assert teachers.shape == (PICTURES, JOINT_HEAD.width)
        assert tokens.dtype == teachers.dtype == np.float16
        assert np.linalg.norm(teachers.astype(np.float32), axis=1) == pytest.approx(1, abs=1e-2)


def test_the_first_is_the_whole_picture_as_the_networks_see_it(views: TokenViews, features: TrainingFeatures) -> None:
    tokens, teachers = expected(features.views[0])
    np.testing.assert_allclose(views.tokens[0], tokens.numpy(), atol=0.02)
    np.testing.assert_allclose(views.teachers[0], teachers.numpy(), atol=0.01)


def test_pictures_are_mirrored_where_they_may_be_and_nowhere_else(
    views: TokenViews, features: TrainingFeatures
) -> None:
    plain, altered = views.tokens[0], views.tokens[1]  # tiny maps are too small to be cut
    np.testing.assert_array_equal(altered[~MAY], plain[~MAY])
    mirrored, _ = expected(np.ascontiguousarray(features.views[0][MAY][..., ::-1]))
    np.testing.assert_allclose(altered[MAY], mirrored.numpy(), atol=0.02)
    assert not np.allclose(altered[MAY][:, GRID], plain[MAY][:, GRID], atol=0.02)


def test_held_out_pictures_are_only_seen_as_they_are(features: TrainingFeatures, tmp_path: Path) -> None:
    assert len(viewed(features, tmp_path, varied=False).tokens) == VIEWS


def test_a_cut_is_a_square_of_the_map_from_anywhere() -> None:
    rows, columns = np.indices((17, 17), dtype=np.float16)
    maps = np.stack([rows, columns])[None]
    random = np.random.default_rng(0)
    cuts = [token_views._cut(maps, random)[0] for _ in range(200)]
    assert {cut.shape[1] for cut in cuts} == {cut.shape[2] for cut in cuts} == set(range(12, 18))
    assert {float(cut[0, 0, 0]) for cut in cuts} == {float(cut[1, 0, 0]) for cut in cuts} == set(range(6))
    assert all((np.diff(cut[0], axis=0) == 1).all() and (np.diff(cut[1], axis=1) == 1).all() for cut in cuts)


def test_what_was_computed_is_read_the_next_time(features: TrainingFeatures, tmp_path: Path) -> None:
    first = viewed(features, tmp_path)
    planted = np.array(cache(tmp_path).planted(features))
    told: list[Progress] = []
    again = cache(tmp_path, report=told.append)
    views = again.views(features, varied=True, made_from="this network")
    np.testing.assert_array_equal(again.planted(features), planted)
    assert told == []
    for before, after in zip(first.tokens + first.teachers, views.tokens + views.teachers, strict=True):
        np.testing.assert_array_equal(before, after)


def test_the_same_pictures_give_the_same_tokens(views: TokenViews, features: TrainingFeatures, tmp_path: Path) -> None:
    again = viewed(features, tmp_path)
    for before, after in zip(views.tokens, again.tokens, strict=True):
        np.testing.assert_array_equal(before, after)


def test_tokens_of_another_network_are_not_taken(features: TrainingFeatures, tmp_path: Path) -> None:
    viewed(features, tmp_path)
    with pytest.raises(UserError, match="other data") as caught:
        cache(tmp_path).views(features, varied=True, made_from="another network")
    assert caught.value.path == tmp_path


def everything(tokens: TokenCache, features: TrainingFeatures) -> TokenViews:
    views = tokens.views(features, varied=True, made_from="this network")
    tokens.planted(features)
    return views


@pytest.mark.parametrize("stage", ["reading view 2", "planting classes"])
def test_stopping_leaves_no_half_written_file_and_it_goes_on_to_the_same(
    features: TrainingFeatures, views: TokenViews, tmp_path: Path, stage: str
) -> None:
    cancel = CancelToken()

    def stop(progress: Progress) -> None:
        if progress.stage == stage:
            cancel.cancel()

    with pytest.raises(Cancelled):
        everything(cache(tmp_path, cancel, stop), features)
    assert not list(tmp_path.glob("*.partial*"))
    assert not (tmp_path / "planted.npy").exists()
    for before, after in zip(views.tokens, everything(cache(tmp_path), features).tokens, strict=True):
        np.testing.assert_array_equal(before, after)


def test_classes_are_planted_time_and_again_into_ordinary_pictures(features: TrainingFeatures, tmp_path: Path) -> None:
    planted = np.asarray(cache(tmp_path).planted(features), np.float32)
    assert planted.shape == (PLANTINGS, JOINT_HEAD.classes, JOINT_HEAD.tokens, JOINT_HEAD.stored)
    assert not np.array_equal(planted[0], planted[1])


def test_a_planted_class_is_what_the_concept_says(
    features: TrainingFeatures, views: TokenViews, tmp_path: Path
) -> None:
    head = tiny_network().head
    with torch.inference_mode():
        words = head.concept_reducer(head.class_words).numpy()
    planted = np.asarray(cache(tmp_path).planted(features), np.float32)[:, :, -1]
    ordinary = np.asarray(views.tokens[0], np.float32)[:, -1]
    own = np.einsum("pck,ck->pc", planted, words).mean(0)
    without = (ordinary @ words.T).mean(0)
    colours = slice(0, len(COLOURS))  # the classifier knows nothing else
    assert (own > without)[colours].mean() >= 0.9
