"""The reading list opens again: what the parser makes of it is what it was written from."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nsdi_tui.digest.model import Bullet, Digest, Link, Span
from nsdi_tui.digest.reading.document import parse
from nsdi_tui.digest.reading.form import MARKER
from nsdi_tui.export.formats import Annotation, Selection, write
from nsdi_tui.resources import bundled_digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from nsdi_tui.digest.model import Paper

FIXTURES = sorted((Path(__file__).parent.parent / "fixtures").glob("*.md"))
PAGE = ("Paper", "https://example.org/paper.pdf")


def comparable(paper: Paper) -> Paper:
    """A paper without its line, its spans in one order."""
    summary = tuple(
        replace(bullet, spans=tuple(sorted(bullet.spans, key=repr))) for bullet in paper.summary
    )
    return replace(paper, summary=summary, line=0)


def same_papers(one: Digest, other: Digest) -> bool:
    return list(map(comparable, one.papers)) == list(map(comparable, other.papers))


def test_bundled_digest_is_written_as_it_is(nsdi26: Digest, written: Callable[..., str]) -> None:
    text = Path(bundled_digest()).read_text(encoding="utf-8")
    assert written("markdown", nsdi26) == f"{text}{MARKER}\n"


@pytest.mark.parametrize("file", FIXTURES, ids=lambda file: file.stem)
def test_documents_of_every_kind_open_again(file: Path, written: Callable[..., str]) -> None:
    digest = parse(file.read_text(encoding="utf-8", errors="replace"), file.name)
    again = parse(written("markdown", digest), file.name)
    assert list(map(comparable, again.papers)) == list(map(comparable, digest.papers))
    assert again.title == digest.title
    assert again.acceptance == digest.acceptance
    assert again.acronyms == digest.acronyms
    assert set(again.meta) >= set(digest.meta)


@pytest.mark.parametrize("every", [2, 3, 7])
def test_some_of_the_papers_open_again_in_their_topics(every: int, nsdi26: Digest) -> None:
    chosen = nsdi26.papers[::every]
    out = StringIO()
    write("markdown", [Selection(nsdi26, chosen)], out)
    again = parse(out.getvalue())
    assert list(map(comparable, again.papers)) == list(map(comparable, chosen))


def test_several_digests_are_one_document(nsdi26: Digest, written: Callable[..., str]) -> None:
    other = parse(FIXTURES[0].read_text(encoding="utf-8"), "other.md")
    again = parse(written("markdown", nsdi26, other))
    assert [paper.title for paper in again.papers] == [
        paper.title for digest in (nsdi26, other) for paper in digest.papers
    ]


@pytest.mark.parametrize(
    "title",
    [
        "*Stars* and _Underscores_ and __init__",
        "`Code`, ``Backticks` and a Single ` One",
        "[Brackets] and [Links](x.md)",
        "<b>Tags</b> & &amp; Entities &lt;x&gt; and AT&T",
        "# Not a Heading",
        "1. Not a Number",
        "> Not a Quote",
        "Back\\slashes \\* and \\[",
        "Costs $5 and $6 a Month",
        "~~Struck~~ and C~D",
        "{% hint %} Not a Hint {% endhint %}",
        "[ ] Not a Task",
        "![Not a Picture](x.png)",
        "[^1] Not a Footnote",
        "2 < 3 and 4 > 3",
        "Größe 大模型训练系统的高效实现",
        "https://example.org/a_b_c in a Title",
    ],
)
def test_titles_with_markdown_signs_open_again(
    title: str, paper: Callable[..., Paper], written: Callable[..., str]
) -> None:
    digest = Digest("Signs", "d.md", children=(paper(title, PAGE), paper("B: Next", PAGE)))
    again = parse(written("markdown", digest))
    assert [given.title for given in again.papers] == [title, "B: Next"]
    assert [given.links for given in again.papers] == [given.links for given in digest.papers]


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a_(b)",
        "https://example.org/a(b",
        "https://example.org/?q=a&b=c*d*e",
        "https://example.org/%5Bx%5D",
        "../notes/with%20space.md",
        "javascript:alert(1)",
    ],
)
def test_addresses_open_again(
    url: str, paper: Callable[..., Paper], written: Callable[..., str]
) -> None:
    given = paper("Name: Title", PAGE, ("Code", url))
    (again,) = parse(written("markdown", Digest("D", "d.md", children=(given,)))).papers
    assert again.links == given.links


def bulleted(paper: Paper, *bullets: Bullet) -> Digest:
    return Digest("D", "d.md", children=(replace(paper, summary=bullets),))


@pytest.mark.parametrize(
    "bullets",
    [
        (
            Bullet("Present one.", 0),
            Bullet("Nested below it.", 1),
            Bullet("Deeper still.", 2),
            Bullet("And out again.", 0),
        ),
        (Bullet("See code.", 0), Bullet("def f(x):\n    return x\n\n\n```\nf(1)", 0, (), "code")),
        (Bullet("Present one.", 0), Bullet("x = 1", 0, (), "code"), Bullet("Present two.", 0)),
        (
            Bullet("Present one.", 0),
            Bullet("Nested below it.", 1),
            Bullet("A paragraph of the nested one.", 1, (), "text"),
        ),
        (Bullet("Setting | Speedup\n\n\nLoaning | 1.53x", 0, (), "text"), Bullet("Present it.", 0)),
        tuple(
            map(Bullet, ("- no list.", "+ none.", "1. none.", "# none.", "> none.", "--- none."))
        ),
        (Bullet("{% hint %} None. {% endhint %}"), Bullet("[x] None.")),
        (Bullet("Say **strong** and a_b.", 0, (Span(4, 14, "strong"), Span(19, 22, "emphasis"))),),
        (
            Bullet(
                "Run `a` b.",
                0,
                (Span(0, 9, "strong"), Span(4, 7, "code"), Span(0, 3, "emphasis")),
            ),
        ),
        (Bullet("See the site now.", 0, (Span(8, 12, "link", "https://example.org/x_(y)"),)),),
        (
            Bullet(
                "At https://example.org/a_b.", 0, (Span(3, 26, "link", "https://example.org/a_b"),)
            ),
        ),
        (Bullet("Nested below nothing.", 1), Bullet("Below the paper.", 0)),
        (
            Bullet("Present one.", 0),
            Bullet("A paragraph of it.", 0, (), "text"),
            Bullet("Nested below it.", 1),
        ),
        (Bullet("Not linked: https://example.org/a_b, nor http://x.org."),),
        (
            Bullet(
                "At https://example.org/wren bold.",
                0,
                (Span(3, 27, "link", "https://example.org/wren"), Span(23, 32, "strong")),
            ),
        ),
        (
            Bullet(
                "Styles that cross here.",
                0,
                (
                    Span(0, 11, "strong"),
                    Span(7, 17, "link", "https://example.org/é"),
                    Span(12, 23, "emphasis"),
                ),
            ),
        ),
        (Bullet("No!picture here.", 0, (Span(3, 10, "link", "https://example.org/x"),)),),
        (Bullet("Has unbelievable parts.", 0, (Span(6, 13, "strong"),)),),
        (Bullet("* ".join("ab" * 30) + "_" * 40 + ".", 0),),
    ],
)
def test_summaries_open_again(
    bullets: tuple[Bullet, ...], paper: Callable[..., Paper], written: Callable[..., str]
) -> None:
    digest = bulleted(paper("Name: Title", PAGE), *bullets)
    again = parse(written("markdown", digest))
    assert same_papers(again, digest), written("markdown", digest)


def test_emphasis_that_ends_in_a_space_still_is_emphasis(
    paper: Callable[..., Paper], written: Callable[..., str]
) -> None:
    digest = bulleted(
        paper("Name: Title", PAGE), Bullet("So very fast.", 0, (Span(3, 8, "strong"),))
    )
    assert same_papers(parse(written("markdown", digest)), digest)


def test_a_bullet_that_would_read_as_institutions_stays_summary(
    paper: Callable[..., Paper], written: Callable[..., str]
) -> None:
    digest = bulleted(paper("Name: Title", PAGE), Bullet("Scheduling"), Bullet("Best Paper Award"))
    (again,) = parse(written("markdown", digest)).papers
    assert again.organizations == again.badges == ()
    assert [bullet.text for bullet in again.summary] == ["Scheduling", "Best Paper Award"]


def test_a_venue_in_a_linked_title_is_the_venue_of_the_paper(
    written: Callable[..., str],
) -> None:
    text = "# D\n\n## Papers\n\n* [What We Saw (SOSP 2023)](https://arxiv.org/abs/2401.00001)\n"
    digest = parse(text)
    (paper,) = digest.papers
    assert (paper.title, paper.venue, paper.year) == ("What We Saw", "SOSP 2023", 2023)
    assert same_papers(parse(written("markdown", digest)), digest)


TOPICS = {
    "papers before the topics": [(), ("A",), ("A", "B")],
    "a paper after the topics": [("A",), ("A", "B"), ()],
    "a topic that returns": [("A", "B"), ("C",), ("A", "B")],
    "a paper after a group": [("A", "B"), ("A",), ("A", "C", "D")],
    "a topic of a special name": [("Acronyms",), ("References", "News")],
    "a topic with a venue": [("Other",), ("Workshops (SOSP 2023)",)],
    "a nested topic with a venue": [("Other", "Workshops (SOSP 2023)"), ("Other", "B")],
    "many levels": [tuple("ABCDEFGH"), tuple("ABCDEFG"), tuple("ABX")],
    "signs": [("1. First * and _", "- Second [x] <b>")],
}


@pytest.mark.parametrize("topics", TOPICS.values(), ids=TOPICS)
def test_topics_open_again(
    topics: list[tuple[str, ...]], paper: Callable[..., Paper], written: Callable[..., str]
) -> None:
    papers = tuple(paper(f"Name{n}: Title", PAGE, topics=path) for n, path in enumerate(topics))
    again = parse(written("markdown", Digest("D", "d.md", children=papers)))
    assert [given.topics for given in again.papers] == topics


def test_papers_without_links_open_again(
    paper: Callable[..., Paper], written: Callable[..., str]
) -> None:
    papers = (
        paper("Building Large Systems Nobody Needs", topics=("A Topic of Many Words", "B")),
        paper("Short", topics=("A Topic of Many Words",)),
        paper("Why Does It Break?", topics=("C",)),
    )
    again = parse(written("markdown", Digest("OSDI 2024", "d.md", children=papers)))
    assert [given.title for given in again.papers] == [given.title for given in papers]
    assert [given.venue for given in again.papers] == [None] * 3
    assert [given.topics for given in again.papers] == [given.topics for given in papers]


@pytest.mark.parametrize(
    "link",
    [
        Link("Homepage", "homepage", "https://example.org/"),
        Link("Paper list: spring", "other", "https://example.org/list"),
        Link("Notes", "notes", "../notes.md"),
        Link("https://example.org/x", "other", "https://example.org/x"),
        Link("1. *Program*", "other", "https://example.org/program"),
    ],
)
def test_meta_links_open_again(link: Link, written: Callable[..., str]) -> None:
    again = parse(written("markdown", Digest("D", "d.md", meta=(link,))))
    assert again.meta == (link,)


def test_marks_show_and_leave_titles_as_they_are(
    paper: Callable[..., Paper], written: Callable[..., str]
) -> None:
    annotations = {
        "A: Both": Annotation(True, True, ""),
        "B: Note": Annotation(False, False, "# first *line*\n\n- second"),
        "C: None": None,
    }
    papers = tuple(paper(title, PAGE) for title in annotations)
    digest = Digest("D", "d.md", children=papers)
    text = written("markdown", digest, annotate=lambda given: annotations[given.title])
    assert "* ★ ✓ A: Both" in text
    again = parse(text)
    assert [given.title for given in again.papers] == list(annotations)
    assert "> Note: # first \\*line\\*\n" in text
    # A note is somebody's mark, not part of the digest.
    assert not any(given.summary for given in again.papers)
