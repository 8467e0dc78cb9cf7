"""Trains the starter pack from beginning to end; every stage is kept, so that a run that was stopped goes on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Report
from videobert_desktop.models.devices import choose_device, fast_dtype
from videobert_desktop.models.encoders.minilm import SentenceEncoder
from videobert_desktop.models.joint_head import JointHead, JointHeadConfig
from videobert_desktop.models.packs.calibration import Background, Coefficients
from videobert_desktop.models.packs.manifest import PackInfo, checksums, write_manifest
from videobert_desktop.models.packs.networks import NetworkConfigs, write_network_configs
from videobert_desktop.models.packs.weights import save_weights
from videobert_desktop.models.training.base_checkpoints import base_frame_encoder, base_sentence_encoder
from videobert_desktop.models.training.calibration import BACKGROUND_SIZE, calibrate_confidence, read_video_sentences
from videobert_desktop.models.training.claims import claim_directory
from videobert_desktop.models.training.feature_cache import FeatureCache, TrainingFeatures
from videobert_desktop.models.training.options import TrainOptions
from videobert_desktop.models.training.pairs import CaptionedPictures, read_class_names, read_pairs
from videobert_desktop.models.training.prototypes import class_sentences, known_things
from videobert_desktop.models.training.trainer import StarterNetwork, StarterTrainer, embed_maps, features_of_maps

TITLE = "Starter: EfficientNet-Lite2 and MiniLM, joined on captioned photographs"
LICENCE = "Personal and research use (trained on Flickr8k, MSR-VTT and MSVD, which are for research)"
REVISION = "1"
ORDINARY_PICTURES = 64  # into which the known things are planted
PLAIN_NAMES = 1  # the template by which a class's words are taken: "a photo of a …"


class StarterTraining:
    """One training run: where it reads, where it keeps its stages, and what it makes."""

    def __init__(self, data: Path, cache: Path, options: TrainOptions, *, cancel: CancelToken, report: Report) -> None:
        """Train on `data`, which holds flickr8k/, captions/ and imagenet_classes.txt.

        Raises:
            UserError: A part of the data, a package of base weights or the device is missing.
        """
        self._options = options
        self._cancel = cancel
        self._report = report
        self._cache = cache
        self._device = choose_device(options.device)
        self._pairs = {name: read_pairs(data / "flickr8k", train=name == "train") for name in ("train", "held-out")}
        self._class_names = read_class_names(data / "imagenet_classes.txt")
        self._video_sentences = read_video_sentences(
            data / "captions" / "captions.tsv.gz", BACKGROUND_SIZE, options.seed
        )
        self._sentence_encoder = base_sentence_encoder()

    def run(self, output: Path) -> PackInfo:
        """Train, and write the pack to `output`.

        Raises:
            Cancelled: It was asked to stop; the next run goes on from the last stage or epoch.
        """
        training = self._features("train", self._options.views)
        held_out = self._features("held-out", 1)
        prototypes = self._feature_cache("train").sentence_vectors(class_sentences(self._class_names))
        network = self._network(torch.from_numpy(prototypes))
        trainer = StarterTrainer(network, training, prototypes, self._options, self._device, self._run_directory())
        trainer.train(held_out, self._cancel, self._report)
        trained = trainer.averaged_network
        background = self._background(trained, training)
        confidence = self._confidence(trained, background, held_out)
        return write_starter_pack(output, trained, self._sentence_encoder, background, confidence, name=output.name)

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

    def _background(self, network: StarterNetwork, training: TrainingFeatures) -> Background:
        random = np.random.default_rng(self._options.seed)
        pictures = np.sort(random.permutation(len(training.teacher))[:BACKGROUND_SIZE])
        own = random.permutation(len(training.sentences))[: BACKGROUND_SIZE - len(self._video_sentences) // 2]
        sentences = np.concatenate(
            [
                np.asarray(training.sentences[np.sort(own)]),
                self._sentence_encoder.encode(self._video_sentences[: len(self._video_sentences) // 2]).numpy(),
            ]
        )
        ordinary = features_of_maps(network, training.views[0][pictures[:ORDINARY_PICTURES]], self._device)
        return Background(
            sentences=self._embed_sentences(network, sentences)[random.permutation(len(sentences))],
            pictures=embed_maps(network, training.views[0][pictures], self._device).cpu().numpy(),
            things=known_things(network, ordinary, self._options.seed).numpy(),
        )

    def _confidence(self, network: StarterNetwork, background: Background, held_out: TrainingFeatures) -> Coefficients:
        pictures = embed_maps(network, held_out.views[0], self._device).cpu().numpy()
        sentences = self._embed_sentences(network, np.asarray(held_out.sentences))
        return calibrate_confidence(background, pictures, sentences, held_out.owners, self._options.seed)

    @torch.inference_mode()
    def _embed_sentences(self, network: StarterNetwork, sentences: NDArray[np.float32]) -> NDArray[np.float32]:
        vectors = torch.from_numpy(np.array(sentences)).to(self._device)
        return network.head.eval().embed_sentences(vectors).cpu().numpy()


def write_starter_pack(
    output: Path,
    network: StarterNetwork,
    sentence_encoder: SentenceEncoder,
    background: Background,
    confidence: Coefficients,
    *,
    name: str = "starter",
) -> PackInfo:
    """Write a trained network as a pack.

    Large matrices and convolutions are kept in int8, everything small in float16.

    Args:
        output: The pack's directory; files of its names are replaced.
        network: The frame encoder and the head.
        sentence_encoder: MiniLM.
        background: What scores are corrected and calibrated against.
        confidence: Coefficients of the calibrated confidence.
        name: What the pack is called.

    Returns:
        What the manifest says.
    """
    output.mkdir(parents=True, exist_ok=True)
    save_weights(output, "frame_encoder", network.frame_encoder.state_dict())
    save_weights(output, "joint_head", network.head.state_dict())
    save_weights(output, "sentence_encoder", sentence_encoder.bert.state_dict())
    tensors = {name: torch.from_numpy(vectors) for name, vectors in asdict(background).items()}
    save_weights(output, "background", tensors)
    sentence_encoder.tokenizer.save(str(output / "tokenizer.json"), pretty=False)
    configs = NetworkConfigs(
        network.frame_encoder.config, network.head.config, sentence_encoder.bert.config.to_diff_dict()
    )
    write_network_configs(output, configs)
    info = PackInfo(
        name=name,
        revision=REVISION,
        title=TITLE,
        licence=LICENCE,
        dim=network.head.config.width,
        frame_size=network.frame_encoder.config.input_size,
        directory=output,
        files={},
        confidence=confidence,
    )
    files = checksums(output)
    # Other weights make another space, whose vectors must never meet those of this one.
    fingerprint = hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()[:8]
    info = replace(info, files=files, revision=f"{REVISION}-{fingerprint}")
    write_manifest(info)
    return info
