"""Venues as lists write them, what kind they are, and where a paper was published."""

from __future__ import annotations

import pytest

from nsdi_tui.digest.model import Digest, Paper
from nsdi_tui.digest.venues import Venue, parse_venue, venue_kind, venue_of

# As written | name | year | date | extra
READ = """
NSDI 2026                               | NSDI                            | 2026 | |
SC '21                                  | SC                              | 2021 | |
SC '21, Best Paper                      | SC                              | 2021 | | Best Paper
SOSP23                                  | SOSP                            | 2023 | |
SOSP’23                                 | SOSP                            | 2023 | |
SOSP' 24                                | SOSP                            | 2024 | |
2017 CVPR                               | CVPR                            | 2017 | |
ICML, 2025                              | ICML                            | 2025 | |
USENIX ATC 2021                         | USENIX ATC                      | 2021 | |
ICLR 2026 (Poster)                      | ICLR                            | 2026 | | Poster
ICLR 2024 Oral                          | ICLR                            | 2024 | | Oral
NeurIPS (Datasets), 2023 | NeurIPS                         | 2023 | | Datasets
EMNLP 2021 Findings                     | EMNLP Findings                  | 2021 | |
CVPR Findings                           | CVPR Findings                   |      | |
VLDB 2021 from Ann Author               | VLDB                            | 2021 | | from Ann Author
ML for Birds workshop @ NeurIPS'24      | ML for Birds workshop @ NeurIPS | 2024 | |
NSDI, May 2024                          | NSDI                            | 2024 | 2024-05 |
Example Task 2021                       | Example Task                    | 2021 | |
IEEE Transactions on Computers 2019     | IEEE Transactions on Computers  | 2019 | |
Journal of Example Birds, 2019          | Journal of Example Birds        | 2019 | |
Nature 2024                             | Nature                          | 2024 | |
arXiv 2312.07104                        | arXiv                           | 2023 | 2023-12 |
arXiv:cs/9901001                        | arXiv                           | 1999 | 1999-01 |
Arxiv 2024                              | arXiv                           | 2024 | |
arxiv, 2022                             | arXiv                           | 2022 | |
arXiv                                   | arXiv                           |      | |
ACM MM                                  | ACM MM                          |      | |
HotOS                                   | HotOS                           |      | |
JMLR                                    | JMLR                            |      | |
TKDE                                    | TKDE                            |      | |
FAST                                    | FAST                            |      | |
Preprint 2024                           | Preprint                        | 2024 | |
"""

REFUSED = """
fast                   |      |
Extended Version       |      |
Part 2                 |      |
Part II                |      |
Google Research Blog   |      |
OpenAI 2024            | 2024 |
Book, 2016             | 2016 |
published in 2020      | 2020 |
2020                   | 2020 |
Apr 2024               | 2024 | 2024-04
May 2024               | 2024 | 2024-05
August 12, 2026        | 2026 | 2026-08-12
12 Aug 2026            | 2026 | 2026-08-12
2024/05/17             | 2024 | 2024-05-17
Sept. 2023             | 2023 | 2023-09
"""

KINDS = """
NSDI | conference
USENIX ATC | conference
ACM MM | conference
CVPR Findings | conference
ML for Birds workshop @ NeurIPS | conference
Symposium on Example Birds      | conference
PVLDB                           | journal
JMLR | journal
Nature | journal
Journal of Example Birds | journal
IEEE Transactions on Computers | journal
arXiv | preprint
Preprint | preprint
Example Task |
nature                          |
Ann Author                      |
"""


def rows(table: str, columns: int) -> list[list[str]]:
    """The rows of a table, each filled up to so many cells."""
    split = [[cell.strip() for cell in row.split("|")] for row in table.strip().split("\n")]
    return [row + [""] * (columns - len(row)) for row in split]


@pytest.mark.parametrize(("text", "name", "year", "date", "extra"), rows(READ, 5))
def test_reads_a_venue(text: str, name: str, year: str, date: str, extra: str) -> None:
    expected = Venue(name, int(year) if year else None, date or None, extra or None)
    assert parse_venue(text) == expected


@pytest.mark.parametrize(("text", "year", "date"), rows(REFUSED, 3))
def test_refuses_what_names_no_venue(text: str, year: str, date: str) -> None:
    assert parse_venue(text) == Venue(None, int(year) if year else None, date or None)


@pytest.mark.parametrize("text", ["", " ", "?", "x" * 500, "13/2024", "2024-13-01", "'", "(((("])
def test_text_of_any_kind_is_no_venue(text: str) -> None:
    assert parse_venue(text).name is None


@pytest.mark.parametrize(("name", "kind"), rows(KINDS, 2))
def test_kinds(name: str, kind: str) -> None:
    assert venue_kind(name) == (kind or None)


# The entry's own venue, year and date, its arXiv id | the digest's title | where and when
PLACES = """
SOSP 2023 | | | | NSDI 2026 | SOSP 2023
SOSP | 2023 | | | NSDI 2026 | SOSP 2023
Bird Meetup   |      |         |            | NSDI 2026       | Bird Meetup
Apr 2024      |      |         |            | NSDI 2026       | 2024
              | 2025 |         | 2501.00001 | NSDI 2026       | NSDI 2026
              |      |         |            | Birdconf 2026   | Birdconf 2026
              |      |         | 2501.00001 | Bird Papers     | arXiv 2025
              | 2024 |         | 2501.00001 | Bird Papers     | arXiv 2024
              |      | 2024-05 |            | Awesome Birds 2026 | 2024
              |      |         |            | Awesome Birds 2026 |
"""


@pytest.mark.parametrize(("venue", "year", "date", "arxiv", "title", "label"), rows(PLACES, 6))
def test_where_and_when_a_paper_was_published(
    venue: str, year: str, date: str, arxiv: str, title: str, label: str
) -> None:
    paper = Paper(
        title="A Study of Wrens",
        name=None,
        aliases=(),
        venue=venue or None,
        topics=(),
        organizations=(),
        badges=(),
        summary=(),
        links=(),
        keys=(f"arxiv:{arxiv}",) if arxiv else ("title:a study of wrens",),
        line=1,
        year=int(year) if year else None,
        date=date or None,
    )
    assert venue_of(paper, Digest(title, "birds.md")).label == label
