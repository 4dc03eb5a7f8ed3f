"""Authors, years, dates, tags and kinds in JSON, CSV and BibTeX; only web addresses in links."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from pybtex.database import parse_string

from nsdi_tui.digest.model import Digest
from nsdi_tui.export.formats import Annotation

if TYPE_CHECKING:
    from collections.abc import Callable

    from pybtex.database import Entry

    from nsdi_tui.digest.model import Paper

ARXIV = ("arXiv", "https://arxiv.org/abs/2405.01234")


@pytest.fixture
def entry(paper: Callable[..., Paper], written: Callable[..., str]) -> Callable[..., Entry]:
    """The BibTeX entry of a paper with these fields, read back by pybtex."""

    def make(*links: tuple[str, str], title: str = "Wren: Small Birds", **fields: object) -> Entry:
        given = replace(paper(title, *links), **fields)  # type: ignore[arg-type]
        given = replace(given, keys=paper(title, *links, venue=given.venue).keys)
        text = written("bibtex", Digest("Bird Papers", "d.md", children=(given,)))
        (found,) = parse_string(text, "bibtex").entries.values()
        return found

    return make


def test_json_and_csv_have_every_field(
    paper: Callable[..., Paper], written: Callable[..., str]
) -> None:
    given = replace(
        paper("Wren: Small Birds", venue="SOSP 2024"),
        authors=("Ann Author", "B. Writer | Co et al."),
        year=2024,
        date="2024-05-17",
        tags=("song", "field work"),
        kind="resource",
    )
    digest = Digest("Birds", "d.md", children=(given,))
    (line,) = map(json.loads, written("jsonl", digest).splitlines())
    assert (line["kind"], line["year"], line["date"]) == ("resource", 2024, "2024-05-17")
    assert line["authors"] == ["Ann Author", "B. Writer | Co et al."]
    assert line["tags"] == ["song", "field work"]
    (row,) = csv.DictReader(StringIO(written("csv", digest), newline=""))
    assert row["authors"] == r"Ann Author | B. Writer \| Co et al."
    assert (row["year"], row["date"], row["tags"], row["kind"]) == (
        "2024",
        "2024-05-17",
        "song | field work",
        "resource",
    )


def test_columns_of_earlier_versions_keep_their_places(
    paper: Callable[..., Paper], written: Callable[..., str]
) -> None:
    digest = Digest("Birds", "d.md", children=(paper("Wren: Small Birds"),))
    text = written("csv", digest, annotate=lambda _: Annotation(True, False, ""))
    assert text.splitlines()[0].endswith(
        "key,line,starred,read,note,authors,date,tags,kind,also_in"
    )
    assert text.splitlines()[1].endswith(",yes,,,,,,paper,")


def test_links_are_web_addresses_only(
    paper: Callable[..., Paper], written: Callable[..., str]
) -> None:
    papers = (
        paper("A: One", ("Paper", "../a.pdf"), ("Code", "https://example.org/a")),
        paper("B: Two", ("Paper", "javascript:alert(1)"), ("Notes", "notes.md")),
        paper("C: Three", ("Paper", "HTTPS://example.org/c")),
    )
    assert written("links", Digest("D", "d.md", children=papers)) == (
        "https://example.org/a\nHTTPS://example.org/c\n"
    )


@pytest.mark.parametrize(
    ("venue", "links", "kind", "fields"),
    [
        ("SOSP 2023", (), "inproceedings", {"booktitle": "SOSP", "year": "2023"}),
        ("EMNLP 2021 Findings", (), "inproceedings", {"booktitle": "EMNLP Findings"}),
        ("EXCONF 2023", (), "inproceedings", {"booktitle": "EXCONF"}),
        ("ML for Birds workshop @ NeurIPS'24", (), "inproceedings", {"year": "2024"}),
        ("JMLR, 2022", (), "article", {"journal": "JMLR", "year": "2022"}),
        ("Journal of Example Birds, 2019", (), "article", {"journal": "Journal of Example Birds"}),
        (None, (ARXIV,), "misc", {"eprint": "2405.01234", "archivePrefix": "arXiv"}),
        ("arXiv 2024", (ARXIV,), "misc", {"eprint": "2405.01234", "year": "2024"}),
        ("ICML 2025", (ARXIV,), "inproceedings", {"eprint": "2405.01234", "year": "2025"}),
        ("Apr 2024", (), "misc", {"year": "2024"}),
        ("OpenAI 2024", (), "misc", {"year": "2024"}),
        ("Google Research Blog", (), "misc", {}),
        ("Preprint 2024", (), "misc", {"year": "2024", "howpublished": "Preprint"}),
        ("Ann Author 2021", (), "misc", {"year": "2021"}),
    ],
)
def test_the_kind_of_venue_decides_the_entry(
    entry: Callable[..., Entry],
    venue: str | None,
    links: tuple[tuple[str, str], ...],
    kind: str,
    fields: dict[str, str],
) -> None:
    found = entry(*links, venue=venue)
    assert found.type == kind
    assert fields.items() <= dict(found.fields).items()
    names = {"booktitle", "journal"} & set(found.fields)
    assert names == {"inproceedings": {"booktitle"}, "article": {"journal"}}.get(kind, set())


def test_a_resource_is_misc_whatever_its_venue(entry: Callable[..., Entry]) -> None:
    assert entry(kind="resource", venue="SOSP 2023").type == "misc"


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        (("Ann Author", "Bo Écrivain"), ["Author, Ann", "Écrivain, Bo"]),
        (("G. Author et al.",), ["Author, G.", "others"]),
        (("Ann Author", "et al."), ["Author, Ann", "others"]),
        (("Author, Ann",), ["Author, Ann"]),
        (("李华",), ["李华"]),
        (("Smith and Sons",), ["{Smith and Sons}"]),
        (("A {b} \\c & D",), None),
    ],
)
def test_authors_are_persons(
    entry: Callable[..., Entry], authors: tuple[str, ...], names: list[str] | None
) -> None:
    persons = entry(authors=authors).persons["author"]
    assert len(persons) == len(names or authors)
    if names:
        assert list(map(str, persons)) == names


def test_the_comment_says_whether_authors_are_missing(
    paper: Callable[..., Paper], written: Callable[..., str]
) -> None:
    without = paper("Heron: Tall Birds")
    given = replace(paper("Wren: Small Birds"), authors=("Ann Author",))

    def first_line(*papers: Paper) -> str:
        return written("bibtex", Digest("D", "d.md", children=papers)).split("\n")[0]

    assert first_line(given).startswith("@misc{")
    assert "every paper" in first_line(given, without)
    assert "does not name authors" in first_line(without)


@pytest.mark.parametrize(
    ("fields", "month"),
    [
        ({"date": "2024-05-17", "venue": "SOSP 2024"}, "May"),
        ({"date": "2024-05", "year": 2024}, "May"),
        ({"date": "2024", "year": 2024}, None),
        ({"date": "2023-05", "venue": "SOSP 2024"}, None),
    ],
)
def test_the_month_of_a_date_in_the_same_year(
    entry: Callable[..., Entry], fields: dict[str, object], month: str | None
) -> None:
    found = entry(**fields)
    assert found.fields["year"] == "2024"
    assert found.fields.get("month") == month


def test_an_arxiv_id_gives_year_and_month(entry: Callable[..., Entry]) -> None:
    found = entry(ARXIV)
    assert (found.fields["year"], found.fields["month"]) == ("2024", "May")


def test_raised_and_lowered_characters_are_formulas(entry: Callable[..., Entry]) -> None:
    found = entry(title="Wren²: H₂O at 10¹² Hz & More")
    assert found.fields["title"] == "{Wren$^{2}$: H$_{2}$O at 10$^{12}$ Hz \\& More}"
