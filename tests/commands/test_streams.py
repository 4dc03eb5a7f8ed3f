"""Standard streams that are full, closed or read only in part: one line or none, no traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

WRITING = [
    "--help",
    "--version",
    "--check birds.md",
    "--doctor",
    "-e json birds.md",
    "-e jsonl birds.md",
    "-e csv birds.md",
    "-e bibtex birds.md",
    "-e markdown birds.md",
    "-e links birds.md",
    "--print birds.md",
    "-e marks --marks marks.sqlite3",
    "--import-marks marks.jsonl --dry-run",
    "--import-marks marks.jsonl",
]


@pytest.fixture
def place(marks: Path) -> None:
    """A folder with a list, a marks file, and marks as JSON lines."""
    (marks.parent / "birds.md").write_text(
        "# Birds\n\n* Owls at Night \\[[Paper](https://x.example/owls)]\n"
    )
    line = '{"keys": ["title:birds"], "starred": true, "starred_at": "2026-05-04T00:00:00Z"}\n'
    (marks.parent / "marks.jsonl").write_text(line)


@pytest.mark.parametrize("options", WRITING)
def test_a_full_disk_is_one_line(options: str, shell: Any, place: None) -> None:
    done = shell(f"nsdi-tui {options} > /dev/full")
    assert done.returncode == 2
    assert done.stderr == "nsdi-tui: Cannot write to standard output: No space left on device\n"


@pytest.mark.parametrize("options", WRITING)
def test_a_closed_output_is_one_line(options: str, shell: Any, place: None) -> None:
    done = shell(f"nsdi-tui {options} >&-")
    assert done.returncode == 2
    assert done.stderr == "nsdi-tui: Cannot write to standard output: it is closed\n"


@pytest.mark.parametrize("options", WRITING[2:5])
def test_closed_errors_change_nothing(options: str, shell: Any, place: None) -> None:
    usual = shell(f"nsdi-tui {options}")
    done = shell(f"nsdi-tui {options} 2>&-")
    assert done.returncode == usual.returncode == 0
    if options != "--doctor":
        assert done.stdout == usual.stdout


@pytest.mark.parametrize("options", ["--help", "--check birds.md", "-e csv birds.md"])
def test_a_pipe_that_is_closed_early_is_no_error(options: str, shell: Any, place: None) -> None:
    done = shell(f"nsdi-tui {options} | true")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_head_gets_its_lines(shell: Any) -> None:
    done = shell("nsdi-tui -e links | head -n 1")
    assert (done.returncode, done.stdout.count("\n"), done.stderr) == (0, 1, "")


@pytest.mark.parametrize("options", ["missing.md", "--no-such-option"])
@pytest.mark.parametrize("streams", ["2>&-", "2> /dev/full", "<&- >&- 2>&-"])
def test_an_error_without_a_place_to_report_it_is_still_an_error(
    options: str, streams: str, shell: Any
) -> None:
    done = shell(f"nsdi-tui {options} {streams}")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "")


def test_files_do_not_get_the_number_of_a_closed_stream(shell: Any, marks: Path) -> None:
    """What is printed would be written into the marks file."""
    assert shell("nsdi-tui -e json <&- >&- 2>&- --marks marks.sqlite3").returncode == 2
    assert shell("nsdi-tui --import-marks none.jsonl <&- >&- 2>&-").returncode == 2
    done = shell("nsdi-tui -e links -f is:starred --marks marks.sqlite3")
    assert (done.returncode, done.stdout.count("\n")) == (0, 1)


@pytest.mark.parametrize("task", [["-e", "links"], []], ids=" ".join)
def test_an_unknown_flag_is_one_line(task: list[str], nsdi_tui: Any) -> None:
    done = nsdi_tui(*task, "-f", "moe -is:red")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("nsdi-tui: Unknown value in is:red; valid values: starred, ")
    assert done.stderr.count("\n") == 1


def test_lines_of_a_check_cannot_be_forged(nsdi_tui: Any, tmp_path: Path) -> None:
    (tmp_path / "birds.md").write_text(
        "# Birds\u2028forged: yes\n\n* Owls\x85entries   99 \\[[Paper](https://x.example/owls)]\n"
        "\n```\nforged\r  entries   100\n```\n"
    )
    done = nsdi_tui("--check", "birds.md")
    assert sum(line.strip().startswith("entries ") for line in done.stdout.splitlines()) == 1
