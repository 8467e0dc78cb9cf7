"""The losses by hand."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from videobert_desktop.models.training.losses import contrastive_loss, distillation_loss, warmup_cosine


def random(*shape: int) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(0))


class TestContrastiveLoss:
    def test_two_pairs_by_hand(self) -> None:
        cosines = torch.tensor([[0.8, 0.1], [0.3, 0.5]])
        found = contrastive_loss(torch.eye(2), cosines.T.contiguous(), torch.arange(2), torch.tensor(2.0))
        rows = [math.log1p(math.exp(2 * (0.1 - 0.8))), math.log1p(math.exp(2 * (0.3 - 0.5)))]
        columns = [math.log1p(math.exp(2 * (0.3 - 0.8))), math.log1p(math.exp(2 * (0.1 - 0.5)))]
        assert found.item() == pytest.approx((sum(rows) / 2 + sum(columns) / 2) / 2)

    def test_several_sentences_of_a_frame_share_its_weight(self) -> None:
        frames, sentences = functional.normalize(random(3, 8)), functional.normalize(random(6, 8))
        owners, scale = torch.tensor([0, 0, 0, 1, 2, 2]), 5.0
        logits = scale * frames @ sentences.T
        by_frame = [
            sum(logits[frame].logsumexp(0) - logits[frame, own] for own in (owners == frame).nonzero()[:, 0])
            / (owners == frame).sum()
            for frame in range(3)
        ]
        by_sentence = [logits[:, number].logsumexp(0) - logits[owner, number] for number, owner in enumerate(owners)]
        expected = (sum(by_frame) / 3 + sum(by_sentence) / 6) / 2
        found = contrastive_loss(frames, sentences, owners, torch.tensor(scale))
        assert found.item() == pytest.approx(float(expected), rel=1e-5)

    def test_the_order_of_the_sentences_does_not_matter(self) -> None:
        frames, sentences = functional.normalize(random(3, 8)), functional.normalize(random(5, 8))
        owners, order = torch.tensor([0, 1, 1, 2, 2]), torch.tensor([3, 0, 4, 2, 1])
        scale = torch.tensor(10.0)
        torch.testing.assert_close(
            contrastive_loss(frames, sentences[order], owners[order], scale),
            contrastive_loss(frames, sentences, owners, scale),
        )

    def test_right_pairs_cost_less_than_swapped_ones(self) -> None:
        scale, owners = torch.tensor(10.0), torch.arange(2)
        right = contrastive_loss(torch.eye(2), torch.eye(2), owners, scale)
        swapped = contrastive_loss(torch.eye(2), torch.eye(2).flip(0), owners, scale)
        assert right < 1e-4
        assert swapped > 9


class TestDistillationLoss:
    def test_it_is_zero_for_the_same_logits(self) -> None:
        assert distillation_loss(random(4, 7), random(4, 7)).item() == pytest.approx(0, abs=1e-6)

    def test_it_is_zero_for_logits_that_mean_the_same(self) -> None:
        assert distillation_loss(random(4, 7) + 3, random(4, 7)).item() == pytest.approx(0, abs=1e-6)

    def test_it_is_the_mean_divergence_by_hand(self) -> None:
        teacher, student = torch.tensor([[0.75, 0.25], [0.5, 0.5]]), torch.tensor([[0.5, 0.5], [0.5, 0.5]])
        divergence = 0.75 * math.log(1.5) + 0.25 * math.log(0.5)
        assert distillation_loss(student.log(), teacher.log()).item() == pytest.approx(divergence / 2)


class TestLearningRate:
    rates = tuple(warmup_cosine(step, 200) for step in range(200))

    def test_it_rises_and_then_falls_to_nothing(self) -> None:
        peak = max(range(200), key=self.rates.__getitem__)
        assert list(self.rates[: peak + 1]) == sorted(self.rates[: peak + 1])
        assert list(self.rates[peak:]) == sorted(self.rates[peak:], reverse=True)
        assert self.rates[peak] == pytest.approx(1, abs=1e-3)
        assert self.rates[-1] == pytest.approx(0, abs=1e-6)

    def test_it_peaks_when_the_warm_up_is_over(self) -> None:
        assert self.rates.index(max(self.rates)) == pytest.approx(0.15 * 200, abs=1)

    def test_it_starts_small_and_is_never_negative(self) -> None:
        assert 0 < self.rates[0] < 0.05
        assert min(self.rates) >= 0

    def test_a_single_step_is_fine(self) -> None:
        assert warmup_cosine(0, 1) == pytest.approx(0, abs=1e-6)
