"""No pattern takes more than linear time, whatever text it is given.

Each pattern of the package is given its worst inputs, which are made from the pattern itself:
repetitions of its parts and of pairs of them, also after what leads to its repetitions, with an end
that does not match. Steps are counted, not seconds: twice the input may take about twice the steps.
Where a pattern meets cleaned text only, its inputs are cleaned: they have no two blanks in a row.
"""

from __future__ import annotations

import ast
import importlib
import math
import pkgutil
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FunctionType, ModuleType

import pytest

import nsdi_tui
from nsdi_tui.digest.text import clean
from tests.backtracking import Matcher

SIZE = 40
# Steps for each character of a short text that need no second look.
CHEAP = 10
GROWTH = 3.0
MOST = 100_000
METHODS = ("compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer")
FLAGS = ("re.I", "re.A", "re.M", "re.S", "re.X")
# Packages and modules that see text as it is in a file; all others see it cleaned.
RAW = tuple(
    f"nsdi_tui.{name}"
    for name in (
        *("commands", "digest.markdown", "digest.sources", "digest.text", "digest.latex"),
        *("digest.reading.legend", "marks", "options", "system"),
    )
)
# Patterns that the package once had. One never ended for `---` and 60 times `-a: b`, the other took
# seven seconds for `{%` and 40,000 letters.
FRONT_MATTER = r"---[ \t]*\n((?:(?:[ \t#-].*|[\w.-]+[ \t]*:.*|)\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
GITBOOK_TAG = r"\{%\s*(\w[\w-]*)([^%\n]*)%\}"
# Patterns that are made from others when they are needed.
MADE = {
    "nsdi_tui.digest.markdown.scanner": "the end of a fence",
    "nsdi_tui.finding.acronyms": "the words of an acronym",
    "nsdi_tui.finding.terms": "a word of a query",
}


@dataclass(frozen=True)
class Use:
    """A pattern, and whether it is tried at one place of a text only."""

    where: str
    pattern: str
    flags: int
    is_anchored: bool

    @property
    def is_raw(self) -> bool:
        return self.where.startswith(RAW)


def modules() -> list[ModuleType]:
    names = [info.name for info in pkgutil.walk_packages(nsdi_tui.__path__, "nsdi_tui.")]
    return [importlib.import_module(name) for name in names if not name.endswith("__main__")]


def tree_of(module: ModuleType) -> ast.Module:
    return ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8"))


def compiled(value: object, depth: int = 0) -> list[re.Pattern[str]]:
    """Return the patterns that a value holds: in containers, classes and closures too."""
    if isinstance(value, re.Pattern):
        return [value] if isinstance(value.pattern, str) else []
    if depth > 4:
        return []
    inner: list[object] = []
    if isinstance(value, dict):
        inner = [*value.keys(), *value.values()]
    elif isinstance(value, (list, tuple, set, frozenset)):
        inner = list(value)
    elif isinstance(value, type) and value.__module__.startswith("nsdi_tui."):
        inner = list(vars(value).values())
    elif isinstance(value, FunctionType):
        inner = [cell.cell_contents for cell in value.__closure__ or ()]
        inner += [*(value.__defaults__ or ()), *(value.__kwdefaults__ or {}).values()]
    return [pattern for part in inner for pattern in compiled(part, depth + 1)]


@cache
def inline(module: ModuleType) -> tuple[list[Use], list[str]]:
    """Return the patterns that are written in calls within functions, and calls of others."""
    found: list[Use] = []
    other: list[str] = []
    tree = tree_of(module)
    constants = {id(node) for top in tree.body for node in ast.walk(top) if is_constant(top)}
    for node in ast.walk(tree):
        if id(node) in constants or not isinstance(node, ast.Call) or not is_use(node.func):
            continue
        assert isinstance(node.func, ast.Attribute)
        pattern = node.args[0]
        if isinstance(pattern, ast.Constant) and isinstance(pattern.value, str):
            flags = [ast.unparse(part) for part in (*node.args[1:], *map(value_of, node.keywords))]
            number = sum(getattr(re, flag[3:]) for flag in flags if flag in FLAGS)
            is_anchored = node.func.attr in ("match", "fullmatch")
            name = f"{module.__name__}:{node.lineno}"
            found.append(Use(name, pattern.value, number, is_anchored))
        else:
            other.append(f"line {node.lineno}: {ast.unparse(node)}")
    return found, other


def is_constant(node: ast.stmt) -> bool:
    """Whether a statement is executed when its module is imported: its patterns are values."""
    return not isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef))


def is_use(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "re"
        and function.attr in METHODS
    )


def value_of(keyword: ast.keyword) -> ast.expr:
    return keyword.value


@cache
def uses() -> tuple[Use, ...]:
    """Return every pattern of the package once."""
    found: dict[tuple[str, int], Use] = {}
    for module in modules():
        source = Path(module.__file__ or "").read_text(encoding="utf-8")
        for name, value in vars(module).items():
            patterns = compiled(value)
            if not patterns:
                continue
            methods = set(re.findall(rf"\b{re.escape(name)}\.(\w+)", source))
            is_anchored = bool(methods) and methods <= {"match", "fullmatch"}
            for pattern in patterns:
                use = Use(f"{module.__name__}.{name}", pattern.pattern, pattern.flags, is_anchored)
                key = (use.pattern, use.flags)
                if key not in found or (found[key].is_anchored and methods and not is_anchored):
                    found[key] = use
        for use in inline(module)[0]:
            found.setdefault((use.pattern, use.flags), use)
    return tuple(found.values())


def worst(use: Use) -> tuple[float, str]:
    """Return how much the steps grow with twice the input, for the input where they do most."""
    matcher = Matcher(re.compile(use.pattern, use.flags))
    if not matcher.repeats():
        return 0.0, ""
    found = (0.0, "")
    pairs = zip(matcher.attacks(SIZE), matcher.attacks(2 * SIZE), strict=True)
    for text, twice in dict(pairs).items():
        if not use.is_raw:
            text, twice = clean(text), clean(twice)
        steps = matcher.count(twice, use.is_anchored, MOST)
        if steps > CHEAP * len(twice):
            half = matcher.count(text, use.is_anchored, MOST)
            growth = steps / half if steps <= MOST else math.inf
            found = max(found, (growth * 2 * len(text) / max(len(twice), 1), twice))
    return found


def test_every_pattern_is_found() -> None:
    """Patterns that are no value of a module are written out where they are used."""
    assert len(uses()) > 250
    other = {module.__name__: inline(module)[1] for module in modules()}
    assert {name: calls for name, calls in other.items() if calls and name not in MADE} == {}


@pytest.mark.parametrize(
    ("pattern", "is_linear"),
    [
        (r"(a+)+b", False),
        (r"[ \t]+$", False),
        (r"a.*b.*c", False),
        (r"-(?:a|aa)*b", False),
        (r"\{%\s*\w+.*?%\}", False),
        (FRONT_MATTER, False),
        (GITBOOK_TAG, False),
        (r"a{1,400}b", True),
        (r"(?<!a)a+b", True),
        (r"\[[^\[\]]*\]", True),
    ],
)
def test_the_test_tells_patterns_apart(pattern: str, is_linear: bool) -> None:
    assert (worst(Use("nsdi_tui.system", pattern, 0, False))[0] < GROWTH) is is_linear


@pytest.mark.parametrize("part", range(2))
def test_patterns_are_linear(part: int) -> None:
    found = {use.where: worst(use) for use in uses()[part::2]}
    assert {where: what for where, what in found.items() if what[0] >= GROWTH} == {}
