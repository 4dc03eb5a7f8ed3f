"""Papers that are listed more than once: marked in the tree, and counted as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.document import parse
from tests.tui.conftest import text_of

if TYPE_CHECKING:
    from tests.tui.conftest import Open, Reader

HERON = "* Heron: Standing Still \\[[Paper](https://birds.example/heron)]\n  * Pond Institute\n"
STORK = "* Stork: Chimney Nests \\[[Paper](https://birds.example/stork)]\n  * Marsh University\n"
OWL = "* Owl: Hunting by Ear \\[[Paper](https://birds.example/owl)]\n  * Pond Institute\n"
WADERS = f"# Waders\n\n## Lakes\n\n{HERON}\n## Large\n\n{HERON}{STORK}\n## Night\n\n{OWL}"
OWLS = f"# Owls\n\n## Heard\n\n{OWL}{HERON}"


def rows_with(reader: Reader, text: str) -> list[str]:
    return [row for row in reader.rows if text in row]


def count_of(reader: Reader, topic: str) -> str:
    """The number at the end of a topic's row."""
    (row,) = rows_with(reader, topic)
    return row.split()[-1]


async def test_a_repeated_paper_is_marked_and_counts_once(read: Open) -> None:
    async with read(parse(WADERS, "waders.md")) as reader:
        assert reader.title.split(" · ")[0].endswith("3 papers")
        first, second = rows_with(reader, "Heron")
        assert not first.startswith("↑")
        assert second.startswith("↑ Heron")
        assert [count_of(reader, topic) for topic in ("Lakes", "Large", "Night")] == ["1", "2", "1"]
        assert "3 papers in waders.md" in reader.page


async def test_the_position_counts_papers(read: Open) -> None:
    async with read(parse(WADERS, "waders.md")) as reader:
        positions = []
        for _ in range(4):
            await reader.press("n")
            positions.append(text_of(reader.panes.frame).partition("─╮")[0].split()[-1])
        # Heron, Heron again, Stork, Owl.
        assert positions == ["1/3", "1/3", "2/3", "3/3"]


async def test_a_topic_counts_and_names_a_paper_once(read: Open) -> None:
    text = f"# Waders\n\n## All\n\n### Lakes\n\n{HERON}\n### Large\n\n{HERON}{STORK}"
    async with read(parse(text, "waders.md")) as reader:
        assert count_of(reader, "All") == "2"
        await reader.press("g", "down", "up")
        assert "2 papers" in reader.page
        assert reader.page.count("Heron") == 1


async def test_a_filter_counts_what_it_leaves_once(read: Open) -> None:
    async with read(parse(WADERS, "waders.md")) as reader:
        await reader.type("/heron")
        await reader.until(lambda: "1 of 3" in reader.title)
        assert [row.startswith("↑") for row in rows_with(reader, "Heron")] == [False, True]
        await reader.press("escape")
        await reader.type("topic:large")
        await reader.until(lambda: "2 of 3" in reader.title)
        # Its other entry is not shown.
        assert [row.startswith("↑") for row in rows_with(reader, "Heron")] == [False]


async def test_several_lists_count_a_paper_once_and_mark_it_within_one(read: Open) -> None:
    async with read(parse(WADERS, "waders.md"), parse(OWLS, "owls.md")) as reader:
        await reader.press("z")
        assert reader.title.split(" · ")[0].endswith("3 papers")
        assert count_of(reader, "Owls") == "2"
        marked = [row.startswith("↑") for row in rows_with(reader, "Heron")]
        assert marked == [False, True, False]


async def test_unread_papers_are_counted_once(read: Open) -> None:
    async with read(parse(WADERS, "waders.md")) as reader:
        await reader.press("n", "r")
        await reader.until(lambda: "2 unread" in reader.title)
        assert [row[:1] for row in rows_with(reader, "Heron")] == ["H", "↑"]


async def test_no_papers_are_unread_once_each_is_read(read: Open) -> None:
    text = f"# Waders\n\n## All\n\n### Lakes\n\n{HERON}\n### Large\n\n{HERON}{STORK}"
    async with read(parse(text, "waders.md")) as reader:
        await reader.until(lambda: reader.marks_are_open)
        await reader.press("g", "r")
        await reader.until(lambda: "0 unread" in reader.title)
        await reader.press("U")
        await reader.until(lambda: "No unread papers" in reader.notices)


async def test_groups_mark_a_repeated_paper_in_each_group(read: Open) -> None:
    async with read(parse(WADERS, "waders.md")) as reader:
        await reader.press("t", "i")
        assert "grouped by institution" in reader.title
        assert [row.startswith("↑") for row in rows_with(reader, "Heron")] == [False, True]
        assert count_of(reader, "Pond Institute") == "2"
        await reader.press("t", "n")
        assert "ungrouped" in reader.title
        assert [row.startswith("↑") for row in rows_with(reader, "Heron")] == [False, True]
