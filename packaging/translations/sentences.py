"""The sentences that the services say in English, as templates: what stands in the sources, with names for what varies.

Errors are told by parts of the program that know no window and no language, so the window looks their sentences up.
A sentence is a literal or an f-string of several words with a full stop, or the name of a stage of work.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "videobert_desktop"

# What only the command line and the training of packs can say is never shown in the window.
NOT_SHOWN = (
    "cli",
    "ui",
    "models/training",
    "models/evaluation",
    "services/clip_windows.py",
    "services/evaluate_model.py",
    "services/measuring",
    "app.py",
    "tour.py",
    "__main__.py",
)
STAGES = ("first look", "indexing")
"""Stages of work that have names in the sources; others are literals where progress is told."""
FEWEST_LETTERS = 12
"""Of a template's own: with fewer it would match sentences that are not its."""
SENTENCE = re.compile(r"(?!(?:[A-Z]{2,}|{SELECT}) )[\w{].* .*[.?!]$", re.DOTALL)
"""Several words and a full stop, and not a statement for the database, which begins in capitals."""


def templates() -> list[str]:
    """Every sentence that can reach the window, sorted."""
    modules = [path for path in sorted(PACKAGE.rglob("*.py")) if _is_shown(path.relative_to(PACKAGE).as_posix())]
    found = {template for path in modules for template in _templates_in(ast.parse(path.read_text(encoding="utf-8")))}
    return sorted(found.union(STAGES))


def _is_shown(module: str) -> bool:
    return not module.startswith(NOT_SHOWN)


def _templates_in(tree: ast.Module) -> Iterator[str]:
    passed_over = set(_nodes_that_say_nothing(tree))
    for node in ast.walk(tree):
        if node in passed_over:
            continue
        template = _template(node)
        is_pattern = "(?" in template
        if SENTENCE.match(template) and not is_pattern and len(re.sub(r"{.*?}|\W", "", template)) >= FEWEST_LETTERS:
            yield template
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Progress" and node.args:
            yield from filter(None, [_template(node.args[0])])


def _nodes_that_say_nothing(tree: ast.Module) -> Iterator[ast.AST]:
    """Docstrings, help for the command line, and the parts of f-strings, which are told as a whole."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield from ast.walk(ast.Tuple(node.values))
        elif isinstance(node, ast.Dict):
            yield from (value for key, value in zip(node.keys, node.values, strict=True) if _template(key) == "help")


def _template(node: ast.AST | None) -> str:
    """What a literal or an f-string says, with {names}; empty if the node is neither."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value.replace("{", "{{").replace("}", "}}")
    if not isinstance(node, ast.JoinedStr):
        return ""
    names: list[str] = []
    return "".join(_part(part, names) for part in node.values)


def _part(part: ast.expr, names: list[str]) -> str:
    if not isinstance(part, ast.FormattedValue):
        return _template(part)
    value = part.value
    name = value.id if isinstance(value, ast.Name) else value.attr if isinstance(value, ast.Attribute) else "value"
    names.append(name)
    seen = names.count(name)
    return f"{{{name.strip('_')}{seen if seen > 1 else ''}}}"
