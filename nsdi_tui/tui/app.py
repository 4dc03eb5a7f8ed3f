"""The application: screens, theme and key map, and the actions that screens request."""

from __future__ import annotations

import asyncio
import contextlib
import gc
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on

from nsdi_tui import resources
from nsdi_tui.digest.library import Library
from nsdi_tui.marks.worker import MarksWorker
from nsdi_tui.system.paths import marks_file
from nsdi_tui.tui import messages
from nsdi_tui.tui.commands import keys_by_command
from nsdi_tui.tui.keys import KeyDispatch
from nsdi_tui.tui.options import Options
from nsdi_tui.tui.screens.browse import BrowseScreen
from nsdi_tui.tui.theming import ThemedApp
from nsdi_tui.tui.wording import notice_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.driver import Driver
    from textual.notifications import SeverityLevel

    from nsdi_tui.digest.model import Digest
    from nsdi_tui.marks.model import Rescue
    from nsdi_tui.system.background_reading import BackgroundReader
    from nsdi_tui.tui.actions.copying import Copier
    from nsdi_tui.tui.actions.lists import ListActions
    from nsdi_tui.tui.actions.opening import Opener
    from nsdi_tui.tui.actions.reading import ReadingActions
    from nsdi_tui.tui.view.browse_view import BrowseView


class NsdiApp(ThemedApp):
    """Browses digests."""

    TITLE = "nsdi-tui"
    CSS_PATH: ClassVar[list[Any]] = [
        resources.resource("styles/app.tcss"),
        resources.resource("styles/browse.tcss"),
    ]

    def __init__(
        self,
        digests: Iterable[Digest],
        options: Options | None = None,
        driver_class: type[Driver] | None = None,
    ) -> None:
        super().__init__(driver_class=driver_class)
        self.options = options or Options()
        self._digests = tuple(digests)
        self._keys = KeyDispatch(self, self.options.keymap)
        self._marks = MarksWorker(self.options.marks or marks_file(), self.call_from_worker)
        self._event_loop: asyncio.AbstractEventLoop | None = None
        self._asked_to_quit = False
        self.rescue: Rescue | None = None
        self._browse: BrowseScreen | None = None
        self.failure: str | None = None
        """Why the app has ended itself, None if it has not."""
        self._reading: ReadingActions | None = None
        self._lists: ListActions | None = None
        self._copier: Copier | None = None
        self._opener: Opener | None = None

    def get_default_screen(self) -> BrowseScreen:
        """Return the screen that the app opens with."""
        options = self.options
        screen = BrowseScreen(
            Library.of(self._digests),
            self._marks,
            keys_by_command(options.keymap),
            self.size,
            query=options.query,
            advance=options.advance,
            layout=options.layout,
            place=options.place,
            is_reading=options.is_reading,
            choices=options.choices,
        )
        self._browse = screen
        return screen

    @property
    def view(self) -> BrowseView | None:
        """The view of the list that is open, also after the app has ended."""
        return self._browse.view if self._browse is not None else None

    def on_mount(self) -> None:
        """Apply theme and key map, and show what opening the digests reported."""
        from nsdi_tui.system.terminal import install_signal_exits

        install_signal_exits(self)
        self._event_loop = asyncio.get_running_loop()
        # After ctrl+z and fg the terminal is empty.
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))
        if self.options.theme:
            self.theme = self.options.theme
        if self.options.keymap:
            # Textual keeps the default keys for an empty text, and takes any word for a key.
            self.set_keymap({name: keys or "none" for name, keys in self.options.keymap.items()})
        for notice in self.options.notices:
            super().notify(notice_text(notice), severity="warning", markup=False)
        self.call_after_refresh(self._first_frame_drawn)

    def _first_frame_drawn(self) -> None:
        # The command turned the collector off for the start; what exists now stays.
        gc.freeze()
        gc.enable()
        opened = self.options.opened
        self._browse_screen.open_marks(opened.whole_digests if opened else self._digests)
        self._follow_reader()

    def _follow_reader(self) -> None:
        if self.options.is_reading:
            self.reading.begin()
        elif self.options.arguments:
            self.reading.find_details()
        if self.options.watches:
            self.lists.watch(self._browse_screen, self.reading, self.options.arguments)

    @property
    def _browse_screen(self) -> BrowseScreen:
        assert self._browse is not None
        return self._browse

    def on_unmount(self) -> None:
        """Finish writing marks."""
        if self._reading is not None:
            self._reading.close()
        self.lists.close()
        if self._browse is not None and self.failure is None:
            self.lists.remember(self._browse, self.options.arguments)
        self.rescue = self._marks.close()

    @property
    def lists(self) -> ListActions:
        """What remembers and opens lists, made when it is first needed."""
        if self._lists is None:
            from nsdi_tui.tui.actions.lists import ListActions

            self._lists = ListActions(self, self.options)
        return self._lists

    def action_open_list(self) -> None:
        """Ask which list to open."""
        self.lists.choose(self._browse_screen, self.options.arguments)

    def use_reader(self, reader: BackgroundReader, arguments: Sequence[str]) -> None:
        """Read the list of a command line from now on, in place of the present one."""
        self.reading.close()
        self._reading, going = None, reader.progress is not None
        self.options = replace(self.options, arguments=arguments, reader=reader, is_reading=going)
        self._follow_reader()

    def call_from_worker(self, function: Callable[..., Any], *arguments: Any) -> None:
        """Run a function in the app, called from another thread, without waiting for it."""
        if self._event_loop is not None:
            with contextlib.suppress(RuntimeError):  # The loop has been closed meanwhile.
                self._event_loop.call_soon_threadsafe(self.call_later, function, *arguments)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show a notice in place of older ones: limited in size, and never markup by default."""
        self.clear_notifications()
        super().notify(
            notice_text(message), title=title, severity=severity, timeout=timeout, markup=markup
        )

    # Requests of the screens

    @property
    def copier(self) -> Copier:
        """What copies to the clipboard, made when it is first needed."""
        if self._copier is None:
            from nsdi_tui.tui.actions.copying import Copier

            self._copier = Copier(
                self, self.options.clipboard, self._send_to_terminal, self.options.copy
            )
        return self._copier

    @property
    def opener(self) -> Opener:
        """What opens links, made when it is first needed."""
        if self._opener is None:
            from nsdi_tui.tui.actions.opening import Opener

            self._opener = Opener(self, self.copier, self.options.browser, self.options.pdf)
        return self._opener

    @property
    def reading(self) -> ReadingActions:
        """What reads digests and shows them, made when it is first needed."""
        if self._reading is None:
            from nsdi_tui.digest.opening import Opening
            from nsdi_tui.system.background_reading import BackgroundReader
            from nsdi_tui.tui.actions.reading import ReadingActions

            options, screen = self.options, self._browse_screen
            opening = options.opening or Opening.of(self._digests)
            reader = options.reader or BackgroundReader(opening)
            self._reading = ReadingActions(self, screen, reader, self.call_from_worker, self._fail)
            self._reading.gives_notices = options.is_reading
            # When the digests that ship with the program changed is of no interest.
            self._reading.finds_dates = bool(options.arguments)
        return self._reading

    def _fail(self, problem: str) -> None:
        self.failure = problem
        self.exit()

    def copy_to_clipboard(self, text: str) -> None:
        """Copy a text selection the same way as everything else."""
        # Copying twice with ctrl+c is no wish to quit.
        self._keys.forget_interrupt()
        self.copier.copy("selected text", text)

    def _send_to_terminal(self, sequence: str) -> None:
        # Only the driver can write between two frames; Textual has no public way to do that.
        if self._event_loop is None or self._driver is None:
            raise OSError("the app has no terminal")
        self._event_loop.call_soon_threadsafe(self._driver.write, sequence)

    def action_redraw(self) -> None:
        """Draw the whole screen again: another program may have written to the terminal."""
        # Once the screen is erased, the driver takes nothing as shown.
        self._send_to_terminal("\x1b[2J")
        self.refresh(layout=True)

    @on(messages.CopyRequested)
    def _copy(self, request: messages.CopyRequested) -> None:
        self.copier.carry_out(request)

    @on(messages.CopyCommandRequested)
    def _copy_command(self, request: messages.CopyCommandRequested) -> None:
        from nsdi_tui.tui.actions.copying import view_command

        command = view_command(request.query, self.options.arguments)
        self.copier.copy(f"command: {command}", command)

    @on(messages.OpenRequested)
    def _open(self, request: messages.OpenRequested) -> None:
        self.opener.open(request.link, request.beside)

    @on(messages.ChooseLinkRequested)
    def _choose_link(self, request: messages.ChooseLinkRequested) -> None:
        self.opener.choose(request)

    @on(messages.ExportRequested)
    def _export(self, request: messages.ExportRequested) -> None:
        from nsdi_tui.tui.actions.exporting import export

        self.run_worker(export(request, self.options.choices), group="export")

    @on(messages.EditRequested)
    def _edit(self, request: messages.EditRequested) -> None:
        from nsdi_tui.tui.actions.editing import edit_digest

        if edit_digest(self, request.digest, request.line):
            self.reading.reload(request.digest)

    @on(messages.ReloadRequested)
    def _reload(self, request: messages.ReloadRequested) -> None:
        self.reading.reload(request.digest)

    @on(messages.StopReadingRequested)
    def _stop_reading(self) -> None:
        self.reading.stop()

    # Keys, palette

    async def on_event(self, event: events.Event) -> None:
        """Run the command of a key immediately, and leave everything else to Textual."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            await self._keys.dispatch(event, super().on_event)
        else:
            await super().on_event(event)

    async def action_quit(self) -> None:
        """Quit; when marks could not be saved, ask first, but only once."""
        if self._asked_to_quit or self._marks.unsaved_message is None:
            self.exit()
            return
        from nsdi_tui.tui.actions.quitting import ask_to_quit

        self._asked_to_quit = True
        ask_to_quit(self, self._marks.unsaved_message)

    def action_help_quit(self) -> None:
        """Show how to quit, when ctrl+c has nothing to copy."""
        self.notify("Press ctrl+c again to quit")

    def action_command_palette(self) -> None:
        """Open the command palette."""
        from nsdi_tui.tui.actions.palettes import choose_command

        choose_command(self, keys_by_command(self.options.keymap))

    def action_change_theme(self) -> None:
        """Open the list of themes."""
        from nsdi_tui.tui.actions.palettes import choose_theme

        choose_theme(self, self.options)
