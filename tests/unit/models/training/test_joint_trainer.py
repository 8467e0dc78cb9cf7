"""The second stage's loop learns, stops when it gets no better, and goes on as if it had never been stopped."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch import Tensor

from tests.unit.models.training.tiny_joint import (
    CPU,
    OPTIONS,
    options,
    same_weights,
    tiny_batches,
    tiny_data,
    tiny_joint_model,
    tiny_objectives,
)
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.domain.progress import Progress, Report, ignore_progress
from videobert_desktop.models.training.joint_batches import JointBatch, JointData
from videobert_desktop.models.training.joint_objectives import WEIGHTS
from videobert_desktop.models.training.joint_options import JointOptions
from videobert_desktop.models.training.joint_trainer import (
    JUDGING_PARTS_RATE,
    NEW_PARTS_RATE,
    JointTrainer,
    Measure,
)
from videobert_desktop.models.videobert.pretraining_videobert import VideoBertForPreTraining

State = dict[str, Tensor]


def constant(_: VideoBertForPreTraining) -> dict[str, float]:
    return {"fused": 0.5}


class Scores:
    """A measure whose numbers are known beforehand; keeps the weights that it was shown."""

    def __init__(self, *scores: float) -> None:
        self._scores = list(scores)
        self.shown: list[State] = []

    def __call__(self, model: VideoBertForPreTraining) -> dict[str, float]:
        self.shown.append(copy.deepcopy(model.state_dict()))
        return {"fused": self._scores[len(self.shown) - 1]}


class Runs:
    """Starts runs on the same data, each from a fresh model."""

    def __init__(self, data: JointData) -> None:
        self.data = data

    def trainer(self, directory: Path, chosen: JointOptions = OPTIONS, seed: int = 0) -> JointTrainer:
        directory.mkdir(exist_ok=True)
        model = tiny_joint_model(seed)
        objectives = tiny_objectives(model, self.data, chosen)
        return JointTrainer(model, tiny_batches(self.data, chosen), objectives, chosen, CPU, directory)

    def trained(
        self,
        directory: Path,
        chosen: JointOptions = OPTIONS,
        *,
        seed: int = 0,
        measure: Measure = constant,
        cancel: CancelToken | None = None,
        report: Report = ignore_progress,
    ) -> VideoBertForPreTraining:
        return self.trainer(directory, chosen, seed).train(measure, cancel or CancelToken(), report)

    def cancelled_in_epoch(self, directory: Path, epoch: int) -> None:
        """Train until the second step of `epoch` (from 1) is asked to stop."""
        cancel = CancelToken()

        def stop(progress: Progress) -> None:
            if progress.item == f"epoch {epoch} of {OPTIONS.epochs}":
                cancel.cancel()

        with pytest.raises(Cancelled):
            self.trained(directory, cancel=cancel, report=stop)


@pytest.fixture(scope="module")
def data() -> JointData:
    return tiny_data()


@pytest.fixture
def runs(data: JointData) -> Runs:
    return Runs(data)


def log(directory: Path) -> list[dict[str, float]]:
    return [json.loads(line) for line in (directory / "videobert.jsonl").read_text(encoding="utf-8").splitlines()]


def state(path: Path) -> dict[str, State]:
    loaded: dict[str, State] = torch.load(path, weights_only=True)
    return loaded


def equal(first: State, second: State) -> bool:
    return first.keys() == second.keys() and all(torch.equal(tensor, second[name]) for name, tensor in first.items())


def test_a_run_that_was_stopped_ends_exactly_where_the_others_end(runs: Runs, tmp_path: Path) -> None:
    straight = runs.trained(tmp_path / "straight")
    for epoch in (2, 3):
        runs.cancelled_in_epoch(tmp_path / "stopped", epoch)
    resumed = runs.trained(tmp_path / "stopped", seed=1)
    assert same_weights(resumed, straight)
    kept, others = (state(tmp_path / name / "videobert.pt") for name in ("stopped", "straight"))
    assert equal(kept["model"], others["model"])
    assert equal(kept["averaged"], others["averaged"])
    assert log(tmp_path / "stopped") == log(tmp_path / "straight")


def test_the_same_seed_trains_to_the_same_weights_and_another_to_others(runs: Runs, tmp_path: Path) -> None:
    first, again = (runs.trained(tmp_path / name, options(epochs=1)) for name in ("first", "again"))
    assert same_weights(first, again)
    assert not same_weights(first, runs.trained(tmp_path / "other", options(epochs=1, seed=1)))


def test_stopping_leaves_whole_epochs_and_no_half_written_file(runs: Runs, tmp_path: Path) -> None:
    runs.cancelled_in_epoch(tmp_path / "run", 3)
    found = sorted(path.name for path in (tmp_path / "run").iterdir())
    assert found == ["videobert-best.pt", "videobert.jsonl", "videobert.pt"]
    assert state(tmp_path / "run" / "videobert.pt")["epoch"] == 2
    assert [line["epoch"] for line in log(tmp_path / "run")] == [1, 2]


def test_stopping_in_the_first_epoch_leaves_nothing(runs: Runs, tmp_path: Path) -> None:
    runs.cancelled_in_epoch(tmp_path / "run", 1)
    assert list((tmp_path / "run").iterdir()) == []


def test_stopping_while_it_is_measured_leaves_nothing_of_that_epoch(runs: Runs, tmp_path: Path) -> None:
    def stopped(_: VideoBertForPreTraining) -> dict[str, float]:
        raise Cancelled

    with pytest.raises(Cancelled):
        runs.trained(tmp_path / "run", measure=stopped)
    assert list((tmp_path / "run").iterdir()) == []


def test_a_run_that_is_done_is_read_back_without_another_step(runs: Runs, tmp_path: Path) -> None:
    done = runs.trained(tmp_path, options(epochs=1))
    told: list[Progress] = []
    again = runs.trained(tmp_path, options(epochs=1), seed=1, report=told.append)
    assert told == []
    assert same_weights(again, done)


def test_the_best_weights_are_returned_and_not_the_last(runs: Runs, tmp_path: Path) -> None:
    scores = Scores(0.1, 0.6, 0.3)
    best = runs.trained(tmp_path, options(epochs=3), measure=scores)
    assert equal(best.state_dict(), scores.shown[1])
    assert not equal(best.state_dict(), scores.shown[2])
    assert not best.training


def test_of_equal_weights_the_first_are_the_best(runs: Runs, tmp_path: Path) -> None:
    scores = Scores(0.5, 0.5)
    assert equal(runs.trained(tmp_path, options(epochs=2), measure=scores).state_dict(), scores.shown[0])


def test_it_stops_early_when_it_has_not_got_better_for_long(runs: Runs, tmp_path: Path) -> None:
    scores = Scores(0.6, 0.3, 0.2, 0.9)
    best = runs.trained(tmp_path, options(epochs=6, patience=1), measure=scores)
    assert [line["fused"] for line in log(tmp_path)] == [0.6, 0.3, 0.2]
    assert equal(best.state_dict(), scores.shown[0])


def test_a_better_measurement_gives_it_more_time(runs: Runs, tmp_path: Path) -> None:
    runs.trained(tmp_path, options(epochs=4, patience=1), measure=Scores(0.3, 0.2, 0.4, 0.1))
    assert [line["epoch"] for line in log(tmp_path)] == [1, 2, 3, 4]


def test_what_stopped_early_does_not_begin_again(runs: Runs, tmp_path: Path) -> None:
    chosen = options(epochs=6, patience=1)
    done = runs.trained(tmp_path, chosen, measure=Scores(0.5, 0.2, 0.1))
    assert len(log(tmp_path)) == 3
    again = runs.trained(tmp_path, chosen, seed=1, measure=Scores())
    assert same_weights(again, done)


def test_it_is_measured_now_and_then_and_in_the_end(runs: Runs, tmp_path: Path) -> None:
    runs.trained(tmp_path, options(epochs=3, measured_every=2), measure=Scores(0.1, 0.2))
    assert [line["epoch"] for line in log(tmp_path) if "fused" in line] == [2, 3]


def test_what_is_measured_and_ships_is_the_average_of_the_weights(runs: Runs, tmp_path: Path) -> None:
    scores = Scores(0.5)
    runs.trained(tmp_path, options(epochs=2, measured_every=2), measure=scores)
    kept = state(tmp_path / "videobert.pt")
    averaged = {name.removeprefix("module."): tensor for name, tensor in kept["averaged"].items() if "module." in name}
    assert equal(averaged, scores.shown[0])
    assert not equal(averaged, kept["model"])


def test_the_table_of_words_is_never_learned(runs: Runs, tmp_path: Path) -> None:
    name = "videobert.embeddings.word_embeddings.weight"
    runs.trained(tmp_path, options(epochs=1))
    assert torch.equal(state(tmp_path / "videobert.pt")["model"][name], tiny_joint_model().state_dict()[name])


def test_the_log_holds_a_line_an_epoch_with_losses_and_measurements(runs: Runs, tmp_path: Path) -> None:
    runs.trained(tmp_path, options(epochs=2), measure=Scores(0.25, 0.5))
    lines = log(tmp_path)
    assert [(line["epoch"], line["fused"]) for line in lines] == [(1, 0.25), (2, 0.5)]
    assert all(set(line) == {"epoch", "fused", *WEIGHTS} for line in lines)


def test_progress_counts_the_steps_of_all_epochs(runs: Runs, tmp_path: Path) -> None:
    told: list[Progress] = []
    runs.trained(tmp_path, options(epochs=2), report=told.append)
    assert [progress.done for progress in told] == list(range(4))
    assert {(progress.stage, progress.total, progress.unit) for progress in told} == {("training", 4, "steps")}


def test_what_bert_did_not_bring_along_learns_faster(runs: Runs, tmp_path: Path) -> None:
    trainer = runs.trainer(tmp_path)
    peaks = {id(part): group["peak"] for group in trainer._optimiser.param_groups for part in group["params"]}
    learning = [(name, part) for name, part in trainer.model.named_parameters() if part.requires_grad]
    assert len(peaks) == len(learning)
    for name, part in learning:
        faster = {"videobert.encoder": 1.0, "videobert.pooler": JUDGING_PARTS_RATE, "alignment": JUDGING_PARTS_RATE}
        begun = next((prefix for prefix in faster if name.startswith(f"{prefix}.")), "")
        assert peaks[id(part)] == pytest.approx(OPTIONS.rate * faster.get(begun, NEW_PARTS_RATE)), name


def test_a_loss_that_is_no_number_ends_training_and_the_last_epoch_is_kept(
    runs: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = runs.trainer(tmp_path)
    compute: Callable[[JointBatch], dict[str, Tensor]] = trainer._objectives.losses

    def losses(batch: JointBatch) -> dict[str, Tensor]:
        found = compute(batch)
        return found if batch.progress < 0.3 else found | {"captions": found["captions"] * float("nan")}

    monkeypatch.setattr(trainer._objectives, "losses", losses)
    with pytest.raises(UserError, match=r"step 4 of 8.*captions nan"):
        trainer.train(constant, CancelToken(), ignore_progress)
    kept = state(tmp_path / "videobert.pt")
    assert kept["epoch"] == 1
    assert all(bool(tensor.isfinite().all()) for tensor in kept["model"].values())


@pytest.mark.parametrize("name", ["videobert.pt", "videobert-best.pt"])
@pytest.mark.parametrize("damage", ["cut off", "something else"])
def test_a_damaged_checkpoint_is_named(runs: Runs, tmp_path: Path, name: str, damage: str) -> None:
    chosen = options(epochs=1)
    runs.trained(tmp_path, chosen)
    path = tmp_path / name
    path.write_bytes(path.read_bytes()[:5000] if damage == "cut off" else b"no weights")
    with pytest.raises(UserError) as caught:
        runs.trained(tmp_path, chosen)
    assert caught.value.path == path
    assert "Delete" in caught.value.hint


def test_lost_best_weights_are_named(runs: Runs, tmp_path: Path) -> None:
    runs.trained(tmp_path, options(epochs=1))
    (tmp_path / "videobert-best.pt").unlink()
    with pytest.raises(UserError) as caught:
        runs.trained(tmp_path, options(epochs=1))
    assert caught.value.path == tmp_path / "videobert-best.pt"
