"""The Markdown export opens again as exactly the digest that it was written from."""

from __future__ import annotations

import re
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from nsdi_tui.digest.identity import keys_of, shared_addresses, without_keys
from nsdi_tui.digest.links import make_link
from nsdi_tui.digest.markdown.reader import read_blocks
from nsdi_tui.digest.model import Acceptance, Acronym, Bullet, Digest, Paper, Span, Topic
from nsdi_tui.digest.reading.canonical import is_canonical, read_canonical
from nsdi_tui.digest.reading.document import parse
from nsdi_tui.digest.text import clean, clean_block
from nsdi_tui.export.formats import Selection, write

if TYPE_CHECKING:
    from collections.abc import Sequence

# Signs that mean something to Markdown, HTML, LaTeX, GitBook or the canonical form.
SIGNS = st.text("*_`~[]<>()!#&;$%{}^\\'\"+-=@/?:,.|•★✓0aZé大👩‍💻\u0301", min_size=1, max_size=7)
WORD_LIST = """
    Fast GPUs &amp; <b> </b> **bold** _it_ `code` 1.5x 30% C++ C# AT&T $5 $x$ {x} a_b __init__ \\a
    [x] [^1] [^1]: ![p] ~~no~~ # - + 1. 1) > | &copy; &copy &#42; {% hint %} *** --- === ``` ~~~
    <!-- --> <details> <summary> <pre> <br> <li> <table> | • ★ ✓ \\★ Note: Authors: Kind: Links:
    Notes: \\Year: [ ] [x](y) [a]: (b) [[c]] ]( )[ https://ex.org/a_(b) http://[x] www.x.org a@b.org
    <https://ex.org> ; \\; \\\\ & Größe 大模型 ИИ 🎉 with & Lund
"""
WORDS = st.sampled_from(WORD_LIST.split())
LABELS = st.sampled_from(
    ["Authors: x", "Kind: paper", "\\Year: 2", "★ x", "Notes:", "Links: [a]", "Note: x"]
)
TEXTS = st.one_of(
    st.lists(st.one_of(WORDS, SIGNS), min_size=1, max_size=8).map(" ".join), LABELS, SIGNS
).map(clean)
TEXTS = TEXTS.filter(bool)
SOME = st.lists(TEXTS, max_size=3).map(tuple)
URLS = st.one_of(
    st.builds("https://example.org/{}".format, st.text("abc1-._~()/?=+,;:@!$*%&#[]|'\"^`{}<>\\é")),
    st.sampled_from(["../notes/a%20b.md", "javascript:alert(1)", "#here", "mailto:a@b.org", "x y"]),
).map(clean)
LINKS = st.lists(
    st.builds(make_link, st.one_of(st.sampled_from(["Paper", "arXiv", "Code"]), TEXTS), URLS),
    max_size=3,
).map(tuple)
ADDRESS = re.compile(r"https?://", re.I)


@st.composite
def styled(draw: st.DrawFn, depth: int, kind: str) -> Bullet:
    """A line with some of its words styled."""
    # Without a span, an address would be a link.
    text = draw(TEXTS.filter(lambda text: not ADDRESS.search(text)))
    spans = []
    for word in re.finditer(r"(?<= )[^\W_]+(?= )", text):
        style = draw(st.sampled_from([None, None, "strong", "emphasis", "code", "strike", "link"]))
        if style:
            url = draw(URLS) if style == "link" else None
            spans.append(Span(*word.span(), style, url))
    return Bullet(text, depth, tuple(spans), kind)  # type: ignore[arg-type]


@st.composite
def rows(draw: st.DrawFn, depth: int) -> Bullet:
    """The rows of a table, with some of its words styled."""
    lines = draw(st.lists(styled(depth, "text"), min_size=2, max_size=4))
    spans: list[Span] = []
    at = 0
    for line in lines:
        spans += [replace(s, start=s.start + at, end=s.end + at) for s in line.spans]
        at += len(line.text) + 1
    return Bullet("\n".join(line.text for line in lines), depth, tuple(spans), "text")


BLOCKS = st.lists(
    st.one_of(TEXTS, st.sampled_from(["", "    indented", "a |  | b", "```", "~~~", "> q", "* i"])),
    min_size=1,
    max_size=4,
).map(lambda lines: clean_block("\n".join(lines)))
BLOCKS = BLOCKS.filter(bool)


@st.composite
def summaries(draw: st.DrawFn) -> tuple[Bullet, ...]:
    """Bullets of any nesting, with paragraphs, tables and code among them."""
    bullets: list[Bullet] = []
    open_items = 0
    for _ in range(draw(st.integers(0, 5))):
        kind = draw(st.sampled_from(["item", "item", "item", "text", "code", "table", "rows"]))
        deepest = min(open_items if kind == "item" else open_items - 1, 3)
        depth = draw(st.integers(0, max(deepest, 0)))
        if kind in ("item", "text"):
            bullets.append(draw(styled(depth, kind)))
        elif kind == "rows":
            bullets.append(draw(rows(depth)))
        else:
            block = draw(BLOCKS)
            if kind == "table" and "\n" not in block:
                continue
            bullets.append(Bullet(block, depth, (), "code" if kind == "code" else "text"))
        open_items = depth + 1 if kind == "item" or depth else 0
    return tuple(bullets)


@st.composite
def entries(draw: st.DrawFn, topics: tuple[str, ...]) -> Paper:
    """An entry with any of its fields."""
    title, links = draw(st.one_of(TEXTS, st.sampled_from(["", "\\"]))), draw(LINKS)
    venue = draw(st.sampled_from([None, None, "SOSP 2023", "arXiv 2312.07104", "Kind: *x*"]))
    rare = draw(st.booleans())
    return Paper(
        title=title,
        name=draw(st.one_of(st.none(), TEXTS)) if rare else None,
        aliases=draw(SOME) if rare else (),
        venue=venue,
        topics=topics,
        organizations=draw(SOME),
        badges=draw(SOME) if rare else (),
        summary=draw(summaries()),
        links=links,
        keys=keys_of(title, links, venue),
        line=0,
        authors=draw(SOME) if rare else (),
        year=draw(st.sampled_from([None, 2023, 2024])),
        date=draw(st.sampled_from([None, "2024", "2024-05", "2024-05-17"])),
        tags=draw(SOME) if rare else (),
        kind=draw(st.sampled_from(["paper", "paper", "resource"])),
    )


@st.composite
def children(draw: st.DrawFn, topics: tuple[str, ...]) -> tuple[Topic | Paper, ...]:
    """Entries and topics in any order."""
    found: list[Topic | Paper] = []
    for _ in range(draw(st.integers(0, 3))):
        if len(topics) < 6 and draw(st.booleans()):
            title = draw(st.one_of(TEXTS, st.sampled_from(["", "\\\\"])))
            below = draw(children((*topics, title)))
            found.append(Topic(title, 0, below, draw(summaries()), draw(LINKS)))
        else:
            found.append(draw(entries(topics)))
    return tuple(found)


RATES = st.sampled_from(
    [
        Acceptance("Spring", 24.2, 50, 207),
        Acceptance("", 33.33333333, None, None),
        Acceptance("Fall: 3%", None, None, None),
        Acceptance("All: of *it*", None, 5, 20),
    ]
)
ACRONYMS = st.builds(Acronym, TEXTS, TEXTS)


@st.composite
def digests(draw: st.DrawFn) -> Digest:
    below = draw(children(()))
    digest = Digest(
        title=draw(st.one_of(st.just("NSDI 2026"), TEXTS)),
        source="d.md",
        meta=draw(LINKS),
        notes=draw(summaries()),
        acceptance=tuple(draw(st.lists(RATES, max_size=2))),
        acronyms=tuple(draw(st.lists(ACRONYMS, max_size=2))),
        children=below,
    )
    return replace(digest, children=without_keys(below, shared_addresses(digest.papers)))


def exported(digest: Digest, papers: Sequence[Paper] | None = None) -> str:
    out = StringIO(newline="")
    write("markdown", [Selection(digest, digest.papers if papers is None else papers)], out)
    return out.getvalue()


def reopened(digest: Digest) -> tuple[Digest, str]:
    text = exported(digest)
    assert is_canonical(text)
    return read_canonical(read_blocks(text).blocks, "d.md"), text


def comparable(digest: Digest) -> Digest:
    """A digest without lines, the spans of each text in one order."""

    def bullet(given: Bullet) -> Bullet:
        return replace(given, spans=tuple(sorted(given.spans, key=repr)))

    def child(given: Topic | Paper) -> Topic | Paper:
        if isinstance(given, Paper):
            return replace(given, summary=tuple(map(bullet, given.summary)), line=0)
        return replace(
            given,
            children=tuple(map(child, given.children)),
            notes=tuple(map(bullet, given.notes)),
            line=0,
        )

    return replace(
        digest,
        children=tuple(map(child, digest.children)),
        notes=tuple(map(bullet, digest.notes)),
    )


@settings(max_examples=50)
@given(digests())
def test_a_digest_opens_again_as_it_was(digest: Digest) -> None:
    again, text = reopened(digest)
    assert not again.diagnostics, text
    assert comparable(again) == comparable(digest), text


EXAMPLE = """\
# Birds of Example

## Meta Info

Homepage: <https://example.org/birds>

### Notes

A sentence about the list.

### Acceptance Rate

* Spring: 24.2% (= 50 / 207)

## Papers

* Loose: A Paper without a Topic \\[[Paper](https://example.org/loose)]

### Songbirds

Links: \\[[Website](https://example.org/songbirds)]

* Notes:
  * Seen often.
* Migration
  * Wren: Counting Small Birds \\[[Paper](https://example.org/wren)] \\[[Code](https://example.org/code)]
    * University of Lund & Kiwi Labs
    * Count **wrens** with few microphones.
      * \\\\Year: the last one.

    A paragraph.

  * A Field Guide
    * Kind: resource
    * Authors: Ann Author; B. Writer et al.
    * Venue: SOSP 2023
    * Date: 2024-05-17
    * Tags: song\\\\; dance; field work

## Acronyms

* KV: Key-Value
<!-- nsdi-tui canonical 1 -->
"""


def test_the_form_is_read_as_documented_and_written_as_it_was() -> None:
    digest = read_canonical(read_blocks(EXAMPLE).blocks, "birds.md")
    assert not digest.diagnostics
    assert exported(digest) == EXAMPLE
    assert [paper.title for paper in digest.papers] == [
        "Loose: A Paper without a Topic",
        "Wren: Counting Small Birds",
        "A Field Guide",
    ]
    _, wren, guide = digest.papers
    assert wren.topics == ("Songbirds", "Migration")
    assert wren.organizations == ("University of Lund", "Kiwi Labs")
    assert [(bullet.text, bullet.depth, bullet.kind) for bullet in wren.summary] == [
        ("Count wrens with few microphones.", 0, "item"),
        ("Year: the last one.", 1, "item"),
        ("A paragraph.", 0, "text"),
    ]
    assert (guide.kind, guide.venue, guide.year, guide.date) == (
        "resource",
        "SOSP 2023",
        2023,
        "2024-05-17",
    )
    assert guide.authors == ("Ann Author", "B. Writer et al.")
    assert guide.tags == ("song; dance", "field work")


def test_what_the_form_does_not_have_is_reported() -> None:
    text = EXAMPLE.replace("* A Field Guide\n", "* A [Field](https://example.org/field) Guide\n")
    text = text.replace(
        "## Acronyms\n", "| a | b |\n|---|---|\n| c | [d](https://example.org/d) |\n\n## Acronyms\n"
    )
    digest = read_canonical(read_blocks(text).blocks, "birds.md")
    assert [problem.reason for problem in digest.diagnostics] == [
        "link that the canonical form does not have here",
        "table is not part of the canonical form",
        "link that the canonical form does not have here",
    ]
    assert digest.diagnostics[0].text == "https://example.org/field"
    assert digest.diagnostics[2].text == "https://example.org/d"


def test_only_a_marker_at_the_end_makes_a_document_canonical() -> None:
    assert is_canonical(EXAMPLE + "\n\n")
    assert not is_canonical(EXAMPLE + "\n* More\n")
    assert not is_canonical("")


def test_a_part_of_a_digest_keeps_its_topics_in_any_order() -> None:
    digest = read_canonical(read_blocks(EXAMPLE).blocks, "birds.md")
    loose, wren, guide = digest.papers
    again = read_canonical(read_blocks(exported(digest, [guide, loose, wren])).blocks, "birds.md")
    assert [paper.title for paper in again.papers] == [guide.title, loose.title, wren.title]
    assert [paper.topics for paper in again.papers] == [guide.topics, (), wren.topics]
    songbirds = again.children[0]
    assert isinstance(songbirds, Topic)
    assert [note.text for note in songbirds.notes] == ["Seen often."]


def test_what_is_below_bullets_without_text_stays_where_it_is() -> None:
    notes = (
        Bullet("A sentence.", 0, (), "text"),
        Bullet("Two bullets without text are around this one.", 2),
        Bullet("Wrens", 0),
        Bullet("count(wrens)", 1, (), "code"),
    )
    again, text = reopened(Digest("Birds", "d.md", notes=notes))
    assert again.notes == notes, text


def test_a_table_in_a_summary_keeps_its_links() -> None:
    table = (
        "# Birds\n\n* Heron: Wading \\[[Paper](https://birds.example/1)]\n  * Fen Institute\n\n"
        "    | Note: Club | Fens |\n    |---|---|\n"
        "    | [Marsh](https://marsh.example/) | **two** |\n"
        "    | - [Reed](https://reed.example/) | |\n"
    )
    digest = parse(table)
    *_, bullet = digest.papers[0].summary
    assert [span.url for span in bullet.spans if span.style == "link"] == [
        "https://marsh.example/",
        "https://reed.example/",
    ]
    again, text = reopened(digest)
    assert again.papers[0].summary == digest.papers[0].summary, text
