"""`videobert pack` and `videobert model`, with stand-ins for the packs and for training."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.unit.cli.calling import CommandLine
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.models.packs.manifest import PackInfo
from videobert_desktop.services import evaluate_model, manage_packs, train_model
from videobert_desktop.services.train_model import TrainOptions


class TestPacks:
    @pytest.fixture
    def starter(self, tmp_path: Path) -> PackInfo:
        with (tmp_path / "head-1.safetensors").open("wb") as file:
            file.truncate(23_400_000)
        files = {"head-1.safetensors": "0" * 64}
        return PackInfo("starter", "r3", "Starter pack", "Apache-2.0", 256, 260, tmp_path, files, (1.0, 1.0, 0.0))

    @pytest.fixture(autouse=True)
    def _packs(self, monkeypatch: pytest.MonkeyPatch, starter: PackInfo) -> None:
        def verify_packs(names: Sequence[str]) -> dict[str, list[str]]:
            return {name: ["head.safetensors is damaged."] if name == "clip" else [] for name in names or ("starter",)}

        monkeypatch.setattr(manage_packs, "list_packs", lambda: ([starter], []))
        monkeypatch.setattr(manage_packs, "verify_packs", verify_packs)

    def test_they_are_listed(self, videobert: CommandLine, starter: PackInfo) -> None:
        (entry,) = videobert("--json", "pack", "list").document["packs"]
        assert entry == {
            "name": "starter",
            "revision": "r3",
            "dim": 256,
            "directory": str(starter.directory),
            "title": "Starter pack",
            "licence": "Apache-2.0",
            "size_bytes": 23_400_000,
        }
        assert "23.4 MB" in videobert("pack", "list").stdout

    def test_whole_ones_are_in_order(self, videobert: CommandLine) -> None:
        outcome = videobert("pack", "verify")
        assert (outcome.status, outcome.stdout) == (0, "starter: in order\n")

    def test_a_damaged_one_is_named_with_its_problems(self, videobert: CommandLine) -> None:
        outcome = videobert("--json", "pack", "verify", "starter", "clip")
        assert outcome.status == 1
        assert outcome.stderr == "clip: head.safetensors is damaged.\n"
        assert outcome.document == {
            "packs": [
                {"name": "starter", "problems": []},
                {"name": "clip", "problems": ["head.safetensors is damaged."]},
            ]
        }


class TestTraining:
    def test_folders_and_options_are_handed_on(
        self, videobert: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[object] = []

        def train(
            data: Path, output: Path, cache: Path, options: TrainOptions, *, cancel: CancelToken, report: Report
        ) -> Path:
            asked.append((data, output, cache, options))
            report(Progress("training", 1, 2, "steps"))
            return output

        monkeypatch.setattr(train_model, "train_model", train)
        monkeypatch.chdir(tmp_path)
        chosen = ("--epochs", "2", "--seed", "7", "--device", "cpu", "--cache", "features")
        first = videobert("--json", "model", "train", "--data", "pairs", "--output", "pack", *chosen)
        videobert("model", "train", "--data", "pairs", "--output", "pack")
        pairs, pack = tmp_path / "pairs", tmp_path / "pack"
        assert first.document["pack"] == str(pack)
        assert asked == [
            (pairs, pack, tmp_path / "features", TrainOptions(7, "cpu", epochs=2)),
            (pairs, pack, tmp_path / "pack.cache", TrainOptions(0, "auto")),
        ]

    def test_ctrl_c_says_that_it_goes_on_from_there(
        self, videobert: CommandLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def train(*_: object, cancel: CancelToken, report: Report) -> Path:
            signal.raise_signal(signal.SIGINT)
            cancel.raise_if_cancelled()
            pytest.fail("the work went on")

        monkeypatch.setattr(train_model, "train_model", train)
        outcome = videobert("model", "train", "--data", "pairs", "--output", "pack")
        assert outcome.status == 130
        assert "goes on from there" in outcome.stderr


class TestEvaluating:
    DOCUMENT = {  # noqa: RUF012
        "pairs": {
            "n": 1000,
            "t2v": {"r1": 0.203, "r5": 0.466, "r10": 0.595, "medr": 6},
            "v2t": {"r1": 0.3, "r5": 0.5, "r10": 0.7, "medr": 5},
            "baselines": {"chance": {"r1": 0.001, "r5": 0.005, "r10": 0.01, "medr": 500}},
            "ci95": {"t2v": {"r1": [0.192, 0.214]}},
        },
        "pack": "starter@r3",
    }

    @pytest.fixture(autouse=True)
    def asked(self, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, Path | None, str]]:
        asked: list[tuple[Path, Path | None, str]] = []

        def evaluate(
            data: Path, *, pack: Path | None, device: str, cancel: CancelToken, report: Report
        ) -> dict[str, object]:
            asked.append((data, pack, device))
            return self.DOCUMENT

        information = {"parameters": 24_000_000, "encoder": {"name": "EfficientNet-Lite2"}}
        monkeypatch.setattr(evaluate_model, "evaluate_model", evaluate)
        monkeypatch.setattr(evaluate_model, "model_info", lambda: information)
        return asked

    def test_the_document_is_that_of_the_service(
        self, videobert: CommandLine, asked: list[tuple[Path, Path | None, str]]
    ) -> None:
        chosen = ("--pack", "/packs/mine", "--device", "cpu")
        assert videobert("--json", "model", "evaluate", "--data", "/pairs", *chosen).document == self.DOCUMENT
        assert asked == [(Path("/pairs"), Path("/packs/mine"), "cpu")]

    def test_people_get_a_table_with_baselines_and_intervals(self, videobert: CommandLine) -> None:
        lines = videobert("model", "evaluate", "--data", "/pairs").stdout.splitlines()
        rows = {line.split()[0]: line.split() for line in lines if line.strip()}
        assert rows["t2v"] == ["t2v", "20.3%", "(19.2", "to", "21.4)", "46.6%", "59.5%", "6"]
        assert rows["chance"] == ["chance", "0.1%", "0.5%", "1.0%", "500"]
        assert "pack: starter@r3" in lines

    def test_data_must_be_named(self, videobert: CommandLine) -> None:
        assert videobert("model", "evaluate").status == 2

    def test_the_model_is_described(self, videobert: CommandLine) -> None:
        assert videobert("--json", "model", "info").document["parameters"] == 24_000_000
        assert "encoder.name   EfficientNet-Lite2" in videobert("model", "info").stdout
