"""The bundled digest against an independent count: plain regular expressions, line by line."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from nsdi_tui.digest.model import Acceptance, Acronym, Digest, Topic
from nsdi_tui.digest.reading.document import parse

TEXT = (Path(__file__).parents[2] / "assets" / "digest.md").read_text(encoding="utf-8")
ITEM = re.compile(r"^( *)\* (.*)$")
PAPER = re.compile(r"^(.*?) ((?:\\\[\[\w+\]\([^)]*\)\] ?)+)$")
LINK = re.compile(r"\\\[\[(\w+)\]\(([^)]*)\)\]")


@pytest.fixture(scope="module")
def digest() -> Digest:
    return parse(TEXT, "digest.md")


def account() -> tuple[list[dict[str, object]], list[tuple[str, int]]]:
    """Read papers and topics from the Markdown by indent alone."""
    papers: list[dict[str, object]] = []
    topics: list[tuple[str, int]] = []
    heading = ""
    path: list[tuple[int, str]] = []
    inside = False
    for number, line in enumerate(TEXT.split("\n"), 1):
        if line.startswith("## "):
            inside = line == "## Papers"
        elif line.startswith("### ") and inside:
            heading = line[4:]
            topics.append((heading, number))
            path = []
        elif inside and (item := ITEM.match(line)):
            indent, text = len(item[1]), item[2]
            path = [entry for entry in path if entry[0] < indent]
            if paper := PAPER.match(text):
                papers.append(
                    {
                        "title": paper[1],
                        "links": LINK.findall(paper[2]),
                        "topics": (heading, *(title for _, title in path)),
                        "line": number,
                        "indent": indent,
                        "below": [],
                    }
                )
            elif papers and indent > papers[-1]["indent"]:
                papers[-1]["below"].append(text)
            else:
                path.append((indent, text))
                topics.append((text, number))
    return papers, topics


def topics_of(digest: Digest) -> list[tuple[str, int]]:
    found = []

    def visit(children: tuple[object, ...]) -> None:
        for child in children:
            if isinstance(child, Topic):
                found.append((child.title, child.line))
                visit(child.children)

    visit(digest.children)
    return found


def test_counts(digest: Digest) -> None:
    kinds = Counter(link.kind for paper in digest.papers for link in paper.links)
    assert len(digest.papers) == 26
    assert kinds == {"paper": 26, "arxiv": 21, "homepage": 1}
    labels = Counter(link.label for paper in digest.papers for link in paper.links)
    assert labels == {"Paper": 26, "arXiv": 21, "Homepage": 1}
    assert digest.diagnostics == ()


def test_what_stands_before_and_after_the_papers(digest: Digest) -> None:
    assert digest.title == "NSDI 2026"
    assert [(link.label, link.url) for link in digest.meta] == [
        ("Homepage", "https://www.usenix.org/conference/nsdi26"),
        ("Paper list", "https://www.usenix.org/conference/nsdi26/technical-sessions"),
    ]
    assert digest.acceptance == (
        Acceptance("Spring", 24.2, 50, 207),
        Acceptance("Fall", 22.1, 100, 452),
    )
    assert digest.acronyms == (
        Acronym("KV", "Key-Value"),
        Acronym("LLM", "Large Language Model"),
        Acronym("MoE", "Mixture-of-Experts"),
        Acronym("RL", "Reinforcement Learning"),
        Acronym("SLO", "Service Level Objective"),
    )
    assert digest.notes == ()


def test_papers_are_those_of_the_markdown(digest: Digest) -> None:
    expected, topics = account()
    assert len(expected) == 26
    for paper, listed in zip(digest.papers, expected, strict=True):
        below = [text.replace("**", "") for text in listed["below"]]
        assert paper.title == listed["title"]
        assert paper.line == listed["line"]
        assert paper.topics == listed["topics"]
        assert [(link.label, link.url) for link in paper.links] == listed["links"]
        assert list(paper.organizations) == below[0].split(" & ")
        assert [bullet.text for bullet in paper.summary] == below[1:]
    assert topics_of(digest) == topics


def test_bold_text_is_kept_as_spans(digest: Digest) -> None:
    bold = [
        bullet.text[span.start : span.end]
        for paper in digest.papers
        for bullet in paper.summary
        for span in bullet.spans
        if span.style == "strong"
    ]
    assert bold == re.findall(r"\*\*(.+?)\*\*", TEXT)


def test_names_and_aliases(digest: Digest) -> None:
    named = {paper.title.split(":")[0]: (paper.name, paper.aliases) for paper in digest.papers}
    assert named["SYMI"] == ("SYMI", ())
    assert named["Di-PS"] == ("Di-PS", ())
    assert named["GPUSynth"] == ("GPUSynth", ("Phantora",))
    assert named["Attack of the Bubbles"] == (None, ())
    wormhole = next(paper for paper in digest.papers if paper.title.startswith("Supercharging"))
    assert wormhole.name == "Wormhole"


def test_a_comma_belongs_to_the_institution(digest: Digest) -> None:
    paper = next(paper for paper in digest.papers if paper.name == "HeteCCL")
    assert paper.organizations == ("Northeastern University", "Alibaba Cloud", "SIAT, CAS")


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_make_no_difference(digest: Digest, ending: str) -> None:
    assert parse(TEXT.replace("\n", ending), "digest.md") == digest
