"""The starter pack: EfficientNet-Lite2 and VideoBERT, from the files of one directory."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.models.encoders.efficientnet_lite import FrameEncoderConfig
from videobert_desktop.models.encoders.token_reducer import TokenReducer
from videobert_desktop.models.packs.caption import CAPTION_BEAMS, Caption
from videobert_desktop.models.packs.explanation import Explanation
from videobert_desktop.models.packs.frame_pack import FramePack
from videobert_desktop.models.packs.loading import filled
from videobert_desktop.models.packs.networks import CONFIG, NetworkConfigs, read_network_configs
from videobert_desktop.models.packs.pack import Frames
from videobert_desktop.models.packs.stored_tokens import restore_tokens
from videobert_desktop.models.packs.window_rows import WindowRows

if TYPE_CHECKING:
    from videobert_desktop.models.packs.joint_reading import JointReader

MOST_UINT16 = 1 << 16


class StarterPack(FramePack):
    """Encodes frames, windows and sentences, and reads windows and sentences together.

    What frames are encoded with and what reads windows and sentences are loaded when they are first needed: the second
    takes seconds to import.

    Attributes:
        info: What the pack's manifest says.
        device: Where it computes.
    """

    def window_rows(self, frames: Frames, window_of_frame: NDArray[np.int64]) -> WindowRows:
        """What the transformer reads of windows: the mean tokens of their frames, and their visual words.

        Raises:
            UserError: What was kept of the frames is damaged.
        """
        return self._reader.window_rows(restore_tokens(frames), window_of_frame)

    def encode_windows(self, frames: Frames, window_of_frame: NDArray[np.int64]) -> dict[str, NDArray[np.generic]]:
        """What a library keeps of windows that follow each other.

        They are read in groups that are counted from the first window, so that units which begin with a group come out
        the same wherever a video is cut.

        Returns:
            "embeddings" (n_windows, dim) float16, unit-normalised, and "visual_words" (n_windows,) uint16, or int32
            where there are more words than that can tell apart.

        Raises:
            UserError: What was kept of the frames is damaged.
        """
        rows = self.window_rows(frames, window_of_frame)
        embeddings = self._reader.embed_windows([rows])
        dtype = np.uint16 if self._reader.visual_vocab_size <= MOST_UINT16 else np.int32
        return {"embeddings": embeddings.astype(np.float16), "visual_words": rows.visual_words.astype(dtype)}

    def embed_moments(self, moments: Sequence[WindowRows]) -> NDArray[np.float32]:
        """Embed the windows of all moments, which have nothing to do with each other: (n, dim) float32."""
        return self._reader.embed_windows(moments)

    def embed_texts(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Embed sentences: (n, dim) float32, unit-normalised."""
        return self._reader.embed_texts(sentences)

    def align(self, sentence: str, moments: Sequence[WindowRows]) -> NDArray[np.float32]:
        """How well a sentence and each of m moments belong together: (m,) logits.

        Of a long moment only as many windows are read as were in training, evenly spread.
        """
        return self._reader.align(sentence, moments)

    def caption(self, moments: Sequence[WindowRows], *, beams: int = CAPTION_BEAMS) -> list[Caption]:
        """A sentence about each moment, the best of what a search with so many beams finds."""
        return self._reader.caption(moments, beams)

    def complete(
        self, templates: Sequence[str], candidates: Sequence[str], moments: Sequence[WindowRows]
    ) -> NDArray[np.float32]:
        """How well each candidate fills the gap `[MASK]` of templates about each moment: (m, candidates)."""
        return self._reader.complete(templates, candidates, moments)

    def explain(self, sentence: str, moment: WindowRows) -> Explanation:
        """Which words of a sentence looked at which windows of a moment, and where in them."""
        return self._reader.explain(sentence, moment)

    @cached_property
    def _networks(self) -> NetworkConfigs:
        return read_network_configs(self.info.file(CONFIG).parent)

    @property
    def _frame_shape(self) -> FrameEncoderConfig:
        return self._networks.frame_encoder

    @cached_property
    def _reducer(self) -> TokenReducer:
        shape = self._networks.token_reducer
        return filled(lambda: TokenReducer(shape), self.info, "token_reducer", self.device)

    @cached_property
    def _reader(self) -> JointReader:
        # Frames can be encoded without it, and transformers takes seconds to import.
        from videobert_desktop.models.packs.joint_loading import load_reader

        return load_reader(self.info, self._networks, self.device)
