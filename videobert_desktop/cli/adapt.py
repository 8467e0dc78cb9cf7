"""`videobert adapt`: has the library's VideoBERT learn from its own videos."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from videobert_desktop.cli.exit_codes import ExitCode
from videobert_desktop.cli.output import Output, failure_document, plural
from videobert_desktop.cli.parameters import device_option
from videobert_desktop.cli.session import Session, pass_session

if TYPE_CHECKING:
    from videobert_desktop.services.adapting.adapt_model import AdaptReport

_KEPT = "Nothing of it is kept; the library stays as it is."
_SCORES = {
    "visual_words": "hidden windows (log-probability)",
    "words": "masked words (log-probability)",
    "moments": "right moments (reciprocal rank)",
}
_HEADINGS = ("what it tells", "as it is", "counting alone", "adapted", "gain", "95 % interval", "kept")
_NUMBERS = ("before", "after", "lift", "low", "high")


@click.command("adapt")
@click.option("--undo", is_flag=True, help="Go back to the pack as it is.")
@click.option("--status", is_flag=True, help="Show what the library has learned and uses.")
@click.option(
    "--minutes",
    type=click.FloatRange(0, min_open=True),
    default=20.0,
    show_default=True,
    help="For how long to read the library at most.",
)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of everything random.")
@device_option
@pass_session
def command(session: Session, *, undo: bool, status: bool, minutes: float, seed: int, device: str | None) -> ExitCode:
    """Train the library's own VideoBERT on its videos.

    What it learns is measured on videos that are held out, and kept only if it is better for sure, and better than to
    count what the library shows most. Searching goes on meanwhile, and no video is looked at again: everything is read
    from what is stored.
    """
    if undo and status:
        raise click.UsageError("--undo and --status are two different things.")
    if undo:
        return _undo(session)
    if status:
        return _status(session)
    return _adapt(session, minutes, seed, device or session.settings.device)


def _adapt(session: Session, minutes: float, seed: int, device: str) -> ExitCode:
    from videobert_desktop.services.adapting.adapt_model import AdaptOptions, adapt_library

    library = session.open_library()
    with session.working(_KEPT) as work:
        result = adapt_library(
            library,
            AdaptOptions(minutes=minutes, seed=seed),
            device=device,
            threads=session.settings.threads,
            cancel=work.cancel,
            report=work.report,
            failed=work.failed,
        )
    if session.output.json:
        failed = [failure_document(failure) for failure in work.failures]
        session.output.document(_document(result) | {"failed": failed})
    else:
        _show(session.output, result)
        session.output.remark(_verdict(result))
    return ExitCode.SOME_FAILED if work.failures else ExitCode.DONE


def _undo(session: Session) -> ExitCode:
    from videobert_desktop.services.adapting.adapt_model import undo_adaptation

    undone = undo_adaptation(session.open_library())
    if session.output.json:
        session.output.document({"undone": undone})
    else:
        done = "The library uses its pack as it is again." if undone else "The library uses its pack as it is already."
        session.output.remark(done)
    return ExitCode.DONE


def _status(session: Session) -> ExitCode:
    from videobert_desktop.services.adapting.adapt_model import adaptation_status

    result = adaptation_status(session.open_library())
    if session.output.json:
        session.output.document({"adapted": result is not None} | ({} if result is None else _document(result)))
    elif result is None:
        session.output.line("The library uses its pack as it is.")
    else:
        session.output.line(f"The library uses what {result.pack} has learned of it on {result.made:%Y-%m-%d}.")
        _show(session.output, result)
    return ExitCode.DONE


def _document(result: AdaptReport) -> dict[str, Any]:
    return {
        "kept": result.kept,
        "measure": {name: _rounded(measure) for name, measure in result.measures.items()},
        "videos": result.videos,
        "windows": result.windows,
        "seconds": round(result.seconds, 3),
        **{name: round(result.main[name], 6) for name in _NUMBERS},
        "pack": result.pack,
        "made": result.made.isoformat(timespec="seconds"),
    }


def _rounded(measure: Mapping[str, Any]) -> dict[str, Any]:
    return {name: round(value, 6) if isinstance(value, float) else value for name, value in measure.items()}


def _show(output: Output, result: AdaptReport) -> None:
    rows = [
        (
            _SCORES[name],
            f"{measure['unadapted']:.3f}",
            f"{measure['blind']:.3f}",
            f"{measure['after']:.3f}",
            f"{measure['lift']:+.3f}",
            f"{measure['low']:+.3f} \N{EN DASH} {measure['high']:+.3f}",
            "yes" if measure["kept"] else "no",
        )
        for name, measure in result.measures.items()
    ]
    output.table(rows, _HEADINGS, numbers=frozenset({"as it is", "counting alone", "adapted", "gain"}))
    output.remark(
        f"Learned from {plural(result.videos, 'video')} ({plural(result.windows, 'window')}), each measured by a "
        f"model that had not seen it; {result.seconds:.0f} s."
    )


def _verdict(result: AdaptReport) -> str:
    if result.kept:
        return "It is better for sure, and the library uses it from now on. `videobert adapt --undo` goes back."
    return "It is not better for sure, and is not kept: the library stays as it is."
