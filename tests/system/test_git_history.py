"""When papers were added, from repositories with commits at known dates."""

from __future__ import annotations

import os
import shutil
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from nsdi_tui.digest.opening import open_digests
from nsdi_tui.system import git_history
from nsdi_tui.system.git_history import dates_added
from tests.system.git_repository import Repository, listed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def repository(tmp_path: Path, needs: Callable[..., None]) -> Repository:
    needs("git")
    return Repository.create(tmp_path / "birds")


def added(*places: Path) -> dict[str | None, str | None]:
    """The day when each paper was added, by its name."""
    digests = open_digests([str(place) for place in places]).digests
    dates = dates_added(digests)
    return {paper.name: dates.get(paper.key) for digest in digests for paper in digest.papers}


def test_papers_have_the_day_of_the_commit_that_added_them(repository: Repository) -> None:
    repository.commit("2026-01-05", list_md=listed("Heron"))
    repository.commit("2026-02-06", list_md=listed("Wren", "Heron"))
    repository.commit("2026-03-07", list_md=listed("Wren", "Heron", "Owl"))
    assert added(repository.folder / "list.md") == {
        "Heron": "2026-01-05",
        "Wren": "2026-02-06",
        "Owl": "2026-03-07",
    }


def test_days_survive_renames_indentation_and_moves_in_the_file(repository: Repository) -> None:
    repository.commit("2026-01-05", list_md=listed("Heron", "Wren", "Robin", "Dove"))
    repository.git("mv", "list.md", "birds.md")
    repository.commit("2026-02-06")
    repository.commit(
        "2026-03-07",
        birds_md=listed("Owl", "Dove", "Wren", "Robin", "Heron", indent="  ", bullet="-"),
    )
    days = added(repository.folder / "birds.md")
    assert days.pop("Owl") == "2026-03-07"
    assert set(days.values()) == {"2026-01-05"}
    # The whole folder is read in another way.
    repository.commit("2026-04-08", other_md=listed("Finch"))
    days = added(repository.folder)
    assert (days.pop("Owl"), days.pop("Finch")) == ("2026-03-07", "2026-04-08")
    assert set(days.values()) == {"2026-01-05"}


def test_days_survive_edits_of_the_entry(repository: Repository) -> None:
    repository.commit("2026-01-05", list_md=listed("Heron", "Wren", "Owl"))
    text = listed("Heron", "Wren", "Owl")
    text = text.replace("Notes on the Life of the Heron", "Heron Life Revisited, Once Again")
    text = text.replace("example.org/wren.pdf", "example.org/wren-final.pdf")
    text = text.replace("* Owl: Notes", "* **Owl**: _Notes_")
    repository.commit("2026-02-06", list_md=text)
    assert set(added(repository.folder / "list.md").values()) == {"2026-01-05"}


def test_a_merge_counts_as_the_day_of_the_additions(repository: Repository) -> None:
    repository.commit("2026-01-05", list_md=listed("Heron"))
    repository.git("checkout", "-q", "-b", "side")
    repository.commit("2026-01-06", list_md=listed("Heron", "Wren"))
    repository.git("checkout", "-q", "main")
    repository.commit("2026-01-07", note_txt="x")
    repository.git("merge", "-q", "--no-ff", "-m", "merge", "side", day="2026-02-08")
    assert added(repository.folder / "list.md") == {"Heron": "2026-01-05", "Wren": "2026-02-08"}


def test_an_entry_that_is_not_committed_has_the_day_of_its_file(repository: Repository) -> None:
    repository.commit("2026-01-05", list_md=listed("Heron"))
    path = repository.folder / "list.md"
    path.write_text(listed("Heron", "Wren"))
    os.utime(path, (1_790_000_000, 1_790_000_000))
    day = date.fromtimestamp(1_790_000_000).isoformat()
    assert added(path) == {"Heron": "2026-01-05", "Wren": day}


def test_what_a_shallow_clone_began_with_has_no_day(repository: Repository) -> None:
    repository.commit("2026-01-05", list_md=listed("Heron"))
    repository.commit("2026-02-06", list_md=listed("Heron", "Wren"))
    clone = repository.folder.parent / "clone"
    repository.git("clone", "-q", "--depth", "1", f"file://{repository.folder}", str(clone))
    Repository(clone).commit("2026-03-07", list_md=listed("Heron", "Wren", "Owl"))
    assert added(clone / "list.md") == {"Heron": None, "Wren": None, "Owl": "2026-03-07"}


def test_papers_of_several_repositories_and_files_outside(
    repository: Repository, tmp_path: Path
) -> None:
    repository.commit("2026-01-05", list_md=listed("Heron"))
    other = Repository.create(tmp_path / "other")
    other.commit("2026-02-06", docs__list_md=listed("Wren"))
    (tmp_path / "outside.md").write_text(listed("Owl"))
    places = (repository.folder / "list.md", other.folder / "docs", tmp_path / "outside.md")
    assert added(*places) == {"Heron": "2026-01-05", "Wren": "2026-02-06", "Owl": None}


def test_results_are_cached_by_commit(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("2026-01-05", list_md=listed("Heron"))
    path = repository.folder / "list.md"
    assert added(path) == {"Heron": "2026-01-05"}
    logs = []
    real = git_history._log

    def log(*arguments: Any) -> Any:
        logs.append(arguments)
        return real(*arguments)

    monkeypatch.setattr(git_history, "_log", log)
    assert added(path) == {"Heron": "2026-01-05"}
    assert logs == []
    repository.commit("2026-02-06", list_md=listed("Heron", "Wren"))
    assert added(path) == {"Heron": "2026-01-05", "Wren": "2026-02-06"}
    assert len(logs) == 1


@pytest.mark.parametrize("content", ["[]", '{"k": 1}', '{"k": "2026-13-45"}', "x", '{"k": "\x1b"}'])
def test_a_damaged_cache_counts_as_missing(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    monkeypatch.setenv("NSDI_TUI_CACHE", str(tmp_path / "cache"))
    repository.commit("2026-01-05", list_md=listed("Heron"))
    path = repository.folder / "list.md"
    added(path)
    (cached,) = (tmp_path / "cache" / "history").iterdir()
    cached.write_text(content)
    assert added(path) == {"Heron": "2026-01-05"}


def test_without_git_only_the_days_are_missing(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("2026-01-05", list_md=listed("Heron"))
    monkeypatch.setenv("PATH", "/nowhere")
    assert added(repository.folder / "list.md") == {"Heron": None}


def test_a_repository_without_commits(repository: Repository) -> None:
    path = repository.folder / "list.md"
    path.write_text(listed("Heron"))
    assert added(path) == {"Heron": date.today().isoformat()}


def test_the_settings_of_a_repository_start_no_program(repository: Repository) -> None:
    """A folder that somebody else made may bring its own `.git/config`."""
    repository.commit("2026-01-05", list_md=listed("Heron"), _gitattributes="x")
    trap = repository.folder / "trap.sh"
    trap.write_text("#!/bin/sh\ntouch sprung\ncat\n")
    trap.chmod(0o755)
    shutil.move(repository.folder / "_gitattributes", repository.folder / ".gitattributes")
    (repository.folder / ".gitattributes").write_text("*.md diff=trap filter=trap\n")
    for name in (
        "core.fsmonitor",
        "core.pager",
        "diff.external",
        "diff.trap.textconv",
        "diff.trap.command",
        "filter.trap.clean",
        "filter.trap.smudge",
        "gpg.program",
    ):
        repository.git("config", name, str(trap))
    repository.git("config", "log.showSignature", "true")
    assert added(repository.folder / "list.md") == {"Heron": "2026-01-05"}
    assert not (repository.folder / "sprung").exists()
