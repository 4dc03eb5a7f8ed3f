"""All marked papers in memory, found by any of their keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nsdi_tui.digest.identity import same_paper
from nsdi_tui.marks.model import NO_MARK, Mark
from nsdi_tui.marks.records import Edit, Record, merge_records, ordered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(slots=True)
class WriteSet:
    """The records that edits changed, and the ids of those they removed."""

    written: dict[int, Record] = field(default_factory=dict)
    removed: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.written or self.removed)

    def update(self, later: WriteSet) -> None:
        """Add the result of later edits."""
        for record_id in later.removed:
            self.written.pop(record_id, None)
        self.written.update(later.written)
        self.removed |= later.removed


class MarkIndex:
    """Records by key. One thread changes it; any thread may look up a mark meanwhile."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._records: dict[int, Record] = {}
        self._by_key: dict[str, Record] = {}
        self._last_id = 0
        for record in records:
            self._put(record)

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[Record]:
        return iter(self._records.values())

    def copy(self) -> MarkIndex:
        """Return a separate index of the same records."""
        return MarkIndex(self._records.values())

    def mark(self, keys: tuple[str, ...]) -> Mark:
        """Return the mark of the paper with these keys."""
        by_key = self._by_key
        if not by_key:
            return NO_MARK
        match = None
        for key in keys:
            record = by_key.get(key)
            if record is not None and record is not match:
                if match is not None:
                    return self._merged_mark(keys)
                match = record
        if match is None or not same_paper(keys, match.keys):
            return NO_MARK
        return match.mark

    def find(self, keys: tuple[str, ...]) -> list[Record]:
        """Return the records of the paper with these keys: usually one or none, oldest first."""
        matches: dict[int, Record] = {}
        for key in keys:
            record = self._by_key.get(key)
            if record is not None and record.id not in matches and same_paper(keys, record.keys):
                matches[record.id] = record
        return [matches[record_id] for record_id in sorted(matches)]

    def merged(self, keys: tuple[str, ...]) -> Record | None:
        """Return the records of the paper with these keys, merged into one."""
        matches = self.find(keys)
        if not matches:
            return None
        record = matches[0]
        for other in matches[1:]:
            record = merge_records(record, other)
        return record

    def edit(self, edits: Iterable[Edit]) -> WriteSet:
        """Apply edits in order and return what they changed.

        The later value of each flag wins; for notes see `Edit.note_on`. Records that the keys of an
        edit connect become one record with all their keys.
        """
        changes = WriteSet()
        for edit in edits:
            before = self.find(edit.keys)
            record = self.merged(edit.keys) or Record(self._last_id + 1, (), edit.title)
            free = (key for key in edit.keys if self._is_free(key, before))
            keys = ordered((*record.keys, *free))
            after = Record(
                record.id,
                keys,
                record.title if keys == record.keys else edit.title,
                record.starred.later(edit.starred) if edit.starred else record.starred,
                record.read.later(edit.read) if edit.read else record.read,
                edit.note_on(record.note),
            )
            if before == [after] or not keys:
                continue
            for old in before:
                if old.id != after.id:
                    del self._records[old.id]
                    changes.written.pop(old.id, None)
                    changes.removed.add(old.id)
            self._put(after)
            changes.written[after.id] = after
        return changes

    def edits(self) -> list[Edit]:
        """Return the whole content as edits for another index."""
        return [Edit(r.keys, r.title, r.starred, r.read, r.note) for r in self]

    def _merged_mark(self, keys: tuple[str, ...]) -> Mark:
        record = self.merged(keys)
        return NO_MARK if record is None else record.mark

    def _is_free(self, key: str, owners: list[Record]) -> bool:
        owner = self._by_key.get(key)
        return owner is None or owner in owners

    def _put(self, record: Record) -> None:
        self._records[record.id] = record
        self._last_id = max(self._last_id, record.id)
        for key in record.keys:
            self._by_key[key] = record
