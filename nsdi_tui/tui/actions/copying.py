"""Copying links, fields and text to the clipboard."""

from __future__ import annotations

import asyncio
import shlex
from typing import TYPE_CHECKING, Any

from nsdi_tui.digest.text import counted
from nsdi_tui.tui.wording import notice_text, short_title

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import App

    from nsdi_tui.digest.model import Link, LinkKind, Paper
    from nsdi_tui.export.choices import Choice
    from nsdi_tui.system.clipboard import CopyResult
    from nsdi_tui.system.settings import ClipboardMode
    from nsdi_tui.tui.messages import CopyRequested, Entry

MOST_PREVIEWED = 50
"""With more papers the chooser shows no preview: the text is made when it is copied."""


class Copier:
    """Copies in a thread, and reports what was copied and how, as far as that is known.

    `write` sends a control sequence to the terminal; `kind` is the link that is copied of a paper
    that has it.
    """

    def __init__(
        self,
        app: App[Any],
        mode: ClipboardMode,
        write: Callable[[str], None],
        kind: LinkKind = "arxiv",
    ) -> None:
        self._app = app
        self._mode = mode
        self._write = write
        self._kind = kind
        self._last_label: str | None = None

    def carry_out(self, request: CopyRequested) -> None:
        """Copy what a screen requested."""
        if not request.entries:
            self._app.notify("No papers here")
        elif request.what == "links":
            self._copy_links(request)
        elif request.what == "again":
            self._copy_again(request.entries, request.title)
        else:
            self._choose(request.entries, request.title)

    def _copy_links(self, request: CopyRequested) -> None:
        links = [link for paper, _ in request.entries if (link := self._link(paper))]
        if not links and not request.lists_links:
            title = short_title(request.entries[0][0])
            self._app.notify(f"No link for {title}", severity="warning")
        elif not links:
            self._app.notify("No links to copy here", severity="warning")
        elif request.lists_links:
            number = "1 link" if len(links) == 1 else f"{len(links):,} links"
            self.copy(number, "\n".join(link.url for link in links))
        else:
            self.copy(f"{links[0].label} link for {request.title}", links[0].url)

    def _link(self, paper: Paper) -> Link | None:
        # Of an arXiv paper the best link is its page there, also where the list links another.
        wanted = None if self._kind == "arxiv" else paper.link(self._kind)
        return wanted or paper.best_link

    def _choose(self, entries: Sequence[Entry], title: str) -> None:
        from nsdi_tui.export.choices import choices
        from nsdi_tui.tui.screens.choose import ChooseScreen, MenuItem

        options = choices(entries)

        def item(choice: Choice) -> MenuItem:
            label = choice.label
            if len(entries) > 1:
                label += f"  ({choice.count:,} of {len(entries):,})"
            return MenuItem(choice.key, label, lambda: _preview(choice))

        def chosen(number: int | None) -> None:
            if number is not None:
                self._last_label = options[number].label
                self._copy_choice(options[number], title)

        labels = [choice.label for choice in options]
        start = labels.index(self._last_label) if self._last_label in labels else 0
        screen = ChooseScreen(f"Copy from {title}", [item(choice) for choice in options], start)
        self._app.push_screen(screen, chosen)

    def _copy_again(self, entries: Sequence[Entry], title: str) -> None:
        from nsdi_tui.export.choices import choices

        if self._last_label is None:
            self._choose(entries, title)
            return
        for choice in choices(entries):
            if choice.label == self._last_label:
                self._copy_choice(choice, title)
                return
        self._app.notify(f"No {self._last_label} for {title}", severity="warning")

    def _copy_choice(self, choice: Choice, title: str) -> None:
        self.copy(f"{choice.label} for {title}", choice.text)

    def copy(self, what: str, text: str) -> None:
        """Copy text; `what` names it in the notice: `arXiv link for SYMI`."""
        self._app.run_worker(self._copy(what, text), group="copy")

    async def _copy(self, what: str, text: str) -> None:
        from nsdi_tui.system import clipboard

        result = await self.to_clipboard(text)
        notice = clipboard.summary(what, result)
        if result.confirmed:
            self._app.notify(notice)
        else:
            self._app.notify(f"{notice}\n{notice_text(text)}", severity="warning")

    async def to_clipboard(self, text: str) -> CopyResult:
        """Copy text in a thread, and return how that went."""
        from nsdi_tui.system import clipboard

        return await asyncio.to_thread(clipboard.copy, text, self._mode, osc52=self._write)


def view_command(query: str, arguments: Sequence[str]) -> str:
    """Return the command line that opens these digests with this filter."""
    words = ["nsdi-tui", *(["-f", query] if query.strip() else []), *arguments]
    return shlex.join(words)


def _preview(choice: Choice) -> str:
    if choice.count > MOST_PREVIEWED:
        return f"{choice.label} for {counted(choice.count, 'paper')}"
    return choice.text
