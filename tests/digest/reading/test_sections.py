"""How headings nest, what is contents, and which addresses are the document's own."""

from __future__ import annotations

import pytest

from nsdi_tui.digest.model import Digest, Paper, Topic
from nsdi_tui.digest.reading.document import parse


def topics(digest: Digest) -> list[str]:
    """Return the path of each entry, outermost topic first."""
    return [" > ".join((*paper.topics, paper.title)) for paper in digest.papers]


def document(*headings: str) -> str:
    """Return a document with one entry below each heading that ends with an entry's name."""
    lines = ["# Reading list", ""]
    for heading in headings:
        title, _, entry = heading.partition(" <- ")
        lines += [title, ""]
        if entry:
            lines += [f"- [{entry}: A Span of Stone](https://example.org/{entry}.pdf)", ""]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        pytest.param(
            ["## Stone", "## 2024 <- Girder", "## 2023 <- Truss", "## Wood", "## 2024 <- Cable"],
            ["Stone > 2024 > Girder", "Stone > 2023 > Truss", "Wood > 2024 > Cable"],
            id="dates of the level of their topics",
        ),
        pytest.param(
            ["## Stone <- Arch", "## 2024 <- Girder"],
            ["Stone > Arch", "2024 > Girder"],
            id="a topic with entries is not divided",
        ),
        pytest.param(
            ["## 2024 <- Girder", "## 2023 <- Truss"],
            ["2024 > Girder", "2023 > Truss"],
            id="dates alone",
        ),
        pytest.param(
            ["## 2024", "### Stone <- Girder", "## 2023", "### Stone <- Truss"],
            ["2024 > Stone > Girder", "2023 > Stone > Truss"],
            id="topics inside dates",
        ),
        pytest.param(
            ["## Stone", "##### Small <- Girder", "## Wood <- Truss"],
            ["Stone > Small > Girder", "Wood > Truss"],
            id="levels skipped",
        ),
        pytest.param(
            ["# Stone <- Girder", "# Wood <- Truss"],
            ["Stone > Girder", "Wood > Truss"],
            id="several headings of the first level",
        ),
        pytest.param(
            ["## Papers", "### Stone <- Girder"],
            ["Stone > Girder"],
            id="a heading that only says papers",
        ),
    ],
)
def test_headings(headings: list[str], expected: list[str]) -> None:
    found = [path.removesuffix(": A Span of Stone") for path in topics(parse(document(*headings)))]
    assert found == expected


def test_introduction_is_no_topic_of_the_dates_behind_it() -> None:
    text = document("## About", "## 2024 <- Girder")
    text = text.replace("## About\n", "## About\n\nWe read one paper on bridges a week.\n")
    digest = parse(text)
    assert topics(digest) == ["2024 > Girder: A Span of Stone"]
    assert "We read one paper on bridges a week." in [note.text for note in digest.notes]


@pytest.mark.parametrize(
    ("first", "second", "third"),
    [
        pytest.param("#stone", "#wood", "#small-ones", id="anchors"),
        pytest.param(
            "https://github.com/example/bridges#stone",
            "https://github.com/example/bridges#wood",
            "https://github.com/example/bridges#small-ones",
            id="the address of the page itself",
        ),
        pytest.param("stone.md", "./wood/", "docs/small.md#ones", id="pages beside it"),
    ],
)
def test_contents_are_no_entries(first: str, second: str, third: str) -> None:
    digest = parse(
        f"# Reading list\n\n"
        f"- [Everything about Stone and Its Bridges]({first})\n"
        f"- [Everything about Wood and Its Bridges]({second})\n"
        f"  - [Small ones]({third})\n\n"
        f"## Stone\n\n- [Girder: A Span of Stone](https://example.org/girder.pdf)\n"
    )
    assert topics(digest) == ["Stone > Girder: A Span of Stone"]


def test_repositories_are_resources() -> None:
    digest = parse(
        "# Reading list\n\n## Tools\n\n"
        "- [Girder](https://github.com/example/girder): draws bridges\n"
        "- [Truss](https://github.com/example/truss): counts bars\n"
    )
    assert [(paper.title, paper.kind) for paper in digest.papers] == [
        ("Girder", "resource"),
        ("Truss", "resource"),
    ]


def test_contents_with_papers_are_a_topic() -> None:
    """A heading named Contents decides nothing: what is below it does."""
    digest = parse(document("## Contents <- Girder"))
    (topic,) = digest.children
    assert isinstance(topic, Topic)
    assert topic.title == "Contents"
    assert isinstance(topic.children[0], Paper)
