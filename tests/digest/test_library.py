"""The library: positions over all digests, and the places of a paper."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nsdi_tui.digest.library import Folder, Library
from nsdi_tui.digest.reading.document import parse

if TYPE_CHECKING:
    from nsdi_tui.digest.model import Digest

FIRST = """\
# Birds 2025

## Papers

* Heron: Wading at Scale \\[[arXiv](https://arxiv.org/abs/2501.00001)]
* Wren: Songs in Small Spaces \\[[Paper](https://birds.example.org/wren)]

## Acronyms

* RA: Reed Area
"""
SECOND = """\
# Birds 2026

## Papers

* Heron: Wading at Scale, Revised \\[[arXiv](https://arxiv.org/abs/2501.00001v2)]

## Acronyms

* RA: Reed Area
* TB: Tide Bank
"""


def library() -> Library:
    return Library.of(
        [parse(FIRST, "2025.md"), parse("# Empty\n", "e.md"), parse(SECOND, "2026.md")]
    )


def test_positions_count_through_all_digests() -> None:
    birds = library()
    assert [paper.name for paper in birds.papers] == ["Heron", "Wren", "Heron"]
    assert [birds.digest_of(at).source for at in range(3)] == ["2025.md", "2025.md", "2026.md"]
    assert [list(birds.positions_in(number)) for number in range(3)] == [[0, 1], [], [2]]


def in_folders(*places: tuple[str, ...]) -> Library:
    """A library with a page in each of these places, named 0.md, 1.md, …"""
    return Library.of(
        replace(parse(FIRST.replace("Birds 2025", f"Page {number}"), f"{number}.md"), folders=place)
        for number, place in enumerate(places)
    )


def shape(content: Folder | Digest) -> object:
    if isinstance(content, Folder):
        return {content.title: [shape(child) for child in content.children]}
    return content.source


def test_pages_of_folders_make_trees() -> None:
    birds = in_folders(("w",), ("w", "a"), ("w", "a", "b"), ("w", "a"), (), ("v",))
    assert [shape(root) for root in birds.roots] == [
        {"w": ["0.md", {"a": ["1.md", {"b": ["2.md"]}, "3.md"]}]},
        "4.md",
        {"v": ["5.md"]},
    ]
    first = birds.roots[0]
    assert isinstance(first, Folder)
    assert [digest.source for digest in first.digests] == ["0.md", "1.md", "2.md", "3.md"]
    # Each page has the same two papers.
    assert birds.positions_below(first) == [0, 1]


def test_topics_of_a_paper_begin_with_its_directories_and_page() -> None:
    birds = in_folders(("w",), ("w", "a"), ())
    assert [birds.topics_of(position) for position in (0, 2, 4)] == [
        ("Page 0",),
        ("a", "Page 1"),
        (),
    ]


def test_a_library_is_named_by_its_only_digest_or_folder() -> None:
    assert in_folders(("w",), ("w", "a")).title == "w"
    assert in_folders(()).title == "Page 0"
    assert in_folders((), ()).title == in_folders(("w",), ()).title == ""


def test_papers_that_share_a_key_are_one_paper_at_several_places() -> None:
    birds = library()
    assert birds.places_of(0) == birds.places_of(2) == (0, 2)
    assert birds.places_of(1) == (1,)


def test_different_papers_may_share_a_title() -> None:
    text = "".join(
        f"* Owl: Hearing at Night \\[[arXiv](https://arxiv.org/abs/2501.0000{number})]\n"
        for number in (1, 2, 1, 2, 3)
    )
    owls = Library.of([parse(f"# Owls\n\n## Papers\n\n{text}", "owls.md")])
    assert owls.repeated == ((0, 2), (1, 3))
    assert owls.count() == 3
    assert owls.each_once(range(5)) == [0, 1, 4]
    panels = "".join(
        f"* Panel \\[[Paper](https://birds.example/panel{number})]\n" for number in range(2)
    )
    assert Library.of([parse(f"# Talks\n\n## Papers\n\n{panels}", "talks.md")]).repeated == ()


def test_acronyms_of_several_digests_come_once() -> None:
    assert [acronym.short for acronym in library().acronyms] == ["RA", "TB"]


def test_a_paper_at_several_positions_is_kept_once() -> None:
    assert library().each_once([2, 1, 0]) == [2, 1]


def test_a_paper_at_several_positions_counts_once() -> None:
    assert library().count() == 2
    assert library().count([0, 2]) == 1
    assert library().count([1]) == 1


def test_a_paper_is_found_by_any_of_its_keys() -> None:
    birds = library()
    assert birds.find(birds.papers[1].keys) == 1
    assert birds.find(["title:no such bird"]) is None
