"""The translations: whole, up to date with the sources, and with every name that is filled in."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QTranslator

import videobert_desktop
from videobert_desktop.settings.resources import resource_path

ROOT = Path(__file__).parents[2]
PACKAGE = Path(videobert_desktop.__file__).parent
FILES = sorted(resource_path("translations").glob("*.ts"))
TRANSLATING = {"self.tr", "QCoreApplication.translate", "translate", "QT_TRANSLATE_NOOP", "QT_TR_NOOP"}


def messages(file: Path) -> Iterator[tuple[str, str, ET.Element]]:
    """Each message: its context, its text, and the element of its translation."""
    for context in ET.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            yield context.findtext("name", ""), message.findtext("source", ""), translation


def texts_in(file: Path) -> set[tuple[str, str]]:
    """Each text with the context it stands in."""
    return {(context, text) for context, text, _ in messages(file)}


def names(template: str) -> list[str]:
    """What is filled in, sorted."""
    return sorted(name for _, name, _, _ in Formatter().parse(template) if name is not None)


def calls_in(module: Path) -> Iterator[ast.Call]:
    """The calls that ask for a translation; text has a method `translate` too, which is something else."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func).removeprefix("QtCore.") in TRANSLATING:
            yield node


def test_there_is_a_chinese_translation() -> None:
    assert [file.name for file in FILES] == ["videobert_zh_CN.ts"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_everything_is_translated(file: Path) -> None:
    left = [(context, text) for context, text, found in messages(file) if found.get("type") or not found.text]
    assert left == [], "run `make translations`, and translate what is unfinished"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_translation_names_what_its_text_names(file: Path) -> None:
    for context, text, found in messages(file):
        assert names(found.text or "") == names(text), (context, text)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_text_is_of_a_part_that_has_a_name(file: Path) -> None:
    # `tr("Context", "text")` is read wrongly: outside of a QObject it has to be called translate.
    assert [text for context, text, _ in messages(file) if not context] == []


def test_only_literals_are_translated() -> None:
    for module in sorted((PACKAGE / "ui").rglob("*.py")):
        if module.name == "sentences.py":
            continue  # looks up what the services say
        for call in calls_in(module):
            if ast.unparse(call.args[0]).startswith("'Q"):
                continue  # what Qt itself has translated
            assert all(isinstance(part, ast.Constant) for part in call.args), f"{module.name}:{call.lineno}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_text_is_listed_as_it_is_read(file: Path) -> None:
    # The tool that collects the texts does not know \N{...} and leaves out what it does not understand.
    listed = {text for _, text, _ in messages(file)}
    for module in sorted((PACKAGE / "ui").rglob("*.py")):
        literals = [[part.value for part in call.args if isinstance(part, ast.Constant)] for call in calls_in(module)]
        texts = {texts[-1] for texts in literals if texts and not texts[0].startswith("Q")}
        assert texts - {"sentences"} <= listed, module.name


def test_no_class_that_translates_is_a_base_of_another() -> None:
    # `self.tr` asks by the name of the object's own class, and the texts are listed by that of the class they stand in.
    trees = [ast.parse(module.read_text(encoding="utf-8")) for module in (PACKAGE / "ui").rglob("*.py")]
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    translating = {node.name for node in classes if "self.tr(" in ast.unparse(node)}
    bases = {ast.unparse(base) for node in classes for base in node.bases}
    assert translating & bases == set()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_compiled_translation_says_the_same(file: Path) -> None:
    translator = QTranslator()
    assert translator.load(file.stem, str(file.parent))
    for context, text, found in messages(file):
        assert translator.translate(context, text) == found.text, "run `make translations`"


def test_the_translations_are_up_to_date_with_the_sources(tmp_path: Path) -> None:
    if shutil.which("pyside6-lupdate", path=str(Path(sys.executable).parent)) is None:
        pytest.skip("pyside6-lupdate is not installed beside this Python")
    for file in FILES:
        shutil.copy(file, tmp_path)
    command = [sys.executable, ROOT / "packaging" / "translations" / "update.py", "--directory", tmp_path]
    subprocess.run(command, check=True, capture_output=True)
    for file in FILES:
        assert texts_in(tmp_path / file.name) == texts_in(file), "run `make translations`"
    sentences = (resource_path("translations", "sentences.json"), tmp_path / "sentences.json")
    assert len({path.read_text(encoding="utf-8") for path in sentences}) == 1, "run `make translations`"
