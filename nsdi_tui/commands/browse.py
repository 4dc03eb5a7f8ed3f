"""Opening the app."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nsdi_tui.commands.inputs import begin_reading, marks_path, parse_query, read_settings_file
from nsdi_tui.errors import CommandError, DigestError
from nsdi_tui.system.streams import warn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.driver import Driver

    from nsdi_tui.commands.request import Request
    from nsdi_tui.digest.model import Digest
    from nsdi_tui.digest.opening import Opening
    from nsdi_tui.export.template import Template
    from nsdi_tui.system.background_reading import BackgroundReader
    from nsdi_tui.tui.app import NsdiApp

SELECT_HINT = "Select papers with v; q quits and prints them"
NOTHING_SELECTED = 1
"""The exit status of --select when no paper was selected, as of grep without a match."""
SMALL_SIZE, FEW = 200_000, 5
"""Fewer characters, in fewer digests, are waited for, so that the first screen has all of them."""
PATIENCE = 1.0
"""Seconds for which they are waited for."""


def browse(request: Request) -> int:
    """Run the app until the user quits; return its exit status."""
    import gc

    # A garbage collection during the imports costs 7 % of the start; the app enables it again.
    gc.disable()
    # Textual paints at most this often per second; at its default of 60 a key waits 8 ms.
    os.environ.setdefault("TEXTUAL_FPS", "120")
    # The kitty keyboard protocol loses text of input methods in some terminals; no key needs it.
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    # Milliseconds after which an escape character counts as the key; Textual waits 100.
    os.environ.setdefault("ESCDELAY", "20")
    from nsdi_tui.system.digest_cache import DigestCache

    template = None
    if request.selects:
        from nsdi_tui.commands.print_papers import read_template

        template = read_template(request)
    opening, reader = begin_reading(request, DigestCache())
    try:
        return _browse(request, template, opening, reader)
    finally:
        if reader is not None:
            reader.close()


def _browse(
    request: Request,
    template: Template | None,
    opening: Opening,
    reader: BackgroundReader | None,
) -> int:
    from nsdi_tui.system import terminal

    if problem := terminal.terminal_problem() or terminal.attach_terminal_stdin():
        raise CommandError(problem)
    settings = read_settings_file(request)

    from nsdi_tui.digest.text import clean
    from nsdi_tui.system.choices import RememberedChoices
    from nsdi_tui.system.paths import choices_file, recent_file
    from nsdi_tui.system.recent_lists import RecentLists
    from nsdi_tui.tui.app import NsdiApp
    from nsdi_tui.tui.keymap import check_keymap
    from nsdi_tui.tui.options import Options
    from nsdi_tui.tui.themes import find_theme, theme_names
    from nsdi_tui.tui.view.place import Place

    keymap, key_problems = check_keymap(settings.keys, settings.preset)
    problems = [
        *settings.problems,
        *(settings.problem(problem, "keys", name) for name, problem in key_problems),
    ]
    if settings.editor:
        os.environ["VISUAL"] = settings.editor
    names = ", ".join(theme_names())
    if request.theme and find_theme(request.theme) is None:
        raise CommandError(f"No theme named {clean(request.theme)}; available: {names}")
    recent = RecentLists(recent_file())
    entry = None if request.fresh else recent.find(request.digests)
    choices = RememberedChoices(choices_file())
    set_theme = find_theme(settings.theme) if settings.theme else None
    if settings.theme and set_theme is None:
        problem = f"no theme named {clean(settings.theme)}; available: {names}"
        problems.append(settings.problem(problem, "theme"))
    theme = set_theme or find_theme(choices.read().theme)
    if request.theme:
        theme = find_theme(request.theme)
    digests, notices, is_reading = _opened(opening, reader)
    # Whether a digest has links of some label is known when all of it is read.
    if request.query and (not is_reading or "has:" not in request.query):
        parse_query(request.query, digests)
    app = NsdiApp(
        digests,
        Options(
            query=request.query,
            arguments=request.digests,
            theme=theme,
            clipboard=request.clipboard or settings.clipboard,
            notices=(*notices, *problems, *([SELECT_HINT] if request.selects else [])),
            keymap=keymap,
            marks=marks_path(request),
            advance=settings.advance,
            layout=settings.layout,
            copy=settings.copy,
            browser=settings.browser,
            pdf=settings.pdf,
            opening=opening,
            reader=reader,
            is_reading=is_reading,
            watches=True,
            place=Place.of_json(entry.place) if entry else None,
            recent=recent,
            choices=choices,
            set_theme=set_theme,
        ),
        driver_class=_driver_class(),
    )
    with terminal.terminal_as_stdout():
        app.run(mouse=not request.no_mouse and settings.mouse)
    if app.failure is not None:
        raise CommandError(app.failure)
    if app.rescue is not None:
        warn([app.rescue.message])
    if template is not None and not app.return_code:
        return _print_selected(template, app)
    return app.return_code or 0


def _print_selected(template: Template, app: NsdiApp) -> int:
    """Print the papers that were selected in the app; return the exit status, 1 without any."""
    from nsdi_tui.commands.print_papers import print_selections
    from nsdi_tui.export.selection import select_once

    view = app.view
    positions = view.selected_positions if view else []
    if view is None or not positions:
        return NOTHING_SELECTED
    chosen = select_once(view.library, positions)
    print_selections(template, chosen, view.state.annotation)
    return 0


def _driver_class() -> type[Driver] | None:
    """Return the driver for this terminal; None for Textual's own, as on Windows."""
    if os.environ.get("TEXTUAL_DRIVER"):
        return None
    try:
        from nsdi_tui.tui.driver import TerminalDriver
    except ImportError:
        return None
    return TerminalDriver


def _opened(
    opening: Opening, reader: BackgroundReader | None
) -> tuple[Sequence[Digest], Sequence[str], bool]:
    """Return the digests that the app opens with, notices about them, and whether more come."""
    if reader is not None and reader.progress is not None:
        unread = opening.unread
        size = sum(len(each.source.text) for each in unread if each.source is not None)
        is_little = size < SMALL_SIZE and len(unread) < FEW
        if not reader.wait(PATIENCE if is_little else 0):
            return opening.digests, (), True
    try:
        opened = opening.result()
    except DigestError as error:
        raise CommandError(str(error)) from None
    return opened.digests, opened.notices, False
