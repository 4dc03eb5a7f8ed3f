"""Papers as text, one a line, by a template such as `{name}\\t{title}\\t{arxiv}`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nsdi_tui.digest.links import is_web
from nsdi_tui.digest.text import clean
from nsdi_tui.digest.venues import venue_of
from nsdi_tui.export.selection import NO_ANNOTATION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from nsdi_tui.digest.model import Digest, LinkKind, Paper
    from nsdi_tui.export.selection import Annotate, Annotation, Selection

DEFAULT_TEMPLATE = r"{name}\t{title}\t{arxiv}"
SEPARATOR = " | "
"""Between the members of a list, such as authors, as in the CSV export."""

_PIECE = re.compile(r"\\[tn\\]|\{\{|\}\}|\{([^{}]*)\}|[{}]")
_LITERALS = {r"\t": "\t", r"\n": "\n", "\\\\": "\\", "{{": "{", "}}": "}"}
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Line:
    paper: Paper
    digest: Digest
    marks: Annotation


def _address(*kinds: LinkKind) -> Callable[[_Line], str]:
    def get(line: _Line) -> str:
        link = line.paper.link(*kinds)
        return link.url if link else ""

    return get


def _best_address(line: _Line) -> str:
    best = line.paper.best_link
    urls = (link.url for link in (best, *line.paper.links) if link)
    return next(filter(is_web, urls), "")


_FIELDS: dict[str, Callable[[_Line], object]] = {
    "name": lambda line: line.paper.name,
    "title": lambda line: line.paper.title,
    "arxiv": lambda line: line.paper.arxiv,
    "url": _best_address,
    "pdf": _address("pdf"),
    "code": _address("code"),
    "links": lambda line: SEPARATOR.join(link.url for link in line.paper.links),
    "authors": lambda line: SEPARATOR.join(line.paper.authors),
    "organizations": lambda line: SEPARATOR.join(line.paper.organizations),
    "venue": lambda line: venue_of(line.paper, line.digest).name,
    "year": lambda line: line.paper.year or venue_of(line.paper, line.digest).year,
    "date": lambda line: line.paper.date,
    "topics": lambda line: SEPARATOR.join(line.paper.topics),
    "tags": lambda line: SEPARATOR.join(line.paper.tags),
    "badges": lambda line: SEPARATOR.join(line.paper.badges),
    "summary": lambda line: " ".join(bullet.text for bullet in line.paper.summary),
    "kind": lambda line: line.paper.kind,
    "key": lambda line: line.paper.key,
    "digest": lambda line: line.digest.title,
    "file": lambda line: clean(line.digest.path or line.digest.source),
    "line": lambda line: line.paper.line,
    "starred": lambda line: "starred" if line.marks.starred else "",
    "read": lambda line: "read" if line.marks.read else "",
    "note": lambda line: line.marks.note,
}
FIELDS = tuple(_FIELDS)
"""The names that a template may have between braces."""

MARK_FIELDS = frozenset({"starred", "read", "note"})
"""The fields for which the marks file is read."""

# Names by ANSI's 16 colors, which every theme of a terminal keeps readable.
_COLORS = {
    "name": "1",
    **dict.fromkeys(("arxiv", "url", "pdf", "code", "links"), "36"),
    **dict.fromkeys(("venue", "year", "date"), "33"),
    **dict.fromkeys(("authors", "organizations"), "32"),
    **dict.fromkeys(("topics", "tags", "badges"), "35"),
}


class Template:
    r"""A line with fields in braces; `\t`, `\n`, `\\`, `{{` and `}}` are literal characters.

    Raises ValueError, with the valid names, for a field that does not exist and for a single brace.
    """

    def __init__(self, text: str) -> None:
        self._pieces: list[tuple[str, str | None]] = []
        end = 0
        for match in _PIECE.finditer(text):
            literal = text[end : match.start()]
            end = match.end()
            if match[1] is not None:
                if match[1] not in _FIELDS:
                    names = ", ".join(FIELDS)
                    raise ValueError(f"No field named {{{match[1]}}}; available: {names}")
                self._pieces.append((literal, match[1]))
            elif match[0] in _LITERALS:
                self._pieces.append((literal + _LITERALS[match[0]], None))
            else:
                raise ValueError(f"Single {match[0]} in the template; write {match[0] * 2}")
        self._pieces.append((text[end:], None))

    @property
    def asks_for_marks(self) -> bool:
        """Whether a field is one of the user's marks."""
        return any(field in MARK_FIELDS for _, field in self._pieces)

    def lines(
        self, selections: Iterable[Selection], annotate: Annotate | None, *, in_color: bool = False
    ) -> Iterator[str]:
        """Yield the line of each paper, with its line break.

        A missing value is empty. Line breaks and tabs in a value become blanks: the
        template's tabs always separate the values of a line.
        """
        for selection in selections:
            for paper in selection.papers:
                marks = (annotate(paper) if annotate else None) or NO_ANNOTATION
                line = _Line(paper, selection.digest, marks)
                yield "".join(self._rendered(line, in_color=in_color)) + "\n"

    def _rendered(self, line: _Line, *, in_color: bool) -> Iterator[str]:
        for literal, field in self._pieces:
            yield literal
            if field is None:
                continue
            value = _FIELDS[field](line)
            text = "" if value is None else _BLANKS.sub(" ", str(value))
            color = _COLORS.get(field) if in_color and text else None
            yield f"\x1b[{color}m{text}\x1b[0m" if color else text
