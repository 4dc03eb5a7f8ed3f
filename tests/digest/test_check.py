from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.check import check_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from nsdi_tui.digest.model import Digest


def test_the_account(digest_of: Callable[[str], Digest]) -> None:
    assert check_lines(digest_of("glossary"), ["one thing to know"]) == [
        "Words (glossary.md)",
        "  papers: 1",
        "  topics: 1",
        "  links: 1 paper",
        "  papers without arXiv link: 1",
        "    line 7: Orca",
        "  papers without summary: 1",
        "    line 7: Orca",
        "  acronyms: 6",
        "  notice: one thing to know",
        "  not understood: 1",
        "    line 15: no short form with its long form: kept as a note: A line that explains "
        "nothing at all",
    ]


def test_topics_without_papers_and_rates_are_counted(digest_of: Callable[[str], Digest]) -> None:
    assert "  topics: 3 (2 without papers)" in check_lines(digest_of("venue_titles_linked"))
    assert (
        "  acceptance: Spring / Full papers 20% (10 of 50); Spring / Short papers 12.5% (5 of 40); "
        "Fall 22.1% (1000 of 4525); Workshops 31%"
    ) in check_lines(digest_of("acceptance_nested"))
