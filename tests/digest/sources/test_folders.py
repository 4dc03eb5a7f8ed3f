"""The pages of a folder: which they are, in which order, with which titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nsdi_tui.digest.opening import open_digests
from nsdi_tui.digest.sources.contents import listed_pages
from nsdi_tui.digest.sources.folders import DEEPEST, find_sources

if TYPE_CHECKING:
    from pathlib import Path

PAPER = "# {}\n\n* Title of a Paper on {} \\[[Paper](https://example.org/{}.pdf)]\n"


def page(folder: Path, *names: str) -> None:
    """Write pages with a paper each."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(PAPER.replace("{}", name.rpartition("/")[2].partition(".")[0]))


def names(folder: Path) -> list[str]:
    return [found.path.relative_to(folder).as_posix() for found in find_sources(folder).pages]


def tree(folder: Path) -> list[str]:
    """The opened pages, each with the titles that lead to it below the folder."""
    return [
        " / ".join([*digest.folders[1:], digest.title])
        for digest in open_digests([str(folder)]).digests
    ]


def test_a_folder_in_natural_order(tmp_path: Path) -> None:
    for name in ("nsdi10.md", "nsdi9.md", "B/b.markdown", "a/z.MD", ".hidden/h.md", "x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PAPER)
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "readme.md").write_text(PAPER)
    (tmp_path / ".a.md").write_text(PAPER)
    (tmp_path / "dangling.md").symlink_to(tmp_path / "nothing.md")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    found = names(tmp_path)
    assert found == ["nsdi9.md", "nsdi10.md", "a/z.MD", "B/b.markdown"]


def test_a_table_of_contents_gives_order_and_titles_and_is_no_page(tmp_path: Path) -> None:
    page(tmp_path, "a.md", "owls/README.md", "owls/b.md", "owls/night/c.md", "ducks/d.md", "z.md")
    (tmp_path / "SUMMARY.md").write_text(
        "# Summary\n\n"
        "* [All **birds**](z.md)\n\n"
        "## Waders\n\n"
        "* [Owls & co](owls/README.md)\n"
        '  * [At *night*](<owls/night/c.md> "C")\n'
        "  * [Barn \\[owls\\]](owls/b.md#top)\n"
        "* [Ducks](./ducks/d.md)\n"
        "* [Elsewhere](https://example.org/x.md)\n"
        "* [Missing](missing.md)\n"
    )
    assert tree(tmp_path) == [
        "All birds",
        "Owls & co / Owls & co",
        "Owls & co / night / At night",
        "Owls & co / Barn [owls]",
        "ducks / Ducks",
        "a",
    ]
    assert {digest.folders[0] for digest in open_digests([str(tmp_path)]).digests} == {
        tmp_path.name
    }


def test_a_directory_comes_where_its_first_page_is_listed_and_stays_together(
    tmp_path: Path,
) -> None:
    page(tmp_path, "a/1.md", "a/2.md", "b/1.md")
    (tmp_path / "SUMMARY.md").write_text("[x](b/1.md) [y](a/2.md) [z](b/2.md) [w](a/1.md)\n")
    assert names(tmp_path) == ["b/1.md", "a/2.md", "a/1.md"]


def test_a_directory_may_have_a_table_of_contents(tmp_path: Path) -> None:
    page(tmp_path, "docs/a.md", "docs/b.md", "c.md")
    (tmp_path / "docs" / "SUMMARY.md").write_text("- [Second](b.md)\n- [First](a.md)\n")
    assert tree(tmp_path) == ["c", "docs / Second", "docs / First"]


def test_links_of_the_readme_give_the_order(tmp_path: Path) -> None:
    page(tmp_path, "a.md", "b.md", "c/d.md")
    (tmp_path / "README.md").write_text(
        "# Birds\n\nSee [here](c/d.md), then:\n\n```\n[not this](b.md)\n```\n\n* [That](a.md)\n"
    )
    assert names(tmp_path) == ["README.md", "c/d.md", "a.md", "b.md"]
    assert tree(tmp_path) == ["c / d", "a", "b"]


def test_a_list_named_summary_is_a_page(tmp_path: Path) -> None:
    page(tmp_path, "summary.md", "b.md")
    assert names(tmp_path) == ["b.md", "summary.md"]


def test_ignored_files_are_no_pages(tmp_path: Path) -> None:
    page(tmp_path, "a.md", "draft-b.md", "build/c.md", "deep/er/draft-d.md", "deep/draft-keep.md")
    (tmp_path / ".gitignore").write_text("build/\ndraft-*.md\n")
    (tmp_path / "deep" / ".gitignore").write_text("!draft-keep.md\n")
    assert names(tmp_path) == ["a.md", "deep/draft-keep.md"]


def test_rules_above_the_folder_count_in_a_repository_only(tmp_path: Path) -> None:
    page(tmp_path, "docs/a.md", "docs/b.md")
    (tmp_path / ".gitignore").write_text("/docs/b.md\n")
    assert names(tmp_path / "docs") == ["a.md", "b.md"]
    (tmp_path / ".git").mkdir()
    assert names(tmp_path / "docs") == ["a.md"]


@pytest.mark.parametrize(
    "rule", ["*a" * 30 + "b", "a/**/" * 30 + "b", "[", "\\", "a" * 10_000, "!"]
)
def test_odd_rules_do_no_harm(tmp_path: Path, rule: str) -> None:
    page(tmp_path, "a" * 200 + ".md")
    (tmp_path / ".gitignore").write_text(f"{rule}\n")
    assert len(names(tmp_path)) == 1


def test_folders_that_are_nested_too_deeply_are_skipped(tmp_path: Path) -> None:
    deep = "/".join(["d"] * (DEEPEST + 1))
    page(tmp_path, "a.md", f"{deep}/b.md")
    found = find_sources(tmp_path)
    assert [found.path.name for found in found.pages] == ["a.md"]
    assert found.notices[0].endswith(": nested too deeply")


def test_a_page_that_two_arguments_name_is_opened_once(tmp_path: Path) -> None:
    page(tmp_path, "a.md", "b.md")
    opened = open_digests([str(tmp_path / "a.md"), str(tmp_path)])
    assert [digest.source for digest in opened.digests] == ["a.md", "b.md"]
    assert [digest.folders for digest in opened.digests] == [(), (tmp_path.name,)]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("[a](x.md)", "a"),
        ("[`a` <b>c</b>](x.md)", "a c"),
        ("[a [b] c](x.md 'd')", "a b c"),
        ("[](x.md)", None),
        ("[a](%78.md)", "a"),
        ("[a](./y/../x.md)", "a"),
    ],
)
def test_links_of_a_table_of_contents(tmp_path: Path, line: str, title: str | None) -> None:
    listed = listed_pages(f"* {line}\n", tmp_path)
    assert listed[str(tmp_path / "x.md")] == (0, title)


def test_hostile_contents_take_no_time(tmp_path: Path) -> None:
    text = "[" * 3_999 + "\n" + "[a](" * 900 + "\n" + "[\\" * 1_900 + "\n"
    assert listed_pages(text * 20, tmp_path) == {}


REGION = """\
# Waders of Region {0}

Back to the [contents](../SUMMARY.md); next is [Region {1}](region-{1}.md). The map is by the
[Bird Society](https://society.example.org).

## Papers

* Heron {0}: Standing on One Leg in Region {0} \\[[Paper](https://birds.example.org/heron-{0})]
  * Pond Institute
* Curlew {0}: A Long Bill in Region {0} \\[[Paper](https://birds.example.org/curlew-{0})]

## See also

* [Region {1}](region-{1}.md)
* [About these pages](../about.md)
"""


def test_a_large_folder_has_the_papers_of_its_pages_and_no_others(tmp_path: Path) -> None:
    regions = range(160)
    contents = ["# Summary", "", "* [About](about.md)"]
    for region in regions:
        name = f"coast-{region // 10}/region-{region}.md"
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(REGION.format(region, region + 1))
        contents.append(f"* [Region {region}]({name})")
    (tmp_path / "SUMMARY.md").write_text("\n".join(contents) + "\n")
    (tmp_path / "about.md").write_text("# About\n\nPages about birds, [by region](SUMMARY.md).\n")
    opened = open_digests([str(tmp_path)])
    assert [paper.title for digest in opened.digests for paper in digest.papers] == [
        title
        for region in regions
        for title in (
            f"Heron {region}: Standing on One Leg in Region {region}",
            f"Curlew {region}: A Long Bill in Region {region}",
        )
    ]
    assert tree(tmp_path)[:11] == [
        *(f"coast-0 / Region {region}" for region in range(10)),
        "coast-1 / Region 10",
    ]
    assert opened.notices == ("Skipped 1 file with no papers: about.md",)
