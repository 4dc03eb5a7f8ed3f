"""Structure of the code base: no import cycles, no huge modules or classes, no CSS in Python."""

from __future__ import annotations

import ast
import hashlib
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from nsdi_tui import resources

ROOT = Path(__file__).resolve().parents[1]
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((ROOT / "nsdi_tui").rglob("*.py"))
}
MOST_LINES = 320
MOST_METHODS = 40

DIGEST_SHA256 = "96cc61c89a18af7aea67d213d4dca974ed980700b0bb790834e1275ce535c238"


def test_the_import_contracts_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_contracts_name_every_package() -> None:
    contracts = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    packages = {
        path.name for path in (ROOT / "nsdi_tui").iterdir() if (path / "__init__.py").exists()
    }
    assert packages
    assert [name for name in sorted(packages) if f"nsdi_tui.{name}" not in contracts] == []


@cache
def nodes_of(module: str) -> list[ast.AST]:
    """All nodes of a module's syntax tree."""
    return list(ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))))


def imports_of(module: str) -> set[str]:
    """The package's modules that a module imports: at its top, for type checking, or lazily."""
    imported: set[str] = set()
    for node in nodes_of(module):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            imported |= {name if name in MODULES else node.module for name in names}
    # A package's __init__ is imported with each of its modules anyway.
    return {name for name in imported & MODULES.keys() if not f"{module}.".startswith(f"{name}.")}


def test_no_import_cycle() -> None:
    left = {module: imports_of(module) for module in MODULES}
    while free := [module for module in left if not left[module] & left.keys()]:
        for module in free:
            del left[module]
    among = {module: sorted(imports & left.keys()) for module, imports in left.items()}
    assert among == {}, "these modules import each other, or one that does"


def test_no_class_is_huge() -> None:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    huge = [
        f"{module}.{node.name}"
        for module in MODULES
        for node in nodes_of(module)
        if isinstance(node, ast.ClassDef)
        and sum(isinstance(part, functions) for part in node.body) > MOST_METHODS
    ]
    assert huge == []


def test_no_module_is_huge() -> None:
    lines = {m: len(path.read_text(encoding="utf-8").splitlines()) for m, path in MODULES.items()}
    assert {module: count for module, count in lines.items() if count > MOST_LINES} == {}


def test_no_module_contains_css() -> None:
    """Styles belong in `styles/`."""
    styles = []
    for module in MODULES:
        for node in nodes_of(module):
            targets: list[ast.expr] = []
            if isinstance(node, ast.Assign):
                targets = node.targets
            elif isinstance(node, ast.AnnAssign):
                targets = [node.target]
            names = {target.id for target in targets if isinstance(target, ast.Name)}
            if names & {"CSS", "DEFAULT_CSS"}:
                styles.append(module)
    assert styles == []


def test_the_bundled_digest_is_unchanged() -> None:
    digest = resources.bundled_digest().read_bytes()
    assert hashlib.sha256(digest).hexdigest() == DIGEST_SHA256


# What each command must not import, because of the time that takes. Without arguments and
# without a terminal, papers are printed.
UNLOADED = {
    ("--version",): {"textual", "rich", "mistune", "sqlite3", "platformdirs"},
    ("--help",): {"textual", "rich", "mistune", "sqlite3"},
    ("--check",): {"textual", "rich", "sqlite3"},
    ("--export", "json"): {"textual", "rich"},
    ("--export", "jsonl", "--filter", "moe"): {"textual", "rich"},
    ("--export", "links"): {"textual", "rich"},
    (): {"textual", "rich", "click", "sqlite3"},
}


@pytest.mark.parametrize(
    "arguments", UNLOADED, ids=lambda arguments: " ".join(arguments) or "in a pipe"
)
def test_a_command_loads_no_more_than_it_needs(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "nsdi_tui", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        # Measuring coverage in the process would import further modules.
        env={name: value for name, value in os.environ.items() if "COVERAGE" not in name},
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr
    loaded = {
        line.rpartition("|")[2].strip().partition(".")[0]
        for line in done.stderr.splitlines()
        if line.startswith("import time:")
    }
    assert "nsdi_tui" in loaded
    assert loaded & UNLOADED[arguments] == set()


def test_no_screen_looks_up_its_widgets() -> None:
    """A key may come before a screen has composed them; it holds them from the start."""
    screens = (ROOT / "nsdi_tui" / "tui").rglob("*.py")
    assert [path.name for path in screens if "query_one" in path.read_text("utf-8")] == []
