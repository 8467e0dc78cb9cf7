"""Packs of the first revision: a joint head over frames and MiniLM's sentences, before there was VideoBERT.

Libraries that were indexed with one are searched with it until they are renewed. It places frames and sentences; what
takes reading both together it cannot do.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.encoders.efficientnet_lite import FrameEncoderConfig
from videobert_desktop.models.joint_head import JointHead, JointHeadConfig
from videobert_desktop.models.packs.caption import CAPTION_BEAMS, Caption
from videobert_desktop.models.packs.explanation import Explanation
from videobert_desktop.models.packs.frame_pack import FramePack
from videobert_desktop.models.packs.loading import filled
from videobert_desktop.models.packs.manifest import REINSTALL, PackInfo
from videobert_desktop.models.packs.networks import CONFIG
from videobert_desktop.models.packs.pack import Frames
from videobert_desktop.models.packs.stored_tokens import restore_tokens
from videobert_desktop.models.packs.window_rows import WindowRows

if TYPE_CHECKING:
    from videobert_desktop.models.encoders.minilm import SentenceEncoder

REVISION = "1-"


@dataclass(frozen=True, slots=True)
class FirstShapes:
    """The shapes of the three networks.

    Attributes:
        frame_encoder: Of what sees frames.
        joint_head: Of what joins both sides.
        sentence_encoder: Of MiniLM: the arguments of transformers' `BertConfig`.
    """

    frame_encoder: FrameEncoderConfig
    joint_head: JointHeadConfig
    sentence_encoder: dict[str, Any]


class FirstRevisionPack(FramePack):
    """Encodes frames and sentences; each side is loaded when it is first needed.

    Attributes:
        info: What the pack's manifest says.
        device: Where it computes.
    """

    def window_rows(self, frames: Frames, window_of_frame: NDArray[np.int64]) -> WindowRows:
        """Windows as the mean tokens of their frames; there are no visual words yet, so that all are 0."""
        tokens = restore_tokens(frames)
        counts = np.bincount(window_of_frame)
        sums = np.zeros((len(counts), *tokens.shape[1:]), np.float32)
        np.add.at(sums, window_of_frame, tokens)
        return WindowRows(np.asarray(sums / counts[:, None, None], np.float32), np.zeros(len(counts), np.int64))

    @torch.inference_mode()
    def encode_windows(self, frames: Frames, window_of_frame: NDArray[np.int64]) -> dict[str, NDArray[np.generic]]:
        """What a library keeps of windows: "embeddings" (n_windows, dim) float16, the mean of their frames'."""
        embeddings = self._head.embed_frames(torch.from_numpy(restore_tokens(frames)).to(self.device))
        windows = torch.from_numpy(window_of_frame).to(self.device)
        sums = torch.zeros(int(windows.max()) + 1, embeddings.shape[1], device=self.device)
        sums.index_add_(0, windows, embeddings)
        return {"embeddings": functional.normalize(sums, dim=-1).to(torch.float16).cpu().numpy()}

    @torch.inference_mode()
    def embed_moments(self, moments: Sequence[WindowRows]) -> NDArray[np.float32]:
        """Embed the windows of all moments: (n, dim) float32, unit-normalised."""
        features = np.concatenate([moment.features for moment in moments])
        return self._head.embed_frames(torch.from_numpy(features).to(self.device)).cpu().numpy()

    @torch.inference_mode()
    def embed_texts(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Embed sentences: (n, dim) float32, unit-normalised."""
        return self._head.embed_sentences(self._sentence_encoder.encode(sentences).to(self.device)).cpu().numpy()

    def align(self, sentence: str, moments: Sequence[WindowRows]) -> NDArray[np.float32]:  # noqa: ARG002 - the protocol
        """Not with this revision: a `UserError`."""
        self._cannot()

    def caption(self, moments: Sequence[WindowRows], *, beams: int = CAPTION_BEAMS) -> list[Caption]:  # noqa: ARG002
        """Not with this revision: a `UserError`."""
        self._cannot()

    def complete(
        self,
        templates: Sequence[str],  # noqa: ARG002
        candidates: Sequence[str],  # noqa: ARG002
        moments: Sequence[WindowRows],  # noqa: ARG002
    ) -> NDArray[np.float32]:
        """Not with this revision: a `UserError`."""
        self._cannot()

    def explain(self, sentence: str, moment: WindowRows) -> Explanation:  # noqa: ARG002
        """Not with this revision: a `UserError`."""
        self._cannot()

    def _cannot(self) -> NoReturn:
        raise no_videobert(self.info)

    @cached_property
    def _shapes(self) -> FirstShapes:
        return read_first_shapes(self.info)

    @property
    def _frame_shape(self) -> FrameEncoderConfig:
        return self._shapes.frame_encoder

    @property
    def _reducer(self) -> JointHead:
        return self._head

    @cached_property
    def _head(self) -> JointHead:
        shape = self._shapes.joint_head
        return filled(lambda: JointHead(shape), self.info, "joint_head", self.device)

    @cached_property
    def _sentence_encoder(self) -> SentenceEncoder:
        from videobert_desktop.models.packs.first_sentences import load_sentence_encoder

        return load_sentence_encoder(self.info, self._shapes.sentence_encoder, self.device)


def is_first_revision(info: PackInfo) -> bool:
    """Whether a pack is from before VideoBERT."""
    return info.revision.startswith(REVISION)


def no_videobert(info: PackInfo) -> UserError:
    """What to say where a pack from before VideoBERT is asked for what only that can do."""
    reason = f"Revision {info.revision} of the pack {info.name} cannot read words and pictures together."
    return UserError(reason, hint="This takes a pack with VideoBERT, and to index the library with it.")


def read_first_shapes(info: PackInfo) -> FirstShapes:
    """Read the shapes of a pack of the first revision.

    Raises:
        UserError: The file is missing, altered or not what it should be.
    """
    path = info.file(CONFIG)
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        frame = fields["frame_encoder"]
        frame["stages"] = tuple(tuple(stage) for stage in frame["stages"])
        head = JointHeadConfig(**fields["joint_head"])
        return FirstShapes(FrameEncoderConfig(**frame), head, dict(fields["sentence_encoder"].items()))
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise UserError(f"The shapes of the networks cannot be read: {error}.", path=path, hint=REINSTALL) from error
