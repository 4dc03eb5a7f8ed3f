"""What came since a digest was last read, until it is looked at."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from nsdi_tui.digest.reading.document import parse
from nsdi_tui.marks.model import STAR

if TYPE_CHECKING:
    from collections.abc import Callable

    from nsdi_tui.digest.model import Digest, Paper
    from nsdi_tui.marks.marks import Marks

BUNDLED = Path(__file__).resolve().parents[2] / "assets" / "digest.md"


@pytest.fixture
def papers(paper: Callable[..., Paper]) -> Any:
    return [
        paper("Cache Me Twice", paper="https://x.org/cache", summary="A cache."),
        paper("Route Me Twice", paper="https://x.org/route", summary="A route."),
        paper("Train Me Twice", paper="https://x.org/train", summary="A train."),
    ]


@pytest.fixture
def news(open_marks: Callable[..., Marks]) -> Any:
    """Open a digest in a new session and return the titles that are new or changed."""

    def tell(digest: Digest, marks: Marks | None = None) -> dict[str, Any]:
        marks = marks or open_marks()
        marks.opened(digest)
        return {
            paper.title: marks.freshness(paper)
            for paper in digest.papers
            if marks.freshness(paper) is not None
        }

    return tell


def test_at_the_first_opening_nothing_is_new(
    news: Any, digest: Callable[..., Digest], papers: list[Paper]
) -> None:
    assert news(digest(*papers)) == {}
    assert news(digest(*papers)) == {}


def test_two_new_papers_and_one_arxiv_link_are_exactly_these_three(news: Any) -> None:
    """The bundled digest as it gains two papers and an arXiv link."""
    before = BUNDLED.read_text(encoding="utf-8")
    plain = next(paper for paper in parse(before).papers if paper.arxiv is None)
    lines = before.split("\n")
    lines[plain.line - 1] += " \\[[arXiv](https://arxiv.org/abs/2601.00001)]"
    added = [
        f"* {title} \\[[Paper](https://x.org/{title[:5]})]\n  * MIT\n"
        for title in ("Cache Me Twice", "Route Me Twice")
    ]
    end = lines.index("## Acronyms")
    after = "\n".join([*lines[:end], "### Memory", "", *added, *lines[end:]])
    assert news(parse(before, "nsdi26.md", "/papers/nsdi26.md")) == {}
    assert news(parse(after, "nsdi26.md", "/papers/nsdi26.md")) == {
        plain.title: "changed",
        "Cache Me Twice": "new",
        "Route Me Twice": "new",
    }


def test_news_stay_until_they_were_looked_at(
    news: Any, open_marks: Callable[..., Marks], digest: Callable[..., Digest], papers: list[Paper]
) -> None:
    news(digest(*papers[:1]))
    grown = digest(*papers)
    assert news(grown) == {"Route Me Twice": "new", "Train Me Twice": "new"}
    marks = open_marks()
    marks.opened(grown)
    marks.seen(papers[1])
    assert marks.freshness(papers[1]) is None
    assert marks.freshness(papers[2]) == "new"
    assert news(grown) == {"Train Me Twice": "new"}


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        ({"title": "Cache Me Thrice"}, "changed"),
        ({"summary": ()}, "changed"),
        ({"organizations": ("MIT",)}, "changed"),
        ({"badges": ("Best Paper Award",)}, "changed"),
        ({"venue": "NSDI 2026"}, "changed"),
        ({"links": ()}, "changed"),
        ({"line": 99, "topics": ("Elsewhere",)}, None),
    ],
)
def test_what_counts_as_a_change(
    edit: Any,
    found: Any,
    open_marks: Callable[..., Marks],
    digest: Callable[..., Digest],
    papers: list[Paper],
) -> None:
    open_marks().opened(digest(*papers))
    edited = replace(papers[0], **edit)
    marks = open_marks()
    marks.opened(digest(edited, *papers[1:]))
    assert marks.freshness(edited) == found
    marks.seen(edited)
    again = open_marks()
    again.opened(digest(edited, *papers[1:]))
    assert again.freshness(edited) is None


def test_a_digest_read_again_in_one_session(
    news: Any, open_marks: Callable[..., Marks], digest: Callable[..., Digest], papers: list[Paper]
) -> None:
    marks = open_marks()
    assert news(digest(*papers[:2]), marks) == {}
    assert news(digest(*papers), marks) == {"Train Me Twice": "new"}
    assert news(digest(*papers[:2]), marks) == {}


def test_a_paper_that_was_away_for_a_while_is_not_new(
    news: Any, digest: Callable[..., Digest], papers: list[Paper]
) -> None:
    news(digest(*papers))
    assert news(digest(*papers[:1])) == {}
    assert news(digest(*papers)) == {}


def test_a_renamed_file_is_the_same_digest(
    news: Any, digest: Callable[..., Digest], papers: list[Paper]
) -> None:
    news(digest(*papers[:2], path="/papers/nsdi.md"))
    assert news(digest(*papers, path="/papers/nsdi26.md")) == {"Train Me Twice": "new"}


def test_another_digest_in_the_same_place_is_another_digest(
    news: Any, digest: Callable[..., Digest], paper: Callable[..., Paper], papers: list[Paper]
) -> None:
    news(digest(*papers, path="/tmp/x.md", title="NSDI 2026"))
    other = [paper(f"Other paper {number}") for number in range(3)]
    assert news(digest(*other, path="/tmp/x.md", title="SOSP 2025")) == {}


def test_another_digest_of_the_same_title_is_another_digest(
    news: Any, digest: Callable[..., Digest], paper: Callable[..., Paper], papers: list[Paper]
) -> None:
    news(digest(*papers, path="/a/README.md", title="Papers"))
    other = [paper(f"Other paper {number}") for number in range(3)]
    assert news(digest(*other, path="/b/README.md", title="Papers")) == {}


def test_a_digest_that_was_empty_at_first_has_only_news(
    news: Any, digest: Callable[..., Digest], papers: list[Paper]
) -> None:
    news(digest())
    assert len(news(digest(*papers))) == 3


def test_a_paper_listed_twice_with_two_summaries_is_not_changed(
    news: Any, paper: Callable[..., Paper], digest: Callable[..., Digest], papers: list[Paper]
) -> None:
    twice = paper("Cache Me Twice", paper="https://x.org/cache", summary="Told otherwise.")
    for _ in range(2):
        assert news(digest(*papers, twice)) == {}
    assert news(digest(twice, *papers)) == {}
    third = paper("Cache Me Twice", paper="https://x.org/cache", summary="And otherwise again.")
    assert news(digest(*papers, third)) == {"Cache Me Twice": "changed"}


def test_papers_are_new_in_the_digest_that_gained_them(
    news: Any, digest: Callable[..., Digest], papers: list[Paper]
) -> None:
    news(digest(*papers[:2], path="/a.md", title="A"))
    assert news(digest(*papers, path="/b.md", title="B")) == {}
    assert news(digest(*papers, path="/a.md", title="A")) == {"Train Me Twice": "new"}


def test_a_first_opening_that_was_cut_short_counts_as_none(
    news: Any,
    open_marks: Callable[..., Marks],
    marks_file: Path,
    digest: Callable[..., Digest],
    papers: list[Paper],
) -> None:
    open_marks().apply(STAR, papers[:1])
    database = sqlite3.connect(marks_file, isolation_level=None)
    database.execute(
        "INSERT INTO digests (place, title, complete) VALUES ('/papers/nsdi26.md', 'NSDI 2026', 0)"
    )
    assert news(digest(*papers)) == {}
    assert database.execute("SELECT count(*) FROM digests").fetchone() == (1,)
    database.close()


def test_a_digest_opened_while_the_file_cannot_be_used_is_taken_up_later(
    news: Any,
    open_marks: Callable[..., Marks],
    marks_file: Path,
    digest: Callable[..., Digest],
    papers: list[Paper],
) -> None:
    news(digest(*papers[:2]))
    away = marks_file.with_name("away")
    marks_file.rename(away)
    marks_file.mkdir()
    marks = open_marks()
    assert news(digest(*papers), marks) == {}
    marks_file.rmdir()
    away.rename(marks_file)
    assert marks.poll() is True
    assert marks.freshness(papers[2]) == "new"
