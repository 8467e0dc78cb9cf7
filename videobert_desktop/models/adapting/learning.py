"""Has a head learn its lesson."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.models.adapting.lesson import Lesson
from videobert_desktop.models.adapting.options import AdaptOptions
from videobert_desktop.models.training.losses import distillation_loss

EXAMPLES_AT_ONCE = 1024
WARMUP = 10  # steps


class Learner:
    """Learns a lesson, as often as it is asked to, from the head as the pack has it.

    What the pack says of an example counts as well as what is right (Li and Hoiem: Learning without Forgetting, ECCV
    2016). Every video counts the same, however long it is.
    """

    def __init__(self, lesson: Lesson, options: AdaptOptions, cancel: CancelToken) -> None:
        self.lesson = lesson
        self._options = options
        self._cancel = cancel
        self._teacher = copy.deepcopy(lesson.head).requires_grad_(requires_grad=False)
        self._device = lesson.states.device

    @property
    def examples(self) -> int:
        """How many examples there are."""
        return len(self.lesson.videos)

    def blind(self) -> Learner:
        """One that sees the same in every example, and so can learn only how frequent each choice is."""
        states = self.lesson.states
        ordinary = states.flatten(0, -2).mean(0).expand_as(states)
        return Learner(replace(self.lesson, states=ordinary), self._options, self._cancel)

    def unadapted(self) -> nn.Module:
        """The head as the pack has it."""
        return self._teacher

    def learn(self, training: NDArray[np.bool_], steps: int) -> nn.Module:
        """Learn from some of the examples (n,) for so many steps: the head."""
        head = self._beginner()
        for _ in self._steps(head, training, steps):
            pass
        return head

    def learn_until(self, training: NDArray[np.bool_], validation: NDArray[np.bool_]) -> tuple[nn.Module, int]:
        """Learn as long as that gets better by which it is validated.

        Args:
            training: (n,), the examples to learn from.
            validation: (n,), the examples to validate with.

        Returns:
            The head when it was best, and after how many steps that was: none, perhaps.
        """
        head, options = self._beginner(), self._options
        least, best, kept = self._mean_loss(head, validation), 0, copy.deepcopy(head.state_dict())
        for step in self._steps(head, training, options.steps):
            if step % options.measured_every:
                continue
            loss = self._mean_loss(head, validation)
            if loss < least:
                least, best, kept = loss, step, copy.deepcopy(head.state_dict())
            elif step - best >= options.patience * options.measured_every:
                break
        head.load_state_dict(kept)
        return head, best

    @torch.inference_mode()
    def scores(self, head: nn.Module) -> NDArray[np.float64]:
        """How well a head does on each example: (n,)."""
        parts = []
        for start in range(0, self.examples, EXAMPLES_AT_ONCE):
            part = slice(start, start + EXAMPLES_AT_ONCE)
            parts.append(self.lesson.score(head(self.lesson.states[part]), self.lesson.right[part]).cpu())
        return torch.cat(parts).numpy().astype(np.float64)

    def _beginner(self) -> nn.Module:
        return copy.deepcopy(self._teacher).requires_grad_()

    def _steps(self, head: nn.Module, training: NDArray[np.bool_], steps: int) -> Iterator[int]:
        """Take the steps, and give the number of each once it is taken."""
        options = self._options
        random = np.random.default_rng(options.seed)
        shares = _shares(self.lesson.videos, training)
        optimiser = torch.optim.AdamW(head.parameters(), lr=options.rate, weight_decay=0.0)
        for step in range(1, steps + 1):
            self._cancel.raise_if_cancelled()
            drawn = torch.from_numpy(random.choice(self.examples, options.batch, p=shares)).to(self._device)
            for group in optimiser.param_groups:
                group["lr"] = options.rate * min(1.0, step / WARMUP)
            optimiser.zero_grad()
            self._loss(head, drawn).backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            yield step

    def _loss(self, head: nn.Module, drawn: Tensor) -> Tensor:
        states = self.lesson.states[drawn]
        logits = head(states)
        right = nn.functional.cross_entropy(logits, self.lesson.right[drawn])
        return right + self._options.faithful * distillation_loss(logits, self._teacher(states))

    @torch.inference_mode()
    def _mean_loss(self, head: nn.Module, chosen: NDArray[np.bool_]) -> float:
        """The loss over examples, of which every video has the same share."""
        numbers = np.flatnonzero(chosen)
        shares = torch.from_numpy(_shares(self.lesson.videos, chosen)[numbers])
        losses = []
        for part in np.array_split(numbers, -(-len(numbers) // EXAMPLES_AT_ONCE)):
            drawn = torch.from_numpy(part).to(self._device)
            logits = head(self.lesson.states[drawn])
            losses.append(nn.functional.cross_entropy(logits, self.lesson.right[drawn], reduction="none").cpu())
        return float((torch.cat(losses).double() * shares).sum())


def _shares(videos: NDArray[np.int64], chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
    """How likely each example is drawn, (n,): of the chosen ones those of every video together alike."""
    counts = np.bincount(videos[chosen], minlength=int(videos.max()) + 1)
    shares = chosen / np.maximum(counts[videos], 1)
    return np.asarray(shares / shares.sum(), np.float64)
