"""`videobert search`: find moments from a sentence, an example, or both."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from videobert_desktop.cli.explanations import (
    Explanations,
    explanation_document,
    explanation_line,
    explanations_of,
)
from videobert_desktop.cli.output import Output, clock, percentage, printable
from videobert_desktop.cli.parameters import absolute_path, checked_query, example, moment_in_time
from videobert_desktop.cli.session import Session, pass_session
from videobert_desktop.domain.channel import Channel
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.moment import MatchExplanation, Moment, SearchResult, TextEvidence
from videobert_desktop.domain.query import Query

_EXPLAINED = 10
_CHANNELS = (Channel.PICTURE, Channel.SPEECH, Channel.SCREEN)
_COLUMNS = ("#", "video", "from \N{EN DASH} to", "confidence", "folder")


@click.command("search")
@click.argument("query", required=False)
@click.option("--queries", metavar="FILE", help="Search for every line of FILE; - is standard input.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many moments at most.")
@click.option(
    "--like",
    metavar="VIDEO@SECONDS",
    type=example,
    help="More of what VIDEO (a path, a file name or an id) shows at that time; with a QUERY, both count.",
)
@click.option("--not", "not_text", metavar="TEXT", multiple=True, help="Push down what shows TEXT; may be repeated.")
@click.option(
    "--channel",
    "channels",
    type=click.Choice([channel.value for channel in _CHANNELS]),
    multiple=True,
    help="Only what is seen (picture), said (speech) or written in the picture (screen); may be repeated.",
)
@click.option("--in", "folder", metavar="FOLDER", type=absolute_path, help="Only in videos of this folder.")
@click.option("--after", metavar="DATE", type=moment_in_time, help="Only videos recorded from the start of DATE on.")
@click.option("--before", metavar="DATE", type=moment_in_time, help="Only videos recorded before the start of DATE.")
@click.option(
    "--min-confidence", metavar="P", type=float, default=0.0, help="Leave out what is less probable than P, 0 to 1."
)
@click.option(
    "--explain", is_flag=True, help="Say where each word of the QUERY points: for ten moments, or as many as --limit."
)
@pass_session
def command(session: Session, /, query: str | None, queries: str | None, *, explain: bool, **options: Any) -> None:
    """Find moments that match QUERY, a sentence in your own words.

    DATE is YYYY, YYYY-MM, YYYY-MM-DD, or an ISO date and time, in your timezone if it names none. A video that does not
    say when it was recorded goes by its file's modification time.
    """
    if (query is not None) + (queries is not None) > 1 or (query, queries, options["like"]) == (None, None, None):
        raise click.UsageError("Give either a QUERY or --queries FILE, or --like VIDEO@SECONDS.")
    if explain and (query, queries) == (None, None):
        raise click.UsageError("Without a QUERY there are no words to explain.")
    options["channels"] = frozenset(map(Channel, options["channels"]))
    texts = [query] if queries is None else _read_queries(queries)
    wanted = [checked_query(text, **options) for text in texts]
    from videobert_desktop.services.searching.search_moments import MomentSearcher

    library = session.open_library()
    with MomentSearcher(library) as searcher:
        results = [searcher.search(query) for query in wanted]
        told = [
            explanations_of(searcher, query.text, result.moments, _most_explained(query))
            if explain and query.text
            else None
            for query, result in zip(wanted, results, strict=True)
        ]
    _show(session.output, wanted, results, told, many=queries is not None)


def _most_explained(query: Query) -> int:
    """How many moments are explained: as many as were asked for, or a few if nobody said how many."""
    source = click.get_current_context().get_parameter_source("limit")
    return _EXPLAINED if source is ParameterSource.DEFAULT else query.limit


def _read_queries(file_name: str) -> list[str]:
    """The lines of the file that are not blank."""
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


def _show(
    output: Output,
    queries: Sequence[Query],
    results: Sequence[SearchResult],
    explanations: Sequence[Explanations | None],
    *,
    many: bool,
) -> None:
    if output.json:
        documents = [_document(*pair) for pair in zip(results, explanations, strict=True)]
        output.document({"searches": documents} if many else documents[0])
        return
    for query, result, told in zip(queries, results, explanations, strict=True):
        if many:
            output.line(f"“{printable(result.query)}”")
        _show_to_people(output, query, result, told)


def _show_to_people(output: Output, query: Query, result: SearchResult, told: Explanations | None) -> None:
    if not result.moments:
        output.line(f"Nothing found{_why_nothing(query, result)}.")
        return
    if not result.in_library:
        output.line("This does not seem to be in your library. The nearest moments are:")
    pairs = zip(result.moments, told or [None] * len(result.moments), strict=True)
    rows = [_row(number, *pair) for number, pair in enumerate(pairs, 1)]
    output.table(rows, _COLUMNS, numbers=frozenset({"#"}))


def _why_nothing(query: Query, result: SearchResult) -> str:
    improbable = f" that is at least {query.min_confidence:.0%} probable"
    if query.min_confidence and result.in_library:
        return improbable
    missing = "there is no other video to search in yet" if query.like else "there is no video to search in yet"
    if query.folder is not None or query.after is not None or query.before is not None:
        missing = "there is no indexed video in that folder or of that time"
    # Nothing probable may be because of nothing at all, which the result does not tell apart.
    return f"{improbable}, or {missing}" if query.min_confidence else f": {missing}"


def _row(number: int, moment: Moment, explanation: MatchExplanation | None) -> tuple[str, ...]:
    offline = "" if moment.online else " (offline)"
    return (
        str(number),
        printable(moment.path.name) + offline,
        f"{clock(moment.span.start)} \N{EN DASH} {clock(moment.span.end)}",
        percentage(moment.confidence),
        "\n".join([printable(moment.path.parent), *_reasons(moment, explanation)]),
    )


def _reasons(moment: Moment, explanation: MatchExplanation | None) -> list[str]:
    """What was said or written there, and where the query's words looked, a line each."""
    texts = [f"“{printable(' '.join(evidence.text.split()))}”" for evidence in moment.evidence.texts]
    return texts if explanation is None else [*texts, explanation_line(explanation)]


def _document(result: SearchResult, told: Explanations | None) -> dict[str, object]:
    documents = [_moment_document(moment) for moment in result.moments]
    if told is not None:
        documents = [
            {**document, "explanation": explanation_document(explanation)}
            for document, explanation in zip(documents, told, strict=True)
        ]
    return {
        "query": result.query,
        "in_library": bool(result.in_library),
        "seconds": round(result.seconds, 3),
        "results": documents,
    }


def _moment_document(moment: Moment) -> dict[str, object]:
    picture, alignment = moment.evidence.picture, moment.evidence.alignment
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
            "speech": _text_document(moment.evidence.speech),
            "screen": _text_document(moment.evidence.screen),
            "tags": [],
            "alignment": None if alignment is None else float(alignment),
        },
        "online": bool(moment.online),
    }


def _text_document(evidence: TextEvidence | None) -> dict[str, object] | None:
    """What is said or written, as the contract has it; a box only of what is written."""
    if evidence is None:
        return None
    document: dict[str, object] = {
        "text": evidence.text,
        "start": round(evidence.span.start, 3),
        "end": round(evidence.span.end, 3),
        "matches": [list(match) for match in evidence.matches],
    }
    box = evidence.box
    return document if box is None else document | {"box": [box.left, box.top, box.right, box.bottom]}
