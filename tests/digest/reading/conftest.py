"""Documents with their expected reading, in one file that a person can read and edit.

Above the line `--- expected ---` is a Markdown document; below it is the outline that it must be
read as: topics (`# Topic`, `## Topic inside it`) and entries, each a title and, indented, the
fields that the document is about:

    # Bread
    Kneading at Night
      authors: Ann Baker; Bob Miller
      link: arXiv https://arxiv.org/abs/2401.00001

Every topic and every entry must be named, in order. Fields that are not named are not compared.
`venue: -` says that there is none. Several authors, tags, organizations, badges or aliases are
joined by `; `, bullets of a summary by ` / `; `link` is repeated, once for each link.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from nsdi_tui.digest.model import Paper, Topic
from nsdi_tui.digest.reading.document import parse
from nsdi_tui.digest.reading.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from nsdi_tui.digest.reading.context import Rules

DIVIDER = "\n--- expected ---\n"


@dataclass
class Line:
    """A line of an outline: a topic or a title, and the names of the fields given below it."""

    text: str
    fields: list[str] = field(default_factory=list)


@pytest.fixture
def reads_as_expected() -> Callable[..., None]:
    """Fail where the document of a file is not read as the file says."""

    def check(path: Path, rules: Rules = RULES) -> None:
        document, divider, expected = path.read_text(encoding="utf-8").partition(DIVIDER)
        assert divider, f"{path.name} has no expected reading"
        lines = [line.rstrip() for line in expected.splitlines() if line.strip()]
        named = [line.fields for line in _outline(lines)]
        children = parse(document, path.name, rules=rules).children
        found = [
            row
            for number, child in enumerate(_walk(children, 1))
            for row in _rows(*child, named[number] if number < len(named) else [])
        ]
        assert "\n".join(found) == "\n".join(lines)

    return check


def _outline(lines: list[str]) -> list[Line]:
    out: list[Line] = []
    for line in lines:
        if line.startswith("  "):
            name, colon, _ = line.strip().partition(":")
            assert colon, f"not a field: {line!r}"
            if name not in out[-1].fields:
                out[-1].fields.append(name)
        else:
            out.append(Line(line))
    return out


def _walk(children: tuple[Topic | Paper, ...], depth: int) -> Iterator[tuple[Topic | Paper, int]]:
    for child in children:
        yield child, depth
        if isinstance(child, Topic):
            yield from _walk(child.children, depth + 1)


def _rows(child: Topic | Paper, depth: int, names: list[str]) -> Iterator[str]:
    yield f"{'#' * depth} {child.title}" if isinstance(child, Topic) else child.title
    for name in names:
        yield from (f"  {name}: {value}".rstrip() for value in _values(child, name))


def _values(child: Topic | Paper, name: str) -> list[str]:
    if name == "link":
        return [f"{link.label} {link.url}" for link in child.links] or ["-"]
    if name == "kinds":
        return [", ".join(link.kind for link in child.links) or "-"]
    if name in ("summary", "notes"):
        bullets = child.notes if isinstance(child, Topic) else child.summary
        return [" / ".join(bullet.text for bullet in bullets) or "-"]
    value = getattr(child, name)
    if isinstance(value, tuple):
        value = "; ".join(value)
    return [str(value) if value else "-"]
