"""The report of `--check`: the contents of a document, what was read, and what was not."""

from __future__ import annotations

import textwrap
from collections import Counter
from typing import TYPE_CHECKING

from nsdi_tui.digest.model import Topic, descendants
from nsdi_tui.digest.text import clean, counted
from nsdi_tui.errors import DigestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nsdi_tui.digest.model import Acceptance, Diagnostic, Digest, Paper
    from nsdi_tui.digest.sources.files import Source

_TEXT_LIMIT = 100
_WIDTH = 78
_LABEL_WIDTH = 10
_KEEP = "\N{NO-BREAK SPACE}"
_FIRST_LINES = 10
_PLACES = {
    "entries": "entries",
    "repeated": "repeated in their entry",
    "summaries": "summaries",
    "authors": "authors' pages",
    "topics": "topics",
    "meta": "about the digest",
    "notes": "notes",
    "contents": "within the document",
    "citations": "BibTeX",
    "images": "images",
    "columns": "columns without a field",
    "unread": "not read",
}
_FIELDS = ("authors", "venue", "year", "organizations", "tags")


def check_report(
    digests: Sequence[Digest], notices: Sequence[str] = (), *, verbose: bool = False
) -> tuple[list[str], int]:
    """Return what `--check` prints, one string a line, and its exit status.

    Several digests get a line each and a total; with `verbose`, each gets a full report. The
    status is 0 if everything was read, else 1; a digest without any entry counts as not read.
    """
    status = int(any(digest.diagnostics or not digest.papers for digest in digests))
    if len(digests) == 1:
        return check_lines(digests[0], notices, verbose=verbose), status
    lines: list[str] = []
    if verbose:
        for digest in digests:
            lines += [*check_lines(digest, verbose=True), ""]
    lines += _table(digests)
    lines += [f"notice: {notice}" for notice in notices]
    return lines, status


def check_lines(digest: Digest, notices: Sequence[str] = (), *, verbose: bool = False) -> list[str]:
    """Return the report on one digest, one string a line.

    Without `verbose`, it has the first ten lines of what was not read for each reason.
    """
    account = digest.account
    papers = digest.papers
    topics = [child for child in descendants(digest.children) if isinstance(child, Topic)]
    empty = sum(1 for topic in topics if next(topic.papers, None) is None)
    resources = sum(1 for paper in papers if paper.kind == "resource")
    without = f" ({empty} without entries)" if empty else ""
    lines = [f"{digest.title} ({digest.source})"]
    lines += _row(
        "size",
        f"{counted(account.size, 'byte')}, {counted(account.lines, 'line')}, "
        f"{counted(account.headings, 'heading')}",
    )
    lines += _row(
        "entries",
        f"{len(papers):,}: papers {len(papers) - resources:,}, resources {resources:,}",
    )
    lines += _row("topics", f"{len(topics):,}{without}")
    lines += _row("fields", ", ".join(f"{name} {_having(papers, name):,}" for name in _FIELDS))
    lines += _row("links", _sum(account.links))
    lines += _row("text", _sum(account.texts))
    if digest.acceptance:
        lines += _row("accepted", "; ".join(map(_rate, digest.acceptance)))
    if digest.acronyms:
        lines += _row("acronyms", f"{len(digest.acronyms):,}")
    for notice in notices:
        lines += _row("notice", notice)
    if verbose:
        lines += _without("arXiv link", [paper for paper in papers if paper.arxiv is None])
        lines += _without("summary", [paper for paper in papers if not paper.summary])
    lines += _unread(digest.diagnostics, verbose)
    return lines


def explain_line(source: Source, line: int) -> list[str]:
    """Return how a line of a document was read. Raises DigestError if it has no such line."""
    # The rules cost time to import, and only this needs them.
    from nsdi_tui.digest.reading.explaining import explain

    count = len(source.text.rstrip("\n").split("\n"))
    if not 1 <= line <= count:
        raise DigestError(f"{source.name} has no line {line:,}; it has {counted(count, 'line')}")
    return explain(source.text, line) or [f"line {line}: nothing to read"]


def no_papers_notice(digest: Digest) -> str:
    """Return the notice for a document without entries: what it contains, how to see more."""
    account = digest.account
    links = sum(count for _, count in account.links)
    return (
        f"No papers found in {digest.source} ({counted(account.headings, 'heading')}, "
        f"{counted(links, 'link')}); --check shows how it was read"
    )


def _row(label: str, text: str) -> list[str]:
    indent = " " * (_LABEL_WIDTH + 2)
    lines = textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=f"  {label:<{_LABEL_WIDTH}}",
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace(_KEEP, " ") for line in lines]


def _sum(counts: tuple[tuple[str, int], ...]) -> str:
    """Return `155: entries 150, notes 5, not read 0`: a total and what it consists of."""
    total = sum(count for _, count in counts)
    named = [f"{_PLACES[place]} {count:,}" for place, count in counts if place != "unread"]
    unread = dict(counts).get("unread", 0)
    parts = [*named, f"{_PLACES['unread']} {unread:,}"]
    # A count stays on the line of its name.
    return f"{total:,}: " + ", ".join(part.replace(" ", _KEEP) for part in parts)


def _having(papers: Iterable[Paper], field: str) -> int:
    return sum(1 for paper in papers if getattr(paper, field))


def _unread(diagnostics: Sequence[Diagnostic], verbose: bool) -> list[str]:
    """Return what was not read, by reason: the most frequent first."""
    lines = _row("unread", f"{len(diagnostics):,}")
    reasons = Counter(_reason(problem) for problem in diagnostics)
    for reason, count in reasons.most_common():
        lines.append(f"    {reason} ({count:,})")
        of_reason = [problem for problem in diagnostics if _reason(problem) == reason]
        shown = of_reason if verbose else of_reason[:_FIRST_LINES]
        for problem in shown:
            # A line break, as in code, would look like the next line of the report.
            text = clean(problem.text)
            if not verbose and len(text) > _TEXT_LIMIT:
                text = text[: _TEXT_LIMIT - 1] + "…"
            votes = problem.reason[len(reason) :]
            lines.append(f"      line {problem.line}: {text}{votes}")
        if len(of_reason) > len(shown):
            lines.append(f"      … {len(of_reason) - len(shown):,} more (--verbose)")
    return lines


def _reason(problem: Diagnostic) -> str:
    """Return a reason without the votes that it names in brackets."""
    return problem.reason.partition(" (")[0]


def _table(digests: Sequence[Digest]) -> list[str]:
    """Return a line for each digest, and a total."""
    rows = []
    for digest in digests:
        resources = sum(1 for paper in digest.papers if paper.kind == "resource")
        links = sum(count for _, count in digest.account.links)
        numbers = (len(digest.papers) - resources, resources, links, len(digest.diagnostics))
        rows.append((numbers, digest.source))
    totals = tuple(sum(column) for column in zip(*(numbers for numbers, _ in rows), strict=True))
    rows.append((totals or (0, 0, 0, 0), f"total of {counted(len(digests), 'file')}"))
    lines = [f"{'papers':>9} {'resources':>9} {'links':>9} {'unread':>9}  file"]
    for numbers, name in rows:
        lines.append(" ".join(f"{number:>9,}" for number in numbers) + f"  {name}")
    return lines


def _without(what: str, papers: list[Paper]) -> list[str]:
    lines = [f"  without {what}: {len(papers):,}"]
    lines.extend(f"      line {paper.line}: {paper.name or paper.title}" for paper in papers)
    return lines


def _rate(rate: Acceptance) -> str:
    counts = f" ({rate.accepted} of {rate.submitted})" if rate.submitted else ""
    return f"{rate.label} {rate.rate:g}%{counts}" if rate.rate is not None else rate.label
