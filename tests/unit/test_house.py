"""What holds for the project as a whole: sizes, imports, one version, samples with credits."""

import os
import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import av
import pytest

import videobert_desktop
from videobert_desktop.settings.resources import resource_path

ROOT = Path(__file__).parents[2]
PACKAGE = Path(videobert_desktop.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
SAMPLES = sorted(resource_path("samples").glob("*.mp4"))
MEBIBYTE = 1 << 20


def python(code: str) -> str:
    """Run code in a fresh interpreter and return what it prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_is_at_most_400_lines_long(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 400


def test_the_command_line_starts_without_the_heavy_libraries() -> None:
    loaded = python(
        "import sys, videobert_desktop.cli.main\n"
        "print({'torch', 'transformers', 'PySide6', 'av', 'faiss'} & set(sys.modules))"
    )
    assert loaded.strip() == "set()"


def test_the_version_is_written_down_in_one_place() -> None:
    assert metadata.version("videobert-desktop") == videobert_desktop.__version__
    holders = [path for path in MODULES if re.search(r"^__version__\b", path.read_text(encoding="utf-8"), re.MULTILINE)]
    assert holders == [PACKAGE / "__init__.py"]
    assert 'dynamic = ["version"]' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_all_tracked_files_together_stay_below_44_mebibytes() -> None:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    files = [ROOT / os.fsdecode(name) for name in listed.split(b"\0") if name]
    assert sum(file.lstat().st_size for file in files if file.exists()) < 44 * MEBIBYTE


def test_signals_do_not_lose_references() -> None:
    # PySide6 6.12 on Python 3.11 drops one at every emit, and the process aborts much later.
    counts = python(
        "import sys\n"
        "from PySide6.QtCore import QObject, Signal\n"
        "class Bell(QObject):\n"
        "    rung = Signal(bool)\n"
        "bell = Bell()\n"
        "heard = []\n"
        "bell.rung.connect(heard.append)\n"
        "bell.rung.emit(True)\n"
        "heard.clear()\n"
        "before = sys.getrefcount(True)\n"
        "for _ in range(300):\n"
        "    bell.rung.emit(True)\n"
        "assert len(heard) == 300\n"
        "heard.clear()\n"
        "print(sys.getrefcount(True) - before)"
    )
    assert int(counts) == 0


def test_there_are_at_least_12_samples_of_at_most_3_megabytes_together() -> None:
    assert len(SAMPLES) >= 12
    assert sum(file.stat().st_size for file in resource_path("samples").iterdir()) <= 3_000_000


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_a_short_clip_at_25_frames_a_second_whose_index_comes_first(sample: Path) -> None:
    data = sample.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    with av.open(str(sample)) as container:
        stream = container.streams.video[0]
        assert stream.average_rate == 25
        assert 320 <= stream.width <= 426
        assert container.duration is not None
        assert 3 <= container.duration / av.time_base <= 8


def test_every_sample_has_credits_and_every_credit_a_sample() -> None:
    table = resource_path("samples", "CREDITS.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines() if line.startswith("| `")]
    assert sorted(row[0].strip("`") for row in rows) == [sample.name for sample in SAMPLES]
    assert all(all(row) for row in rows)
    assert {row[4] for row in rows} <= {"CC0 1.0", "CC BY 2.0", "CC BY 3.0", "CC BY 4.0", "public domain"}
