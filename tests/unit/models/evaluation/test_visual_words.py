"""Hidden windows are told from those around them, beside models that only count."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
import torch

from tests.unit.models.videobert.tiny_videobert import PARTS, SIZE, VISUAL_WORDS, tiny_config, tiny_model
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.models.evaluation.visual_words import (
    evaluate_visual_words,
    load_network,
    masked_log_probabilities,
)
from videobert_desktop.models.packs.manifest import PackInfo
from videobert_desktop.models.packs.window_rows import WindowRows
from videobert_desktop.models.videobert.pretraining_videobert import VideoBertForPreTraining


@pytest.fixture(scope="module")
def network() -> VideoBertForPreTraining:
    return tiny_model(tiny_config(context_windows=4))


def video(length: int, seed: int = 0) -> WindowRows:
    random = np.random.default_rng(seed)
    features = random.normal(size=(length, PARTS, SIZE)).astype(np.float32)
    return WindowRows(features, random.integers(0, VISUAL_WORDS, length))


VIDEOS = tuple(video(length, seed=length) for length in (5, 9, 2, 7, 4, 6))


def changed(rows: WindowRows, window: int) -> WindowRows:
    """The same video, another picture in one window."""
    other = video(len(rows), seed=99)
    features, words = rows.features.copy(), rows.visual_words.copy()
    features[window], words[window] = other.features[window], (words[window] + 1) % VISUAL_WORDS
    return WindowRows(features, words)


class TestHiding:
    def test_every_window_is_given_probabilities(self, network: VideoBertForPreTraining) -> None:
        told = masked_log_probabilities(network, video(9))
        assert told.shape == (9, VISUAL_WORDS)
        np.testing.assert_allclose(np.exp(told).sum(1), 1, atol=1e-5)

    def test_a_hidden_window_is_not_seen(self, network: VideoBertForPreTraining) -> None:
        rows = video(6)
        told, other = (masked_log_probabilities(network, each)[3] for each in (rows, changed(rows, 3)))
        np.testing.assert_allclose(told, other, atol=1e-6)

    @pytest.mark.parametrize("neighbour", [2, 4])
    def test_the_windows_on_both_sides_are_seen(self, network: VideoBertForPreTraining, neighbour: int) -> None:
        rows = video(6)
        told, other = (masked_log_probabilities(network, each)[3] for each in (rows, changed(rows, neighbour)))
        assert np.abs(told - other).max() > 1e-4

    def test_windows_farther_away_than_a_context_are_not_seen(self, network: VideoBertForPreTraining) -> None:
        rows = video(12)
        told, other = (masked_log_probabilities(network, each)[3] for each in (rows, changed(rows, 9)))
        np.testing.assert_allclose(told, other, atol=1e-6)

    @pytest.mark.parametrize("length", [1, 2, 3])
    def test_a_video_may_be_shorter_than_a_context(self, network: VideoBertForPreTraining, length: int) -> None:
        assert masked_log_probabilities(network, video(length)).shape == (length, VISUAL_WORDS)

    def test_it_is_what_the_network_says_of_a_masked_window(self, network: VideoBertForPreTraining) -> None:
        rows = video(4)
        words, features = torch.from_numpy(rows.visual_words)[None], torch.from_numpy(rows.features)[None]
        masked = torch.tensor([[False, False, True, False]])
        with torch.inference_mode():
            states = network.read_windows(words, features, masked_windows=masked).window_states
            assert states is not None
            expected = network.visual_word_logits(states)[0, 2].log_softmax(-1)
        np.testing.assert_allclose(masked_log_probabilities(network, rows)[2], expected.numpy(), atol=1e-5)


@pytest.fixture(scope="module")
def found(network: VideoBertForPreTraining) -> dict[str, Any]:
    return evaluate_visual_words(network, VIDEOS, seed=0, cancel=CancelToken(), report=ignore_progress)


class TestMeasuring:
    def test_it_is_told_on_how_much_and_how_it_was_split(self, found: dict[str, Any]) -> None:
        assert {name: found[name] for name in ("n", "videos", "folds", "seed")} == {
            "n": 33,
            "videos": 6,
            "folds": 5,
            "seed": 0,
        }
        json.dumps(found, allow_nan=False)

    def test_perplexity_and_accuracy_are_those_of_all_windows(
        self, found: dict[str, Any], network: VideoBertForPreTraining
    ) -> None:
        told = np.concatenate([masked_log_probabilities(network, rows) for rows in VIDEOS])
        words = np.concatenate([rows.visual_words for rows in VIDEOS])
        own = told[np.arange(len(words)), words]
        assert found["perplexity"]["value"] == pytest.approx(np.exp(-own.mean()), rel=1e-5)
        assert found["top1"]["value"] == pytest.approx((told.argmax(1) == words).mean())

    def test_all_counting_models_are_measured_beside_it(self, found: dict[str, Any]) -> None:
        assert set(found["baselines"]) == set(found["lead"]) == {"unigram", "bigram", "neighbours"}
        for name, baseline in found["baselines"].items():
            ahead = np.log(baseline["perplexity"]["value"] / found["perplexity"]["value"])
            assert found["lead"][name]["log_probability"]["value"] == pytest.approx(ahead, abs=1e-6)
            for estimate in (baseline["perplexity"], baseline["top1"], found["lead"][name]["top1"]):
                assert estimate["low"] <= estimate["value"] <= estimate["high"]

    def test_a_counting_model_has_not_counted_the_video_it_is_measured_on(
        self, network: VideoBertForPreTraining
    ) -> None:
        # Each video shows one thing all the time, and no other video shows it.
        still = [
            WindowRows(np.zeros((8, PARTS, SIZE), np.float32), np.full(8, number)) for number in range(VISUAL_WORDS)
        ]
        found: dict[str, Any] = evaluate_visual_words(
            network, still, seed=0, cancel=CancelToken(), report=ignore_progress
        )
        assert found["baselines"]["unigram"]["top1"]["value"] == 0
        assert found["baselines"]["neighbours"]["top1"]["value"] > 0.7

    def test_a_single_video_cannot_be_split(self, network: VideoBertForPreTraining) -> None:
        with pytest.raises(UserError, match="two videos"):
            evaluate_visual_words(network, [video(5)], seed=0, cancel=CancelToken(), report=ignore_progress)

    def test_it_stops_when_asked_to(self, network: VideoBertForPreTraining) -> None:
        cancel = CancelToken()
        cancel.cancel()
        with pytest.raises(Cancelled):
            evaluate_visual_words(network, VIDEOS, seed=0, cancel=cancel, report=ignore_progress)


def test_the_network_is_that_of_the_pack(tiny_info: PackInfo) -> None:
    network = load_network(tiny_info, torch.device("cpu"))
    assert not network.training
    assert network.config.feature_size == 16
    assert network.visual_words.bias.shape == (network.config.visual_vocab_size,)
