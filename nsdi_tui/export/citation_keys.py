"""The keys by which a LaTeX document cites papers: `nsdi26-symi`."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from hashlib import blake2b
from itertools import islice
from typing import TYPE_CHECKING

from nsdi_tui.digest.venues import venue_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nsdi_tui.digest.model import Digest, Paper

PART_LIMIT = 24
# How many words of the title may distinguish papers with the same key.
MOST_WORDS = 3

_WORDS = re.compile(r"[a-z0-9]+")
_INSIGNIFICANT_WORDS = """
    a an and are as at by can do does for from how in into is it its of on or our the to toward
    towards via we what when where which why will with without you your
"""
_INSIGNIFICANT = frozenset(_INSIGNIFICANT_WORDS.split())


class CitationKeys:
    """One key for each paper of these digests: venue, year, and name or first significant word.

    Keys are unique among all papers of the digests, chosen or not, and depend on no order: a
    filter or another sorting of the same digests changes none. Where several papers would have the
    same one, each of them gets more words of its title, or at last six digits made from its
    identity (`Paper.key`). A paper that is listed twice has one key.
    """

    def __init__(self, digests: Iterable[Digest]) -> None:
        papers: dict[tuple[str, str], Paper] = {}
        for digest in digests:
            for paper in digest.papers:
                papers.setdefault((_base(paper, digest), paper.key), paper)
        self._keys: dict[tuple[str, str], str] = {}
        bases = Counter(base for base, _ in papers)
        taken = set(bases)
        self._keys.update({identity: identity[0] for identity in papers if bases[identity[0]] == 1})
        left = {identity: paper for identity, paper in papers.items() if bases[identity[0]] > 1}
        for words in range(1, MOST_WORDS + 1):
            longer = {
                identity: _longer(identity[0], paper, words) for identity, paper in left.items()
            }
            counts = Counter(longer.values())
            unique = {
                identity: key
                for identity, key in longer.items()
                if counts[key] == 1 and key not in taken
            }
            taken.update(counts)
            self._keys.update(unique)
            left = {identity: paper for identity, paper in left.items() if identity not in unique}
        for base, paper_key in left:
            self._keys[base, paper_key] = _numbered(base, paper_key)

    def key(self, paper: Paper, digest: Digest) -> str:
        """Return the key of a paper of one of the digests; of ASCII letters, digits and `-`."""
        base = _base(paper, digest)
        return self._keys.get((base, paper.key), base)


def _base(paper: Paper, digest: Digest) -> str:
    venue = venue_of(paper, digest)
    name = "-".join(_words(paper.name or ""))[:PART_LIMIT].rstrip("-")
    name = name or next(iter(_significant_words(paper.title)), "")
    if not name:
        name = _digits(paper.key)
    where = "".join(_words(venue.name or ""))[:PART_LIMIT]
    when = f"{venue.year % 100:02d}" if venue.year else ""
    return f"{where}{when}-{name}" if where else name + when


def _longer(base: str, paper: Paper, words: int) -> str:
    known = base.split("-")
    more = islice((word for word in _significant_words(paper.title) if word not in known), words)
    return "-".join([base, *more])


def _numbered(base: str, identity: str) -> str:
    return f"{base}-{_digits(identity)}"


def _digits(identity: str) -> str:
    return blake2b(identity.encode("utf-8", "replace"), digest_size=3).hexdigest()


def _significant_words(title: str) -> list[str]:
    words = _words(title)
    return [word[:PART_LIMIT] for word in words if word not in _INSIGNIFICANT] or words


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return _WORDS.findall(folded)
