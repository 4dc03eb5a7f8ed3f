"""Texts, documentation and comments are plain English, without the phrases that were retired."""

from __future__ import annotations

import ast
import re
import tokenize
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeGuard

from nsdi_tui.finding.cheat_sheet import ROWS
from nsdi_tui.tui.commands import COMMANDS

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator

    Documented: TypeAlias = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef

PACKAGE = Path(__file__).resolve().parents[1] / "nsdi_tui"
MODULES = sorted(PACKAGE.rglob("*.py"))

RETIRED = re.compile(
    r"\b(?:told|tells? (?:what|which|whether|apart)|is not told|stands? (?:apart|in|there|by)"
    r"|as it were|alike|upon|amid|anew|the reader|carr(?:y|ied|ies) (?:away|out)|knows? of"
    r"|under the cursor|in force|tak(?:e|en) back|put aside|of its own|for its own|or no longer"
    r"|outward|inward|spelling errors|unstar|goes on|esc leaves|is there already|nobody's"
    r"|holds? (?:these|no|what)|not understood|left out|by the filter|of the filter"
    r"|no paper matches|side by side|the other way round|do not go together|copied, by"
    r"|there (?:is|are|was|were) no (?:link|paper|format|command|theme|file|digest))\b",
    re.IGNORECASE,
)

# Also outside of shown texts, where "carry out" and "the reader of a list" have their usual sense.
RETIRED_IN_DOCUMENTATION = re.compile(
    r"\b(?:told|tells? (?:what|which|whether|apart)|stands? (?:apart|in|on|there|by|beside|before)"
    r"|as it were|alike|upon|amid|anew|carr(?:y|ied|ies) away|knows? of|in force"
    r"|tak(?:e|en) back|put aside|(?:of|for) (?:its|their) own"
    r"|(?:is|are) there\b(?! (?:a|an|any)\b))\b",
    re.IGNORECASE,
)
ROOT = PACKAGE.parent
DOCUMENTS = [
    *sorted((ROOT / "docs").glob("*.md")),
    *(ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "SECURITY", "CHANGELOG")),
]


def shown_texts(path: Path) -> Iterator[tuple[int, str]]:
    """The string literals of a module that are not docstrings: what may be shown."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documentation = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in documentation
        ):
            yield node.lineno, node.value


def test_no_text_has_a_retired_phrase() -> None:
    retired = [
        f"{path.relative_to(PACKAGE)}:{line}: {text}"
        for path in MODULES
        for line, text in shown_texts(path)
        if RETIRED.search(text)
    ]
    assert retired == []


def test_no_docstring_or_comment_has_a_retired_phrase() -> None:
    retired = []
    others = (path for folder in ("benchmarks", "tests") for path in (ROOT / folder).rglob("*.py"))
    for path in [*MODULES, *sorted(others)]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        texts = [ast.get_docstring(node) or "" for node in ast.walk(tree) if has_docstring(node)]
        with path.open("rb") as lines:
            tokens = list(tokenize.tokenize(lines.readline))
        texts += [token.string for token in tokens if token.type == tokenize.COMMENT]
        for text in texts:
            if match := RETIRED_IN_DOCUMENTATION.search(" ".join(text.split())):
                retired.append(f"{path.relative_to(ROOT)}: {match[0]}")
    assert retired == []


def has_docstring(node: ast.AST) -> TypeGuard[Documented]:
    return isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))


def test_no_document_has_a_retired_phrase() -> None:
    retired = [
        f"{path.name}: {match[0]}"
        for path in DOCUMENTS
        for match in RETIRED_IN_DOCUMENTATION.finditer(
            " ".join(path.read_text(encoding="utf-8").split())
        )
    ]
    assert retired == []


def test_no_command_has_a_retired_phrase() -> None:
    texts = [command.title for command in COMMANDS] + [command.group for command in COMMANDS]
    texts += [row.meaning for row in ROWS]
    assert [text for text in texts if RETIRED.search(text)] == []


def test_command_titles_begin_with_a_capital() -> None:
    assert [c.title for c in COMMANDS if not c.title[0].isupper() or c.title.endswith(".")] == []


def test_the_help_has_no_retired_phrase(
    nsdi_tui: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    shown = " ".join(nsdi_tui("--help").stdout.split())
    assert RETIRED.findall(shown) == []
