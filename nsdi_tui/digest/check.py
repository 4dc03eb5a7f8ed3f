"""The account of a digest: what it holds, and what could not be understood."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from nsdi_tui.digest.model import Topic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nsdi_tui.digest.model import Acceptance, Digest, Paper

_TEXT_LIMIT = 100


def check_lines(digest: Digest, notices: Sequence[str] = ()) -> list[str]:
    """Return what `--check` prints about a digest, one string a line."""
    papers = digest.papers
    topics = list(_topics(digest.children))
    empty = sum(1 for topic in topics if next(topic.papers, None) is None)
    kinds = Counter(link.kind for paper in papers for link in paper.links)
    lines = [
        f"{digest.title} ({digest.source})",
        f"  papers: {len(papers)}",
        f"  topics: {len(topics)}" + (f" ({empty} without papers)" if empty else ""),
        "  links: " + (", ".join(f"{n} {kind}" for kind, n in kinds.most_common()) or "none"),
    ]
    lines.extend(_without("arXiv link", [p for p in papers if p.arxiv is None]))
    lines.extend(_without("summary", [p for p in papers if not p.summary]))
    if digest.acceptance:
        lines.append("  acceptance: " + "; ".join(map(_rate, digest.acceptance)))
    lines.append(f"  acronyms: {len(digest.acronyms)}")
    lines.extend(f"  notice: {notice}" for notice in notices)
    if digest.diagnostics:
        lines.append(f"  not understood: {len(digest.diagnostics)}")
    for problem in digest.diagnostics:
        text = problem.text
        if len(text) > _TEXT_LIMIT:
            text = text[: _TEXT_LIMIT - 1] + "…"
        lines.append(f"    line {problem.line}: {problem.reason}: {text}")
    return lines


def _topics(children: Iterable[Topic | Paper]) -> Iterator[Topic]:
    for child in children:
        if isinstance(child, Topic):
            yield child
            yield from _topics(child.children)


def _without(what: str, papers: list[Paper]) -> list[str]:
    lines = [f"  papers without {what}: {len(papers)}"]
    lines.extend(f"    line {paper.line}: {paper.name or paper.title}" for paper in papers)
    return lines


def _rate(rate: Acceptance) -> str:
    counts = f" ({rate.accepted} of {rate.submitted})" if rate.submitted else ""
    return f"{rate.label} {rate.rate:g}%{counts}" if rate.rate is not None else rate.label
