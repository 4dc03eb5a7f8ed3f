"""Plain text, styled text and links as Markdown that reads back as the same."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from nsdi_tui.digest.links import is_web

if TYPE_CHECKING:
    from collections.abc import Callable

# The parser shows text with more than a hundred of these unformatted: `digest/markdown/runs.py`.
EMPHASIS_LIMIT = 50

_SPECIAL = re.compile(r"[\\`*_\[\]~]|(?<=\{)%|^\^")
# What might be taken for HTML, or for a broken tag or link that needs mending.
_LIKE_TAGS_AND_LINKS = re.compile(r"<(?=[A-Za-z/!?])|(?<=\w)>|(?<=\])\(")
_AMPERSAND = re.compile(r"&(?=[#A-Za-z])")
_EMPHASIS = re.compile(r"[*_~`]")
_LEADING = re.compile(r"[-+#>=|:]|•|(\d{1,9})(?=[.)](?:\s|$))")
_BACKTICKS = re.compile(r"`+")
BARE_ADDRESS = re.compile(r"https?://\S+", re.I)
_PLAIN_ADDRESS = re.compile(r"[\w.~:/?#@!$()*+,;=%-]+", re.A)
# What Markdown leaves in an address as it is.
_DESTINATION = re.compile(r"[\w.~:/?#@!$&*+,;=%()-]+", re.A)
_UNSAFE_IN_TAG = re.compile(r"[^\w./:?=#%+,@$ -]")
# Pairs of brackets, none inside another.
_PAIRED = re.compile(r"[^()]*(?:\([^()]*\)[^()]*)*")
_PARENTHESES = re.compile(r"[()]")
_ENTITIES = {"<": "&lt;", ">": "&gt;"}
_UNSAFE_IN_CODE = re.compile(r"[`<]|\{%")
_OPENS_STYLE = re.compile(r"\*|~~")


def escaped(text: str) -> str:
    """Return text with its Markdown signs escaped, for the middle of a line."""
    sparingly = not is_sparing(text)
    # A backslash before `<` would not keep it from opening a block of HTML.
    text = _LIKE_TAGS_AND_LINKS.sub(_entity, _ampersands(text))
    if sparingly:
        text = _SPECIAL.sub(_escape_sparingly, text)
        # The backslash says that the stars are meant.
        text = text.replace("&#42;", "\\*", 1)
    else:
        text = _SPECIAL.sub(r"\\\g<0>", text)
    # Two dollars make a formula for some readers.
    return text.replace("$", "\\$") if text.count("$") > 1 else text


def is_sparing(text: str) -> bool:
    """Whether a text has so few signs of emphasis that backslashes may escape them."""
    return sum(map(text.count, "*_~`")) <= EMPHASIS_LIMIT


def _ampersands(text: str) -> str:
    # Only where an entity would be read.
    return _AMPERSAND.sub("&amp;", text) if unescape(text) != text else text


def _escape_sparingly(match: re.Match[str]) -> str:
    sign = match[0]
    return f"&#{ord(sign)};" if _EMPHASIS.match(sign) else "\\" + sign


def at_line_start(markdown: str) -> str:
    """Return Markdown that begins no list, heading, quote or table: for the start of a line."""
    match = _LEADING.match(markdown)
    if not match:
        return markdown
    if match[0] == "•":
        return "&bull;" + markdown[1:]
    number = match[1] or ""
    return f"{number}\\{markdown[len(number) :]}"


def heading(text: str) -> str:
    """Return the text of a heading, whose closing hashes would not count."""
    markdown = without_links(text)
    end = len(markdown.rstrip("#"))
    return markdown[:end] + "\\#" * (len(markdown) - end)


def link(label: str, url: str) -> str:
    """Return a link: `[label](url)`, or an HTML link where Markdown would change the address."""
    opening, closing = around_link(url)
    # A link without a label would be lost.
    return opening + in_link(escaped(label or url)) + closing


def in_link(markdown: str) -> str:
    """Return escaped text for the inside of a link, where brackets might seem to end it."""
    return markdown.replace("\\[", "&#91;").replace("\\]", "&#93;")


def link_tags(url: str) -> tuple[str, str]:
    """Return the HTML tags around the text of a link."""
    return f'<a href="{_UNSAFE_IN_TAG.sub(_entity, url)}">', "</a>"


def around_link(url: str) -> tuple[str, str]:
    """Return the text before and after the text of a link."""
    if url and not _DESTINATION.fullmatch(url):
        return link_tags(url)
    target = url.replace("&", "&amp;") if unescape(url) != url else url
    if not _PAIRED.fullmatch(url):
        target = _PARENTHESES.sub(_entity, target)
    if _OPENS_STYLE.search(url):
        target = _EMPHASIS.sub(_entity, target)
    return "[", f"]({target})"


def _entity(match: re.Match[str]) -> str:
    return _ENTITIES.get(match[0]) or f"&#{ord(match[0])};"


def address(url: str) -> str:
    """Return an address that is shown as it is."""
    return f"<{url}>" if is_web(url) and _PLAIN_ADDRESS.fullmatch(url) else escaped(url)


def without_links(text: str) -> str:
    """Return text in which no address becomes a link: they are code."""
    return _with_addresses(text, code)


def unlinked(text: str) -> str:
    """Return text in which no address becomes a link: they are links to nowhere."""
    return _with_addresses(text, lambda address: f"[{in_link(escaped(address))}]()")


def _with_addresses(text: str, written: Callable[[str], str]) -> str:
    if "://" not in text:
        return escaped(text)
    out = []
    at = 0
    for found in BARE_ADDRESS.finditer(text):
        out += [escaped(text[at : found.start()]), written(found[0])]
        at = found.end()
    return "".join([*out, escaped(text[at:])])


def code(text: str) -> str:
    """Return a code span; as an HTML element where backticks would not do."""
    if _UNSAFE_IN_CODE.search(text) or text[:1] == " " or text[-1:] == " ":
        return f"<code>{escaped(text)}</code>"
    return f"`{text}`"


def code_block(text: str) -> str:
    """Return a fenced code block."""
    fence = "`" * max([3, *(len(run) + 1 for run in _BACKTICKS.findall(text))])
    return f"{fence}\n{text}\n{fence}"
