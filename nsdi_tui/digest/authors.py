"""Author names as lists write them."""

from __future__ import annotations

import re

_OTHERS = re.compile(r"[,;]?\s*(?:\(?(?:et\.? al\b\.?|and others|& others)\)?|等)\s*$", re.I)
_ENDS = ("al", "others", "等")


def without_others(author: str) -> tuple[str, bool]:
    """Return an author without a closing `et al.`, and whether there was one."""
    if not author.lower().rstrip(" ).").endswith(_ENDS):
        return author, False
    found = _OTHERS.search(author)
    return (author[: found.start()].rstrip(" ,;"), True) if found else (author, False)
