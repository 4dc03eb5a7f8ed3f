"""Parsing a query: clauses that must all hold, each a choice of terms.

Every text is a query, also a half-typed one: an unclosed quote ends with the text, a lone sign or a
field without a value matches everything, an unknown field is literal text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from nsdi_tui.digest.model import LinkKind
from nsdi_tui.finding.folding import fold

Field: TypeAlias = Literal[
    "title",
    "name",
    "author",
    "org",
    "topic",
    "summary",
    "tag",
    "venue",
    "year",
    "date",
    "added",
    "link",
    "note",
    "arxiv",
]
Kind: TypeAlias = Literal["part", "start", "word", "fuzzy", "year", "date", "added", "has", "is"]

FIELDS: tuple[Field, ...] = get_args(Field)
STATES = ("starred", "read", "unread", "new", "changed", "selected")
"""Values of `is:` that test marks."""
ENTRY_KINDS = ("paper", "resource")
"""Values of `is:` that test the kind of the entry."""
FLAGS = (*STATES, *ENTRY_KINDS)
PARTS = ("summary", "authors", "tags", "date", "year", "note", "venue", "badge", "name")
"""Values of `has:` that test a part of the entry."""
HAS_VALUES: tuple[str, ...] = (*get_args(LinkKind), *PARTS)
"""Values of `has:`; it also takes the label of a link."""
SPACES = " \t\n\r\u3000\xa0"
SHORT = 2
"""Terms of up to so many characters that begin like a word match only at a word's start."""
MOST_CLAUSES = 64
LONGEST = 2000
"""Most clauses and characters of a query; the rest is ignored."""

_FIELD = re.compile(r"([A-Za-z]+):")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to match: `kind` says how `text` (folded) is compared, `field` where (None: all).

    "part" is a substring, "start" one at a word's start, "word" a whole word, "fuzzy" a word with
    typos; "year", "date" and "added" are a year or date, or a range; "has" and "is" are flags.
    """

    kind: Kind
    text: str
    field: Field | None = None

    def implies(self, other: Term) -> bool:
        """Whether every paper that matches this matches the other too, going by the two texts."""
        if self == other:
            return True
        if self.field != other.field or self.kind not in ("part", "start", "word"):
            return False
        if other.kind == "part":
            return other.text in self.text
        if other.kind == "start":
            return self.kind in ("start", "word") and self.text.startswith(other.text)
        return False


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition of a query: any of its terms, or none of them when `excluded`."""

    source: str
    terms: tuple[Term, ...]
    excluded: bool = False

    def implies(self, other: Clause) -> bool:
        """Whether every paper that satisfies this one satisfies the other too."""
        if self.excluded != other.excluded:
            return False
        narrow, wide = (other, self) if self.excluded else (self, other)
        return all(any(term.implies(choice) for choice in wide.terms) for term in narrow.terms)

    @property
    def asks_for_marks(self) -> bool:
        """Whether the result depends on marks."""
        return any(
            (term.kind == "is" and term.text in STATES)
            or term.field == "note"
            or (term.kind, term.text) == ("has", "note")
            for term in self.terms
        )


@dataclass(frozen=True, slots=True)
class Query:
    """Clauses that must all hold; false without any."""

    clauses: tuple[Clause, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.clauses)

    def refines(self, other: Query) -> bool:
        """Whether every paper that matches this is sure to match the other."""
        return all(any(mine.implies(theirs) for mine in self.clauses) for theirs in other.clauses)

    @property
    def asks_for_marks(self) -> bool:
        """Whether the result depends on marks."""
        return any(clause.asks_for_marks for clause in self.clauses)

    @property
    def asks_for_added(self) -> bool:
        """Whether the result depends on when papers were added to their lists."""
        return any(term.kind == "added" for clause in self.clauses for term in clause.terms)


def parse(text: str) -> Query:
    """Parse a query. Never fails."""
    clauses = []
    for word in split(text[:LONGEST], SPACES):
        clause = _clause(word)
        if clause is not None and clause not in clauses:
            clauses.append(clause)
        if len(clauses) == MOST_CLAUSES:
            break
    return Query(tuple(clauses))


def without_word(text: str, word: str) -> str:
    """Return the text of a query without this word, as it is if it does not have it."""
    words = split(text, SPACES)
    return " ".join(one for one in words if one != word) if word in words else text


def split(text: str, separators: str) -> list[str]:
    """Split at any of these characters outside quotes, dropping what is empty."""
    parts, part, is_quoted = [], "", False
    for character in text:
        if character == '"':
            is_quoted = not is_quoted
        if character in separators and not is_quoted:
            parts.append(part)
            part = ""
        else:
            part += character
    parts.append(part)
    return [part for part in parts if part]


def _clause(word: str) -> Clause | None:
    excluded = word[0] in "-!" and len(word) > 1
    body = word[1:] if excluded else word
    if body in ("-", "!"):
        return None
    terms = dict.fromkeys(term for choice in split(body, "|") for term in _terms(choice))
    return Clause(word, tuple(terms), excluded) if terms else None


def _terms(choice: str) -> list[Term]:
    match = _FIELD.match(choice)
    name = match.group(1).lower() if match else ""
    rest = choice[match.end() :] if match else ""
    if name in ("has", "is"):
        return [term for value in split(rest, ",") if (term := _flag(name, value))] or (
            [] if _is_half_typed(name, rest) else _text(choice, None)
        )
    for field in FIELDS:
        if field == name:
            return [term for value in split(rest, ",") for term in _text(value, field)]
    return _text(choice, None)


def _flag(name: str, value: str) -> Term | None:
    text = fold(_unquoted(value))
    if name == "has":
        return Term("has", text) if text else None
    return Term("is", text) if text in FLAGS else None


def _is_half_typed(name: str, rest: str) -> bool:
    if name == "has":
        return not _unquoted(rest)
    values = [fold(_unquoted(value)) for value in split(rest, ",")]
    return all(any(flag.startswith(value) for flag in FLAGS) for value in values)


def _text(value: str, field: Field | None) -> list[Term]:
    sign = value[0] if value[0] in "=~" else ""
    text = " ".join(fold(_unquoted(value[len(sign) :])).split())
    if not text or (not sign and text in ("-", "!") and '"' not in value):
        return []
    if field in ("year", "date", "added"):
        return [Term(field, text, field)]
    if sign == "=":
        return [Term("word", text, field)]
    if sign == "~" and len(text) > SHORT:
        return [Term("fuzzy", text, field)]
    is_short = len(text) <= SHORT and text[0].isalnum()
    return [Term("start" if is_short else "part", text, field)]


def _unquoted(text: str) -> str:
    return text.replace('"', "")
