"""The training loop of the starter pack: first the head alone, then the frame encoder's tail with it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.optim import swa_utils

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.models.encoders.efficientnet_lite import EfficientNetLite, pooled_features
from videobert_desktop.models.joint_head import JointHead
from videobert_desktop.models.retrieval import ranks, recall_table
from videobert_desktop.models.training.batches import Batch, BatchSource
from videobert_desktop.models.training.checkpoints import opened_checkpoint, save_checkpoint
from videobert_desktop.models.training.feature_cache import TrainingFeatures
from videobert_desktop.models.training.losses import contrastive_loss, distillation_loss
from videobert_desktop.models.training.options import TrainOptions
from videobert_desktop.models.training.prototypes import TEMPLATES, planted_features
from videobert_desktop.models.training.steps import take_step

CLASSES_A_STEP = 96
CONCEPT_ONLY_SHARE = 0.1
HIDDEN_TOKEN_SHARE = 0.1


class StarterNetwork(nn.Module):
    """The frame encoder and the head as one trainable network."""

    def __init__(self, frame_encoder: EfficientNetLite, head: JointHead) -> None:
        super().__init__()
        self.frame_encoder = frame_encoder
        self.head = head
        frame_encoder.requires_grad_(requires_grad=False)

    def tail_parameters(self) -> list[nn.Parameter]:
        """The parameters of the frame encoder that learn."""
        encoder = self.frame_encoder
        return [*encoder.blocks[encoder.config.trunk_blocks :].parameters(), *encoder.head.parameters()]

    def embed_features(self, features: Tensor, hidden: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Embed pooled features (n, 10, features): embeddings (n, width) and the classifier's logits (n, classes)."""
        logits = self.frame_encoder.classify(features)
        tokens = self.head.reduce(features, self.head.concepts(logits))
        return self.head.embed_frames(tokens, hidden), logits


class StarterTrainer:
    """Trains a `StarterNetwork`; every epoch leaves a checkpoint from which training goes on to the same result."""

    def __init__(
        self,
        network: StarterNetwork,
        features: TrainingFeatures,
        prototypes: NDArray[np.float32],
        options: TrainOptions,
        device: torch.device,
        directory: Path,
    ) -> None:
        """Prepare to train.

        Args:
            network: What to train.
            features: Of the training pictures.
            prototypes: (templates * classes, width), the sentence vectors of `class_sentences`.
            options: How to train.
            device: Where to compute.
            directory: Where the checkpoint and the log are kept.
        """
        self.network = network.to(device)
        average = swa_utils.get_ema_multi_avg_fn(options.averaging)  # type: ignore[no-untyped-call]
        self.averaged = swa_utils.AveragedModel(self.network, multi_avg_fn=average)
        self._options = options
        self._device = device
        self._source = BatchSource(features, options.batch, options.captions, options.seed)
        self._prototypes = torch.from_numpy(prototypes).view(len(TEMPLATES), -1, prototypes.shape[1]).to(device)
        self._optimiser = torch.optim.AdamW(
            [
                {"params": list(network.head.parameters()), "peak": options.head_rate},
                {"params": network.tail_parameters(), "peak": options.tail_rate},
            ],
            weight_decay=options.weight_decay,
        )
        self._checkpoint = directory / "checkpoint.pt"
        self._log = directory / "log.jsonl"
        self._epoch = 0

    @property
    def averaged_network(self) -> StarterNetwork:
        """The network with the moving average of the weights, which is what ships."""
        network = self.averaged.module
        assert isinstance(network, StarterNetwork)
        return network

    def train(self, development: TrainingFeatures, cancel: CancelToken, report: Report) -> None:
        """Train to the last epoch, from the checkpoint where there is one.

        Raises:
            Cancelled: It was asked to stop; the next run goes on after the last whole epoch.
            UserError: The checkpoint is damaged, or a loss is no number any more.
        """
        self._resume()
        while self._epoch < self._options.epochs:
            losses = self._train_epoch(cancel, report)
            self._epoch += 1
            self._save_checkpoint()
            self._write_log(losses, development)

    def _train_epoch(self, cancel: CancelToken, report: Report) -> dict[str, float]:
        random = np.random.default_rng([self._options.seed, self._epoch, 1])
        torch.manual_seed(int(random.integers(2**31)))
        learns = self._epoch >= self._options.head_epochs
        for parameter in self.network.tail_parameters():
            parameter.requires_grad_(learns)
        self.network.train()
        sums: dict[str, float] = {}
        total = self._options.epochs * self._source.steps
        for number, batch in enumerate(self._source.epoch(self._epoch)):
            cancel.raise_if_cancelled()
            step = self._epoch * self._source.steps + number
            report(Progress("training", step, total, "steps", f"epoch {self._epoch + 1} of {self._options.epochs}"))
            for name, value in self._step(batch, step, total, random).items():
                sums[name] = sums.get(name, 0.0) + value / self._source.steps
        return sums

    def _step(self, batch: Batch, step: int, total: int, random: np.random.Generator) -> dict[str, float]:
        weights = {"pairs": 1.0, "distillation": self._options.distillation, "prototypes": self._options.prototypes}
        with torch.autocast(self._device.type, torch.bfloat16):
            losses = self._losses(batch, random)
        told = take_step(self.network, self._optimiser, losses, weights, step=step, total=total)
        self.averaged.update_parameters(self.network)
        return told

    def _losses(self, batch: Batch, random: np.random.Generator) -> dict[str, Tensor]:
        head = self.network.head
        maps = batch.maps.to(self._device).contiguous(memory_format=torch.channels_last)
        features = pooled_features(self.network.frame_encoder.tail(maps)).float()
        frames, logits = self.network.embed_features(features, self._hidden_tokens(len(maps), random))
        sentences = head.embed_sentences(batch.sentences.to(self._device))
        scale = head.scale()
        return {
            "pairs": contrastive_loss(frames, sentences, batch.owners.to(self._device), scale),
            "distillation": distillation_loss(logits.float(), batch.teacher.to(self._device)),
            "prototypes": self._prototype_loss(features.detach(), scale, random),
        }

    def _prototype_loss(self, features: Tensor, scale: Tensor, random: np.random.Generator) -> Tensor:
        classes = random.choice(self._prototypes.shape[1], min(CLASSES_A_STEP, len(features)), replace=False)
        templates = random.integers(0, len(TEMPLATES), len(classes))
        chosen = torch.from_numpy(classes).to(self._device)
        planted = planted_features(features[: len(classes)], self.network.frame_encoder.classifier, chosen, random)
        frames, _ = self.network.embed_features(planted, self._hidden_tokens(len(classes), random))
        sentences = self.network.head.embed_sentences(self._prototypes[templates, classes])
        return contrastive_loss(frames, sentences, torch.arange(len(classes), device=self._device), scale)

    def _hidden_tokens(self, count: int, random: np.random.Generator) -> Tensor:
        tokens = self.network.head.config.tokens
        hidden = random.random((count, tokens)) < HIDDEN_TOKEN_SHARE
        hidden |= random.random((count, 1)) < CONCEPT_ONLY_SHARE
        hidden[:, -1] = False
        return torch.from_numpy(hidden).to(self._device)

    def _resume(self) -> None:
        if not self._checkpoint.exists():
            return
        with opened_checkpoint(self._checkpoint, self._device) as state:
            self.network.load_state_dict(state["network"])
            self.averaged.load_state_dict(state["averaged"])
            self._optimiser.load_state_dict(state["optimiser"])
            self._epoch = int(state["epoch"])

    def _save_checkpoint(self) -> None:
        state = {"network": self.network.state_dict(), "averaged": self.averaged.state_dict()}
        progress = {"optimiser": self._optimiser.state_dict(), "epoch": self._epoch}
        save_checkpoint(state | progress, self._checkpoint)

    def _write_log(self, losses: dict[str, float], development: TrainingFeatures) -> None:
        line = {"epoch": self._epoch} | losses | self.development_scores(development)
        with self._log.open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")

    def development_scores(self, development: TrainingFeatures) -> dict[str, float]:
        """Sentence-to-picture recalls of the averaged weights on held-out pictures."""
        network = self.averaged_network
        frames = embed_maps(network, development.views[0], self._device)
        with torch.inference_mode():
            sentences = network.head.eval().embed_sentences(
                torch.from_numpy(np.array(development.sentences)).to(self._device)
            )
        scores = (sentences @ frames.T).cpu().numpy()
        right = development.owners[:, None] == np.arange(len(frames))
        return recall_table(ranks(scores, right))


@torch.inference_mode()
def embed_maps(
    network: StarterNetwork, maps: NDArray[np.float16] | Sequence[NDArray[np.float16]], device: torch.device
) -> Tensor:
    """Embed the trunk's output (n, 120, 17, 17): (n, width) float32, unit-normalised, on `device`."""
    network.eval()
    with torch.autocast(device.type, torch.bfloat16):
        parts = [
            network.embed_features(features_of_maps(network, maps[start : start + 64], device))[0].float()
            for start in range(0, len(maps), 64)
        ]
    return torch.cat(parts)


@torch.inference_mode()
def features_of_maps(
    network: StarterNetwork, maps: NDArray[np.float16] | Sequence[NDArray[np.float16]], device: torch.device
) -> Tensor:
    """The pooled features (n, 10, features) float32 of the trunk's output (n, 120, 17, 17)."""
    batch = torch.from_numpy(np.array(maps)).to(device).float().contiguous(memory_format=torch.channels_last)
    with torch.autocast(device.type, torch.bfloat16):
        return pooled_features(network.frame_encoder.tail(batch)).float()
