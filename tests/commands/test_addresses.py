"""Lists from the network on the command line, served by this machine."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.system.list_server import LIST, ListServer, web_page

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ListServer]:
    """A server that takes the place of GitHub."""
    opened = ListServer()
    monkeypatch.setenv("NSDI_TUI_GITHUB_RAW", opened.base)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    "argument", ["heron/birds", "github:heron/birds", "https://github.com/heron/birds"]
)
def test_a_repository_is_exported_and_then_again_offline(
    argument: str,
    server: ListServer,
    nsdi_tui: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    server.answers["/heron/birds/HEAD/README.md"] = LIST
    first = nsdi_tui("-e", "json", argument)
    assert (first.returncode, first.stderr) == (0, "")
    (digest,) = json.loads(first.stdout)
    assert digest["source"] == "github:heron/birds"
    assert [paper["name"] for paper in digest["papers"]] == ["Heron", "Wren"]
    server.close()
    again = nsdi_tui("-e", "json", argument)
    assert (again.returncode, again.stdout) == (0, first.stdout)
    assert again.stderr.startswith("nsdi-tui: Cannot fetch github:heron/birds: no connection to")
    assert "opened the offline copy from" in again.stderr
    assert again.stderr.count("\n") == 1


def test_one_line_of_an_address_is_explained(
    server: ListServer, nsdi_tui: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    server.answers["/heron/birds/HEAD/README.md"] = LIST
    done = nsdi_tui("--check", "--explain", "3", "heron/birds")
    assert done.returncode == 0
    assert "Heron" in done.stdout


def test_what_cannot_be_fetched_is_one_line(
    server: ListServer, nsdi_tui: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    server.answers["/birds.md"] = web_page
    done = nsdi_tui("--check", f"{server.base}/birds.md")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"nsdi-tui: Cannot fetch {server.base}/birds.md: it is a web page, not a Markdown file; "
        "name the address of the raw file\n"
    )


def test_a_file_or_its_folder_comes_before_a_repository(
    server: ListServer, nsdi_tui: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    (tmp_path / "heron").mkdir()
    (tmp_path / "heron" / "birds").write_text(LIST)
    assert nsdi_tui("--check", "heron/birds").returncode == 0
    done = nsdi_tui("--check", "heron/birbs")
    assert done.stderr == "nsdi-tui: Cannot read heron/birbs: no such file or folder\n"
    assert server.requests == []
