"""A folder with all hostile documents."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.hostile.inputs import FILE_NAMES, documents

if TYPE_CHECKING:
    from collections.abc import Mapping

PAPER = "# Birds\n\n* Kestrel: Hovering \\[[Paper](https://birds.example/k)]\n"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all hostile documents, and the ordinary one that they link to."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, text in documents().items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def named(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ordinary documents under hostile names."""
    folder = tmp_path_factory.mktemp("named")
    for name in FILE_NAMES.values():
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text(PAPER)
    return folder


@pytest.fixture
def environ(tmp_path: Path) -> Mapping[str, str]:
    """Variables of a user without files."""
    from tests.terminal.monkey import environment

    return environment(tmp_path)
