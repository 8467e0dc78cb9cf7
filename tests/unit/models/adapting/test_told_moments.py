"""Sentences are read with the moments that they belong to, and with others."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import torch

from tests.unit.models.adapting.plain_videos import NAMES, cycles, tiny_reader, video_of
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.models.adapting.deadline import Deadline
from videobert_desktop.models.adapting.lesson import MOMENTS, WORDS, Lesson
from videobert_desktop.models.adapting.library_video import LibraryVideo, TimedSentence
from videobert_desktop.models.adapting.told_moments import CANDIDATES, Moment, ToldMoments, moments_of

CONTEXT = 4


def told_videos(count: int = 3, windows: int = 6) -> list[LibraryVideo]:
    return [video_of(words, told=True) for words in cycles(count, windows)]


def moments(videos: list[LibraryVideo]) -> list[Moment]:
    return moments_of(videos, CONTEXT, seed=0)


def lessons(videos: list[LibraryVideo], seconds: float = 1e9) -> dict[str, Lesson]:
    told = ToldMoments(tiny_reader(), moments(videos), seed=0)
    return {lesson.name: lesson for lesson in told.lessons(Deadline(seconds), CancelToken(), ignore_progress)}


class TestWhatIsTold:
    def test_a_sentence_belongs_to_the_windows_that_it_overlaps(self) -> None:
        video = replace(video_of([0, 1, 2, 3]), sentences=(TimedSentence(1.4, 3.1, " two and more "),))
        ((text, windows),) = video.said()
        assert text == "two and more"
        assert windows.tolist() == [0, 1, 2]

    def test_blank_sentences_and_those_beyond_the_windows_are_left_out(self) -> None:
        sentences = (TimedSentence(0, 1, "  "), TimedSentence(90.0, 91.0, "after the end"))
        assert replace(video_of([0, 1]), sentences=sentences).said() == []

    def test_a_tag_belongs_to_all_windows_of_which_as_many_are_read_as_go_together(self) -> None:
        (moment,) = moments([video_of([0, 1, 2, 3, 4, 5], tags=("a dog",))])
        assert (moment.text, moment.joined) == ("a dog", "a dog")
        assert moment.windows.tolist() == [0, 1, 2, 3, 4, 5]
        assert len(moment.rows) == CONTEXT

    def test_a_sentence_is_joined_with_the_one_that_follows(self) -> None:
        joined = {moment.text: moment.joined for moment in moments([video_of([0, 1, 2], told=True)])}
        assert joined == {"the red": "the red the blue", "the blue": "the blue the green", "the green": "the green"}

    def test_videos_without_words_have_no_moments(self) -> None:
        assert moments([video_of([0, 1, 2])]) == []

    def test_the_first_sentences_are_of_all_videos(self) -> None:
        assert sorted(moment.video for moment in moments(told_videos())[:3]) == [0, 1, 2]


class TestMoments:
    def test_each_sentence_is_measured_once_and_learned_from_once_more(self) -> None:
        lesson = lessons(told_videos())[MOMENTS]
        assert Counter(lesson.videos[lesson.measured].tolist()) == {0: 6, 1: 6, 2: 6}
        assert Counter(lesson.videos[~lesson.measured].tolist()) == {0: 6, 1: 6, 2: 6}
        assert lesson.states.shape[:2] == (36, CANDIDATES)
        assert not lesson.right.any()

    def test_the_head_says_of_the_right_moment_what_the_transformer_says(self) -> None:
        reader, videos = tiny_reader(), told_videos()
        lesson = lessons(videos)[MOMENTS]
        first = moments(videos)[0]
        network = reader.network
        windows = {
            "visual_words": torch.from_numpy(first.rows.visual_words)[None],
            "visual_features": torch.from_numpy(first.rows.features)[None],
        }
        texts = reader.texts([first.text])
        with torch.no_grad():
            output = network.videobert(
                texts.input_ids,
                **windows,
                sentence_summary=reader.placed_texts([first.text]),
                window_summaries=network.summaries(windows["visual_words"], windows["visual_features"]),
            )
            assert torch.allclose(lesson.head(lesson.states[:1])[0, 0], network.alignment_logits(output)[0], atol=1e-5)

    def test_where_sentences_are_few_there_are_fewer_candidates(self) -> None:
        videos = [video_of([0, 1], told=True), video_of([2, 3], told=True)]
        assert lessons(videos)[MOMENTS].states.shape[1] == 3


class TestWords:
    def test_some_words_of_each_sentence_are_masked(self) -> None:
        lesson = lessons(told_videos())[WORDS]
        tokenizer = tiny_reader().texts(["the " + " ".join(NAMES)]).input_ids[0].tolist()
        assert set(lesson.right.tolist()) <= set(tokenizer)
        assert Counter(lesson.videos.tolist()) == {0: 6, 1: 6, 2: 6}
        assert np.all(lesson.measured)


def test_where_time_is_short_the_first_sentences_are_read() -> None:
    lesson = lessons(told_videos(), seconds=0.0)[MOMENTS]
    assert set(lesson.videos.tolist()) == {0, 1, 2}
    assert len(lesson.videos) < 36
