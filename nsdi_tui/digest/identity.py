"""The keys of a paper, which identify it across files and edits."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from nsdi_tui.digest.links import arxiv_id, doi_of, normal_address
from nsdi_tui.digest.model import Paper, Topic
from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nsdi_tui.digest.model import Link


KEY_KINDS = ("arxiv:", "doi:", "url:", "title:")
"""How keys begin, the best kind first."""
# A title below both limits ("Panel", "Opening Remarks") may belong to several papers. Bytes are
# those of UTF-8, in which eight Chinese characters count as much as twenty-four letters.
DISTINCTIVE_WORDS = 3
DISTINCTIVE_BYTES = 24
_ARXIV_DOI = "10.48550/arxiv."
_WORDS = re.compile(r"[^\W_]+")
_ASCII_GAPS = {code: " " for code in range(128) if not chr(code).isalnum()}
# The same paper has a page and a PDF at OpenReview, and a page about its arXiv id at Hugging Face.
_OPENREVIEW_PDF = re.compile(r"^openreview\.net/pdf(?=\?)")
_PAGE_OF_ARXIV_ID = re.compile(r"https?://(?:www\.)?huggingface\.co/papers/\d", re.I)


def keys_of(title: str, links: Sequence[Link], venue: str | None = None) -> tuple[str, ...]:
    """Return all keys of a paper, best first: arXiv ids, DOIs, addresses, then the title.

    `arxiv:2504.19925` without a version, `doi:10.1145/…` lower-cased, `url:` with a normalised
    address of its Paper or PDF link, `title:` with the folded title. Code, homepages and venue
    pages recognise no paper. `venue` may name the arXiv id itself (`arXiv 2312.07104`).
    """
    keys: dict[str, None] = {}
    for link in links:
        if _is_arxiv_page(link) and (identifier := arxiv_id(link.url)):
            keys["arxiv:" + identifier] = None
    dois = [doi_of(link.url) for link in links]
    for doi in dois:
        # arXiv registers a DOI for each of its papers.
        if doi and doi.startswith(_ARXIV_DOI):
            keys["arxiv:" + (arxiv_id(doi) or doi[len(_ARXIV_DOI) :])] = None
    if venue and "arxiv" in venue.casefold() and (identifier := arxiv_id(venue)):
        keys["arxiv:" + identifier] = None
    for link, doi in zip(links, dois, strict=True):
        if doi and link.kind in ("paper", "pdf", "doi"):
            keys["doi:" + doi] = None
    for link in links:
        if link.kind in ("paper", "pdf") and (address := normal_address(link.url)):
            keys["url:" + _OPENREVIEW_PDF.sub("openreview.net/forum", address)] = None
    keys["title:" + fold_title(title)] = None
    # A DOI is percent-decoded, which can bring control characters back.
    return tuple(dict.fromkeys(map(clean, keys)))


def keys_of_address(url: str) -> set[str]:
    """Return the keys that a paper may have from a link to this address."""
    keys = set()
    if identifier := arxiv_id(url):
        keys.add("arxiv:" + identifier)
    if doi := doi_of(url):
        keys.add("doi:" + doi)
        if doi.startswith(_ARXIV_DOI):
            keys.add("arxiv:" + doi[len(_ARXIV_DOI) :])
    if address := normal_address(url):
        keys.add("url:" + _OPENREVIEW_PDF.sub("openreview.net/forum", address))
    return set(map(clean, keys))


def _is_arxiv_page(link: Link) -> bool:
    return link.kind == "arxiv" or bool(_PAGE_OF_ARXIV_ID.match(link.url))


def fold_title(title: str) -> str:
    """Fold a title to letters and digits, words joined by one space; never empty."""
    folded = title.casefold()
    if folded.isascii():
        words = folded.translate(_ASCII_GAPS).split()
    else:
        decomposed = unicodedata.normalize("NFKD", folded).casefold()
        folded = "".join(c for c in decomposed if not unicodedata.combining(c))
        words = _WORDS.findall(folded)
    return " ".join(words) or folded.strip() or "untitled"


def same_paper(one: Iterable[str], other: Iterable[str]) -> bool:
    """Return whether two sets of keys that have a key in common belong to the same paper.

    They do, with two exceptions. Papers with different arXiv ids are different unless both the
    address and the title agree (then an id was corrected): one address may be cited for whole
    proceedings, and titles are reused. A short title alone ("Panel") does not join papers with
    different addresses.
    """
    ours, theirs = frozenset(one), frozenset(other)
    common = ours & theirs
    kinds = {key_rank(key) for key in common}
    if not common or kinds & {0, 1}:
        return bool(common)
    if kinds == {2, 3}:
        return True
    if _has(ours, "arxiv:") and _has(theirs, "arxiv:"):
        return False
    if kinds == {3} and _has(ours, "url:") and _has(theirs, "url:"):
        return any(is_distinctive(key[len("title:") :]) for key in common)
    return True


def is_distinctive(title: str) -> bool:
    """Return whether a folded title is long enough to belong to one paper only."""
    return len(title.split()) >= DISTINCTIVE_WORDS or len(title.encode()) >= DISTINCTIVE_BYTES


def _has(keys: frozenset[str], kind: str) -> bool:
    return any(key.startswith(kind) for key in keys)


def key_rank(key: str) -> int:
    """Return 0 for a key of the best kind, 1 for the next one, and so on."""
    for rank, kind in enumerate(KEY_KINDS):
        if key.startswith(kind):
            return rank
    return len(KEY_KINDS)


def shared_addresses(papers: Iterable[Paper]) -> set[str]:
    """Return the `url:` keys that papers of different titles share: a page about many papers."""
    owners: dict[str, str] = {}
    shared = set()
    for paper in papers:
        for key in paper.keys:
            if key.startswith("url:") and owners.setdefault(key, paper.keys[-1]) != paper.keys[-1]:
                shared.add(key)
    return shared


def without_keys(
    children: tuple[Topic | Paper, ...], dropped: set[str]
) -> tuple[Topic | Paper, ...]:
    """Return the same children, their papers without these keys."""
    out: list[Topic | Paper] = []
    for child in children:
        if isinstance(child, Topic):
            out.append(replace(child, children=without_keys(child.children, dropped)))
        elif dropped.isdisjoint(child.keys):
            out.append(child)
        else:
            keys = tuple(key for key in child.keys if key not in dropped)
            out.append(replace(child, keys=keys))
    return tuple(out)
