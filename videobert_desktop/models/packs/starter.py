"""The starter pack: EfficientNet-Lite2, MiniLM and the joint head, from the files of one directory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.devices import choose_device, fast_dtype
from videobert_desktop.models.encoders.efficientnet_lite import EfficientNetLite, pooled_features
from videobert_desktop.models.joint_head import JointHead
from videobert_desktop.models.packs.calibration import Background
from videobert_desktop.models.packs.manifest import REINSTALL, PackInfo
from videobert_desktop.models.packs.networks import NetworkConfigs, read_network_configs
from videobert_desktop.models.packs.weights import load_weights

if TYPE_CHECKING:
    from videobert_desktop.models.encoders.minilm import SentenceEncoder

FRAMES_A_BATCH = 8
TOKENS, TOKEN_SCALES = "tokens", "token_scales"


class StarterPack:
    """Encodes frames, windows and sentences; each side is loaded when it is first needed.

    Attributes:
        info: What the pack's manifest says.
        device: Where it computes.
    """

    def __init__(self, info: PackInfo, device: str = "auto") -> None:
        self.info = info
        self.device = choose_device(device)

    @cached_property
    def background(self) -> Background:
        """The background that scores are corrected and calibrated against."""
        tensors = load_weights(self.info.weights("background"))
        # Rounding has changed their lengths a little.
        unit = {name: functional.normalize(vectors, dim=1).numpy() for name, vectors in tensors.items()}
        return Background(unit["sentences"], unit["pictures"], unit["things"])

    def encode_frames(self, pixels: NDArray[np.uint8]) -> dict[str, NDArray[np.generic]]:
        """Encode frames to the tokens that a library keeps.

        Args:
            pixels: (n, size, size, 3) uint8 RGB, of the pack's frame size.

        Returns:
            "tokens" (n, 11, stored) int8 and "token_scales" (n, 11) float16.
        """
        starts = range(0, len(pixels), FRAMES_A_BATCH)
        tokens = torch.cat([self._tokens(pixels[start : start + FRAMES_A_BATCH]) for start in starts])
        scales = (tokens.abs().amax(-1) / 127).clamp(min=1e-6).to(torch.float16)
        rounded = (tokens / scales.float().unsqueeze(-1)).round().clamp(-127, 127).to(torch.int8)
        return {TOKENS: rounded.numpy(), TOKEN_SCALES: scales.numpy()}

    @torch.inference_mode()
    def embed_windows(
        self, frames: Mapping[str, NDArray[np.generic]], window_of_frame: NDArray[np.int64]
    ) -> NDArray[np.float16]:
        """Embed windows from the tokens of their frames.

        Args:
            frames: What `encode_frames` made of n frames.
            window_of_frame: (n,), the window of each frame, from 0, with none left out.

        Returns:
            (n_windows, dim) float16, unit-normalised.
        """
        tokens = torch.from_numpy(np.asarray(frames[TOKENS])).to(self.device).float()
        scales = torch.from_numpy(np.asarray(frames[TOKEN_SCALES])).to(self.device).float()
        embeddings = self._head.embed_frames(tokens * scales.unsqueeze(-1))
        windows = torch.from_numpy(window_of_frame).to(self.device)
        sums = torch.zeros(int(windows.max()) + 1, embeddings.shape[1], device=self.device)
        sums.index_add_(0, windows, embeddings)
        return functional.normalize(sums, dim=-1).to(torch.float16).cpu().numpy()

    @torch.inference_mode()
    def embed_texts(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Embed sentences: (n, dim) float32, unit-normalised."""
        vectors = self._sentence_encoder.encode(sentences).to(self.device)
        return self._head.embed_sentences(vectors).cpu().numpy()

    @torch.inference_mode()
    def class_word_vectors(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """What the ImageNet classifier alone says of frames (n, size, size, 3): (n, width) float32, unit-normalised.

        They lie in the space of `sentence_vectors`; the baseline that the joint head has to beat.
        """
        starts = range(0, len(pixels), FRAMES_A_BATCH)
        parts = [
            self._head.concepts(self._frame_encoder.classify(self._features(pixels[start : start + FRAMES_A_BATCH])))
            for start in starts
        ]
        return torch.cat(parts).cpu().numpy()

    def sentence_vectors(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """What MiniLM alone says of sentences: (n, width) float32, unit-normalised."""
        return self._sentence_encoder.encode(sentences).numpy()

    def _features(self, pixels: NDArray[np.uint8]) -> Tensor:
        frames = torch.from_numpy(np.ascontiguousarray(pixels)).to(self.device).permute(0, 3, 1, 2)
        return pooled_features(self._frame_encoder.tail(self._frame_encoder.trunk(frames)).float())

    @torch.inference_mode()
    def _tokens(self, pixels: NDArray[np.uint8]) -> Tensor:
        features = self._features(pixels)
        concepts = self._head.concepts(self._frame_encoder.classify(features))
        return self._head.reduce(features, concepts).float().cpu()

    @cached_property
    def _networks(self) -> NetworkConfigs:
        return read_network_configs(self.info.directory)

    @cached_property
    def _frame_encoder(self) -> EfficientNetLite:
        network = EfficientNetLite(self._networks.frame_encoder)
        self._fill(network, "frame_encoder")
        return network.to(self.device).convolve_in(fast_dtype(self.device)).eval()

    @cached_property
    def _head(self) -> JointHead:
        head = JointHead(self._networks.joint_head)
        self._fill(head, "joint_head")
        return head.to(self.device).eval()

    @cached_property
    def _sentence_encoder(self) -> SentenceEncoder:
        # Indexing needs no sentences, and transformers takes seconds to import.
        from transformers import BertConfig

        from videobert_desktop.models.encoders.minilm import SentenceEncoder, read_tokenizer

        tokenizer = read_tokenizer(self.info.directory / "tokenizer.json")
        encoder = SentenceEncoder(tokenizer, BertConfig(**self._networks.sentence_encoder))
        self._fill(encoder.bert, "sentence_encoder")
        return encoder.to(self.device).eval()

    def _fill(self, network: nn.Module, part: str) -> None:
        """Load the weights of a part of the pack into its network."""
        files = self.info.weights(part)
        try:
            network.load_state_dict(load_weights(files))
        except RuntimeError as error:
            raise UserError("These weights do not fit their network.", path=files[0], hint=REINSTALL) from error
