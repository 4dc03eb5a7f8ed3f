"""Copying, opening, exporting and editing papers; linked documents."""

from __future__ import annotations

import json
from contextlib import nullcontext
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from textual.app import App
from textual.widgets import Input

from nsdi_tui import errors
from nsdi_tui.digest.opening import open_digests
from nsdi_tui.digest.reading.document import parse
from nsdi_tui.system import browser, clipboard, files
from nsdi_tui.system.browser import OpenResult
from nsdi_tui.system.choices import RememberedChoices
from nsdi_tui.system.clipboard import CopyResult
from nsdi_tui.tui.pages import document

if TYPE_CHECKING:
    from pathlib import Path

    from textual.widget import Widget

    from nsdi_tui.tui.pages.page import Page
    from tests.tui.conftest import Open, Reader


def text_of(widget: Widget) -> str:
    """What a widget that draws its own lines shows now."""
    return "\n".join(widget.render_line(y).text.rstrip() for y in range(widget.size.height))


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What reached the clipboard, which confirms everything."""
    texts: list[str] = []

    def copy(text: str, *_: Any, **__: Any) -> CopyResult:
        texts.append(text)
        return CopyResult("native", "a test", True, "")

    monkeypatch.setattr(clipboard, "copy", copy)
    return texts


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that reached the browser."""
    addresses: list[str] = []

    def open_address(url: str, *_: Any, command: str = "") -> OpenResult:
        addresses.append(f"{command} {url}" if command else url)
        return OpenResult(True, "a test")

    monkeypatch.setattr(browser, "open_address", open_address)
    return addresses


async def test_y_copies_the_preferred_link_of_a_paper_that_has_it(
    read: Open, copied: list[str]
) -> None:
    async with read(copy="paper") as reader:
        await reader.press("n", "y")
        await reader.until(lambda: copied == ["https://tiny.example.org/alpha"])
    async with read(copy="doi") as reader:
        await reader.press("n", "y")
        await reader.until(lambda: copied[-1] == "https://arxiv.org/abs/2601.00001")


async def test_pdf_files_and_other_links_have_commands_of_their_own(
    read: Open, opened: list[str]
) -> None:
    digest = parse(
        "# Birds\n\n* Owl: A Study \\[[Page](https://birds.example/owl)] "
        "\\[[PDF](https://birds.example/owl.pdf)]\n",
        "birds.md",
    )
    async with read(digest, browser="lark", pdf="rail") as reader:
        await reader.press("n", "1", "2")
        await reader.until(lambda: len(opened) == 2)
    assert set(opened) == {
        "lark https://birds.example/owl",
        "rail https://birds.example/owl.pdf",
    }
    async with read(digest, browser="lark") as reader:
        await reader.press("n", "2")
        await reader.until(lambda: opened[2:] == ["lark https://birds.example/owl.pdf"])


async def test_y_copies_the_arxiv_link_else_the_papers_and_says_which(
    read: Open, copied: list[str]
) -> None:
    async with read() as reader:
        await reader.press("n", "y")
        await reader.until(lambda: copied == ["https://arxiv.org/abs/2601.00001"])
        await reader.until(lambda: any("arXiv link for Alpha" in n for n in reader.notices))
        await reader.press("n", "y")
        await reader.until(lambda: copied[-1] == "https://tiny.example.org/beta")
        await reader.until(lambda: any("Paper link for Beta" in n for n in reader.notices))


async def test_y_on_a_topic_copies_all_its_links(read: Open, copied: list[str]) -> None:
    async with read() as reader:
        await reader.press("y")
        await reader.until(lambda: len(copied) == 1)
        assert copied[0].split("\n") == [
            "https://arxiv.org/abs/2601.00001",
            "https://tiny.example.org/beta",
            "https://arxiv.org/abs/2601.00003",
        ]


async def test_y_copies_what_the_filter_leaves_of_a_topic(read: Open, copied: list[str]) -> None:
    async with read(query="queues") as reader:
        await reader.press("g", "y")
        await reader.until(lambda: len(copied) == 1)
        assert len(copied[0].split("\n")) == 2


async def test_y_copies_the_selection(read: Open, copied: list[str]) -> None:
    async with read() as reader:
        await reader.press("n", "v", "G", "v", "g", "y")
        await reader.until(lambda: len(copied) == 1)
        assert [url[-1] for url in copied[0].split("\n")] == ["1", "4"]


async def test_a_paper_in_two_digests_is_copied_once(
    read: Open, copied: list[str], small_text: str
) -> None:
    digests = [parse(small_text, "one.md"), parse(small_text, "two.md")]
    async with read(*digests) as reader:
        # Alpha in the first digest, then all papers of the second one.
        await reader.press("n", "v", "G", "v", "y")
        await reader.until(lambda: len(copied) == 1)
        links = copied[0].split("\n")
        assert len(links) == len(set(links)) == 4


async def test_a_copy_that_nothing_confirms_is_reported_and_shown(read: Open) -> None:
    async with read(clipboard="off") as reader:
        await reader.press("n", "y")
        await reader.until(lambda: bool(reader.notices))
        assert "Could not copy" in reader.notices[0]
        assert "https://arxiv.org/abs/2601.00001" in reader.notices[0]


async def test_the_chooser_previews_copies_and_remembers(read: Open, copied: list[str]) -> None:
    async with read() as reader:
        await reader.press("n", "Y")
        assert "Copy from Alpha" in str(reader.app.screen.query_one(".dialog-title").render())
        await reader.press("t")
        await reader.until(lambda: copied == ["Alpha: Fair Queues for Gradient Traffic"])
        await reader.press("n", "ctrl+y")
        await reader.until(lambda: copied[-1] == "Beta: Queues without Gradients")
        await reader.press("k", "k", "Y", "i")
        await reader.until(lambda: copied[-1] == "2601.00001")
        await reader.press("Y", "escape")
        assert len(copied) == 3


async def test_bibtex_of_a_topic(read: Open, copied: list[str]) -> None:
    async with read() as reader:
        await reader.press("Y", "b")
        await reader.until(lambda: bool(copied))
        assert copied[0].count("@") == 3
        assert "author" not in [line.split("=")[0].strip() for line in copied[0].split("\n")]


async def test_the_view_as_a_command(read: Open, copied: list[str]) -> None:
    async with read(query="moe org:mit", arguments=("my digest.md",)) as reader:
        await reader.press("c")
        await reader.until(lambda: bool(copied))
        assert copied == ["nsdi-tui -f 'moe org:mit' 'my digest.md'"]


async def test_o_and_numbers_open_links(read: Open, opened: list[str]) -> None:
    async with read() as reader:
        await reader.press("G", "o")
        await reader.until(lambda: opened == ["https://arxiv.org/abs/2601.00004"])
        await reader.press("3")
        await reader.until(lambda: opened[-1] == "https://github.com/tiny/gamma")
        await reader.press("O", "1")
        await reader.until(lambda: opened[-1] == "https://tiny.example.org/gamma")
        await reader.press("9")
        await reader.until(lambda: any("No link 9" in notice for notice in reader.notices))


async def test_the_menu_of_links_offers_the_pdf(read: Open, opened: list[str]) -> None:
    async with read(pdf="viewer") as reader:
        await reader.press("n", "O")
        lines = text_of(reader.app.screen.query_one("MenuList")).split("\n")
        assert [line.split() for line in lines] == [["1", "Paper"], ["2", "arXiv"], ["f", "PDF"]]
        assert "https://tiny.example.org/alpha" in text_of(
            reader.app.screen.query_one(".dialog-preview")
        )
        await reader.press("f")
        await reader.until(lambda: opened == ["viewer https://arxiv.org/pdf/2601.00001"])
        # A paper that is not on arXiv has none; nor has the overview.
        await reader.press("n", "O")
        assert "PDF" not in text_of(reader.app.screen.query_one("MenuList"))
        await reader.press("escape", "N", "i", "O")
        assert "PDF" not in text_of(reader.app.screen.query_one("MenuList"))


async def test_the_address_of_a_link_is_shown_to_its_end(read: Open) -> None:
    address = f"https://tiny.example.org/{'long/' * 12}end"
    digest = parse(f"# D\n\n## Papers\n\n* One: Two \\[[Paper]({address})]\n  * MIT\n")
    async with read(digest, size=(60, 24)) as reader:
        await reader.press("n", "O")
        preview = text_of(reader.app.screen.query_one(".dialog-preview"))
        assert address in preview.replace("\n", "")


async def test_what_takes_long_to_open_is_announced(
    read: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    going_on = Event()

    def open_address(*_: Any, **__: Any) -> OpenResult:
        assert going_on.wait(30)
        return OpenResult(True, "a test")

    monkeypatch.setattr(browser, "open_address", open_address)
    async with read() as reader:
        await reader.press("n", "o")
        await reader.until(lambda: reader.notices == ["Opening arXiv …"])
        going_on.set()
        await reader.until(lambda: reader.notices == ["Opened arXiv (a test)"])


async def test_a_linked_document_that_takes_long_is_announced(
    read: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notes.md").write_text("# Notes\n\nSeen.\n")
    text = "# D\n\n## Papers\n\n* One: Two \\[[Notes](notes.md)]\n  * MIT\n"
    going_on = Event()
    really_read = document.read_document

    def read_document(path: Path) -> Page:
        assert going_on.wait(30)
        return really_read(path)

    monkeypatch.setattr(document, "read_document", read_document)
    async with read(parse(text, "d.md", str(tmp_path / "d.md"))) as reader:
        await reader.press("n", "1")
        await reader.until(lambda: reader.notices == ["Opening notes.md …"])
        going_on.set()
        await reader.until(lambda: len(reader.app.screen_stack) == 2)


async def test_the_links_of_a_document_open_by_the_keys(
    read: Open, opened: list[str], tmp_path: Path
) -> None:
    (tmp_path / "notes.md").write_text(
        "# Notes\n\nSee [one](https://e.org/1) and [two](https://e.org/2).\n"
    )
    path = tmp_path / "list.md"
    path.write_text("# D\n\n## Papers\n\n* One: A Paper \\[[Notes](notes.md)]\n  * MIT\n")
    async with read(*open_digests([str(path)]).digests) as reader:
        await reader.press("n", "1")
        await reader.until(lambda: len(reader.app.screen_stack) == 2)
        await reader.press("f", "f", "enter")
        await reader.until(lambda: opened == ["https://e.org/2"])


async def test_a_click_on_a_link_opens_it(read: Open, opened: list[str]) -> None:
    async with read() as reader:
        await reader.press("n")
        y = next(y for y, row in enumerate(reader.page.split("\n")) if "2  arXiv" in row)
        await reader.pilot.click(reader.panes.detail, offset=(16, y))
        await reader.until(lambda: opened == ["https://arxiv.org/abs/2601.00001"])


def is_announced(reader: Reader, text: str) -> bool:
    return any(text in notice for notice in reader.notices)


async def test_only_web_addresses_and_documents_are_opened(read: Open, opened: list[str]) -> None:
    digest = parse(
        "# D\n\n## Papers\n\n* One: A Paper \\[[Paper](file:///etc/passwd)] "
        "\\[[Code](javascript:alert)]\n  * MIT\n"
    )
    async with read(digest) as reader:
        for key, address in (("1", "file:///etc/passwd"), ("2", "javascript:alert")):
            await reader.press("n", key)
            await reader.until(partial(is_announced, reader, address))
            assert all("Cannot open" in notice for notice in reader.notices)
        assert not opened


async def test_a_linked_markdown_file_is_read_in_the_app(read: Open, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("# My notes\n\nThey are short.\n")
    path = tmp_path / "d.md"
    path.write_text("# D\n\n## Papers\n\n* One: A Paper \\[[Personal Notes](notes.md)]\n  * MIT\n")
    async with read(*open_digests([str(path)]).digests) as reader:
        await reader.press("n", "1")
        await reader.until(lambda: len(reader.app.screen_stack) == 2)
        assert "My notes" in text_of(reader.app.screen.query_one("Detail"))
        await reader.press("j", "escape")
        assert len(reader.app.screen_stack) == 1
        assert reader.here == "One: A Paper"


async def test_an_export_is_written_whole_and_never_over_a_file_unasked(
    read: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with read(query="queues") as reader:
        await reader.press("E", "tab", "tab", "enter")
        target = tmp_path / "tiny-2026.json"
        await reader.until(target.exists)
        assert [p["name"] for p in json.loads(target.read_text())[0]["papers"]] == ["Alpha", "Beta"]
        target.write_text("mine")
        await reader.until(lambda: len(reader.app.screen_stack) == 1)
        await reader.press("E", "tab", "tab", "enter")
        problem = reader.app.screen.query_one("#problem")
        await reader.until(lambda: "exists" in str(problem.render()))
        assert target.read_text() == "mine"
        await reader.press("enter")
        await reader.until(lambda: target.read_text() != "mine")


def chosen(reader: Reader) -> list[str]:
    """The choices that the export dialog shows as chosen: format and papers."""
    lines = text_of(reader.app.screen.query_one("#formats")).split("\n")
    lines += text_of(reader.app.screen.query_one("#papers")).split("\n")
    return [line.partition("●")[2].strip() for line in lines if "●" in line]


async def test_the_highlighted_format_is_exported(
    read: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with read() as reader:
        await reader.press("E", "down", "down")
        assert chosen(reader) == ["csv", "shown (4)"]
        await reader.press("enter")
        await reader.until((tmp_path / "tiny-2026.csv").exists)
        await reader.until(lambda: len(reader.app.screen_stack) == 1)
        assert "Exported 4 papers to tiny-2026.csv" in reader.notices
        # Each format and each set of papers has a key.
        await reader.press("E", "m")
        assert chosen(reader) == ["markdown", "shown (4)"]
        await reader.press("k")
        assert chosen(reader) == ["bibtex", "shown (4)"]
        await reader.press("escape")
        assert len(reader.app.screen_stack) == 1


async def test_a_selection_is_what_an_export_begins_with(
    read: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with read() as reader:
        await reader.until(lambda: reader.marks_are_open)
        await reader.press("n", "asterisk", "v")
        await reader.until(lambda: "★" in reader.tree)
        await reader.press("E")
        assert chosen(reader) == ["json", "selected (1)"]
        await reader.press("3")
        assert chosen(reader) == ["json", "starred (1)"]
        await reader.press("2", "l", "enter")
        target = tmp_path / "tiny-2026.txt"
        await reader.until(target.exists)
        assert target.read_text() == "https://tiny.example.org/beta\n"


async def test_the_choices_of_an_export_are_kept_for_the_next(read: Open, tmp_path: Path) -> None:
    choices = RememberedChoices(tmp_path / "choices.json")
    (tmp_path / "out").mkdir()
    async with read(choices=choices) as reader:
        await reader.until(lambda: reader.marks_are_open)
        await reader.press("n", "asterisk")
        await reader.until(lambda: "★" in reader.tree)
        await reader.press("E", "b", "2")
        reader.app.screen.query_one("#file", Input).value = str(tmp_path / "out" / "owls.bib")
        await reader.press("enter")
        await reader.until(lambda: choices.read().export_format == "bibtex")
        # What was chosen and then cancelled is not kept.
        await reader.press("E", "c", "escape")
    async with read(choices=choices) as reader:
        await reader.until(lambda: "★" in reader.tree)
        await reader.press("E")
        assert chosen(reader) == ["bibtex", "starred (1)"]
        name = reader.app.screen.query_one("#file", Input).value
        assert name == str(tmp_path / "out" / "tiny-2026.bib")
        await reader.press("escape", "v", "E")
        assert chosen(reader) == ["bibtex", "selected (3)"]
        await reader.press("enter")
        await reader.until((tmp_path / "out" / "tiny-2026.bib").exists)
        await reader.until(lambda: len(reader.app.screen_stack) == 1)
        # Selected papers are suggested by themselves; otherwise the last choice is.
        await reader.press("escape", "escape", "E")
        assert chosen(reader) == ["bibtex", "starred (1)"]
        # A folder that is gone is not suggested.
        (tmp_path / "out").rename(tmp_path / "moved")
        await reader.press("escape", "E")
        assert reader.app.screen.query_one("#file", Input).value == "tiny-2026.bib"


async def test_a_click_on_a_format_chooses_it_only(
    read: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with read() as reader:
        await reader.press("E")
        await reader.pilot.click("#formats", offset=(4, 3))
        await reader.pilot.pause()
        assert chosen(reader) == ["bibtex", "shown (4)"]
        assert list(tmp_path.glob("tiny*.bib")) == []
        assert reader.app.screen.query_one("#file", Input).value == "tiny-2026.bib"


async def test_letters_in_the_name_of_the_file_are_text(read: Open) -> None:
    async with read() as reader:
        await reader.press("E", "tab", "tab", "ctrl+u", "b", "2")
        assert reader.app.screen.query_one("#file", Input).value == "b2"
        assert chosen(reader) == ["json", "shown (4)"]


async def test_an_export_into_nowhere_is_reported(read: Open, tmp_path: Path) -> None:
    async with read() as reader:
        await reader.press("E", "tab", "tab")
        reader.app.screen.query_one("#file", Input).value = str(tmp_path / "none" / "x.json")
        await reader.press("enter")
        problem = reader.app.screen.query_one("#problem")
        await reader.until(lambda: "Cannot write" in str(problem.render()))


async def test_an_edited_digest_is_reloaded_with_cursor_and_collapsed_topics(
    read: Open, small_text: str, tmp_path: Path
) -> None:
    path = tmp_path / "tiny.md"
    path.write_text(small_text)
    async with read(*open_digests([str(path)]).digests) as reader:
        await reader.press("G", "k", "k", "h", "h", "G")
        assert "▸ Training" in reader.tree
        path.write_text(small_text.replace("Gamma: A Log", "Gamma: A Better Log"))
        await reader.reload()
        await reader.pilot.pause()
        assert reader.here.startswith("Gamma: A Better Log")
        assert "▸ Training" in reader.tree
        path.unlink()
        await reader.reload()
        await reader.until(lambda: any("previous version" in notice for notice in reader.notices))
        assert reader.here.startswith("Gamma: A Better Log")


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An editor that appends a line to the file, and a terminal that lets it; its own log."""
    log = tmp_path / "editor.log"
    script = tmp_path / "editor.sh"
    script.write_text(
        f'#!/bin/sh\necho "$@" >> {log}\nfor file; do :; done\n'
        "echo '* Delta: Added \\\\[[Paper](https://e.org/d)]' >> \"$file\"\n"
    )
    script.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(script))
    monkeypatch.setattr(App, "suspend", lambda _: nullcontext())
    return log


async def test_e_edits_the_digest_at_the_papers_line(
    read: Open, small_text: str, tmp_path: Path, editor: Path
) -> None:
    path = tmp_path / "tiny.md"
    path.write_text(small_text)
    async with read(*open_digests([str(path)]).digests) as reader:
        await reader.press("n", "e")
        await reader.until(editor.exists)
        assert str(path) in editor.read_text()
        assert "Delta" in path.read_text()
        assert reader.here.startswith("Alpha")


async def test_ctrl_e_edits_a_note(read: Open, editor: Path) -> None:
    async with read() as reader:
        await reader.press("n", "a")
        await reader.type("first")
        await reader.press("ctrl+e", "escape")
        await reader.until(lambda: "Delta: Added" in reader.page)
        assert "first" in reader.page
        assert editor.exists()


@pytest.mark.parametrize("is_writable", [True, False])
async def test_an_export_may_be_left_while_it_is_written(
    read: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_writable: bool
) -> None:
    leaving = Event()

    def write_whole(*_: Any, **__: Any) -> None:
        assert leaving.wait(5)
        if not is_writable:
            raise errors.WriteError("Cannot write it")

    monkeypatch.setattr(files, "write_whole", write_whole)
    monkeypatch.chdir(tmp_path)
    async with read() as reader:
        await reader.press("E", "tab", "tab", "enter", "escape")
        assert len(reader.app.screen_stack) == 1
        leaving.set()
        expected = "Exported 4 papers" if is_writable else "Cannot write it"
        await reader.until(lambda: any(expected in notice for notice in reader.notices))


async def test_an_export_into_an_unknown_users_home_is_reported(read: Open) -> None:
    async with read() as reader:
        await reader.press("E", "tab", "tab")
        reader.app.screen.query_one("#file", Input).value = "~nobody-of-that-name/x.json"
        await reader.press("enter")
        problem = reader.app.screen.query_one("#problem")
        await reader.until(lambda: "No such user" in str(problem.render()))


async def test_of_an_edited_digest_new_papers_are_new_and_lost_ones_not_selected(
    read: Open, small_text: str, tmp_path: Path
) -> None:
    (tmp_path / "below").mkdir()
    path = tmp_path / "below" / "tiny.md"
    path.write_text(small_text)
    async with read(*open_digests([str(tmp_path)]).digests) as reader:
        await reader.until(lambda: reader.marks_are_open)
        await reader.press("G", "v")
        kept, _ = small_text.split("* Gamma")
        path.write_text(kept + "* Delta: Added \\[[Paper](https://tiny.example.org/delta)]\n")
        await reader.reload()
        await reader.until(lambda: any("Delta" in row and "+" in row for row in reader.rows))
        await reader.press("g", "n")
        assert [reader.papers[at].name for at in reader.screen.view.targets] == ["Alpha"]
        assert reader.screen.view.library.digests[0].source == "below/tiny.md"


async def test_entities_of_a_linked_document_reverse_no_text(read: Open, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("# N\n\nseen &amp; &#x202e;kept &#x20&lrm;2e;\n")
    text = "# D\n\n## Papers\n\n* One: Two \\[[Notes](notes.md)]\n  * MIT\n"
    async with read(parse(text, "d.md", str(tmp_path / "d.md"))) as reader:
        await reader.press("n", "1")
        await reader.until(lambda: len(reader.app.screen_stack) == 2)
        shown = text_of(reader.app.screen.query_one("Detail"))
        assert "seen & " in shown
        assert not {"\u202e", "\u200e"} & set(shown)


async def test_a_scheme_in_capitals_is_a_web_address(read: Open, opened: list[str]) -> None:
    text = "# D\n\n## Papers\n\n* One: Two \\[[Paper](HTTPS://e.org/x)]\n  * MIT\n"
    async with read(parse(text, "d.md", "/d.md")) as reader:
        await reader.press("n", "1")
        await reader.until(lambda: opened == ["HTTPS://e.org/x"])


async def test_completion_offers_what_an_edited_digest_contains(
    read: Open, small_text: str, tmp_path: Path
) -> None:
    path = tmp_path / "tiny.md"
    path.write_text(small_text)
    async with read(*open_digests([str(path)]).digests) as reader:
        await reader.press("slash", "escape")
        path.write_text(small_text.replace("* CMU", "* Caltech"))
        await reader.reload()
        await reader.press("slash")
        await reader.type("org:ca")
        await reader.until(lambda: "org:caltech" in reader.filter_box.lower())
        await reader.press("right")
        assert reader.panes.filter_box.value == "org:Caltech"


async def test_the_overview_is_that_of_the_digest_as_it_is_now(
    read: Open, small_text: str, tmp_path: Path
) -> None:
    path = tmp_path / "tiny.md"
    path.write_text(small_text)
    async with read(*open_digests([str(path)]).digests) as reader:
        await reader.press("n")
        # Some of these digests get the place in memory that the one shown before had.
        for year in range(2030, 2036):
            for name in (f"Other {year}", f"Tiny {year}"):
                path.write_text(small_text.replace("# Tiny 2026", f"# {name}"))
                await reader.reload()
            await reader.press("i")
            assert f"Tiny {year}" in reader.page
            await reader.press("n")
