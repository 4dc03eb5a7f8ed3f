"""The application: screens, theme, key map, and the one door to clipboard and browser."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import events, work
from textual.app import App, SuspendNotSupported, SystemCommand

from nsdi_tui import resources
from nsdi_tui.marks.worker import MarksWorker
from nsdi_tui.system.paths import marks_file
from nsdi_tui.tui.commands import COMMANDS, actions_by_key, footer, keys_in_force
from nsdi_tui.tui.screens.browse import BrowseScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from textual.screen import Screen

    from nsdi_tui.digest.model import Digest, Link
    from nsdi_tui.marks.model import Rescue
    from nsdi_tui.system.clipboard import Mode

Result = TypeVar("Result")

SECOND_PRESS = 2.0
"""Seconds within which a second ctrl+c quits."""


@dataclass(frozen=True)
class Options:
    """How the app starts: what the command line and the settings say.

    `arguments` are the digests as the command line named them; `marks` is the marks file, None for
    the reader's own; `advance` lets the cursor go on after a mark; `later` is run in a thread when
    the first frame has been drawn.
    """

    query: str = ""
    arguments: Sequence[str] = ()
    theme: str | None = None
    clipboard: Mode = "auto"
    notices: Sequence[str] = ()
    keymap: dict[str, str] = field(default_factory=dict)
    marks: Path | None = None
    advance: bool = True
    later: Callable[[], None] | None = None


class NsdiApp(App[None]):
    """Browses digests."""

    TITLE = "nsdi-tui"
    CSS_PATH: ClassVar[list[Any]] = [
        resources.resource("styles/app.tcss"),
        resources.resource("styles/browse.tcss"),
    ]

    def __init__(self, digests: Sequence[Digest], options: Options | None = None) -> None:
        super().__init__()
        self.digests = digests
        self.options = options or Options()
        self.key_names = keys_in_force(self.options.keymap)
        self._actions = actions_by_key(self.options.keymap)
        self._marking = MarksWorker(self.options.marks or marks_file(), self.answer)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._last_interrupt = 0.0
        self.rescue: Rescue | None = None
        self.last_choice: str | None = None

    def get_default_screen(self) -> BrowseScreen:
        """Return the screen that the app opens with."""
        options = self.options
        return BrowseScreen(
            self.digests, self.size, options.query, self._marking, advance=options.advance
        )

    def on_mount(self) -> None:
        """Put theme and key map in force, and say what reading the digests brought up."""
        from nsdi_tui.system.terminal import install_signal_exits

        install_signal_exits(self)
        self._loop = asyncio.get_running_loop()
        # After ctrl+z and fg the terminal is empty.
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))
        if self.options.theme:
            self.theme = self.options.theme
        if self.options.keymap:
            self.set_keymap(self.options.keymap)
        for notice in self.options.notices:
            self.say(notice, "warning", alone=False)
        self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        # The command switched the collector off for the start; what stands now stays.
        gc.freeze()
        gc.enable()
        if self.options.later is not None:
            self.run_worker(self.options.later, thread=True, group="later")
        for screen in self.screen_stack:
            if isinstance(screen, BrowseScreen):
                screen.open_marks()

    def on_unmount(self) -> None:
        """Finish writing marks."""
        self.rescue = self._marking.close()

    def answer(self, function: Callable[..., Any], *arguments: Any) -> None:
        """Let the app run a function, from another thread, without waiting for it."""
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # The loop has been closed meanwhile.
                self._loop.call_soon_threadsafe(self.call_later, function, *arguments)

    def say(self, text: str, severity: str = "information", *, alone: bool = True) -> None:
        """Show a notice in the place of older ones; its text is never markup."""
        if alone:
            self.clear_notifications()
        self.notify(text, severity=severity, markup=False)  # type: ignore[arg-type]

    # Clipboard and browser

    def copy_to_clipboard(self, text: str) -> None:
        """Copy a text selection, by the same ways as everything else."""
        self.copy_text("Selected text", text)

    def copy_text(self, what: str, text: str) -> None:
        """Copy in a thread; a notice says what was copied and by which way, as far as known."""
        self._copy(what, text)

    @work(thread=True, group="copy")
    def _copy(self, what: str, text: str) -> None:
        from nsdi_tui.system import clipboard

        result = clipboard.copy(text, self.options.clipboard, osc52=self._send_to_terminal)
        notice = clipboard.summary(what, result)
        if result.confirmed:
            self.answer(self.say, notice)
        else:
            self.answer(self.say, f"{notice}\n{_shortened(text)}", "warning")

    def _send_to_terminal(self, sequence: str) -> None:
        # The driver alone can write between two frames; Textual has no public way to it.
        if self._loop is None or self._driver is None:
            raise OSError("the app has no terminal")
        self._loop.call_soon_threadsafe(self._driver.write, sequence)

    @work(thread=True, group="open")
    def open_address(self, link: Link) -> None:
        """Open a link in the browser; where that cannot be, copy it and say so."""
        from nsdi_tui.system import browser, clipboard

        result = browser.open_address(link.url)
        if result.opened:
            self.answer(self.say, f"{link.label} opened by {result.reason}")
            return
        copied = clipboard.copy(link.url, self.options.clipboard, osc52=self._send_to_terminal)
        notice = f"Not opened: {result.reason}.\n{clipboard.summary(link.label, copied)}"
        self.answer(self.say, f"{notice}\n{link.url}", "warning")

    # The editor

    def with_terminal(self, task: Callable[[], Result]) -> Result | None:
        """Run a task that needs the terminal for itself; None where that cannot be had.

        The task must not raise: an exception while the app is suspended hangs it.
        """
        try:
            with self.suspend():
                result = task()
        except SuspendNotSupported:
            self.say("This terminal cannot be handed to an editor", "warning")
            return None
        self.refresh(layout=True)
        return result

    def read_again(self, digest: Digest) -> None:
        """Read a digest's file again, and show what it holds now."""
        from nsdi_tui.digest.opening import open_digests
        from nsdi_tui.errors import DigestError

        try:
            opened = open_digests([digest.path or ""])
        except DigestError as error:
            self.say(f"{error}; what was read before stays", "warning")
            return
        for notice in opened.notices:
            self.say(notice, "warning")
        # In a folder it is known by its place there.
        read = replace(opened.digests[0], source=digest.source)
        self.digests = [read if old is digest else old for old in self.digests]
        for screen in self.screen_stack:
            if isinstance(screen, BrowseScreen):
                screen.replace_digests(self.digests)

    # Keys, help, palette

    async def on_event(self, event: events.Event) -> None:
        """Carry out a command's key at once, and leave everything else to Textual.

        Textual would queue the key at the focused widget and act when it has bubbled up again; of
        keys that come in one piece (`/moe`, over a slow line) all would go to the tree.
        """
        if isinstance(event, events.Key) and not event.is_forwarded:
            screen = self.screen
            if isinstance(screen, BrowseScreen) and screen.focused is not screen.filter_box:
                for key in event.aliases:
                    if key in self._actions:
                        await self.run_action(self._actions[key], screen)
                        return
        await super().on_event(event)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer every command of the app in the palette, with its keys."""
        for command in COMMANDS:
            if not command.id.startswith("open_"):
                keys = ", ".join(self.key_names[command.id])
                yield SystemCommand(
                    command.title, f"key: {keys}", lambda act=command.action: self._act(screen, act)
                )

    async def _act(self, screen: Screen[Any], action: str) -> None:
        await self.run_action(action, screen)

    def footer_keys(self) -> list[tuple[str, str]]:
        """Return the keys and labels of the footer, the most important first."""
        return footer(self.key_names)

    def action_help_quit(self) -> None:
        """Quit at the second ctrl+c."""
        now = time.monotonic()
        if now - self._last_interrupt < SECOND_PRESS:
            self.exit()
            return
        self._last_interrupt = now
        self.say("ctrl+c again quits")


def _shortened(text: str, limit: int = 400) -> str:
    return text if len(text) <= limit else text[:limit] + "…"
