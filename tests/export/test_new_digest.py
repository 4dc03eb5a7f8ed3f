"""The text of a new digest reads without a diagnostic, whatever its title."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nsdi_tui.digest.reading.document import parse
from nsdi_tui.export.new_digest import new_digest

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize(
    "title",
    [
        "NSDI 2027",
        "Birds & Bees",
        "[Birds](https://example.org) *and* `bees`",
        "Birds {title}",
        "<b>Birds</b> &amp; bees",
        "2027. Birds",
        "Vögel 鳥",
        "Birds \\ bees | wasps",
    ],
)
def test_every_title_reads_back(title: str) -> None:
    digest = parse(new_digest(title), "new.md")
    assert digest.title == title
    assert digest.diagnostics == ()
    assert [paper.title for paper in digest.papers] == [
        "Name: Title of the First Paper",
        "Name: Title of the Second Paper",
    ]
    assert digest.papers[0].organizations == ("First Institution", "Second Institution")
    assert [topic.title for topic in digest.children if hasattr(topic, "children")] == [
        "First Topic",
        "Second Topic",
    ]
    assert (len(digest.meta), len(digest.acceptance), len(digest.acronyms)) == (1, 1, 1)


def test_the_command_line_prints_a_digest_that_is_read_completely(
    nsdi_tui: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    made = nsdi_tui("--new", "Birds 2027\x1b[2J")
    assert (made.returncode, made.stderr) == (0, "")
    assert "\x1b" not in made.stdout
    (tmp_path / "new.md").write_text(made.stdout)
    assert nsdi_tui("--check", "new.md").returncode == 0


@pytest.mark.parametrize("title", ["", "  ", "#"])
def test_a_title_without_letters_is_reported(
    nsdi_tui: Callable[..., subprocess.CompletedProcess[str]], title: str
) -> None:
    done = nsdi_tui("--new", title)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "nsdi-tui: Cannot make a digest: a title has letters or digits\n"
