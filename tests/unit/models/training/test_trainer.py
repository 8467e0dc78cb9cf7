"""The training loop learns, stops when asked to and goes on as if it had not stopped."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor

from tests.helpers.tiny_pack import FRAME_ENCODER, JOINT_HEAD, WORDS, tiny_network, tiny_sentence_encoder
from tests.unit.models.captioned_pictures import scenes, write_pairs
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.domain.progress import Progress, Report, ignore_progress
from videobert_desktop.models.training.feature_cache import FeatureCache, TrainingFeatures
from videobert_desktop.models.training.options import TrainOptions
from videobert_desktop.models.training.pairs import read_pairs
from videobert_desktop.models.training.prototypes import class_sentences
from videobert_desktop.models.training.trainer import StarterNetwork, StarterTrainer, embed_maps

PICTURES = 24
CPU = torch.device("cpu")
SHORT = TrainOptions(
    device="cpu", epochs=4, head_epochs=2, batch=12, views=2, head_rate=1e-2, tail_rate=1e-4, averaging=0.9
)


@pytest.fixture(scope="module")
def features(tmp_path_factory: pytest.TempPathFactory) -> TrainingFeatures:
    """Two views of 24 pictures with three sentences each."""
    directory = tmp_path_factory.mktemp("training")
    pairs = read_pairs(write_pairs(directory, {"train": scenes(PICTURES)}), train=True)
    network, encoder = tiny_network().frame_encoder, tiny_sentence_encoder()
    return FeatureCache(directory / "cache", network, encoder, CancelToken(), ignore_progress).features(
        pairs, 2, seed=0
    )


@pytest.fixture(scope="module")
def prototypes() -> NDArray[np.float32]:
    """The sentence vectors of the class names."""
    return tiny_sentence_encoder().encode(class_sentences(list(WORDS[: FRAME_ENCODER.classes]))).numpy()


class Runs:
    """Starts training runs on the same features, each from a fresh network."""

    def __init__(self, features: TrainingFeatures, prototypes: NDArray[np.float32]) -> None:
        self.features = features
        self._prototypes = prototypes

    def trainer(self, directory: Path, options: TrainOptions = SHORT, seed: int = 0) -> StarterTrainer:
        directory.mkdir(exist_ok=True)
        return StarterTrainer(tiny_network(seed), self.features, self._prototypes, options, CPU, directory)

    def trained(
        self,
        directory: Path,
        options: TrainOptions = SHORT,
        *,
        seed: int = 0,
        cancel: CancelToken | None = None,
        report: Report = ignore_progress,
    ) -> StarterTrainer:
        trainer = self.trainer(directory, options, seed)
        trainer.train(self.features, cancel or CancelToken(), report)
        return trainer

    def cancelled_in_epoch(self, directory: Path, epoch: int, options: TrainOptions = SHORT) -> None:
        """Train until the second step of `epoch` (from 1) is asked to stop."""
        cancel = CancelToken()

        def stop(progress: Progress) -> None:
            if progress.item == f"epoch {epoch} of {options.epochs}":
                cancel.cancel()

        with pytest.raises(Cancelled):
            self.trained(directory, options, cancel=cancel, report=stop)


@pytest.fixture
def runs(features: TrainingFeatures, prototypes: NDArray[np.float32]) -> Runs:
    return Runs(features, prototypes)


def same_weights(first: torch.nn.Module, second: torch.nn.Module) -> bool:
    others = second.state_dict()
    return all(torch.equal(tensor, others[name]) for name, tensor in first.state_dict().items())


def log(directory: Path) -> list[dict[str, float]]:
    return [json.loads(line) for line in (directory / "log.jsonl").read_text(encoding="utf-8").splitlines()]


def test_the_loss_falls_and_the_pictures_are_found(runs: Runs, tmp_path: Path) -> None:
    before = runs.trainer(tmp_path / "before").development_scores(runs.features)
    trainer = runs.trained(tmp_path / "run", replace(SHORT, epochs=30))
    after = trainer.development_scores(runs.features)
    lines = log(tmp_path / "run")
    assert np.mean([line["pairs"] for line in lines[-5:]]) < 0.7 * np.mean([line["pairs"] for line in lines[:2]])
    assert after["r1"] > 5 / PICTURES
    assert after["r1"] > before["r1"] + 0.1
    assert after["r5"] > before["r5"] + 0.15
    assert {name: lines[-1][name] for name in after} == after


def test_the_same_seed_trains_to_the_same_weights(runs: Runs, tmp_path: Path) -> None:
    first, second = (runs.trained(tmp_path / name, replace(SHORT, epochs=2)) for name in ("first", "second"))
    assert same_weights(first.averaged, second.averaged)
    other = runs.trained(tmp_path / "other", replace(SHORT, epochs=2, seed=1))
    assert not same_weights(first.averaged, other.averaged)


def test_a_run_that_was_stopped_ends_exactly_where_the_others_end(runs: Runs, tmp_path: Path) -> None:
    straight = runs.trained(tmp_path / "straight")
    for epoch in (2, 3):  # once while the frame encoder is left alone, and once when it has begun to learn
        runs.cancelled_in_epoch(tmp_path / "stopped", epoch)
    resumed = runs.trained(tmp_path / "stopped", seed=1)
    assert same_weights(resumed.network, straight.network)
    assert same_weights(resumed.averaged, straight.averaged)
    assert log(tmp_path / "stopped") == log(tmp_path / "straight")


def test_stopping_keeps_the_last_whole_epoch(runs: Runs, tmp_path: Path) -> None:
    runs.cancelled_in_epoch(tmp_path / "run", 3)
    assert sorted(path.name for path in (tmp_path / "run").iterdir()) == ["checkpoint.pt", "log.jsonl"]
    state = torch.load(tmp_path / "run" / "checkpoint.pt", weights_only=True)
    assert state["epoch"] == 2
    assert [line["epoch"] for line in log(tmp_path / "run")] == [1, 2]


def test_stopping_in_the_first_epoch_leaves_nothing(runs: Runs, tmp_path: Path) -> None:
    runs.cancelled_in_epoch(tmp_path / "run", 1)
    assert list((tmp_path / "run").iterdir()) == []


def test_a_run_that_is_done_is_read_back_without_another_step(runs: Runs, tmp_path: Path) -> None:
    done = runs.trained(tmp_path, replace(SHORT, epochs=2))
    told: list[Progress] = []
    again = runs.trained(tmp_path, replace(SHORT, epochs=2), seed=1, report=told.append)
    assert told == []
    assert same_weights(again.averaged, done.averaged)


def test_the_tail_learns_when_the_head_has_begun_and_the_trunk_and_the_classifier_never(
    runs: Runs, tmp_path: Path
) -> None:
    start = tiny_network()
    head_only = runs.trained(tmp_path / "head", replace(SHORT, epochs=2)).network
    both = runs.trained(tmp_path / "both", replace(SHORT, epochs=3)).network
    assert same_weights(head_only.frame_encoder, start.frame_encoder)
    assert not same_weights(head_only.head, start.head)
    changed = {
        name.rsplit(".", 2)[0]
        for name, tensor in both.frame_encoder.state_dict().items()
        if not torch.equal(tensor, start.frame_encoder.state_dict()[name])
    }
    blocks, trunk = FRAME_ENCODER.blocks, FRAME_ENCODER.trunk_blocks
    assert changed == {"head", *(f"blocks.{number}" for number in range(trunk, blocks))}


def test_what_ships_is_the_average_of_the_weights(runs: Runs, tmp_path: Path) -> None:
    trainer = runs.trained(tmp_path, replace(SHORT, epochs=2))
    assert isinstance(trainer.averaged_network, StarterNetwork)
    assert not same_weights(trainer.averaged_network, trainer.network)


def test_progress_counts_the_steps_of_all_epochs(runs: Runs, tmp_path: Path) -> None:
    told: list[Progress] = []
    runs.trained(tmp_path, replace(SHORT, epochs=3), report=told.append)
    assert [progress.done for progress in told] == list(range(6))
    assert {(progress.stage, progress.total, progress.unit) for progress in told} == {("training", 6, "steps")}


def test_the_log_holds_a_line_an_epoch_with_losses_and_recalls(runs: Runs, tmp_path: Path) -> None:
    runs.trained(tmp_path, replace(SHORT, epochs=2))
    lines = log(tmp_path)
    assert [line["epoch"] for line in lines] == [1, 2]
    assert all(
        set(line) == {"epoch", "pairs", "distillation", "prototypes", "r1", "r5", "r10", "medr"} for line in lines
    )
    assert all(np.isfinite(list(line.values())).all() for line in lines)


def test_tokens_are_hidden_now_and_then_but_the_concept_never(runs: Runs, tmp_path: Path) -> None:
    hidden = runs.trainer(tmp_path)._hidden_tokens(5000, np.random.default_rng(0)).numpy()
    assert hidden.shape == (5000, JOINT_HEAD.tokens)
    assert not hidden[:, -1].any()
    assert hidden[:, :-1].all(1).mean() == pytest.approx(0.1, abs=0.02)
    assert hidden[:, :-1].mean() == pytest.approx(0.1 + 0.9 * 0.1, abs=0.02)


def test_every_step_and_every_epoch_hides_other_tokens(
    runs: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    masks: list[bytes] = []
    hide = StarterTrainer._hidden_tokens

    def remember(trainer: StarterTrainer, count: int, random: np.random.Generator) -> torch.Tensor:
        hidden = hide(trainer, count, random)
        masks.append(hidden.numpy().tobytes())
        return hidden

    monkeypatch.setattr(StarterTrainer, "_hidden_tokens", remember)
    runs.trained(tmp_path)
    assert len(set(masks)) == len(masks) == SHORT.epochs * 2 * 2  # steps an epoch, and masks a step


class TestEmbedMaps:
    def test_many_maps_are_embedded_as_each_alone(self, features: TrainingFeatures) -> None:
        network = tiny_network()
        maps = np.concatenate([features.views[0]] * 3)  # more than one batch
        together = embed_maps(network, maps, CPU)
        assert together.dtype == torch.float32
        assert together.shape == (3 * PICTURES, JOINT_HEAD.width)
        torch.testing.assert_close(together.norm(dim=1), torch.ones(3 * PICTURES))
        alone = torch.cat([embed_maps(network, features.views[0][number : number + 1], CPU) for number in range(4)])
        assert (together[:4] * alone).sum(1).min() > 0.999

    def test_maps_may_be_a_list(self, features: TrainingFeatures) -> None:
        network = tiny_network()
        assert torch.equal(
            embed_maps(network, list(features.views[0]), CPU), embed_maps(network, features.views[0], CPU)
        )

    def test_dropout_is_off_even_for_a_network_in_training(self, features: TrainingFeatures) -> None:
        network = tiny_network().train()
        first, second = (embed_maps(network, features.views[0], CPU) for _ in range(2))
        assert torch.equal(first, second)


def test_a_damaged_checkpoint_is_named(runs: Runs, tmp_path: Path) -> None:
    runs.trained(tmp_path, replace(SHORT, epochs=1))
    checkpoint = tmp_path / "checkpoint.pt"
    for damaged in (checkpoint.read_bytes()[:4000], b"no weights"):
        checkpoint.write_bytes(damaged)
        with pytest.raises(UserError) as caught:
            runs.trained(tmp_path, replace(SHORT, epochs=2))
        assert caught.value.path == checkpoint


def test_a_loss_that_is_no_number_ends_training_and_the_last_epoch_is_kept(
    runs: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = runs.trainer(tmp_path)
    compute = trainer._losses

    def losses(*drawn: Any) -> dict[str, Tensor]:
        found = compute(*drawn)
        return found if trainer._epoch == 0 else found | {"pairs": found["pairs"] * float("nan")}

    monkeypatch.setattr(trainer, "_losses", losses)
    with pytest.raises(UserError, match=r"step 3 of 8.*pairs nan"):
        trainer.train(runs.features, CancelToken(), ignore_progress)
    state = torch.load(tmp_path / "checkpoint.pt", weights_only=True)
    assert state["epoch"] == 1
    assert all(bool(tensor.isfinite().all()) for tensor in state["network"].values())
