"""Answers that are found by looking: whether something is there, what it is, its colour, how many, and when."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.answer import AnswerSentence
from videobert_desktop.services.asking.calibration import Presence
from videobert_desktop.services.asking.colours import COLOURS, DAY, NIGHT, colour_shares, lightness
from videobert_desktop.services.asking.evidence import ClipEvidence, best_of
from videobert_desktop.services.asking.finding import Finding, capital
from videobert_desktop.services.asking.phrases import PhraseScorer
from videobert_desktop.services.asking.questions import GAP, Question
from videobert_desktop.services.asking.vocabulary import Thing, Vocabulary
from videobert_desktop.services.asking.wording import singular, with_article

# How much language alone counts beside what is seen: common things, and what is commonly done with them.
COMMONNESS, HABIT = 0.15, 0.3
NARROWER = 0.85
"""What a narrower name counts for: there are many of them, and one is always lucky."""
OF_STATEMENT = 0.35
"""What the whole statement counts for, beside the thing alone; of so many things, those that are seen best."""
STATED = 16
SHARPNESS = 1.5
_UNCOUNTED = frozenset({"activity", "sport", "weather", "colour"})
_DAY = ("daytime", "a bright day", "broad daylight", "a sunny day")
_NIGHT = ("night", "at night in the dark", "a dark night sky", "a night scene with lights")
_NUMBERS = ("one", "two", "three", "four", "five")
_MANY = ("a group of", "a crowd of")
_OPPOSITES = (("indoors", "outdoors"), ("inside", "outside"), ("man", "woman"), ("boy", "girl"))
OF_PIXELS = 0.5


class Looker:
    """Looks at clips; remembers the phrases that it has looked for."""

    def __init__(self, scorer: PhraseScorer, vocabulary: Vocabulary, presence: Presence) -> None:
        self._scorer = scorer
        self._vocabulary = vocabulary
        self._presence = presence

    def curve(self, clip: ClipEvidence, phrase: str) -> NDArray[np.float32]:
        """How much each window looks like a phrase: (w,)."""
        return np.asarray(self._scorer.scores(clip.embeddings, [phrase])[:, 0], np.float32)

    def probability(self, clip: ClipEvidence, phrase: str) -> float:
        """How probable it is that a phrase describes some of a clip."""
        score = float(best_of(self._scorer.scores(clip.embeddings, [phrase]))[0])
        return self._presence.probability(score, phrase)

    def whether(self, clip: ClipEvidence, question: Question) -> Finding:
        """Yes or no."""
        phrase = question.statement
        probability = self.probability(clip, phrase)
        opposite = _opposite(phrase)
        if opposite is not None:
            pair = best_of(self._scorer.scores(clip.embeddings, [phrase, opposite]))
            against = self._presence.probability(float(pair[1]), opposite)
            probability = (
                min(probability, probability / max(probability + against, 1e-6))
                if pair[0] < pair[1]
                else (max(probability, probability / max(probability + against, 1e-6)))
            )
        if probability >= 0.5:
            proof = clip.proof(self.curve(clip, phrase))
            return Finding((AnswerSentence(f"Yes, it shows {phrase}.", (proof,)),), probability)
        return Finding((AnswerSentence(f"No, nothing looks like {phrase}.", (clip.whole,)),), 1 - probability)

    def name(self, clip: ClipEvidence, question: Question) -> Finding:
        """What something is, out of all things of the kinds that are asked for."""
        things = self._vocabulary.of_kinds(question.candidates)
        seen, total = self._scores(clip, question, things)
        shares = _shares(total)
        best = int(total.argmax())
        name = _shown(things[best])
        present = self._presence.probability(float(seen[best]), name)
        proof = clip.proof(self.curve(clip, name))
        confidence = float(np.sqrt(present * shares[best]))
        return Finding((AnswerSentence(f"{capital(name)}.", (proof,)),), confidence)

    def either(self, clip: ClipEvidence, question: Question) -> Finding:
        """Which of two things is so."""
        phrases = [question.statement.replace(GAP, each) for each in question.candidates]
        scores = self._scorer.scores(clip.embeddings, phrases)
        totals = best_of(scores)
        best = int(totals.argmax())
        proof = clip.proof(scores[:, best])
        return Finding(
            (AnswerSentence(f"{capital(question.candidates[best])}.", (proof,)),), float(_shares(totals)[best])
        )

    def colour(self, clip: ClipEvidence, question: Question) -> Finding:
        """What colour something has: by what it is said to look like, and by the pixels where it was looked again."""
        scores = self._scorer.scores(clip.embeddings, [_coloured(question.statement, colour) for colour in COLOURS])
        totals = best_of(scores).astype(np.float64)
        if clip.pictures is not None and len(clip.pictures):
            shares = colour_shares(clip.pictures)
            totals += OF_PIXELS * np.log([shares[colour] + 0.03 for colour in COLOURS])
        best = int(totals.argmax())
        proof = clip.proof(self.curve(clip, question.statement))
        return Finding((AnswerSentence(f"{capital(COLOURS[best])}.", (proof,)),), float(_shares(totals)[best]))

    def daytime(self, clip: ClipEvidence) -> Finding:
        """Whether it is day or night: by what it looks like, and by how light the pictures are."""
        scores = self._scorer.scores(clip.embeddings, [*_DAY, *_NIGHT])
        day, night = scores[:, : len(_DAY)].mean(1), scores[:, len(_DAY) :].mean(1)
        lead = float(np.median(day - night))
        if clip.pictures is not None and len(clip.pictures):
            light = lightness(clip.pictures)
            lead += 2.0 if light > DAY else -2.0 if light < NIGHT else 0.0
        text, curve = ("It is day.", day) if lead > 0 else ("It is night.", night)
        return Finding((AnswerSentence(text, (clip.proof(curve),)),), 1 / (1 + float(np.exp(-abs(lead)))))

    def count(self, clip: ClipEvidence, question: Question) -> Finding:
        """How many there are, with what else it may be."""
        noun, _, rest = question.statement.removeprefix("a ").partition(" ")
        rest = "" if rest in {"are there", "is there", "there are"} else rest
        phrases = [f"{number} {singular(noun) if number == 'one' else noun} {rest}".strip() for number in _NUMBERS]
        many = [f"{number} {noun} {rest}".strip() for number in _MANY]
        scores = self._scorer.scores(clip.embeddings, phrases + many)
        totals = best_of(scores)
        numbers = totals[: len(_NUMBERS)].astype(np.float64)
        shares = _shares(numbers - 0.25 * np.arange(len(numbers)))
        best = int(shares.argmax())
        proof = clip.proof(scores[:, best])
        if totals[len(_NUMBERS) :].max() > numbers.max() + 0.5:
            text = AnswerSentence(f"Many {noun}.", (proof,))
            return Finding((text,), 0.5)
        likely = [number for number, share in enumerate(shares) if share >= 0.5 * shares[best]]
        what = singular(noun) if best == 0 else noun
        sentences = [AnswerSentence(f"{capital(_NUMBERS[best])} {what}.", (proof,))]
        if len(likely) > 1:
            least, most = _NUMBERS[likely[0]], _NUMBERS[likely[-1]]
            sentences.append(AnswerSentence(f"It may be {least} to {most}.", (proof,)))
        return Finding(tuple(sentences), float(shares[best]))

    def when(self, clip: ClipEvidence, question: Question) -> Finding:
        """When something happens."""
        curve = self.curve(clip, question.statement)
        proof = clip.proof(curve)
        text = f"From {_clock(proof.span.start)} to {_clock(proof.span.end)}."
        return Finding((AnswerSentence(text, (proof,)),), self.probability(clip, question.statement))

    def _scores(
        self, clip: ClipEvidence, question: Question, things: Sequence[Thing]
    ) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        """For each thing how much it is seen, and how good an answer it is in all: (n,) both."""
        seen = best_of(self._scorer.scores(clip.embeddings, [_shown(thing) for thing in things]))
        narrower = [(place, name) for place, thing in enumerate(things) for name in thing.narrower]
        if narrower:
            found = best_of(self._scorer.scores(clip.embeddings, [with_article(name) for _, name in narrower]))
            for (place, _), score in zip(narrower, found, strict=True):
                seen[place] = max(seen[place], NARROWER * score)
        total = seen + self._by_language(things, question.verb)
        if question.statement != GAP:
            likely = np.argsort(-total)[:STATED]
            phrases = [question.statement.replace(GAP, _shown(things[place])) for place in likely]
            stated = best_of(self._scorer.scores(clip.embeddings, phrases))
            total[likely] += OF_STATEMENT * (stated - seen[likely])
            total[np.setdiff1d(np.arange(len(things)), likely)] -= 10
        return seen, total

    def _by_language(self, things: Sequence[Thing], verb: str) -> NDArray[np.float64]:
        """What language alone says of each thing as an answer: (n,)."""
        counts, habits = self._vocabulary.counts, self._vocabulary.objects.get(verb, {})
        common = np.log([counts.get(thing.name, 0) + 5 for thing in things])
        habit = np.log([habits.get(thing.name, 0) + 3 for thing in things])
        return np.asarray(COMMONNESS * common + HABIT * habit)


def _shown(thing: Thing) -> str:
    return thing.name if thing.kind in _UNCOUNTED else with_article(thing.name)


def _shares(totals: NDArray[np.floating]) -> NDArray[np.float64]:
    powers = np.exp(SHARPNESS * (totals.astype(np.float64) - totals.max()))
    return np.asarray(powers / powers.sum())


def _coloured(phrase: str, colour: str) -> str:
    """A phrase with a colour: "a flower" is "a red flower", "a woman's hair" is "a woman with red hair"."""
    owner, mark, own = phrase.partition("'s ")
    if mark:
        return f"{owner} with {colour} {own}"
    article, _, rest = phrase.partition(" ")
    return f"a {colour} {rest}" if article in {"a", "an"} else f"{colour} {phrase}"


def _opposite(phrase: str) -> str | None:
    words = phrase.split()
    for one, other in _OPPOSITES:
        for word, instead in ((one, other), (other, one)):
            if word in words:
                return " ".join(instead if each == word else each for each in words)
    return None


def _clock(second: float) -> str:
    minutes, seconds = divmod(int(second), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
