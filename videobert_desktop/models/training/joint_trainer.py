"""The training loop of VideoBERT."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.optim import swa_utils

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.models.training.checkpoints import opened_checkpoint, save_checkpoint
from videobert_desktop.models.training.joint_batches import JointBatch, JointBatches
from videobert_desktop.models.training.joint_objectives import WEIGHTS, JointObjectives
from videobert_desktop.models.training.joint_options import JointOptions
from videobert_desktop.models.training.steps import take_step
from videobert_desktop.models.videobert.pretraining_videobert import VideoBertForPreTraining

NEW_PARTS_RATE = 2.0  # what BERT did not bring along learns so much faster,
JUDGING_PARTS_RATE = 5.0  # and what alignment is read from still more
JUDGING_PARTS = ("videobert.pooler.", "alignment.")
MEASURED = "fused"

Measure = Callable[[VideoBertForPreTraining], dict[str, float]]


@dataclass(frozen=True, slots=True)
class TrainingFiles:
    """Where a run keeps what it needs to go on.

    Attributes:
        directory: Of the checkpoint and the log.
    """

    directory: Path

    @property
    def checkpoint(self) -> Path:
        """The state after the last epoch."""
        return self.directory / "videobert.pt"

    @property
    def best(self) -> Path:
        """The averaged weights that measured best."""
        return self.directory / "videobert-best.pt"

    @property
    def log(self) -> Path:
        """One line of JSON an epoch: losses and measurements."""
        return self.directory / "videobert.jsonl"


class JointTrainer:
    """Trains VideoBERT; every epoch leaves a checkpoint from which training goes on to the same result."""

    def __init__(
        self,
        model: VideoBertForPreTraining,
        batches: JointBatches,
        objectives: JointObjectives,
        options: JointOptions,
        device: torch.device,
        directory: Path,
    ) -> None:
        """Prepare to train `model`, which is on `device`, and keep checkpoint and log in `directory`."""
        self.model = model
        average = swa_utils.get_ema_multi_avg_fn(options.averaging)  # type: ignore[no-untyped-call]
        self._averaged = swa_utils.AveragedModel(model, multi_avg_fn=average)
        self._batches = batches
        self._objectives = objectives
        self._options = options
        self._device = device
        self._files = TrainingFiles(directory)
        self._optimiser = torch.optim.AdamW(_groups(model, options.rate), weight_decay=options.weight_decay)
        self._epoch = 0
        self._best = (-1.0, 0)  # the measurement, and after how many epochs

    def train(self, measure: Measure, cancel: CancelToken, report: Report) -> VideoBertForPreTraining:
        """Train until the last epoch, or until nothing gets better any more.

        Args:
            measure: Measures a model on held-out pictures; its "fused" decides.
            cancel: Looked at at every step.
            report: Told the progress.

        Returns:
            The averaged weights that measured best.

        Raises:
            Cancelled: It was asked to stop; the next run goes on after the last whole epoch.
            UserError: A checkpoint is damaged, or a loss is no number any more.
        """
        self._resume()
        while self._epoch < self._options.epochs and self._epoch - self._best[1] <= self._options.patience:
            losses = self._train_epoch(cancel, report)
            self._epoch += 1
            self._write_log(losses | (self._measure(measure) if self._is_measured else {}))
            self._save_checkpoint()
        with opened_checkpoint(self._files.best, self._device) as best:
            self.model.load_state_dict(best)
        self.model.eval()  # type: ignore[no-untyped-call]
        return self.model

    @property
    def _is_measured(self) -> bool:
        return self._epoch % self._options.measured_every == 0 or self._epoch == self._options.epochs

    def _measure(self, measure: Measure) -> dict[str, float]:
        averaged = self._averaged.module
        assert isinstance(averaged, VideoBertForPreTraining)
        averaged.eval()  # type: ignore[no-untyped-call]
        measured = measure(averaged)
        if measured[MEASURED] > self._best[0]:
            self._best = (measured[MEASURED], self._epoch)
            save_checkpoint(averaged.state_dict(), self._files.best)
        return measured

    def _train_epoch(self, cancel: CancelToken, report: Report) -> dict[str, float]:
        torch.manual_seed(int(np.random.default_rng([self._options.seed, self._epoch, 1]).integers(2**31)))
        self.model.train()
        sums: dict[str, float] = {}
        steps = self._batches.steps
        for number, batch in enumerate(self._batches.epoch(self._epoch)):
            cancel.raise_if_cancelled()
            step, total = self._epoch * steps + number, self._options.epochs * steps
            report(Progress("training", step, total, "steps", f"epoch {self._epoch + 1} of {self._options.epochs}"))
            for name, value in self._step(batch, step, total).items():
                sums[name] = sums.get(name, 0.0) + value / steps
        return sums

    def _step(self, batch: JointBatch, step: int, total: int) -> dict[str, float]:
        with torch.autocast(self._device.type, torch.bfloat16):
            losses = self._objectives.losses(batch)
        told = take_step(self.model, self._optimiser, losses, WEIGHTS, step=step, total=total)
        self._averaged.update_parameters(self.model)
        return told

    def _resume(self) -> None:
        if not self._files.checkpoint.exists():
            return
        with opened_checkpoint(self._files.checkpoint, self._device) as state:
            self.model.load_state_dict(state["model"])
            self._averaged.load_state_dict(state["averaged"])
            self._optimiser.load_state_dict(state["optimiser"])
            self._epoch, self._best = int(state["epoch"]), (float(state["best"][0]), int(state["best"][1]))

    def _save_checkpoint(self) -> None:
        weights = {"model": self.model.state_dict(), "averaged": self._averaged.state_dict()}
        progress = {"optimiser": self._optimiser.state_dict(), "epoch": self._epoch, "best": list(self._best)}
        save_checkpoint(weights | progress, self._files.checkpoint)

    def _write_log(self, numbers: dict[str, float]) -> None:
        with self._files.log.open("a", encoding="utf-8") as log:
            log.write(json.dumps({"epoch": self._epoch} | numbers) + "\n")


def _groups(model: VideoBertForPreTraining, rate: float) -> list[dict[str, object]]:
    """The encoder's parameters, and those that begin anew; frozen ones are left out."""
    learning = [(name, parameter) for name, parameter in model.named_parameters() if parameter.requires_grad]
    known = {name: parameter for name, parameter in learning if name.startswith("videobert.encoder.")}
    judging = {name: parameter for name, parameter in learning if name.startswith(JUDGING_PARTS)}
    new = [parameter for name, parameter in learning if name not in known and name not in judging]
    return [
        {"params": list(known.values()), "peak": rate},
        {"params": new, "peak": rate * NEW_PARTS_RATE},
        {"params": list(judging.values()), "peak": rate * JUDGING_PARTS_RATE},
    ]
