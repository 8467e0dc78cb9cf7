"""Filling in blanks: which nouns pictures count for, and how answers are counted."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.helpers.colour_pack import ColourPack
from tests.unit.models.evaluation.conftest import encoded
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.models.evaluation.bootstrap import group_draws
from videobert_desktop.models.evaluation.cloze import TEMPLATES, balanced_recall, evaluate_cloze
from videobert_desktop.models.evaluation.encoded_pictures import EncodedPictures
from videobert_desktop.models.evaluation.nouns import FORMS, named_nouns

NOUNS = list(FORMS)
SHOWN = {
    "red": ("a dog", "two dogs"),
    "green": ("Grass!", "grass and a dog"),
    "blue": ("water", "the water"),
    "white": ("snow falls", "it is cold"),
}


class TestNouns:
    def test_there_are_a_hundred_each_named_by_words_of_its_own(self) -> None:
        assert len(FORMS) == 100
        words = [word for forms in FORMS.values() for word in forms]
        assert len(words) == len(set(words))
        assert all(noun in forms for noun, forms in FORMS.items())

    def test_a_picture_counts_for_a_noun_that_two_captions_name(self) -> None:
        captions = [("A dog.", "Dogs run", "a man"), ("a dog and a dog", "grass"), ("men", "The man's snow-board")]
        named = named_nouns(captions)
        assert [[NOUNS[number] for number in np.flatnonzero(row)] for row in named] == [["dog"], [], ["man"]]

    def test_words_are_whole(self) -> None:
        assert not named_nouns([("a doghouse", "a doghouse"), ("snowman", "snowman")]).any()

    @pytest.mark.data
    def test_they_are_in_the_order_of_how_often_the_development_captions_name_them(self, shared_data: Path) -> None:
        captions = defaultdict(list)
        with (shared_data / "flickr8k" / "captions.csv").open(encoding="utf-8", newline="") as table:
            for row in csv.DictReader(table):
                if row["split"] == "dev":
                    captions[row["image"]].append(row["caption"])
        counts = named_nouns(list(captions.values())).sum(0).tolist()
        assert counts == sorted(counts, reverse=True)
        assert (counts[0], counts[-1]) == (239, 6)


class TestAnswers:
    @dataclass
    class Knowing(ColourPack):
        """A pack that answers each colour of picture with one noun."""

        answers: dict[int, str] = field(default_factory=dict)
        asked: set[tuple[str, ...]] = field(default_factory=set)

        def complete(
            self, templates: Sequence[str], candidates: Sequence[str], moments: Sequence[Any]
        ) -> NDArray[np.float32]:
            self.asked.add(tuple(templates))
            scores = np.zeros((len(moments), len(candidates)), np.float32)
            for row, moment in zip(scores, moments, strict=True):
                row[candidates.index(self.answers[int(moment.visual_words[0])])] = 1
            return scores

    @pytest.fixture
    def pack(self, colour_pack: ColourPack) -> Knowing:
        return self.Knowing(colour_pack.info)

    @pytest.fixture
    def pictures(self, colour_pack: ColourPack, tmp_path: Path) -> EncodedPictures:
        return encoded(colour_pack, tmp_path / "pairs", list(SHOWN), SHOWN)

    def evaluated(self, pack: Knowing, pictures: EncodedPictures, *answers: str) -> dict[str, Any]:
        words = [int(moment.visual_words[0]) for moment in pictures.moments]
        pack.answers = dict(zip(words, answers, strict=True))
        return evaluate_cloze(pack, pictures, seed=0, cancel=CancelToken(), report=ignore_progress)

    def test_only_pictures_that_show_a_noun_are_asked_about(self, pack: Knowing, pictures: EncodedPictures) -> None:
        found = self.evaluated(pack, pictures, "dog", "grass", "water", "snow")
        assert (found["n"], found["nouns"]) == (3, 3)

    def test_right_answers_are_counted(self, pack: Knowing, pictures: EncodedPictures) -> None:
        every = self.evaluated(pack, pictures, "dog", "grass", "water", "snow")
        two = self.evaluated(pack, pictures, "dog", "water", "water", "snow")
        none = self.evaluated(pack, pictures, "bus", "bus", "bus", "bus")
        assert [found["top1"]["value"] for found in (every, two, none)] == pytest.approx([1, 2 / 3, 0])
        assert [found["named"]["value"] for found in (every, two, none)] == pytest.approx([1, 2 / 3, 0])
        assert every["top5"]["value"] == 1

    def test_one_answer_for_everything_gets_what_the_language_prior_gets(
        self, pack: Knowing, pictures: EncodedPictures
    ) -> None:
        found = self.evaluated(pack, pictures, "dog", "dog", "dog", "dog")
        assert found["top1"]["value"] == pytest.approx(found["baselines"]["language_prior"]["top1"])
        assert found["named"]["value"] == pytest.approx(found["baselines"]["language_prior"]["named"])

    def test_it_asks_in_several_templates_at_once(self, pack: Knowing, pictures: EncodedPictures) -> None:
        self.evaluated(pack, pictures, "dog", "grass", "water", "snow")
        assert pack.asked == {TEMPLATES}
        assert len(TEMPLATES) > 1
        assert all(template.count("[MASK]") == 1 for template in TEMPLATES)

    def test_captions_without_such_nouns_are_refused(
        self, pack: Knowing, colour_pack: ColourPack, tmp_path: Path
    ) -> None:
        with pytest.raises(UserError, match="nouns"):
            self.evaluated(pack, encoded(colour_pack, tmp_path / "colours", ["red", "green"]), "dog", "dog")

    def test_it_stops_when_asked_to(self, pack: Knowing, pictures: EncodedPictures) -> None:
        cancel = CancelToken()
        cancel.cancel()
        with pytest.raises(Cancelled):
            evaluate_cloze(pack, pictures, seed=0, cancel=cancel, report=ignore_progress)


class TestBalance:
    def test_every_noun_counts_the_same(self) -> None:
        named = np.zeros((100, 2), bool)
        named[:99, 0] = named[99:, 1] = True
        found = balanced_recall(named, np.tile([True, False], (100, 1)), group_draws(np.arange(100)))
        assert found["value"] == 0.5

    def test_a_noun_that_no_picture_shows_does_not_count(self) -> None:
        named = np.array([[True, False], [True, False]])
        assert balanced_recall(named, named, group_draws(np.arange(2))) == {"value": 1, "low": 1, "high": 1}

    def test_the_interval_narrows_with_the_number_of_pictures(self) -> None:
        widths = []
        for count in (40, 640):
            random = np.random.default_rng(0)
            named, answered = np.ones((count, 1), bool), random.random((count, 1)) < 0.5
            found = balanced_recall(named, answered, group_draws(np.arange(count)))
            assert found["low"] < found["value"] < found["high"]
            widths.append(found["high"] - found["low"])
        assert widths[0] / widths[1] == pytest.approx(4, rel=0.35)
