"""One thing that was looked at, and how it was found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from videobert_desktop.domain.errors import Cancelled, UserError

_REINSTALL = "Install the program again."


@dataclass(frozen=True, slots=True)
class Check:
    """What was found of one thing that the program depends on.

    Attributes:
        name: What was looked at, in a word or two.
        ok: Whether the program can work with it.
        detail: What was found.
        hint: What to do next, as a sentence; empty where all is well.
    """

    name: str
    ok: bool
    detail: str
    hint: str = ""

    @classmethod
    def of(cls, name: str, problem: str, *, found: str, hint: str) -> Check:
        """What `found` says if there is no `problem`; otherwise the problem, and the hint."""
        return cls(name, not problem, problem or found, hint if problem else "")


def checked(name: str, look: Callable[[], Check]) -> Check:
    """What `look` finds; an installation that breaks on the way is a finding too.

    Raises:
        Cancelled: It was asked to stop.
    """
    try:
        return look()
    except Cancelled:
        raise
    except UserError as error:
        where = f"{error.path}: " if error.path is not None else ""
        return Check(name, ok=False, detail=where + error.reason, hint=error.hint or _REINSTALL)
    # A broken installation breaks in any way at all: what was built for another numpy raises ValueError, for one.
    except Exception as error:  # noqa: BLE001
        return Check(name, ok=False, detail=f"{type(error).__name__}: {error}", hint=_REINSTALL)
