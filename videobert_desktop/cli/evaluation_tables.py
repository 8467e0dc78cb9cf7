"""How an evaluation is shown to people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from videobert_desktop.cli.output import Output, printable

_RANKS = ("r1", "r5", "r10")
_ENDS = {"low", "high"}
_SHARES = ("top", "named", "accuracy", "auc", "shuffled", "bleu")


def show_evaluation(output: Output, document: Mapping[str, object]) -> None:
    """Print an evaluation: a table of recalls, a table of each other part, and the rest as lines."""
    for part, found in document.items():
        if part == "pairs" and isinstance(found, Mapping):
            _show_pairs(output, found)
        elif isinstance(found, Mapping):
            rows = [(key, _cell(key, value)) for key, value in flat(found) if value is not None and key != "remarks"]
            output.table(rows, (part, "value (95 %)"))
    for part, found in document.items():
        if isinstance(found, Mapping):
            _remark(output, found.get("remarks"))
        else:
            output.line(f"{part}: {printable(str(found))}")


def flat(document: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    """The entries of a document and of those in it, with their names joined by points; estimates stay whole."""
    for key, value in document.items():
        if isinstance(value, Mapping) and not _is_estimate(value):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _show_pairs(output: Output, pairs: Mapping[str, object]) -> None:
    rows = [_measured(name, metrics, pairs) for name, metrics in _directions(pairs)]
    output.table(rows, ("pairs", "R@1", "R@5", "R@10", "median rank"), numbers=frozenset({"median rank"}))
    match pairs.get("reranking"):
        case {"weight": weight, "lift": lift, "low": low, "high": high, "n": n}:
            points = f"{_points(lift)} points of R@1 ({_points(low)} to {_points(high)})"
            output.line(f"Re-ranking with weight {weight} brings {points} on {n} captions.")


def _directions(pairs: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Everything that has recalls: both directions, the re-ranked one, then the baselines."""
    for name, metrics in pairs.items():
        if isinstance(metrics, Mapping) and "r1" in metrics and name != "ci95":
            yield name, metrics
    baselines = pairs.get("baselines")
    if isinstance(baselines, Mapping):
        yield from ((name, metrics) for name, metrics in baselines.items() if metrics is not None)


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


def _cell(key: str, value: object) -> str:
    """A number of another part, with its interval if it has one; shares as percentages."""
    is_share = key.rpartition(".")[2].startswith(_SHARES)
    match value:
        case {"value": estimated, "low": low, "high": high}:
            return _recall(estimated, (low, high)) if is_share else f"{estimated:.4g} ({low:.4g} to {high:.4g})"
        case float():
            return f"{value:.1%}" if is_share else f"{value:.4g}"
        case _:
            return printable(str(value))


def _points(share: float) -> str:
    return f"{share * 100:+.1f}"


def _is_estimate(value: Mapping[str, object]) -> bool:
    return value.keys() == _ENDS | {"value"}


def _remark(output: Output, remarks: object) -> None:
    if isinstance(remarks, Sequence):
        for remark in remarks:
            output.remark(printable(str(remark)))
