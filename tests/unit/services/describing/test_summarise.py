"""A sentence about a whole video, and titles for its chapters."""

from __future__ import annotations

import pytest

from videobert_desktop.domain.description import Chapter, TimedCaption
from videobert_desktop.domain.timing import Span
from videobert_desktop.services.describing.summarise import (
    LONGEST_TITLE,
    NOTHING_SURE,
    leading_caption,
    summarise,
    title_of,
    titled,
)

DOG, CAT, CAR, BALL = (
    TimedCaption(Span(10.0 * number, 10.0 * number + 10), text, 0.8)
    for number, text in enumerate(("a dog runs on grass", "a cat sleeps on a bed", "a car turns", "a ball rolls away"))
)
ALL = [DOG, CAT, CAR, BALL]


def chapters(*captions: TimedCaption) -> list[Chapter]:
    return titled([caption.span for caption in captions], captions)


class TestSummary:
    def test_one_caption_is_a_sentence(self) -> None:
        assert summarise([DOG], chapters(DOG)) == "A dog runs on grass."

    def test_two_follow_each_other(self) -> None:
        assert summarise([DOG, CAT], chapters(DOG, CAT)) == "First a dog runs on grass; then a cat sleeps on a bed."

    def test_what_stands_for_the_most_is_told_in_the_order_of_time(self) -> None:
        short = TimedCaption(Span(20.0, 21.0), "a car turns", 0.8)
        told = summarise([DOG, CAT, short, BALL], [Chapter(each.span, "") for each in (DOG, CAT, short, BALL)])
        assert told == "First a dog runs on grass; then a cat sleeps on a bed; later a ball rolls away."

    def test_nothing_is_told_twice(self) -> None:
        again = TimedCaption(CAR.span, DOG.text, 0.9)
        told = summarise([DOG, CAT, again], chapters(DOG, CAT, again))
        assert told.count("dog") == 1

    def test_where_nothing_is_sure_it_says_so(self) -> None:
        assert summarise([], [Chapter(Span(0.0, 9.0), "Scene 1")]) == NOTHING_SURE

    @pytest.mark.parametrize("count", [1, 2, 3, 4])
    def test_every_sentence_of_it_is_a_caption(self, count: int) -> None:
        told = summarise(ALL[:count], chapters(*ALL[:count]))
        parts = [part.strip(" .") for part in told.split(";")]
        bare = [part.removeprefix("First ").removeprefix("then ").removeprefix("later ").lower() for part in parts]
        assert set(bare) <= {caption.text for caption in ALL}


class TestChapters:
    def test_they_are_called_by_what_stands_for_the_most_of_them(self) -> None:
        (chapter,) = titled([Span(0.0, 30.0)], [DOG, CAT, TimedCaption(CAR.span, CAT.text, 0.3)])
        assert chapter == Chapter(Span(0.0, 30.0), "A cat sleeps on a bed")

    def test_neighbours_of_one_name_are_one(self) -> None:
        same = TimedCaption(CAT.span, "a dog runs on grass.", 0.9)
        assert chapters(DOG, same, CAR) == [
            Chapter(Span(0.0, 20.0), "A dog runs on grass"),
            Chapter(Span(20.0, 30.0), "A car turns"),
        ]

    def test_a_name_may_come_back_later(self) -> None:
        again = TimedCaption(CAR.span, DOG.text, 0.9)
        assert [chapter.title for chapter in chapters(DOG, CAT, again)][::2] == ["A dog runs on grass"] * 2

    def test_where_nothing_is_sure_they_are_numbered(self) -> None:
        found = titled([DOG.span, CAT.span, CAR.span], [CAT])
        assert [chapter.title for chapter in found] == ["Scene 1", "A cat sleeps on a bed", "Scene 3"]

    def test_they_leave_no_gap(self) -> None:
        found = titled([each.span for each in ALL], [DOG, BALL])
        assert [chapter.span.start for chapter in found] == [0.0, *(chapter.span.end for chapter in found[:-1])]
        assert found[-1].span.end == 40.0


class TestTitles:
    @pytest.mark.parametrize(
        ("sentence", "title"),
        [
            ("a dog runs.", "A dog runs"),
            ("a man plays a guitar , and a crowd listens", "A man plays a guitar"),
            ("a girl sings while a boy dances", "A girl sings"),
            ("well, a dog runs on grass", "Well, a dog runs on grass"),
            ("", ""),
        ],
    )
    def test_the_first_clause_is_the_title(self, sentence: str, title: str) -> None:
        assert title_of(sentence) == title

    def test_a_long_one_ends_with_a_whole_word(self) -> None:
        title = title_of("a man in a black and yellow jacket stands beside a very long row of parked red bicycles")
        assert len(title) <= LONGEST_TITLE
        assert title == "A man in a black and yellow jacket stands beside a very…"


def test_a_stretch_without_captions_is_led_by_none() -> None:
    assert leading_caption(ALL, Span(40.0, 50.0)) is None
