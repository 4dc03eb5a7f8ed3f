"""Planning a change: the edits that make it and the edits that undo it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from nsdi_tui.digest.text import clean_block, counted
from nsdi_tui.marks.model import NOTE_LIMIT, Change, SetFlag, SetNote, note_problem
from nsdi_tui.marks.records import LAST_TIME, Edit, Flag, Note, Record, version

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from nsdi_tui.digest.model import Paper
    from nsdi_tui.marks.index import MarkIndex

_TITLE_WIDTH = 60
_NO_RECORD = Record(0, (), "")

Part = Literal["starred", "read", "note"]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One mark of one paper that a step changed, before and after."""

    keys: tuple[str, ...]
    title: str
    part: Part
    before: bool | str
    after: bool | str


@dataclass(frozen=True, slots=True)
class Step:
    """A change that can be undone; `label` names it: `star on SYMI`."""

    label: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Edits, their time, the notice to show, and the step to undo, if any.

    `refusal` is why nothing is done at all, None otherwise.
    """

    text: str
    at: int
    edits: tuple[Edit, ...] = ()
    step: Step | None = None
    refusal: str | None = None


def plan_change(
    index: MarkIndex,
    change: Change,
    papers: Sequence[Paper],
    now: int,
    *,
    is_complete: bool,
) -> Plan:
    """Plan a change to these papers, leaving out those it would not change.

    An index that is not complete lacks marks of a file that could not be read yet. No paper is
    then left out, and there is no step to undo: what it would restore is not known.
    """
    by_key = {paper.key: (paper, index.merged(paper.keys) or _NO_RECORD) for paper in papers}
    pairs = list(by_key.values())
    if not pairs:
        return Plan("No paper to mark", now)
    if isinstance(change, SetNote):
        plan = _plan_note(change, pairs, now, is_complete)
    else:
        plan = _plan_flag(change, pairs, now, is_complete)
    if is_complete:
        return plan
    replaces = isinstance(change, SetNote) and change.was is None
    edits = tuple(replace(edit, replaces_note=replaces) for edit in plan.edits)
    return replace(plan, edits=edits, step=None)


def plan_adoption(index: MarkIndex, papers: Sequence[Paper]) -> Plan:
    """Plan to give the record of each marked paper all keys that the paper has now."""
    edits = []
    for paper in papers:
        records = index.find(paper.keys)
        if len(records) > 1 or (records and not set(paper.keys) <= set(records[0].keys)):
            edits.append(Edit(paper.keys, paper.title))
    return Plan("", 0, tuple(edits))


def plan_undo(index: MarkIndex, step: Step, own_times: Collection[int], now: int) -> Plan:
    """Plan the way back from a step.

    `own_times` are the times of this session's changes. A mark that has another time, or
    another value than the step gave it, was changed in another window and is left alone.
    """
    edits, undone = [], []
    newest = 0
    for change in step.changes:
        record = index.merged(change.keys) or _NO_RECORD
        value, at = _value(record, change.part)
        if value == change.after and at in own_times:
            undone.append((change, record))
            newest = max(newest, at)
    at = min(max(now, newest + 1), LAST_TIME)
    for change, record in undone:
        edits.append(_edit(record, change.keys, change.title, change.part, change.before, at))
    skipped = len(step.changes) - len(undone)
    if not undone:
        return Plan(f"Cannot undo {step.label}: changed elsewhere since", at)
    rest = f" ({skipped} changed elsewhere since, left alone)" if skipped else ""
    return Plan(f"Undid: {step.label}{rest}", at, tuple(edits))


def _plan_flag(
    change: SetFlag, pairs: list[tuple[Paper, Record]], now: int, is_complete: bool
) -> Plan:
    part = change.flag
    flags = [record.starred if part == "starred" else record.read for _, record in pairs]
    on = change.on if change.on is not None else not all(flag.on for flag in flags)
    affected = [
        pair for pair, flag in zip(pairs, flags, strict=True) if flag.on != on or not is_complete
    ]
    if not affected:
        verb = "is" if len(pairs) == 1 else "are"
        state = {"starred": ("not starred", "starred"), "read": ("unread", "read")}[part][on]
        return Plan(f"{_subject(pairs)} {verb} already {state}", now)
    subject = _subject(affected, len(pairs))
    if part == "starred":
        text = f"{'Starred' if on else 'Unstarred'} {subject}"
        label = f"{'star on' if on else 'unstarring'} {subject}"
    else:
        text = f"Marked {subject} as {'read' if on else 'unread'}"
        label = f"marking {subject} as {'read' if on else 'unread'}"
    return _plan(text, label, affected, part, on, _time_after(affected, part, now))


def _plan_note(
    change: SetNote, pairs: list[tuple[Paper, Record]], now: int, is_complete: bool
) -> Plan:
    if problem := note_problem(change.text):
        return Plan(f"Note on {_subject(pairs)} not changed", now, refusal=problem)
    text = clean_block(change.text, 4 * NOTE_LIMIT)
    affected = [pair for pair in pairs if pair[1].note.text != text or not is_complete]
    if not affected:
        return Plan(f"Note on {_subject(pairs)} unchanged", now)
    at = _time_after(affected, "note", now)
    subject = _subject(affected)
    notice = f"Saved note on {subject}" if text else f"Removed note on {subject}"
    label = f"note on {subject}" if text else f"removing the note on {subject}"
    plan = _plan(notice, label, affected, "note", text, at)
    if change.was is None:
        return plan
    # The new text replaces the note that was being edited and no other.
    edits = tuple(
        edit if record.note.text == change.was else _independent(edit, text, change.was, at)
        for edit, (_, record) in zip(plan.edits, affected, strict=True)
    )
    return replace(plan, edits=edits)


def _independent(edit: Edit, text: str, was: str, at: int) -> Edit:
    past = (version(was),) if was else ()
    return Edit(edit.keys, edit.title, note=Note(text, at, past))


def _plan(
    text: str,
    label: str,
    affected: list[tuple[Paper, Record]],
    part: Part,
    value: bool | str,
    at: int,
) -> Plan:
    edits = [_edit(record, paper.keys, paper.title, part, value, at) for paper, record in affected]
    changes = tuple(
        FieldChange(paper.keys, paper.title, part, _value(record, part)[0], value)
        for paper, record in affected
    )
    return Plan(text, at, tuple(edits), Step(label, changes))


def _edit(
    record: Record,
    keys: tuple[str, ...],
    title: str,
    part: Part,
    value: bool | str,
    at: int,
) -> Edit:
    if part == "starred":
        return Edit(keys, title, starred=Flag(bool(value), at))
    if part == "read":
        return Edit(keys, title, read=Flag(bool(value), at))
    return Edit(keys, title, note=record.note.replaced_by(str(value), at))


def _value(record: Record, part: Part) -> tuple[bool | str, int]:
    if part == "note":
        return record.note.text, record.note.at
    flag = record.starred if part == "starred" else record.read
    return flag.on, flag.at


def _time_after(pairs: list[tuple[Paper, Record]], part: Part, now: int) -> int:
    """Return now, or just after the last change if its clock was ahead of this one."""
    last = max(_value(record, part)[1] for _, record in pairs)
    return min(max(now, last + 1), LAST_TIME)


def _subject(pairs: list[tuple[Paper, Record]], total: int = 0) -> str:
    """Return the paper's name, or how many papers of a total it is: `3 papers`, `3 of 5 papers`."""
    if (count := len(pairs)) > 1:
        return f"{count:,} of {total:,} papers" if count < total else counted(count, "paper")
    paper = pairs[0][0]
    title = paper.name or paper.title
    return title if len(title) <= _TITLE_WIDTH else title[: _TITLE_WIDTH - 1].rstrip() + "…"
