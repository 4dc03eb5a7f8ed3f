"""The installed command in a real terminal, by keyboard alone, from the start to the prompt."""

from __future__ import annotations

import shlex
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.system

SCRIPT = shlex.quote(str(Path(sysconfig.get_path("scripts")) / "nsdi-tui"))
SYMI = "https://arxiv.org/abs/2504.19925"
MINE = """\
# Mine

* First: A Paper of My Own \\[[Paper](https://mine.example/1)]
* Second: Another One \\[[Paper](https://mine.example/2)]
"""


def test_the_whole_tour(terminal: Any) -> None:
    terminal.nsdi_tui()
    terminal.wait_for("NSDI 2026", "26 papers", "SYMI")

    # Fold everything to the top topics, and unfold it again.
    terminal.press("z")
    terminal.wait_for("Distributed Training", gone="SYMI")
    terminal.press("z")

    # Read the first paper.
    terminal.wait_for("SYMI")
    terminal.press("n")
    terminal.wait_for("Stanford", "Propose SYMI", SYMI)

    terminal.press("/")
    terminal.type("moe")
    terminal.wait_for("4 of 26", "SwiftEP", gone="JITServe")
    terminal.press("Enter")

    terminal.press("g", "n", "y")
    terminal.wait_for("Copied arXiv link")
    assert terminal.clipboard() == SYMI

    # One step outward: the filter goes, and what it hid comes back.
    terminal.press("Escape")
    terminal.wait_for("JITServe", gone="4 of 26")

    terminal.press("q")
    assert terminal.wait_for_status() == 0


def test_the_console_script_is_the_same_app(terminal: Any) -> None:
    terminal.nsdi_tui(program=SCRIPT)
    terminal.wait_for("NSDI 2026", "26 papers", "SYMI")
    terminal.press("q")
    assert terminal.wait_for_status() == 0


def test_opening_with_a_filter(terminal: Any) -> None:
    terminal.nsdi_tui("--filter", "moe")
    terminal.wait_for("4 of 26", "SwiftEP", gone="JITServe")


def test_on_a_topic_the_links_of_all_its_papers_are_copied(terminal: Any) -> None:
    terminal.nsdi_tui("--filter", "org:stanford")
    terminal.wait_for("3 of 26")
    terminal.press("g", "y")
    links = terminal.clipboard().splitlines()
    assert len(links) == 3
    assert all(link.startswith("https://") for link in links)
    assert links[0] == SYMI


def test_keys_that_come_in_one_piece_go_where_they_would_one_by_one(terminal: Any) -> None:
    # Over a slow line, what was typed in a row arrives in a row.
    terminal.nsdi_tui()
    terminal.wait_for("SYMI")
    terminal.type("n/moe")
    terminal.wait_for("/ moe", "4 of 26")


def test_a_pasted_query_filters_once_it_is_in_the_box(terminal: Any) -> None:
    terminal.nsdi_tui()
    terminal.wait_for("SYMI")
    terminal.press("/")
    terminal.wait_for("type to filter")
    terminal.tmux("set-buffer", "moe training")
    terminal.tmux("paste-buffer", "-p")
    terminal.wait_for("/ moe training", "of 26", "SYMI", gone="JITServe")


def test_help_shows_the_keys_and_leaves_no_trace(terminal: Any) -> None:
    terminal.nsdi_tui()
    terminal.wait_for("SYMI")
    terminal.press("?")
    terminal.wait_for("Half a page down")
    terminal.press("Escape")
    terminal.wait_for("SYMI", gone="Half a page down")


@pytest.mark.parametrize(
    ("width", "height", "shown"),
    [
        (120, 40, ["26 papers", "/ press / to filter", "▾ Large", "SYMI", "Homepage", "? help"]),
        (80, 24, ["26 papers", "/ press / to filter", "▾ Large", "SYMI", "Homepage", "? help"]),
        (60, 20, ["26 papers", "/ press / to filter", "▾ Large", "SYMI", "Homepage"]),
        (20, 5, ["NSDI 2026", "Large"]),
    ],
)
def test_every_size_shows_what_it_has_room_for(
    width: int, height: int, shown: list[str], open_terminal: Callable[..., Any]
) -> None:
    terminal = open_terminal(width, height)
    terminal.nsdi_tui()
    terminal.wait_for(*shown)
    terminal.press("n")
    terminal.wait_for("SYMI")
    terminal.press("q")
    assert terminal.wait_for_status() == 0


def test_changing_the_size_while_it_runs(terminal: Any) -> None:
    terminal.nsdi_tui()
    terminal.wait_for("SYMI")
    terminal.press("n")
    terminal.wait_for("Propose SYMI")
    for width, height in [(60, 20), (20, 5), (2, 1), (200, 60), (80, 24)]:
        terminal.resize(width, height)
    terminal.wait_for("26 papers", "▾ MoE Training", "Propose SYMI", "? help")
    terminal.press("q")
    assert terminal.wait_for_status() == 0


def test_a_piped_digest_leaves_the_keys_to_the_terminal(terminal: Any, tmp_path: Path) -> None:
    (tmp_path / "mine.md").write_text(MINE)
    terminal.nsdi_tui("-", program=f"cat mine.md | {SCRIPT}")
    terminal.wait_for("Mine", "2 papers", "First", "Second")
    terminal.press("/")
    terminal.type("own")
    terminal.wait_for("1 of 2", "First", gone="Second")
    # A key right behind an escape would be taken for one with alt.
    terminal.press("Escape")
    terminal.wait_for("2 papers", "Second", "type to filter")
    terminal.press("Escape")
    terminal.wait_for("press / to filter")
    terminal.press("q")
    assert terminal.wait_for_status() == 0


def test_a_folder_of_digests(terminal: Any, tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    for name in ("One", "Two"):
        (tmp_path / "papers" / f"{name}.md").write_text(MINE.replace("Mine", name))
    terminal.nsdi_tui("papers")
    terminal.wait_for("One", "Two", "2 papers")


def test_broken_utf8_is_read_with_a_notice(terminal: Any, tmp_path: Path) -> None:
    (tmp_path / "mine.md").write_bytes(MINE.encode().replace(b"of My", b"of \xff My"))
    terminal.nsdi_tui("mine.md")
    terminal.wait_for("First", "invalid UTF-8", "line 3")


def test_a_text_full_of_escape_sequences_stays_text(terminal: Any, tmp_path: Path) -> None:
    title = "\x1b]52;c;ZXZpbA==\x07\x1b[2J\x9b2J\u202eEvil"
    (tmp_path / "mine.md").write_text(MINE.replace("First", title), encoding="utf-8")
    terminal.nsdi_tui("mine.md")
    terminal.wait_for("Evil", "Second", "2 papers")
    assert terminal.tmux("list-buffers") == ""


def test_a_large_list_is_shown_while_it_is_read(terminal: Any, tmp_path: Path) -> None:
    entries = "".join(
        f"- [Study {number} of Region R](https://arxiv.org/abs/2401.{number:05}) (*Ann Author*)\n"
        for number in range(300)
    )
    regions = "".join(f"## Region {r}\n\n{entries.replace('R]', f'{r}]')}\n" for r in range(400))
    (tmp_path / "large.md").write_text(f"# Large\n\n{regions}")
    terminal.nsdi_tui("large.md")
    terminal.wait_for("reading", "▸ Region 0")
    terminal.press("l")
    terminal.wait_for("reading", "▾ Region 0", "Study 5 of Region 0")
    terminal.press("Escape")
    terminal.wait_for("partly read", gone="reading")
    terminal.press("C-r")
    terminal.wait_for("reading", "▾ Region 0", gone="partly read")
    terminal.press("q")
    assert terminal.wait_for_status() == 0
