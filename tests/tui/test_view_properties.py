"""The view model against a naive one, under random commands."""

from __future__ import annotations

from typing import get_args

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from nsdi_tui.digest.library import Library
from nsdi_tui.digest.model import Digest, Paper, Topic
from nsdi_tui.finding.grouping import GROUPINGS, Grouping
from nsdi_tui.finding.order import Order
from nsdi_tui.finding.query import parse
from nsdi_tui.finding.search import search
from nsdi_tui.tui.view.arrangement import Arrangement
from nsdi_tui.tui.view.browse_view import BrowseView
from nsdi_tui.tui.view.changed import Changed

BIRDS = ("heron", "wren", "gannet", "kestrel", "dunlin")
QUERIES = ("", "heron", "wren", "gannet dunlin", "-heron", "e", "org:fen", "zzz", "topic:marsh")
TOPICS = ("Marsh", "Cliffs", "Meadow")


def paper(name: str, number: int, topics: tuple[str, ...]) -> Paper:
    organization = "Fen Institute" if number % 2 else "Cliff College"
    return Paper(
        title=f"{name.title()} {number}: The {BIRDS[number % len(BIRDS)]}",
        name=None,
        aliases=(),
        venue=f"Birds {2020 + number % 3}",
        topics=topics,
        organizations=(organization,),
        badges=(),
        summary=(),
        links=(),
        keys=(f"title:{name} {number}",),
        line=number + 1,
    )


def tree(shape: list[tuple[bool, int]], first: int) -> tuple[Topic | Paper, ...]:
    """A tree from its rows: whether each is a topic, and how deep it is at most."""
    path: list[str] = []
    levels: list[list[Topic | Paper]] = [[]]

    def close(depth: int) -> None:
        while len(path) > depth:
            below = tuple(levels.pop())
            levels[-1].append(Topic(path.pop(), 1, below))

    for number, (is_topic, depth) in enumerate(shape, first):
        close(depth)
        if is_topic:
            path.append(TOPICS[number % len(TOPICS)])
            levels.append([])
        else:
            levels[-1].append(paper(BIRDS[number * 3 % len(BIRDS)], number, tuple(path)))
    close(0)
    return tuple(levels[0])


SHAPES = st.lists(st.tuples(st.booleans(), st.integers(0, 3)), min_size=4, max_size=14)


@st.composite
def libraries(draw: st.DrawFn) -> Library:
    shapes = draw(st.lists(SHAPES, min_size=1, max_size=2))
    return Library.of(
        Digest(f"Digest {number}", f"{number}.md", children=tree(shape, 100 * number))
        for number, shape in enumerate(shapes)
    )


class NaiveRow:
    """A row of the naive model: a title, a position for papers, and the rows below it."""

    def __init__(self, title: str, position: int | None, rows: list[NaiveRow]) -> None:
        self.title, self.position, self.rows = title, position, rows

    def positions(self) -> set[int]:
        own = {self.position} if self.position is not None else set()
        return own.union(*(row.positions() for row in self.rows))


def naive_rows(library: Library) -> list[NaiveRow]:
    numbers = iter(range(1000))

    def below(children: tuple[Topic | Paper, ...]) -> list[NaiveRow]:
        return [
            NaiveRow(child.title, next(numbers), [])
            if isinstance(child, Paper)
            else NaiveRow(child.title, None, below(child.children))
            for child in children
        ]

    rows = [NaiveRow(digest.title, None, below(digest.children)) for digest in library.digests]
    for row in rows:
        row.rows = [joined(child) for child in row.rows if child.positions()]
    return rows[0].rows if len(rows) == 1 else rows


def joined(row: NaiveRow) -> NaiveRow:
    """The row without empty topics, and joined with the only topic in it."""
    row.rows = [joined(child) for child in row.rows if child.positions()]
    if row.position is None and len(row.rows) == 1 and row.rows[0].position is None:
        return row.rows[0]
    return row


class ViewMachine(RuleBasedStateMachine):
    """Filters, collapses, moves, selects and rearranges; compares with the naive model."""

    @initialize(library=libraries())
    def open(self, library: Library) -> None:
        self.library = library
        self.view = BrowseView(library)
        self.query = ""
        self.selected: set[str] = set()

    def matches(self) -> set[int]:
        from nsdi_tui.finding.corpus import Corpus

        query = parse(self.query)
        everything = range(len(self.library.papers))
        if not query:
            return set(everything)
        return set(search(query, Corpus(self.library)).positions)

    @rule(query=st.sampled_from(QUERIES))
    def filter(self, query: str) -> None:
        paper = self.view.current.paper
        position = self.view.current.position
        was_filtered = self.view.query is not None
        self.view.filter(query)
        while self.view.is_searching:
            self.view.search_further(0)
        self.query = query
        if paper is not None and query and position in self.matches():
            # The current paper stays current while it matches.
            assert self.view.current.position == position
        if not query and was_filtered and self.view.navigator.has_moved and paper is not None:
            assert self.view.current.position == position

    @rule(rows=st.integers(-9, 9))
    def move(self, rows: int) -> None:
        before, count = self.view.rows.cursor_row, len(self.view.rows.visible)
        self.view.navigator.move(rows)
        if count:
            assert self.view.rows.cursor_row == max(0, min(before + rows, count - 1))

    @precondition(lambda self: self.view.rows.visible)
    @rule(row=st.integers(0, 30))
    def click(self, row: int) -> None:
        row %= len(self.view.rows.visible)
        self.view.navigator.move_to_row(row)
        assert self.view.rows.cursor_row == row

    @rule(step=st.sampled_from([1, -1]))
    def move_to_paper(self, step: int) -> None:
        nodes, before = list(self.view.rows.papers), self.view.rows.cursor
        following = [n for n in nodes[::step] if (n > before if step > 0 else n < before)]
        moved = self.view.navigator.move_to_paper(step)
        assert bool(moved) == bool(following)
        if moved:
            assert self.view.rows.cursor == following[0]
            assert self.view.rows.cursor in self.view.rows.visible

    @precondition(lambda self: self.view.rows.visible)
    @rule()
    def toggle(self) -> None:
        node, was_expanded = self.view.rows.cursor, self.view.rows.is_expanded
        before, paper = was_expanded(node), self.view.current.paper
        self.view.navigator.toggle()
        assert self.view.rows.is_expanded(node) == (before if paper else not before)

    @precondition(lambda self: self.view.rows.visible)
    @rule(row=st.integers(0, 30))
    def toggle_a_row_twice(self, row: int) -> None:
        self.view.navigator.move_to_row(row % len(self.view.rows.visible))
        before = list(self.view.rows.visible)
        self.view.navigator.toggle()
        self.view.navigator.toggle()
        assert list(self.view.rows.visible) == before

    @rule()
    def collapse(self) -> None:
        self.view.navigator.collapse()

    @rule()
    def expand(self) -> None:
        self.view.navigator.expand()

    @rule()
    def toggle_all_twice(self) -> None:
        before = list(self.view.rows.visible)
        self.view.navigator.toggle_all()
        if self.view.rows.visible != before:
            self.view.navigator.toggle_all()

    @rule(
        grouping=st.sampled_from(GROUPINGS),
        order=st.sampled_from(get_args(Order)),
        reverses_groups=st.booleans(),
        reverses_order=st.booleans(),
    )
    def arrange(
        self, grouping: Grouping, order: Order, reverses_groups: bool, reverses_order: bool
    ) -> None:
        wanted = Arrangement(grouping, order, reverses_groups, reverses_order)
        keeps_groups = self.view.arrangement.grouping == grouping
        item = self.view.current.item
        self.view.arrange(wanted)
        if isinstance(item, Paper) or keeps_groups:
            assert self.view.current.title == (item.title if item else "")

    @rule()
    def select(self) -> None:
        keys = {self.library.papers[at].key for at in self.view.current.positions}
        self.selected = self.selected - keys if keys <= self.selected else self.selected | keys
        self.view.toggle_selected()

    @rule()
    def clear_selection(self) -> None:
        assert bool(self.view.clear_selection()) == bool(self.selected)
        self.selected = set()

    @rule()
    def reload(self) -> None:
        paper = self.view.current.paper
        self.library = Library.of(
            Digest(d.title, d.source, children=d.children) for d in self.library.digests
        )
        changed = self.view.replace_library(self.view.prepare(self.library))
        while self.view.is_searching:
            self.view.search_further(0)
        assert Changed.RELOADED in changed
        assert self.view.current.paper == paper or paper is None

    @invariant()
    def rows_are_those_of_the_naive_model(self) -> None:
        rows = self.view.rows
        outline = rows.outline
        matches = self.matches()
        assert {outline.position[node] for node in rows.papers} == matches
        assert list(rows.visible) == sorted(set(rows.visible))
        if self.view.arrangement.for_query(self.view.query) == Arrangement():
            # Both are walked in the same order, so that nodes and naive rows can be compared.
            numbers = iter(range(len(outline)))
            expected: list[int] = []

            def walk(row: NaiveRow, is_visible: bool) -> None:
                node = next(numbers)
                below = row.positions() & matches
                is_visible = is_visible and (not self.view.query or bool(below))
                if is_visible:
                    expected.append(node)
                    assert outline.items[node].title == row.title
                    assert rows.count_below(node) == len(below)
                for child in row.rows:
                    walk(child, is_visible and rows.is_expanded(node))

            for root in naive_rows(self.library):
                walk(root, True)
            assert list(rows.visible) == expected

    @invariant()
    def the_cursor_is_on_a_row(self) -> None:
        assert 0 <= self.view.rows.cursor < max(1, len(self.view.rows.outline))
        if self.view.rows.visible:
            assert self.view.rows.cursor in self.view.rows.visible

    @invariant()
    def the_selection_is_what_was_selected(self) -> None:
        assert self.view.state.selected == self.selected
        papers = self.library.papers
        if self.selected:
            keys = [papers[at].key for at in self.view.targets]
            assert sorted(keys) == sorted(self.selected)


TestView = ViewMachine.TestCase
TestView.settings = settings(max_examples=80, stateful_step_count=40)


def test_a_library_without_papers_is_replaced_in_every_grouping() -> None:
    library = Library.of([Digest("Birds", "birds.md")])
    view = BrowseView(library)
    for grouping in GROUPINGS:
        view.arrange(Arrangement(grouping))
        view.replace_library(view.prepare(library))
        assert view.current.paper is None
