"""The second stage of training: VideoBERT on the tokens of the first stage's frame encoder."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Report
from videobert_desktop.models.devices import fast_dtype
from videobert_desktop.models.encoders.minilm import SentenceEncoder
from videobert_desktop.models.packs.weights import as_kept
from videobert_desktop.models.training.claims import claim_directory
from videobert_desktop.models.training.feature_cache import FeatureCache, TrainingFeatures
from videobert_desktop.models.training.joint_batches import JointBatches, JointData, Text
from videobert_desktop.models.training.joint_measure import HeldOut, JointMeasure
from videobert_desktop.models.training.joint_model import begin_model, joint_config, marks_of, silence_untaught
from videobert_desktop.models.training.joint_objectives import JointObjectives
from videobert_desktop.models.training.joint_options import JointOptions
from videobert_desktop.models.training.joint_trainer import JointTrainer
from videobert_desktop.models.training.sentences import Marks, Sentences
from videobert_desktop.models.training.token_views import TokenCache, TokenViews
from videobert_desktop.models.training.trainer import StarterNetwork
from videobert_desktop.models.videobert.pretraining_videobert import VideoBertForPreTraining
from videobert_desktop.models.videobert.visual_vocabulary import VisualVocabulary, window_descriptors

ORDINARY_WINDOWS = 500  # by which the size of what is seen is set
LONGEST_HELD_OUT = 60  # word pieces; held-out sentences are read whole
YOUNGER = 0.5  # the share of the first stage in the frame encoder that sees every second view


@dataclass(frozen=True, slots=True)
class Written:
    """What was written about pictures and without them.

    Attributes:
        captions: Of the training pictures, in order.
        held_out: Of the held-out pictures, in order.
        others: Sentences about videos that are not here.
        classes: The sentences of the classes, template by template.
    """

    captions: Sequence[str]
    held_out: Sequence[str]
    others: Sequence[str]
    classes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Trained:
    """What the second stage makes.

    Attributes:
        model: VideoBERT.
        vocabulary: Its visual words.
        measure: Measures it on held-out pictures.
        marks: Its special word pieces.
        data: What it was trained on.
    """

    model: VideoBertForPreTraining
    vocabulary: VisualVocabulary
    measure: JointMeasure
    marks: Marks
    data: JointData


class JointStage:
    """One run of the second stage, which goes on where it was stopped."""

    def __init__(
        self,
        network: StarterNetwork,
        base: Mapping[str, Tensor],
        encoder: SentenceEncoder,
        cache: Path,
        options: JointOptions,
        device: torch.device,
        *,
        cancel: CancelToken,
        report: Report,
    ) -> None:
        """Train over `network`, the first stage's, as its pack keeps it and as indexing computes it.

        Its frame encoder began with the weights `base`.
        """
        kept = as_packed(network)
        self._base = base
        self._made_from = fingerprint(kept)
        # Tokens are to be those that indexing computes.
        kept.frame_encoder.convolve_in(fast_dtype(device))
        self._network = kept
        self._encoder = encoder
        self._cache = cache
        self._options = options
        self._device = device
        self._cancel = cancel
        self._report = report

    def run(
        self, training: TrainingFeatures, held_out: TrainingFeatures, written: Written, sentences: FeatureCache
    ) -> Trained:
        """Train.

        Args:
            training: Of the training pictures.
            held_out: Of the held-out pictures.
            written: What was written.
            sentences: Computes the vectors of sentences.

        Raises:
            Cancelled: It was asked to stop; the next run goes on from what is kept and after the last whole epoch.
            UserError: What is kept in the cache is damaged or of another run, or a loss is no number any more.
        """
        tokens = self._token_cache("train", self._network)
        views = tokens.views(training, varied=True, made_from=self._made_from)
        planted = tokens.planted(training)
        vocabulary = self._vocabulary(views)
        younger = self._younger_network()
        cache = self._token_cache("train-younger", younger)
        views += cache.views(training, varied=True, made_from=fingerprint(younger))
        data = self._data(training, views, planted, vocabulary, written, sentences)
        model = self._begin(vocabulary, views)
        ordinary = data.captions.sentences.used() | data.others.sentences.used() | data.classes.sentences.used()
        marks = marks_of(self._encoder.tokenizer, model.config, ordinary)
        measure = self._measure(held_out, written, vocabulary, marks)
        objectives = JointObjectives(model, data, self._options, marks, self._device)
        batches = JointBatches(data, self._options, model.config.context_windows)
        trainer = JointTrainer(model, batches, objectives, self._options, self._device, self._run_directory())
        trained = trainer.train(measure, self._cancel, self._report)
        silence_untaught(trained.captions, objectives.told.to(self._device))
        return Trained(trained, vocabulary, measure, marks, data)

    def _begin(self, vocabulary: VisualVocabulary, views: TokenViews) -> VideoBertForPreTraining:
        torch.manual_seed(self._options.seed)
        model = begin_model(
            joint_config(self._encoder.bert.config, self._network.head, vocabulary.size),
            self._encoder.bert.state_dict(),
            self._network.head,
            torch.from_numpy(vocabulary.leaves),
            torch.from_numpy(np.asarray(views.tokens[0][:ORDINARY_WINDOWS], np.float32)),
        )
        model.to(self._device)  # type: ignore[arg-type]
        return model

    def _token_cache(self, name: str, network: StarterNetwork) -> TokenCache:
        return TokenCache(self._cache / f"{name}-tokens", network, self._device, self._cancel, self._report)

    def _younger_network(self) -> StarterNetwork:
        """The first stage with a frame encoder half-way back to where it began.

        What that one makes of the training pictures is less learned by heart, and more like what the whole one makes of
        others (weights are mixed in this way by Wortsman et al.: Robust fine-tuning of zero-shot models, CVPR 2022).
        """
        younger = copy.deepcopy(self._network)
        trained = younger.frame_encoder.state_dict()
        mixed = {
            name: (YOUNGER * tensor.float() + (1 - YOUNGER) * self._base[name].float()).to(tensor.dtype)
            for name, tensor in trained.items()
        }
        younger.frame_encoder.load_state_dict(mixed)
        return younger

    def _vocabulary(self, views: TokenViews) -> VisualVocabulary:
        """The visual words of the training pictures, grown once."""
        path = self._cache / "train-tokens" / f"vocabulary-{self._options.seed}.safetensors"
        if not path.exists():
            descriptors = [window_descriptors(np.asarray(tokens[:, [0, -1]], np.float32)) for tokens in views.tokens]
            unfinished = path.with_suffix(".partial")
            VisualVocabulary.fit(np.concatenate(descriptors), seed=self._options.seed).save(unfinished)
            unfinished.replace(path)
        return VisualVocabulary.load(path)

    def _data(
        self,
        training: TrainingFeatures,
        views: TokenViews,
        planted: NDArray[np.float16],
        vocabulary: VisualVocabulary,
        written: Written,
        sentences: FeatureCache,
    ) -> JointData:
        return JointData(
            views=views,
            words=tuple(words_of(vocabulary, tokens) for tokens in views.tokens),
            captions=self._text(written.captions, np.asarray(training.sentences)),
            owners=training.owners,
            others=self._text(written.others, self._other_vectors(written.others, sentences)),
            planted=planted,
            planted_words=np.stack([words_of(vocabulary, tokens) for tokens in planted]),
            classes=self._text(written.classes, sentences.sentence_vectors(written.classes)),
        )

    def _other_vectors(self, others: Sequence[str], sentences: FeatureCache) -> NDArray[np.float32]:
        path = self._cache / "train-tokens" / f"others-{_digest(others)}.npy"
        if not path.exists():
            unfinished = path.with_suffix(".partial.npy")
            np.save(unfinished, sentences.sentence_vectors(others))
            unfinished.replace(path)
        vectors: NDArray[np.float32] = np.load(path)
        return vectors

    @torch.inference_mode()
    def _text(self, sentences: Sequence[str], vectors: NDArray[np.float32]) -> Text:
        """Sentences with their teachers, of their plain vectors (n, width)."""
        head = self._network.head.eval()
        placed = [
            head.embed_sentences(torch.from_numpy(np.array(part)).to(self._device)).cpu().numpy()
            for part in np.array_split(vectors, -(-len(vectors) // 4096))
        ]
        cut = Sentences.of(self._encoder.tokenizer, sentences, self._options.longest)
        return Text(cut, np.concatenate(placed))

    def _measure(
        self, held_out: TrainingFeatures, written: Written, vocabulary: VisualVocabulary, marks: Marks
    ) -> JointMeasure:
        views = self._token_cache("held-out", self._network).views(held_out, varied=False, made_from=self._made_from)
        tokens = np.asarray(views.tokens[0], np.float32)
        pictures = HeldOut(
            tokens=torch.from_numpy(tokens),
            words=torch.from_numpy(words_of(vocabulary, views.tokens[0])),
            sentences=Sentences.of(self._encoder.tokenizer, written.held_out, LONGEST_HELD_OUT),
            owners=held_out.owners,
        )
        return JointMeasure(pictures, marks, self._device, self._cancel, self._report)

    def _run_directory(self) -> Path:
        directory = self._cache / f"videobert-{self._options.seed}"
        claim_directory(directory, options=asdict(self._options), made_from=self._made_from)
        return directory


def words_of(vocabulary: VisualVocabulary, tokens: NDArray[np.float16]) -> NDArray[np.int64]:
    """The visual words of windows (n, parts, stored): (n,) int64."""
    return vocabulary.words(window_descriptors(np.asarray(tokens[:, [0, -1]], np.float32)))


def as_packed(network: StarterNetwork) -> StarterNetwork:
    """A copy with the weights that a pack keeps."""
    packed = copy.deepcopy(network)
    for part in (packed.frame_encoder, packed.head):
        part.load_state_dict(as_kept(part.state_dict()))
    return packed.eval()


def fingerprint(network: nn.Module) -> str:
    """A checksum of weights, the same on every device."""
    digest = hashlib.blake2b(digest_size=16)
    for name, tensor in network.state_dict().items():
        digest.update(name.encode())
        digest.update(tensor.detach().float().cpu().numpy().tobytes())
    return digest.hexdigest()


def _digest(sentences: Sequence[str]) -> str:
    return hashlib.blake2b("\n".join(sentences).encode(), digest_size=8).hexdigest()
