"""The Markdown export of any document, however damaged, opens again as the same digest."""

from __future__ import annotations

import pytest

from nsdi_tui.digest.reading.document import parse
from tests.digest.mutations import difference, exported, mutated

DOCUMENTS = {
    "blanks before preformatted text": "# Birds\n\n<pre> Nests in reeds\n",
    "blanks in preformatted text": "# Birds\n\n<pre>Nests  in reeds</pre>\n",
    "blanks at the ends of a link of the title": """\
        # Labels[ of birds](https://birds.example/wrens)
        - [Counting Wrens in Spring](https://arxiv.org/abs/2101.00001)
        """,
    "a link without a label": """\
        # Birds
        - [Wrens in Spring: A Study](https://arxiv.org/abs/2101.00001) [[ `](https://birds.example/w)]
        """,
    "an empty cell in a table that holds no papers": """\
        # Birds

        Day | Place |  | Hour
        --- | --- | --- | ---
        Monday | Fen |  | 7
        Tuesday |  |  |
         |  | Cliff | 8
        """,
    "bold words in a table are no names": """\
        # Birds

        ## Papers

        * Counting Wrens in Spring [[paper](https://arxiv.org/abs/2101.00001)]
          * With few microphones.

            | **Wren** | **Robin** |
            |---|---|
            | 3 | 4 |
        """,
    "a column that says what its links are": """\
        # Birds

        | Title | Code |
        |---|---|
        | [Counting Wrens in Spring](https://arxiv.org/abs/2101.00001) | [wren](https://w.example) |
        """,
    "a picture that is a link to a page of no kind": """\
        # Birds

        [![site](https://img.example/v.svg)](https://video.example/2)
        """,
    "an address of no web page": """\
        # Birds
        - [Counting Wrens in Spring](httpss://birds.example/first.pdf)
        """,
    "strong text that overlaps": """\
        # Birds
        - [Wrens in Spring](https://arxiv.org/abs/2101.00001)
          - Show **Wr<b>en** counts</b> in spring.
        """,
    "crossed brackets in an address": """\
        # Birds
        - [Wrens](https://arxiv.org/abs/2101.00001) <a href="https://b.example/a_(b)/c)(d">data</a>
        """,
}
DOCUMENTS["bullets that nest deeper than Markdown readers go"] = (
    "# Birds\n\n[Wrens in Spring](https://arxiv.org/abs/2101.00001) [Code](https://birds.example/2)\n"
    + "* " * 22
    + "wren\n"
)
DOCUMENTS["an address with a stray bracket behind it"] = (
    "# Birds\n\n* - - Wrens\n* - - https://birds.example/a>\n"
)
DOCUMENTS["a paragraph that is too long to be read as Markdown"] = (
    "# Birds\n\nBirds. " + "**[wren]** https://birds.example/wren " * 400 + "\n"
)


def dedented(text: str) -> str:
    return "\n".join(line.removeprefix(" " * 8) for line in text.split("\n"))


@pytest.mark.parametrize("text", DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_document_opens_again(text: str) -> None:
    assert difference(dedented(text)) is None


@pytest.mark.slow
@pytest.mark.parametrize("first", range(1, 501, 50))
def test_damaged_documents_open_again(first: int) -> None:
    """Of the first documents; `python -m tests.digest.mutations` tries as many as asked."""
    found = {seed: difference(mutated(seed)) for seed in range(first, first + 50)}
    assert {seed: change for seed, change in found.items() if change} == {}


def test_the_kinds_of_links_are_written_where_nothing_else_says_them() -> None:
    digest = parse(dedented(DOCUMENTS["a column that says what its links are"]))
    assert [link.kind for link in digest.papers[0].links] == ["arxiv", "code"]
    assert "* Link kinds: arxiv; code\n" in exported(digest)
    assert "Link kinds" not in exported(parse("# Birds\n- [Wrens](https://arxiv.org/abs/2101.1)\n"))
