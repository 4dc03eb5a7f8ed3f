"""Reading the fields of a unit: its claims stage by stage, and what they leave over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.markdown.blocks import Item
from nsdi_tui.digest.reading.ballot import Fields
from nsdi_tui.digest.reading.needs import BULLETS, LINES, held_by, left_by, rules_for
from nsdi_tui.digest.reading.parts import EDGE, TITLE_LIMIT, Part
from nsdi_tui.digest.reading.rules.links_below import title_below
from nsdi_tui.digest.reading.units import HEAD_LIMIT, LINKS_LIMIT
from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from nsdi_tui.digest.markdown.blocks import Block
    from nsdi_tui.digest.reading.ballot import Claim
    from nsdi_tui.digest.reading.context import ClaimRule, Context
    from nsdi_tui.digest.reading.units import Unit

_HAS_WORD = re.compile(r"[^\W_]")
_SHORTCODE = re.compile(r"\s*:[a-z][a-z0-9_+-]*:\s*")
_CLOSING_SIGNS = re.compile(r"\s*:[a-z][a-z0-9_+-]{0,40}:?(?::[a-z0-9_+-]{1,40}:?){1,20}$")
_NUMBER = re.compile(r"\W*\d{1,4}[.)]?\W*")
_RIGHT_EDGE = " \t,;:-–—|·•/\\([【"
# What a line needs for any rule of marks to have something to say.
_MAY_HOLD_MORE = re.compile(r"[\[(【（\"“「《|]|[^\x00-\u2000]|\d\d")


def read_fields(unit: Unit, context: Context) -> None:
    """Read a unit's own lines into `unit.fields`; a second call starts over."""
    if unit.was_read:
        unit.fields = Fields()
    unit.was_read = True
    fields = unit.fields
    head = unit.head
    text = head.text
    if not text and len(unit.parts) == 1 and not unit.cells and not head.images:
        return
    for order, part in enumerate((*unit.parts, *unit.cells)):
        part.release()
        part.order = order
    spans = len(head.rich.spans)
    if len(text) > HEAD_LIMIT or spans > LINKS_LIMIT:
        fields.title = clean(text.rstrip(EDGE), TITLE_LIMIT)
        fields.title_part = head
        return
    alone = len(unit.parts) == 1 and not unit.cells and not spans and not head.images
    if alone and not _MAY_HOLD_MORE.search(text):
        _plain(unit, head)
        return
    rules = context.rules
    held = held_by(unit)
    fields.settle(_claims(rules.marks, unit, context, held))
    titles = _claims(rules.titles, unit, context, held)
    if fields.title or not _cover_plain(titles, head):
        titles += _claims(rules.plain_titles, unit, context, held)
    fields.settle(titles)
    if left := left_by(unit):
        fields.settle(_claims(rules.leftovers, unit, context, held | left))
        for part in unit.parts:
            _leave_over(unit, part)
    fields.links = fields.links_in_order()


def _claims(stage: tuple[ClaimRule, ...], unit: Unit, context: Context, held: int) -> list[Claim]:
    """Return the claims of a stage's rules, each with its rule's name."""
    claims = []
    for rule, name in rules_for(stage, held):
        for claim in rule(unit, context):
            claim.rule = name
            claims.append(claim)
    return claims


def _cover_plain(titles: list[Claim], head: Part) -> bool:
    """Whether a marked title is where one without marks would be, so that it need not be read."""
    best = max(titles, key=lambda claim: claim.weight, default=None)
    if best is None or best.part is not head:
        return False
    start = head.lead()
    return best.start < head.end_of_plain(start) and start < best.end


def _plain(unit: Unit, head: Part) -> None:
    start = head.lead()
    unit.fields.title = clean(head.text[start:].strip(EDGE + " "), TITLE_LIMIT)
    unit.fields.title_part = head
    unit.fields.title_at = start
    unit.fields.title_rule = "plain_title"


def _leave_over(unit: Unit, part: Part) -> None:
    """Keep what no rule claimed as the first lines of the summary."""
    if part.role == "below" and not part.taken:
        if _HAS_WORD.search(part.text):
            unit.fields.summary.append(part.rich.bullet(0, "text"))
        return
    for start, end in list(part.free_parts()):
        text = part.text
        while match := _SHORTCODE.match(text, start, end):
            start = match.end()
        while start < end and text[start] in EDGE + ')]】">':
            start += 1
        while end > start and text[end - 1] in _RIGHT_EDGE:
            end -= 1
        if ":" in text and (match := _CLOSING_SIGNS.search(text, start, end)):
            end = match.start()
        if not _HAS_WORD.search(text[start:end]) or _NUMBER.fullmatch(text[start:end]):
            continue
        rest = part.rich.slice(start, end)
        stripped = rest.text.rstrip(" ,;|")
        if _HAS_WORD.search(stripped):
            unit.fields.summary.append(rest.slice(0, len(stripped)).bullet())


def read_below(unit: Unit, context: Context) -> list[Block]:
    """Read the bullets below an entry; return the blocks that stay as its summary, in order."""
    bullets: dict[int, Part] = {}
    unit.plain_bullets = 0
    if not unit.blocks and len(unit.parts) == 1:
        unit.bullets = []
        return []
    nested = False
    for number, block in enumerate(unit.blocks):
        if not isinstance(block, Item):
            continue
        if block.blocks or (not block.rich.text and not block.rich.images):
            nested = True
            continue
        bullets[number] = Part(block.rich, block.line, "bullet")
        unit.plain_bullets += not nested
    unit.bullets = list(bullets.values())
    for order, part in enumerate(unit.bullets, len(unit.parts) + len(unit.cells)):
        part.order = order
    if bullets and title_below(unit):
        fields, part = unit.fields, unit.bullets[0]
        fields.name, fields.title = fields.title, clean(part.text.strip(EDGE + " "), TITLE_LIMIT)
        part.take(0, len(part.text))
    held = (BULLETS if bullets else 0) | (LINES if len(unit.parts) > 1 else 0)
    if held:
        unit.fields.settle(_claims(context.rules.bullets, unit, context, held))
        unit.fields.settle(_claims(context.rules.first_bullets, unit, context, held))
    if bullets:
        unit.fields.links = unit.fields.links_in_order()
    read = {number for number, part in bullets.items() if part.taken}
    blocks = enumerate(unit.blocks)
    return [block for n, block in blocks if n >= unit.completed and n not in read]
