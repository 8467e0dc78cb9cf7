"""What VideoBERT learns: to place, to align, to complete and to write, in the three regimes of the paper.

Text alone: sentences are placed where the first stage places them, masked words are told. Video alone: synthetic clips
are placed by their captions and by the first stage, masked visual words are told. Text and video: whether they belong
together, with the most alike of other pictures as negatives; masked words; and captions, word by word.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from videobert_desktop.models.training.joint_batches import JointBatch, JointData
from videobert_desktop.models.training.joint_options import JointOptions
from videobert_desktop.models.training.losses import contrastive_loss, similarity_distillation_loss
from videobert_desktop.models.training.sentences import Marks, Sentences, mask_words, next_words
from videobert_desktop.models.videobert.heads_videobert import CompletionHead, ContrastiveHead
from videobert_desktop.models.videobert.modeling_videobert import VideoBertOutput
from videobert_desktop.models.videobert.pretraining_videobert import IGNORED, VideoBertForPreTraining

WEIGHTS = {
    "pairs": 1.0,
    "similarities": 0.5,
    "places": 1.0,
    "other_places": 1.0,
    "classes": 0.3,
    "alignment": 1.0,
    "captions": 0.3,
    "words": 0.2,
    "text_words": 0.1,
    "visual_words": 0.05,
}
TEACHER_SCALE = 15.0  # on the first stage's cosines, before a softmax
# Among so many most alike pictures the negatives of a sentence are drawn in the end. At the beginning all are as good,
# for hard ones alone teach nothing to who cannot tell easy ones; from this share of the training on it is only they.
HARDEST = 16
HARD_FROM = 0.6
# The summaries of training pictures and of their sentences are half learned by heart, those of others tell less. Once
# pairs can be told apart at all, from this share of the training on, every second pair is told apart without them, and
# with less of the rest.
WITHHELD_FROM = 0.4
WITHHELD = 0.5
WITHHELD_WORDS = 0.3
WITHHELD_TOKENS = 0.3


@dataclass(frozen=True, slots=True)
class Placed:
    """The pictures and sentences of a batch, placed.

    Attributes:
        pictures: (p,) int64, the pictures that were seen.
        windows: (p, width), where their windows are.
        captions: The numbers of their sentences.
        owners: (m,) int64, for each of these its place among `pictures`.
        sentences: (m, width).
    """

    pictures: Tensor
    windows: Tensor
    captions: list[int]
    owners: Tensor
    sentences: Tensor


class JointObjectives:
    """Computes the losses of a batch.

    Attributes:
        told: (n,) int64, the words that VideoBERT learns to tell and to write.
    """

    def __init__(
        self, model: VideoBertForPreTraining, data: JointData, options: JointOptions, marks: Marks, device: torch.device
    ) -> None:
        """Train `model` to tell and to write the words `marks.ordinary` and the end mark, and no others."""
        assert model.contrast is not None
        self._model = model
        self._contrast: ContrastiveHead = model.contrast
        self._data = data
        self._options = options
        self._marks = marks
        self._device = device
        self.told: Tensor = torch.cat([marks.ordinary, torch.tensor([marks.end])]).unique()  # type: ignore[no-untyped-call]
        self._place_among_told = torch.full((model.config.vocab_size,), IGNORED)
        self._place_among_told[self.told] = torch.arange(len(self.told))
        spread = np.asarray(data.views.tokens[0][:2000], np.float32).std(0)
        self._spread = torch.from_numpy(spread)

    def losses(self, batch: JointBatch) -> dict[str, Tensor]:
        """The losses by the names of `WEIGHTS`; scalars."""
        losses, placed = self._clips(batch)
        losses |= self._other_sentences(batch)
        losses["classes"] = self._classes(batch)
        losses["alignment"] = self._alignment(batch, placed)
        losses["captions"] = self._captions(batch, placed)
        losses["words"] = self._words(batch, placed)
        return losses

    def _clips(self, batch: JointBatch) -> tuple[dict[str, Tensor], Placed]:
        features, words = self._disturbed(batch.clips.take(batch.features)), self._to(batch.clips.take(batch.words))
        mask = self._to(batch.clips.mask)
        drawn = self._to(torch.from_numpy(batch.random.random(mask.shape)))
        masked = (drawn < self._options.masked_windows) & mask.bool() & (mask.sum(1, keepdim=True) > 1)
        states = self._model.read_windows(words, features, mask, masked).window_states
        assert states is not None
        seen = features.masked_fill(masked[..., None, None], 0.0)
        windows = self._contrast.windows(states, seen)
        places = self._to(torch.from_numpy(batch.clips.windows))
        kept = (places >= 0) & (places < len(batch.teachers)) & ~masked
        placed = self._placed(batch, places[kept], windows[kept])
        losses = self._pairs(batch, placed)
        if masked.any():
            logits = self._model.visual_word_logits(states[masked].unsqueeze(0)).squeeze(0)
            losses["visual_words"] = functional.cross_entropy(logits.float(), words[masked])
        return losses, placed

    def _placed(self, batch: JointBatch, pictures: Tensor, windows: Tensor) -> Placed:
        place = torch.full((len(batch.teachers),), -1, dtype=torch.int64)
        place[pictures.cpu()] = torch.arange(len(pictures))
        owners = place[batch.owners]
        chosen = torch.nonzero(owners >= 0).flatten()
        captions = [batch.captions[number] for number in chosen.tolist()]
        return Placed(pictures, windows, captions, self._to(owners[chosen]), self._placed_sentences(captions))

    def _pairs(self, batch: JointBatch, placed: Placed) -> dict[str, Tensor]:
        scale = self._contrast.scale()
        told = self._to(torch.from_numpy(self._data.captions.teachers[placed.captions]))
        shown = self._to(batch.teachers[placed.pictures.cpu()])
        return {
            "pairs": contrastive_loss(placed.windows, placed.sentences, placed.owners, scale),
            "similarities": similarity_distillation_loss(
                scale * placed.windows @ placed.sentences.T, TEACHER_SCALE * shown @ told.T
            ),
            "places": _distance(placed.windows, shown) + _distance(placed.sentences, told),
        }

    def _other_sentences(self, batch: JointBatch) -> dict[str, Tensor]:
        ids, mask = self._text(self._data.others.sentences, batch.others)
        told = self._to(torch.from_numpy(self._data.others.teachers[batch.others]))
        masked, labels = mask_words(ids, self._marks, self._options.masked_words * 2 / 3, batch.random)
        half = len(ids) // 2 or 1
        output = self._model.videobert(self._to(masked[:half]), self._to(mask[:half]))
        return {
            "other_places": _distance(self._model.embed_texts(self._to(ids), self._to(mask)), told),
            "text_words": self._told_loss(self._model.words, output.text_states, labels[:half]),
        }

    def _classes(self, batch: JointBatch) -> Tensor:
        windows = self._model.embed_windows(
            self._to(batch.planted_words.unsqueeze(1)), self._disturbed(batch.planted.unsqueeze(1))
        )[:, 0]
        ids, mask = self._text(self._data.classes.sentences, batch.classes)
        sentences = self._model.embed_texts(self._to(ids), self._to(mask))
        told = self._to(torch.from_numpy(self._data.classes.teachers[batch.classes]))
        own = torch.arange(len(windows), device=self._device)
        return contrastive_loss(windows, sentences, own, self._contrast.scale()) + _distance(sentences, told)

    def _alignment(self, batch: JointBatch, placed: Placed) -> Tensor:
        """Cross-entropy over a sentence's own picture and hard negatives, and of each pair by itself."""
        count, negatives = self._options.aligned
        chosen = self._some(len(placed.captions), count, batch)
        likeness = (placed.sentences[chosen] @ placed.windows.T).detach()
        own = placed.owners[chosen]
        likeness[torch.arange(len(chosen)), own] = -torch.inf
        others = likeness.shape[1] - 1
        pool = max(HARDEST, round(others * (1 - batch.progress / HARD_FROM)))
        nearest = likeness.topk(min(pool, others), dim=1).indices
        order = np.argsort(batch.random.random(nearest.shape), axis=1)[:, :negatives]
        candidates = torch.cat([own[:, None], nearest.gather(1, self._to(torch.from_numpy(order)))], dim=1)
        pictures = placed.pictures[candidates.flatten()]
        ids, mask = self._joint_text([placed.captions[number] for number in chosen.tolist()])
        withholding = batch.progress >= WITHHELD_FROM
        dropped = WITHHELD_WORDS if withholding else self._options.dropped_words
        ids, _ = mask_words(ids, self._marks, dropped, batch.random)
        told = self._to(torch.from_numpy(batch.random.random(len(ids)) >= WITHHELD)) if withholding else None
        pairs = candidates.shape[1]
        texts = (ids, mask, placed.sentences[chosen].detach())
        output = self._read(
            batch,
            pictures,
            *(each.repeat_interleave(pairs, 0) for each in texts),
            told=None if told is None else told.repeat_interleave(pairs, 0),
        )
        logits = self._model.alignment_logits(output).float().view(candidates.shape)
        return _alignment_loss(logits)

    def _captions(self, batch: JointBatch, placed: Placed) -> Tensor:
        chosen = self._some(len(placed.captions), self._options.captioned, batch)
        ids, mask = self._data.captions.sentences.batch(
            [placed.captions[number] for number in chosen.tolist()],
            self._marks.caption,
            self._marks.end,
            self._marks.padding,
        )
        output = self._read(batch, placed.pictures[placed.owners[chosen]], ids, mask, left_to_right=True)
        return self._told_loss(self._model.captions, output.text_states, next_words(ids, mask))

    def _words(self, batch: JointBatch, placed: Placed) -> Tensor:
        chosen = self._some(len(placed.captions), self._options.completed, batch)
        ids, mask = self._joint_text([placed.captions[number] for number in chosen.tolist()])
        masked, labels = mask_words(ids, self._marks, self._options.masked_words, batch.random)
        output = self._read(batch, placed.pictures[placed.owners[chosen]], masked, mask)
        return self._told_loss(self._model.words, output.text_states, labels)

    def _read(
        self,
        batch: JointBatch,
        pictures: Tensor,
        ids: Tensor,
        mask: Tensor,
        sentences: Tensor | None = None,
        *,
        told: Tensor | None = None,
        left_to_right: bool = False,
    ) -> VideoBertOutput:
        """Read texts beside pictures, each of which is seen once, or twice in a row.

        Args:
            batch: Where the pictures are from.
            pictures: (n,) int64, their places in the batch.
            ids: (n, t) int64, the texts.
            mask: (n, t), 0 where they are padded.
            sentences: (n, width), where they lie by themselves.
            told: (n,) bool, which are told the summaries of text and windows; all are if None.
            left_to_right: Whether a word sees only those before it.
        """
        seen, place = torch.unique(pictures.cpu(), return_inverse=True)
        features, words = batch.features[seen].unsqueeze(1), self._to(batch.words[seen].unsqueeze(1))
        if batch.random.random() < self._options.twice:
            features = torch.cat([features, batch.seconds[seen].unsqueeze(1)], dim=1)
            words = torch.cat([words, self._to(batch.second_words[seen].unsqueeze(1))], dim=1)
        features = self._disturbed(features, None if told is None else WITHHELD_TOKENS)
        summaries = self._model.summaries(words, features)
        assert summaries is not None
        place = self._to(place)
        summaries = summaries[place]
        if told is not None and sentences is not None:
            sentences, summaries = sentences * told[:, None], summaries * told[:, None, None]
        output: VideoBertOutput = self._model.videobert(
            self._to(ids),
            self._to(mask),
            visual_words=words[place],
            visual_features=features[place],
            sentence_summary=sentences,
            window_summaries=summaries,
            left_to_right=left_to_right,
        )
        return output

    def _placed_sentences(self, captions: list[int]) -> Tensor:
        """Where sentences are, (m, width); the short ones and the long ones apart, so that little is padded."""
        lengths = self._data.captions.sentences.lengths(captions)
        order = np.argsort(lengths, kind="stable")
        placed = [
            self._model.embed_texts(*map(self._to, self._text(self._data.captions.sentences, part.tolist())))
            for part in np.array_split(np.array(captions)[order], 2)
            if len(part)
        ]
        return torch.cat(placed)[self._to(torch.from_numpy(np.argsort(order)))]

    def _text(self, sentences: Sentences, chosen: list[int]) -> tuple[Tensor, Tensor]:
        return sentences.batch(chosen, self._marks.start, self._marks.end, self._marks.padding)

    def _joint_text(self, captions: list[int]) -> tuple[Tensor, Tensor]:
        marks = self._marks
        return self._data.captions.sentences.batch(captions, marks.start, marks.video, marks.padding)

    def _told_loss(self, head: CompletionHead, states: Tensor | None, labels: Tensor) -> Tensor:
        """Cross-entropy of the labels (b, t) over the words that are told at all, 0 where nothing is labelled."""
        assert states is not None
        at = labels != IGNORED
        table = self._model.videobert.embeddings.word_embeddings.weight
        told = self._to(self.told)
        logits = head(states[self._to(at)], table, told)
        wanted = self._to(self._place_among_told[labels[at]])
        return functional.cross_entropy(logits.float(), wanted, reduction="sum") / max(1, len(wanted))

    def _some(self, total: int, count: int, batch: JointBatch) -> Tensor:
        return self._to(torch.from_numpy(batch.random.choice(total, min(count, total), replace=False)))

    def _disturbed(self, features: Tensor, hide: float | None = None) -> Tensor:
        """Add noise to windows (c, w, parts, stored) and hide a share of their parts, as the options say if None."""
        strength = self._options.noise * torch.rand(len(features), 1, 1, 1)
        noisy = features + torch.randn_like(features) * self._spread * strength
        hidden = torch.rand(features.shape[:-1]) < (self._options.hidden if hide is None else hide)
        hidden[..., -1] &= torch.rand(hidden.shape[:-1]) < 0.3  # little is left without the concept
        return self._to(noisy.masked_fill(hidden.unsqueeze(-1), 0.0))

    def _to(self, tensor: Tensor) -> Tensor:
        return tensor.to(self._device)


def _distance(placed: Tensor, teachers: Tensor) -> Tensor:
    return (1 - (placed * teachers).sum(1)).mean()


def _alignment_loss(logits: Tensor) -> Tensor:
    """Of logits (n, 1 + negatives), the right picture first: ranked, and told one by one, both sides counting alike."""
    negatives = logits.shape[1] - 1
    right = torch.zeros_like(logits)
    right[:, 0] = 1.0
    weight = torch.where(right.bool(), float(negatives), 1.0) / 2
    first = torch.zeros(len(logits), dtype=torch.int64, device=logits.device)
    apart = functional.binary_cross_entropy_with_logits(logits, right, weight=weight)
    return functional.cross_entropy(logits, first) + apart
