"""What a card says about a moment."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from videobert_desktop.domain.moment import IN_LIBRARY, Moment
from videobert_desktop.ui.texts import shown, stretch

CERTAIN = 1.0
_VERY_SURE, _POSSIBLE = 0.85, 0.15


def certainty(confidence: float) -> str:
    """How sure the search is, in a word."""
    least_of_each = (_VERY_SURE, IN_LIBRARY, _POSSIBLE, 0.0)
    return next(word for least, word in zip(least_of_each, certainties(), strict=True) if confidence >= least)


def certainties() -> tuple[str, str, str, str]:
    """All that `certainty` may say, the surest first."""
    return (
        QCoreApplication.translate("Moment", "very sure"),
        QCoreApplication.translate("Moment", "likely"),
        QCoreApplication.translate("Moment", "perhaps"),
        QCoreApplication.translate("Moment", "hardly"),
    )


def percentage(confidence: float) -> str:
    """How sure the search is, in percent."""
    return QCoreApplication.translate("Moment", "{percent} %").format(percent=round(confidence * 100))


def reason(moment: Moment) -> str:
    """Which channels it was found by: what is said or written there in its own words."""
    evidence, channels = moment.evidence, []
    if evidence.speech is not None:
        said = QCoreApplication.translate("Moment", "said: “{text}”")
        channels.append(said.replace("{text}", _in_one_line(evidence.speech.text)))
    if evidence.screen is not None:
        written = QCoreApplication.translate("Moment", "written: “{text}”")
        channels.append(written.replace("{text}", _in_one_line(evidence.screen.text)))
    if evidence.picture is not None:
        channels.append(QCoreApplication.translate("Moment", "seen in the picture"))
    return ", ".join(channels)


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def when(moment: Moment) -> str:
    """The stretch of the video that it is."""
    return stretch(moment.span.start, moment.span.end)


def count_of_moments(count: int) -> str:
    """So many moments."""
    one = QCoreApplication.translate("Moment", "1 moment")
    several = QCoreApplication.translate("Moment", "{count} moments")
    return (one if count == 1 else several).format(count=count)


def less_likely() -> str:
    """What stands above the moments that hardly count."""
    return QCoreApplication.translate("Moment", "Less likely")


def spoken(moment: Moment) -> str:
    """The whole card, for those who cannot see it."""
    parts = [shown(moment.path.name), when(moment), percentage(moment.confidence), certainty(moment.confidence)]
    parts += [reason(moment)] if reason(moment) else []
    parts += [] if moment.online else [QCoreApplication.translate("Moment", "offline")]
    return ", ".join(parts)
