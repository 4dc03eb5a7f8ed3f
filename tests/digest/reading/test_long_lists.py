"""A list that is read in several pieces reads as in one."""

from __future__ import annotations

from functools import partial

import pytest

from nsdi_tui.digest.markdown import scanner
from nsdi_tui.digest.markdown.sections import split_sections
from nsdi_tui.digest.reading import pieces
from nsdi_tui.digest.reading.document import Document, parse

ITEM = "* Heron{0}: Wading at Dawn {0} \\[[Paper](https://birds.example/{0})]\n  * Fen Institute\n"
ITEMS = "".join(ITEM.format(number) for number in range(60))


@pytest.fixture
def short_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "LIST_SIZE", 500)
    monkeypatch.setattr(pieces, "split_sections", partial(split_sections, size=500))


@pytest.mark.parametrize(
    "text",
    [
        ITEMS,
        f"# Birds\n\n{ITEMS}",
        f"# Birds\n\nAll birds of the fens.\n\n{ITEMS}\n## Waders\n\n{ITEMS}",
        f"# Birds\n\n## Contents\n\n{ITEMS}\n## Papers (SOSP 2023)\n\n{ITEMS}\n### 2024\n\n{ITEMS}",
        f"# Birds\n\n## 2024\n\n{ITEMS}\n## License\n\nFree.\n",
    ],
    ids=["alone", "below a title", "below text", "below headings", "before text"],
)
def test_a_long_list_reads_as_in_one_piece(text: str, request: pytest.FixtureRequest) -> None:
    whole = parse(text)
    request.getfixturevalue("short_pieces")
    document = Document(text)
    assert len(document.pieces) > 4
    numbers = range(len(document.pieces))
    assert document.digest([document.read(number) for number in numbers]) == whole
    # In any order, too: pieces of one section do not depend on each other.
    read = {number: document.read(number) for number in reversed(numbers)}
    assert document.digest([read[number] for number in numbers]) == whole


@pytest.mark.usefixtures("short_pieces")
def test_a_heading_with_a_long_list_of_links_loses_none() -> None:
    links = "".join(f"* [Code](https://birds.example/{number})\n" for number in range(100))
    digest = parse(f"# Birds\n\n## Wading at Dawn\n\n{links}")
    places = dict(digest.account.links)
    assert sum(places.values()) == 100
    assert "unread" not in places
    assert digest.diagnostics == ()
