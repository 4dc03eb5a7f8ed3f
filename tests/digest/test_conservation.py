"""Links in = links out + diagnostics: no link of any document is dropped silently."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nsdi_tui.digest.markdown.links import links_of
from nsdi_tui.digest.markdown.reader import read_blocks
from nsdi_tui.digest.model import Digest, Paper, Topic
from nsdi_tui.digest.reading.auditing import UNREAD_LINK, UNREAD_TEXT
from nsdi_tui.digest.reading.document import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nsdi_tui.digest.markdown.links import LinkUse

# What follows in a fixture is what it should be read as.
EXPECTED = "--- expected ---"
FIXTURES = sorted((Path(__file__).parent.parent / "fixtures").rglob("*.md"))
BIBTEX = re.compile(r"@\w+\s*\{")


def document(path: Path) -> str:
    return path.read_text(encoding="utf-8").partition(EXPECTED)[0]


def held_by(value: object) -> Iterator[str]:
    """Yield every address that a digest shows: of links, of styled text, of code."""
    if isinstance(value, Digest):
        for part in (value.meta, value.notes, value.children):
            yield from held_by(part)
    elif isinstance(value, Topic):
        for part in (value.links, value.notes, value.children):
            yield from held_by(part)
    elif isinstance(value, Paper):
        yield from held_by(value.links)
        yield from held_by(value.summary)
    elif isinstance(value, tuple):
        for part in value:
            yield from held_by(part)
    elif hasattr(value, "url"):
        yield value.url
    elif hasattr(value, "spans"):
        yield from (span.url for span in value.spans if span.url)
        if value.kind == "code":
            yield value.text


def dropped(text: str, digest: Digest, uses: Sequence[LinkUse]) -> list[str]:
    """Return the addresses of a document that are neither in its digest nor reported."""
    held = set(held_by(digest))
    code = "\n".join(held)
    reported = "\n".join(problem.text for problem in digest.diagnostics)
    authors = " ".join(author for paper in digest.papers for author in paper.authors)
    lost = []
    for use in uses:
        page = re.match(r"https://github\.com/[\w-]+/[\w-]+(?=.*#)", use.url)
        leads_within = not re.match(r"[a-z]+:|//", use.url, re.I)
        is_author = bool(use.text) and all(word in authors for word in use.text.split())
        is_cited = use.kind == "code" and (use.url in code or BIBTEX.search(text))
        is_picture = use.kind == "image" and use.url.endswith((".png", ".jpg"))
        if use.url in held or leads_within or page or is_author or is_cited or is_picture:
            continue
        if use.url not in reported:
            lost.append(f"line {use.line}: {use.url}")
    return lost


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_every_link_of_a_fixture_is_read_or_reported_and_counted_once(path: Path) -> None:
    text = document(path)
    digest = parse(text)
    uses = list(links_of(read_blocks(text).blocks))
    assert dropped(text, digest, uses) == []
    assert sum(number for _, number in digest.account.links) == len(uses)


# Documents of every shape. `@` stands for an address; each becomes a different one.

TITLES = st.sampled_from(
    [
        "The Songs of Reed Warblers in Spring",
        "Migrating by Starlight",
        "WREN: Nests that Rebuild Themselves",
        "Owls",
        "2023",
        "论鸟类的迁徙",
        "Papers",
        "Contents",
        "License",
    ]
)
LABELS = st.sampled_from(
    ["pdf", "Paper", "code", "arXiv", "our field notes", "slides", "here", "Ann Heron", "BIRDS '21"]
)
ADDRESSES = st.sampled_from(
    [
        "https://arxiv.org/abs/2101.0@",
        "https://github.com/birds/r@",
        "https://doi.org/10.1000/b@",
        "https://nest.example/@",
        "https://nest.example/@.pdf",
        "docs/page@.md",
        "#part-@",
        "mailto:heron@@nest.example",
    ]
)


@st.composite
def links(draw: st.DrawFn) -> str:
    """A link in one of the ways to write it."""
    url = draw(ADDRESSES)
    text = draw(st.one_of(TITLES, LABELS))
    forms = [
        f"[{text}]({url})",
        f"[[{text}]({url})]",
        f"**[{text}]({url})**",
        f"*[{text}]({url})*",
        f"([{text}]({url}))",
        f"[![{text}](https://badge.example/b.svg)]({url})",
        f'<a href="{url}">{text}</a>',
        f"[`{text}`]({url})",
    ]
    if url.startswith("https"):
        forms.append(url)
    return draw(st.sampled_from(forms))


@st.composite
def lines(draw: st.DrawFn) -> str:
    """A line: a title, links, facts and separators in any order."""
    parts = st.one_of(
        TITLES,
        links(),
        links(),
        st.sampled_from(
            [
                "**Bold Owls in Snow**",
                "*Ann Heron, Bo Finch, Cy Crane*",
                "(BIRDS 2021)",
                "`BIRDS 2021`",
                "Ann Heron and Bo Finch.",
                "We count them again, and again.",
                "Authors:",
                "University of Reeds & Marsh Institute",
                "2021-05",
                "20%",
            ]
        ),
    )
    separators = st.sampled_from([" ", ", ", " | ", ": ", ". ", " - ", "<br>", "\\|"])
    out = draw(parts)
    for part in draw(st.lists(parts, max_size=4)):
        out += draw(separators) + part
    return out


@st.composite
def lists(draw: st.DrawFn) -> str:
    out = []
    depth = 0
    for line in draw(st.lists(lines(), min_size=1, max_size=5)):
        depth = draw(st.integers(0, min(depth + 1, 3)))
        marker = draw(st.sampled_from(["-", "*", "1."]))
        out.append("    " * depth + f"{marker} {line}")
    return "\n".join(out)


@st.composite
def tables(draw: st.DrawFn) -> str:
    headings = st.sampled_from(["Title", "Paper", "Year", "Link", "Code", "Stars", "", "Habitat"])
    header = draw(st.lists(headings, min_size=2, max_size=4))
    cell = lines().map(lambda line: line.replace("|", "/").replace("<br>", " "))
    rows = draw(st.lists(st.lists(cell, min_size=2, max_size=4), min_size=1, max_size=4))
    if draw(st.booleans()):
        out = [f"|{'|'.join(header)}|", "|---" * len(header) + "|"]
        out += [f"|{'|'.join((row + [''] * 4)[: len(header)])}|" for row in rows]
        return "\n".join(out)
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>\n" for row in rows)
    return f"<table>\n{body}</table>"


BLOCKS = st.one_of(
    st.tuples(st.sampled_from(["# ", "## ", "### ", "#### "]), st.one_of(TITLES, lines())).map(
        "".join
    ),
    lists(),
    lists(),
    tables(),
    st.lists(lines(), min_size=1, max_size=3).map("\n".join),
    st.lists(lines(), min_size=1, max_size=2).map("  \n".join),
    lines().map(lambda line: f"> {line}"),
    lists().map(lambda text: "> " + text.replace("\n", "\n> ")),
    st.tuples(lines(), lists()).map(
        lambda parts: f"<details><summary>{parts[0]}</summary>\n\n{parts[1]}\n\n</details>"
    ),
    TITLES.map(lambda title: f"**{title}**"),
    lines().map(lambda line: f"```\n{line}\n```"),
    lines().map(lambda line: f"```\n@misc{{heron,\n  note = {{{line}}}\n}}\n```"),
    st.lists(lines(), min_size=1, max_size=3).map(
        lambda items: "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
    ),
)


def numbered(text: str) -> str:
    """Number the addresses of a document."""
    count = iter(range(1000, 10_000))
    return re.sub(r"(?<!@)@(?=\w*[.,:)\]\s\"<`*/|\\]|$)|@@", lambda _: str(next(count)), text)


DOCUMENTS = st.lists(BLOCKS, min_size=1, max_size=8).map("\n\n".join).map(numbered)


@settings(max_examples=120)
@given(DOCUMENTS)
def test_every_link_of_any_document_is_read_or_reported_and_counted_once(text: str) -> None:
    digest = parse(text)
    uses = list(links_of(read_blocks(text).blocks))
    assert dropped(text, digest, uses) == []
    assert sum(number for _, number in digest.account.links) == len(uses)
    reasons = [problem.reason for problem in digest.diagnostics]
    assert reasons.count(UNREAD_LINK) == dict(digest.account.links).get("unread", 0)
    assert reasons.count(UNREAD_TEXT) >= dict(digest.account.texts).get("unread", 0)
