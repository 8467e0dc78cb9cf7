"""`videobert pack` and `videobert model`, with stand-ins for the packs and for training."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.helpers.speech_packs import whisper_folder
from tests.unit.cli.calling import CommandLine
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.models.packs.manifest import PackInfo
from videobert_desktop.services import change_packs, manage_packs, train_model
from videobert_desktop.services.train_model import JointOptions, TrainOptions


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
        monkeypatch.setattr(change_packs, "verify_packs", verify_packs)

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


class TestSpeechPacks:
    @pytest.fixture
    def model(self, tmp_path: Path) -> Path:
        return whisper_folder(tmp_path / "medium")

    def test_one_is_imported_chosen_and_removed(self, videobert: CommandLine, model: Path) -> None:
        assert videobert("--json", "pack", "import", str(model)).document == {"installed": "medium"}
        assert videobert("--json", "pack", "use", "medium").document == {"setting": "speech", "value": "medium"}
        speech = videobert("--json", "pack", "list").document["speech"]
        assert speech["chosen"] == "medium"
        assert [entry["name"] for entry in speech["installed"]] == ["medium"]
        assert {entry["name"] for entry in speech["known"]} == {"tiny.en", "base", "small", "large-v3-turbo"}
        assert videobert("pack", "verify", "medium").stdout == "medium: in order\n"
        assert videobert("--json", "pack", "remove", "medium").document == {"removed": "medium"}
        assert videobert("--json", "pack", "list").document["speech"]["installed"] == []

    def test_the_list_says_what_can_be_installed_and_how_much_that_is(
        self, videobert: CommandLine, model: Path
    ) -> None:
        videobert("pack", "import", str(model), "--name", "base")
        listed = videobert("pack", "list").stdout
        (base,) = (line for line in listed.splitlines() if line.startswith("base"))
        (small,) = (line for line in listed.splitlines() if line.startswith("small"))
        assert "not installed" not in base
        assert "487 MB" in small
        assert "not installed" in small

    def test_what_cannot_be_had_ends_it_with_a_way_out(self, videobert: CommandLine) -> None:
        outcome = videobert("pack", "install", "huge")
        assert outcome.status == 3
        assert "base" in outcome.stderr


class TestTraining:
    def test_folders_and_options_are_handed_on(
        self, videobert: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[object] = []

        def train(*asked_for: object, cancel: CancelToken, report: Report) -> object:
            _, output, *_ = asked_for
            asked.append(asked_for)
            report(Progress("training", 1, 2, "steps"))
            return output

        monkeypatch.setattr(train_model, "train_model", train)
        monkeypatch.chdir(tmp_path)
        lengths = ("--epochs", "2", "--joint-epochs", "3")
        chosen = (*lengths, "--seed", "7", "--device", "cpu", "--cache", "features")
        first = videobert("--json", "model", "train", "--data", "pairs", "--output", "pack", *chosen)
        videobert("model", "train", "--data", "pairs", "--output", "pack")
        pairs, pack = tmp_path / "pairs", tmp_path / "pack"
        assert first.document["pack"] == str(pack)
        assert asked == [
            (pairs, pack, tmp_path / "features", TrainOptions(7, "cpu", epochs=2), JointOptions(7, epochs=3)),
            (pairs, pack, tmp_path / "pack.cache", TrainOptions(0, "auto"), JointOptions(0)),
        ]

    def test_people_are_told_where_the_logs_of_training_are(
        self, videobert: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def train(data: Path, output: Path, *_: object, cancel: CancelToken, report: Report) -> Path:
            return output

        monkeypatch.setattr(train_model, "train_model", train)
        monkeypatch.chdir(tmp_path)
        said = videobert("model", "train", "--data", "pairs", "--output", "pack", "--cache", "kept").stdout
        assert f"{tmp_path / 'kept'}, as *.jsonl" in said
        assert "videobert-SEED/videobert.jsonl" in videobert("model", "train", "--help").stdout

    @pytest.mark.parametrize("wrong", [("--joint-epochs", "0"), ("--epochs", "0"), ("--seed", "-1")])
    def test_numbers_that_mean_nothing_are_refused(self, videobert: CommandLine, wrong: tuple[str, str]) -> None:
        outcome = videobert("model", "train", "--data", "pairs", "--output", "pack", *wrong)
        assert outcome.status == 2
        assert wrong[0] in outcome.stderr

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
