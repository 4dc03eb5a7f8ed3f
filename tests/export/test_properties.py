"""Whatever a paper's text holds: a reading list opens again, and other formats read back."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string

from nsdi_tui.digest.identity import keys_of
from nsdi_tui.digest.links import make_link
from nsdi_tui.digest.model import Acceptance, Acronym, Bullet, Digest, Link, Paper, Span
from nsdi_tui.digest.reading.document import parse
from nsdi_tui.export.formats import Selection, write

if TYPE_CHECKING:
    from collections.abc import Sequence

# Signs that mean something to Markdown, HTML, LaTeX, CSV or the reader of digests.
SIGNS = st.text("*_`~[]<>()!#&;$%{}^\\'\"+-=@/?:,.|0aZé大", min_size=1, max_size=6)
SPECIAL_WORDS = """
    Fast GPUs &amp; <b> **bold** _it_ `code` 1.5x 30% C++ C# AT&T $5 $x$ {x} a_b __init__ \\alpha
    [x] [^1] ![p] ~~no~~ # - + 1. > | &copy; &copy &#42; {% hint %} *** --- <!-- Größe 大模型 with
"""
WORDS = st.sampled_from(SPECIAL_WORDS.split())
TEXTS = st.lists(st.one_of(WORDS, SIGNS), min_size=1, max_size=8).map(" ".join)
NAMES = st.sampled_from(["SYMI", "Di-PS", "vLLM", "Orca 2", "C++", "Größe", "X_1"])
TITLES = st.builds("{}: {} End".format, NAMES, TEXTS)
SENTENCES = st.builds("Present {} end.".format, TEXTS)
ADDRESSES = st.builds(
    "https://example.org/{}".format,
    st.text("abc123-._~()/?=+,;:@!$*%20", max_size=12).map(lambda path: path.replace("%", "%20")),
)
LINKS = st.lists(
    st.builds(
        make_link, st.sampled_from(["Code", "Slides", "Video", "PDF", "A_b *c* [d]"]), ADDRESSES
    ),
    max_size=3,
    unique=True,
)
PAPER_LINKS = st.builds(lambda url: Link("Paper", "paper", url), ADDRESSES)
ORGANIZATIONS = st.lists(
    st.sampled_from(["Stanford", "SIAT, CAS", "Univ. of A_b", "Ant Group", "AT&T", "Huawei"]),
    max_size=3,
    unique=True,
).map(tuple)
BADGES = st.sampled_from([(), ("Best Paper Award",), ("Industry Paper", "Distinguished Artifact")])
TOPICS = st.lists(
    st.sampled_from(["Training", "LLMs * and _", "1. First", "Serving [x]", "Acronyms", "C#"]),
    max_size=3,
).map(tuple)


@st.composite
def bullets(draw: st.DrawFn) -> tuple[Bullet, ...]:
    """Sentences of any nesting; words of some of them styled."""
    found: list[Bullet] = []
    depth = 0
    for _ in range(draw(st.integers(0, 4))):
        text = draw(SENTENCES)
        spans = []
        for word in re.finditer(r"(?<= )(?!https?:)\w+(?= )", text):
            style = draw(st.sampled_from([None, "strong", "emphasis", "code", "strike", "link"]))
            if style:
                url = draw(ADDRESSES) if style == "link" else None
                spans.append(Span(*word.span(), style, url))
        depth = draw(st.integers(0, min(depth + 1, 3))) if found else 0
        found.append(Bullet(text, depth, tuple(spans)))
    return tuple(found)


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    title = draw(TITLES)
    links = (draw(PAPER_LINKS), *draw(LINKS))
    venue = draw(st.sampled_from([None, "SOSP 2023", "arXiv 2312.07104"]))
    return Paper(
        title=title,
        name=None,
        aliases=(),
        venue=venue,
        topics=draw(TOPICS),
        organizations=draw(ORGANIZATIONS),
        badges=draw(BADGES),
        summary=draw(bullets()),
        links=tuple(dict.fromkeys(links)),
        keys=keys_of(title, links, venue),
        line=1,
    )


@st.composite
def digests(draw: st.DrawFn) -> Digest:
    return Digest(
        title=draw(st.builds("{} End".format, TEXTS)),
        source="d.md",
        meta=tuple(draw(LINKS)),
        acceptance=draw(st.sampled_from([(), (Acceptance("Spring", 24.2, 50, 207),)])),
        acronyms=draw(st.sampled_from([(), (Acronym("KV", "Key-Value"), Acronym("C_1", "A *b*"))])),
        children=tuple(draw(st.lists(papers(), min_size=1, max_size=4))),
    )


def exported(format: str, digest: Digest) -> str:
    out = StringIO(newline="")
    write(format, [Selection(digest, digest.papers)], out)
    return out.getvalue()


def comparable(papers: Sequence[Paper]) -> list[Paper]:
    """Papers without what is derived from the rest (names, keys) and without line numbers."""
    return [
        replace(paper, name=None, aliases=(), keys=("",), line=0, summary=_summary(paper))
        for paper in papers
    ]


def _summary(paper: Paper) -> tuple[Bullet, ...]:
    return tuple(
        replace(bullet, spans=tuple(sorted(bullet.spans, key=repr))) for bullet in paper.summary
    )


@settings(max_examples=100)
@given(digests())
def test_a_reading_list_opens_again(digest: Digest) -> None:
    again = parse(exported("markdown", digest))
    assert comparable(again.papers) == comparable(digest.papers)
    assert (again.title, again.acceptance) == (digest.title, digest.acceptance)
    assert (again.acronyms, again.meta) == (digest.acronyms, digest.meta)


@settings(max_examples=50)
@given(digests())
def test_other_formats_read_back(digest: Digest) -> None:
    (array,) = json.loads(exported("json", digest))
    lines = [json.loads(line) for line in exported("jsonl", digest).split("\n")[:-1]]
    table = list(csv.DictReader(StringIO(exported("csv", digest), newline=""), strict=True))
    titles = [paper.title for paper in digest.papers]
    assert [paper["title"] for paper in array["papers"]] == titles
    assert [paper["title"] for paper in lines] == titles
    assert [row["title"] for row in table] == titles
    entries = parse_string(exported("bibtex", digest), "bibtex").entries
    assert 1 <= len(entries) <= len(titles)
