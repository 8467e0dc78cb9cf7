"""`videobert model`: train and measure the model that packs carry."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import click

from videobert_desktop.cli.evaluation_tables import flat, show_evaluation
from videobert_desktop.cli.output import clock, printable
from videobert_desktop.cli.parameters import absolute_path, device_option
from videobert_desktop.cli.session import Session, pass_session
from videobert_desktop.services import evaluate_model
from videobert_desktop.services.evaluate_model import DEFAULT_QUERIES, PARTS, EvaluationOptions


def _parts(value: str) -> tuple[str, ...]:
    """The type of an argument that lists parts of the evaluation.

    Raises:
        click.BadParameter: There is no such part.
    """
    chosen = tuple(part.strip() for part in value.split(","))
    unknown = [part for part in chosen if part not in PARTS]
    if unknown:
        raise click.BadParameter(f"There is no part {unknown[0]!r}. The parts are {', '.join(PARTS)}.")
    return chosen


@click.group("model")
def command() -> None:
    """Train, measure and describe the model."""


@command.command("train")
@click.option("--data", type=absolute_path, required=True, metavar="DIR", help="The folder of the training data.")
@click.option("--output", type=absolute_path, required=True, metavar="DIR", help="Where to write the pack.")
@click.option(
    "--cache", type=absolute_path, metavar="DIR", help="Where to keep features between runs; else beside the pack."
)
@click.option("--epochs", type=click.IntRange(min=1), help="How often the first stage goes through the data.")
@click.option(
    "--joint-epochs", type=click.IntRange(min=1), help="How often the second stage does at most; it may stop early."
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Where random numbers start.")
@device_option
@pass_session
def train_command(
    session: Session,
    *,
    data: Path,
    output: Path,
    cache: Path | None,
    epochs: int | None,
    joint_epochs: int | None,
    seed: int,
    device: str | None,
) -> None:
    """Train a pack on captioned pictures. A run that was stopped goes on where it was.

    The first stage trains what sees pictures, the second VideoBERT, until it gets no better. Each writes its losses
    and measurements into the cache, a line of JSON an epoch: run-SEED/log.jsonl and videobert-SEED/videobert.jsonl.
    """
    from videobert_desktop.services.train_model import JointOptions, TrainOptions, train_model

    options, joint_options = TrainOptions(seed=seed, device=device or session.settings.device), JointOptions(seed=seed)
    if epochs is not None:
        options = replace(options, epochs=epochs)
    if joint_epochs is not None:
        joint_options = replace(joint_options, epochs=joint_epochs)
    cache = cache or output.with_name(f"{output.name}.cache")
    began = time.monotonic()
    with session.working("The features and the last checkpoint are kept; the same command goes on from there.") as work:
        pack = train_model(data, output, cache, options, joint_options, cancel=work.cancel, report=work.report)
    seconds = time.monotonic() - began
    if session.output.json:
        session.output.document({"pack": str(pack), "seconds": round(seconds, 3)})
    else:
        session.output.remark(f"The pack is in {printable(pack)}, trained in {clock(seconds)}.")
        session.output.remark(f"Its losses and measurements are in {printable(cache)}, as *.jsonl.")


@command.command("evaluate")
@click.option(
    "--data", type=absolute_path, required=True, metavar="DIR", help="A folder with images.zip and captions.csv."
)
@click.option(
    "--pack", type=absolute_path, metavar="DIR", help="The pack to measure; the one that is used if left out."
)
@click.option("--only", type=_parts, metavar="PART,…", help=f"What to measure, of {', '.join(PARTS)}; else pairs.")
@click.option("--all", "everything", is_flag=True, help="Measure everything; visual words if --clips is given.")
@click.option("--clips", type=absolute_path, metavar="DIR", help="A folder of videos, for visual words.")
@click.option(
    "--queries",
    type=click.IntRange(min=1),
    default=DEFAULT_QUERIES,
    show_default=True,
    help="On how many captions to measure re-ranking and alignment.",
)
@click.option("--rerank-weight", type=float, metavar="W", help="Of the alignment in re-ranking, if not the pack's own.")
@click.option("--no-train-baseline", is_flag=True, help="Leave out the nearest training picture's caption.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Where random numbers start.")
@device_option
@pass_session
def evaluate_command(
    session: Session,
    *,
    data: Path,
    pack: Path | None,
    only: tuple[str, ...] | None,
    everything: bool,
    clips: Path | None,
    queries: int,
    rerank_weight: float | None,
    no_train_baseline: bool,
    seed: int,
    device: str | None,
) -> None:
    """Measure the model on held-out pictures. How well captions find pictures, and, if asked, everything else."""
    parts = _chosen_parts(only, clips, everything=everything)
    options = EvaluationOptions(parts, queries, rerank_weight, clips, not no_train_baseline, seed)
    chosen = device or session.settings.device
    with session.working("Nothing of a measurement is kept.") as work:
        document = evaluate_model.evaluate_model(
            data, options, pack=pack, device=chosen, cancel=work.cancel, report=work.report
        )
    if session.output.json:
        session.output.document(document)
    else:
        show_evaluation(session.output, document)


@command.command("info")
@pass_session
def info_command(session: Session) -> None:
    """Describe the model and its parts."""
    document = evaluate_model.model_info()
    if session.output.json:
        session.output.document(document)
    else:
        rows = [(key, printable(str(value))) for key, value in flat(document)]
        session.output.table(rows)


def _chosen_parts(only: tuple[str, ...] | None, clips: Path | None, *, everything: bool) -> tuple[str, ...]:
    """What to measure.

    Raises:
        click.UsageError: That contradicts itself, or lacks the videos it needs.
    """
    if everything and only:
        raise click.UsageError("Say --all or --only, not both.")
    if only and "visual_words" in only and clips is None:
        raise click.UsageError("Visual words are measured on videos: name a folder of them with --clips.")
    if everything:
        return tuple(part for part in PARTS if part != "visual_words" or clips is not None)
    return only or EvaluationOptions().parts
