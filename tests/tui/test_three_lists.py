"""A paper that three open lists have: a row in each, but one paper."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from nsdi_tui.digest.opening import open_digests

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from tests.tui.conftest import Open

HERON = "* Heron: Standing on One Leg \\[[Paper](https://birds.example/heron)]\n"
CURLEW = "* Curlew: A Long Bill \\[[Paper](https://birds.example/curlew)]\n"
DUCK = "* Duck: Dry under Water \\[[Paper](https://birds.example/duck)]\n"


@pytest.fixture
def paths(tmp_path: Path) -> list[str]:
    """Lists that all have Heron: waders with Curlew, ponds with Duck, reeds without others."""
    lists = {"Waders": HERON + CURLEW, "Ponds": DUCK + HERON, "Reeds": HERON}
    for title, items in lists.items():
        (tmp_path / f"{title.lower()}.md").write_text(f"# {title}\n\n{items}")
    return [str(tmp_path / f"{title.lower()}.md") for title in lists]


async def test_a_star_shows_in_each_list_and_goes_from_all(read: Open, paths: list[str]) -> None:
    async with read(*open_digests(paths).digests) as reader:
        await reader.press("z")

        def herons() -> list[str]:
            return [row for row in reader.rows if "Heron" in row]

        assert len(herons()) == 3
        assert "3 papers" in reader.title
        await reader.press("n", "asterisk")
        await reader.until(lambda: all("★" in row for row in herons()), "not in every list")
        assert sum("★" in row for row in reader.rows) == 3
        # From another of its rows, the same star goes.
        await reader.press("G", "asterisk")
        await reader.until(lambda: not any("★" in row for row in reader.rows), "a star is left")
        await reader.type("/heron")
        await reader.until(lambda: "1 of 3" in reader.title)


def test_a_query_counts_and_exports_it_once(
    paths: list[str], nsdi_tui: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    done = nsdi_tui(*paths, "-f", "heron", "--print", "{name}")
    assert (done.returncode, done.stdout) == (0, "Heron\n")
    done = nsdi_tui(*paths, "-e", "json")
    names = [paper["name"] for digest in json.loads(done.stdout) for paper in digest["papers"]]
    assert names == ["Heron", "Curlew", "Duck"]
