"""What is carried away: what is copied, opened, and edited."""

from __future__ import annotations

import shlex
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.digest.model import Digest, Link, Paper
    from nsdi_tui.export.choices import Choice
    from nsdi_tui.tui.app import NsdiApp

MOST_PREVIEWED = 50
"""Of more papers at once the chooser shows no preview: it is made when it is copied."""


def copy_links(app: NsdiApp, paper: Paper | None, papers: Sequence[Paper], what: str) -> None:
    """Copy the best link of a paper and say which, or the best links of several, one a line."""
    if paper is not None:
        link = paper.best_link
        if link is None:
            app.say(f"{called(paper)} has no link", "warning")
        else:
            app.copy_text(f"{link.label} link of {called(paper)}", link.url)
        return
    links = [link for each in papers if (link := each.best_link)]
    if not links:
        app.say("There is no link to copy here", "warning")
        return
    number = "1 link" if len(links) == 1 else f"{len(links):,} links"
    app.copy_text(f"{number} of {what}", "\n".join(link.url for link in links))


def choose_copy(app: NsdiApp, papers: Sequence[tuple[Paper, Digest]], what: str) -> None:
    """Ask what to copy of these papers, each given with its digest."""
    if not papers:
        app.say("There is no paper here")
        return
    from nsdi_tui.export.choices import choices
    from nsdi_tui.tui.screens.choose import ChooseScreen, Offer

    known = choices(papers)

    def offer(choice: Choice) -> Offer:
        label = choice.label
        if len(papers) > 1:
            label += f"  ({choice.count:,} of {len(papers):,})"
        return Offer(choice.key, label, lambda: _preview(choice))

    def chosen(number: int | None) -> None:
        if number is not None:
            app.last_choice = known[number].label
            _copy_choice(app, known[number], what)

    labels = [choice.label for choice in known]
    start = labels.index(app.last_choice) if app.last_choice in labels else 0
    title = f"Copy of {what}"
    app.push_screen(ChooseScreen(title, [offer(choice) for choice in known], start), chosen)


def copy_again(app: NsdiApp, papers: Sequence[tuple[Paper, Digest]], what: str) -> None:
    """Copy of these papers what was chosen last; ask where nothing was."""
    from nsdi_tui.export.choices import choices

    for choice in choices(papers):
        if choice.label == app.last_choice:
            _copy_choice(app, choice, what)
            return
    if app.last_choice is None:
        choose_copy(app, papers, what)
    else:
        app.say(f"There is no {app.last_choice} of {what}", "warning")


def _copy_choice(app: NsdiApp, choice: Choice, what: str) -> None:
    label = choice.label[0].upper() + choice.label[1:]
    app.copy_text(f"{label} of {what}", choice.text)


def _preview(choice: Choice) -> str:
    if choice.count > MOST_PREVIEWED:
        return f"{choice.label} of {choice.count:,} papers"
    return choice.text


def view_command(query: str, arguments: Sequence[str]) -> str:
    """Return the command line that opens these digests with this filter."""
    words = ["nsdi-tui", *(["-f", query] if query.strip() else []), *arguments]
    return shlex.join(words)


def edit_digest(app: NsdiApp, digest: Digest, line: int) -> None:
    """Open the digest's file in the reader's editor at a line, and read it again afterwards."""
    from pathlib import Path

    from nsdi_tui.system.editor import edit_file

    path = digest.path
    if path is None:
        app.say("This digest came by standard input: there is no file to edit", "warning")
        return
    problem = app.with_terminal(lambda: edit_file(Path(path), line))
    if problem:
        app.say(problem, "warning")
    app.read_again(digest)


def open_link(app: NsdiApp, link: Link, beside: str | None) -> None:
    """Open a web address in the browser, another Markdown file of the digest's folder in the app.

    `beside` is the path of the document that holds the link. Any other address is only shown.
    """
    if link.url[:8].lower().startswith(("http://", "https://")):
        app.open_address(link)
        return
    from nsdi_tui.tui.screens.document import linked_document

    path = linked_document(link.url, beside)
    if path is None:
        app.say(f"Not opened: only web addresses and Markdown files are.\n{link.url}", "warning")
        return
    from nsdi_tui.digest.source import read_file
    from nsdi_tui.digest.text import clean_block
    from nsdi_tui.errors import DigestError
    from nsdi_tui.tui.screens.document import DocumentScreen, without_hidden_entities

    try:
        source = read_file(path)
    except DigestError as error:
        app.say(str(error), "warning")
    else:
        app.push_screen(DocumentScreen(path, without_hidden_entities(clean_block(source.text))))


def open_best(app: NsdiApp, paper: Paper | None, beside: str | None) -> None:
    """Open the best link of a paper."""
    if paper is None:
        app.say("Go to a paper to open its page")
    elif paper.best_link is None:
        app.say(f"{called(paper)} has no link", "warning")
    else:
        open_link(app, paper.best_link, beside)


def open_number(app: NsdiApp, links: Sequence[Link], number: int, beside: str | None) -> None:
    """Open the link that has this number, counted from 1, on the page."""
    if number <= len(links):
        open_link(app, links[number - 1], beside)
    else:
        app.say(f"There is no link {number} here")


def choose_link(app: NsdiApp, links: Sequence[Link], beside: str | None) -> None:
    """Ask which of the links to open."""
    if not links:
        app.say("There is no link here")
        return
    from nsdi_tui.tui.screens.choose import ChooseScreen, Offer

    offers = [
        Offer(str(number) if number <= 9 else "", link.label, partial(str, link.url))
        for number, link in enumerate(links, 1)
    ]

    def chosen(number: int | None) -> None:
        if number is not None:
            open_link(app, links[number], beside)

    app.push_screen(ChooseScreen("Open", offers), chosen)


def called(paper: Paper) -> str:
    """What a notice calls a paper: its name, else its title, cut to a line."""
    title = paper.name or paper.title
    return title if len(title) <= 50 else title[:49].rstrip() + "…"
