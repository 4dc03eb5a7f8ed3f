"""Queries and the sort order by the date when a paper was added to its list."""

from __future__ import annotations

import datetime
import json
import shutil
from typing import TYPE_CHECKING

import pytest

from nsdi_tui import QueryError, open_digests, search
from nsdi_tui.digest.library import Library
from nsdi_tui.digest.reading.document import parse
from nsdi_tui.finding import clauses
from nsdi_tui.finding.corpus import Corpus
from nsdi_tui.finding.dates import without_ages
from nsdi_tui.finding.order import ordered, orders
from nsdi_tui.finding.query import parse as parse_query
from nsdi_tui.finding.search import search as find
from tests.system.git_repository import Repository, listed

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

TODAY = datetime.date(2026, 11, 25)


class Calendar(datetime.date):
    """A calendar on which it is always the same day."""

    @classmethod
    def today(cls) -> datetime.date:  # type: ignore[override]
        return TODAY


@pytest.fixture
def birds(monkeypatch: pytest.MonkeyPatch) -> Corpus:
    """Heron added on 1 October, Wren on 20 November, Owl on an unknown day."""
    monkeypatch.setattr(clauses, "date", Calendar)
    digest = parse(listed("Heron", "Wren", "Owl"), "birds.md")
    heron, wren, _ = digest.papers
    return Corpus(Library.of([digest], {heron.key: "2026-10-01", wren.key: "2026-11-20"}))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("added:2026-10", "Heron"),
        ("added:2026-10..", "Heron Wren"),
        ("added:2026-10-02..", "Wren"),
        ("added:..2026-10", "Heron"),
        ("added:<30d", "Wren"),
        ("added:5d", "Wren"),
        ("added:<5d", ""),
        ("added:>30d", "Heron"),
        ("added:2m", "Heron Wren"),
        ("added:<1y", "Heron Wren"),
        ("added:999999y", "Heron Wren"),
        ("added:2026-10,2026-11", "Heron Wren"),
        ("-added:2026-10..", "Owl"),
        ("added:2026-10.. owl|heron", "Heron"),
        ("added:", "Heron Wren Owl"),
    ],
)
def test_added(birds: Corpus, query: str, names: str) -> None:
    found = find(parse_query(query), birds).positions
    assert " ".join(birds.papers[position].name or "" for position in found) == names


def test_the_most_recently_added_come_first(birds: Corpus) -> None:
    assert "added" in orders(birds)
    names = [birds.papers[at].name for at in ordered(range(3), birds, None, "added")]
    assert names == ["Wren", "Heron", "Owl"]


def test_without_dates_there_is_no_such_order(birds: Corpus) -> None:
    assert "added" not in orders(Corpus(Library.of(birds.library.digests)))


def test_other_values_are_no_ages() -> None:
    for text in ("2026", "30", "d", "<30", ">=2026-10-01", "2026..", "1234567d"):
        assert without_ages(text, TODAY) == text


def test_the_python_api_reports_that_it_does_not_know(tmp_path: Path) -> None:
    (tmp_path / "birds.md").write_text(listed("Heron"))
    with pytest.raises(QueryError, match="asks for the history of lists"):
        search(open_digests(tmp_path / "birds.md"), "added:2026..")


@pytest.fixture
def repository(history: Path, tmp_path: Path) -> Repository:
    """A list that gained papers in September, October and November."""
    shutil.copytree(history, tmp_path / "birds")
    return Repository(tmp_path / "birds")


@pytest.fixture(scope="session")
def history(tmp_path_factory: pytest.TempPathFactory, untestable: Callable[[str], None]) -> Path:
    """The folder of that list, made once."""
    if shutil.which("git") is None:
        untestable("not installed: git")
    repository = Repository.create(tmp_path_factory.mktemp("history") / "birds")
    repository.commit("2026-09-10", list_md=listed("Heron", "Wren"))
    repository.commit("2026-10-05", list_md=listed("Heron", "Owl", "Wren", indent="  "))
    repository.git("mv", "list.md", "README.md")
    repository.commit("2026-10-20")
    repository.commit("2026-11-11", README_md=listed("Dove", "Heron", "Owl", "Wren"))
    return repository.folder


@pytest.mark.parametrize(
    ("since", "names"),
    [
        ("2026-10-01", ["Dove", "Owl"]),
        ("2026-10", ["Dove", "Owl"]),
        ("2026-10-06", ["Dove"]),
        ("2026-09-10", ["Dove", "Heron", "Owl", "Wren"]),
        ("2026-12-01", []),
    ],
)
@pytest.mark.parametrize("place", ["birds", "birds/README.md"])
def test_since_writes_what_a_list_gained(
    repository: Repository,
    nsdi_tui: Callable[..., subprocess.CompletedProcess[str]],
    place: str,
    since: str,
    names: list[str],
) -> None:
    done = nsdi_tui("--since", since, place, "-e", "json")
    assert (done.returncode, done.stderr) == (0, "")
    (digest,) = json.loads(done.stdout)
    assert [paper["name"] for paper in digest["papers"]] == names


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("added:2026-10", ["Owl"]),
        ("added:2026-10-05", ["Owl"]),
        ("added:..2026-10", ["Heron", "Owl", "Wren"]),
        ("added:2026-09-11..2026-10-04", []),
        ("-added:2026-09", ["Dove", "Owl"]),
    ],
)
@pytest.mark.parametrize("place", ["birds", "birds/README.md"])
def test_a_query_finds_exactly_what_was_added_then(
    repository: Repository,
    nsdi_tui: Callable[..., subprocess.CompletedProcess[str]],
    place: str,
    query: str,
    names: list[str],
) -> None:
    done = nsdi_tui("-f", query, place, "--print", "{name}")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == names


def test_since_goes_together_with_a_filter(
    repository: Repository, nsdi_tui: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    done = nsdi_tui("--since", "2026-10", "-f", "owl", "birds", "-e", "markdown")
    assert done.returncode == 0
    assert "Owl" in done.stdout
    assert "Dove" not in done.stdout


@pytest.mark.parametrize("since", ["yesterday", "2026-13", "2026-1-1", "", "30x", "2026-10-01T10"])
def test_a_date_that_is_none_is_reported(
    nsdi_tui: Callable[..., subprocess.CompletedProcess[str]], since: str
) -> None:
    done = nsdi_tui("--since", since, "-e", "json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"nsdi-tui: Not a date: --since {since}")
    assert done.stderr.count("\n") == 1


def test_without_history_it_is_reported(
    tmp_path: Path, nsdi_tui: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    (tmp_path / "birds.md").write_text(listed("Heron"))
    done = nsdi_tui("--since", "2026-10", "birds.md", "-e", "json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "nsdi-tui: Cannot find out when papers were added: "
        "no list is in a git repository or was fetched\n"
    )
