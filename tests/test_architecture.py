"""The walkthroughs of the architecture name functions that exist."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "architecture.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")
STOPS = re.findall(r"^\d+\. `([\w.]+)`$", TEXT, re.MULTILINE)


@pytest.mark.parametrize("name", sorted(set(STOPS)))
def test_every_stop_exists(name: str) -> None:
    names: list[str] = []
    module = name
    while True:
        try:
            value = importlib.import_module(module)
            break
        except ModuleNotFoundError:
            module, _, last = module.rpartition(".")
            names.insert(0, last)
    assert names, "a stop is a function or a class, not a module"
    for attribute in names:
        value = getattr(value, attribute)
    assert callable(value)


def test_there_are_four_walkthroughs_of_several_stops() -> None:
    sections = TEXT.split("\n### ")[1:]
    assert len(sections) == 4
    assert all(len(re.findall(r"^\d+\. `", section, re.MULTILINE)) >= 5 for section in sections)


def test_every_package_of_the_diagram_exists() -> None:
    package = DOCUMENT.parents[1] / "nsdi_tui"
    names = re.findall(r"^\| `([\w.]+)` \|", TEXT, re.MULTILINE)
    assert len(names) > 8
    missing = [name for name in names if not (package / name.replace(".", "/")).is_dir()]
    assert missing == []
