"""Papers as JSON: an array with an object a digest, or one object a line."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from nsdi_tui.export.selection import NO_ANNOTATION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nsdi_tui.digest.model import Digest, Paper
    from nsdi_tui.export.selection import Annotate, Place, Selection

# Surrogates cannot be encoded, and the others end a line for some readers of JSON lines.
_UNSAFE = re.compile("[\ud800-\udfff\x85\u2028\u2029]")


def json_chunks(selections: Iterable[Selection], annotate: Annotate | None) -> Iterator[str]:
    """Yield an array with one object a digest, a paper a line, by the shape of the design."""
    yield "["
    for number, selection in enumerate(selections):
        head = _dumps(_digest(selection.digest))
        yield ("" if number == 0 else ",\n") + head[:-1] + ', "papers": ['
        for position, (paper, places) in enumerate(selection.with_places()):
            yield ("\n" if position == 0 else ",\n") + _dumps(_paper(paper, places, annotate))
        yield "\n]}" if selection.papers else "]}"
    yield "]\n"


def jsonl_chunks(selections: Iterable[Selection], annotate: Annotate | None) -> Iterator[str]:
    """Yield one paper a line, its digest's title first, in `digest`."""
    for selection in selections:
        digest = {"digest": selection.digest.title}
        for paper, places in selection.with_places():
            yield _dumps(digest | _paper(paper, places, annotate)) + "\n"


def _digest(digest: Digest) -> dict[str, Any]:
    acronyms: dict[str, str] = {}
    for acronym in digest.acronyms:
        known = acronyms.get(acronym.short)
        # A short form may have two expansions.
        acronyms[acronym.short] = f"{known}; {acronym.long}" if known else acronym.long
    return {
        "title": digest.title,
        "source": digest.source,
        "meta": [{"label": link.label, "url": link.url} for link in digest.meta],
        "acceptance": [
            {
                "label": rate.label,
                "rate": rate.rate,
                "accepted": rate.accepted,
                "submitted": rate.submitted,
            }
            for rate in digest.acceptance
        ],
        "acronyms": acronyms,
    }


def _paper(paper: Paper, places: Iterable[Place], annotate: Annotate | None) -> dict[str, Any]:
    said: dict[str, Any] = {
        "key": paper.key,
        "keys": paper.keys,
        "title": paper.title,
        "name": paper.name,
        "aliases": paper.aliases,
        "kind": paper.kind,
        "authors": paper.authors,
        "venue": paper.venue,
        "year": paper.year,
        "date": paper.date,
        "tags": paper.tags,
        "topics": paper.topics,
        "organizations": paper.organizations,
        "badges": paper.badges,
        "summary": [bullet.text for bullet in paper.summary],
        "links": [
            {"label": link.label, "kind": link.kind, "url": link.url} for link in paper.links
        ],
        "arxiv": paper.arxiv,
        "line": paper.line,
        "also_in": [
            {
                "digest": place.digest.title,
                "source": place.digest.source,
                "topics": place.topics,
                "line": place.line,
            }
            for place in places
        ],
    }
    if annotate:
        mark = annotate(paper) or NO_ANNOTATION
        said |= {"starred": mark.starred, "read": mark.read, "note": mark.note}
    return said


def _dumps(value: dict[str, Any]) -> str:
    text = json.dumps(value, ensure_ascii=False)
    if text.isascii():
        return text
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
