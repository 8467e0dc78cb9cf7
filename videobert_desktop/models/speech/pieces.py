"""Recognises what is said in a video, piece by piece."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.transcript import Segment
from videobert_desktop.models.speech.guards import is_credible, is_voiced, without_loops
from videobert_desktop.models.speech.phrases import SAMPLE_RATE, HeardWord, Recogniser
from videobert_desktop.models.speech.sentences import sentences
from videobert_desktop.models.speech.sound_pieces import SoundPiece, sound_pieces
from videobert_desktop.models.speech.voice_activity import utterances
from videobert_desktop.models.speech.word_times import fit_into_voice, whole_words

# What is recognised gets so many seconds around it: voices are noticed a little late.
_AROUND = 0.2
# With so many seconds of voice a language is told reliably, and it is not asked for again.
_ENOUGH_VOICE = 15.0
_MOST_VOICE = 30.0
# Languages that Whisper calls by other names than everybody else.
_WHISPER_NAMES = {"nb": "no", "jv": "jw", "fil": "tl"}


@dataclass(frozen=True, slots=True)
class HeardPiece:
    """What is said in a stretch of time, complete on its own; the next one begins where it ends.

    Attributes:
        span: The stretch, in seconds.
        language: What is spoken, as Whisper names it ("en", "zh"); empty as long as nobody has spoken, if it is not
            known beforehand.
        segments: The sentences in order, within the stretch; none where nobody speaks.
    """

    span: Span
    language: str
    segments: tuple[Segment, ...]


def recognise(
    audio: Iterable[tuple[float, NDArray[np.float32]]],
    recogniser: Recogniser,
    *,
    language: str | None = None,
    cancel: CancelToken,
) -> Iterator[HeardPiece]:
    """Recognise what is said, in pieces of about a minute that end in pauses.

    The pieces cover the sound without gap or overlap. Each depends on its own sound and on the language only: with
    the sound from the end of a piece on, and its language, the same pieces follow. The recogniser is not asked at all
    while nobody speaks. Memory does not grow with the length of the sound.

    Args:
        audio: The start of each chunk in seconds, and its (n,) float32 samples, 16,000 a second, in order without gaps.
        recogniser: What turns sound into words.
        language: What is spoken (BCP 47; "zh-Hans" is "zh"); None to have it told from the first voices.
        cancel: Looked at before each piece, and between the phrases within.

    Yields:
        The pieces.

    Raises:
        Cancelled: It was asked to stop.
        UserError: The recogniser does not know the language, or cannot be loaded.
        ValueError: The chunks leave a gap or overlap.
    """
    listener = _Listener(recogniser, language, cancel)
    for piece in sound_pieces(audio, cancel):
        yield HeardPiece(piece.span, *listener.listen(piece))


class _Listener:
    """Hears one piece after another, and remembers the language."""

    def __init__(self, recogniser: Recogniser, language: str | None, cancel: CancelToken) -> None:
        self._recogniser = recogniser
        self._cancel = cancel
        name = (language or "").partition("-")[0].casefold()
        self._language = _WHISPER_NAMES.get(name, name)
        self._settled = bool(self._language)
        self._voice = np.zeros(0, np.float32)

    def listen(self, piece: SoundPiece) -> tuple[str, tuple[Segment, ...]]:
        """The language, and the sentences of a piece."""
        if not piece.voiced:
            return self._language, ()
        self._find_language(piece)
        whole = Span(0.0, piece.span.duration)
        heard = [word for utterance in utterances(piece.voiced) for word in self._hear(piece, utterance)]
        words = whole_words(without_loops(heard), self._language)
        told = sentences(fit_into_voice(words, piece.voiced, whole))
        voiced = [sentence for sentence in told if is_voiced(sentence, piece.voiced)]
        return self._language, tuple(_later(sentence, piece.span) for sentence in voiced)

    def _find_language(self, piece: SoundPiece) -> None:
        if not self._settled:
            parts = [_cut_out(piece.samples, stretch) for stretch in piece.voiced]
            self._voice = np.concatenate([self._voice, *parts])[: round(_MOST_VOICE * SAMPLE_RATE)]
            self._language = self._recogniser.detect_language(self._voice)
            self._settled = len(self._voice) >= _ENOUGH_VOICE * SAMPLE_RATE
        if self._language not in self._recogniser.languages:
            reason = f"The speech pack does not know the language {self._language!r}."
            raise UserError(reason, hint="Choose a speech pack that knows several languages.")

    def _hear(self, piece: SoundPiece, utterance: tuple[Span, ...]) -> Iterator[HeardWord]:
        start = max(0.0, utterance[0].start - _AROUND)
        end = min(piece.span.duration, utterance[-1].end + _AROUND)
        self._cancel.raise_if_cancelled()
        for phrase in self._recogniser.hear(_cut_out(piece.samples, Span(start, end)), self._language):
            self._cancel.raise_if_cancelled()
            if is_credible(phrase):
                yield from (replace(word, start=word.start + start, end=word.end + start) for word in phrase.words)


def _cut_out(samples: NDArray[np.float32], span: Span) -> NDArray[np.float32]:
    return samples[round(span.start * SAMPLE_RATE) : round(span.end * SAMPLE_RATE)]


def _later(sentence: Segment, piece: Span) -> Segment:
    """The sentence on the video's clock; the piece's end is the limit, whatever is lost in adding."""

    def moved(span: Span) -> Span:
        return Span(min(piece.start + span.start, piece.end), min(piece.start + span.end, piece.end))

    words = tuple(replace(word, span=moved(word.span)) for word in sentence.words)
    return replace(sentence, span=moved(sentence.span), words=words)
