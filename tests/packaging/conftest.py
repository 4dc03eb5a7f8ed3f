"""What is shipped, built once, and an environment that holds it and what it says it needs."""

from __future__ import annotations

import fcntl
import importlib.metadata
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = (".git", ".venv*", ".*_cache", ".hypothesis", "build", "dist", "__pycache__")


@dataclass(frozen=True)
class Shipped:
    """The wheel built from the work tree, the sdist, and the wheel built from that sdist."""

    wheel: Path
    sdist: Path
    wheel_of_sdist: Path


def _build(source: Path, target: Path, kind: str) -> Path:
    # Without isolation: the build needs hatchling alone, and no network that way.
    command = [sys.executable, "-m", "build", "--no-isolation", f"--{kind}", "--outdir"]
    done = subprocess.run(
        [*command, str(target), str(source)],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = target.iterdir()
    return built


def _made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Return a folder that the first of the parallel test processes makes for all of them."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder = base / name
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "complete").exists():
            folder.mkdir()
            make(folder)
            (folder / "complete").touch()
    return folder


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Shipped:
    """Build everything that is shipped, from a copy of the work tree."""
    folder = _made_once(tmp_path_factory, "shipped", _ship)
    built = [next((folder / name).iterdir()) for name in ("wheel", "sdist", "wheel_of_sdist")]
    return Shipped(*built)


def _ship(folder: Path) -> None:
    source = folder / "source"
    shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(*LEFT_OUT))
    _build(source, folder / "wheel", "wheel")
    sdist = _build(source, folder / "sdist", "sdist")
    with tarfile.open(sdist) as archive:
        # The filter exists from Python 3.10.12 on; what is unpacked was made just now.
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(folder / "unpacked")
    (unpacked,) = (folder / "unpacked").iterdir()
    _build(unpacked, folder / "wheel_of_sdist", "wheel")


@pytest.fixture(scope="session")
def contents(shipped: Shipped) -> dict[str, bytes]:
    """The wheel's files by name."""
    return contents_of(shipped.wheel)


def contents_of(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def files_of() -> Callable[[Path], dict[str, bytes]]:
    """Read a wheel's files by name."""
    return contents_of


@pytest.fixture(scope="session")
def environment(
    shipped: Shipped,
    tmp_path_factory: pytest.TempPathFactory,
    untestable: Callable[[str], None],
) -> Path:
    """The programs' folder of an environment that holds the wheel and what the wheel requires.

    The requirements are links to what is installed here, so that no network is needed; what
    the wheel does not name, directly or by what it names, cannot be imported.
    """

    def make(folder: Path) -> None:
        made = subprocess.run(
            [sys.executable, "-m", "venv", folder], capture_output=True, text=True, check=False
        )
        if made.returncode != 0:
            untestable(f"no environment can be made: {made.stdout}{made.stderr}")
        _install(shipped.wheel, folder / "bin" / "python")

    return _made_once(tmp_path_factory, "environment", make) / "bin"


def _install(wheel: Path, python: Path) -> None:
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    answer = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=True)
    packages = Path(answer.stdout.strip())
    for name in _required_by(wheel):
        _link(importlib.metadata.distribution(name), packages)
    options = ("--no-index", "--disable-pip-version-check", "--quiet")
    install = [str(python), "-m", "pip", "install", *options, str(wheel)]
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _required_by(wheel: Path) -> set[str]:
    from packaging.requirements import Requirement

    (metadata,) = (v for k, v in contents_of(wheel).items() if k.endswith(".dist-info/METADATA"))
    lines = metadata.decode().split("\n\n", 1)[0].splitlines()
    required = [line.partition(": ")[2] for line in lines if line.startswith("Requires-Dist: ")]
    pending = [(text, frozenset[str]()) for text in required]
    seen: set[tuple[str, frozenset[str]]] = set()
    while pending:
        text, extras_of_parent = pending.pop()
        requirement = Requirement(text)
        marker = requirement.marker
        if marker and not any(marker.evaluate({"extra": e}) for e in extras_of_parent or {""}):
            continue
        item = (requirement.name, frozenset(requirement.extras))
        if item not in seen:
            seen.add(item)
            pending += [(text, item[1]) for text in importlib.metadata.requires(item[0]) or []]
    return {name for name, _ in seen}


def _link(distribution: importlib.metadata.Distribution, packages: Path) -> None:
    for top in {Path(file).parts[0] for file in distribution.files or ()} - {"..", "__pycache__"}:
        link = packages / top
        if not link.exists():
            link.symlink_to(str(distribution.locate_file(top)))
