"""One paper per line on standard output: --print, and the program in a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

SYMI = (
    "SYMI\tSYMI: Efficient Mixture-of-Experts Training via Model and Optimizer State Decoupling"
    "\t2504.19925\n"
)
OWL = "# Birds\n\n* Owl: A Study of Night \\[[Paper](https://birds.example/owl)]\n"


@pytest.mark.parametrize("command", ["nsdi-tui", "nsdi-tui --print", "nsdi-tui -f symi"])
def test_a_pipe_gets_one_paper_per_line(command: str, shell: Any) -> None:
    done = shell(f"{command} | cat")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(SYMI)
    assert done.stdout.count("\n") == (1 if "symi" in command else 26)


def test_standard_input_through_a_pipe(shell: Any, tmp_path: Path) -> None:
    (tmp_path / "birds.md").write_text(OWL)
    done = shell("nsdi-tui - < birds.md | cat")
    assert (done.stdout, done.stderr) == ("Owl\tOwl: A Study of Night\t\n", "")


@pytest.mark.parametrize("arguments", ["--print birds.md", "birds.md --print", "--print -"])
def test_what_follows_print_may_be_a_digest(arguments: str, nsdi_tui: Any, tmp_path: Path) -> None:
    (tmp_path / "birds.md").write_text(OWL)
    done = nsdi_tui(*arguments.split(), stdin=OWL)
    assert (done.stdout, done.stderr) == ("Owl\tOwl: A Study of Night\t\n", "")


def test_a_template(nsdi_tui: Any) -> None:
    done = nsdi_tui("--print", r"{year} {venue}: {title}\t{url}", "-f", "swiftep")
    assert done.stdout == (
        "2026 NSDI: SwiftEP: Accelerating MoE Inference with Buffer Fusion and TMA Offloading\t"
        "https://www.usenix.org/conference/nsdi26/presentation/li-xingyi\n"
    )


def test_a_wrong_template_is_one_line(nsdi_tui: Any) -> None:
    done = nsdi_tui("--print", "{titel}")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(
        "nsdi-tui: Cannot use the template: No field named {titel}; available: name, title, arxiv"
    )


def test_marks_in_a_template_and_in_the_query(nsdi_tui: Any, marks: Path) -> None:
    done = nsdi_tui("--marks", marks, "-f", "is:starred", "--print", "{name} {starred}")
    assert (done.stdout, done.stderr) == ("SYMI starred\n", "")


def test_marks_that_cannot_be_read_are_reported(nsdi_tui: Any, marks: Path) -> None:
    marks.write_bytes(b"no database at all" * 100)
    done = nsdi_tui("--marks", marks, "-f", "symi", "--print", "{name} {starred}.")
    assert (done.returncode, done.stdout) == (0, "SYMI .\n")
    assert done.stderr == "nsdi-tui: Written without marks: the marks file is damaged\n"


def test_control_characters_of_a_file_name_are_not_printed(nsdi_tui: Any, tmp_path: Path) -> None:
    name = "owl\x1b]0;x\x07.md"
    (tmp_path / name).write_text(OWL)
    done = nsdi_tui("--print", "{file}", name)
    assert "\x1b" not in done.stdout
    assert done.stdout.endswith(".md\n")


@pytest.mark.parametrize("other", ["-e json", "--check", "--doctor", "--select"])
def test_print_is_combined_with_nothing_but_select(other: str, nsdi_tui: Any) -> None:
    done = nsdi_tui("--print", *other.split())
    if other == "--select":
        assert done.stderr.endswith("is not a terminal, and the app is drawn through it\n")
    else:
        assert f"{other.split()[0].replace('-e', '--export')}" in done.stderr
        assert done.stderr.endswith("cannot be combined\n")
    assert done.returncode == 2
