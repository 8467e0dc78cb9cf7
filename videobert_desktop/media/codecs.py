"""Which kinds of picture the media library can read."""

from __future__ import annotations

from av.codec import Codec
from av.codec.codec import UnknownCodecError

# Each with the decoders that will do: the native one of AV1 works with a graphics card only.
DECODERS = {
    "H.264": ("h264",),
    "HEVC": ("hevc",),
    "VP8": ("vp8", "libvpx"),
    "VP9": ("vp9", "libvpx-vp9"),
    "AV1": ("libdav1d", "libaom-av1"),
    "MPEG-1": ("mpeg1video",),
    "MPEG-2": ("mpeg2video",),
    "MPEG-4": ("mpeg4",),
    "ProRes": ("prores",),
    "DNxHD": ("dnxhd",),
    "MJPEG": ("mjpeg",),
    "DV": ("dvvideo",),
    "WMV": ("wmv1", "wmv2", "wmv3"),
    "VC-1": ("vc1",),
    "Theora": ("theora",),
    "Flash": ("flv",),
    "H.263": ("h263",),
    "GIF": ("gif",),
}


def missing_decoders() -> list[str]:
    """The kinds of picture, by their names for people, that cannot be read here."""
    return [kind for kind, names in DECODERS.items() if not any(_there(name) for name in names)]


def _there(name: str) -> bool:
    try:
        Codec(name, "r")
    except UnknownCodecError:
        return False
    return True
