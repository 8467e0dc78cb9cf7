"""What words have to do with windows, from attention and its gradient, by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
import torch
from torch import Tensor

from tests.helpers.tiny_pack import tiny_tokenizer
from videobert_desktop.models.packs.explaining import explain_alignment
from videobert_desktop.models.packs.relevance import alignment_relevance
from videobert_desktop.models.videobert.batches_videobert import WindowBatch
from videobert_desktop.models.videobert.pretraining_videobert import VideoBertForPreTraining

PARTS = 11


class KnownAttention:
    """In place of a network: its attention is given, and so is how much the logit rises with it."""

    def __init__(self, attentions: list[Tensor], gradients: list[Tensor]) -> None:
        self._attentions = [attention.requires_grad_() for attention in attentions]
        self._gradients = gradients

    def sentence_summary(self, input_ids: Tensor) -> Tensor:
        return torch.zeros(len(input_ids), 4)

    def read_pairs(
        self, input_ids: Tensor, windows: WindowBatch, *, sentence_summary: Tensor, output_attentions: bool
    ) -> SimpleNamespace:
        assert len(sentence_summary) == len(input_ids)
        assert output_attentions
        return SimpleNamespace(attentions=tuple(self._attentions))

    def alignment_logits(self, output: SimpleNamespace) -> Tensor:
        products = [(a * g).sum((1, 2, 3)) for a, g in zip(output.attentions, self._gradients, strict=True)]
        return torch.stack(products).sum(0)


def relevance_of(attentions: list[Tensor], gradients: list[Tensor]) -> Tensor:
    network = cast("VideoBertForPreTraining", KnownAttention(attentions, gradients))
    count = len(attentions[0])
    windows = WindowBatch(torch.zeros(count, 1, dtype=torch.int64), None, torch.ones(count, 1, dtype=torch.int64))
    return alignment_relevance(network, torch.zeros(count, 3, dtype=torch.int64), torch.zeros(count, 4), windows)


def random_maps(seed: int, *shape: int) -> list[Tensor]:
    random = torch.Generator().manual_seed(seed)
    return [torch.randn(shape, generator=random) for _ in range(2)]


class TestRelevance:
    def test_it_is_the_rollout_of_attention_times_its_positive_gradient(self) -> None:
        attentions = [torch.rand(3, 4, 6, 6, generator=torch.Generator().manual_seed(0)) for _ in range(2)]
        gradients = random_maps(1, 3, 4, 6, 6)
        first, second = ((a * g).clamp(min=0).mean(1) for a, g in zip(attentions, gradients, strict=True))
        identity = torch.eye(6)
        expected = identity + first + second @ (identity + first)
        torch.testing.assert_close(relevance_of(attentions, gradients), expected)

    def test_attention_that_speaks_against_the_alignment_counts_for_nothing(self) -> None:
        attentions = [torch.rand(1, 2, 4, 4)]
        assert torch.equal(relevance_of(attentions, [-torch.rand(1, 2, 4, 4)])[0], torch.eye(4))

    def test_sequences_of_a_batch_do_not_influence_each_other(self) -> None:
        attentions, gradients = [torch.rand(2, 2, 4, 4)], [torch.rand(2, 2, 4, 4)]
        both = relevance_of(attentions, gradients)
        alone = relevance_of([attentions[0][1:].detach()], [gradients[0][1:]])
        torch.testing.assert_close(both[1:], alone)


def explained(sentence: str, looks: Tensor, lengths: list[int]) -> Any:
    """The explanation where each word piece (p, windows, parts) takes so much from each part of each window.

    The windows lie in groups of so many, padded to the longest.
    """
    pieces, longest = len(looks), max(lengths)
    rows = pieces + 2 + longest * PARTS + 1
    attention = torch.zeros(len(lengths), 1, rows, rows)
    mask = torch.zeros(len(lengths), longest, dtype=torch.int64)
    for group, part in enumerate(looks.split(lengths, dim=1)):
        mask[group, : part.shape[1]] = 1
        seen = attention[group, 0, 1 : pieces + 1, pieces + 2 : -1].view(pieces, longest, PARTS)
        seen[:, : part.shape[1]] = part
    attention[:, :, :, 0] = 100.0  # what words take from words is not asked for
    network = cast("VideoBertForPreTraining", KnownAttention([attention], [torch.ones_like(attention)]))
    batch = WindowBatch(torch.zeros_like(mask), None, mask)
    ids = torch.zeros(1, pieces + 2, dtype=torch.int64)
    return explain_alignment(network, tiny_tokenizer(), sentence, [ids], [batch])


def looks_at(*places: tuple[int, int, float], windows: int) -> Tensor:
    """What a word piece takes, (windows, parts): from a window, a part of it, so much."""
    looks = torch.zeros(windows, PARTS)
    for window, part, weight in places:
        looks[window, part] = weight
    return looks


class TestExplanation:
    def test_a_word_looks_at_a_window_as_much_as_at_all_of_its_parts(self) -> None:
        red = looks_at((0, 0, 1.0), (0, 5, 2.0), (2, 10, 1.0), windows=3)
        dog = looks_at((1, 9, 4.0), windows=3)
        found = explained("red dog", torch.stack([red, dog]), [3])
        assert found.words == ("red", "dog")
        np.testing.assert_allclose(found.windows, [[0.75, 0, 0.25], [0, 1, 0]])

    def test_the_parts_of_the_picture_are_its_rows_from_the_upper_left(self) -> None:
        red = looks_at((1, 1, 1.0), (1, 6, 3.0), (0, 0, 9.0), (0, 10, 9.0), windows=2)
        grid = explained("red", red[None], [2]).grid
        expected = np.zeros((1, 2, 3, 3))
        expected[0, 1, 0, 0], expected[0, 1, 1, 2] = 0.25, 0.75
        np.testing.assert_allclose(grid, expected)

    def test_the_pieces_of_a_word_count_together_and_punctuation_does_not(self) -> None:
        first, second = looks_at((0, 0, 1.0), windows=2), looks_at((1, 0, 3.0), windows=2)
        comma = looks_at((0, 0, 50.0), windows=2)
        found = explained("Cats, red", torch.stack([first, second, comma, first]), [2])
        assert found.words == ("Cats", "red")
        np.testing.assert_allclose(found.windows, [[0.25, 0.75], [1, 0]])

    def test_windows_of_several_groups_come_in_the_order_of_time_without_padding(self) -> None:
        red = torch.arange(1, 8).float()[:, None] * torch.eye(PARTS)[0]
        found = explained("red", red[None], [4, 3])
        np.testing.assert_allclose(found.windows, np.arange(1, 8)[None] / 28, atol=1e-6)

    def test_a_word_that_looked_at_nothing_looks_everywhere_alike(self) -> None:
        found = explained("red", torch.zeros(1, 4, PARTS), [4])
        np.testing.assert_allclose(found.windows, np.full((1, 4), 0.25))
        np.testing.assert_allclose(found.grid, np.full((1, 4, 3, 3), 1 / 36))

    @pytest.mark.parametrize("sentence", ["ein völlig fremdes Wort", "a \udcff dog"])
    def test_words_are_named_as_they_are_written(self, sentence: str) -> None:
        readable = sentence.encode("utf-8", "replace").decode("utf-8")
        pieces = len(tiny_tokenizer().encode(readable, add_special_tokens=False))
        found = explained(sentence, torch.rand(pieces, 2, PARTS), [2])
        assert found.words == tuple(word for word in sentence.split() if word.isalnum())
