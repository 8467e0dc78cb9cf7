"""Puts videos into other containers without encoding them again, as many programs do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import av
from av.bitstream import BitStreamFilterContext

from tests.helpers.media import aged

# AVI knows no lengths before the units of H.264 and HEVC.
_ANNEX_B = {"h264": "h264_mp4toannexb", "hevc": "hevc_mp4toannexb"}


def remuxed(source: Path, target: Path, metadata: Mapping[str, str] | None = None, **options: str) -> Path:
    """The picture of `source` in the container that the ending of `target` names.

    Args:
        source: A video.
        target: Where to; may be `source` itself.
        metadata: The tags of the copy.
        options: Options for the muxer.
    """
    partial = target.with_name(f"partial-{target.name}")
    with av.open(str(source)) as original, av.open(str(partial), "w", options=options) as copy:
        copy.metadata.update(metadata or {})
        track = original.streams.video[0]
        copied = copy.add_stream_from_template(track)
        packets = (packet for packet in original.demux(track) if packet.dts is not None or packet.pts is not None)
        name = _ANNEX_B.get(track.codec_context.name) if target.suffix == ".avi" else None
        rewrite = BitStreamFilterContext(name, track, copied) if name is not None else None
        for packet in packets:
            for ready in [packet] if rewrite is None else rewrite.filter(packet):
                ready.stream = copied
                copy.mux(ready)
    return aged(partial.replace(target))
