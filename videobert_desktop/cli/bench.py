"""`videobert bench`: what decoding, indexing and searching cost on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from videobert_desktop.cli.output import Document, byte_count, clock, printable
from videobert_desktop.cli.parameters import absolute_path, device_option
from videobert_desktop.cli.session import Session, Work, pass_session
from videobert_desktop.domain.passes import Pass

if TYPE_CHECKING:
    from videobert_desktop.services.measuring.bench_decode import DecodeBench
    from videobert_desktop.services.measuring.bench_index import IndexBench
    from videobert_desktop.services.measuring.bench_search import SearchBench

_KEPT = "Nothing is kept of a measurement."
_mode_option = click.option(
    "--mode",
    type=click.Choice([mode.value for mode in Pass]),  # of an enumeration, click would take the members' names
    default=Pass.STANDARD.value,
    show_default=True,
    help="How closely to look at the video.",
)
_windows_option = click.option(
    "--windows",
    metavar="N",
    type=click.IntRange(min=1),
    default=100_000,
    show_default=True,
    help="How many windows the library that is searched would hold.",
)


@click.group("bench")
def command() -> None:
    """Measure what the program costs on this machine. No library is needed."""


@command.command("decode")
@click.argument("file", required=False, type=absolute_path)
@click.option("--plain", is_flag=True, help="Plain decoding only.")
@pass_session
def decode_command(session: Session, file: Path | None, *, plain: bool) -> None:
    """Processor time of decoding FILE in every way there is. Without FILE, of a sample clip."""
    with session.working(_KEPT) as work:
        bench = _decode(session, work, file, plain_only=plain)
    if session.output.json:
        session.output.document(_decode_document(bench))
    else:
        _show_decode(session, bench)


@command.command("index")
@click.argument("file", type=absolute_path)
@_mode_option
@device_option
@pass_session
def index_command(session: Session, file: Path, mode: str, device: str | None) -> None:
    """Processor time and memory of indexing FILE, beside plain decoding of it."""
    with session.working(_KEPT) as work:
        bench = _index(session, work, file, Pass(mode), device)
    if session.output.json:
        session.output.document(_index_document(bench))
    else:
        _show_index(session, bench)


@command.command("search")
@_windows_option
@pass_session
def search_command(session: Session, windows: int) -> None:
    """Time of a search in a library of so many windows."""
    with session.working(_KEPT) as work:
        bench = _search(work, windows)
    if session.output.json:
        session.output.document(_search_document(bench))
    else:
        _show_search(session, bench)


@command.command("all")
@click.argument("file", required=False, type=absolute_path)
@_mode_option
@device_option
@_windows_option
@pass_session
def all_command(session: Session, file: Path | None, mode: str, device: str | None, windows: int) -> None:
    """All three, one after another. Without FILE, with a sample clip."""
    with session.working(_KEPT) as work:
        decode = _decode(session, work, file, plain_only=False)
        index = _index(session, work, decode.path, Pass(mode), device)
        search = _search(work, windows)
    if session.output.json:
        documents = _decode_document(decode), _index_document(index), _search_document(search)
        session.output.document(dict(zip(("decode", "index", "search"), documents, strict=True)))
        return
    _show_decode(session, decode)
    _show_index(session, index)
    _show_search(session, search)


def _decode(session: Session, work: Work, file: Path | None, *, plain_only: bool) -> DecodeBench:
    from videobert_desktop.services.measuring.bench_decode import bench_decode, sample_clip

    path, pack = file or sample_clip(), session.settings.pack
    return bench_decode(path, pack=pack, plain_only=plain_only, cancel=work.cancel, report=work.report)


def _index(session: Session, work: Work, file: Path, mode: Pass, device: str | None) -> IndexBench:
    from videobert_desktop.services.measuring.bench_index import bench_index

    where = device or session.settings.device
    return bench_index(file, mode=mode, device=where, cancel=work.cancel, report=work.report)


def _search(work: Work, windows: int) -> SearchBench:
    from videobert_desktop.services.measuring.bench_search import bench_search

    return bench_search(windows, cancel=work.cancel, report=work.report)


def _decode_document(bench: DecodeBench) -> Document:
    ways = {
        way: {"cpu_s_per_s": round(cost, 6), "ratio": round(bench.ratio(way), 4)} for way, cost in bench.cost.items()
    }
    seconds = round(bench.video_seconds, 3)
    return {"video": str(bench.path), "video_seconds": seconds, "frames": bench.frames, "ways": ways}


def _index_document(bench: IndexBench) -> Document:
    return {
        "video_seconds": round(bench.video_seconds, 3),
        "decode_cpu_s": round(bench.decode_cpu_s, 3),
        "index_cpu_s": round(bench.index_cpu_s, 3),
        "ratio": round(bench.ratio, 4),
        "x_realtime": round(bench.x_realtime, 3),
        "peak_rss_mb": round(bench.peak_rss / 1e6, 1),
    }


def _search_document(bench: SearchBench) -> Document:
    return {
        "windows": bench.windows,
        "index_only_ms": {"p50": round(bench.index_only_ms_p50, 3), "p95": round(bench.index_only_ms_p95, 3)},
        "search_ms": {"p50": round(bench.search_ms_p50, 3), "p95": round(bench.search_ms_p95, 3)},
        "embedding_ms": {"p50": None if bench.embedding_ms_p50 is None else round(bench.embedding_ms_p50, 3)},
        "recall_at_10": round(bench.recall_at_10, 4),
        "index_mb": round(bench.index_mb, 1),
    }


def _show_decode(session: Session, bench: DecodeBench) -> None:
    session.output.line(f"Decoding {printable(bench.path.name)}, {clock(bench.video_seconds)} of video:")
    rows = [(way.replace("_", " "), f"{cost:.4f}", f"{bench.ratio(way):.3f}") for way, cost in bench.cost.items()]
    numbers = ("CPU s per second", "of plain decoding")
    session.output.table(rows, ("way", *numbers), numbers=frozenset(numbers))


def _show_index(session: Session, bench: IndexBench) -> None:
    session.output.line(f"Indexing {clock(bench.video_seconds)} of video:")
    rows = [
        ("plain decoding", f"{bench.decode_cpu_s:.1f} CPU s"),
        ("indexing", f"{bench.index_cpu_s:.1f} CPU s, {bench.ratio:.2f} of plain decoding"),
        ("speed", f"{bench.x_realtime:.1f}x real time"),
        ("memory at most", byte_count(bench.peak_rss)),
    ]
    session.output.table(rows)


def _show_search(session: Session, bench: SearchBench) -> None:
    session.output.line(f"Searching {bench.windows} windows:")
    embedding = "not known" if bench.embedding_ms_p50 is None else f"{bench.embedding_ms_p50:.1f} ms"
    rows = [
        ("vector index alone", f"{bench.index_only_ms_p50:.1f} ms", f"{bench.index_only_ms_p95:.1f} ms"),
        ("whole search", f"{bench.search_ms_p50:.1f} ms", f"{bench.search_ms_p95:.1f} ms"),
        ("before it, the query's embedding", embedding, ""),
    ]
    session.output.table(rows, ("part", "median", "95 of 100"), numbers=frozenset({"median", "95 of 100"}))
    session.output.line(f"Recall at 10: {bench.recall_at_10:.3f}; the index takes {bench.index_mb:.0f} MB.")
