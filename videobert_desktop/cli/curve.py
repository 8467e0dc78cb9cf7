"""`videobert curve`: how well a video answers a sentence all along."""

from __future__ import annotations

from collections.abc import Sequence

import click

from videobert_desktop.cli.output import Output, clock, percentage, printable
from videobert_desktop.cli.parameters import checked_query
from videobert_desktop.cli.session import Session, pass_session
from videobert_desktop.domain.moment import MatchCurve

# What a strip is drawn with, from nothing to certain, and how wide it is at most.
_BLOCKS = "·▁▂▃▄▅▆▇█"
_WIDTH = 72


@click.command("curve")
@click.argument("video")
@click.argument("query")
@pass_session
def command(session: Session, video: str, query: str) -> None:
    """Show how probably VIDEO shows QUERY, from its beginning to its end.

    VIDEO is a path, a file name that only one video has, or a video's id.
    """
    checked_query(query)
    from videobert_desktop.services.searching.search_curve import match_curve
    from videobert_desktop.services.searching.search_moments import MomentSearcher

    library = session.open_library()
    with MomentSearcher(library) as searcher:
        curve = match_curve(searcher, video, query)
    if session.output.json:
        channels = {name: list(values) for name, values in curve.channels.items()}
        session.output.document({"video": str(curve.path), "step": curve.step, "channels": channels})
    else:
        _show_to_people(session.output, curve)


def _show_to_people(output: Output, curve: MatchCurve) -> None:
    """A strip for each channel that found anything, the picture's in any case, and the time below them."""
    shown = {name: values for name, values in curve.channels.items() if name == "picture" or any(values)}
    output.line(printable(curve.path))
    margin = max(map(len, shown)) + 1
    for name, values in shown.items():
        output.line(f"{name:<{margin}}{_strip(values)}  {percentage(max(values, default=0.0))}")
    width = min(len(curve.channels["picture"]), _WIDTH)
    start, end = clock(0.0), clock(curve.duration)
    output.line(f"{'':{margin}}{start}{end:>{max(width - len(start), len(end) + 1)}}")


def _strip(values: Sequence[float]) -> str:
    """One character a step, or where these are too many, the best of several."""
    columns = min(len(values), _WIDTH)
    pieces = (values[i * len(values) // columns : (i + 1) * len(values) // columns] for i in range(columns))
    return "".join(_BLOCKS[round(max(piece) * (len(_BLOCKS) - 1))] for piece in pieces)
