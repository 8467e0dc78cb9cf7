"""The shape of a VideoBERT."""

from __future__ import annotations

from typing import Any, Self

from transformers import BertConfig

# What BERT's vocabulary has them as.
CLS_TOKEN = 101
SEP_TOKEN = 102
MASK_TOKEN = 103

WINDOW_PARTS = 11
"""Rows a window enters with in our configuration: the whole picture, its 3x3 parts, and the concept."""


class VideoBertConfig(BertConfig):  # type: ignore[no-untyped-call]
    """A BERT's shape, and what it needs to read video.

    Attributes:
        visual_vocab_size: How many visual words there are.
        feature_size: Width of a window's continuous features; 0 if windows are known by their visual words only.
        window_parts: Rows that a window takes in the sequence.
        max_windows: Windows a sequence holds at most, the size of the table of time positions. 0: there is no such
            table, and windows count on where the words end, as in the paper.
        context_windows: Windows that are read together where a video is cut into groups, and of a moment at most.
        projection_size: Width of the space in which sentences and windows are compared; 0 if there is none.
        video_token_id: The token `[>]` that the windows come after.
        caption_token_id: The token that a caption begins with.
        caption_positions: Places kept for the words of a caption, behind which the windows' own begin. 0: as many as
            there are words, so that a model that is trained so sees from the last [SEP] how long a caption will be.
        cls_token_id: The token `[CLS]`.
        sep_token_id: The token `[SEP]`.
        mask_token_id: The token `[MASK]`.
    """

    model_type = "videobert"

    visual_vocab_size: int = 1000
    feature_size: int = 192
    window_parts: int = WINDOW_PARTS
    max_windows: int = 40
    context_windows: int = 4
    projection_size: int = 384
    video_token_id: int = 1
    caption_token_id: int = 2
    caption_positions: int = 0
    cls_token_id: int = CLS_TOKEN
    sep_token_id: int = SEP_TOKEN
    mask_token_id: int = MASK_TOKEN

    @classmethod
    def from_dict(cls, config_dict: dict[str, Any], **kwargs: Any) -> Self:
        """As transformers has it.

        Raises:
            ValueError: It is the shape of another architecture.
        """
        found = config_dict.get("model_type")
        if found != cls.model_type:
            raise ValueError(f"This is the shape of a {found or 'model of no known kind'}, not of a {cls.model_type}.")
        return super().from_dict(config_dict, **kwargs)

    @classmethod
    def starter(cls, **changes: Any) -> Self:
        """The starter pack's: MiniLM-L6 with windows of eleven rows."""
        shape: dict[str, Any] = {
            "hidden_size": 384,
            "num_hidden_layers": 6,
            "num_attention_heads": 12,
            "intermediate_size": 1536,
        }
        return cls(**shape | changes)

    @classmethod
    def paper(cls, **changes: Any) -> Self:
        """The published one: BERT-large, 20,736 visual words (4 levels of 12 clusters), no continuous features.

        Source: Sun, Myers, Vondrick, Murphy, Schmid: VideoBERT, ICCV 2019, section 4.2.
        """
        shape: dict[str, Any] = {
            "hidden_size": 1024,
            "num_hidden_layers": 24,
            "num_attention_heads": 16,
            "intermediate_size": 4096,
            "visual_vocab_size": 12**4,
            "feature_size": 0,
            "window_parts": 1,
            "max_windows": 0,
            "projection_size": 0,
        }
        return cls(**shape | changes)
