"""The paper's three regimes: how their batches are drawn, and that a model learns from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
import torch

from tests.unit.models.videobert.synthetic_clips import (
    VISUAL_VOCABULARY,
    synthetic_clips,
    synthetic_config,
    synthetic_marks,
)
from videobert_desktop.models.training.paper_regimes import (
    NarratedClip,
    PaperRegimes,
    joined_sentences,
    mask_visual_words,
    subsampled,
    without_relation,
)
from videobert_desktop.models.videobert.pretraining_videobert import IGNORED, VideoBertForPreTraining

MARKS = synthetic_marks()
STEPS, BATCH, RATE = 140, 32, 5e-3
ALIGNMENT_WEIGHT = 4.0


def random(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def regimes(clips: list[NarratedClip], seed: int = 0) -> PaperRegimes:
    return PaperRegimes(clips, MARKS, VISUAL_VOCABULARY, longest_text=16, longest_video=12, seed=seed)


def test_neighbouring_sentences_are_joined_in_every_number_and_in_their_order() -> None:
    sentences = [[1, 2], [3], [4, 5]]
    found = {tuple(joined_sentences(sentences, random(seed))) for seed in range(100)}
    assert found == {(1, 2), (3,), (4, 5), (1, 2, 3), (3, 4, 5), (1, 2, 3, 4, 5)}


def test_visual_words_are_taken_at_rates_from_one_to_five() -> None:
    words = np.arange(20)
    taken = [subsampled(words, random(seed)) for seed in range(200)]
    steps = {int(each[1] - each[0]) for each in taken}
    assert steps == {1, 2, 3, 4, 5}
    assert all((np.diff(each) == each[1] - each[0]).all() for each in taken)
    assert all(each[0] < each[1] - each[0] and each[-1] + (each[1] - each[0]) >= 20 for each in taken)


def test_of_a_short_clip_at_least_one_visual_word_is_left() -> None:
    assert all(len(subsampled(np.arange(count), random(seed))) for count in (1, 2, 3) for seed in range(50))


def test_fifteen_percent_of_visual_words_are_told_and_of_these_most_are_hidden() -> None:
    words, mask = torch.randint(0, 1000, (200, 100)), torch.ones(200, 100, dtype=torch.int64)
    mask[:, 90:] = 0
    shown, hidden, labels = mask_visual_words(words, mask, 1000, 0.15, random())
    told = labels != IGNORED
    assert not told[:, 90:].any()
    assert torch.equal(labels[told], words[told])
    assert told[:, :90].float().mean() == pytest.approx(0.15, abs=0.01)
    assert (hidden & ~told).sum() == 0
    assert hidden[told].float().mean() == pytest.approx(0.8, abs=0.02)
    assert (shown != words)[told].float().mean() == pytest.approx(0.1, abs=0.02)
    assert torch.equal(shown[~told], words[~told])


def test_text_alone_has_words_to_tell_and_no_windows() -> None:
    batch = regimes(synthetic_clips(20)).text_only(64)
    assert set(batch) == {"input_ids", "attention_mask", "word_labels"}
    told = batch["word_labels"] != IGNORED
    assert told.any()
    assert not told[batch["attention_mask"] == 0].any()
    ends = batch["attention_mask"].sum(1) - 1
    assert (batch["input_ids"][torch.arange(64), ends] == MARKS.end).all()


def test_video_alone_stands_behind_the_tokens_that_begin_it() -> None:
    batch = regimes(synthetic_clips(20)).video_only(64)
    assert batch["input_ids"].tolist() == [[MARKS.start, MARKS.video]] * 64
    assert (batch["visual_word_labels"] != IGNORED).any()
    assert batch["window_mask"].shape[1] <= 12


def test_half_of_the_texts_stand_beside_their_own_videos() -> None:
    # Each clip has one word and one visual word, which are its number.
    clips = [NarratedClip([[MARKS.ordinary[0].item() + number]], np.full(6, number)) for number in range(10)]
    batch = regimes(clips).pairs(100)
    said = batch["input_ids"][:, 1] - MARKS.ordinary[0]
    belong = batch["alignment_labels"] == 1
    assert belong.sum() == 50
    assert torch.equal(said == batch["visual_words"][:, 0], belong)
    assert (batch["input_ids"][:, 2] == MARKS.video).all()


def test_the_same_seed_draws_the_same_batches() -> None:
    first, second, other = (regimes(synthetic_clips(20), seed).text_and_video(8) for seed in (1, 1, 2))
    assert all(torch.equal(first[name], second[name]) for name in first)
    assert not torch.equal(first["input_ids"], other["input_ids"])


def test_in_the_control_the_sentences_are_those_of_other_clips() -> None:
    clips, others = synthetic_clips(9), synthetic_clips(20, seed=1)
    control = without_relation(clips, others)
    assert all(mixed.visual_words is clip.visual_words for mixed, clip in zip(control, clips, strict=True))
    given = [id(mixed.sentences) for mixed in control]
    assert len(set(given)) == 9
    assert set(given) <= {id(other.sentences) for other in others}
    assert len(without_relation(others, clips)) == 20


@dataclass(frozen=True)
class Trained:
    """A model after its training, and the losses of each step: (steps, 3), a column for each regime."""

    model: VideoBertForPreTraining
    losses: np.ndarray

    def accuracy(self, clips: list[NarratedClip], count: int = 1000) -> float:
        """How often it tells rightly whether a text and a video belong together."""
        batch = regimes(clips, seed=7).pairs(count)
        with torch.inference_mode():
            logits = self.model(**batch).alignment_logits
        return float(((logits > 0) == (batch["alignment_labels"] > 0.5)).float().mean())


@pytest.fixture(scope="module")
def trained() -> Trained:
    """A model that has learned from a hundred synthetic clips."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        model = VideoBertForPreTraining(synthetic_config())
        source = regimes(synthetic_clips(100))
        optimiser = torch.optim.AdamW(model.parameters(), lr=RATE)
        losses = []
        for step in range(STEPS):
            for group in optimiser.param_groups:
                group["lr"] = RATE * min(1.0, (step + 1) / 20) * (1 - step / STEPS)
            losses.append(learn(model, optimiser, [source.text_only, source.video_only, source.text_and_video]))
    return Trained(model.eval(), np.array(losses))


def learn(model: VideoBertForPreTraining, optimiser: torch.optim.Optimizer, draw: list[object]) -> list[float]:
    outputs = [model(**batch(BATCH)) for batch in draw if callable(batch)]
    loss = torch.stack([output.loss for output in outputs]).sum()
    optimiser.zero_grad()
    (loss + (ALIGNMENT_WEIGHT - 1) * outputs[-1].alignment_loss).backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()
    return [float(output.loss.detach()) for output in outputs]


@pytest.mark.parametrize("regime", range(3), ids=["text only", "video only", "text and video"])
def test_the_loss_of_each_regime_falls(trained: Trained, regime: int) -> None:
    losses = trained.losses[:, regime]
    assert losses[-20:].mean() < 0.8 * losses[:20].mean()


def test_what_belongs_together_is_told_of_clips_that_were_never_seen(trained: Trained) -> None:
    held_out = synthetic_clips(200, seed=1)
    assert trained.accuracy(held_out) > 0.7
    others = synthetic_clips(200, seed=2)
    controls = [trained.accuracy(without_relation(held_out, others, seed), count=400) for seed in range(10)]
    assert np.mean(controls) == pytest.approx(0.5, abs=0.03)
