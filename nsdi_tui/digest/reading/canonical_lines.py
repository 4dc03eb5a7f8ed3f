"""Single lines of the canonical form: links, rates, acronyms, protected text."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from nsdi_tui.digest.links import is_web, make_link
from nsdi_tui.digest.markdown.inline import plain
from nsdi_tui.digest.model import Acceptance, Acronym, Bullet, Link, Span
from nsdi_tui.digest.reading import form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.digest.styled import StyledText

MARKS = re.compile(f"^(?:{form.STAR} )?(?:{form.CHECK_MARK} )?")
"""The marks that may precede a title."""

_FIGURES = re.compile(
    r"(?=.)(?:(?P<rate>-?[\d.]+(?:e[-+]?\d+)?)%)?(?:(?:(?<=%) )?\(= (?P<accepted>\d+)"
    r" / (?P<submitted>\d+)\))?"
)
_ACRONYM = re.compile(r"(?P<short>(?:\\.|[^\\:])*):(?: (?P<long>.*))?", re.S)


def take_links(rich: StyledText) -> tuple[StyledText, list[Link]]:
    """Split a line into what is before its closing links, and those links: `[Code] [Slides]`."""
    text, end = rich.text, len(rich.text)
    links: list[Link] = []
    for span in reversed(rich.links):
        opening = span.start - 1
        if span.end != end - 1 or text[end - 1] != "]" or text[opening : span.start] != "[":
            break
        if opening > 0 and text[opening - 1] != " ":
            break
        links.append(make_link(text[span.start : span.end], span.url or ""))
        end = max(opening - 1, 0)
    return (rich.slice(0, end), links[::-1]) if links else (rich, links)


def unprotected(text: str) -> str:
    """Return text without the backslash that keeps it from being read as a field or mark."""
    return text[1:] if form.is_protected(text) else text


def read_bullet(rich: StyledText, depth: int, kind: Literal["item", "text"]) -> Bullet:
    """Return a line as a bullet, without a protecting backslash."""
    bullet = rich.bullet(depth, kind)
    if not form.is_protected(bullet.text):
        return bullet
    spans = tuple(
        replace(span, start=max(span.start - 1, 0), end=span.end - 1) for span in bullet.spans
    )
    return replace(bullet, text=bullet.text[1:], spans=spans)


def joined_lines(bullets: Sequence[Bullet]) -> Bullet:
    """Return texts as one, a line each; empty ones are left out."""
    text = ""
    spans: list[Span] = []
    for bullet in bullets:
        if bullet.text:
            text += "\n" if text else ""
            at = len(text)
            spans += [replace(s, start=s.start + at, end=s.end + at) for s in bullet.spans]
            text += bullet.text
    return Bullet(text, bullets[0].depth, tuple(spans), "text")


def preformatted(text: str, depth: int) -> Bullet:
    """Return preformatted text as a bullet; a single line is a paragraph that was too long.

    Of such a paragraph, only addresses are links.
    """
    rich = plain(text)
    return rich.bullet(depth, "text") if rich.text == text else Bullet(text, depth, (), "text")


def read_meta(rich: StyledText) -> Link | None:
    """Read `Label: <address>`, `[Label](address)` or `<address>`."""
    links = rich.links
    if len(links) != 1 or links[0].end != len(rich.text):
        return None
    before, shown = rich.text[: links[0].start], rich.text[links[0].start :]
    if not before:
        return make_link(shown, links[0].url or "")
    if before.endswith(": ") and is_web(shown):
        return make_link(before[:-2], links[0].url or "")
    return None


def read_rate(text: str) -> Acceptance | None:
    """Read `Spring: 24.2% (= 50 / 207)`, either figure alone, or `Spring:`."""
    label, _, figures = text.rpartition(": ")
    if match := _FIGURES.fullmatch(figures):
        rate, accepted, submitted = match.group("rate", "accepted", "submitted")
        counts = (int(accepted), int(submitted)) if accepted else (None, None)
        try:
            return Acceptance(label, float(rate) if rate else None, *counts)
        except ValueError:
            return None
    return Acceptance(text[:-1], None, None, None) if text.endswith(":") else None


def read_acronym(text: str) -> Acronym | None:
    """Read `KV: Key-Value`."""
    match = _ACRONYM.fullmatch(text)
    return Acronym(re.sub(r"\\(.)", r"\1", match["short"]), match["long"] or "") if match else None
