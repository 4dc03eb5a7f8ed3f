"""Sections join to their document, and read as the document does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nsdi_tui.digest.markdown import scanner
from nsdi_tui.digest.markdown.blocks import Item, Quote
from nsdi_tui.digest.markdown.definitions import find_definitions
from nsdi_tui.digest.markdown.reader import read_blocks
from nsdi_tui.digest.markdown.sections import split_sections

if TYPE_CHECKING:
    from nsdi_tui.digest.markdown.blocks import Block
    from nsdi_tui.digest.markdown.source_range import SourceRange

FIXTURES = sorted(Path(__file__).parents[2].joinpath("fixtures").glob("*.md"))

BLOCKS = r"""
# Heading|## Other|Title|===|---|||||* item|*|1. one|7. seven|  * nested|  text|    more|\tcode
```|~~~|  ```|````md|> quote|> ```|lazy|<div>|</div>|<details>|<details><summary>S</summary>
</details>|<pre>|</pre>|<!-- a|b -->|<b>|<b>x</b> y|<table><tr><td>|</td></tr></table>
{% hint %}|{% endhint %}|a [b]|[b]: c|x[^1]|[^1]: note|* > q|- [a](https://b.c)|<?php|?>|***
  # indented|    # code|a ¦ b|--¦--|¦ a ¦ b ¦|¦---¦---¦|### <h4>x</h4>|<ul>|<li>a|</ul>|```<div>
"""
LINES = st.sampled_from(
    [
        line.replace("\\t", "\t").replace("¦", "|") + "\n"
        for row in BLOCKS.split("\n")[1:-1]
        for line in row.split("|")
    ]
)


def split_everywhere(text: str) -> list[SourceRange]:
    """Split a document at every heading and every item at which it may be split."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scanner, "LIST_SIZE", 1)
        return split_sections(text, 1)


def by_sections(text: str) -> list[Block]:
    definitions = find_definitions(text)
    blocks: list[Block] = []
    used: frozenset[str] = frozenset()
    for section in split_everywhere(text):
        document = read_blocks(section.text, section.first_line, definitions)
        blocks += document.blocks
        used |= document.used
    return without_numbers(blocks + definitions.unused(used))


def without_numbers(blocks: list[Block]) -> list[Block]:
    """Return blocks without the numbers of items: those of a split list start again."""
    for block in blocks:
        if isinstance(block, Item):
            block.number = None
        if isinstance(block, Item | Quote):
            without_numbers(block.blocks)
    return blocks


@settings(max_examples=300)
@example("Title\n[^1]: note\n\ntext\n===\n", "\n")
@example("> quote\n* item\n# Heading\n", "\n")
@example("> quote\n* item\n> quote\n* item\n# Heading\n", "\n")
@given(st.lists(LINES, max_size=30).map("".join), st.sampled_from(["\n", "\r\n"]))
def test_sections_read_as_the_document_does(text: str, ending: str) -> None:
    text = text.replace("\n", ending)
    assert "".join(section.text for section in split_everywhere(text)) == text
    assert by_sections(text) == without_numbers(read_blocks(text).blocks)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_sections_of_the_fixtures(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert by_sections(text) == without_numbers(read_blocks(text).blocks)
    assert len(split_sections(text, 1)) > 1


def test_where_a_document_is_split() -> None:
    text = """\
Before

# One

```
# code
```

* item

  # in the item

Setext
======

<details>

# in details

</details>

# Two
"""
    assert [(part.first_line, part.text.split("\n")[0]) for part in split_sections(text, 1)] == [
        (1, "Before"),
        (3, "# One"),
        (13, "Setext"),
        (22, "# Two"),
    ]


def test_small_sections_are_merged() -> None:
    text = "".join(f"# {number}\n\n{'x' * 400}\n\n" for number in range(100))
    parts = split_sections(text, 2_000)
    assert [len(part.text) >= 2_000 for part in parts[:-1]] == [True] * (len(parts) - 1)
    assert len(parts) == 20


def test_a_long_list_is_split_between_its_items(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "LIST_SIZE", 1_000)
    item = "* A Heron in the Reeds of Fen {}\n  * Fen Institute\n"
    text = "# Birds\n\nAll of them.\n\n" + "".join(item.format(n) for n in range(200))
    parts = split_sections(text, 100)
    assert 5 <= len(parts) <= 11
    assert all(part.text.startswith("* A Heron") for part in parts[1:])
    assert all(len(part.text) < 2_100 for part in parts)


def test_an_edit_moves_no_split_of_a_list_but_the_next_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scanner, "LIST_SIZE", 1_000)
    items = [f"* A Heron in the Reeds of Fen {n}, Wading Slowly\n" for n in range(400)]
    before = {part.text for part in split_sections("".join(items), 100)}
    items[100] = "* Another Heron\n* And one more\n"
    after = {part.text for part in split_sections("".join(items), 100)}
    assert len(after - before) <= len(after) // 2


@pytest.mark.parametrize(
    "between",
    ["**Herons**\n\n", "Herons of the Fen\n\n", "<div>Herons</div>\n\n", "[Herons](#h)\n\n"],
)
def test_a_list_below_a_line_that_may_be_a_title_is_one(
    between: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanner, "LIST_SIZE", 100)
    items = "".join(f"* A Heron in the Reeds of Fen {n}\n" for n in range(50)) + "\n"
    assert len(split_sections("* One\n\n" + between + items, 10)) == 1
