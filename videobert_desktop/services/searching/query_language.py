"""Whether a pack can read a query, as far as that can be told without asking it.

A pack turns every sentence into a vector, also one in a language that it has never read; what it finds then means
nothing. What is written in other letters is told for certain. A sentence in another language of the same letters is
told by the words that descriptions of pictures are full of; this is meant to miss some rather than to be wrong about
short English queries.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from enum import Enum

_LANGUAGES = {"starter": ("en",)}

_LATIN, _CYRILLIC, _CHINESE = frozenset({"LATIN"}), frozenset({"CYRILLIC"}), frozenset({"CJK"})
_SCRIPTS = {
    "ar": frozenset({"ARABIC"}),
    "el": frozenset({"GREEK"}),
    "he": frozenset({"HEBREW"}),
    "hi": frozenset({"DEVANAGARI"}),
    "ja": _CHINESE | {"HIRAGANA", "KATAKANA"},
    "ko": frozenset({"HANGUL"}),
    "ru": _CYRILLIC,
    "uk": _CYRILLIC,
    "zh": _CHINESE,
} | dict.fromkeys(("de", "en", "es", "fr", "it", "nl", "pl", "pt", "sv", "tr"), _LATIN)

# For each language words that English has not (they count twice), and words that names and loans have brought to it or
# that mean something else there.
_WORDS = {
    "de": (
        """ein eine einen einem einer eines und auf ist sind wird beim ohne zwischen durch neben hinter vor über unter
        hund hunde katze frau frauen männer kinder mädchen junge jungen menschen leute läuft laufen rennt spielt spielen
        sitzt steht fährt fliegt schwimmt isst trinkt tanzt straße schnee baum wald berge
        sonnenuntergang nacht himmel rotes roter kleines kleiner großes großer""",
        "der das dem des mit von zum zur im nicht mann kind strand auto meer haus berg wasser",
    ),
    "fr": (
        """une avec dans sont derrière pendant chien chiens homme hommes femme femmes enfant enfants garçon fille gens
        joue jouent courent boit danse nage marche assis plage maison voiture arbre forêt ciel dansent jouant
        courant""",
        """un le la les des du de et en est sur qui au aux il elle chez sans sous chat court rue mer eau nuit neige
        mange soleil""",
    ),
    "es": (
        """una unas con por sobre entre está están perro perros hombre hombres mujer mujeres niño niños niña niñas
        gente corre corriendo juega jugando comiendo bebe baila bailando camina caminando calle coche nieve árbol bosque
        montaña montañas noche cielo""",
        "un unos el la de del los las y en se al para bajo sol mar que gato gatos casa playa come nada agua puesta",
    ),
    "it": (
        """una gli nella nelle nello sulla sulle sul dalla della delle degli cani uomo uomini donna donne bambino
        bambini bambina bambine ragazzo ragazza gente corre gioca giocano mangia beve balla nuota cammina spiaggia
        strada neve albero bosco montagne tramonto notte cielo acqua""",
        "un uno il la lo le di e che con del dei nel al su sole per cane gatto gatti mare macchina montagna",
    ),
    "pt": (
        """uma umas uns não nas nos pela pelo cachorro cão cães homem homens mulher mulheres menino menina crianças
        criança pessoas corre correndo brinca brincando comendo dança praia neve árvore floresta montanha noite céu
        água""",
        "um o os as de do da dos das e em no na ao com por para sol mar rua casa carro gato",
    ),
    "nl": (
        """een het naar bij onder naast achter voor hond honden vrouw vrouwen kinderen meisje jongen mensen loopt
        speelt spelen zit staat rijdt vliegt zwemt eet drinkt danst straat huis sneeuw zonsondergang nacht lucht""",
        "de van en aan in der den op met kat rent boom bos zee",
    ),
}
_ENGLISH = """the is are was and of with at for from by to his her their its on over under into through while who that
    this being someone something people person man woman men women boy girl dog cat child children"""
_MARKED, _LIGHT, _ENOUGH = 2, 1, 3
_FEWEST_WORDS = 2
_WORD = re.compile(r"[^\W\d_]+")


class Unreadable(Enum):
    """Why a query cannot be read.

    Attributes:
        WORDLESS: There is no letter and no digit in it: signs or emoji only.
        SCRIPT: Most of its letters are of a script that the pack does not read.
        LANGUAGE: It seems to be in a language that the pack does not read.
    """

    WORDLESS = "wordless"
    SCRIPT = "script"
    LANGUAGE = "language"

    @property
    def certain(self) -> bool:
        """Whether a search can find nothing but chance."""
        return self is not Unreadable.LANGUAGE


def languages_of(pack: str) -> tuple[str, ...]:
    """The languages that a pack reads, by their ISO 639 codes; none if that is not known.

    Args:
        pack: Its name.
    """
    return _LANGUAGES.get(pack, ())


def unreadable(text: str, languages: Sequence[str]) -> Unreadable | None:
    """Why a pack cannot read a query; None if it can, or may be able to.

    Args:
        text: The query.
        languages: Those that the pack reads; none if that is not known.
    """
    plain = unicodedata.normalize("NFKC", text)
    if not any(char.isalnum() for char in plain):
        return Unreadable.WORDLESS
    if not languages or any(language not in _SCRIPTS for language in languages):
        return None
    if _in_other_letters(plain, frozenset().union(*(_SCRIPTS[language] for language in languages))):
        return Unreadable.SCRIPT
    return Unreadable.LANGUAGE if _in_another_language(plain, languages) else None


def _in_other_letters(text: str, scripts: frozenset[str]) -> bool:
    found = Counter(unicodedata.name(char, "").partition(" ")[0] in scripts for char in text if char.isalpha())
    return found[False] > found[True]


def _in_another_language(text: str, languages: Sequence[str]) -> bool:
    words = {word.casefold() for word in _WORD.findall(text)}
    if "en" not in languages or len(words) < _FEWEST_WORDS:
        return False
    english = _MARKED * len(words.intersection(_ENGLISH.split()))
    return any(_weight(words, *lists) - english >= _ENOUGH for name, lists in _WORDS.items() if name not in languages)


def _weight(words: set[str], marked: str, light: str) -> int:
    return _MARKED * len(words.intersection(marked.split())) + _LIGHT * len(words.intersection(light.split()))
