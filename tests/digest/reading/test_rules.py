"""One document for each reading rule, which is read as it should be only with that rule."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nsdi_tui.digest.reading.context import Rules
from nsdi_tui.digest.reading.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable

FIXTURES = Path(__file__).parent.parent.parent / "fixtures" / "rules"
MODULES = Path(__import__("nsdi_tui.digest.reading.rules", fromlist=["rules"]).__file__).parent


def name_of(rule: Callable[..., object]) -> str:
    return rule.__module__.rpartition(".")[2]


NAMES = sorted({name_of(rule) for stage in RULES for rule in stage})


def without(name: str) -> Rules:
    return Rules(*(tuple(rule for rule in stage if name_of(rule) != name) for stage in RULES))


def test_every_module_is_a_rule_with_a_document() -> None:
    modules = {path.stem for path in MODULES.glob("*.py")} - {"__init__"}
    assert modules == set(NAMES)
    assert {path.stem for path in FIXTURES.glob("*.md")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_rule(name: str, reads_as_expected: Callable[..., None]) -> None:
    reads_as_expected(FIXTURES / f"{name}.md")


@pytest.mark.parametrize("name", NAMES)
def test_document_needs_its_rule(name: str, reads_as_expected: Callable[..., None]) -> None:
    with pytest.raises(AssertionError):
        reads_as_expected(FIXTURES / f"{name}.md", without(name))
