"""The shapes of a pack's networks: `config.json` in the pack's directory."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.encoders.efficientnet_lite import FrameEncoderConfig
from videobert_desktop.models.encoders.token_reducer import TokenReducerConfig
from videobert_desktop.models.packs.manifest import REINSTALL

CONFIG = "config.json"


@dataclass(frozen=True, slots=True)
class NetworkConfigs:
    """The shapes of the three networks of a starter pack.

    Attributes:
        frame_encoder: Of the network that sees frames.
        token_reducer: Of what makes the tokens that a library keeps.
        videobert: Of the transformer: the arguments of `VideoBertConfig`, whose library takes seconds to import, and
            frames can be encoded without it.
    """

    frame_encoder: FrameEncoderConfig
    token_reducer: TokenReducerConfig
    videobert: dict[str, Any]


def read_network_configs(directory: Path) -> NetworkConfigs:
    """Read the shapes of the pack in `directory`.

    Raises:
        UserError: The file is missing or not what it should be.
    """
    path = directory / CONFIG
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        frame = fields["frame_encoder"]
        frame["stages"] = tuple(tuple(stage) for stage in frame["stages"])
        return NetworkConfigs(
            FrameEncoderConfig(**frame),
            TokenReducerConfig(**fields["token_reducer"]),
            dict(fields["videobert"].items()),
        )
    except Exception as error:
        raise UserError(f"The shapes of the networks cannot be read: {error}.", path=path, hint=REINSTALL) from error


def write_network_configs(directory: Path, configs: NetworkConfigs) -> None:
    """Write the shapes into the pack's directory."""
    fields = {
        "frame_encoder": asdict(configs.frame_encoder),
        "token_reducer": asdict(configs.token_reducer),
        "videobert": configs.videobert,
    }
    (directory / CONFIG).write_text(json.dumps(fields, indent=2) + "\n", encoding="utf-8")
