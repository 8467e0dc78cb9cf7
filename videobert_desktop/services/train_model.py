"""Trains the starter pack's weights."""

from __future__ import annotations

from pathlib import Path

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Report
from videobert_desktop.models.training.options import TrainOptions

__all__ = ["TrainOptions", "train_model"]


def train_model(
    data: Path, output: Path, cache: Path, options: TrainOptions, *, cancel: CancelToken, report: Report
) -> Path:
    """Train on captioned pictures and write a pack.

    Args:
        data: A directory with flickr8k/ (images.zip, captions.csv), captions/captions.tsv.gz and imagenet_classes.txt.
        output: The directory of the pack.
        cache: Where features and checkpoints are kept; a run that was stopped goes on from there.
        options: How to train.
        cancel: Looked at at every step.
        report: Told the progress.

    Returns:
        The directory of the pack.

    Raises:
        Cancelled: It was asked to stop.
        UserError: A part of the data, a package of base weights or the device is missing.
    """
    from videobert_desktop.models.training.starter import StarterTraining

    return StarterTraining(data, cache, options, cancel=cancel, report=report).run(output).directory
