"""Bring the translations up to date with the sources: `make translations`.

Afterwards, what is new is unfinished in resources/translations/videobert_zh_CN.ts. Translate it there (with Qt
Linguist, or by hand: write the translation and take `type="unfinished"` away), and run this once more. If a test says
that a character cannot be drawn, see resources/fonts/README.md.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from sentences import PACKAGE, templates

RESOURCES = Path(__file__).parents[2] / "resources" / "translations"
LANGUAGES = ("zh_CN",)
CONTEXT = "sentences"


def update(directory: Path) -> None:
    """Write the templates of the sentences, and the translations in both of their forms, into `directory`."""
    sentences = templates()
    written = json.dumps(sentences, ensure_ascii=False, indent=0)
    (directory / "sentences.json").write_text(f"{written}\n", encoding="utf-8")
    with tempfile.TemporaryDirectory() as scratch:
        listed = Path(scratch) / "sentences.py"
        calls = (f'QCoreApplication.translate("{CONTEXT}", {_quoted(text)})\n' for text in sentences)
        listed.write_text("".join(calls), encoding="utf-8")
        for language in LANGUAGES:
            source = directory / f"videobert_{language}.ts"
            modules = [*map(str, sorted((PACKAGE / "ui").rglob("*.py"))), str(PACKAGE / "app.py"), str(listed)]
            options = ["-no-obsolete", "-locations", "none", "-source-language", "en", "-target-language", language]
            _run("pyside6-lupdate", *options, *modules, "-ts", str(source))
            _run("pyside6-lrelease", "-silent", str(source), "-qm", str(source.with_suffix(".qm")))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _run(tool: str, *arguments: str) -> None:
    found = shutil.which(tool, path=str(Path(sys.executable).parent)) or shutil.which(tool)
    if found is None:
        raise SystemExit(f"{tool} is missing: it comes with PySide6.")
    subprocess.run([found, *arguments], check=True)


def main() -> None:
    """Read the arguments and update the translations."""
    parser = argparse.ArgumentParser(description="Bring the translations up to date with the sources.")
    parser.add_argument("--directory", type=Path, default=RESOURCES, help="where they are")
    update(parser.parse_args().directory)


if __name__ == "__main__":
    main()
