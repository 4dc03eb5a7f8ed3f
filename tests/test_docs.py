"""The documents say what the program does: options, keys, queries, commands, version."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import nsdi_tui
from nsdi_tui.export.template import FIELDS
from nsdi_tui.finding.query import parse
from nsdi_tui.manual import manual
from nsdi_tui.system.settings import SETTINGS, read_settings
from nsdi_tui.tui.commands import COMMANDS, key_name
from nsdi_tui.tui.keymap import PRESETS, check_keymap

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]


def document(name: str) -> str:
    """The text of a document of the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


README = document("README.md")
CHANGELOG = document("CHANGELOG.md")
PAGES = ["README.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))]


def table(head: str, text: str) -> list[str]:
    """The first cells of the table, in this text, whose first heading is this one."""
    lines = text[text.index(f"\n| {head} |") + 1 :].split("\n\n", 1)[0].splitlines()
    return [re.split(r"(?<!\\)\|", line)[1].strip() for line in lines[2:]]


def code(cells: list[str]) -> list[str]:
    """What is written as code in these cells."""
    return [text.replace("\\|", "|") for cell in cells for text in re.findall("`([^`]+)`", cell)]


def test_every_option_of_the_help_is_documented_and_no_other(
    nsdi_tui: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    shown = nsdi_tui("--help").stdout
    options = re.findall(r"^  (?:(-\w), )?(--[\w-]+)", shown, re.MULTILINE)
    real = {name for pair in options for name in pair if name}
    assert "--export" in real
    assert {
        text.split()[0] for text in code(table("option", document("docs/command-line.md")))
    } == real


def test_every_field_of_a_template_is_documented_and_no_other() -> None:
    assert sorted(code(table("field", document("docs/printing.md")))) == sorted(FIELDS)


def test_every_export_format_of_the_help_is_documented_and_no_other(
    nsdi_tui: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    formats = re.search(r"--export FORMAT +([\w, ]+), or all", nsdi_tui("--help").stdout)
    assert formats is not None
    documented = code(table("format", document("docs/exports.md")))
    assert sorted(documented) == sorted({*formats[1].split(", "), "marks"})


def test_every_key_of_the_app_is_documented_and_no_other() -> None:
    keys = table("key", document("docs/keys.md"))
    documented = code([cell.replace("`1`…`9`", "`1-9`") for cell in keys])
    real = {key_name(key) for command in COMMANDS for key in command.keys.split(",")}
    numbers = {str(number) for number in range(1, 10)}
    assert numbers <= real
    assert sorted(documented) == sorted(real - numbers | {"1-9"})


@pytest.mark.parametrize("query", code(table("written", document("docs/queries.md"))))
def test_the_documented_queries_filter_something(query: str) -> None:
    # A field without a value is half typed, and filters nothing yet.
    assert bool(parse(query)) == (not query.endswith(":"))


def test_every_command_of_the_makefile_is_in_the_readme() -> None:
    makefile = document("Makefile")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony is not None
    targets = set(phony[1].split()) - {"help"}
    assert set(re.findall(r"(?:^|`)make ([a-z-]+)", README, re.MULTILINE)) == targets
    assert set(re.findall(r"^\t@echo 'make ([a-z-]+)", makefile, re.MULTILINE)) == targets


def test_the_test_command_of_the_readme_is_what_ci_runs() -> None:
    script = document(".ci/run")
    assert script.rstrip().splitlines()[-1] == "make test"


def test_every_variable_is_documented_and_no_other() -> None:
    sources = (ROOT / "nsdi_tui").rglob("*.py")
    real = {
        name
        for path in sources
        for name in re.findall(r'"(NSDI_TUI_[A-Z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert "NSDI_TUI_MARKS" in real
    documented = document("docs/command-line.md") + document("docs/lists.md")
    assert set(re.findall(r"`(NSDI_TUI_[A-Z_]+)`", documented)) == real


def test_the_version_is_the_latest_of_the_changelog() -> None:
    headings = re.findall(r"^## (.+)$", CHANGELOG, re.MULTILINE)
    released = [heading for heading in headings if heading != "[Unreleased]"]
    assert re.fullmatch(rf"\[{re.escape(nsdi_tui.__version__)}\] - \d{{4}}-\d\d-\d\d", released[0])
    assert "[Unreleased]" not in headings[1:]


def test_the_changelog_has_only_the_usual_sections() -> None:
    usual = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    sections = re.findall(r"^### (.+)$", CHANGELOG, re.MULTILINE)
    assert set(sections) <= usual


def test_every_setting_is_documented_and_no_other() -> None:
    text = document("docs/settings.md")
    assert code(table("setting", text)) == [setting.name for setting in SETTINGS]
    assert code(table("preset", text)) == list(PRESETS)


def test_the_settings_in_the_documents_give_no_warning(tmp_path: Path) -> None:
    examples = re.findall(r"```toml\n(.*?)```", document("docs/settings.md"), re.DOTALL)
    assert examples
    for example in examples:
        file = tmp_path / "config.toml"
        file.write_text(example)
        settings = read_settings(file)
        assert settings.problems == ()
        keymap, problems = check_keymap(settings.keys, settings.preset)
        assert problems == []
        assert keymap


def test_the_manual_page_is_the_one_of_the_program() -> None:
    assert document("docs/nsdi-tui.1") == manual(), "make manual writes it again"


@pytest.mark.parametrize("name", PAGES)
def test_the_links_between_documents_lead_somewhere(name: str) -> None:
    prose = re.sub(r"```.*?```|`[^`\n]+`", "", document(name), flags=re.DOTALL)
    links = re.findall(r"\]\((?!https?:)([^)#\s]*)(?:#([\w-]+))?\)", prose)
    links += [(source, "") for source in re.findall(r'src="([^"]+)"', prose)]
    for path, heading in links:
        target = (ROOT / name).parent / path if path else ROOT / name
        assert target.is_file(), path
        if heading:
            headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert heading in {text.lower().replace(" ", "-") for text in headings}
