"""Repairs of broken inline Markdown: what the author meant, where that is clear.

`repair` works on the source of a run before it is parsed, `close_strong` on the parsed text. All
patterns are linear: a repetition never meets a character that the next part could also match.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from nsdi_tui.digest.markdown.tags import code_ranges
from nsdi_tui.digest.styled import Span, StyledText, in_order

if TYPE_CHECKING:
    from collections.abc import Callable

LABEL = r"(?P<label>[^\[\]()\n]{1,400})"
ADDRESS = r"(?P<url>https?://[^\s()\[\]<>|]{1,2000}(?:\([^\s()]{0,200}\)[^\s()\[\]<>|]{0,2000})?)"
_TAGS = r"(?P<tag>ins|b|i|u|s|em|strong|sub|sup|small|font|span|del|a|p|h[1-6])"

# A blank in an address: `](https://a.b/ c)`, `](https://a.b/c d.pdf)`.
_BLANK_IN_ADDRESS = re.compile(
    r"\](?<!\\.)\((?P<first>https?:[^\s()<>\[\]]{1,2000})[ \t]{1,4}"
    r"(?P<second>[^\s()<>\[\]\"']{1,2000})(?=[ \t]{0,4}\))"
)
# No closing bracket after an address: `[Code](https://a.b/c` at the end, or before ` `, `|`, `[`.
_OPEN_ADDRESS = re.compile(rf"(?<=\]\()(?<!\\\]\(){ADDRESS}(?=[|\[]|\Z|[ \t\n](?![ \t]*[\"'()]))")
# A blank before an address: `[Code] (https://a.b/c)`.
_BLANK_BEFORE_ADDRESS = re.compile(rf"(?<![)\\])\][ \t]{{1,4}}\((?={ADDRESS}\))")
# Brackets the wrong way round: `(Code)[https://a.b/c]`.
_SWAPPED = re.compile(rf"(?<!\])\({LABEL}\)\[{ADDRESS}\](?!\()")
# No closing bracket after a label: `[Code(https://a.b/c)`.
_OPEN_LABEL = re.compile(rf"(?<!\\)\[{LABEL}\({ADDRESS}\)(?![\])])")
# One bracket too many: `[Code]](https://a.b/c)`.
_EXTRA_BRACKET = re.compile(rf"(?<![\[\\])\[{LABEL}\]\](?=\({ADDRESS}\))")
# One bracket too few: `[[Code](https://a.b/c)`.
_MISSING_BRACKET = re.compile(rf"(?<!\\)\[\[{LABEL}\]\({ADDRESS}\)(?![\]\[(]|[^\[\]]{{0,200}}\])")
# Tags without their first or last character: `2024/ins>`, `</b`.
_TAG_START = re.compile(rf"(?<![</\w])(?P<before>[\w.,)\]]{{0,40}})/{_TAGS}>")
_TAG_END = re.compile(rf"(?<!\\)</{_TAGS}(?=[\s\[(,;:.]|\Z)")
# What ends a link that `<a …>` opened.
_ANCHOR_END = re.compile(
    r"(?P<open>(?<!\\)<a\s[^<>]*>)|(?P<close></a)|<br|(?<!\\)\[(?=!\[)"
    r"|(?<![!\\])\[\[?[^\[\]]{0,400}\]\]?\(",
    re.I,
)
_BARE_ADDRESS = re.compile(r"(?<!\]\()<?https?://")

_STARS = re.compile(r"\*{2,}")
_OPEN_STAR = re.compile(r"\*(?=\w)[^*]{8,400}\Z")


def needs_repair(raw: str) -> bool:
    """Whether a run may be broken; a cheap test that is false for nearly all runs."""
    count = raw.count
    opened = count("[")
    if _has_open_anchor(raw):
        return True
    if opened != count("]") or count("<") != count(">"):
        return True
    if not opened:
        return False
    return (
        count("(") != count(")")
        or ("] " in raw and " (http" in raw)
        or "]](" in raw
        or (")[" in raw and "](" not in raw)
        or _BLANK_IN_ADDRESS.search(raw) is not None
    )


def repair(raw: str) -> str:
    """Return the source of a run with its broken links and tags mended, outside code spans."""
    if _has_open_anchor(raw):
        raw = _close_anchors(raw)
    if "`" not in raw:
        return _repair(raw)
    out: list[str] = []
    at = 0
    for start, end in code_ranges(raw):
        out.append(_repair(raw[at:start]))
        out.append(raw[start:end])
        at = end
    out.append(_repair(raw[at:]))
    return "".join(out)


def _repair(raw: str) -> str:
    if "http" in raw:
        raw = _BLANK_IN_ADDRESS.sub(_join_address, raw)
        raw = _OPEN_ADDRESS.sub(lambda match: match["url"] + ")", raw)
        raw = _SWAPPED.sub(_link, raw)
        raw = _BLANK_BEFORE_ADDRESS.sub("](", raw)
        raw = _EXTRA_BRACKET.sub(lambda match: f"[{match['label']}]", raw)
        if raw.count("[") > raw.count("]"):
            raw = _OPEN_LABEL.sub(_link, raw)
        if raw.count("[") > raw.count("]"):
            raw = _MISSING_BRACKET.sub(lambda match: match[0] + "]", raw)
    if raw.count(">") > raw.count("<"):
        raw = _TAG_START.sub(_open_tag, raw)
    if raw.count("<") > raw.count(">"):
        raw = _TAG_END.sub(lambda match: f"</{match['tag']}>", raw)
    return raw


def _has_open_anchor(raw: str) -> bool:
    if "<a " not in raw and "<A " not in raw:
        return False
    count = raw.count
    return count("<a ") + count("<A ") > count("</a") + count("</A")


def _close_anchors(raw: str) -> str:
    """End links without a closing tag where the next link or line begins."""
    out: list[str] = []
    at = 0
    is_open = False
    for match in _ANCHOR_END.finditer(raw):
        if is_open and not match["close"]:
            end = match.start()
            bare = _BARE_ADDRESS.search(raw, at, end)
            if bare and raw[at : bare.start()].strip():
                end = bare.start()
            out += [raw[at:end], "</a>", raw[end : match.end()]]
        else:
            out.append(raw[at : match.end()])
        at = match.end()
        is_open = bool(match["open"])
    out.append(raw[at:])
    return "".join(out)


def _open_tag(match: re.Match[str]) -> str:
    """Return a closing tag with its first sign; the end of an address is none (`://a.b/a>`)."""
    before = match.string[max(match.start() - 200, 0) : match.start()]
    if "://" in before.rpartition(" ")[2].rpartition("\n")[2]:
        return match[0]
    return f"{match['before']}</{match['tag']}>"


def _link(match: re.Match[str]) -> str:
    return f"[{match['label']}]({match['url']})"


def _join_address(match: re.Match[str]) -> str:
    first, second = match["first"], match["second"]
    return f"]({first}{'' if first[-1] in '/:.-_=?&' else '%20'}{second}"


def close_strong(rich: StyledText) -> StyledText:
    """Make text between stars that the parser left as they are strong or emphasized.

    Pairs of `**` that it does not take for emphasis (`** Title **`) are strong text. Without a
    partner, `**` reaches to the next link, shown line break or the end, and so does a single `*`
    at the start of a line.
    """
    text = rich.text
    code = [(span.start, span.end) for span in rich.spans if span.style == "code"]
    free = _outside(code)
    marks = [match.span() for match in _STARS.finditer(text) if free(match.start())]
    cuts: list[tuple[int, int]] = []
    spans: list[Span] = []
    stops = sorted({*rich.hard, *(s.start for s in rich.links), len(text)})
    index = 0
    stop_index = 0
    while index < len(marks):
        start, end = marks[index]
        while stops[stop_index] < end:
            stop_index += 1
        paired = index + 1 < len(marks)
        lone = text[start - 1 : start] in ("", " ") and text[end : end + 1] in ("", " ")
        if paired:
            spans.append(Span(end, marks[index + 1][0], "strong"))
            cuts += [(start, end), marks[index + 1]]
        elif start and lone and end < len(text):
            break
        else:
            spans.append(Span(end, stops[stop_index], "strong"))
            cuts.append((start, end))
        index += 2
    for start, stop in _line_bounds(rich):
        if text[start : start + 1] == "*" and free(start) and (start, start + 1) not in cuts:
            match = _OPEN_STAR.match(text[start:stop].rstrip())
            if match and " " in match[0]:
                limit = next((s.start for s in rich.links if s.start > start), stop)
                spans.append(Span(start + 1, min(limit, stop), "emphasis"))
                cuts.append((start, start + 1))
    return _cut(rich, sorted(cuts), spans) if cuts else rich


def _line_bounds(rich: StyledText) -> list[tuple[int, int]]:
    bounds = [0, *rich.hard, len(rich.text)]
    return list(pairwise(bounds))


def _outside(ranges: list[tuple[int, int]]) -> Callable[[int], bool]:
    def test(offset: int) -> bool:
        return not any(start <= offset < end for start, end in ranges)

    return test


def _cut(rich: StyledText, cuts: list[tuple[int, int]], more: list[Span]) -> StyledText:
    """Remove ranges of a text, and the blanks that they leave doubled or at an end."""
    text = rich.text
    moved: list[int] = []
    kept: list[str] = []
    index = 0
    for offset, character in enumerate(text):
        moved.append(len(kept))
        while index < len(cuts) and cuts[index][1] <= offset:
            index += 1
        if index < len(cuts) and cuts[index][0] <= offset:
            continue
        if character == " " and (not kept or kept[-1] == " "):
            continue
        kept.append(character)
    if kept and kept[-1] == " ":
        kept.pop()
    size = len(kept)
    moved.append(size)

    def to(offset: int) -> int:
        return min(moved[offset], size)

    result = "".join(kept)
    spans = []
    for span in (*rich.spans, *more):
        start, end = to(span.start), to(span.end)
        while start < end and span.style != "link" and result[start] == " ":
            start += 1
        while start < end and span.style != "link" and result[end - 1] == " ":
            end -= 1
        if start < end:
            spans.append(replace(span, start=start, end=end))
    images = tuple(replace(image, at=to(image.at)) for image in rich.images)
    hard = tuple(offset for offset in map(to, rich.hard) if 0 < offset < size)
    return StyledText(
        result, in_order(spans), tuple(map(to, rich.breaks)), rich.footnotes, hard, images
    )
