"""Damaged documents, and whether their export opens again as the same digest.

    python -m tests.digest.mutations --seed 1 --count 2000

Each document follows from its number alone. It is a fixture, or a part of the bundled digest, in
which lines and characters were deleted, repeated and swapped, and signs, entities and blanks added.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import fields, is_dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from nsdi_tui.digest.model import Bullet, Digest, Paper, Topic
from nsdi_tui.digest.reading.document import parse
from nsdi_tui.export.formats import Selection, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOT = Path(__file__).parent.parent.parent
# What follows in a fixture is what it should be read as.
EXPECTED = "--- expected ---"
# Lines of a document; of a longer one, a part is taken.
LINES = 60
MUTATIONS = 8
SIGNS = [
    *"*_`~[]<>()!#&;$%{}^\\'\"+-=@/?:,.|0aZé大•★✓¹\t\xa0\u3000\u200b\u200d\u202e\u2028\u0301\x1b\ufeff",
    *("**", "~~", "``", "```", "](", "[[", "]]", "<b>", "</b>", "<a href='x'>", "</a>", "<br>"),
    *("<!--", "-->", "<li>", "<td>", "<table>", "</table>", "<details>", "<summary>", "<pre>"),
    *("&amp;", "&lt;", "&nbsp;", "&#42;", "&copy", "&#x202e;", "&#10;", "{% hint %}", "{%", "%}"),
    *("[](", "[ ](https://a.example)", "[x]()", "![p](q.png)", "https://a.example/b_(c)", "[^1]"),
    *("[a]: https://a.example", "Note:", "Notes:", "Links:", "Kind: ", "Authors: ", "Year:", "; "),
    *(
        "\n",
        "\n\n",
        "    ",
        "  ",
        " ",
        "\n* ",
        "\n  * ",
        "\n# ",
        "\n### ",
        "\n> ",
        "\n---\n",
        "\n| ",
    ),
    *(
        "$x^2$",
        "\\textit{x}",
        "👩‍💻",
        "ﬁ",
        "Ǆ",
        "１",
        "\\\\",
        "\\*",
        " & ",
        " | ",
        ": ",
        " - ",
        "www.x.org",
    ),
]


@cache
def documents() -> tuple[str, ...]:
    """Return the documents to start from."""
    paths = sorted((ROOT / "tests" / "fixtures").rglob("*.md"))
    texts = [path.read_text(encoding="utf-8").partition(EXPECTED)[0] for path in paths]
    return (*texts, (ROOT / "assets" / "digest.md").read_text(encoding="utf-8"))


def mutated(seed: int) -> str:
    """Return the damaged document of this number."""
    chance = random.Random(seed)
    lines = _some_lines(chance)
    for _ in range(chance.randint(1, MUTATIONS)):
        if not lines:
            break
        chance.choice(_MUTATIONS)(lines, chance)
    return "\n".join(lines)


def _some_lines(chance: random.Random) -> list[str]:
    """Return a document, or some lines of a long one below its first lines."""
    # The bundled digest counts as often as all the others together do in ten.
    texts = documents()
    text = texts[-1] if chance.random() < 0.1 else chance.choice(texts)
    lines = text.split("\n")
    if len(lines) > LINES:
        start = chance.randrange(len(lines) - LINES)
        lines = lines[:3] + lines[start : start + LINES]
    return lines


def _at(lines: list[str], chance: random.Random) -> int:
    return chance.randrange(len(lines))


def _delete_line(lines: list[str], chance: random.Random) -> None:
    del lines[_at(lines, chance)]


def _repeat_line(lines: list[str], chance: random.Random) -> None:
    lines.insert(_at(lines, chance), lines[_at(lines, chance)])


def _swap_lines(lines: list[str], chance: random.Random) -> None:
    one, other = _at(lines, chance), _at(lines, chance)
    lines[one], lines[other] = lines[other], lines[one]


def _join_lines(lines: list[str], chance: random.Random) -> None:
    at = _at(lines, chance)
    lines[at : at + 2] = ["".join(lines[at : at + 2])]


def _indent_line(lines: list[str], chance: random.Random) -> None:
    at = _at(lines, chance)
    lines[at] = chance.choice(["  ", "    ", "\t", "* ", "> ", "| "]) + lines[at]


def _in_line(change: Callable[[str, int, random.Random], str]) -> Callable[..., None]:
    """Return a mutation that changes a line at one of its characters."""

    def mutate(lines: list[str], chance: random.Random) -> None:
        written = [number for number, line in enumerate(lines) if line]
        if written:
            number = chance.choice(written)
            at = chance.randrange(len(lines[number]) + 1)
            lines[number] = change(lines[number], at, chance)

    return mutate


def _insert(line: str, at: int, chance: random.Random) -> str:
    return line[:at] + chance.choice(SIGNS) + line[at:]


def _surround(line: str, at: int, chance: random.Random) -> str:
    end = chance.randint(at, len(line))
    opening, closing = chance.choice(
        [("**", "**"), ("*", "*"), ("`", "`"), ("[", "](https://a.example/x)"), ("<b>", "</b>")]
    )
    return line[:at] + opening + line[at:end] + closing + line[end:]


def _delete(line: str, at: int, chance: random.Random) -> str:
    return line[:at] + line[at + chance.choice([1, 1, 1, 2, 5, 20]) :]


def _repeat(line: str, at: int, chance: random.Random) -> str:
    return line[:at] + line[at : at + 1] * chance.choice([2, 2, 3, 10]) + line[at + 1 :]


def _swap(line: str, at: int, chance: random.Random) -> str:
    return line[:at] + line[at + 1 : at + 2] + line[at : at + 1] + line[at + 2 :]


def _cut(line: str, at: int, chance: random.Random) -> str:
    return line[:at]


def _splice(lines: list[str], chance: random.Random) -> None:
    """Put some lines of another document among these."""
    others = _some_lines(chance)
    start = chance.randrange(len(others))
    at = _at(lines, chance)
    lines[at:at] = others[start : start + chance.randint(1, 10)]


_MUTATIONS: list[Callable[[list[str], random.Random], None]] = [
    *(_delete_line, _repeat_line, _swap_lines, _join_lines, _indent_line, _splice),
    *map(_in_line, (_insert, _insert, _insert, _surround, _delete, _repeat, _swap, _cut)),
]


def exported(digest: Digest) -> str:
    """Return a digest as Markdown."""
    out = StringIO(newline="")
    write("markdown", [Selection(digest, digest.papers)], out)
    return out.getvalue()


def difference(text: str) -> str | None:
    """Return where the export of a document opens differently, if it does, with both values."""
    digest = parse(text)
    again = parse(exported(digest))
    return next(_differences(digest, again, "digest"), None)


# Lines and styles may differ, and what the reader reports.
_LEFT_OUT = ("line", "spans", "diagnostics", "account", "source", "path")


def _differences(one: object, other: object, place: str) -> Iterator[str]:
    if isinstance(one, Bullet) and isinstance(other, Bullet):
        mine, yours = _links(one), _links(other)
        if mine != yours:
            yield f"{place}: links {mine} became {yours}"
    if is_dataclass(one) and type(one) is type(other):
        for name in (field.name for field in fields(one) if field.name not in _LEFT_OUT):
            yield from _differences(getattr(one, name), getattr(other, name), f"{place}.{name}")
    elif isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        for number, (mine, yours) in enumerate(zip(one, other, strict=True)):
            yield from _differences(mine, yours, f"{place}[{number}]")
    elif one != other:
        yield f"{place}: {_shown(one)} became {_shown(other)}"


def _links(bullet: Bullet) -> list[tuple[str, str]]:
    return [(bullet.text[s.start : s.end], s.url) for s in bullet.spans if s.url]


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return f"{len(value)} of {[_title(part) for part in value]}"
    return repr(value)


def _title(value: object) -> object:
    if isinstance(value, Paper | Topic):
        return value.title
    return getattr(value, "text", None) or getattr(value, "label", None) or value


def main(arguments: Sequence[str] | None = None) -> int:
    """Try many documents; print those that open differently, and how many they are."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--seed", type=int, default=1, help="the number of the first document")
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument("--show", type=int, metavar="SEED", help="print one document")
    options = parser.parse_args(arguments)
    if options.show is not None:
        print(mutated(options.show))
        print(difference(mutated(options.show)))
        return 0
    failed = 0
    for seed in range(options.seed, options.seed + options.count):
        if found := difference(mutated(seed)):
            failed += 1
            print(f"{seed} {found}", flush=True)
    print(f"{failed} of {options.count} documents opened differently")
    return bool(failed)


if __name__ == "__main__":
    raise SystemExit(main())
