"""The settings file: what it says, and what is said of its mistakes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nsdi_tui.system.settings import Settings, read_settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_without_a_file_nothing_is_set(file: Path) -> None:
    assert read_settings(file) == Settings(path=str(file))
    assert read_settings(file / "below").problems == ()


def test_all_settings(file: Path) -> None:
    file.write_text(
        'theme = "nord"\nlayout = "stacked"\nclipboard = "osc52"\nmouse = false\nadvance = false\n'
        'copy = "doi"\nbrowser = "firefox %s"\npdf = "zathura"\neditor = "nvim"\n'
        '[keys]\npreset = "emacs"\nstar = "asterisk,s"\nread = ["r", "ctrl+r"]\nnote = ""\n'
        'select = ","\n'
    )
    assert read_settings(file) == Settings(
        theme="nord",
        layout="stacked",
        clipboard="osc52",
        mouse=False,
        advance=False,
        copy="doi",
        browser="firefox %s",
        pdf="zathura",
        editor="nvim",
        preset="emacs",
        keys={"star": ("asterisk", "s"), "read": ("r", "ctrl+r"), "note": (), "select": (",",)},
        path=str(file),
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("theme = 3", "theme must be text in quotes, not 3"),
        ('clipboard = "yes"', 'clipboard must be one of auto, native, osc52, off, not "yes"'),
        ('layout = "wide"', 'layout must be one of auto, side, stacked, not "wide"'),
        ('copy = "x"', "copy must be one of arxiv, paper, doi, pdf, code, homepage"),
        ('keys.preset = "nano"', 'keys.preset must be one of vim, arrows, emacs, not "nano"'),
        ("[keys]\npreset = []", "keys.preset must be one of"),
        ("[keys]\nstar = [1]", "keys.star must be text or a list"),
        ("clipboard = []", "clipboard must be one of"),
        ('mouse = "on"', "mouse must be true or false"),
        ("advance = 1", "advance must be true or false"),
        ("colour = 1", "unknown setting colour; available: theme, layout, clipboard, mouse"),
        ('keys = "j"', "keys must be a table"),
        ("[keys]\nstar = 1", "keys.star must be text"),
        ("theme =", "not valid TOML"),
    ],
)
def test_a_mistake_is_reported_and_the_rest_is_used(file: Path, text: str, problem: str) -> None:
    rest = "" if problem == "not valid TOML" else 'theme = "nord"\n'
    if text.startswith("theme"):
        rest = ""
    file.write_text(rest + text + "\n")
    settings = read_settings(file)
    assert len(settings.problems) == 1
    assert problem in settings.problems[0]
    assert str(file) in settings.problems[0]
    assert settings.theme == ("nord" if rest else None)


def test_a_file_that_is_no_text(file: Path) -> None:
    file.write_bytes(b"\xff\xfe\x00")
    assert "not UTF-8" in read_settings(file).problems[0]
    file.unlink()
    file.mkdir()
    assert "Cannot read settings" in read_settings(file).problems[0]


def test_a_pipe_or_device_is_reported_and_does_not_block(file: Path) -> None:
    os.mkfifo(file)
    for path in (file, Path("/dev/zero")):
        assert read_settings(path).problems == (f"Cannot read settings {path}: not a regular file",)


def test_control_characters_of_a_name_or_a_value_are_not_repeated(tmp_path: Path) -> None:
    file = tmp_path / "a\x1b[2J.toml"
    file.write_text('"\\u001b]0;x" = 1\n')
    (problem,) = read_settings(file).problems
    assert problem.isprintable()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\n# mouse = true\nmouse = 1", 3),
        ("[other]\nmouse = 1\n[keys]\nstar = 1", 4),
        ("keys.star = 1", 1),
        ('theme = "nord"\nkeys . "star"=1', 2),
        ("[ keys ] # of commands\n\n  'star' = 1", 3),
        ('"mouse" = 1', 1),
    ],
)
def test_a_mistake_names_its_line(file: Path, text: str, line: int) -> None:
    file.write_text(text)
    assert any(problem.startswith(f"{file}:{line}: ") for problem in read_settings(file).problems)


def test_a_mistake_whose_line_is_not_found_names_the_file(file: Path) -> None:
    file.write_text("keys = {star = 1}")
    assert read_settings(file).problems == (
        f'{file}: keys.star must be text or a list, such as "j,down"',
    )
