"""`videobert model`: train and measure the model that packs carry."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import click

from videobert_desktop.cli.output import Output, clock, printable
from videobert_desktop.cli.parameters import absolute_path, device_option
from videobert_desktop.cli.session import Session, pass_session

_RANKS = ("r1", "r5", "r10")


@click.group("model")
def command() -> None:
    """Train, measure and describe the model."""


@command.command("train")
@click.option("--data", type=absolute_path, required=True, metavar="DIR", help="The folder of the training data.")
@click.option("--output", type=absolute_path, required=True, metavar="DIR", help="Where to write the pack.")
@click.option(
    "--cache", type=absolute_path, metavar="DIR", help="Where to keep features between runs; else beside the pack."
)
@click.option("--epochs", type=click.IntRange(min=1), help="How often to go through the data.")
@click.option("--seed", type=int, default=0, show_default=True, help="Where random numbers start.")
@device_option
@pass_session
def train_command(
    session: Session, data: Path, output: Path, cache: Path | None, epochs: int | None, seed: int, device: str | None
) -> None:
    """Train a pack on captioned pictures. A run that was stopped goes on where it was."""
    from videobert_desktop.services.train_model import TrainOptions, train_model

    options = TrainOptions(seed=seed, device=device or session.settings.device)
    if epochs is not None:
        options = replace(options, epochs=epochs)
    cache = cache or output.with_name(f"{output.name}.cache")
    began = time.monotonic()
    with session.working("The features and the last checkpoint are kept; the same command goes on from there.") as work:
        pack = train_model(data, output, cache, options, cancel=work.cancel, report=work.report)
    seconds = time.monotonic() - began
    if session.output.json:
        session.output.document({"pack": str(pack), "seconds": round(seconds, 3)})
    else:
        session.output.remark(f"The pack is in {printable(pack)}, trained in {clock(seconds)}.")


@command.command("evaluate")
@click.option(
    "--data", type=absolute_path, required=True, metavar="DIR", help="A folder with images.zip and captions.csv."
)
@click.option(
    "--pack", type=absolute_path, metavar="DIR", help="The pack to measure; the one that is used if left out."
)
@device_option
@pass_session
def evaluate_command(session: Session, data: Path, pack: Path | None, device: str | None) -> None:
    """Measure how well captions find pictures. Also how well pictures find their captions."""
    from videobert_desktop.services.evaluate_model import evaluate_model

    chosen = device or session.settings.device
    with session.working("Nothing of a measurement is kept.") as work:
        document = evaluate_model(data, pack=pack, device=chosen, cancel=work.cancel, report=work.report)
    if session.output.json:
        session.output.document(document)
    else:
        _show_evaluation(session.output, document)


@command.command("info")
@pass_session
def info_command(session: Session) -> None:
    """Describe the model and its parts."""
    from videobert_desktop.services.evaluate_model import model_info

    document = model_info()
    if session.output.json:
        session.output.document(document)
    else:
        rows = [(key, printable(str(value))) for key, value in _flat(document)]
        session.output.table(rows)


def _show_evaluation(output: Output, document: Mapping[str, object]) -> None:
    pairs = document.get("pairs")
    if isinstance(pairs, Mapping):
        rows = [_measured(name, metrics, pairs) for name, metrics in _directions(pairs)]
        output.table(rows, ("pairs", "R@1", "R@5", "R@10", "median rank"), numbers=frozenset({"median rank"}))
    rest = {key: value for key, value in document.items() if key != "pairs"}
    for key, value in _flat(rest):
        output.line(f"{key}: {printable(str(value))}")


def _directions(pairs: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Everything that has recalls: both directions, the re-ranked one, then the baselines."""
    for name, metrics in pairs.items():
        if isinstance(metrics, Mapping) and "r1" in metrics and name != "ci95":
            yield name, metrics
    baselines = pairs.get("baselines")
    if isinstance(baselines, Mapping):
        yield from baselines.items()


def _measured(name: str, metrics: Mapping[str, object], pairs: Mapping[str, object]) -> tuple[str, ...]:
    intervals = pairs.get("ci95")
    interval = intervals.get(name, {}) if isinstance(intervals, Mapping) else {}
    recalls = (_recall(metrics.get(rank), interval.get(rank)) for rank in _RANKS)
    return name, *recalls, str(metrics.get("medr", ""))


def _recall(value: object, interval: object) -> str:
    """A recall with its 95 % interval: "20.3 % (18.1 to 22.6)"."""
    if not isinstance(value, float | int):
        return ""
    match interval:
        case [float() | int() as low, float() | int() as high]:
            return f"{value:.1%} ({low * 100:.1f} to {high * 100:.1f})"
        case _:
            return f"{value:.1%}"


def _flat(document: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    for key, value in document.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
