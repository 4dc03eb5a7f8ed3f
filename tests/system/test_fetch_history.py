"""When papers of fetched lists were first seen, from copies that were fetched on known days."""

from __future__ import annotations

import datetime
import json
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from nsdi_tui.digest.opening import open_digests
from nsdi_tui.system import fetch_history, fetched_copies
from nsdi_tui.system.addition_dates import addition_dates
from nsdi_tui.system.fetching import fetch
from tests.system import list_server
from tests.system.git_repository import listed
from tests.system.list_server import ListServer

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator


class Copies:
    """A list on a server, of which a copy is fetched on some days."""

    def __init__(self, server: ListServer, monkeypatch: pytest.MonkeyPatch) -> None:
        self.server = server
        self.url = f"{server.base}/birds.md"
        self._monkeypatch = monkeypatch

    def fetch(self, day: str, text: str | Callable[[Any], None]) -> None:
        """Fetch the list on a day, at noon, when it has this text."""
        noon = datetime.datetime.fromisoformat(f"{day}T12:00").astimezone()

        class Clock(datetime.datetime):
            @classmethod
            def now(cls, tz: datetime.tzinfo | None = None) -> Any:
                return noon.astimezone(tz)

        self._monkeypatch.setattr(fetched_copies, "datetime", Clock)
        self.server.answers["/birds.md"] = text
        fetch(self.url)
        self._monkeypatch.undo()

    def first_seen(self) -> dict[str | None, str | None]:
        """The day when each paper was first seen, by its name."""
        (digest,) = open_digests([self.url], fetch=fetch).digests
        dates = addition_dates([digest])
        assert dates.added == {}
        return {paper.name: dates.first_seen.get(paper.key) for paper in digest.papers}


@pytest.fixture
def copies(monkeypatch: pytest.MonkeyPatch) -> Iterator[Copies]:
    server = ListServer()
    with pytest.MonkeyPatch.context() as clock:
        yield Copies(server, clock)
    server.close()


def test_papers_have_the_day_of_the_first_copy_that_has_them(copies: Copies) -> None:
    copies.fetch("2026-09-10", listed("Heron"))
    copies.fetch("2026-10-05", listed("Wren", "Heron"))
    copies.fetch("2026-10-05", listed("Wren", "Heron", "Finch"))
    copies.fetch("2026-11-11", listed("Wren", "Owl", "Finch", "Heron"))
    assert copies.first_seen() == {
        "Wren": "2026-10-05",
        "Finch": "2026-10-05",
        "Owl": "2026-11-11",
        # It may have been in the list for years.
        "Heron": None,
    }


def test_days_survive_new_lines_and_edits_of_the_entries(copies: Copies) -> None:
    copies.fetch("2026-09-10", listed("Heron"))
    copies.fetch("2026-10-05", listed("Heron", "Wren"))
    text = listed("Wren", "Heron", indent="  ", bullet="-")
    text = text.replace("Notes on the Life of the Heron", "Heron Life Revisited, Once Again")
    text = text.replace("example.org/wren.pdf", "example.org/wren-final.pdf")
    copies.fetch("2026-11-11", text.replace("\n", "\r\n"))
    assert copies.first_seen() == {"Wren": "2026-10-05", "Heron": None}


def test_a_paper_that_comes_back_keeps_its_day(copies: Copies) -> None:
    copies.fetch("2026-09-10", listed("Heron"))
    copies.fetch("2026-10-05", listed("Heron", "Wren"))
    copies.fetch("2026-10-06", listed("Heron"))
    copies.fetch("2026-11-11", listed("Heron", "Wren"))
    assert copies.first_seen() == {"Heron": None, "Wren": "2026-10-05"}


def test_a_list_that_never_changes_has_no_days(copies: Copies) -> None:
    copies.fetch("2026-09-10", list_server.unchanged)
    copies.fetch("2026-10-05", list_server.unchanged)
    assert set(copies.first_seen().values()) == {None}
    history = fetch_history.load(copies.url)
    assert history is not None
    assert history.begun == "2026-09-10"


@pytest.mark.parametrize("in_between", [None, list_server.unchanged])
def test_a_copy_without_a_history_is_where_it_begins(
    copies: Copies, in_between: Callable[[Any], None] | None
) -> None:
    copies.fetch("2026-09-10", list_server.unchanged)
    fetched_copies.history_file(copies.url).unlink()
    if in_between is not None:
        copies.fetch("2026-10-05", in_between)
        assert fetched_copies.history_file(copies.url).exists()
    copies.fetch("2026-11-11", list_server.LIST + listed("Owl")[9:])
    assert copies.first_seen() == {"Heron": None, "Wren": None, "Owl": "2026-11-11"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"x",
        zlib.compress(b"[]"),
        zlib.compress(b'{"begun": 7, "first": [], "added": []}'),
        zlib.compress(b'{"begun": "2026-13-45", "first": [], "added": []}'),
        zlib.compress(b'{"begun": "2026-01-01", "first": [1], "added": []}'),
        zlib.compress(b'{"begun": "2026-01-01", "first": [], "added": [["x", []]]}'),
        zlib.compress(b" " * 100_000_000),
    ],
)
def test_a_damaged_history_begins_again(copies: Copies, content: bytes) -> None:
    copies.fetch("2026-09-10", listed("Heron"))
    copies.fetch("2026-10-05", listed("Heron", "Wren"))
    fetched_copies.history_file(copies.url).write_bytes(content)
    assert set(copies.first_seen().values()) == {None}
    copies.fetch("2026-11-11", listed("Heron", "Wren", "Owl"))
    assert copies.first_seen() == {"Heron": None, "Wren": None, "Owl": "2026-11-11"}


def test_the_oldest_days_are_forgotten(copies: Copies, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch_history, "MOST_DAYS", 2)
    birds = ["Heron", "Wren", "Owl", "Finch"]
    for number in range(4):
        copies.fetch(f"2026-09-1{number}", listed(*birds[: number + 1]))
    assert copies.first_seen() == {
        "Heron": None,
        "Wren": None,
        "Owl": "2026-09-12",
        "Finch": "2026-09-13",
    }


def test_a_history_that_grows_too_large_begins_again(
    copies: Copies, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch_history, "LARGEST_TEXT", 400)
    copies.fetch("2026-09-10", listed("Heron", "Wren"))
    copies.fetch("2026-09-11", listed("Heron", "Wren", "Owl"))
    assert copies.first_seen()["Owl"] == "2026-09-11"
    copies.fetch("2026-09-12", listed("Finch", "Dove"))
    assert set(copies.first_seen().values()) == {None}
    copies.fetch("2026-09-13", listed(*"ABCDEFGHIJ"))
    assert not fetched_copies.history_file(copies.url).exists()


def test_the_history_goes_with_the_last_copy(
    copies: Copies, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies.fetch("2026-09-10", listed("Heron"))
    monkeypatch.setattr(fetched_copies, "MOST_LISTS", 1)
    copies.server.answers["/other.md"] = listed("Owl")
    fetch(f"{copies.server.base}/other.md")
    assert not fetched_copies.history_file(copies.url).exists()
    assert fetched_copies.history_file(f"{copies.server.base}/other.md").exists()


def test_since_writes_what_a_fetched_list_gained(
    copies: Copies, nsdi_tui: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    copies.fetch("2026-09-10", listed("Heron"))
    copies.fetch("2026-10-05", listed("Heron", "Wren"))
    copies.fetch("2026-11-11", listed("Heron", "Wren", "Owl"))
    for since, names in (("2026-10", ["Wren", "Owl"]), ("2026-10-06", ["Owl"]), ("2027", [])):
        done = nsdi_tui("--since", since, copies.url, "-e", "json")
        assert done.returncode == 0
        assert (
            done.stderr
            == f"nsdi-tui: {copies.url}: dates known since its first fetch on 2026-09-10\n"
        )
        found = [paper["name"] for digest in json.loads(done.stdout) for paper in digest["papers"]]
        assert found == names


def test_the_first_fetch_has_nothing_new(
    copies: Copies, nsdi_tui: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    copies.server.answers["/birds.md"] = listed("Heron")
    done = nsdi_tui("--since", "30d", copies.url, "-e", "links")
    assert (done.returncode, done.stdout) == (0, "")
    assert "dates known since its first fetch on" in done.stderr
