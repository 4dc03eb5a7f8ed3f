"""A fast reader for runs of simple inline Markdown, which most lines of a list are.

It reads text, links, images, strong and emphasized text, code, line breaks and autolinks where
they do not depend on anything around them, and gives up otherwise. What it reads, it reads exactly
as mistune does.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nsdi_tui.digest.markdown.inline import Builder

# Characters of an address that mistune leaves as they are, with one level of brackets.
_URL_SIGNS = r"[\w.~:/?#@!$&*+,;=%-]*"
_URL = rf"{_URL_SIGNS}(?:\({_URL_SIGNS}\){_URL_SIGNS})*"
_ALT = r"[^\\`*_\[\]<\n!&~]*"
_PIECE = re.compile(
    r"(?P<text>(?:[^\\`*_\[\]!<~\n]+|!(?!\[)|~|(?<=[^\W_])_(?=[^\W_]))+)"
    rf"|\[!\[(?P<badge>{_ALT})\]\((?P<badge_source>{_URL})\)\]\((?P<badge_url>{_URL})\)"
    rf"|\[(?P<label>[^\\`\[\]\n]*)\]\((?P<url>{_URL})\)"
    rf"|\[\[(?P<boxed>[^\\`\[\]\n]*)\]\]\((?P<boxed_url>{_URL})\)"
    rf"|!\[(?P<alt>{_ALT})\]\((?P<source>{_URL})\)"
    r"|(?P<bracket>\[(?!\^)|\](?!\())"
    r"|\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<stars>\*\*?)(?![\s*])(?P<inner>[^*`<\n]+)(?<!\s)(?P=stars)(?!\*)"
    r"|(?<!`)`(?![\s`])(?P<code>[^`\n]+)(?<!\s)`(?!`)"
    r"|<(?P<auto>https?:[\w.~:/?#@!$*+,;=%()-]+)>"
    r"|(?<![\w_])_(?P<underlined>[^\W_][^_*`<\n]*)(?<!\s)_(?![\w_])"
    r"|(?P<tag></?(?:br|b|i|u|em|strong|ins|sub|sup|small|s|del|span|font|p|div|center) ?/?>)"
    r"|(?P<less><(?![A-Za-z/!?]))"
    r"|(?P<hard>\\\n(?u:\s*))"
    r"|(?P<newline>\n(?u:\s*))"
    r"|(?P<other>[\s\S])",
    re.ASCII,
)
_BEFORE = frozenset(" \n([|-:,./")
_AFTER = frozenset(" \n)]|-:,.;/")


def add_simple(builder: Builder, raw: str, has_references: bool) -> bool:
    """Add a run to a builder; return False if it is not simple, with the builder half filled.

    In a document with link definitions, brackets that are not links may be references.
    """
    if "~~" in raw or (has_references and "[" in raw):
        return False
    return _add(builder, raw, True, True)


def _add(builder: Builder, raw: str, with_links: bool, with_emphasis: bool) -> bool:
    for match in _PIECE.finditer(raw):
        kind = match.lastgroup
        if kind == "text":
            text = match[0]
            builder.put(unescape(text) if "&" in text else text)
        elif kind == "url":
            url = match["url"]
            if not with_links or ("&" in url and ";" in url):
                return False
            state = (builder.length, len(builder.pieces), len(builder.images))
            if not _add(builder, match["label"], False, with_emphasis):
                return False
            builder.link(*state, url)
        elif kind == "boxed_url":
            url = match["boxed_url"]
            state = (builder.length, len(builder.pieces), len(builder.images))
            builder.put("[")
            if not with_links or ("&" in url and ";" in url):
                return False
            if not _add(builder, match["boxed"], False, with_emphasis):
                return False
            builder.put("]")
            builder.link(*state, url)
        elif kind == "bracket":
            if not with_links:
                return False
            builder.put(match[0])
        elif kind == "escaped":
            builder.put(match["escaped"])
        elif kind == "inner":
            if not with_emphasis or not _is_flanked(raw, match):
                return False
            start = builder.length
            if not _add(builder, match["inner"], with_links, False):
                return False
            style = match["stars"] == "**"
            builder.marks.append((start, builder.length, "strong" if style else "emphasis", None))
        elif kind == "underlined":
            end = match.end()
            if (
                not with_emphasis
                or (match.start() and raw[match.start() - 1] not in _BEFORE)
                or (end < len(raw) and raw[end] not in _AFTER)
                or raw[end - 2].isspace()
            ):
                return False
            start = builder.length
            if not _add(builder, match["underlined"], with_links, False):
                return False
            builder.marks.append((start, builder.length, "emphasis", None))
        elif kind == "tag":
            builder.tag(match["tag"])
        elif kind == "less":
            builder.put("<")
        elif kind == "code":
            builder.code(match["code"])
        elif kind == "newline":
            builder.line_break(raw[match.start() - 2 : match.start()] == "  ")
        elif kind == "hard":
            builder.line_break(True)
        elif kind == "badge_url":
            urls = (match["badge_source"], match["badge_url"])
            if not with_links or any("&" in url and ";" in url for url in urls):
                return False
            state = (builder.length, len(builder.pieces), len(builder.images))
            builder.image(match["badge"], urls[0])
            builder.link(*state, urls[1])
        elif kind == "source":
            if "&" in match["source"] and ";" in match["source"]:
                return False
            builder.image(match["alt"], match["source"])
        elif kind == "auto":
            if not with_links:
                return False
            state = (builder.length, len(builder.pieces), len(builder.images))
            builder.put(match["auto"])
            builder.link(*state, match["auto"])
        else:
            return False
    return True


def _is_flanked(raw: str, match: re.Match[str]) -> bool:
    """Whether stars are sure to open and close emphasis where they are."""
    inner = match["inner"]
    if inner[0].isspace() or inner[-1].isspace():
        return False
    if not inner[0].isalnum() and match.start() and raw[match.start() - 1] not in _BEFORE:
        return False
    end = match.end()
    return inner[-1].isalnum() or end == len(raw) or raw[end] in _AFTER
