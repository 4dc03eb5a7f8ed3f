"""Standard streams that are full, closed or read only in part: one line or none, no traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

WRITING = [
    "--help",
    "--version",
    "--check",
    "--doctor",
    "-e json",
    "-e jsonl",
    "-e csv",
    "-e bibtex",
    "-e markdown",
    "-e links",
    "--print",
    "-e marks --marks marks.sqlite3",
    "--import-marks marks.jsonl --dry-run",
    "--import-marks marks.jsonl",
]


@pytest.fixture
def place(shell: Any, marks: Path) -> None:
    """A folder with marks, and the same as JSON lines."""
    assert shell("nsdi-tui -e marks --marks marks.sqlite3 > marks.jsonl").returncode == 0


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
    shell(f"nsdi-tui {options}")
    usual = shell(f"nsdi-tui {options}")
    done = shell(f"nsdi-tui {options} 2>&-")
    assert done.returncode == usual.returncode == 0
    if options != "--doctor":
        assert done.stdout == usual.stdout


@pytest.mark.parametrize("options", ["--help", "--check", "-e csv"])
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


@pytest.mark.parametrize(
    ("query", "value"), [("is:foo", "is:foo"), ("moe -is:red", "is:red"), ('is:"x"', "is:x")]
)
@pytest.mark.parametrize("task", ["-e links", ""])
def test_an_unknown_flag_lists_the_valid_ones(
    query: str, value: str, task: str, shell: Any
) -> None:
    done = shell(f"nsdi-tui {task} -f '{query}'")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"nsdi-tui: Unknown value in {value}; valid values: starred, ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("query", "value"), [("has:foo", "has:foo"), ("-has:x1", "has:x1"), ("a|has:x2", "has:x2")]
)
@pytest.mark.parametrize("task", ["-e links", ""])
def test_has_takes_kinds_of_links_and_fields(query: str, value: str, task: str, shell: Any) -> None:
    done = shell(f"nsdi-tui {task} -f '{query}'")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"nsdi-tui: Unknown value in {value}; valid values: arxiv, ")
    assert done.stderr.endswith(", name, or the label of a link\n")


def test_has_takes_the_labels_of_the_links_in_the_digest(shell: Any, tmp_path: Path) -> None:
    text = "# Birds\n\n* Owls at Night \\[[Field Trip](https://x.example/owls)]\n"
    (tmp_path / "birds.md").write_text(text)
    for query in ("has:trip", 'has:"field trip"'):
        done = shell(f"nsdi-tui -e links -f '{query}' birds.md")
        assert (done.returncode, done.stdout) == (0, "https://x.example/owls\n")
    assert shell("nsdi-tui -e links -f has:voyage birds.md").returncode == 2


QUERIES = ["is:paper", "-is:resource", "is:starred,read", "has:arxiv,code", "-has:sum", "has:note"]


@pytest.mark.parametrize("query", QUERIES)
def test_every_flag_of_the_filter_is_valid(query: str, shell: Any) -> None:
    done = shell(f"nsdi-tui -e links -f '{query}'")
    assert (done.returncode, done.stderr) == (0, "")


def test_lines_of_a_check_cannot_be_forged(shell: Any, tmp_path: Path) -> None:
    (tmp_path / "birds.md").write_text(
        "# Birds\u2028forged: yes\n\n* Owls\x85entries   99 \\[[Paper](https://x.example/owls)]\n"
        "\n```\nforged\r  entries   100\n```\n"
    )
    done = shell("nsdi-tui --check birds.md")
    assert sum(line.strip().startswith("entries ") for line in done.stdout.splitlines()) == 1
