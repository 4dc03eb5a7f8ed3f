"""Phrases that several screens use: counts, names of papers, texts cut to size."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.text import counted

if TYPE_CHECKING:
    from nsdi_tui.digest.model import Paper

TITLE_LIMIT = 50
WORD_LIMIT = 120
NOTICE_LIMIT = 600

_LONG_WORD = re.compile(rf"\S{{{WORD_LIMIT + 1},}}")


def count_of(matching: int | None, total: int) -> str:
    """Return how many papers a filter leaves: `12 of 63`; without one, the number of papers."""
    return counted(total, "paper") if matching is None else f"{matching:,} of {total:,}"


def name_and_title(paper: Paper) -> tuple[str, int]:
    """Return the paper's name and title, and where the title starts; the name only once."""
    if paper.name and not paper.title.startswith(paper.name):
        return f"{paper.name}  {paper.title}", len(paper.name) + 2
    return paper.title, 0


def short_title(paper: Paper) -> str:
    """Return the paper's name, or the beginning of its title."""
    title = paper.name or paper.title
    return title if len(title) <= TITLE_LIMIT else title[: TITLE_LIMIT - 1].rstrip() + "…"


def notice_text(text: str) -> str:
    """Return a notice of limited size: long addresses lose their middle, long texts their end."""
    text = _LONG_WORD.sub(lambda match: elided(match.group()), text)
    return text if len(text) <= NOTICE_LIMIT else text[: NOTICE_LIMIT - 1].rstrip() + "…"


def elided(text: str, limit: int = WORD_LIMIT) -> str:
    """Return text of at most `limit` characters, with an ellipsis for what is cut in the middle."""
    if len(text) <= limit:
        return text
    head = limit * 2 // 3
    return f"{text[:head]}…{text[len(text) - (limit - head - 1) :]}"
