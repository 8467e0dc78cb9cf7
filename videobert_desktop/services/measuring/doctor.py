"""Looks at everything that the program depends on, and says what to do where something is amiss."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.services.libraries import Library, list_libraries, open_library
from videobert_desktop.services.measuring import doctor_library, doctor_machine, doctor_speed, doctor_window
from videobert_desktop.services.measuring.check import Check, checked
from videobert_desktop.services.presence import is_there
from videobert_desktop.settings.options import Settings

__all__ = ["Check", "Diagnosis", "examine"]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was found.

    Attributes:
        checks: All that was looked at.
        device: Where the model computes; as the settings say where that could not be found out.
        x_realtime: Seconds of video that are indexed in a second; None where it could not be measured.
    """

    checks: tuple[Check, ...]
    device: str
    x_realtime: float | None

    @property
    def ok(self) -> bool:
        """Whether all is well."""
        return all(check.ok for check in self.checks)


def examine(settings: Settings, library: Path, *, cancel: CancelToken, report: Report) -> Diagnosis:
    """Look at everything; nothing is changed.

    Args:
        settings: The settings in force.
        library: Where a library is, or would be; looked at if it is there.
        cancel: Looked at between the checks.
        report: Told what is being looked at.

    Raises:
        Cancelled: It was asked to stop.
    """
    device: list[str] = []
    speed: list[float] = []

    def try_device() -> Check:
        check, name = doctor_speed.device(settings)
        device.append(name)
        return check

    def measure_speed() -> Check:
        check, times = doctor_speed.speed(settings, cancel=cancel, report=report)
        speed.append(times)
        return check

    there = is_there(library)
    place = library if there else settings.libraries_directory
    looks: dict[str, Callable[[], Check]] = {
        "python": doctor_machine.python,
        "packages": doctor_machine.packages,
        "faiss": lambda: doctor_machine.loads("faiss", "faiss"),
        "decoders": doctor_speed.decoders,
        "device": try_device,
        "packs": doctor_speed.packs,
        "speed": measure_speed,
        "libraries directory": lambda: doctor_machine.libraries_directory(place),
        "disk": lambda: doctor_machine.room(place),
        "file system": lambda: doctor_machine.file_system(place),
        "shared memory": doctor_machine.shared_memory,
        "locks": lambda: doctor_library.locks(_libraries(settings, library if there else None)),
        "display": doctor_window.display,
        "PySide6": doctor_window.toolkit,
        "window libraries": doctor_window.window_libraries,
        "fonts": doctor_window.fonts,
    }
    if there:
        looks["library"] = lambda: doctor_library.library_opens(open_library(library))
    checks = []
    for number, (name, look) in enumerate(looks.items()):
        cancel.raise_if_cancelled()
        report(Progress("looking", number, len(looks), "checks", name))
        checks.append(checked(name, look))
    return Diagnosis(tuple(checks), device[0] if device else settings.device, speed[0] if speed else None)


def _libraries(settings: Settings, library: Path | None) -> list[Library]:
    """The user's libraries, and the given one."""
    known = {known.root: known for known in list_libraries(settings)}
    try:
        return list((known | ({} if library is None else {library: open_library(library)})).values())
    except UserError:  # what is wrong with it is told by the check of the library itself
        return list(known.values())
