"""Looks at what indexing depends on: decoders, the device, whole packs; and measures how fast it all is.

Whatever may be broken in an installation is imported where it is looked at.
"""

from __future__ import annotations

import time
from pathlib import Path

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.services.manage_packs import find_pack, verify_packs
from videobert_desktop.services.measuring.check import Check
from videobert_desktop.services.measuring.doctor_machine import requirement
from videobert_desktop.settings.options import Settings
from videobert_desktop.settings.resources import resource_path

_SECONDS_OF_MEASURING = 4.0
_SENTENCE = "a dog runs on the beach"


def decoders() -> Check:
    """Whether the media library reads the kinds of picture that cameras make."""
    from videobert_desktop.media.codecs import DECODERS, missing_decoders

    problem = ", ".join(missing_decoders())
    hint = f'Install PyAV as it is published: pip install --force-reinstall "{requirement("av")}"'
    return Check.of("decoders", f"none for {problem}" if problem else "", found=", ".join(DECODERS), hint=hint)


def packs() -> Check:
    """Whether the packs of weights are whole."""
    problems = verify_packs()
    damaged = "; ".join(f"{name}: {' '.join(sentences)}" for name, sentences in problems.items() if sentences)
    problem = damaged if problems else "none is installed"
    found = f"{', '.join(problems)}: whole"
    return Check.of("packs", problem, found=found, hint="Install the damaged pack, or the program, again.")


def device(settings: Settings) -> tuple[Check, str]:
    """The device that computes, and its name; the wish itself where it is not there.

    Returns:
        What was found, and the device.
    """
    from videobert_desktop.models.device_trial import try_device

    try:
        name, detail = try_device(settings.device)
    except UserError as error:
        return Check("device", ok=False, detail=error.reason, hint=error.hint), settings.device
    return Check("device", ok=True, detail=f"{name}: {detail}"), name


def speed(settings: Settings, *, cancel: CancelToken, report: Report) -> tuple[Check, float]:
    """How many times faster than it plays a real video is decoded and encoded.

    Returns:
        What was found, and the number.

    Raises:
        Cancelled: It was asked to stop.
        UserError: A sample cannot be decoded, or the pack or the device is not there.
    """
    times = measured_speed(settings, cancel=cancel, report=report)
    found = f"{times:.1f}x real time, decoding and encoding samples with {settings.pack!r}"
    problem = f"{found}: it takes longer than watching" if times < 1 else ""
    hint = "Index with --mode fast first, and let the rest go on overnight."
    return Check.of("speed", problem, found=found, hint=hint), times


def measured_speed(
    settings: Settings, *, cancel: CancelToken, report: Report, seconds: float = _SECONDS_OF_MEASURING
) -> float:
    """Seconds of video per second, over the samples that come with the program, for about so many seconds.

    A sentence is embedded on the way, as a search would, which takes another part of the pack; that is not timed.

    Raises:
        Cancelled: It was asked to stop.
        UserError: There is no sample, one cannot be decoded, or the pack or the device is not there.
    """
    from videobert_desktop.media.decoder import Decoder
    from videobert_desktop.models.packs.pack import load_pack

    samples = _samples()
    pack = load_pack(find_pack(settings.pack), settings.device, settings.threads)

    def encode(path: Path) -> float:
        frames = decoder.frames(path, size=pack.info.frame_size, cancel=cancel)
        last = 0.0
        for batch in frames:
            cancel.raise_if_cancelled()
            pack.encode_frames(batch.pixels)
            last = float(batch.times[-1])
        return last

    with Decoder() as decoder:
        encode(samples[0])  # starts the decoder's process and reads the weights
        pack.embed_texts([_SENTENCE])
        began, watched = time.monotonic(), 0.0
        for number, path in enumerate(samples):
            report(Progress("measuring the speed", number, len(samples), "samples", path.name))
            watched += encode(path)
            if time.monotonic() - began > seconds:
                break
        return watched / (time.monotonic() - began)


def _samples() -> list[Path]:
    folder = resource_path("samples")
    samples = sorted(folder.glob("*.mp4"))
    if not samples:
        raise UserError("There is no sample to measure with.", path=folder, hint="Install the program again.")
    return samples
