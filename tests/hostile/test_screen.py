"""Hostile inputs on the screen of a real terminal, every byte of which is looked at."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest

from nsdi_tui.digest.reading.document import parse
from nsdi_tui.system.digest_cache import locate, store
from tests.hostile.inputs import CACHED, PAYLOAD, RAW_CSI, documents
from tests.leaks import leaks_of_terminal
from tests.pseudo_terminal import PseudoTerminal
from tests.system.record_chunks import chunks_of, write_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

pytestmark = pytest.mark.system

SIZE = (120, 40)
COPY = re.compile(r"\x1b\]52;c;[A-Za-z0-9+/=]*(?:\x07|\x1b\\\\)")


def open_app(environ: Mapping[str, str], cwd: Path, *arguments: str | Path) -> PseudoTerminal:
    command = [sys.executable, "-m", "nsdi_tui", "--clipboard", "osc52", *map(str, arguments)]
    return PseudoTerminal(command, environ, cwd, SIZE)


def wait_for_app(terminal: PseudoTerminal) -> None:
    """Wait until the app has drawn its first frame."""
    terminal.wait_until(lambda: len(terminal.output) > 2_000, "the first frame")
    terminal.read_all(0.3)


def assert_harmless(terminal: PseudoTerminal) -> None:
    """Check that the app runs, quits at its key, and has written nothing that acts."""
    assert terminal.quit() == 0
    output = terminal.output.decode()
    # What the app itself copies is base64; of the inputs, "PWNED" would be.
    assert not any("UFdORUQ=" in copy for copy in COPY.findall(output))
    rest = COPY.sub("", output)
    at = rest.find("\x07")
    assert leaks_of_terminal(rest) == [], ascii(rest[max(0, at - 80) : at + 20])
    assert f"\x1b{RAW_CSI}" not in output
    assert not terminal.modes_left_on()
    assert terminal.current_settings() == terminal.settings


@pytest.mark.parametrize("part", range(2))
def test_every_document(
    part: int, folder: Path, environ: Mapping[str, str], tmp_path: Path
) -> None:
    """Every second document is opened, all in one session, and each of their papers is shown."""
    names = list(documents())[part::2]
    with open_app(environ, tmp_path, *(folder / name for name in names)) as terminal:
        wait_for_app(terminal)
        terminal.read_all()
        for _ in names:
            terminal.write(b"n")
            terminal.read_all(0.02)
        # The overview, other groupings and orders, the choosers, the filter with its suggestions.
        for keys in (
            b"i",
            b"tn",
            b"tn",
            b"tn",
            b"sn",
            b"Y",
            b"\x1b",
            b"O",
            b"\x1b",
            b"/pond",
            b"\r",
        ):
            terminal.write(keys)
            terminal.read_all(0.05)
        # Text that looks like an action is clicked on.
        for x in range(50, 110, 10):
            for y in (3, 5, 7):
                terminal.write(f"\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m".encode())
        terminal.read_all()
        assert terminal.process.poll() is None
        assert_harmless(terminal)


def test_names_of_files(named: Path, environ: Mapping[str, str], tmp_path: Path) -> None:
    with open_app(environ, tmp_path, named) as terminal:
        wait_for_app(terminal)
        for keys in (b"n", b"i", b"N", b"i", b"c", b"E", b"\x1b"):
            terminal.write(keys)
            terminal.read_all(0.05)
        assert_harmless(terminal)


def test_a_linked_document(environ: Mapping[str, str], tmp_path: Path) -> None:
    notes = "\n\n".join(documents().values()).replace("\x7f", PAYLOAD)
    (tmp_path / "notes.md").write_text(notes, encoding="utf-8")
    (tmp_path / "birds.md").write_text("# Birds\n\n* Heron: Wading \\[[Notes](notes.md)]\n")
    with open_app(environ, tmp_path, "birds.md") as terminal:
        wait_for_app(terminal)
        terminal.write(b"n1")
        terminal.read_all(0.3)
        for _ in range(60):
            terminal.write(b" ")
            terminal.read_all(0.01)
        assert_harmless(terminal)


def test_settings_and_marks(environ: Mapping[str, str], tmp_path: Path) -> None:
    """Texts of a settings file are reported, and notes are shown."""
    escapes = "".join(f"\\u{ord(c):04x}" for c in PAYLOAD)
    settings = tmp_path / "home" / "xdg_config_home" / "nsdi-tui" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        f'theme = "{escapes}"\n"{escapes}" = 1\nclipboard = "{escapes}"\n\n'
        f'[keys]\nstar = "{escapes}"\n"{escapes}" = "x"\n'
    )
    (tmp_path / "birds.md").write_text("# Birds\n\n* Heron: Wading at Dawn\n* Wren: Singing\n")
    with open_app(environ, tmp_path, "birds.md") as terminal:
        wait_for_app(terminal)
        for keys in (b"n", b"a", f"note {PAYLOAD}".encode(), b"\x1b", b"?", b"\x1b"):
            terminal.write(keys)
            terminal.read_all(0.05)
        terminal.write(b"\x1b\\\x1b")
        terminal.read_all()
        assert_harmless(terminal)


def plant(file: Path, value: object, environ: Mapping[str, str]) -> None:
    """Make a cache file for a document, with this as the title of its paper, or as its head."""
    place = locate(file, {"NSDI_TUI_CACHE": f"{environ['XDG_CACHE_HOME']}/nsdi-tui"})
    store(place, parse(file.read_text(encoding="utf-8")), ())
    head, papers = chunks_of(place.read_bytes())
    papers[0][0][0] = value
    if isinstance(value, bytes):
        head, papers = value, []
    write_file(place, head, papers)
    if value is None:
        # The length of the head.
        place.write_bytes(b"\xff" * 4 + place.read_bytes()[4:])


def test_files_of_the_cache(environ: Mapping[str, str], tmp_path: Path) -> None:
    """What the program could not have written is ignored, and the document is read instead."""
    values = [*CACHED.values(), "Planted Swans"]
    names = [f"{number}.md" for number in range(len(values))]
    ponds = [f"Wading in Pond {number}" for number in range(len(values))]
    for name, pond, value in zip(names, ponds, values, strict=True):
        paper = f"* Heron: {pond} \\[[Paper](https://birds.example/{name})]"
        (tmp_path / name).write_text(f"# Birds {name}\n\n{paper}\n")
        plant(tmp_path / name, value, environ)
    # A filter shows the papers, which are collapsed where several documents are opened.
    with open_app(environ, tmp_path, "-f", "has:paper", *names) as terminal:
        terminal.wait_for(*ponds[:-1], "Planted Swans")
        assert ponds[-1].encode() not in terminal.output
        assert_harmless(terminal)
