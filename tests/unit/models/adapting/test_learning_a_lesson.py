"""A head learns its lesson, as far as that holds on other videos."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from tests.unit.models.adapting.lessons import CHOICES, made_up_lesson
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled
from videobert_desktop.models.adapting.held_out import measure_lesson
from videobert_desktop.models.adapting.learning import Learner
from videobert_desktop.models.adapting.lesson import Lesson, log_probability, reciprocal_rank
from videobert_desktop.models.adapting.options import AdaptOptions

OPTIONS = AdaptOptions(rate=0.05, steps=60, faithful=0.0)


def learner_of(lesson: Lesson, options: AdaptOptions = OPTIONS) -> Learner:
    return Learner(lesson, options, CancelToken())


class TestLearning:
    def test_it_gets_better_at_what_it_learns_from(self) -> None:
        learner = learner_of(made_up_lesson(related=True))
        everything = np.ones(learner.examples, np.bool_)
        before = learner.scores(learner.unadapted())
        after = learner.scores(learner.learn(everything, 60))
        assert before == pytest.approx(np.full(learner.examples, -np.log(CHOICES)))
        assert after.mean() > before.mean() + 0.5

    def test_the_pack_s_own_head_stays_as_it_is(self) -> None:
        lesson = made_up_lesson(related=True)
        learner = learner_of(lesson)
        learner.learn(np.ones(learner.examples, np.bool_), 5)
        assert all(
            not parameter.any() for head in (lesson.head, learner.unadapted()) for parameter in head.parameters()
        )

    def test_it_is_the_same_each_time(self) -> None:
        learner = learner_of(made_up_lesson(related=True))
        everything = np.ones(learner.examples, np.bool_)
        first, second = (learner.scores(learner.learn(everything, 5)) for _ in range(2))
        assert np.array_equal(first, second)

    def test_it_stops_where_the_validation_was_best(self) -> None:
        lesson = made_up_lesson(related=True)
        learner = learner_of(lesson)
        validation = lesson.videos < 3
        head, steps = learner.learn_until(~validation, validation)
        assert 0 < steps <= OPTIONS.steps
        again = learner.learn(~validation, steps)
        assert np.array_equal(learner.scores(head), learner.scores(again))

    def test_where_nothing_can_be_learned_it_takes_no_step(self) -> None:
        lesson = made_up_lesson(related=False, videos=6, each=8)
        validation = lesson.videos < 3
        # What is validated with says the opposite of what is learned.
        opposite = replace(lesson, right=torch.where(torch.from_numpy(validation), 0, 1))
        learner = learner_of(opposite)
        head, steps = learner.learn_until(~validation, validation)
        assert steps == 0
        assert np.array_equal(learner.scores(head), learner.scores(learner.unadapted()))

    def test_being_faithful_keeps_it_near_to_what_the_pack_says(self) -> None:
        lesson = made_up_lesson(related=True)
        everything = np.ones(len(lesson.videos), np.bool_)

        def moved(faithful: float) -> float:
            learner = learner_of(lesson, replace(OPTIONS, faithful=faithful))
            return float(learner.learn(everything, 60)(lesson.states).detach().std())

        assert moved(5.0) < moved(0.0) / 2

    def test_a_long_video_counts_no_more_than_a_short_one(self) -> None:
        lesson = made_up_lesson(related=False, videos=2, each=50)
        of_short = torch.arange(100) >= 98
        alike = torch.zeros_like(lesson.states)
        told = replace(lesson, states=alike, right=of_short.long(), videos=of_short.long().numpy())
        head = learner_of(told).learn(np.ones(100, np.bool_), 60)
        with torch.no_grad():
            shares = head(alike[:1]).softmax(-1)[0]
        assert float(shares[1]) == pytest.approx(float(shares[0]), abs=0.1)

    def test_it_can_be_cancelled(self) -> None:
        cancel = CancelToken()
        cancel.cancel()
        learner = Learner(made_up_lesson(related=True), OPTIONS, cancel)
        with pytest.raises(Cancelled):
            learner.learn(np.ones(learner.examples, np.bool_), 1)


class TestMeasuring:
    def test_what_holds_on_other_videos_helps(self) -> None:
        measure = measure_lesson(learner_of(made_up_lesson(related=True)), OPTIONS, lambda *_: None)
        assert measure.helps
        assert measure.low < measure.lift < measure.high
        assert measure.lift == pytest.approx(measure.after - measure.before)
        assert (measure.videos, measure.examples) == (12, 240)
        assert measure.steps > 0

    @pytest.mark.parametrize("seed", range(3))
    def test_what_does_not_hold_does_not(self, seed: int) -> None:
        lesson = made_up_lesson(related=False, seed=seed)
        assert not measure_lesson(learner_of(lesson), OPTIONS, lambda *_: None).helps

    def test_to_know_only_how_frequent_each_choice_is_does_not(self) -> None:
        lesson = made_up_lesson(related=False)
        rare = torch.where(torch.rand(240, generator=torch.Generator().manual_seed(0)) < 0.1, lesson.right, 0)
        measure = measure_lesson(learner_of(replace(lesson, right=rare)), OPTIONS, lambda *_: None)
        assert measure.after > measure.unadapted + 0.5
        assert measure.before == measure.blind > measure.unadapted + 0.5
        assert not measure.helps

    def test_examples_that_are_not_measured_are_learned_from_only(self) -> None:
        lesson = made_up_lesson(related=True)
        measured = np.arange(240) % 2 == 0
        measure = measure_lesson(learner_of(replace(lesson, measured=measured)), OPTIONS, lambda *_: None)
        assert measure.examples == 120
        assert measure.before == pytest.approx(-np.log(CHOICES))

    def test_progress_goes_from_part_to_part(self) -> None:
        told: list[tuple[int, int]] = []
        measure_lesson(learner_of(made_up_lesson(related=True)), OPTIONS, lambda *part: told.append(part))
        assert told == [(part, 10) for part in range(1, 11)]


class TestScores:
    def test_the_logarithm_of_a_probability(self) -> None:
        found = log_probability(torch.tensor([[0.0, 0.0], [30.0, 0.0]]), torch.tensor([1, 0]))
        assert found.tolist() == pytest.approx([-np.log(2), 0.0], abs=1e-6)

    def test_one_over_the_place(self) -> None:
        logits = torch.tensor([[3.0, 2.0, 1.0], [1.0, 2.0, 3.0], [2.0, 2.0, 2.0]])
        assert reciprocal_rank(logits, torch.tensor([0, 0, 0])).tolist() == pytest.approx([1, 1 / 3, 1 / 3])
