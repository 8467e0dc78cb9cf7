"""`videobert bench`: the documents of the contract, and the tables for people."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.media import numbered_clip
from tests.unit.cli.calling import CommandLine
from videobert_desktop.domain.passes import Pass
from videobert_desktop.services.measuring.bench_decode import DecodeBench
from videobert_desktop.services.measuring.bench_index import IndexBench
from videobert_desktop.services.measuring.bench_search import SearchBench

DECODE = DecodeBench(Path("/videos/a.mp4"), 20.0, 600, {"all_frames": 0.2, "fast": 0.005})
INDEX = IndexBench(20.0, 4.0, 5.0, 2.5, 612_300_000)
INDEX_DOCUMENT = {
    "video_seconds": 20.0,
    "decode_cpu_s": 4.0,
    "index_cpu_s": 5.0,
    "ratio": 1.25,
    "x_realtime": 8.0,
    "peak_rss_mb": 612.3,
}


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What the services are asked for; they measure nothing."""
    calls: dict[str, object] = {}

    def decode(path: Path, *, pack: str, plain_only: bool, **_: object) -> DecodeBench:
        calls["decode"] = (path, pack, plain_only)
        return DECODE

    def index(path: Path, *, mode: Pass, device: str, **_: object) -> IndexBench:
        calls["index"] = (path, mode, device)
        return INDEX

    def search(windows: int, **_: object) -> SearchBench:
        calls["search"] = windows
        return SearchBench(windows, 0.9, 1.2, 1.5, 2.25, 7.5, 0.985, 53.2)

    monkeypatch.setattr("videobert_desktop.services.measuring.bench_decode.bench_decode", decode)
    monkeypatch.setattr("videobert_desktop.services.measuring.bench_index.bench_index", index)
    monkeypatch.setattr("videobert_desktop.services.measuring.bench_search.bench_search", search)
    return calls


def test_decoding_is_told_of_each_way(videobert: CommandLine, calls: dict[str, object]) -> None:
    outcome = videobert("--json", "bench", "decode", "a.mp4")
    assert outcome.status == 0
    assert outcome.document == {
        "video": "/videos/a.mp4",
        "video_seconds": 20.0,
        "frames": 600,
        "ways": {
            "all_frames": {"cpu_s_per_s": 0.2, "ratio": 1.0},
            "fast": {"cpu_s_per_s": 0.005, "ratio": 0.025},
        },
    }
    assert calls["decode"] == (Path.cwd() / "a.mp4", "starter", False)


def test_without_a_file_a_sample_is_decoded(videobert: CommandLine, calls: dict[str, object]) -> None:
    videobert("bench", "decode", "--plain")
    path, _, plain_only = calls["decode"]  # type: ignore[misc]
    assert path.is_file()
    assert plain_only


def test_indexing_is_told_as_the_contract_says(videobert: CommandLine, calls: dict[str, object]) -> None:
    outcome = videobert("--json", "bench", "index", "a.mp4", "--mode", "fast", "--device", "cpu")
    assert outcome.document == INDEX_DOCUMENT
    assert calls["index"] == (Path.cwd() / "a.mp4", Pass.FAST, "cpu")


def test_searching_is_told_as_the_contract_says(videobert: CommandLine, calls: dict[str, object]) -> None:
    outcome = videobert("--json", "bench", "search", "--windows", "5000")
    assert outcome.document == {
        "windows": 5000,
        "index_only_ms": {"p50": 0.9, "p95": 1.2},
        "search_ms": {"p50": 1.5, "p95": 2.25},
        "embedding_ms": {"p50": 7.5},
        "recall_at_10": 0.985,
        "index_mb": 53.2,
    }


def test_an_embedding_that_could_not_be_measured_is_left_open(
    videobert: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def search(windows: int, **_: object) -> SearchBench:
        return SearchBench(windows, 0.9, 1.2, 1.5, 2.25, None, 0.985, 53.2)

    monkeypatch.setattr("videobert_desktop.services.measuring.bench_search.bench_search", search)
    assert videobert("--json", "bench", "search").document["embedding_ms"] == {"p50": None}
    assert "not known" in videobert("bench", "search").stdout


def test_all_are_run_one_after_another_with_one_video(videobert: CommandLine, calls: dict[str, object]) -> None:
    document = videobert("--json", "bench", "all", "--windows", "2000").document
    assert list(document) == ["decode", "index", "search"]
    assert document["index"] == INDEX_DOCUMENT
    assert calls["index"] == (DECODE.path, Pass.STANDARD, "auto")
    assert calls["search"] == 2000


def test_people_get_tables(videobert: CommandLine, calls: dict[str, object]) -> None:
    outcome = videobert("bench", "all", "a.mp4")
    assert outcome.status == 0
    for part in ("all frames", "0.025", "1.25 of plain decoding", "8.0x real time", "612.3 MB", "2.2 ms", "0.985"):
        assert part in outcome.stdout, outcome.stdout


def test_a_real_clip_is_decoded(videobert: CommandLine, tmp_path: Path) -> None:
    clip = numbered_clip(tmp_path / "a.mp4", frames=20, rate=10)
    document = videobert("--json", "bench", "decode", str(clip), "--plain").document
    assert document["frames"] == 20
    assert list(document["ways"]) == ["all_frames"]


def test_a_file_that_is_not_there_is_an_error(videobert: CommandLine, tmp_path: Path) -> None:
    outcome = videobert("bench", "decode", str(tmp_path / "none.mp4"))
    assert outcome.status == 3
    assert "nothing at this path" in outcome.stderr


@pytest.mark.parametrize(
    "arguments", [["index"], ["search", "--windows", "0"], ["index", "a", "--mode", "slow"], ["x"]]
)
def test_wrong_calls_are_told(videobert: CommandLine, arguments: list[str]) -> None:
    assert videobert("bench", *arguments).status == 2
