"""The manual page, from the options, commands and settings of the program.

`python -m nsdi_tui.manual` prints it; `make manual` writes `docs/nsdi-tui.1`, which the wheel
installs for man.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from nsdi_tui import __version__
from nsdi_tui.export.template import FIELDS
from nsdi_tui.options import EXAMPLES, PROGRAM, command
from nsdi_tui.system.settings import SETTINGS
from nsdi_tui.tui.commands import COMMANDS, keys_by_command

if TYPE_CHECKING:
    from collections.abc import Iterator

_DESCRIPTION = """\
Shows lists of papers written in Markdown, such as the digest of a conference, an "awesome papers"
list or a folder of notes, as a tree of topics and papers beside a page with summary and links.
Without an argument it opens the bundled digest of NSDI 2026. If standard output is not a terminal,
it prints one paper per line instead.
"""
_QUERIES = """\
Terms are separated by spaces, and all must match. A phrase is in double quotes; - or ! before a
term excludes it; a bar between terms means or; ~ allows typos; = asks for a whole word. Fields are
title: name: author: org: topic: tag: summary: venue: year: date: link: note: arxiv:, with commas
between alternatives and ranges such as year:2024..2026. Flags are has:arxiv, has:code and the like,
and is:starred, is:read, is:unread, is:new, is:changed, is:paper, is:resource.
"""
_FILES = (
    ("~/.local/share/nsdi-tui/marks.sqlite3", "Stars, read marks and notes."),
    ("~/.config/nsdi-tui/config.toml", "Settings; --print-config prints all of them."),
    ("~/.local/state/nsdi-tui/", "Recent lists, the last theme and the last export."),
    ("~/.cache/nsdi-tui/", "Parsed digests, fetched lists and the last copy; may be deleted."),
)
_ENVIRONMENT = (
    ("NSDI_TUI_MARKS, NSDI_TUI_CONFIG, NSDI_TUI_CACHE", "Other places for these."),
    ("NO_COLOR", "If set, nothing is colored."),
    ("VISUAL, EDITOR, BROWSER", "Editor and browser, unless the settings name others."),
)
_STATUSES = (
    ("0", "Success."),
    ("1", "--check found parts that were not read, or nothing was selected with --select."),
    ("2", "An error, reported in one line on standard error."),
)


def manual() -> str:
    """Return the manual page in the man macros of roff."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield f'.TH "{_escaped(PROGRAM.upper())}" "1" "" "{PROGRAM} {__version__}" "User Commands"'
    yield from _section("Name", f"{PROGRAM} - browse lists of papers in the terminal")
    yield from _section("Synopsis")
    yield f"\\fB{_escaped(PROGRAM)}\\fR [\\fIOPTIONS\\fR] [\\fIDIGEST\\fR]..."
    yield from _section("Description", _DESCRIPTION, *_paragraphs(command.help or "")[1:])
    yield from _section("Options")
    for option in command.params:
        if isinstance(option, click.Option):
            names = ", ".join(option.opts)
            metavar = "" if option.is_flag else f" {option.metavar}"
            yield from _item(names + metavar, option.help or "")
    yield from _section("Queries", _QUERIES)
    yield from _section("Templates", f"Fields of --print: {', '.join(FIELDS)}.")
    yield from _section("Keys")
    keys = keys_by_command({})
    for entry in COMMANDS:
        yield from _item(", ".join(keys[entry.id]), f"{entry.title}.")
    yield from _section("Settings")
    for setting in SETTINGS:
        yield from _item(setting.name, setting.sentence)
    for title, items in (
        ("Files", _FILES),
        ("Environment", _ENVIRONMENT),
        ("Exit status", _STATUSES),
        ("Examples", EXAMPLES),
    ):
        yield from _section(title)
        for name, meaning in items:
            yield from _item(name, meaning)


def _section(title: str, *paragraphs: str) -> Iterator[str]:
    yield f'.SH "{title.upper()}"'
    for number, paragraph in enumerate(paragraphs):
        if number:
            yield ".PP"
        yield from map(_escaped, paragraph.strip().splitlines())


def _item(name: str, meaning: str) -> Iterator[str]:
    yield ".TP"
    yield f"\\fB{_escaped(name)}\\fR"
    yield _escaped(meaning)


def _paragraphs(text: str) -> list[str]:
    return [part for part in re.split(r"\n\s*\n", text) if part.strip()]


def _escaped(text: str) -> str:
    """Return text in which roff sees no command, and hyphens can be copied as they are."""
    text = " ".join(text.split()).replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text.startswith((".", "'")) else text


if __name__ == "__main__":
    print(manual(), end="")
