"""`videobert search`: find moments from a sentence."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from videobert_desktop.cli.output import Output, clock, percentage, printable
from videobert_desktop.cli.parameters import absolute_path
from videobert_desktop.cli.session import Session, pass_session
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.moment import Moment, SearchResult

_COLUMNS = ("#", "video", "from \N{EN DASH} to", "confidence", "folder")


@click.command("search")
@click.argument("query", required=False)
@click.option("--queries", metavar="FILE", help="Search for every line of FILE; - is standard input.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many moments at most.")
@click.option("--in", "folder", metavar="FOLDER", type=absolute_path, help="Only in videos of this folder.")
@pass_session
def command(session: Session, query: str | None, queries: str | None, limit: int, folder: Path | None) -> None:
    """Find moments that match QUERY, a sentence in your own words."""
    wanted = [_checked(query)] if query is not None and queries is None else _read_queries(query, queries)
    from videobert_desktop.services.search_moments import MomentSearcher

    library = session.open_library()
    with MomentSearcher(library) as searcher:
        results = [searcher.search(text, limit=limit, folder=folder) for text in wanted]
    _show(session.output, results, many=queries is not None)


def _checked(query: str) -> str:
    if not query.strip():
        raise click.UsageError("An empty query finds nothing: say what you are looking for.")
    try:
        query.encode()
    except UnicodeEncodeError as error:  # bytes that are not UTF-8 come as lone surrogates
        raise click.UsageError("The query is not text.") from error
    return query


def _read_queries(query: str | None, file_name: str | None) -> list[str]:
    """The lines of the file that are not blank."""
    if query is not None or file_name is None:
        raise click.UsageError("Give either a QUERY or --queries FILE.")
    path = None if file_name == "-" else Path(file_name)
    try:
        content = sys.stdin.buffer.read() if path is None else path.read_bytes()
        lines = content.decode("utf-8-sig").splitlines()
    except OSError as error:
        raise UserError(f"The queries cannot be read: {error.strerror}.", path=path) from error
    except UnicodeDecodeError as error:
        raise UserError("The queries are not text in UTF-8.", path=path, hint="Save the file as UTF-8.") from error
    queries = [line.strip() for line in lines if line.strip()]
    if not queries:
        raise UserError("There is no query in it.", path=path, hint="Write one query a line.")
    return queries


def _show(output: Output, results: Sequence[SearchResult], *, many: bool) -> None:
    if output.json:
        documents = [_document(result) for result in results]
        output.document({"searches": documents} if many else documents[0])
        return
    for result in results:
        if many:
            output.line(f"“{printable(result.query)}”")
        _show_to_people(output, result)


def _show_to_people(output: Output, result: SearchResult) -> None:
    if not result.moments:
        output.line("Nothing found: there is no video to search in yet, or none in that folder.")
        return
    if not result.in_library:
        output.line("This does not seem to be in your library. The nearest moments are:")
    rows = [_row(number, moment) for number, moment in enumerate(result.moments, 1)]
    output.table(rows, _COLUMNS, numbers=frozenset({"#"}))


def _row(number: int, moment: Moment) -> tuple[str, ...]:
    offline = "" if moment.online else " (offline)"
    return (
        str(number),
        printable(moment.path.name) + offline,
        f"{clock(moment.span.start)} \N{EN DASH} {clock(moment.span.end)}",
        percentage(moment.confidence),
        printable(moment.path.parent),
    )


def _document(result: SearchResult) -> dict[str, object]:
    return {
        "query": result.query,
        "in_library": bool(result.in_library),
        "seconds": round(result.seconds, 3),
        "results": [_moment_document(moment) for moment in result.moments],
    }


def _moment_document(moment: Moment) -> dict[str, object]:
    picture = moment.evidence.picture
    return {
        "video": str(moment.path),
        "video_id": moment.video_id,
        "start": round(float(moment.span.start), 3),
        "end": round(float(moment.span.end), 3),
        "peak": round(float(moment.peak), 3),
        "score": float(moment.score),
        "confidence": float(moment.confidence),
        "evidence": {
            "picture": None if picture is None else float(picture),
            "speech": None,
            "screen": None,
            "tags": [],
        },
        "online": bool(moment.online),
    }
