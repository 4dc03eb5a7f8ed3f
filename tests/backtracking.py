"""A matcher that counts its steps, to find patterns whose work grows faster than their input.

It backtracks over Python's own parse of a pattern as Python's engine does, without the shortcuts
that the engine takes, so its count is at least the engine's. Repetitions with a large upper limit
get a small one: `{1,400}` costs at most 400 steps a character, which is linear, but would look
quadratic in the short inputs here.
"""

from __future__ import annotations

import importlib
import re
import sys
from typing import TYPE_CHECKING, Any

# Python's parser of patterns, which has no public name.
_IS_NEW = sys.version_info >= (3, 11)
ops: Any = importlib.import_module("re._constants" if _IS_NEW else "sre_constants")
parser: Any = importlib.import_module("re._parser" if _IS_NEW else "sre_parse")

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT = 4
# Characters to stand for a class, if they are in it.
CANDIDATES = "aA0 -.:,;|/([<\"'\n\t`*_大#=&!é"
PIECES = 6

_CATEGORIES = {
    ops.CATEGORY_DIGIT: r"\d",
    ops.CATEGORY_NOT_DIGIT: r"\D",
    ops.CATEGORY_SPACE: r"\s",
    ops.CATEGORY_NOT_SPACE: r"\S",
    ops.CATEGORY_WORD: r"\w",
    ops.CATEGORY_NOT_WORD: r"\W",
}
_SAMPLES: dict[tuple[int, str], str] = {}
"""A character of each class, by the pattern's flags and the class: many patterns share theirs."""


class TooMany(Exception):
    """More steps than asked for."""


def plain(nodes: Any) -> list[Any]:
    """Return Python's parse as lists: its own sequences cost most of the time of a match.

    An assertion gets the width of its body in addition.
    """
    return [(op, _plain_value(op, value)) for op, value in nodes]


def _plain_value(op: Any, value: Any) -> Any:
    if op is ops.BRANCH:
        return value[0], [plain(branch) for branch in value[1]]
    if op in (ops.SUBPATTERN, ops.MAX_REPEAT, ops.MIN_REPEAT):
        return (*value[:-1], plain(value[-1]))
    if op in (ops.ASSERT, ops.ASSERT_NOT):
        return value[0], plain(value[1]), value[1].getwidth()[0]
    if op is ops.GROUPREF_EXISTS:
        return value[0], plain(value[1]), plain(value[2] or ())
    return value


class Matcher:
    """A pattern with the number of steps that its matches took."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.steps = 0
        self.most = 0
        self._flags = pattern.flags
        self._tree = plain(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE))
        self._members: dict[tuple[int, str], bool] = {}

    def count(self, text: str, anchored: bool, most: int) -> int:
        """Return how many steps a search takes, or a match at the start; at most `most`."""
        self.steps = 0
        self.most = most
        at = 0
        try:
            while at <= len(text):
                end = next(self._sequence(self._tree, 0, text, at, {}), None)
                if anchored:
                    break
                # As `sub` and `finditer` do, go on behind a match.
                at = at + 1 if end is None or end == at else end
        except TooMany:
            return most + 1
        return self.steps

    def repeats(self) -> bool:
        """Whether anything in the pattern may be repeated without a limit."""
        return any(self._repeats(node) for node in self._tree)

    def _repeats(self, node: Any) -> bool:
        op, value = node
        if op in (ops.MAX_REPEAT, ops.MIN_REPEAT) and value[1] > LIMIT:
            return True
        return any(self._repeats(inner) for nodes in self._inside(node) for inner in nodes)

    def attacks(self, size: int) -> Iterator[str]:
        """Yield texts of repetitions that the pattern may begin to match and then fail on."""
        pieces = list(dict.fromkeys(filter(None, self._pieces(self._tree))))[:PIECES]
        pairs = [one + other for one in pieces for other in pieces if one != other]
        starts = list(dict.fromkeys(self._starts(self._tree, "")))[:PIECES]
        for piece in (*pieces, *pairs, *starts):
            yield (piece * size)[:size] + "\0"
        for start in starts:
            for piece in pieces:
                yield start + (piece * size)[:size] + "\0"

    # Matching

    def _step(self) -> None:
        self.steps += 1
        if self.steps > self.most:
            raise TooMany

    def _sequence(
        self, nodes: list[Any], index: int, text: str, at: int, groups: dict[int, str]
    ) -> Iterator[int]:
        if index == len(nodes):
            yield at
            return
        for end in self._node(nodes[index], text, at, groups):
            yield from self._sequence(nodes, index + 1, text, end, groups)

    def _node(self, node: Any, text: str, at: int, groups: dict[int, str]) -> Iterator[int]:
        op, value = node
        self._step()
        if self._is_single(node):
            if at < len(text) and self._has(node, text[at]):
                yield at + 1
        elif op is ops.BRANCH:
            for branch in value[1]:
                yield from self._sequence(branch, 0, text, at, groups)
        elif op is ops.SUBPATTERN:
            for end in self._sequence(value[-1], 0, text, at, groups):
                if value[0] is not None:
                    groups[value[0]] = text[at:end]
                yield end
        elif op in (ops.MAX_REPEAT, ops.MIN_REPEAT):
            least, most, body = value
            least = min(least, LIMIT)
            most = min(most, LIMIT) if most is not ops.MAXREPEAT else len(text) + 1
            if len(body) == 1 and self._is_single(body[0]):
                yield from self._characters(body[0], op, least, most, text, at)
            else:
                yield from self._repeat(body, op, least, most, text, at, groups)
        elif op in (ops.ASSERT, ops.ASSERT_NOT):
            if self._looks(value, text, at, groups) is (op is ops.ASSERT):
                yield at
        elif op is ops.AT:
            if self._is_at(value, text, at):
                yield at
        elif op is ops.GROUPREF:
            if text.startswith(groups.get(value, ""), at):
                yield at + len(groups.get(value, ""))
        elif op is ops.GROUPREF_EXISTS:
            branch = value[1] if value[0] in groups else value[2]
            yield from self._sequence(branch, 0, text, at, groups)
        else:
            raise NotImplementedError(str(op))

    def _characters(
        self, node: Any, op: Any, least: int, most: int, text: str, at: int
    ) -> Iterator[int]:
        """Repeat a single character: greedily from the far end, lazily from the near one."""
        if op is ops.MIN_REPEAT:
            end = at
            while end - at < least and end < len(text) and self._has(node, text[end]):
                self._step()
                end += 1
            while end - at >= least:
                yield end
                self._step()
                if end - at >= most or end >= len(text) or not self._has(node, text[end]):
                    return
                end += 1
            return
        end = at
        while end - at < most and end < len(text) and self._has(node, text[end]):
            self._step()
            end += 1
        for stop in range(end, at + least - 1, -1):
            self._step()
            yield stop

    def _repeat(
        self,
        body: list[Any],
        op: Any,
        least: int,
        most: int,
        text: str,
        at: int,
        groups: dict[int, str],
    ) -> Iterator[int]:
        self._step()
        if op is ops.MIN_REPEAT and least <= 0:
            yield at
        if most > 0:
            for end in self._sequence(body, 0, text, at, groups):
                if end > at:
                    yield from self._repeat(body, op, least - 1, most - 1, text, end, groups)
                elif least > 0:
                    yield end
        if op is ops.MAX_REPEAT and least <= 0:
            yield at

    def _looks(self, value: Any, text: str, at: int, groups: dict[int, str]) -> bool:
        direction, body, width = value
        if direction > 0:
            return next(self._sequence(body, 0, text, at, groups), None) is not None
        start = at - width
        return start >= 0 and any(end == at for end in self._sequence(body, 0, text, start, groups))

    def _is_at(self, place: Any, text: str, at: int) -> bool:
        many = bool(self._flags & re.M)
        if place is ops.AT_BEGINNING:
            return at == 0 or (many and text[at - 1] == "\n")
        if place is ops.AT_BEGINNING_STRING:
            return at == 0
        if place is ops.AT_END:
            return at == len(text) or text[at:] == "\n" or (many and text[at] == "\n")
        if place is ops.AT_END_STRING:
            return at == len(text)
        before = at > 0 and (text[at - 1].isalnum() or text[at - 1] == "_")
        after = at < len(text) and (text[at].isalnum() or text[at] == "_")
        return (before != after) is (place is ops.AT_BOUNDARY)

    @staticmethod
    def _is_single(node: Any) -> bool:
        return node[0] in (ops.LITERAL, ops.NOT_LITERAL, ops.ANY, ops.IN)

    def _has(self, node: Any, character: str) -> bool:
        key = (id(node), character)
        known = self._members.get(key)
        if known is None:
            known = self._members[key] = self._is_in(node, character)
        return known

    def _is_in(self, node: Any, character: str) -> bool:
        op, value = node
        if op is ops.ANY:
            return character != "\n" or bool(self._flags & re.S)
        forms = {character}
        if self._flags & re.I:
            forms |= {character.lower(), character.upper()}
        codes = {ord(form) for form in forms if len(form) == 1}
        if op is ops.LITERAL:
            return value in codes
        if op is ops.NOT_LITERAL:
            return value not in codes
        negated = value[0][0] is ops.NEGATE
        found = False
        for kind, what in value:
            if kind is ops.LITERAL:
                found |= what in codes
            elif kind is ops.RANGE:
                found |= any(what[0] <= code <= what[1] for code in codes)
            elif kind is ops.CATEGORY:
                found |= re.match(_CATEGORIES[what], character, self._flags & re.A) is not None
        return found is not negated

    # Inputs

    def _pieces(self, nodes: list[Any]) -> Iterator[str]:
        """Yield a sample of each repeated part, then of each part, then each single character."""
        for node in nodes:
            for inner in self._inside(node):
                yield from self._pieces(inner)
            if node[0] in (ops.MAX_REPEAT, ops.MIN_REPEAT):
                yield self._sample(node[1][2])
        for node in nodes:
            if self._is_single(node):
                yield self._sample([node])
        yield self._sample(nodes)

    def _starts(self, nodes: list[Any], before: str) -> Iterator[str]:
        """Yield a text that leads to each repetition."""
        for node in nodes:
            if node[0] in (ops.MAX_REPEAT, ops.MIN_REPEAT) and before:
                yield before
            for inner in self._inside(node):
                yield from self._starts(inner, before)
            before += self._sample([node])

    @staticmethod
    def _inside(node: Any) -> list[list[Any]]:
        op, value = node
        if op is ops.BRANCH:
            return list(value[1])
        if op is ops.SUBPATTERN:
            return [value[-1]]
        if op in (ops.MAX_REPEAT, ops.MIN_REPEAT):
            return [value[2]]
        if op in (ops.ASSERT, ops.ASSERT_NOT):
            return [value[1]]
        return []

    def _sample(self, nodes: list[Any]) -> str:
        """Return a short text that the nodes match, apart from what they look for around it."""
        out = ""
        for node in nodes:
            op, value = node
            if self._is_single(node):
                out += self._character(node)
            elif op is ops.BRANCH:
                out += self._sample(value[1][0])
            elif op is ops.SUBPATTERN:
                out += self._sample(value[-1])
            elif op in (ops.MAX_REPEAT, ops.MIN_REPEAT):
                out += self._sample(value[2]) * min(max(value[0], 1), LIMIT)
        return out

    def _character(self, node: Any) -> str:
        op, value = node
        if op is ops.LITERAL:
            return chr(int(value))
        key = (self._flags, repr(node))
        if key not in _SAMPLES:
            _SAMPLES[key] = self._first_in(node)
        return _SAMPLES[key]

    def _first_in(self, node: Any) -> str:
        op, value = node
        character: str
        firsts = [chr(what) for kind, what in value if kind is ops.LITERAL] if op is ops.IN else []
        for character in (*CANDIDATES, *firsts, *map(chr, range(32, 0x3000))):
            if self._has(node, character):
                return character
        return ""
