"""What a title says: the system's name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.digest.styled import Bullet

NAME_LIMIT = 30

# Words before a colon that say what kind of text this is, not what the system is called.
_NO_NAME_WORDS = """
    survey poster demo short position invited keynote sok vision tutorial abstract extended paper
    panel experience title revisited update
"""
_NO_NAMES = frozenset(_NO_NAME_WORDS.split())
_INNER_CAPITAL = re.compile(r"[a-z][A-Z]|\d|[A-Z]{2}[a-z]")


def name_in_title(title: str) -> str | None:
    """Return the system's short name: what is before the first colon, if it reads like one.

    One word with a capital or a digit (`SYMI`, `Di-PS`, `vLLM`), or two words of which one is
    written as names are (`Orca 2`, `FlashAttention Next`); `Poster` and the like are none.
    """
    if ":" not in title and "：" not in title:
        return None
    colon = min((at for at in (title.find(":"), title.find("：")) if at > 0), default=-1)
    head = title[:colon].strip() if colon > 0 else ""
    return head if reads_like_name(head) else None


def names_of(title: str, summary: Sequence[Bullet]) -> tuple[str | None, tuple[str, ...]]:
    """Return the short name and the aliases: names in bold that differ from the title's."""
    bold: dict[str, None] = {}
    for bullet in summary:
        # What a table has in bold is no name.
        for span in () if "\n" in bullet.text else bullet.spans:
            if span.style == "strong":
                text = bullet.text[span.start : span.end].strip(" .,:;")
                if reads_like_name(text):
                    bold[text] = None
    name = name_in_title(title)
    if name is None and bold:
        name = next(iter(bold))
    folded = name.casefold() if name else ""
    return name, tuple(alias for alias in bold if alias.casefold() != folded)


def reads_like_name(text: str) -> bool:
    """Whether a few characters read like a system's name."""
    words = text.split()
    if not words or len(text) > NAME_LIMIT or len(words) > 2 or words[0].casefold() in _NO_NAMES:
        return False
    if text[-1] in ".,;!?" or not any(c.isupper() or c.isdigit() for c in text):
        return False
    if not any(c.isalpha() for c in text) or re.search(r"[\"“”()\[\]{}<>=%,;]", text):
        return False
    if len(words) == 1:
        return not re.fullmatch(r"\d[\d.,]*[a-zA-Z]?", text)
    return any(_INNER_CAPITAL.search(word) for word in words)
