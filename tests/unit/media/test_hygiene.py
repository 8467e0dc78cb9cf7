"""Nothing is left behind: no process, no shared memory, no warning; and nothing heavy or foreign is drawn in."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import weakref
from pathlib import Path

import pytest

from tests.helpers.media import numbered_clip
from videobert_desktop.domain.errors import UserError
from videobert_desktop.media.decoder import Decoder

ROOT = Path(__file__).resolve().parents[3]
PRELUDE = """
import os, signal, sys
from pathlib import Path
from videobert_desktop.media.decoder import Decoder
print("main module loaded", flush=True)
def begin():
    decoder = Decoder()
    decoding = decoder.frames(Path(sys.argv[1]), size=64)
    next(decoding)
    print(os.getpid(), flush=True)
    return decoder, decoding
"""


def run_script(tmp_path: Path, body: str) -> subprocess.CompletedProcess[str]:
    """Run a program of its own that decodes; returns when it, its child and their helpers are all gone."""
    script = tmp_path / "program.py"
    script.write_text(PRELUDE + body)
    clip = numbered_clip(tmp_path / "long.mp4", frames=160, rate=2)
    # The children hold the same output pipes, so reading them to the end waits for every one of them.
    command = [sys.executable, "-W", "error", str(script), str(clip)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, capture_output=True, text=True, timeout=60, env=environment, check=False, start_new_session=True
    )


def left_behind(run: subprocess.CompletedProcess[str]) -> list[str]:
    """The program's named shared memory, where the system lists such."""
    process_id = run.stdout.splitlines()[1]
    return [path.name for path in Path("/dev/shm").glob(f"*-{process_id}-*")]


ENDINGS = {
    "closed": "decoder, decoding = begin()\nlist(decoding)\ndecoder.close()\n",
    "closed in the middle": "decoder, decoding = begin()\ndecoder.close()\n",
    "forgotten": "decoder, decoding = begin()\n",
    "dropped": "def main():\n    begin()\nmain()\n",
    "an error": "decoder, decoding = begin()\ntry:\n    raise KeyError\nexcept KeyError:\n    sys.exit(0)\n",
}


@pytest.mark.parametrize("ending", sorted(ENDINGS))
def test_a_program_that_ends_leaves_nothing_and_says_nothing(tmp_path, ending):
    run = run_script(tmp_path, ENDINGS[ending])
    assert run.returncode == 0
    assert run.stderr == ""
    assert left_behind(run) == []


def test_the_child_dies_with_a_parent_that_is_killed(tmp_path):
    run = run_script(tmp_path, "begin()\nos.kill(os.getpid(), signal.SIGKILL)\n")
    assert run.returncode == -9
    assert left_behind(run) == []


@pytest.mark.parametrize("name", ["SIGTERM", "SIGKILL"])
def test_a_program_that_is_ended_with_all_its_processes_leaves_nothing_and_says_nothing(tmp_path, name):
    run = run_script(tmp_path, f"begin()\nos.killpg(0, signal.{name})\n")
    assert run.returncode == -getattr(signal, name)
    assert run.stderr == ""
    assert left_behind(run) == []


def test_an_interrupted_child_goes_on_quietly(tmp_path):
    body = "decoder, decoding = begin()\nos.kill(decoder._child._process.pid, signal.SIGINT)\n"
    run = run_script(tmp_path, body + "print(len(list(decoding)), flush=True)\ndecoder.close()\n")
    assert run.stdout.splitlines()[-1] == "9"
    assert run.stderr == ""


def test_the_child_does_not_load_the_main_module_again(tmp_path):
    run = run_script(tmp_path, ENDINGS["closed"])
    assert run.stdout.count("main module loaded") == 1


def test_the_child_needs_nothing_heavy():
    code = "import sys, videobert_desktop.media.decoder_process; print(sorted(sys.modules))"
    # Where coverage is measured, it draws in modules of its own.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True, env=environment
    )
    assert "videobert_desktop.media.sampling" in run.stdout
    for name in ("'torch'", "'PySide6'", "'click'", "'rich'", "'faiss'", "'sqlite3'"):
        assert name not in run.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux obeys a limit on the address space")
def test_memory_beyond_the_limit_is_refused():
    code = (
        "from videobert_desktop.media.limits import limit_address_space\n"
        "limit_address_space(1 << 30)\n"
        "try:\n    bytearray(2 << 30)\nexcept MemoryError:\n    print('refused')\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert run.stdout == "refused\n"


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="only Linux lists a process's memory")
def test_the_shared_memory_has_no_name_even_while_it_is_used(decoder, tmp_path):
    next(decoder.frames(numbered_clip(tmp_path / "a.mp4"), size=32))
    mapped = Path("/proc/self/maps").read_text().splitlines()
    shared = [line for line in mapped if "/dev/shm/" in line or "/pymp-" in line]
    assert shared
    assert all(line.endswith("(deleted)") for line in shared)


def test_closing_ends_the_child(tmp_path):
    decoder = Decoder()
    list(decoder.frames(numbered_clip(tmp_path / "a.mp4"), size=32))
    assert decoder._child is not None
    process = decoder._child._process
    decoder.close()
    decoder.close()
    with pytest.raises(ValueError, match="closed"):
        process.is_alive()


def test_closing_gives_the_shared_memory_back(tmp_path):
    decoder = Decoder()
    list(decoder.frames(numbered_clip(tmp_path / "a.mp4"), size=32))
    memory = weakref.ref(decoder._memory)
    decoder.close()
    gc.collect()
    assert memory() is None


def test_a_closed_decoder_can_be_used_again(tmp_path):
    path = numbered_clip(tmp_path / "a.mp4")
    with Decoder() as decoder:
        assert decoder.probe(path).width == 128
        decoder.close()
        assert decoder.probe(path).width == 128


def open_descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="only Linux lists a process's descriptors")
def test_many_files_do_not_pile_up_open_descriptors(decoder, tmp_path):
    path, bad = numbered_clip(tmp_path / "a.mp4"), tmp_path / "bad.mp4"
    bad.write_text("no video\n" * 100)
    list(decoder.frames(path, size=16))
    before = open_descriptors()
    for size in (32, 48, 64):
        list(decoder.frames(path, size=size))
        with pytest.raises(UserError):
            decoder.probe(bad)
        next(decoder.frames(path, size=size)).times.sum()
    decoder.probe(path)
    assert open_descriptors() == before
