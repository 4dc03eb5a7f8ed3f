"""From what the reader wants to the edits that do it, and to the edits that undo it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from nsdi_tui.digest.text import clean_block
from nsdi_tui.marks.model import Change, SetFlag, SetNote
from nsdi_tui.marks.records import Edit, Flag, Note, Record, version

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from nsdi_tui.digest.model import Paper
    from nsdi_tui.marks.index import Index

NOTE_LIMIT = 1_000_000
# The end of the year 9999 in microseconds: the last time that can be written as a date.
LAST_TIME = 253_402_300_799_999_999
_TITLE_WIDTH = 60
_UNKNOWN = Record(0, (), "")


@dataclass(frozen=True, slots=True)
class Touch:
    """One mark of one paper that a step changed: what it was, and what it became."""

    keys: tuple[str, ...]
    title: str
    part: Literal["starred", "read", "note"]
    before: bool | str
    after: bool | str


@dataclass(frozen=True, slots=True)
class Plan:
    """Edits, the time they carry, what they touch, and what to say of them."""

    text: str
    at: int
    edits: tuple[Edit, ...] = ()
    touches: tuple[Touch, ...] = ()


def plan_change(index: Index, change: Change, papers: Sequence[Paper], now: int) -> Plan:
    """Plan a change to these papers; those that have it already are left alone."""
    known = {paper.key: (paper, index.joined(paper.keys) or _UNKNOWN) for paper in papers}
    pairs = list(known.values())
    if not pairs:
        return Plan("no paper to mark", now)
    if isinstance(change, SetNote):
        return _plan_note(change, pairs, now)
    return _plan_flag(change, pairs, now)


def plan_adoption(index: Index, papers: Sequence[Paper]) -> Plan:
    """Plan to give each marked paper's record the keys that the paper has now."""
    edits = []
    for paper in papers:
        found = index.find(paper.keys)
        if len(found) > 1 or (found and not set(paper.keys) <= set(found[0].keys)):
            edits.append(Edit(paper.keys, paper.title))
    return Plan("", 0, tuple(edits))


def plan_undo(
    index: Index, text: str, touches: Sequence[Touch], own: Collection[int], now: int
) -> Plan:
    """Plan the way back from a step that touched this.

    `own` are the times of this session's changes: a mark that carries another time, or another
    value than the step gave it, was changed by somebody else meanwhile and is left alone.
    """
    edits, undone = [], []
    newest = 0
    for touch in touches:
        record = index.joined(touch.keys) or _UNKNOWN
        value, at = _value(record, touch.part)
        if value == touch.after and at in own:
            undone.append((touch, record))
            newest = max(newest, at)
    at = min(max(now, newest + 1), LAST_TIME)
    for touch, record in undone:
        edits.append(_edit(record, touch.keys, touch.title, touch.part, touch.before, at))
    left = len(touches) - len(undone)
    if not undone:
        return Plan(f"cannot undo “{text}”: changed elsewhere since", at)
    rest = f" ({left} changed elsewhere since, left alone)" if left else ""
    return Plan(f"undid “{text}”{rest}", at, tuple(edits))


def _plan_flag(change: SetFlag, pairs: list[tuple[Paper, Record]], now: int) -> Plan:
    part = change.flag
    flags = [record.starred if part == "starred" else record.read for _, record in pairs]
    on = change.on if change.on is not None else not all(flag.on for flag in flags)
    wanted = [pair for pair, flag in zip(pairs, flags, strict=True) if flag.on != on]
    if not wanted:
        verb = "is" if len(pairs) == 1 else "are"
        state = {"starred": ("not starred", "starred"), "read": ("unread", "read")}[part][on]
        return Plan(f"{_what(pairs)} {verb} {state} already", now)
    if part == "starred":
        text = f"{'starred' if on else 'unstarred'} {_what(wanted)}"
    else:
        text = f"marked {_what(wanted)} as {'read' if on else 'unread'}"
    at = _time_after(wanted, part, now)
    return _plan(text, wanted, part, on, at)


def _plan_note(change: SetNote, pairs: list[tuple[Paper, Record]], now: int) -> Plan:
    text = clean_block(change.text, NOTE_LIMIT)
    wanted = [pair for pair in pairs if pair[1].note.text != text]
    if not wanted:
        return Plan(f"the note on {_what(pairs)} is as it was", now)
    at = _time_after(wanted, "note", now)
    said = f"noted {_what(wanted)}" if text else f"removed the note on {_what(wanted)}"
    plan = _plan(said, wanted, "note", text, at)
    if change.was is None:
        return plan
    # Whoever wrote this had another note in view: it replaces that one, and no other.
    edits = tuple(
        edit if record.note.text == change.was else _unaware(edit, text, change.was, at)
        for edit, (_, record) in zip(plan.edits, wanted, strict=True)
    )
    return Plan(plan.text, at, edits, plan.touches)


def _unaware(edit: Edit, text: str, was: str, at: int) -> Edit:
    past = (version(was),) if was else ()
    return Edit(edit.keys, edit.title, note=Note(text, at, past))


def _plan(
    text: str,
    wanted: list[tuple[Paper, Record]],
    part: Literal["starred", "read", "note"],
    value: bool | str,
    at: int,
) -> Plan:
    edits = [_edit(record, paper.keys, paper.title, part, value, at) for paper, record in wanted]
    touches = [
        Touch(paper.keys, paper.title, part, _value(record, part)[0], value)
        for paper, record in wanted
    ]
    return Plan(text, at, tuple(edits), tuple(touches))


def _edit(
    record: Record,
    keys: tuple[str, ...],
    title: str,
    part: Literal["starred", "read", "note"],
    value: bool | str,
    at: int,
) -> Edit:
    if part == "starred":
        return Edit(keys, title, starred=Flag(bool(value), at))
    if part == "read":
        return Edit(keys, title, read=Flag(bool(value), at))
    return Edit(keys, title, note=record.note.replaced_by(str(value), at))


def _value(record: Record, part: str) -> tuple[bool | str, int]:
    if part == "note":
        return record.note.text, record.note.at
    flag = record.starred if part == "starred" else record.read
    return flag.on, flag.at


def _time_after(pairs: list[tuple[Paper, Record]], part: str, now: int) -> int:
    """Return now, or a moment after the last change where a clock has gone ahead."""
    last = max(_value(record, part)[1] for _, record in pairs)
    return min(max(now, last + 1), LAST_TIME)


def _what(pairs: list[tuple[Paper, Record]]) -> str:
    if len(pairs) > 1:
        return f"{len(pairs):,} papers"
    paper = pairs[0][0]
    title = paper.name or paper.title
    return title if len(title) <= _TITLE_WIDTH else title[: _TITLE_WIDTH - 1].rstrip() + "…"
