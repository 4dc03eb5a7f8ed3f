"""A Markdown file that a digest links to, read in the app, with a way back."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast
from urllib.parse import unquote, urlsplit

from textual import on
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Markdown

from nsdi_tui.digest.model import Link
from nsdi_tui.digest.text import clean
from nsdi_tui.tui.widgets.bars import KeyBar, TitleBar

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from nsdi_tui.tui.app import NsdiApp

MARKDOWN_SUFFIXES = (".md", ".markdown")

_ENTITY = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,40});")


def linked_document(url: str, beside: str | None) -> Path | None:
    """Return the Markdown file that a relative link leads to, None when it leads elsewhere.

    `beside` is the path of the document that holds the link.
    """
    parts = urlsplit(url)
    path = unquote(parts.path)
    if beside is None or parts.scheme or parts.netloc or "\0" in path:
        return None
    if not path.lower().endswith(MARKDOWN_SUFFIXES):
        return None
    return Path(beside).parent / path


def without_hidden_entities(text: str) -> str:
    """Return Markdown without entities for control and bidi characters: U+FFFD stands for them.

    The widget resolves entities after the text has been cleaned, and sends what comes of them to
    the terminal.
    """

    def shown(match: re.Match[str]) -> str:
        meant = unescape(match.group())
        return match.group() if meant.isspace() or clean(meant) == meant else "\ufffd"

    return _ENTITY.sub(shown, text)


class DocumentScreen(Screen[None]):
    """Shows one document; `esc`, `q` and `h` lead back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,q,h,left", "dismiss", "Back"),
        ("j,down", "scroll(1)", "Down"),
        ("k,up", "scroll(-1)", "Up"),
        ("space,pagedown,ctrl+d", "scroll(15)", "Page down"),
        ("pageup,ctrl+u", "scroll(-15)", "Page up"),
        ("g,home", "scroll(-100000)", "Top"),
        ("G,end", "scroll(100000)", "Bottom"),
    ]

    def __init__(self, path: Path, text: str) -> None:
        super().__init__()
        self._path = path
        self._text = text

    def compose(self) -> ComposeResult:
        """Lay out the file's name, its text and the keys."""
        yield TitleBar()
        with VerticalScroll():
            # Left to itself, the widget opens any address, files and text browsers too.
            yield Markdown(self._text, open_links=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Name the file and the way back."""
        self.query_one(TitleBar).show(self._path.name, "")
        self.query_one(KeyBar).show([("esc", "back"), ("j", "down"), ("k", "up")])

    def action_scroll(self, lines: int) -> None:
        """Scroll the text."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    @on(Markdown.LinkClicked)
    def _open_link(self, event: Markdown.LinkClicked) -> None:
        from nsdi_tui.tui.carrying import open_link

        event.stop()
        link = Link(event.href[:40], "other", event.href)
        open_link(cast("NsdiApp", self.app), link, str(self._path))
