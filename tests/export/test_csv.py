"""CSV, read back by the csv module and by the rules that the format documents."""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from nsdi_tui.digest.model import Digest
from nsdi_tui.export.formats import Annotation

if TYPE_CHECKING:
    from collections.abc import Callable

    from nsdi_tui.digest.model import Paper

FORMULA = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


def rows(text: str) -> list[dict[str, str]]:
    return [
        {name: cell[1:] if FORMULA.match(cell) else cell for name, cell in row.items()}
        for row in csv.DictReader(StringIO(text, newline=""), strict=True)
    ]


def members(cell: str) -> list[str]:
    """Read a list as documented: a backslash makes the next character a part of its member."""
    parts = re.findall(r"((?:[^\\|]|\\.)+)(?:\||$)", cell, re.S)
    last = len(parts) - 1
    parts = [part[at > 0 : -1 if at < last else None] for at, part in enumerate(parts)]
    return [re.sub(r"\\(.)", r"\1", part, flags=re.S) for part in parts]


def test_bundled_digest_reads_back_with_every_field(
    nsdi26: Digest, written: Callable[..., str]
) -> None:
    table = rows(written("csv", nsdi26))
    assert ",".join(table[0]) == (
        "digest,title,name,venue,year,topics,organizations,badges,arxiv,paper,pdf,code,links,"
        "summary,key,line,authors,date,tags,kind,also_in"
    )
    assert len(table) == len(nsdi26.papers) == 26
    for row, paper in zip(table, nsdi26.papers, strict=True):
        links = [link.partition(": ")[::2] for link in members(row["links"])]
        assert (row["digest"], row["venue"], row["year"]) == ("NSDI 2026", "NSDI", "2026")
        assert row["title"] == paper.title
        assert row["name"] == (paper.name or "")
        assert tuple(members(row["topics"])) == paper.topics
        assert tuple(members(row["organizations"])) == paper.organizations
        assert tuple(members(row["badges"])) == paper.badges
        assert members(row["summary"]) == [bullet.text for bullet in paper.summary]
        assert links == [(link.label, link.url) for link in paper.links]
        assert row["arxiv"] == (paper.arxiv or "")
        assert row["paper"] == dict(links)["Paper"]
        assert (row["key"], row["line"]) == (paper.key, str(paper.line))


@pytest.mark.parametrize(
    "title",
    [
        '"Quotes", Commas; and {Braces} % & _ #',
        "Größe 大模型 λ",
        "A line\nand another",
        "=HYPERLINK(1)",
        "'=1+1",
        "''@cmd",
        "-1 for Pipelines",
        "'Tis a Title",
        "＝SUM(A1)",
    ],
)
def test_titles_of_every_kind_read_back(
    title: str, paper: Callable[..., Paper], written: Callable[..., str]
) -> None:
    (row,) = rows(written("csv", Digest("D", "d.md", children=(paper(title),))))
    assert row["title"] == title


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝"])
def test_no_cell_begins_as_a_formula_does(
    start: str, paper: Callable[..., Paper], written: Callable[..., str]
) -> None:
    given = paper(f"{start}cmd|'/c calc'!A1", topics=(f"{start}1",))
    text = written("csv", Digest(f"{start}D", "d.md", children=(given,)))
    cells = [cell for row in csv.reader(StringIO(text, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(start)]


def test_lists_with_bars_and_backslashes_read_back(
    paper: Callable[..., Paper], written: Callable[..., str]
) -> None:
    organizations = ("SIAT, CAS", "A | B", "C\\", "\\| D", "|")
    given = paper("T", organizations=organizations)
    (row,) = rows(written("csv", Digest("D", "d.md", children=(given,))))
    assert tuple(members(row["organizations"])) == organizations


def test_a_papers_own_venue_goes_before_its_digests(
    paper: Callable[..., Paper], written: Callable[..., str]
) -> None:
    digest = Digest(
        "NSDI 2026",
        "d.md",
        children=(
            paper("One", venue="SOSP '23"),
            paper("Two", venue="arXiv 2312.07104"),
            paper("Three"),
        ),
    )
    table = rows(written("csv", digest))
    assert [(row["venue"], row["year"]) for row in table] == [
        ("SOSP", "2023"),
        ("arXiv", "2023"),
        ("NSDI", "2026"),
    ]


def test_marks_are_columns_where_they_are_given(
    nsdi26: Digest, written: Callable[..., str]
) -> None:
    def annotate(paper: Paper) -> Annotation | None:
        return Annotation(True, False, "=note\nof two lines") if paper.name == "SYMI" else None

    marked, *others = rows(written("csv", nsdi26, annotate=annotate))
    assert (marked["starred"], marked["read"]) == ("yes", "")
    assert marked["note"] == "=note\nof two lines"
    assert not any(row["starred"] or row["read"] or row["note"] for row in others)
