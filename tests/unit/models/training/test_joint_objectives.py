"""What VideoBERT learns: every loss falls, teaches the parts that it should and no others, and gives nothing away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor

from tests.unit.models.training.tiny_joint import (
    OPTIONS,
    options,
    same_weights,
    tiny_batches,
    tiny_data,
    tiny_joint_model,
    tiny_marks,
    tiny_objectives,
)
from videobert_desktop.models.training.joint_batches import JointBatch, JointData
from videobert_desktop.models.training.joint_objectives import HARDEST, WEIGHTS, JointObjectives, Placed
from videobert_desktop.models.training.joint_options import JointOptions
from videobert_desktop.models.training.losses import contrastive_loss
from videobert_desktop.models.videobert.pretraining_videobert import IGNORED, VideoBertForPreTraining

STEPS = 30
PLAIN = options(noise=0.0, hidden=0.0)
"""Nothing is disturbed."""


@pytest.fixture(autouse=True)
def _same_chance() -> None:
    torch.manual_seed(0)


@pytest.fixture(scope="module")
def data() -> JointData:
    return tiny_data()


@pytest.fixture
def model() -> VideoBertForPreTraining:
    return tiny_joint_model()


def a_batch(data: JointData, chosen: JointOptions = OPTIONS, epoch: int = 0) -> JointBatch:
    return next(tiny_batches(data, chosen).epoch(epoch))


def losses_of(model: VideoBertForPreTraining, data: JointData, chosen: JointOptions = OPTIONS) -> dict[str, Tensor]:
    return tiny_objectives(model, data, chosen).losses(a_batch(data, chosen))


def test_losses_fall(data: JointData, model: VideoBertForPreTraining) -> None:
    chosen = options(epochs=STEPS // 2, other_sentences=16, masked_words=0.6)
    objectives, batches = tiny_objectives(model, data, chosen), tiny_batches(data, chosen)
    optimiser = torch.optim.AdamW([each for each in model.parameters() if each.requires_grad], lr=4e-3)
    table = model.videobert.embeddings.word_embeddings.weight.clone()
    told: dict[str, list[float]] = {name: [] for name in WEIGHTS}
    for batch in (batch for epoch in range(STEPS // 2) for batch in batches.epoch(epoch)):
        losses = objectives.losses(batch)
        optimiser.zero_grad()
        torch.stack([WEIGHTS[name] * value for name, value in losses.items()]).sum().backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        for name, value in losses.items():
            told[name].append(float(value.detach()))
    fell = {name for name, values in told.items() if np.mean(values[-6:]) < 0.95 * np.mean(values[:3])}
    assert fell >= set(WEIGHTS) - {"alignment"}, told
    assert torch.equal(model.videobert.embeddings.word_embeddings.weight, table)


def test_alignment_is_learned_too_but_not_at_once(data: JointData, model: VideoBertForPreTraining) -> None:
    chosen = replace(PLAIN, epochs=75, dropped_words=0.0, masked_windows=0.0, twice=0.0, aligned=(12, 2))
    objectives, batches = tiny_objectives(model.eval(), data, chosen), tiny_batches(data, chosen)
    optimiser = torch.optim.AdamW([each for each in model.parameters() if each.requires_grad], lr=8e-3)
    told = []
    for batch in (batch for epoch in range(30) for batch in batches.epoch(epoch)):
        losses, placed = objectives._clips(batch)
        alignment = objectives._alignment(batch, placed)
        optimiser.zero_grad()
        (0.1 * losses["pairs"] + alignment).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        told.append(float(alignment.detach()))
    assert np.mean(told[-12:]) < 0.75 * np.mean(told[:12]), told


PARTS = {
    "words": ("videobert.embeddings.word_embeddings",),
    "what is seen": ("videobert.embeddings.feature_projection", "videobert.embeddings.part_embeddings"),
    "visual words": ("videobert.embeddings.visual_word_embeddings",),
    "sentence summary": ("videobert.embeddings.sentence_summary_projection",),
    "window summary": ("videobert.embeddings.window_summary_projection",),
    "encoder": ("videobert.encoder",),
    "pooler": ("videobert.pooler",),
    "places of texts": ("contrast.text_projection", "contrast.text_correction"),
    "places of windows": ("contrast.window_projection", "contrast.concept_projection"),
    "scale": ("contrast.logit_scale",),
    "completion": ("words",),
    "captions": ("captions",),
    "visual completion": ("visual_words",),
    "alignment": ("alignment",),
}
SEEN = {"what is seen", "visual words", "encoder"}
BESIDE = SEEN | {"window summary"}
PLACED = {"places of texts", "places of windows"}
TAUGHT = {
    "pairs": SEEN | PLACED | {"scale"},
    "similarities": SEEN | PLACED | {"scale"},
    "places": SEEN | PLACED,
    "other_places": {"encoder", "places of texts"},
    "classes": SEEN | PLACED | {"scale"},
    "alignment": BESIDE | {"sentence summary", "pooler", "alignment"},
    "captions": BESIDE | {"captions"},
    "words": BESIDE | {"completion"},
    "text_words": {"encoder", "completion"},
    "visual_words": SEEN | {"visual completion"},
}
"""The parts that each loss teaches; what was embedded before is told to a pair, and not taught through it."""


def taught(model: VideoBertForPreTraining) -> set[str]:
    """The parts that have a gradient."""
    found = set()
    for part, prefixes in PARTS.items():
        of_part = [
            parameter.grad
            for name, parameter in model.named_parameters()
            if any(name.startswith(f"{prefix}.") or name == prefix for prefix in prefixes)
        ]
        assert of_part, part
        if any(gradient is not None and bool(gradient.abs().sum() > 0) for gradient in of_part):
            found.add(part)
    return found


@pytest.mark.parametrize("name", sorted(WEIGHTS))
def test_a_loss_teaches_the_parts_that_it_should_and_no_others(
    data: JointData, model: VideoBertForPreTraining, name: str
) -> None:
    losses_of(model, data)[name].backward()
    assert taught(model) == TAUGHT[name]


def test_every_part_but_the_table_of_words_is_taught_by_something() -> None:
    assert set().union(*TAUGHT.values()) == set(PARTS) - {"words"}


def test_losses_are_finite_numbers_by_the_names_of_their_weights(
    data: JointData, model: VideoBertForPreTraining
) -> None:
    losses = losses_of(model, data)
    assert set(losses) == set(WEIGHTS)
    assert all(value.dim() == 0 and bool(value.isfinite()) and value > 0 for value in losses.values())


def test_the_same_batch_gives_the_same_losses(data: JointData, model: VideoBertForPreTraining) -> None:
    found = []
    for _ in range(2):
        torch.manual_seed(1)
        found.append({name: float(value.detach()) for name, value in losses_of(model, data).items()})
    assert found[0] == found[1]


def test_a_single_picture_has_nothing_to_be_told_from_and_is_learned_all_the_same(
    data: JointData, model: VideoBertForPreTraining
) -> None:
    losses = losses_of(model, data, options(batch=1))
    assert all(bool(value.isfinite()) for value in losses.values())
    assert float(losses["pairs"].detach()) == pytest.approx(0, abs=1e-6)


class Reading:
    """What a model was shown of windows alone."""

    def __init__(self, model: VideoBertForPreTraining, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: list[tuple[Tensor, Tensor, Tensor, Tensor]] = []
        read = model.read_windows

        def recorded(words: Tensor, features: Tensor, *masks: Tensor) -> object:
            if len(masks) == 2:
                self.calls.append((words, features, *masks))
            return read(words, features, *masks)

        monkeypatch.setattr(model, "read_windows", recorded)

    @property
    def masked(self) -> Tensor:
        """(c, w) bool, of the last call."""
        return self.calls[-1][3]


@pytest.fixture
def reading(model: VideoBertForPreTraining, monkeypatch: pytest.MonkeyPatch) -> Reading:
    return Reading(model, monkeypatch)


class TestMaskedWindows:
    everything = options(noise=0.0, hidden=0.0, masked_windows=1.0)

    @pytest.fixture(autouse=True)
    def _no_dropout(self, model: VideoBertForPreTraining) -> None:
        model.eval()

    def test_padding_and_windows_without_neighbours_are_never_masked(
        self, data: JointData, model: VideoBertForPreTraining, reading: Reading
    ) -> None:
        batches = (batch for epoch in range(20) for batch in tiny_batches(data, self.everything).epoch(epoch))
        # A picture has to be left to be placed: that of a clip of a single window.
        batch = next(batch for batch in batches if int(batch.clips.mask.sum(1).min()) == 1)
        tiny_objectives(model, data, self.everything)._clips(batch)
        mask = batch.clips.mask.bool()
        assert torch.equal(reading.masked, mask & (mask.sum(1, keepdim=True) > 1))

    def test_a_share_of_the_windows_is_masked(
        self, data: JointData, model: VideoBertForPreTraining, reading: Reading
    ) -> None:
        objectives = tiny_objectives(model, data, PLAIN)
        shares = []
        for batch in (batch for epoch in range(12) for batch in tiny_batches(data, PLAIN).epoch(epoch)):
            objectives._clips(batch)
            may = (batch.clips.mask.sum(1, keepdim=True) > 1) & batch.clips.mask.bool()
            shares.append((int(reading.masked.sum()), int(may.sum())))
        masked, of = np.array(shares).sum(0)
        assert masked / of == pytest.approx(PLAIN.masked_windows, abs=0.1)

    def test_a_masked_window_is_not_placed(
        self, data: JointData, model: VideoBertForPreTraining, reading: Reading
    ) -> None:
        batch = a_batch(data, PLAIN)
        _, placed = tiny_objectives(model, data, PLAIN)._clips(batch)
        hidden = set(batch.clips.windows[reading.masked.numpy()].tolist())
        assert hidden
        assert set(placed.pictures.tolist()) == set(range(PLAIN.batch)) - hidden
        assert set(np.array(data.owners)[placed.captions].tolist()) == {
            int(data.owners[batch.captions[number]]) for number in placed.pictures.tolist()
        }

    def test_nothing_of_it_is_seen(self, data: JointData, model: VideoBertForPreTraining, reading: Reading) -> None:
        def losses_with(change: Callable[[JointBatch, Tensor], None]) -> dict[str, float]:
            batch = a_batch(data, PLAIN)
            tiny_objectives(model, data, PLAIN)._clips(batch)
            change(batch, torch.from_numpy(batch.clips.windows)[reading.masked])
            again = a_batch(data, PLAIN)  # draws the same masks
            again.features.copy_(batch.features)
            losses, _ = tiny_objectives(model, data, PLAIN)._clips(again)
            return {name: float(value.detach()) for name, value in losses.items()}

        def others(batch: JointBatch, hidden: Tensor) -> None:
            batch.features[hidden] = 9.0

        def seen(batch: JointBatch, hidden: Tensor) -> None:
            batch.features[[number for number in range(len(batch.features)) if number not in hidden]] = 9.0

        usual = losses_with(lambda *_: None)
        assert losses_with(others) == usual
        assert losses_with(seen) != usual

    def test_not_even_its_visual_word_is_shown(self, data: JointData, model: VideoBertForPreTraining) -> None:
        batch = a_batch(data, PLAIN)
        words, features = batch.clips.take(batch.words), batch.clips.take(batch.features)
        masked = torch.zeros_like(words, dtype=torch.bool)
        masked[:, 0] = True
        others = torch.where(masked, (words + 1) % 6, words)
        with torch.inference_mode():
            shown, changed = (
                model.read_windows(each, features, batch.clips.mask, masked).window_states for each in (words, others)
            )
        assert torch.equal(shown, changed)


class Pairs:
    """The pictures that texts were read beside, and what was known of them."""

    def __init__(self, objectives: JointObjectives, monkeypatch: pytest.MonkeyPatch) -> None:
        self.pictures: list[Tensor] = []
        self.texts: list[Tensor] = []
        self.sentences: list[Tensor | None] = []
        read = objectives._read

        def recorded(
            batch: JointBatch,
            pictures: Tensor,
            ids: Tensor,
            mask: Tensor,
            sentences: Tensor | None = None,
            **how: bool,
        ) -> object:
            self.pictures.append(pictures)
            self.texts.append(ids)
            self.sentences.append(sentences)
            return read(batch, pictures, ids, mask, sentences, **how)

        monkeypatch.setattr(objectives, "_read", recorded)


class TestAlignment:
    def aligned(
        self, data: JointData, model: VideoBertForPreTraining, monkeypatch: pytest.MonkeyPatch, epoch: int = 0
    ) -> tuple[JointBatch, Placed, Tensor, Tensor]:
        """A batch, what was placed of it, and for each sentence its own picture and those that it was read beside."""
        objectives = tiny_objectives(model, data, PLAIN)
        pairs = Pairs(objectives, monkeypatch)
        batch = a_batch(data, PLAIN, epoch)
        _, placed = objectives._clips(batch)
        objectives._alignment(batch, placed)
        candidates = pairs.pictures[0].view(-1, 1 + PLAIN.aligned[1])
        (sentences,) = pairs.sentences
        assert sentences is not None
        number = [int((placed.sentences == row).all(1).nonzero()[0]) for row in sentences[:: candidates.shape[1]]]
        return batch, placed, placed.pictures[placed.owners[number]], candidates

    @pytest.mark.parametrize("epoch", range(4))
    def test_the_right_picture_comes_first_and_is_never_a_negative(
        self, data: JointData, model: VideoBertForPreTraining, monkeypatch: pytest.MonkeyPatch, epoch: int
    ) -> None:
        _, _, own, candidates = self.aligned(data, model, monkeypatch, epoch)
        assert torch.equal(candidates[:, 0], own)
        assert not (candidates[:, 1:] == own[:, None]).any()

    def test_negatives_are_different_pictures_that_were_placed(
        self, data: JointData, model: VideoBertForPreTraining, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _, placed, _, candidates = self.aligned(data, model, monkeypatch)
        assert all(len(set(row)) == len(row) for row in candidates.tolist())
        assert set(candidates.flatten().tolist()) <= set(placed.pictures.tolist())

    def test_late_in_training_only_the_most_alike_pictures_are_negatives(
        self, data: JointData, model: VideoBertForPreTraining, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("videobert_desktop.models.training.joint_objectives.HARDEST", 3)
        _, placed, own, candidates = self.aligned(data, model, monkeypatch, epoch=3)
        likeness = {
            (picture, caption): float(similarity)
            for caption, row in enumerate((placed.sentences @ placed.windows.T).tolist())
            for picture, similarity in zip(placed.pictures.tolist(), row, strict=True)
        }
        for right, row in zip(own.tolist(), candidates.tolist(), strict=True):
            caption = placed.pictures[placed.owners].tolist().index(right)
            others = [picture for picture in placed.pictures.tolist() if picture != right]
            alike = sorted(others, key=lambda picture, caption=caption: -likeness[picture, caption])
            assert set(row[1:]) <= set(alike[:3])

    @pytest.mark.parametrize(("epoch", "withheld"), [(0, set()), (1, set()), (2, {False, True}), (3, {False, True})])
    def test_later_in_training_some_sentences_and_their_pictures_go_without_summaries(
        self, data: JointData, model: VideoBertForPreTraining, epoch: int, withheld: set[bool]
    ) -> None:
        told: list[tuple[Tensor, Tensor]] = []

        def record(_: object, __: object, how: dict[str, Tensor | None]) -> None:
            sentences, windows = how.get("sentence_summary"), how.get("window_summaries")
            if sentences is not None and windows is not None:
                told.append((sentences, windows))

        handle = model.videobert.register_forward_pre_hook(record, with_kwargs=True)
        chosen = options(aligned=(OPTIONS.batch, 2))
        for number in range(4):  # batches, of which each withholds some by chance
            objectives = tiny_objectives(model, data, chosen)
            objectives.losses(list(tiny_batches(data, chosen).epoch(epoch))[number % tiny_batches(data, chosen).steps])
        handle.remove()
        pairs = 1 + chosen.aligned[1]
        missing = torch.cat([(sentences == 0).all(1) for sentences, _ in told])
        assert torch.equal(missing, torch.cat([(windows == 0).flatten(1).all(1) for _, windows in told]))
        assert all(len(set(row)) == 1 for row in missing.view(-1, pairs).tolist())  # told apart by nothing else
        assert set(missing.tolist()) == (withheld or {False})

    def test_there_are_enough_hard_ones_to_choose_from(self) -> None:
        assert JointOptions().aligned[1] < HARDEST


class TestTexts:
    @pytest.fixture
    def told(
        self, data: JointData, model: VideoBertForPreTraining, monkeypatch: pytest.MonkeyPatch
    ) -> Mapping[str, list[Tensor]]:
        """The labels that each head was asked for, and the texts that were read beside pictures."""
        objectives = tiny_objectives(model, data)
        asked: dict[str, list[Tensor]] = {"words": [], "captions": []}
        tell, pairs = objectives._told_loss, Pairs(objectives, monkeypatch)

        def recorded(head: object, states: Tensor | None, labels: Tensor) -> Tensor:
            asked["captions" if head is model.captions else "words"].append(labels)
            return tell(head, states, labels)  # type: ignore[arg-type]

        monkeypatch.setattr(objectives, "_told_loss", recorded)
        objectives.losses(a_batch(data))
        return asked | {"texts": pairs.texts, "summaries": [each for each in pairs.sentences if each is not None]}

    def test_only_words_that_sentences_have_and_the_end_are_to_be_told(
        self, data: JointData, model: VideoBertForPreTraining, told: Mapping[str, list[Tensor]]
    ) -> None:
        marks = tiny_marks(model, data)
        for labels in (*told["words"], *told["captions"]):
            assert set(labels[labels != IGNORED].tolist()) <= {*marks.ordinary.tolist(), marks.end}

    def test_every_caption_learns_where_it_ends(
        self, data: JointData, model: VideoBertForPreTraining, told: Mapping[str, list[Tensor]]
    ) -> None:
        (labels,) = told["captions"]
        assert ((labels == tiny_marks(model, data).end).sum(1) == 1).all()

    def test_where_words_are_to_be_told_the_place_of_their_sentence_is_not(
        self, told: Mapping[str, list[Tensor]]
    ) -> None:
        assert len(told["texts"]) == 3  # to align, to write and to complete
        assert len(told["summaries"]) == 1


class TestDisturbing:
    def test_without_noise_and_hiding_windows_stay_as_they_are(
        self, data: JointData, model: VideoBertForPreTraining
    ) -> None:
        features = a_batch(data).features.unsqueeze(1)
        assert torch.equal(tiny_objectives(model, data, PLAIN)._disturbed(features), features)

    def test_a_share_of_the_tokens_is_hidden_and_fewer_of_the_concepts(
        self, data: JointData, model: VideoBertForPreTraining
    ) -> None:
        objectives = tiny_objectives(model, data, options(noise=0.0, hidden=0.2))
        hidden = (objectives._disturbed(torch.ones(400, 2, 11, 16)) == 0).all(-1)
        assert float(hidden[..., :-1].float().mean()) == pytest.approx(0.2, abs=0.03)
        assert float(hidden[..., -1].float().mean()) == pytest.approx(0.2 * 0.3, abs=0.03)

    def test_noise_is_no_greater_than_asked_for(self, data: JointData, model: VideoBertForPreTraining) -> None:
        objectives = tiny_objectives(model, data, options(noise=0.3, hidden=0.0))
        spread = np.asarray(data.views.tokens[0], np.float32).std(0)
        noise = objectives._disturbed(torch.zeros(600, 1, 11, 16)) / torch.from_numpy(spread)
        strengths = noise.std((1, 2, 3))
        assert 0.2 < float(strengths.max()) < 0.3 * 1.2
        assert float(strengths.mean()) == pytest.approx(0.15, abs=0.03)


def test_a_loss_of_pairs_is_that_of_what_was_placed(data: JointData, model: VideoBertForPreTraining) -> None:
    objectives = tiny_objectives(model, data, PLAIN)
    losses, placed = objectives._clips(a_batch(data, PLAIN))
    assert model.contrast is not None
    again = contrastive_loss(placed.windows, placed.sentences, placed.owners, model.contrast.scale())
    assert float(losses["pairs"].detach()) == pytest.approx(float(again.detach()))
    assert placed.sentences.norm(dim=1).detach().numpy() == pytest.approx(1, abs=1e-5)


def test_losses_change_no_weights(data: JointData, model: VideoBertForPreTraining) -> None:
    losses_of(model, data)
    assert same_weights(model, tiny_joint_model())
