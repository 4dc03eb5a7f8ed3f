from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nsdi_tui.digest.diagnostics import Diagnostic
from nsdi_tui.digest.markdown import short_lines
from nsdi_tui.digest.markdown.reader import read_blocks
from nsdi_tui.digest.model import Digest
from nsdi_tui.digest.reading.accounting import with_account
from nsdi_tui.digest.reading.ballot import Vote
from nsdi_tui.digest.reading.document import parse
from nsdi_tui.digest.reading.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nsdi_tui.digest.reading.context import Context
    from nsdi_tui.digest.reading.units import Unit

PAPER = "[The Songs of Reed Warblers](https://arxiv.org/abs/2101.00001)"


def links_of(text: str) -> dict[str, int]:
    return dict(parse(text).account.links)


def below_papers(text: str) -> str:
    return f"# Birds\n\n## Papers\n\n{text}\n"


@pytest.mark.parametrize(
    ("text", "links"),
    [
        pytest.param(below_papers(f"- {PAPER}"), {"entries": 1}, id="entry"),
        pytest.param(
            below_papers(f"- {PAPER} [[arXiv](https://arxiv.org/abs/2101.00001)]"),
            {"entries": 1, "repeated": 1},
            id="the same address twice",
        ),
        pytest.param(
            below_papers(
                f"- {PAPER}. [Ann Heron](https://heron.example/ann), "
                "[Bo Finch](https://finch.example/bo). BIRDS 2021."
            ),
            {"entries": 1, "authors": 2},
            id="pages of authors",
        ),
        pytest.param(
            below_papers(f"- {PAPER}\n  - Extends the [guide](https://guide.example/) by song."),
            {"entries": 1, "summaries": 1},
            id="summary",
        ),
        pytest.param(
            below_papers(f"### [Warblers](https://warblers.example/)\n\n- {PAPER}"),
            {"entries": 1, "topics": 1},
            id="heading",
        ),
        pytest.param(
            below_papers(
                "<details><summary>Warblers <a href='https://warblers.example/'>all</a></summary>"
                f"\n\n- {PAPER}\n\n</details>"
            ),
            {"entries": 1, "topics": 1},
            id="details",
        ),
        pytest.param(
            below_papers("- Songs of [reed <summary>warblers](https://warblers.example/) in May"),
            {"entries": 1},
            id="summary in an item",
        ),
        pytest.param(
            f"# Birds\n\n## [Papers](https://birds.example/all)\n\n- {PAPER}\n",
            {"entries": 1, "meta": 1},
            id="heading that is no topic",
        ),
        pytest.param(
            "# [Birds](https://birds.example/)\n\n"
            "[![Awesome](https://badge.example/a.svg)](https://awesome.example/)\n\n"
            f"Homepage: https://birds.example/home\n\n## Papers\n\n- {PAPER}\n",
            {"entries": 1, "meta": 3},
            id="about the digest",
        ),
        pytest.param(
            "# Birds\n\n## News\n\n- Moved to a [new nest](https://nest.example/) "
            "[![Nest](https://badge.example/n.svg)](https://branch.example/)\n\n"
            f"## Papers\n\n- {PAPER}\n",
            {"entries": 1, "notes": 2},
            id="note with a badge",
        ),
        pytest.param(
            f"# Birds\n\n## Contents\n\n- [Papers](#papers)\n\n## Papers\n\n- {PAPER}\n",
            {"entries": 1, "contents": 1},
            id="contents",
        ),
        pytest.param(
            below_papers(
                f"- {PAPER}\n\n## Citation\n\n"
                "```bibtex\n@misc{birds,\n  url = {https://birds.example/cite}\n}\n```"
            ),
            {"entries": 1, "citations": 1},
            id="BibTeX",
        ),
    ],
)
def test_a_link_counts_where_it_is(text: str, links: dict[str, int]) -> None:
    assert links_of(text) == links
    assert parse(text).diagnostics == ()


def test_links_of_a_table_that_holds_no_entries_stay_in_the_note() -> None:
    text = (
        f"# Birds\n\n## Papers\n\n- {PAPER}\n\n## Kinds of clubs\n\n| Kind | Clubs |\n|---|---|\n"
        "| North | [Marsh](https://marsh.example/)、[Reed](https://reed.example/) |\n"
    )
    digest = parse(text)
    shown = [
        (note.text[span.start : span.end], span.url)
        for note in digest.children[-1].notes  # type: ignore[union-attr]
        for span in note.spans
    ]
    assert shown == [("Marsh", "https://marsh.example/"), ("Reed", "https://reed.example/")]
    assert links_of(text) == {"entries": 1, "notes": 2}


def test_every_link_and_text_that_is_nowhere_is_reported_with_its_line() -> None:
    text = (
        "# Birds\n\nRead every\n[marsh guide](https://guide.example/).\n\n"
        "| Kind | Club |\n|---|---|\n| North | [Marsh](https://marsh.example/) |\n"
    )
    digest = with_account(Digest("Birds", "birds.md"), read_blocks(text).blocks, text)
    assert [(item.line, item.reason, item.text) for item in digest.diagnostics] == [
        (3, "text is not read", "Read every"),
        (4, "text is not read", "marsh guide."),
        (4, "link is not read", "marsh guide https://guide.example/"),
        (8, "text is not read", "North"),
        (8, "text is not read", "Marsh"),
        (8, "link is not read", "Marsh https://marsh.example/"),
    ]
    assert digest.account.links == (("unread", 2),)


def test_words_of_an_entry_that_are_in_no_field_are_reported() -> None:
    text = below_papers(f"- {PAPER}")
    digest = parse(text)
    longer = text.replace(")\n", ") observed from seven hides\n")
    digest = with_account(digest, read_blocks(longer).blocks, longer)
    assert [(item.line, item.text) for item in digest.diagnostics] == [
        (5, "observed from seven hides")
    ]


def test_the_account_has_the_size_of_the_document() -> None:
    text = below_papers(f"- {PAPER}\n\n### Größe")
    account = parse(text).account
    assert (account.size, account.lines, account.headings) == (len(text.encode()), 7, 3)


def for_an_entry(unit: Unit, context: Context) -> Iterator[Vote]:
    if "Swifts" in unit.text:
        yield Vote("entry", 30)


def for_a_topic(unit: Unit, context: Context) -> Iterator[Vote]:
    if "Swifts" in unit.text:
        yield Vote("topic", 30)


def test_close_votes_are_reported_with_their_rules() -> None:
    rules = RULES._replace(votes=(*RULES.votes[:2], for_an_entry, for_a_topic))
    text = f"# Birds\n\n## Warblers\n\n- {PAPER}\n- Swifts\n"
    digest = parse(text, rules=rules)
    (problem,) = digest.diagnostics
    assert (problem.line, problem.text) == (6, "Swifts")
    assert problem.reason == (
        "votes are close: kept as a note (entry: test_accounting 30; topic: test_accounting 30)"
    )
    assert digest.account.undecided == (6,)


def test_an_item_among_papers_that_is_neither_is_reported() -> None:
    rules = RULES._replace(votes=RULES.votes[:2])
    digest = parse(below_papers(f"- {PAPER}\n- and some more"), rules=rules)
    assert [(item.line, item.reason) for item in digest.diagnostics] == [
        (6, "neither a paper nor a topic: kept as a note")
    ]


@pytest.mark.parametrize("marker", ["", "<!-- nsdi-tui canonical 1 -->\n"])
def test_short_lines_beyond_a_limit_are_counted_and_reported(
    marker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    song = "* The Songs of Reed Warblers \\[[Paper](https://arxiv.org/abs/2101.00001)]\n"
    calls = "".join(f"  * call {n}\n" for n in range(60))
    text = f"# Birds of fens and of marshes\n\n## Papers\n\n{song}{calls}{song}{marker}"
    whole = parse(text)
    monkeypatch.setattr(short_lines, "SHORT_LINES_LIMIT", 20)
    digest = parse(text)
    allowed = 20 + 6 * (3 + bool(marker))
    (report,) = (item for item in digest.diagnostics if "short lines" in item.reason)
    # A heading is a short line, too.
    unread = 61 - allowed
    assert report.line == 6 + 60 - unread
    assert report.text == f"* call {60 - unread}"
    assert report.reason == (
        f"more than {allowed} short lines without a link: {unread} are not read"
    )
    assert len(digest.papers) == len(whole.papers) == 2
    assert digest.account.size == whole.account.size == len(text)
    assert digest.account.links == whole.account.links
    counts, counts_of_whole = dict(digest.account.texts), dict(whole.account.texts)
    assert counts["unread"] == counts_of_whole.get("unread", 0) + unread
    assert sum(counts.values()) == sum(counts_of_whole.values())


@pytest.mark.parametrize("sign", ["# !", "#", "* ?", "*", "> !", "!", "|!|"])
def test_lines_of_signs_alone_are_short_lines(sign: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(short_lines, "SHORT_LINES_LIMIT", 20)
    (report,) = parse(f"{sign}\n" * 50).diagnostics
    assert report.reason.startswith("more than 20 short lines without a link: 30 are not read")


@pytest.mark.parametrize("line", ["---", "- - -", "***", "===", "|---|:-:|"])
def test_lines_of_structure_are_no_short_lines(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(short_lines, "SHORT_LINES_LIMIT", 20)
    assert short_lines.limit_short_lines(f"{line}\n\n" * 50)[1] is None


def test_lists_with_more_than_short_lines_are_read_in_full(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(short_lines, "SHORT_LINES_LIMIT", 20)
    song = f"* The Songs of Reed Warblers {PAPER}\n" + "  * Fen Institute\n  * A summary\n"
    assert parse("# Birds\n\n" + song * 50).diagnostics == ()


@pytest.mark.slow
def test_details_are_read_to_a_depth_and_their_text_beyond_it() -> None:
    count = 3_000
    opened = [f"<details><summary>Reeds of fen {n}</summary>\n\n" for n in range(count)]
    digest = parse("".join(opened) + f"* {PAPER}\n\n" + "</details>\n\n" * count)
    (paper,) = digest.papers
    assert len(paper.topics) == 20
    assert sum(number for _, number in digest.account.texts) == count + 1
    (problem,) = digest.diagnostics
    assert problem == Diagnostic(
        41,
        "details elements nest deeper than 20 levels: 2,980 shown at that level",
        "Reeds of fen 20",
    )


def test_details_of_any_usual_depth_are_no_problem() -> None:
    opened = [f"<details><summary>Reeds of fen {n}</summary>\n\n" for n in range(20)]
    digest = parse("".join(opened) + f"* {PAPER}\n\n" + "</details>\n\n" * 20)
    assert digest.diagnostics == ()
