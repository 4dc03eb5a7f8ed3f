from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from nsdi_tui.digest.check import check_lines, check_report, explain_line, no_papers_notice
from nsdi_tui.digest.diagnostics import Diagnostic
from nsdi_tui.digest.model import Digest
from nsdi_tui.digest.reading.document import parse
from nsdi_tui.digest.sources.files import DigestError, Source
from nsdi_tui.resources import bundled_digest

if TYPE_CHECKING:
    from collections.abc import Callable

BIRDS = """\
# Birds

Homepage: https://birds.example/

## Contents

- [Papers](#papers)

## Papers

- [The Songs of Reed Warblers](https://arxiv.org/abs/2101.00001), BIRDS 2021
  - Marsh Institute & Reed College
  - Counts every [call](https://calls.example/) twice.
- [Owls](https://owls.example/owls.pdf) [[code](https://github.com/birds/owls)]
"""
WIDTH = 80


def test_the_report_adds_up() -> None:
    lines = check_lines(parse(BIRDS, "birds.md"), ["one thing to know"])
    assert lines == [
        "Birds (birds.md)",
        "  size      335 bytes, 14 lines, 3 headings",
        "  entries   2: papers 2, resources 0",
        "  topics    0",
        "  fields    authors 0, venue 1, year 1, organizations 1, tags 0",
        "  links     6: entries 3, summaries 1, about the digest 1,",
        "            within the document 1, not read 0",
        "  text      9: entries 4, about the digest 4, within the document 1,",
        "            not read 0",
        "  notice    one thing to know",
        "  unread    0",
    ]
    assert max(map(len, lines)) <= WIDTH


@pytest.mark.parametrize("label", ["links", "text"])
def test_the_places_of_the_bundled_digest_add_up(label: str) -> None:
    digest = parse(bundled_digest().read_text(encoding="utf-8"))
    report = " ".join(" ".join(check_lines(digest)).split())
    (sums,) = re.findall(rf" {label} ([\d,]+: .*? not read [\d,]+)", report)
    total, *parts = [int(number.replace(",", "")) for number in re.findall(r"[\d,]*\d", sums)]
    assert total == sum(parts) > 0


def test_lines_that_were_not_read_are_shown_by_reason_ten_at_a_time() -> None:
    odd = [Diagnostic(line, "text is not read", f"egg {line}") for line in range(1, 13)]
    close = "votes are close: kept as a note (entry: linked_line 30; topic: siblings 30)"
    digest = Digest("Eggs", "eggs.md", diagnostics=(*odd, Diagnostic(20, close, "Swifts")))
    lines = check_lines(digest)
    at = lines.index("  unread    13")
    assert lines[at + 1] == "    text is not read (12)"
    assert lines[at + 2] == "      line 1: egg 1"
    assert lines[at + 11 : at + 15] == [
        "      line 10: egg 10",
        "      … 2 more (--verbose)",
        "    votes are close: kept as a note (1)",
        "      line 20: Swifts (entry: linked_line 30; topic: siblings 30)",
    ]
    verbose = check_lines(digest, verbose=True)
    assert "      line 12: egg 12" in verbose
    assert not any("more (--verbose)" in line for line in verbose)


def test_a_line_break_in_a_text_starts_no_line_of_the_report() -> None:
    broken = Diagnostic(3, "text is not read", "egg\n  unread    0")
    lines = check_lines(Digest("Eggs", "eggs.md", diagnostics=(broken,)))
    assert lines[-1] == "      line 3: egg unread 0"


def test_verbose_lists_the_papers_without_summary_or_arxiv_link() -> None:
    lines = check_lines(parse(BIRDS, "birds.md"), verbose=True)
    at = lines.index("  without arXiv link: 1")
    assert lines[at + 1 : at + 4] == [
        "      line 14: Owls",
        "  without summary: 1",
        "      line 14: Owls",
    ]


def test_topics_without_entries_and_rates_are_counted(digest_of: Callable[[str], Digest]) -> None:
    assert "  topics    3 (2 without entries)" in check_lines(digest_of("venue_titles_linked"))
    rates = " ".join(" ".join(check_lines(digest_of("acceptance_nested"))).split())
    assert (
        "accepted Spring / Full papers 20% (10 of 50); Spring / Short papers 12.5% (5 of 40); "
        "Fall 22.1% (1000 of 4525); Workshops 31%"
    ) in rates


def test_several_files_have_a_line_each_and_a_total() -> None:
    first = parse(BIRDS, "birds.md")
    second = parse("# Tools\n\n## Tools\n\n- [Nest box](https://box.example/)\n", "tools.md")
    assert check_report([first, second]) == (
        [
            "   papers resources     links    unread  file",
            "        2         0         6         0  birds.md",
            "        0         1         1         0  tools.md",
            "        2         1         7         0  total of 2 files",
        ],
        0,
    )


def test_the_status_says_whether_everything_was_read() -> None:
    read = parse(BIRDS, "birds.md")
    unread = Digest("Eggs", "eggs.md", diagnostics=(Diagnostic(3, "text is not read", "egg"),))
    assert check_report([read])[1] == 0
    assert check_report([unread])[1] == 1
    assert check_report([read, unread])[1] == 1
    assert check_report([parse("# Nothing here\n")])[1] == 1


def test_a_document_without_entries_says_what_it_contains() -> None:
    digest = parse("# Birds\n\n## About\n\nA page on [owls](https://owls.example/).\n", "about.md")
    assert no_papers_notice(digest) == (
        "No papers found in about.md (2 headings, 1 link); --check shows how it was read"
    )


def explained(text: str, line: int) -> str:
    return "\n".join(explain_line(Source("birds.md", text, None), line))


def test_an_explanation_shows_parts_claims_votes_shape_and_verdict() -> None:
    shown = explained(BIRDS, 11)
    assert shown.startswith("line 11: item in “")
    for pattern in (
        r"part     head    “The Songs of Reed Warblers, BIRDS 2021”",
        r"part     bullet  “Marsh Institute & Reed College”",
        r"claim    linked_title \d+  “The Songs of Reed Warblers” -> title: The Songs",
        r"-> .*venue: BIRDS 2021",
        r"-> organizations: Marsh Institute; Reed College",
        r"vote     entry \d+ by \w+",
        r"verdict  entry",
        r"shape    list of 2: entries 2, of which surely papers 2",
        r"read as  paper: The Songs of Reed Warblers",
        r"links: arXiv \(arxiv\)",
    ):
        assert re.search(pattern, shown), pattern


def test_a_line_below_an_entry_explains_the_entry() -> None:
    assert explained(BIRDS, 13).startswith("line 11: item")
    assert "read as  paper: The Songs of Reed Warblers" in explained(BIRDS, 13)


def test_headings_and_prose_are_explained() -> None:
    assert explained(BIRDS, 9).startswith("line 9: heading “Papers”\n  says     role papers")
    assert "paragraph in “Birds”, read as text" in explained(BIRDS, 3)


def test_an_explanation_names_what_was_not_read() -> None:
    text = (
        "# Birds\n\n## Papers\n\n- [Owls](https://owls.example/owls.pdf)\n\n"
        "[unused]: https://swifts.example/\n"
    )
    assert "unread   link definition is never used: https://swifts.example/" in explained(text, 7)


@pytest.mark.slow
def test_every_line_of_every_kind_can_be_explained(fixture_text: Callable[[str], str]) -> None:
    for name in ("awesome_styles", "chinese", "hostile", "gitbook", "references"):
        text = fixture_text(name)
        for line in range(1, len(text.rstrip("\n").split("\n")) + 1):
            assert explain_line(Source(f"{name}.md", text, None), line)


@pytest.mark.parametrize("line", [0, 15])
def test_a_line_that_is_not_there_is_an_error(line: int) -> None:
    with pytest.raises(DigestError, match=rf"birds.md has no line {line}; it has 14 lines"):
        explained(BIRDS, line)


def test_the_command_reports_and_ends_with_the_status(
    nsdi_tui: Callable[..., object],
) -> None:
    good = nsdi_tui("--check", "-", stdin=BIRDS)
    assert good.returncode == 0
    assert "  links     6: entries 3" in good.stdout
    bad = nsdi_tui("--check", "-", stdin="# Birds\n\nNothing but [a link](https://a.example/).\n")
    assert bad.returncode == 1
    assert "No papers found in standard input (1 heading, 1 link)" in bad.stderr
    line = nsdi_tui("--check", "--explain", "11", "-", stdin=BIRDS)
    assert line.returncode == 0
    assert "verdict  entry" in line.stdout
    missing = nsdi_tui("--check", "--explain", "99", "-", stdin=BIRDS)
    assert (missing.returncode, missing.stdout) == (2, "")
    assert missing.stderr == "nsdi-tui: standard input has no line 99; it has 14 lines\n"
