"""Questions about a clip, or about a whole library: the evidence is gathered, looked at again, and answered from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Self

import numpy as np

from videobert_desktop.domain.answer import Answer, AnswerSentence, Citation, Drafted, Exchange
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.channel import Channel
from videobert_desktop.domain.description import TimedCaption
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.domain.query import Query
from videobert_desktop.domain.timing import Span
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.services.asking.calibration import load_presence
from videobert_desktop.services.asking.evidence import ClipEvidence, Quote
from videobert_desktop.services.asking.evidence_answerer import NAME, UNKNOWN, EvidenceAnswerer
from videobert_desktop.services.asking.follow_up import Asked, in_context
from videobert_desktop.services.asking.parse_question import parse_question
from videobert_desktop.services.asking.phrases import PhraseScorer
from videobert_desktop.services.asking.questions import GAP, Question, QuestionKind
from videobert_desktop.services.asking.second_look import best_places, look_again
from videobert_desktop.services.asking.see import Looker
from videobert_desktop.services.asking.vocabulary import load_vocabulary
from videobert_desktop.services.describing.describe_clip import Clip, describe_clip, read_clip
from videobert_desktop.services.library import Library
from videobert_desktop.services.presence import is_there
from videobert_desktop.services.searching.find_video import find_video
from videobert_desktop.services.searching.search_moments import MomentSearcher
from videobert_desktop.services.transcribing.find_transcript import transcript_lines

if TYPE_CHECKING:
    from videobert_desktop.models.packs.pack import Pack

LONGEST = 1000
"""Characters that a question may have."""
CAPTIONED = 3
_WHICH_VIDEO = re.compile(
    r"(?:in )?(?:what|which) (?:video|clip|film|recording)s?(?: (?:is|was|did|do|does|are|were))? ?(.*)", re.IGNORECASE
)
_LATIN = re.compile(r"[A-Za-z]{2}")
OFFLINE = "The file is not there, so that it could not be looked at again."
ENGLISH_ONLY = "The pack understands questions in English only; words are searched in any language."


class ClipAsker:
    """Answers questions over one library, loading what it needs once; used and closed by one thread."""

    def __init__(self, library: Library, *, device: str = "cpu") -> None:
        """Open the library.

        Raises:
            UserError: The catalogue is damaged, or the pack that indexed the library is not installed.
        """
        self._library = library
        self._vocabulary = load_vocabulary()
        self._presence = load_presence()
        self._searcher = MomentSearcher(library, device=device)
        self._decoder = Decoder()
        self._answerer: tuple[Pack, Looker, EvidenceAnswerer] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the library and of the decoder."""
        self._decoder.close()
        self._searcher.close()

    def ask(
        self,
        question: str,
        video: int | str | None,
        earlier: Sequence[Exchange] = (),
        *,
        cancel: CancelToken,
        told: Drafted | None = None,
    ) -> Answer:
        """Answer a question.

        Args:
            question: In the user's own words.
            video: The video that it is about, as `find_video` understands it; None for the whole library.
            earlier: The conversation so far.
            cancel: Looked at all along.
            told: Told what can be answered from the index before the pictures are looked at again.

        Raises:
            Cancelled: It was asked to stop.
            DamagedFeaturesError: What is stored of the video is missing or damaged.
            UserError: The question is empty or too long, there is no such video, or nothing of it is indexed yet.
        """
        _check(question)
        if video is None:
            return self._ask_library(question, cancel=cancel, told=told)
        found = find_video(self._searcher.catalogue, video)
        return self._ask_clip(question, in_context(question, earlier), found.id, cancel=cancel, told=told)

    def duration(self, video: int | str) -> float:
        """How many seconds a video lasts, or is known to.

        Raises:
            UserError: There is no such video.
        """
        clip = read_clip(self._library, self._searcher.catalogue, video)
        return max(find_video(self._searcher.catalogue, video).info.duration, clip.span.end)

    def guess(self, question: str) -> Answer:
        """What would be answered without looking and listening: what language alone holds to be likely.

        Raises:
            UserError: Nothing is indexed yet.
        """
        pack, _, answerer = self._ready()
        typical = pack.background.pictures.astype(np.float32).mean(0, keepdims=True)
        nothing = ClipEvidence(0, (Span(0.0, 1.0),), typical / np.linalg.norm(typical))
        finding = answerer.found(parse_question(question, self._vocabulary.asked), nothing, (), tuple)
        if finding is None:
            return Answer(question, (AnswerSentence(UNKNOWN),), 1.0, abstained=True, answerer="guess")
        return Answer(question, finding.sentences, finding.confidence, abstained=False, answerer="guess")

    def _ask_library(self, question: str, *, cancel: CancelToken, told: Drafted | None) -> Answer:
        """Find the video that the question is about, and ask that; or say which videos they are."""
        which = _WHICH_VIDEO.fullmatch(question.strip(" ?"))
        parsed = parse_question(question, self._vocabulary.asked)
        wanted = which[1] if which else parsed.statement.replace(GAP, "").strip() or question
        result = self._searcher.search(Query(wanted or question, limit=3), cancel=cancel)
        if not result.moments:
            text = "I do not know: there is nothing in the library yet."
            return Answer(question, (AnswerSentence(text),), 1.0, abstained=True, answerer=NAME)
        if not which:
            best = result.moments[0]
            answer = self._ask_clip(question, Asked(question), best.video_id, cancel=cancel, told=told)
            return replace(answer, notes=(*answer.notes, f"This is about {best.path.name}."))
        proofs = [(moment, Citation(moment.video_id, moment.span, Channel.PICTURE)) for moment in result.moments]
        if not result.in_library:
            nearest = tuple(proof for _, proof in proofs)
            return Answer(
                question,
                (AnswerSentence(UNKNOWN, nearest),),
                1 - result.moments[0].confidence,
                abstained=True,
                answerer=NAME,
            )
        sure = [each for each in proofs if each[0].confidence >= result.moments[0].confidence / 2]
        sentences = tuple(
            AnswerSentence(f"{'In' if place == 0 else 'Perhaps in'} {moment.path.name}.", (proof,))
            for place, (moment, proof) in enumerate(sure)
        )
        return Answer(question, sentences, result.moments[0].confidence, abstained=False, answerer=NAME)

    def _ask_clip(
        self, question: str, asked: Asked, video_id: int, *, cancel: CancelToken, told: Drafted | None
    ) -> Answer:
        clip = read_clip(self._library, self._searcher.catalogue, video_id)
        pack, looker, answerer = self._ready()
        parsed = parse_question(asked.text, self._vocabulary.asked)
        evidence = self._evidence(clip).within(asked.after, asked.before)
        hits = self._hits(parsed, video_id, evidence)
        captions = _Captions(pack, clip, cancel)
        notes = () if _LATIN.search(question) else (ENGLISH_ONLY,)
        first = answerer.answer(parsed, evidence, hits, captions)
        first = replace(first, question=question, notes=notes)
        if not _is_seen(parsed.kind):
            return first
        if told is not None:
            told(replace(first, final=False))
        cancel.raise_if_cancelled()
        if not is_there(clip.path):
            return replace(first, notes=(*notes, OFFLINE))
        places = best_places(looker.curve(evidence, _looked_for(parsed, first)), evidence.spans)
        try:
            closer = look_again(evidence, pack, self._decoder, clip.path, places, cancel)
        except UserError as error:
            return replace(first, notes=(*notes, f"It could not be looked at again: {error}"))
        return replace(answerer.answer(parsed, closer, hits, captions), question=question, notes=notes)

    def _ready(self) -> tuple[Pack, Looker, EvidenceAnswerer]:
        view = self._searcher.view()
        if view is None:
            raise UserError("Nothing is indexed yet.", hint="Run `videobert index` on your videos.")
        if self._answerer is None or self._answerer[0] is not view.pack:
            looker = Looker(PhraseScorer(view.pack), self._vocabulary, self._presence)
            self._answerer = view.pack, looker, EvidenceAnswerer(looker)
        return self._answerer

    def _evidence(self, clip: Clip) -> ClipEvidence:
        catalogue = self._searcher.catalogue
        transcript = catalogue.transcripts.preferred(clip.video_id)
        lines = transcript_lines(catalogue, transcript.id) if transcript else ()
        vectors = clip.windows.embeddings.astype(np.float32)
        lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
        return ClipEvidence(
            clip.video_id,
            clip.windows.spans,
            vectors / lengths,
            tuple(Quote(line.span, line.text, Channel.SPEECH) for line in lines),
            tuple(
                Quote(stored.screen_text.span, stored.screen_text.text, Channel.SCREEN)
                for stored in catalogue.screen_texts.of_video(clip.video_id)
            ),
        )

    def _hits(self, question: Question, video_id: int, clip: ClipEvidence) -> list[Quote]:
        """What is said and written that has to do with a question, the most probable first."""
        if question.kind is QuestionKind.SUMMARY or not (clip.lines or clip.writings):
            return []
        about = question.statement.replace(GAP, "").strip() or question.text
        texts = self._searcher.texts(Query(about), {video_id})
        hits = [
            Quote(moment.hit.span, moment.hit.text, channel, moment.confidence)
            for channel, moments in texts.items()
            for moment in moments
            if clip.spans[0].start <= moment.hit.span.end and moment.hit.span.start <= clip.spans[-1].end
        ]
        return sorted(hits, key=lambda hit: -hit.confidence)


class _Captions:
    """Captions of the most important stretches of a clip, written once."""

    def __init__(self, pack: Pack, clip: Clip, cancel: CancelToken) -> None:
        self._pack, self._clip, self._cancel = pack, clip, cancel
        self._written: tuple[TimedCaption, ...] | None = None

    def __call__(self) -> tuple[TimedCaption, ...]:
        if self._written is None:
            described = describe_clip(
                self._pack, self._clip, most=CAPTIONED, cancel=self._cancel, report=ignore_progress
            )
            self._written = described.captions
        return self._written


def _check(question: str) -> None:
    if not question.strip():
        raise UserError("There is no question.", hint='Ask something, such as "What is the man doing?".')
    if len(question) > LONGEST:
        reason = f"The question is too long: {len(question):,} characters."
        raise UserError(reason, hint=f"Ask in at most {LONGEST:,} characters.")


def _is_seen(kind: QuestionKind) -> bool:
    """Whether looking again can change an answer."""
    words = (QuestionKind.SUMMARY, QuestionKind.SAID, QuestionKind.WRITTEN, QuestionKind.UNSEEN, QuestionKind.OTHER)
    return kind not in words


def _looked_for(question: Question, first: Answer) -> str:
    """What to look for when looking again."""
    if GAP in question.statement and not first.abstained:
        return question.statement.replace(GAP, first.sentences[0].text.rstrip(".").lower())
    return question.statement.replace(GAP, "something") or question.text
