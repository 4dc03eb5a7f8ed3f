"""Opening links: web addresses in the browser, Markdown files in the app."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote, urlsplit

from nsdi_tui.digest.links import is_web
from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from textual.app import App

    from nsdi_tui.digest.model import Link
    from nsdi_tui.tui.actions.copying import Copier
    from nsdi_tui.tui.messages import ChooseLinkRequested

PATIENCE = 0.3
"""Seconds after which what is still being opened is announced."""
PDF_KEY = "f"
"""The key of the PDF where the other links have numbers; the same as in the menu for copying."""
MARKDOWN_SUFFIXES = (".md", ".markdown")

_Result = TypeVar("_Result")


class Opener:
    """Opens links. An address that no browser takes is copied instead.

    `browser` and `pdf` are the user's commands for links and for links to PDF files, empty for the
    browser that is found.
    """

    def __init__(self, app: App[Any], copier: Copier, browser: str = "", pdf: str = "") -> None:
        self._app = app
        self._copier = copier
        self._browser = browser
        self._pdf = pdf or browser

    def open(self, link: Link, beside: str | None) -> None:
        """Open a link; `beside` is the path of the document that has it, None for no file."""
        if is_web(link.url):
            self._app.run_worker(self._open_address(link), group="open")
            return
        path = linked_document(link.url, beside)
        if path is None:
            reason = "Cannot open: not a web address or Markdown file"
            self._app.notify(f"{reason}\n{link.url}", severity="warning")
            return
        self._app.run_worker(self._open_document(path), group="open")

    async def _open_address(self, link: Link) -> None:
        from nsdi_tui.system import browser, clipboard

        command = self._pdf if link.kind == "pdf" else self._browser
        opening = asyncio.to_thread(browser.open_address, link.url, command=command)
        result = await self._announced(link.label, opening)
        if result.opened:
            self._app.notify(f"Opened {link.label} ({result.reason})")
            return
        copied = await self._copier.to_clipboard(link.url)
        notice = f"Not opened: {result.reason}.\n{clipboard.summary(link.label, copied)}"
        self._app.notify(f"{notice}\n{link.url}", severity="warning")

    async def _announced(self, what: str, opening: Coroutine[Any, Any, _Result]) -> _Result:
        """Wait for what opens something, and say so once it takes long."""
        task = asyncio.create_task(opening)
        if not (await asyncio.wait({task}, timeout=PATIENCE))[0]:
            self._app.notify(f"Opening {what} …")
        return await task

    async def _open_document(self, path: Path) -> None:
        from nsdi_tui.errors import DigestError
        from nsdi_tui.tui.pages.document import read_document
        from nsdi_tui.tui.screens.document import DocumentScreen

        try:
            page = await self._announced(clean(path.name), asyncio.to_thread(read_document, path))
        except DigestError as error:
            self._app.notify(str(error), severity="warning")
        else:
            self._app.push_screen(DocumentScreen(path, page))

    def choose(self, request: ChooseLinkRequested) -> None:
        """Ask which of the links to open."""
        from nsdi_tui.tui.screens.choose import ChooseScreen, MenuItem

        items = [
            MenuItem(str(number) if number <= 9 else "", link.label, partial(str, link.url))
            for number, link in enumerate(request.links, 1)
        ]
        links = [*request.links]
        if request.pdf is not None:
            links.append(request.pdf)
            items.append(MenuItem(PDF_KEY, request.pdf.label, partial(str, request.pdf.url)))

        def chosen(number: int | None) -> None:
            if number is not None:
                self.open(links[number], request.beside)

        self._app.push_screen(ChooseScreen("Open", items), chosen)


def linked_document(url: str, beside: str | None) -> Path | None:
    """Return the Markdown file that a relative link leads to, None when it leads elsewhere.

    `beside` is the path of the document that has the link.
    """
    try:
        parts = urlsplit(url)
    except ValueError:  # For example an IPv6 address without its closing bracket.
        return None
    path = unquote(parts.path)
    if beside is None or parts.scheme or parts.netloc or "\0" in path:
        return None
    if not path.lower().endswith(MARKDOWN_SUFFIXES):
        return None
    return Path(beside).parent / path
