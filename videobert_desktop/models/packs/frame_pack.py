"""What packs of all revisions have in common: how they see frames, and what they compare scores with."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from videobert_desktop.models.devices import choose_device, fast_dtype
from videobert_desktop.models.encoders.efficientnet_lite import EfficientNetLite, FrameEncoderConfig, pooled_features
from videobert_desktop.models.packs.calibration import Background
from videobert_desktop.models.packs.loading import filled, load_background
from videobert_desktop.models.packs.manifest import PackInfo
from videobert_desktop.models.packs.stored_tokens import round_tokens

if TYPE_CHECKING:
    from videobert_desktop.models.encoders.token_reducer import TokenReducer
    from videobert_desktop.models.joint_head import JointHead

FRAMES_A_BATCH = 8


class FramePack(ABC):
    """Encodes frames to the tokens that a library keeps; its networks are loaded when they are first needed.

    Attributes:
        info: What the pack's manifest says.
        device: Where it computes.
    """

    def __init__(self, info: PackInfo, device: str = "auto") -> None:
        self.info = info
        self.device = choose_device(device)

    @property
    @abstractmethod
    def _frame_shape(self) -> FrameEncoderConfig:
        """The shape of the frame encoder."""

    @property
    @abstractmethod
    def _reducer(self) -> TokenReducer | JointHead:
        """What makes tokens of features."""

    @cached_property
    def background(self) -> Background:
        """The background that scores are corrected and calibrated against."""
        return load_background(self.info)

    def encode_frames(self, pixels: NDArray[np.uint8]) -> dict[str, NDArray[np.generic]]:
        """Encode frames to the tokens that a library keeps.

        Args:
            pixels: (n, size, size, 3) uint8 RGB, of the pack's frame size.

        Returns:
            "tokens" (n, 11, stored) int8 and "token_scales" (n, 11) float16.
        """
        starts = range(0, len(pixels), FRAMES_A_BATCH)
        return round_tokens(torch.cat([self._tokens(pixels[start : start + FRAMES_A_BATCH]) for start in starts]))

    @torch.inference_mode()
    def class_word_vectors(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """What the ImageNet classifier alone says of frames (n, size, size, 3): (n, width) float32, unit-normalised.

        They lie in the space of the sentence encoder that training begins from; the baseline that a pack has to beat.
        """
        starts = range(0, len(pixels), FRAMES_A_BATCH)
        seen = [self._features(pixels[start : start + FRAMES_A_BATCH]) for start in starts]
        return torch.cat([self._reducer.concepts(self._frame_encoder.classify(each)) for each in seen]).cpu().numpy()

    def _features(self, pixels: NDArray[np.uint8]) -> Tensor:
        frames = torch.from_numpy(np.ascontiguousarray(pixels)).to(self.device).permute(0, 3, 1, 2)
        return pooled_features(self._frame_encoder.tail(self._frame_encoder.trunk(frames)).float())

    @torch.inference_mode()
    def _tokens(self, pixels: NDArray[np.uint8]) -> Tensor:
        features = self._features(pixels)
        concepts = self._reducer.concepts(self._frame_encoder.classify(features))
        return self._reducer.reduce(features, concepts).float().cpu()

    @cached_property
    def _frame_encoder(self) -> EfficientNetLite:
        shape = self._frame_shape
        network = filled(lambda: EfficientNetLite(shape), self.info, "frame_encoder", self.device)
        return network.convolve_in(fast_dtype(self.device))
