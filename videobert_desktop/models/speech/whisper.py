"""Whisper (Radford et al., "Robust Speech Recognition via Large-Scale Weak Supervision", 2022), on CTranslate2."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.speech.phrases import UNSPACED_LANGUAGES, HeardWord, Phrase
from videobert_desktop.models.speech.whisper_files import REPAIR, check_whisper_files

if TYPE_CHECKING:
    from faster_whisper import WhisperModel
    from faster_whisper.transcribe import Segment

# Decoding gains little from more.
_MOST_THREADS = 4
_BEAM = 5
# What is heard only at higher ones is made up more often than not.
_TEMPERATURES = (0.0, 0.2, 0.4, 0.6)


class WhisperRecogniser:
    """A Whisper model from a directory. Its weights are loaded when something is to be heard, and not before.

    Attributes:
        directory: Where the model is.
    """

    def __init__(self, directory: Path, *, device: str = "cpu", threads: int = 0) -> None:
        """See that the model is there.

        Args:
            directory: A Whisper model in CTranslate2's format: model.bin, config.json, tokenizer.json, the vocabulary.
            device: "cuda"; everything else is computed on the processor.
            threads: Of the processor; 0 takes all cores but one, and no more than pay.

        Raises:
            UserError: The directory is missing, not complete, or holds something else.
        """
        check_whisper_files(directory)
        self.directory = directory
        self._device = "cuda" if device == "cuda" else "cpu"
        self._threads = threads or min(_MOST_THREADS, max(1, (os.cpu_count() or 1) - 1))

    @property
    def loaded(self) -> bool:
        """Whether the weights are in memory."""
        return "_model" in self.__dict__

    @property
    def languages(self) -> Sequence[str]:
        """The languages that it knows, as Whisper names them; only "en" if it is one for English.

        Raises:
            UserError: The model cannot be loaded, because it is damaged or none of Whisper's.
        """
        return tuple(self._model.supported_languages)

    def detect_language(self, samples: NDArray[np.float32]) -> str:
        """The language that is spoken in (n,) samples, 16,000 a second; the first 30 s are heard.

        Raises:
            UserError: The model cannot be loaded, or the graphics card cannot compute it.
        """
        if len(self.languages) == 1:
            return self.languages[0]
        with self._computing():
            return str(self._model.detect_language(samples)[0])

    def hear(self, samples: NDArray[np.float32], language: str) -> Iterator[Phrase]:
        """Recognise what is said: beam search, and sampling where that loops or fails.

        What was said before is no hint: it lets Whisper repeat itself, and pieces would depend on each other.

        Args:
            samples: (n,) float32, 16,000 a second; more than 30 s are heard one window after the other.
            language: One of `languages`.

        Yields:
            What is said, as soon as it is known.

        Raises:
            UserError: The model cannot be loaded, or the graphics card cannot compute it.
        """
        with self._computing():
            segments, _ = self._model.transcribe(
                samples,
                language=language,
                beam_size=_BEAM,
                temperature=_TEMPERATURES,
                condition_on_previous_text=False,
                word_timestamps=True,
            )
            for segment in segments:
                yield _phrase(segment, language)

    @cached_property
    def _model(self) -> WhisperModel:
        from ctranslate2 import get_supported_compute_types
        from faster_whisper import WhisperModel
        from faster_whisper.feature_extractor import FeatureExtractor

        compute_type = "int8"
        if self._device == "cuda":
            _check_graphics_card()
            compute_type = "float16" if "float16" in get_supported_compute_types("cuda") else "float32"
        try:
            model = WhisperModel(
                str(self.directory),
                device=self._device,
                compute_type=compute_type,
                cpu_threads=self._threads,
                local_files_only=True,
            )
        except Exception as error:  # The tokenizers' library knows no other kind.
            reason = f"The speech model cannot be loaded: {error}."
            raise UserError(reason, path=self.directory, hint=REPAIR) from error
        # Converted models often come without the file that says so, and then 80 bands would be taken for granted.
        if model.feature_extractor.mel_filters.shape[0] != model.model.n_mels:
            model.feature_extractor = FeatureExtractor(feature_size=model.model.n_mels)
        return model

    @contextmanager
    def _computing(self) -> Iterator[None]:
        """Tell what goes wrong on a graphics card (its libraries, its memory) in words that help."""
        try:
            yield
        except RuntimeError as error:
            if self._device == "cpu":
                raise
            hint = "Choose the processor as the device, or a smaller speech pack."
            raise UserError(f"The graphics card cannot recognise speech: {error}.", hint=hint) from error


def _check_graphics_card() -> None:
    from ctranslate2 import get_cuda_device_count

    if get_cuda_device_count() == 0:
        raise UserError("There is no graphics card here that speech can be recognised on.", hint="Use the processor.")


def _phrase(segment: Segment, language: str) -> Phrase:
    words = [
        HeardWord(word.word, float(word.start), float(word.end), float(word.probability)) for word in segment.words
    ]
    if not words:
        # Where the words could not be aligned with the sound, they are one.
        words = [HeardWord(segment.text, float(segment.start), float(segment.end), math.exp(segment.avg_logprob))]
    first = words[0]
    if language not in UNSPACED_LANGUAGES and not first.text.startswith(" "):
        words[0] = HeardWord(f" {first.text}", first.start, first.end, first.probability)
    return Phrase(tuple(words), float(segment.avg_logprob), float(segment.no_speech_prob))
