from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.formats import covered_video
from tests.helpers.tiny_pack import write_tiny_pack
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.services.measuring.bench_index import IndexBench, bench_index
from videobert_desktop.services.measuring.process_tree import CommandCost
from videobert_desktop.settings.options import packs_directory

CLIP = Path("/videos/a.mp4")
PLAIN = {"video_seconds": 20.0, "ways": {"all_frames": {"cpu_s_per_s": 0.2}}}
INDEXED = {"indexed": 1, "failed": []}


def measure(
    monkeypatch: pytest.MonkeyPatch, indexing: dict[str, Any] | str, *, mode: Pass = Pass.STANDARD, status: int = 0
) -> tuple[IndexBench, list[Sequence[str]]]:
    """Measure with processes that print what is given here."""
    commands: list[Sequence[str]] = []

    def run(command: Sequence[str], *, cancel: CancelToken) -> CommandCost:
        commands.append(command)
        if "bench" in command:
            return CommandCost(0, json.dumps(PLAIN), "", 4.0, 4.5, 100_000_000)
        printed = indexing if isinstance(indexing, str) else json.dumps(indexing)
        return CommandCost(status, printed, "it broke", 2.5, 5.0, 600_000_000)

    monkeypatch.setattr("videobert_desktop.services.measuring.bench_index.measure_command", run)
    return bench_index(CLIP, mode=mode, device="cpu", cancel=CancelToken(), report=ignore_progress), commands


def test_indexing_is_set_against_plain_decoding(monkeypatch: pytest.MonkeyPatch) -> None:
    bench, _ = measure(monkeypatch, INDEXED)
    assert bench == IndexBench(20.0, pytest.approx(4.0), 5.0, 2.5, 600_000_000)
    assert bench.ratio == pytest.approx(1.25)
    assert bench.x_realtime == pytest.approx(8.0)


def test_the_video_is_indexed_in_the_mode_asked_for_into_a_library_that_is_removed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, (decoding, indexing) = measure(monkeypatch, INDEXED, mode=Pass.FAST)
    assert list(decoding[-4:]) == ["bench", "decode", str(CLIP), "--plain"]
    assert list(indexing[-6:]) == ["index", str(CLIP), "--mode", "fast", "--device", "cpu"]
    library = Path(indexing[indexing.index("--library") + 1])
    assert library.is_relative_to(tempfile.gettempdir())
    assert not library.parent.exists()


def test_a_video_that_cannot_be_indexed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    failed = {"indexed": 0, "failed": [{"path": str(CLIP), "reason": "The file is empty.", "hint": "Copy it again."}]}
    with pytest.raises(UserError) as told:
        measure(monkeypatch, failed, status=1)
    assert (told.value.reason, told.value.path, told.value.hint) == ("The file is empty.", CLIP, "Copy it again.")


def test_an_error_of_the_process_is_told_as_it_told_it(monkeypatch: pytest.MonkeyPatch) -> None:
    error = {"error": {"message": "There is no pack called 'x'.", "path": None, "hint": "Installed packs: none."}}
    with pytest.raises(UserError, match="no pack called 'x'"):
        measure(monkeypatch, error, status=3)


def test_a_process_that_prints_nothing_is_told_by_its_status(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match="ended with status -9") as told:
        measure(monkeypatch, "", status=-9)
    assert told.value.hint == "it broke"


def test_nothing_indexed_is_nothing_to_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match="was not indexed"):
        measure(monkeypatch, {"indexed": 0, "failed": []})


def test_a_real_clip_is_measured_with_real_processes_and_its_cover_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tiny_pack(packs_directory() / "tiny")
    monkeypatch.setenv("VIDEOBERT_PACK", "tiny")
    clip = covered_video(tmp_path / "a.mp4")
    bench = bench_index(clip, mode=Pass.STANDARD, device="cpu", cancel=CancelToken(), report=ignore_progress)
    assert bench.video_seconds == pytest.approx(1.2, abs=0.01)
    assert 0 < bench.decode_cpu_s < bench.index_cpu_s
    assert bench.peak_rss > 50_000_000
