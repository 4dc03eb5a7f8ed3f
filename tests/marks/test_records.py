"""Merging notes and records: whoever merges, and however often, the outcome is the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nsdi_tui.marks.index import MarkIndex
from nsdi_tui.marks.records import PAST_LIMIT, Edit, Flag, Note, Record, merge_notes

texts = st.sampled_from(["", "a", "b", "c", "a\n\nb"])
times = st.integers(0, 6)


@st.composite
def histories(draw: Any) -> Any:
    note = Note()
    for text in draw(st.lists(texts, max_size=4)):
        note = note.replaced_by(text, note.at + draw(st.integers(1, 3)))
    return note


@given(histories(), histories())
def test_notes_merge_to_the_same_text_from_both_sides(one: Any, other: Any) -> None:
    assert merge_notes(one, other).text == merge_notes(other, one).text


@given(histories(), histories())
def test_merging_again_changes_nothing(one: Any, other: Any) -> None:
    merged = merge_notes(one, other)
    assert merge_notes(merged, other) == merged
    assert merge_notes(merged, one) == merged


@given(histories(), histories())
def test_no_text_is_lost_that_the_other_side_did_not_replace(one: Any, other: Any) -> None:
    merged = merge_notes(one, other)
    for note, against in ((one, other), (other, one)):
        if note.text and note.text not in merged.text:
            assert against.at
            assert against.past


def test_a_note_that_grew_elsewhere_replaces_the_older() -> None:
    draft = Note().replaced_by("draft", 1)
    final = draft.replaced_by("final", 2)
    assert merge_notes(draft, final).text == "final"


def test_a_note_removed_elsewhere_is_removed_here() -> None:
    draft = Note().replaced_by("draft", 1)
    assert merge_notes(draft, draft.replaced_by("", 2)).text == ""


def test_independent_notes_are_both_kept_the_earlier_first() -> None:
    early, late = Note("early", 1), Note("late", 2)
    assert merge_notes(late, early).text == "early\n\nlate"


@pytest.mark.parametrize(("kept", "dropped", "at"), [("a", "b", 2), ("a", "b", 3), ("b", "a", 2)])
def test_what_was_dropped_from_a_joined_note_does_not_come_back(
    kept: str, dropped: str, at: int
) -> None:
    edited = Note().replaced_by("a\n\nb", 1).replaced_by(kept, 2)
    assert merge_notes(edited, Note(dropped, at)).text == kept
    assert merge_notes(Note(dropped, at), edited).text == kept


def test_the_memory_of_a_note_is_bounded() -> None:
    note = Note()
    for number in range(3 * PAST_LIMIT):
        note = note.replaced_by(str(number), number + 1)
    assert len(note.past) == PAST_LIMIT


flags = st.builds(Flag, st.booleans(), times)
edits = st.builds(
    Edit,
    st.sets(st.sampled_from(["arxiv:1", "arxiv:2", "url:x", "title:a b c"]), min_size=1).map(tuple),
    st.just("Title"),
    flags,
    flags,
    st.builds(Note, texts, times),
)


@given(st.lists(edits, max_size=8))
def test_edits_applied_twice_are_applied_once(said: Any) -> None:
    index = MarkIndex()
    for edit in said:
        index.edit([edit])
        before = index.merged(edit.keys)
        index.edit([edit])
        assert index.merged(edit.keys) == before


@given(st.lists(edits, max_size=8))
def test_an_edit_returns_everything_that_changed(said: Any) -> None:
    index = MarkIndex()
    mirror: dict[int, Record] = {}
    for edit in said:
        changes = index.edit([edit])
        for number in changes.removed:
            mirror.pop(number, None)
        mirror.update(changes.written)
        assert mirror == {record.id: record for record in index}
        owners = [key for record in index for key in record.keys]
        assert len(owners) == len(set(owners))
