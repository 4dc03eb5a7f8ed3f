"""Structure of the code base: import contracts, where CSS is, what each command loads."""

from __future__ import annotations

import ast
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nsdi_tui import resources

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "nsdi_tui").rglob("*.py"))

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


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_contains_css(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        targets: list[ast.expr] = []
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign):
            targets = [node.target]
        names = {target.id for target in targets if isinstance(target, ast.Name)}
        assert not names & {"CSS", "DEFAULT_CSS"}, f"line {line}: styles belong in styles/"


def test_the_bundled_digest_is_unchanged() -> None:
    digest = resources.bundled_digest().read_bytes()
    assert hashlib.sha256(digest).hexdigest() == DIGEST_SHA256


# What each command must not import, because of the time that takes. The last one is refused without
# a terminal, before the app is loaded.
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
    "arguments", UNLOADED, ids=lambda arguments: " ".join(arguments) or "no terminal"
)
def test_a_command_loads_no_more_than_it_needs(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "nsdi_tui", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        # Measuring coverage in the process would import modules of its own.
        env={name: value for name, value in os.environ.items() if "COVERAGE" not in name},
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == (0 if arguments else 2), done.stderr
    loaded = {
        line.rpartition("|")[2].strip().partition(".")[0]
        for line in done.stderr.splitlines()
        if line.startswith("import time:")
    }
    assert "nsdi_tui" in loaded
    assert loaded & UNLOADED[arguments] == set()
