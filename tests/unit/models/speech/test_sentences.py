"""Sentences out of words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videobert_desktop.models.speech.phrases import HeardWord
from videobert_desktop.models.speech.sentences import LONGEST_SECONDS, MOST_WORDS, sentences

TEXTS = st.sampled_from([" and", " so,", " then.", " Mr.", " 3.14", " why?", " wait...", "好", "。", " (end.)"])


def said(text: str, *, seconds: float = 0.3, pauses: dict[int, float] | None = None) -> list[HeardWord]:
    """The words of a text, one after the other, with pauses before some of them."""
    words, time = [], 0.0
    for number, word in enumerate(text.split()):
        time += (pauses or {}).get(number, 0.0)
        words.append(HeardWord(f" {word}", time, time + seconds, 0.5))
        time += seconds
    return words


def texts(words: list[HeardWord]) -> list[str]:
    return [sentence.text for sentence in sentences(words)]


@st.composite
def speeches(draw: st.DrawFn) -> list[HeardWord]:
    words, time = [], draw(st.floats(0.0, 100.0))
    for text in draw(st.lists(TEXTS, max_size=150)):
        start = time + draw(st.sampled_from([0.0, 0.1, 1.5, 3.0]))
        time = start + draw(st.floats(0.0, 1.0))
        words.append(HeardWord(text, start, time, draw(st.floats(0.0, 1.0))))
    return words


@given(speeches())
def test_sentences_keep_all_words_in_order(words) -> None:
    parts = [part for sentence in sentences(words) for part in sentence.words]
    assert [(part.text, part.span.start, part.span.end, part.probability) for part in parts] == [
        (word.text.strip(), word.start, word.end, word.probability) for word in words
    ]


@given(speeches())
def test_a_sentence_begins_and_ends_with_its_words_and_is_neither_long_nor_empty(words) -> None:
    found = sentences(words)
    for sentence in found:
        assert (sentence.span.start, sentence.span.end) == (sentence.words[0].span.start, sentence.words[-1].span.end)
        assert len(sentence.words) <= MOST_WORDS
        assert sentence.span.duration <= LONGEST_SECONDS
        assert sentence.text == sentence.text.strip() != ""
        assert 0.0 <= sentence.confidence <= 1.0
    assert all(before.span.end <= after.span.start for before, after in pairwise(found))


@pytest.mark.parametrize(
    "text",
    [
        "It works. | Does it? | Yes! | Good.",
        "He said “stop.” | Then he left.",
        "pity the world. | or else this",
        "Mr. Smith met Dr. Jones vs. Prof. Brown. | They talked.",
        "Use tools, e.g. Hammers. | Or nails, i.e. Pins.",
        "J. R. R. Tolkien wrote it. | So did I. | Who else?",
        "It costs 3.14 dollars. | Pi is 3. | Or so.",
        "It grew in the U.S. and abroad. | I like the U.S. | You too.",
        "Nuts, bolts, etc. are sold. | Nuts, bolts, etc. | All gone.",
        "1. Open the lid. | 2. Close it.",
        "In 1969. | Then came 1970.",
        "Well... maybe. | Well… | Maybe not.",
        "Really?! | Yes.",
        "no stop and no capital",
    ],
)
def test_sentences_end_with_their_marks_but_not_after_abbreviations(text: str) -> None:
    assert texts(said(text.replace(" |", ""))) == text.split(" | ")


def test_chinese_is_put_together_without_spaces() -> None:
    text = "你好。今天很好\uff01是吗\uff1f对"
    words = [HeardWord(character, number, number + 1, 0.5) for number, character in enumerate(text)]
    assert texts(words) == ["你好。", "今天很好\uff01", "是吗\uff1f", "对"]


def test_languages_with_marks_of_their_own_end_their_sentences() -> None:
    assert texts(said("यह घर है। वह आदमी है। هل أنت هنا؟ نعم")) == ["यह घर है।", "वह आदमी है।", "هل أنت هنا؟", "نعم"]


def test_a_long_pause_ends_a_sentence_and_an_orators_pause_does_not() -> None:
    assert texts(said("my fellow Americans ask not", pauses={3: 1.2})) == ["my fellow Americans ask not"]
    assert texts(said("my fellow Americans ask not", pauses={3: 2.0})) == ["my fellow Americans", "ask not"]


def test_after_a_stop_half_as_long_a_pause_is_enough_even_for_an_abbreviation() -> None:
    assert texts(said("It was Mr. Then again", pauses={3: 1.0})) == ["It was Mr.", "Then again"]


def test_a_long_sentence_is_split_at_a_comma_near_the_middle() -> None:
    assert texts(said(" ".join(["word"] * 24 + ["comma,"] + ["word"] * 24)))[0].endswith("comma,")


def test_a_long_sentence_without_commas_is_split_at_its_longest_pause() -> None:
    first, second = texts(said(" ".join(["word"] * 50), pauses={20: 0.4, 22: 0.5}))
    assert (len(first.split()), len(second.split())) == (22, 28)


def test_slow_speech_is_split_by_time() -> None:
    assert len(texts(said("a b c d e f", seconds=5.0))) == 2


def test_confidence_is_the_mean_of_the_words() -> None:
    (sentence,) = sentences([HeardWord(" yes", 0.0, 1.0, 0.5), HeardWord(" sir", 1.0, 2.0, 1.0)])
    assert sentence.confidence == 0.75


def test_without_words_there_are_no_sentences() -> None:
    assert sentences([]) == []
