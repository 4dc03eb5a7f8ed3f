"""A list from the network in the app: fetched again with ctrl+r, offline too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nsdi_tui.digest.opening import Opening
from nsdi_tui.system.background_reading import BackgroundReader, in_thread
from nsdi_tui.system.fetching import fetch
from tests.system.list_server import LIST, ListServer, web_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.tui.conftest import Open

OWL = "* Owl: Night Shifts \\[[Paper](https://birds.example.org/owl.pdf)]\n"


@pytest.fixture
def server() -> Iterator[ListServer]:
    opened = ListServer()
    opened.answers["/birds.md"] = LIST
    yield opened
    opened.close()


def reader_of(server: ListServer) -> BackgroundReader:
    opening = Opening([f"{server.base}/birds.md"], fetch=fetch)
    for unread in opening.unread:
        opening.read(unread)
    return BackgroundReader(opening, start=in_thread)


async def test_ctrl_r_fetches_a_list_again(read: Open, server: ListServer) -> None:
    background = reader_of(server)
    async with read(*background.opening.digests, reader=background) as reader:
        await reader.press("j")
        here = reader.here
        server.answers["/birds.md"] = LIST.replace("* Heron", f"{OWL}* Heron")
        await reader.press("ctrl+r")
        await reader.until(lambda: "3 papers" in reader.title)
        assert any(row.startswith("Owl") for row in reader.rows)
        assert reader.here == here


async def test_what_a_fetch_adds_is_dated(read: Open, server: ListServer) -> None:
    background = reader_of(server)
    options = {"reader": background, "arguments": [f"{server.base}/birds.md"]}
    async with read(*background.opening.digests, **options) as reader:
        server.answers["/birds.md"] = LIST + OWL
        await reader.press("ctrl+r")
        await reader.until(lambda: "3 papers" in reader.title)
        await reader.press("G")
        await reader.until(lambda: "First seen in the list on" in reader.page)
        assert reader.here.startswith("Owl")


@pytest.mark.parametrize("is_gone", [True, False])
async def test_a_list_that_cannot_be_fetched_stays(
    read: Open, server: ListServer, is_gone: bool
) -> None:
    background = reader_of(server)
    async with read(*background.opening.digests, reader=background) as reader:
        if is_gone:
            server.close()
        else:
            server.answers["/birds.md"] = web_page
        await reader.press("ctrl+r")
        await reader.until(lambda: any("Cannot fetch" in each for each in reader.notices))
        assert "2 papers" in reader.title
