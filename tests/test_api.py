"""The public Python API: what it has, what it costs to import, what it does."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import nsdi_tui
from nsdi_tui import Digest, DigestError, DigestWarning, Library, QueryError, open_digests, search

ROOT = Path(__file__).resolve().parents[1]

LIST = """\
# Reading List

* Aspen: Leases without Clocks \\[[Paper](https://lists.example.org/aspen)]
  * MIT
* Birch: A Scheduler for Leases \\[[arXiv](https://arxiv.org/abs/2603.00001)]
  * CMU
"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "list.md").write_text(LIST)
    return open_digests(tmp_path / "list.md")


def names(library: Library, query: str) -> list[str | None]:
    return [paper.name for paper in search(library, query)]


@pytest.mark.parametrize("name", nsdi_tui.__all__)
def test_every_public_name_exists_and_is_documented(name: str) -> None:
    value = getattr(nsdi_tui, name)
    assert name == "__version__" or inspect.getdoc(value)
    assert f"`{name}" in (ROOT / "docs" / "api.md").read_text(encoding="utf-8")


def test_the_documentation_has_only_public_names() -> None:
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    documented = [name for cell in cells for name in re.findall(r"`(\w+)", cell)]
    assert sorted(documented) == sorted(nsdi_tui.__all__)


def test_the_fields_in_the_documentation_exist() -> None:
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    documented = {
        (name, field)
        for name, fields in re.findall(r"^\| `(\w+)` \| .*?: (`\w+`.*) \|$", text, re.MULTILINE)
        for field in re.findall(r"`(\w+)`", fields)
        if field not in nsdi_tui.__all__
    }
    assert {"Library", "Digest", "Topic", "Paper", "Link", "Bullet"} <= {n for n, _ in documented}
    for name, field in documented:
        value = getattr(nsdi_tui, name)
        assert hasattr(value, field) or field in value.__dataclass_fields__, (name, field)


def test_the_package_has_no_other_names() -> None:
    assert set(nsdi_tui.__all__) <= set(dir(nsdi_tui))
    with pytest.raises(AttributeError, match="no attribute 'opne_digests'"):
        nsdi_tui.opne_digests  # type: ignore[attr-defined]  # noqa: B018


def test_the_import_loads_nothing_else() -> None:
    program = "import sys, nsdi_tui; print([m for m in sys.modules if m.startswith('nsdi_tui')])"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "['nsdi_tui']\n"


def test_the_api_loads_neither_app_nor_database() -> None:
    program = "import sys, nsdi_tui as n; n.search(n.open_digests(), 'moe'); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert not {"textual", "rich", "sqlite3", "click"} & set(done.stdout.split())


def test_the_example_of_the_readme(capsys: pytest.CaptureFixture[str]) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    example = re.search(r"```python\n(.+?)```\n\nprints `(.+?)`", readme, re.DOTALL)
    assert example is not None
    exec(example[1], {})
    assert capsys.readouterr().out == example[2] + "\n"


def test_files_and_folders_are_opened(tmp_path: Path, library: Library) -> None:
    assert [digest.title for digest in library.digests] == ["Reading List"]
    assert names(library, "") == ["Aspen", "Birch"]
    assert names(library, "leases -org:mit") == ["Birch"]
    (folder,) = open_digests(str(tmp_path)).digests
    assert isinstance(folder, Digest)
    assert folder.papers == library.papers


def test_without_a_source_the_bundled_digest_is_opened() -> None:
    assert [digest.title for digest in open_digests().digests] == ["NSDI 2026"]


def test_skipped_files_are_warned_about(tmp_path: Path, library: Library) -> None:
    (tmp_path / "diary.md").write_text("Nothing to read here.\n")
    with pytest.warns(DigestWarning, match=r"Skipped 1 file with no papers: diary\.md") as warned:
        open_digests(tmp_path)
    assert warned[0].filename == __file__


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DigestError, match=r"missing\.md"):
        open_digests(tmp_path / "missing.md")


def test_a_dash_is_a_file_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("-").write_text(LIST)
    assert names(open_digests("-"), "birch") == ["Birch"]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("is:stared", "Unknown value in is:stared"),
        ("leases is:starred", "is:starred asks for marks"),
        ("-note:later", "-note:later asks for marks"),
    ],
)
def test_a_query_that_cannot_be_answered_is_an_error(
    query: str, message: str, library: Library
) -> None:
    with pytest.raises(QueryError, match=message):
        search(library, query)
