"""From a question in English to what it asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from videobert_desktop.services.asking.questions import GAP, Question, QuestionKind
from videobert_desktop.services.asking.wording import as_described, progressive, singular, without_tail

_BE = r"(?:is|are|was|were|'s)"
_DO = r"(?:does|do|did)"
_WHAT = r"(?:what|which)"
# A name in the middle of a sentence.
_NAME = re.compile(r"(?<=[\w,] )(?!I\b|I'|TV\b|DJ\b|DVD\b|PC\b)([A-Z][\w'-]*)")
# What nobody can see, however well they look; only words can tell.
_UNSEEN = (
    r"name|names|owner|owners|price|cost|brand|age|year|date|month|phone|number|address|job|profession|nationality|"
    r"language|reason|title|author|director|temperature|speed|distance|height|length|weight in|religion|salary|surname"
)
# Of which kinds the object of a verb is. What is not listed may be anything that can be held.
_OBJECTS: Mapping[str, tuple[str, ...]] = {
    "riding": ("vehicle", "animal"),
    "driving": ("vehicle",),
    "flying": ("vehicle", "animal", "object"),
    "parking": ("vehicle",),
    "playing": ("instrument", "sport"),
    "practising": ("instrument", "sport", "activity"),
    "eating": ("food", "fruit", "vegetable"),
    "cooking": ("food", "vegetable"),
    "preparing": ("food", "vegetable", "drink"),
    "making": ("food", "drink", "object"),
    "cutting": ("vegetable", "fruit", "food", "object"),
    "chopping": ("vegetable", "fruit", "food"),
    "peeling": ("vegetable", "fruit"),
    "slicing": ("vegetable", "fruit", "food"),
    "drinking": ("drink",),
    "pouring": ("drink", "food"),
    "wearing": ("clothing",),
    "celebrating": ("event",),
    "celebrated": ("event",),
    "feeding": ("animal",),
    "petting": ("animal",),
    "lifting": ("object",),
    "holding": ("object", "food", "animal", "instrument"),
    "looking": ("object", "animal", "vehicle"),
    "reading": ("object",),
    "throwing": ("object",),
    "carrying": ("object", "food", "animal"),
}
_THINGS = ("object", "food", "fruit", "vegetable", "animal", "vehicle", "instrument", "clothing")
_PREPOSITIONS = frozenset(("on", "in", "at", "under", "behind", "along", "across", "over", "with"))
_MOVING = ("vehicle", "animal", "person")
_MOVES = frozenset(
    re.findall(r"\w+", "driving running flying swimming walking moving jumping barking crawling passing sailing coming")
)


def parse_question(text: str, kinds: Mapping[str, str]) -> Question:
    """Take a question apart.

    Args:
        text: The question.
        kinds: The kind of things that a word ("creature") asks for.
    """
    spaced = " ".join(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split()).strip(" ?!.")
    names = tuple(_NAME.findall(spaced))
    plain = without_tail(spaced.lower())
    for pattern, made in _FORMS:
        if (match := pattern.fullmatch(plain)) and (found := made(match.groupdict(default=""), kinds)) is not None:
            return _named(found, text, names)
    return Question(text, QuestionKind.OTHER, plain, names=names)


def _named(found: Question, text: str, names: tuple[str, ...]) -> Question:
    kinds = (found.kind, found.statement, found.candidates, found.supposed, found.verb)
    return Question(text, *kinds, names=names)


_Groups = Mapping[str, str]
_Maker = Callable[[_Groups, Mapping[str, str]], "Question | None"]


def _of(kind: QuestionKind) -> Callable[[_Groups, Mapping[str, str]], Question]:
    def made(groups: _Groups, _: Mapping[str, str]) -> Question:
        wanted = as_described(groups.get("rest", ""))
        return Question("", kind, wanted, supposed=wanted)

    return made


def _kind(groups: _Groups, kinds: Mapping[str, str]) -> Question | None:
    """The answer is one of a kind, and the rest says more about it: "What animal runs along the sidewalk?"."""
    words = groups["kind"].removeprefix("kind of ").removeprefix("type of ").removeprefix("sort of ").split()
    asked = next((kinds[word] for word in (" ".join(map(singular, words)), singular(words[-1])) if word in kinds), None)
    if asked is None:
        return None
    rest = groups["rest"]
    subject = re.fullmatch(rf"(?:{_BE}|{_DO}) (?P<who>.+?) (?P<verb>[a-z]+)(?P<more>(?: (?:on|in|with|at))?)", rest)
    if (
        subject
        and subject["who"].split()[0] not in _PREPOSITIONS
        and subject["who"].split()[-1] not in {"being", "it", "this", "that"}
        and asked not in {"place", "event"}
    ):
        doing = progressive(subject["verb"])
        who = as_described(subject["who"])
        return Question("", QuestionKind.NAME, f"{who} {doing}{subject['more']} {GAP}", (asked,), who)
    more = re.sub(rf"^(?:{_BE}|can be|do you|does|do) ?(?:it|this|that|there|shown|seen|see|being)?\b ?", "", rest)
    more = re.sub(r"^(?:shown|seen|visible|played|happening|being|take place|takes place)\b.*", "", more)
    verb, _, place = more.partition(" ")
    described = f"{GAP} {progressive(verb)} {place}".strip() if more and asked in _MOVING else GAP
    if verb in {"on", "in", "at", "under", "behind", "along"}:
        described = f"{GAP} {more}"
    return Question("", QuestionKind.NAME, described, (asked,))


def _doing(groups: _Groups, _: Mapping[str, str]) -> Question:
    who = as_described(groups.get("who", ""))
    return Question("", QuestionKind.NAME, f"{who} {GAP}".strip(), ("activity",), who)


def _weather(groups: _Groups, _: Mapping[str, str]) -> Question:
    return Question("", QuestionKind.NAME, f"{GAP} weather{groups['rest']}", ("weather",))


def _object(groups: _Groups, _: Mapping[str, str]) -> Question | None:
    """What something is done to: "What is the woman riding?", "what does the man play?", "what is being cut?"."""
    verb, who = progressive(groups["verb"]), as_described(groups.get("who", ""))
    if re.fullmatch(_UNSEEN, groups["verb"]):
        return None
    more = groups.get("more", "").strip()
    statement = f"{who or 'someone'} {verb} {more} {GAP}" if more else f"{who or 'someone'} {verb} {GAP}"
    return Question("", QuestionKind.NAME, statement, _OBJECTS.get(verb, _THINGS), who, verb)


def _subject(groups: _Groups, _: Mapping[str, str]) -> Question:
    """What does something, or is somewhere: "What stands on the table?", "what is driving on the track?"."""
    verb, rest = progressive(groups["verb"]) if groups["verb"] else "", groups["rest"]
    rest = rest.strip()
    place = as_described(
        re.sub(r"^(?:by|past|there|here)$|^(?:on|in|at|under|behind|next to|along|across|over) ", "", rest)
    )
    candidates = _MOVING if verb in _MOVES else _THINGS
    statement = " ".join((GAP, verb, rest)).replace("  ", " ").strip()
    return Question("", QuestionKind.NAME, statement, candidates, place)


def _where(groups: _Groups, _: Mapping[str, str]) -> Question:
    who = re.sub(rf"^(?:{_BE}|{_DO}|did) ", "", groups["rest"])
    who = re.sub(r" (?:take place|happen|set|located|filmed|being|standing|sitting|happening|taking place)$", "", who)
    supposed = (
        "" if re.fullmatch(r"(?:this|it|that|the (?:scene|video|clip)|we|they|he|she)", who) else as_described(who)
    )
    return Question("", QuestionKind.NAME, GAP, ("place",), supposed)


def _who(groups: _Groups, _: Mapping[str, str]) -> Question:
    rest = re.sub(rf"^{_BE} ", "", groups["rest"])
    return Question("", QuestionKind.NAME, f"{GAP} {rest}".strip(), ("person",))


def _either(groups: _Groups, _: Mapping[str, str]) -> Question | None:
    left, right = groups["left"].split(), groups["right"].split()
    if re.search(r"\b(?:day|night|dark)\b", groups["left"]) and re.search(
        r"\b(?:day|night|light|dark)", groups["right"]
    ):
        return Question("", QuestionKind.DAYTIME)
    right = [word for word in right if word not in {"a", "an", "the"}]
    before = [word for word in left[:-1] if word not in {"it", "this", "that"}]
    while before and before[-1] in {"a", "an", "the"}:
        before.pop()
    statement = f"{as_described(' '.join(before))} {GAP}".strip()
    return Question("", QuestionKind.EITHER, statement, (left[-1], " ".join(right)))


def _whether(groups: _Groups, _: Mapping[str, str]) -> Question:
    who = re.sub(r"^(?:there|it|this|that) (?:(?:any|some|the)\b)? ?", "", groups["rest"])
    who = re.sub(r"^(?:you|we|i) (?:see|hear|spot|find) ", "", who)
    return Question("", QuestionKind.YES_NO, as_described(who))


def _does(groups: _Groups, _: Mapping[str, str]) -> Question:
    words = re.sub(r"^(?:you|we|i) (?:see|hear|spot|find) ", "", groups["rest"])
    found = re.fullmatch(r"((?:the |an? |any |some)?\w+(?: with .+?)?) (\w+)(.*)", words)
    if words == groups["rest"] and found:
        words = f"{found[1]} {progressive(found[2])}{found[3]}"
    return Question("", QuestionKind.YES_NO, as_described(words))


# What a person is called in a question, and what may follow a verb before its object.
_WHO = r"(?P<who>(?:the |an? |this |that )?[\w' ]+?|he|she|it|they)"
_MORE = r"(?P<more>(?: to| at| on| in| with| up| down| from)?)"
_FILM = r"(?:video|clip|film|movie|scene|story)"
_FORMS: tuple[tuple[re.Pattern[str], _Maker], ...] = tuple(
    (re.compile("|".join(patterns)), maker)
    for maker, *patterns in (
        (_of(QuestionKind.UNSEEN), r"how much\b.*\b(?:cost|weigh|pay|earn)s?\b.*"),
        (_of(QuestionKind.COUNT), r"how (?:many|much) (?P<rest>.+)"),
        (
            _of(QuestionKind.WHEN),
            r"(?:when|at what (?:time|second|moment|point)) "
            r"(?:(?:does|do|did|is|are|was|were|can (?:you|we|i) see) )?(?P<rest>.+)",
        ),
        (
            _of(QuestionKind.COLOUR),
            rf"(?:(?:of )?{_WHAT} colou?rs? (?:{_BE}|has|have|does|do|of)|{_WHAT} {_BE} the colou?r of) (?P<rest>.+)",
        ),
        (
            _of(QuestionKind.DAYTIME),
            rf"{_WHAT} (?:time of (?:the )?day|part of the day)\b.*",
            r"is it (?:day|daytime|night|nighttime|night-time|dark|light)(?: outside)?",
        ),
        (
            _of(QuestionKind.SUMMARY),
            rf"what (?:{_BE} )?(?:(?:the|this) {_FILM} |it |this )?(?:all )?about",
            r"(?:summar\w+|describe\b|tell me (?:about|what)).*",
            rf"what (?:{_BE} )?(?:shown|to be seen|there|seen|happens|happening|going on|this)",
            r"what (?:can (?:be|you|we|i) seen?|do (?:you|we|i) see|does (?:it|this) show)",
        ),
        (
            _of(QuestionKind.SAID),
            rf"what {_BE} (?:said|told|explained|mentioned|talked about|spoken about|discussed)(?P<rest>.*)",
            rf"what {_DO} .+? (?:say|tell|talk about|speak about|mention|explain|sing|ask)\b.*",
            rf"what {_BE} .+ (?:saying|talking about|speaking about|telling)\b.*",
        ),
        (
            _of(QuestionKind.WRITTEN),
            rf"what (?:{_BE} written|text|words)\b(?P<rest>.*)",
            rf"what {_DO} .*(?:sign|text|screen|title|caption|label|slide)s? (?:say|read)\b.*",
        ),
        (
            _of(QuestionKind.UNSEEN),
            rf".*\b(?:{_UNSEEN})\b.*",
            r"(?:why|how old|how (?:far|fast|tall|heavy|long|expensive|often)|whose) .+",
        ),
        (_doing, rf"{_WHAT} (?:{_BE}|{_DO}) (?P<who>.+?) (?:doing|up to|do)(?: .*)?"),
        (_weather, rf"{_WHAT} {_BE} the weather(?: like)?(?P<rest>.*)"),
        (
            _kind,
            rf"(?:in |on |at )?{_WHAT} (?P<kind>(?:(?:kind|type|sort) of )?[a-z]+(?: instrument)?)(?: (?P<rest>.+))?",
        ),
        (_object, rf"what {_BE} being (?P<verb>\w+){_MORE}(?: .+)?"),
        (_object, rf"what {_BE} {_WHO} (?P<verb>\w+ing){_MORE}(?: .+)?"),
        (_object, rf"what {_DO} {_WHO} (?P<verb>\w+){_MORE}(?: (?:on|in|at|to|with|for|from|into) .+)?"),
        (
            _subject,
            rf"what (?:{_BE} )?(?P<verb>\w+(?:ing|s)|stand|sit|lie|drive|run|fly)? ?"
            r"(?P<rest>(?:on|in|at|under|behind|next to|along|across|over|through|down|up|into|around) .+)",
        ),
        (_subject, rf"what {_BE} (?P<verb>\w+ing)(?P<rest>(?: (?:by|past|there|here))?)"),
        (_where, r"where (?P<rest>.+)"),
        (_who, r"who (?P<rest>.+)"),
        (_either, rf"(?:{_BE}|{_DO}) (?P<left>.+?) or (?P<right>.+)"),
        (_whether, r"(?:is|are|was|were|has|have|had|can|could|will) (?P<rest>.+)"),
        (_does, r"(?:does|do|did) (?P<rest>.+)"),
    )
)
