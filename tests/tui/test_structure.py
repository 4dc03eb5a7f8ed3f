"""What keeps the package readable: no import cycles, no huge classes or modules."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nsdi_tui.tui.commands import COMMANDS, keys_by_command

if TYPE_CHECKING:
    from tests.tui.conftest import Open


ROOT = Path(__file__).resolve().parents[2]
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((ROOT / "nsdi_tui").rglob("*.py"))
}
READING = "nsdi_tui.digest.reading"
MOST_LINES = 320
MOST_METHODS = 40


def imports_of(module: str) -> set[str]:
    """The package's modules that a module imports: at its top, for type checking, or lazily."""
    found = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {name if name in MODULES else node.module for name in names}
    return (found & MODULES.keys()) - {module}


def test_no_import_cycle() -> None:
    imports = {
        module: {
            name
            for name in imports_of(module)
            # A package's __init__ is imported with each of its modules anyway.
            if not module.startswith(f"{name}.")
            # Rules of reading and the context that they are given know each other's types.
            and not (module.startswith(READING) and name.startswith(READING))
        }
        for module in MODULES
    }
    done: set[str] = set()
    while True:
        free = {module for module in imports if module not in done and imports[module] <= done}
        if not free:
            break
        done |= free
    left = {module: sorted(imports[module] - done) for module in imports if module not in done}
    assert left == {}, "these modules import each other"


@pytest.mark.parametrize("module", MODULES)
def test_no_class_is_huge(module: str) -> None:
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            methods = [
                m for m in node.body if isinstance(m, (ast.FunctionDef, ast.AsyncFunctionDef))
            ]
            assert len(methods) <= MOST_METHODS, node.name


@pytest.mark.parametrize("module", MODULES)
def test_no_module_is_huge_without_a_reason(module: str) -> None:
    text = MODULES[module].read_text(encoding="utf-8")
    docstring = ast.get_docstring(ast.parse(text)) or ""
    assert len(text.splitlines()) <= MOST_LINES or "One module" in docstring


async def test_every_command_is_carried_out_by_something(read: Open) -> None:
    async with read() as reader:
        handled = reader.screen._commands
        for command in COMMANDS:
            if command.app_action:
                assert hasattr(reader.app, f"action_{command.app_action}"), command.id
            else:
                assert command.id in handled, command.id
        assert set(handled) <= set(keys_by_command({}))
