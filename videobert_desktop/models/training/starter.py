"""Trains the starter pack from beginning to end; every stage is kept, so that a run that was stopped goes on."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.progress import Report
from videobert_desktop.models.devices import choose_device, fast_dtype
from videobert_desktop.models.encoders.token_reducer import TokenReducer
from videobert_desktop.models.joint_head import JointHead, JointHeadConfig
from videobert_desktop.models.packs.manifest import PackInfo
from videobert_desktop.models.packs.weights import as_kept
from videobert_desktop.models.packs.writing import write_pack
from videobert_desktop.models.retrieval import first_items
from videobert_desktop.models.training.base_checkpoints import base_frame_encoder, base_sentence_encoder
from videobert_desktop.models.training.calibration import BACKGROUND_SIZE, calibrate_confidence, read_video_sentences
from videobert_desktop.models.training.claims import claim_directory
from videobert_desktop.models.training.feature_cache import FeatureCache, TrainingFeatures
from videobert_desktop.models.training.joint_background import measure_background
from videobert_desktop.models.training.joint_options import JointOptions
from videobert_desktop.models.training.joint_stage import JointStage, Trained, Written, as_packed, fingerprint
from videobert_desktop.models.training.options import TrainOptions
from videobert_desktop.models.training.pairs import CaptionedPictures, read_class_names, read_pairs
from videobert_desktop.models.training.prototypes import class_sentences
from videobert_desktop.models.training.reranking import measure_reranking
from videobert_desktop.models.training.trainer import StarterNetwork, StarterTrainer

# The revisions whose stored tokens come from a first stage of this fingerprint; another one's would be misread.
READS = {"583e2e292e38b64f87d2e6eafadc9073": ("1-58a38152",)}
OTHER_SENTENCES = 60_000  # sentences about videos that are not here
RERANKED = 50  # candidates of each sentence on which the gate of re-ranking is measured
PLAIN_NAMES = 1  # the template by which a class's words are taken: "a photo of a …"


class StarterTraining:
    """One training run: where it reads, where it keeps its stages, and what it makes."""

    def __init__(
        self,
        data: Path,
        cache: Path,
        options: TrainOptions,
        joint_options: JointOptions,
        *,
        cancel: CancelToken,
        report: Report,
    ) -> None:
        """Train on `data`, which holds flickr8k/, captions/ and imagenet_classes.txt.

        Raises:
            UserError: A part of the data, a package of base weights or the device is missing.
        """
        self._options = options
        self._joint_options = joint_options
        self._cancel = cancel
        self._report = report
        self._cache = cache
        self._device = choose_device(options.device)
        self._pairs = {name: read_pairs(data / "flickr8k", train=name == "train") for name in ("train", "held-out")}
        self._class_names = read_class_names(data / "imagenet_classes.txt")
        self._video_sentences = _video_sentences(data / "captions" / "captions.tsv.gz", options.seed)
        self._sentence_encoder = base_sentence_encoder()

    def run(self, output: Path) -> PackInfo:
        """Train both stages, and write the pack to `output`.

        Raises:
            Cancelled: It was asked to stop; the next run goes on from the last stage or epoch.
        """
        training = self._features("train", self._options.views)
        held_out = self._features("held-out", 1)
        network = self._first_stage(training, held_out)
        stage = JointStage(
            network,
            base_frame_encoder().state_dict(),
            self._sentence_encoder,
            self._cache,
            self._joint_options,
            self._device,
            cancel=self._cancel,
            report=self._report,
        )
        trained = stage.run(training, held_out, self._written(), self._feature_cache("train"))
        return self._write(output, network, trained, held_out)

    def _first_stage(self, training: TrainingFeatures, held_out: TrainingFeatures) -> StarterNetwork:
        prototypes = self._feature_cache("train").sentence_vectors(class_sentences(self._class_names))
        network = self._network(torch.from_numpy(prototypes))
        trainer = StarterTrainer(network, training, prototypes, self._options, self._device, self._run_directory())
        trainer.train(held_out, self._cancel, self._report)
        return trainer.averaged_network

    def _written(self) -> Written:
        return Written(
            captions=self._pairs["train"].sentences()[0],
            held_out=self._pairs["held-out"].sentences()[0],
            others=self._video_sentences[BACKGROUND_SIZE:],
            classes=class_sentences(self._class_names),
        )

    def _write(self, output: Path, network: StarterNetwork, trained: Trained, held_out: TrainingFeatures) -> PackInfo:
        """Measure what scores are corrected and calibrated against, on the weights that ship, and write the pack."""
        trained.model.load_state_dict(as_kept(trained.model.state_dict()))
        background = measure_background(
            trained, self._video_sentences[: BACKGROUND_SIZE // 2], self._sentence_encoder.tokenizer, self._options.seed
        )
        pictures = trained.measure.embed_pictures(trained.model).numpy()
        sentences = trained.measure.embed_sentences(trained.model).numpy()
        confidence = calibrate_confidence(background, pictures, sentences, held_out.owners, self._options.seed)
        scores = sentences @ pictures.T - background.hubness(pictures)
        candidates = first_items(scores, RERANKED)
        alignments = trained.measure.alignments(trained.model, np.arange(len(scores)), candidates)
        return write_pack(
            output,
            frame_encoder=network.frame_encoder,
            token_reducer=TokenReducer.from_joint_head(network.head),
            videobert=trained.model,
            vocabulary=trained.vocabulary,
            tokenizer=self._sentence_encoder.tokenizer,
            background=background,
            confidence=confidence,
            reads=READS.get(fingerprint(as_packed(network)), ()),
            reranking=measure_reranking(scores, alignments, candidates, held_out.owners, self._options.seed),
            name=output.name,
        )

    def _features(self, name: str, views: int) -> TrainingFeatures:
        pictures: CaptionedPictures = self._pairs[name]
        return self._feature_cache(name).features(pictures, views, self._options.seed)

    def _feature_cache(self, name: str) -> FeatureCache:
        encoder = base_frame_encoder().to(self._device).convolve_in(fast_dtype(self._device))
        return FeatureCache(self._cache / name, encoder, self._sentence_encoder, self._cancel, self._report)

    def _run_directory(self) -> Path:
        directory = self._cache / f"run-{self._options.seed}"
        # A run may be moved to another device half-way.
        options = {name: value for name, value in asdict(self._options).items() if name != "device"}
        claim_directory(directory, options=options)
        return directory

    def _network(self, prototypes: Tensor) -> StarterNetwork:
        torch.manual_seed(self._options.seed)
        head = JointHead(JointHeadConfig())
        first = PLAIN_NAMES * len(self._class_names)
        head.start_from_class_words(prototypes[first : first + len(self._class_names)])
        return StarterNetwork(base_frame_encoder().convolve_in(torch.float32), head)


def _video_sentences(path: Path, seed: int) -> list[str]:
    sentences = read_video_sentences(path, BACKGROUND_SIZE + OTHER_SENTENCES, seed)
    if len(sentences) <= BACKGROUND_SIZE:
        reason = f"holds {len(sentences)} captions; training takes more than {BACKGROUND_SIZE}."
        raise UserError(reason, path=path, hint="Add captions of other videos.")
    return sentences
