"""Accounting: where each link and each run of text of a document is in what was read from it.

This compares blocks with the result, whatever rules were at work in between. What is nowhere in
the result becomes a diagnostic, so that nothing is dropped silently.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nsdi_tui.digest.diagnostics import Account, Diagnostic
from nsdi_tui.digest.markdown.blocks import Heading
from nsdi_tui.digest.reading.auditing import (
    NOTHING,
    UNREAD_TEXT,
    Auditor,
    Result,
    Tally,
    without_addresses,
)
from nsdi_tui.digest.reading.owners import WORD, missing_words
from nsdi_tui.digest.reading.runs import Run, block_runs, runs_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nsdi_tui.digest.markdown.blocks import Block
    from nsdi_tui.digest.markdown.short_lines import Cut
    from nsdi_tui.digest.model import Digest
    from nsdi_tui.digest.reading.sections import Section
    from nsdi_tui.digest.styled import StyledText


def account_for(
    section: Section, result: Result, page: str | None = None, *, with_heading: bool
) -> Tally:
    """Return where the links and texts of a section are; `page` is the document's own address.

    Without its heading, only what no topic's title and links can hold of it is counted.
    """
    if section.blocks or with_heading:
        tally = Auditor(result, page).audit(runs_of(section, with_heading=with_heading))
    else:
        tally = Tally()
    if not with_heading and section.rich is not None:
        _account_for_heading(section, section.rich, page, tally)
    return tally if tally.is_any else NOTHING


def with_account(
    digest: Digest, blocks: Iterable[Block], text: str, cut: Cut | None = None
) -> Digest:
    """Return a digest that was read by another way than rules, with the account of its blocks."""
    blocks = list(blocks)
    headings = [block.rich.text for block in blocks if isinstance(block, Heading)]
    words = [digest.title, *headings, *(rate.label for rate in digest.acceptance)]
    for acronym in digest.acronyms:
        words += (acronym.short, acronym.long)
    result = Result(digest.children, digest.notes, digest.meta, words)
    tally = Auditor(result).audit(block_runs(blocks))
    if cut:
        tally.texts["unread"] += cut.lines
    links, texts = tally.counts()
    reported = "\n".join(problem.text for problem in digest.diagnostics)
    unread = [item for item in tally.unread if item.text.rpartition(" ")[2] not in reported]
    if cut:
        unread.append(cut.diagnostic)
    return replace(
        digest,
        diagnostics=tuple(sorted((*digest.diagnostics, *unread), key=lambda item: item.line)),
        account=Account(*size_of(text), len(headings), links, texts),
    )


def size_of(text: str) -> tuple[int, int]:
    """Return a text's size in bytes and its number of lines."""
    lines = text.count("\n") + (bool(text) and not text.endswith("\n"))
    return len(text.encode("utf-8", "replace")), lines


def _account_for_heading(
    section: Section, rich: StyledText, page: str | None, tally: Tally
) -> None:
    """Count links to anchors, and report what of a heading's text is not in the title."""
    if anchors := sum(1 for link in rich.links if (link.url or "")[0] == "#"):
        tally.links["contents"] += anchors
    text = without_addresses(Run(section.line, rich.text, rich), page)
    words = WORD.findall(text)
    if (
        words
        and text.strip() != section.title
        and (lost := missing_words(words, section.title.casefold()))
    ):
        tally.unread.append(Diagnostic(section.line, UNREAD_TEXT, lost))
