"""Words as questions have them, and as descriptions of videos have them."""

from __future__ import annotations

import re

_TAIL = re.compile(
    r"[, ]*\b(?:(?:shown |seen |visible |appearing )?(?:in|on|of|during|throughout|at the (?:beginning|end) of) "
    r"(?:the|this) (?:whole |entire )?(?:video|clip|film|movie|picture|scene|footage|recording|screen)"
    r"|anywhere|at any (?:point|time)|at all|right now|please|here)$"
)
_PRONOUNS = {
    "he": "a man",
    "she": "a woman",
    "they": "people",
    "someone": "a person",
    "somebody": "a person",
    "anyone": "a person",
    "anybody": "a person",
    "any": "a",
    "it": "",
    "this": "",
    "that": "",
}
_IRREGULAR = {
    "men": "man",
    "women": "woman",
    "children": "child",
    "people": "person",
    "mice": "mouse",
    "geese": "goose",
    "wolves": "wolf",
    "clothes": "clothing",
    "species": "species",
}
_PARTICIPLES = {
    "built": "building",
    "done": "doing",
    "driven": "driving",
    "drunk": "drinking",
    "eaten": "eating",
    "fed": "feeding",
    "held": "holding",
    "made": "making",
    "ridden": "riding",
    "sold": "selling",
    "thrown": "throwing",
    "worn": "wearing",
    "written": "writing",
}
_DOUBLED = frozenset(
    re.findall(
        r"\S+",
        """
        run swim sit cut hit put get chop stop clap hug grab dig jog win skip slip step pet nod tap
        """,
    )
)


def without_tail(question: str) -> str:
    """A question without what says no more than that the video is meant."""
    before, text = "", question
    while text != before:
        before, text = text, _TAIL.sub("", text).strip()
    return text


def as_described(phrase: str) -> str:
    """A phrase of a question as a description has it: "the woman" is "a woman", "someone" "a person"."""
    words = without_tail(phrase).split()
    if not words:
        return ""
    described = [_PRONOUNS.get(word, word) if place == 0 else word for place, word in enumerate(words)]
    for place, word in enumerate(described[:-1]):
        if word == "the":
            described[place] = "" if _is_plural(described[place + 1]) else "a"
    return " ".join(filter(None, described))


def _is_plural(noun: str) -> bool:
    return singular(noun) != noun and not noun.endswith("'s")


def progressive(verb: str) -> str:
    """The form in -ing of a verb as it stands in a question: "rides" and "ride" are "riding"."""
    if verb in _PARTICIPLES:
        return _PARTICIPLES[verb]
    if (verb.endswith("ing") and len(verb) > 4) or not verb:
        return verb
    stem = verb
    if verb.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")):
        stem = verb[:-2]
    elif verb.endswith("ies") and len(verb) > 4:
        stem = f"{verb[:-3]}y"
    elif verb.endswith("s") and not verb.endswith("ss"):
        stem = verb[:-1]
    elif verb.endswith("ed") and len(verb) > 4:
        return f"{verb[:-2]}ing"
    if stem.endswith("ie"):
        return f"{stem[:-2]}ying"
    if stem.endswith("e") and not stem.endswith(("ee", "oe", "ye")) and len(stem) > 2:
        return f"{stem[:-1]}ing"
    return f"{stem}{stem[-1]}ing" if stem in _DOUBLED else f"{stem}ing"


def singular(noun: str) -> str:
    """A noun in the singular."""
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    if noun.endswith("ies") and len(noun) > 4:
        return f"{noun[:-3]}y"
    if noun.endswith(("ches", "shes", "xes", "sses")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith(("ss", "us")) else noun


def with_article(name: str) -> str:
    """A name as it stands in an answer: "a dog", "an apple", "drums"."""
    if _needs_none(name):
        return name
    return f"an {name}" if name[:1].lower() in "aeiou" and not name.startswith(("uni", "one", "eu")) else f"a {name}"


_MASS = frozenset(
    re.findall(
        r"\S+",
        """
        snow water grass sand mud fire hair bread candy money rice pasta soup salad meat food fruit
        cheese chocolate ice cream corn garlic broccoli cauliflower lettuce coffee tea beer wine milk
        juice jeans shorts glasses sunglasses gloves shoes scissors drums stairs people clothing
        fireworks vegetables beans grapes cards trousers moon sun chess sky scenery
        """,
    )
)


def _needs_none(name: str) -> bool:
    last = name.rsplit(maxsplit=1)[-1]
    return last in _MASS or singular(last) != last or name.split(maxsplit=1)[0] in {"a", "an", "the", "inside"}
