"""How well and how fast speech is recognised, beside faster-whisper by itself on the same sound in the same run.

    python -m tests.benchmarks.bench_speech ../shared/data/speech
    python -m tests.benchmarks.bench_speech ../shared/data/speech --hours 10

The second listens to the sonnet between long silences, again and again, and tells how memory grows.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jiwer
import numpy as np
from faster_whisper import WhisperModel
from faster_whisper.audio import decode_audio
from numpy.typing import NDArray

from tests.helpers.fake_voices import Chunk, chunks
from tests.helpers.spoken_references import (
    JFK,
    plain,
    read_lines,
    start_errors,
    tiny_english_model,
    word_error_rate,
)
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.transcript import Segment
from videobert_desktop.models.speech.phrases import SAMPLE_RATE
from videobert_desktop.models.speech.pieces import recognise
from videobert_desktop.models.speech.voice_activity import voice_probabilities
from videobert_desktop.models.speech.whisper import WhisperRecogniser

RUNS = 3
SILENCE = 240.0


def write(line: str) -> None:
    sys.stdout.write(line + "\n")


def peak() -> float:
    """The most memory that this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def listen(recogniser: WhisperRecogniser, samples: NDArray[np.float32]) -> list[Segment]:
    pieces = recognise(chunks(samples), recogniser, cancel=CancelToken())
    return [segment for piece in pieces for segment in piece.segments]


def cpu(work: Callable[[], Any]) -> float:
    """The least processor time of some runs, in seconds."""
    times = []
    for _ in range(RUNS):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def speed(name: str, recogniser: WhisperRecogniser, by_itself: WhisperModel, samples: NDArray[np.float32]) -> None:
    """Tell the processor time for a second of sound: ours, and faster-whisper's without and with voice activity."""
    seconds = len(samples) / SAMPLE_RATE
    ours = cpu(lambda: listen(recogniser, samples)) / seconds
    theirs = cpu(lambda: list(by_itself.transcribe(samples, word_timestamps=True)[0])) / seconds
    voiced = cpu(lambda: list(by_itself.transcribe(samples, word_timestamps=True, vad_filter=True)[0])) / seconds
    activity = cpu(lambda: voice_probabilities(samples)) / seconds
    write(
        f"{name:<16} {ours:.3f} s CPU/s; faster-whisper {theirs:.3f} ({ours / theirs:.2f}x), with voice activity "
        f"{voiced:.3f} ({ours / voiced:.2f}x); voice activity alone {activity:.4f}"
    )


def accuracy(name: str, reference: str, segments: list[Segment], text_by_itself: str) -> None:
    by_itself = jiwer.wer(plain(reference), plain(text_by_itself))
    write(f"{name:<16} WER {word_error_rate(reference, segments):.3f}; faster-whisper {by_itself:.3f}")


def references(folder: Path) -> Iterator[tuple[str, str]]:
    """The names of the recordings, and what they say."""
    yield "jfk.flac", JFK
    yield "sonnet1.wav", " ".join(line.text for line in read_lines(folder / "sonnet1.srt"))
    narration = [line.text.removeprefix("NAR: ") for line in read_lines(folder / "nasa_13013.srt")]
    yield "nasa_13013.mp4", " ".join(narration[:3])


def measure(folder: Path, recogniser: WhisperRecogniser, by_itself: WhisperModel) -> None:
    """Listen to each recording, and tell how well it was heard and how long it took."""
    for name, reference in references(folder):
        samples = decode_audio(str(folder / name))
        segments = listen(recogniser, samples)
        text = " ".join(segment.text for segment in by_itself.transcribe(samples, word_timestamps=True)[0])
        accuracy(name, reference, segments, text)
        if name == "sonnet1.wav":
            errors = start_errors(read_lines(folder / "sonnet1.srt"), segments)
            write(f"{'':<16} starts {np.abs(errors).mean():.2f} s off on average: {np.round(errors, 2).tolist()}")
        speed(name, recogniser, by_itself, samples)
    speed("a silent minute", recogniser, by_itself, np.zeros(60 * SAMPLE_RATE, np.float32))


def measure_memory(folder: Path, recogniser: WhisperRecogniser, hours: float) -> None:
    """Listen for hours, and tell how long it took and how much memory there was."""
    sonnet = decode_audio(str(folder / "sonnet1.wav"))
    both = np.concatenate([sonnet, np.zeros(round(SILENCE * SAMPLE_RATE), np.float32)])
    listen(recogniser, both)
    before, began, found = peak(), time.process_time(), 0

    def again_and_again() -> Iterator[Chunk]:
        start = 0.0
        while start < hours * 3600:
            yield from chunks(both, start=start)
            start += len(both) / SAMPLE_RATE

    for piece in recognise(again_and_again(), recogniser, cancel=CancelToken()):
        found += len(piece.segments)
    write(
        f"{hours:g} hours: {found} sentences, {time.process_time() - began:.0f} s CPU, "
        f"{before:.0f} MiB before and {peak():.0f} MiB at most"
    )


def main() -> None:
    """Measure on the recordings, or for hours."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--hours", type=float)
    parser.add_argument("--model", type=Path, default=tiny_english_model())
    given = parser.parse_args()
    recogniser = WhisperRecogniser(given.model, threads=1)
    if given.hours:
        measure_memory(given.folder, recogniser, given.hours)
    else:
        by_itself = WhisperModel(str(given.model), device="cpu", compute_type="int8", cpu_threads=1)
        measure(given.folder, recogniser, by_itself)


if __name__ == "__main__":
    main()
