"""The hundred nouns of which a cloze test asks.

They are the commonest nouns of the captions of Flickr8k's development split. A picture counts for a noun when at least
two of its captions name it, in the singular or the plural. Counted so, and reviewed by hand: left out is what those
captions use as a verb as often as not (jump, run, slide), and what only belongs to a preposition (front, side, top,
middle, background). Ties at the end are in the order of the alphabet. The commonest name 239 pictures, the last 6.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_FORMS = """
dog/dogs man/men person/people woman/women boy/boys girl/girls child/children water ball/balls shirt/shirts grass snow
bike/bikes group/groups air mouth/mouths player/players beach/beaches field/fields street/streets bicycle/bicycles
crowd/crowds rock/rocks hat/hats mountain/mountains ocean/oceans toy/toys dirt pool/pools skateboard/skateboards
tree/trees building/buildings jacket/jackets tennis hand/hands stick/sticks lake/lakes sand dress/dresses head/heads
park/parks ramp/ramps hill/hills skateboarder/skateboarders soccer wave/waves race/races sidewalk/sidewalks wall/walls
baby/babies bench/benches boat/boats car/cars sign/signs swing/swings basketball/basketballs frisbee/frisbees glasses
path/paths woods baseball/baseballs collar/collars costume/costumes flower/flowers playground/playgrounds shorts
step/steps arm/arms bag/bags biker/bikers cap/caps chair/chairs city/cities couch/couches face/faces fence/fences
football/footballs motorcycle/motorcycles road/roads rope/ropes snowboarder/snowboarders suit/suits sunglasses
surfer/surfers table/tables bird/birds brick/bricks couple/couples fountain/fountains game/games helmet/helmets
skier/skiers team/teams uniform/uniforms window/windows bed/beds board/boards bottle/bottles bus/buses family/families
"""
FORMS: dict[str, frozenset[str]] = {forms.split("/")[0]: frozenset(forms.split("/")) for forms in _FORMS.split()}
"""The nouns, commonest first, each with the words that name it."""
CAPTIONS_TO_NAME = 2
_WORD = re.compile(r"[a-z]+")


def named_nouns(captions: Sequence[Sequence[str]]) -> NDArray[np.bool_]:
    """Which nouns pictures count for: the captions of n pictures to (n, nouns) bool, in the order of `FORMS`."""
    named = np.zeros((len(captions), len(FORMS)), bool)
    for picture, sentences in enumerate(captions):
        words = [frozenset(_WORD.findall(sentence.lower())) for sentence in sentences]
        named[picture] = [sum(map(bool, map(forms.__and__, words))) >= CAPTIONS_TO_NAME for forms in FORMS.values()]
    return named
