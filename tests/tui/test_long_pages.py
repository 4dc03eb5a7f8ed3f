"""Pages of papers with very many links and bullets end in a line that says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nsdi_tui.digest.model import Bullet, Link
from nsdi_tui.digest.reading.document import parse
from nsdi_tui.tui.pages.page import MOST_BULLETS
from nsdi_tui.tui.pages.paper import paper_page

DIGEST = parse("# Birds\n\n* Heron: Wading at Dawn \\[[Paper](https://birds.example/)]\n")


@pytest.mark.parametrize("more", [0, 5])
def test_a_paper_with_many_links(more: int) -> None:
    links = [
        Link(f"L{n}", "other", f"https://birds.example/{n}") for n in range(MOST_BULLETS + more)
    ]
    page = paper_page(replace(DIGEST.papers[0], links=tuple(links)), DIGEST)
    texts = [block.text for block in page.blocks]
    assert sum(text.startswith("https://") for text in texts) == MOST_BULLETS
    assert texts.count("and 5 more; exports have all of them") == bool(more)


@pytest.mark.parametrize("more", [0, 5])
def test_a_paper_with_many_bullets(more: int) -> None:
    calls = [Bullet(f"Call {number} of the heron.") for number in range(MOST_BULLETS + more)]
    page = paper_page(replace(DIGEST.papers[0], summary=tuple(calls)), DIGEST)
    texts = [block.text for block in page.blocks]
    assert sum(text.startswith("Call ") for text in texts) == MOST_BULLETS
    assert texts.count("and 5 more; exports have all of them") == bool(more)
