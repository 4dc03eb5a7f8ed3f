"""Lists from the network in a real terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.system.list_server import LIST, ListServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.terminal.conftest import Terminal

pytestmark = pytest.mark.system


@pytest.fixture
def server() -> Iterator[ListServer]:
    opened = ListServer()
    yield opened
    opened.close()


def test_progress_is_shown_and_can_be_interrupted(terminal: Terminal, server: ListServer) -> None:
    server.answers["/birds.md"] = server.stall_in_the_middle
    terminal.nsdi_tui(f"{server.base}/birds.md")
    terminal.wait_for("Fetching http://127.0.0.1", "MB")
    terminal.press("C-c")
    terminal.wait_until(lambda: "Fetching" not in terminal.screen(), "the line is erased")
    assert terminal.left_on() == set()


def test_a_list_opens_from_its_address_and_then_offline(
    terminal: Terminal, server: ListServer
) -> None:
    server.answers["/birds.md"] = LIST
    terminal.nsdi_tui(f"{server.base}/birds.md")
    terminal.wait_for("Heron", "Wren", gone="Fetching")
    terminal.press("e")
    terminal.wait_for("Fetched from http://127.0.0.1")
    terminal.press("q")
    assert terminal.wait_for_status() == 0
    server.close()
    terminal.clear()
    terminal.nsdi_tui(f"{server.base}/birds.md")
    terminal.wait_for("Heron", "offline copy")
    terminal.press("q")
    assert terminal.wait_for_status() == 0
