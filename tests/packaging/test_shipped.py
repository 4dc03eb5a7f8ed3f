"""The wheel and the sdist: what they contain, and that they work on their own."""

from __future__ import annotations

import email
import json
import os
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import nsdi_tui

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.system

ROOT = Path(__file__).resolve().parents[2]
DATA = ["assets/digest.md", *(f"styles/{path.name}" for path in (ROOT / "styles").glob("*.tcss"))]


@pytest.mark.parametrize("name", [*DATA, "py.typed"])
def test_the_wheel_contains_the_data_files(name: str, contents: dict[str, bytes]) -> None:
    source = ROOT / name if name in DATA else ROOT / "nsdi_tui" / name
    assert contents[f"nsdi_tui/{name}"] == source.read_bytes()


def test_the_wheel_contains_every_module_and_nothing_else(contents: dict[str, bytes]) -> None:
    modules = {str(path.relative_to(ROOT)) for path in (ROOT / "nsdi_tui").rglob("*.py")}
    expected = modules | {f"nsdi_tui/{name}" for name in [*DATA, "py.typed"]}
    expected_data = {f"nsdi_tui-{nsdi_tui.__version__}.data/data/share/man/man1/nsdi-tui.1"}
    assert {name for name in contents if ".dist-info/" not in name} == expected | expected_data


def test_the_metadata_of_the_wheel(contents: dict[str, bytes]) -> None:
    (text,) = (data for name, data in contents.items() if name.endswith("/METADATA"))
    metadata = email.message_from_bytes(text)
    assert metadata["Name"] == "nsdi-tui"
    assert metadata["Version"] == nsdi_tui.__version__
    assert metadata["Requires-Python"] == ">=3.10"
    assert metadata["License-Expression"] == "MIT"
    assert "make run" in metadata.get_payload()


def test_the_wheel_contains_the_licenses_of_code_and_digest(contents: dict[str, bytes]) -> None:
    (text,) = (data for name, data in contents.items() if name.endswith("/LICENSE"))
    for part in (b"the nsdi-tui developers", b"Lingyun Yang", b"Permission is hereby granted"):
        assert part in text


def test_the_sdist_can_be_tested_and_built_from(shipped: Any) -> None:
    with tarfile.open(shipped.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert names >= {
        *DATA,
        ".ci/run",
        "CHANGELOG.md",
        "LICENSE",
        "Makefile",
        "README.md",
        "nsdi_tui/py.typed",
        "pyproject.toml",
        "tests/conftest.py",
        "tests/packaging/test_shipped.py",
    }
    assert not [name for name in names if "__pycache__" in name or name.startswith("dist")]


def test_the_sdist_builds_the_same_wheel(
    shipped: Any, files_of: Callable[[Path], dict[str, bytes]]
) -> None:
    assert files_of(shipped.wheel_of_sdist) == files_of(shipped.wheel)


@pytest.fixture
def installed(environment: Path, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the installed command from a folder that has nothing to do with it."""

    def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        return subprocess.run(
            [environment / program, *arguments],
            capture_output=True,
            check=False,
            cwd=tmp_path,
            encoding="utf-8",
            env=clean,
            stdin=subprocess.DEVNULL,
        )

    return run


def test_the_requirements_of_the_wheel_are_all_there(
    installed: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    done = installed("python", "-m", "pip", "--disable-pip-version-check", "check")
    assert done.returncode == 0, done.stdout


def test_the_installed_command_is_the_one_of_the_wheel(
    installed: Callable[..., subprocess.CompletedProcess[str]], environment: Path
) -> None:
    done = installed("nsdi-tui", "--version")
    assert (done.stdout, done.stderr) == (f"nsdi-tui {nsdi_tui.__version__}\n", "")
    place = installed("python", "-c", "import nsdi_tui; print(nsdi_tui.__file__)").stdout
    assert environment.parent in Path(place).parents


def test_the_installed_command_finds_the_bundled_digest(
    installed: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    done = installed("nsdi-tui", "--export", "json")
    assert done.stderr == ""
    (digest,) = json.loads(done.stdout)
    assert digest["title"] == "NSDI 2026"
    assert len(digest["papers"]) == 26


@pytest.mark.parametrize("form", ["jsonl", "csv", "bibtex", "markdown", "links"])
def test_the_installed_command_has_all_that_an_export_needs(
    form: str, installed: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    done = installed("nsdi-tui", "--export", form, "--filter", "symi")
    assert (done.returncode, done.stderr) == (0, "")
    assert "2504.19925" in done.stdout


def test_the_installed_command_checks_the_bundled_digest(
    installed: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    done = installed("python", "-m", "nsdi_tui", "--check")
    assert (done.returncode, done.stderr) == (0, "")
    assert "entries   26: papers 26, resources 0\n" in done.stdout


def test_the_installed_app_can_be_made(
    installed: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    program = "from nsdi_tui.tui.app import NsdiApp; NsdiApp([]); print('made')"
    done = installed("python", "-c", program)
    assert (done.stdout, done.stderr) == ("made\n", "")


def test_a_bare_checkout_finds_what_is_beside_it(environment: Path, tmp_path: Path) -> None:
    for name in ("nsdi_tui", "assets", "styles"):
        shutil.copytree(ROOT / name, tmp_path / name)
    program = f"from nsdi_tui.resources import resource; print(*map(resource, {DATA}))"
    done = subprocess.run(
        [environment / "python", "-c", program],
        capture_output=True,
        check=True,
        cwd=tmp_path,
        text=True,
    )
    assert done.stdout.split() == [str(tmp_path / name) for name in DATA]
