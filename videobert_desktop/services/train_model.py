"""Trains the starter pack's weights."""

from __future__ import annotations

from pathlib import Path

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Report
from videobert_desktop.models.training.joint_options import JointOptions
from videobert_desktop.models.training.options import TrainOptions

__all__ = ["JointOptions", "TrainOptions", "train_model"]


def train_model(
    data: Path,
    output: Path,
    cache: Path,
    options: TrainOptions,
    joint_options: JointOptions,
    *,
    cancel: CancelToken,
    report: Report,
) -> Path:
    """Train on captioned pictures and write a pack.

    Both stages write a line of JSON an epoch, losses and measurements: `run-<seed>/log.jsonl` and
    `videobert-<seed>/videobert.jsonl` in the cache.

    Args:
        data: A directory with flickr8k/ (images.zip, captions.csv), captions/captions.tsv.gz and imagenet_classes.txt.
        output: The directory of the pack.
        cache: Where features and checkpoints are kept; a run that was stopped goes on from there.
        options: How to train the first stage, the frame encoder; also on which device both compute.
        joint_options: How to train the second stage, VideoBERT.
        cancel: Looked at at every step.
        report: Told the progress.

    Returns:
        The directory of the pack.

    Raises:
        Cancelled: It was asked to stop.
        UserError: A part of the data, a package of base weights or the device is missing, a checkpoint is damaged, or
            a loss is no number any more.
    """
    from videobert_desktop.models.training.starter import StarterTraining

    return StarterTraining(data, cache, options, joint_options, cancel=cancel, report=report).run(output).directory
