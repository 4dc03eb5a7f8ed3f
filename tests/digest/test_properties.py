"""Any text is a digest: never an error, and every reported line is right."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nsdi_tui.digest.check import check_lines
from nsdi_tui.digest.model import Digest, Topic
from nsdi_tui.digest.reading.document import parse

FRAGMENT_TEXT = (
    "# |## |### Papers\n|## Acronyms\n|## Acceptance Rate\n|* |- |1. |  |    |\t|\n|\n\n|[|]|(|)"
    "|**|*|`|> |<b>|<!--|&#x202e;|&lt;|{% hint %}|{% endhint %}|[^1]|\n[^1]: note|[ ] |word.|:| & "
    "|A Long Title of It|SYMI: Word|(SOSP 2023)|SC '21|Stanford & MIT|KV: Key-Value|10 / 20|24.5%"
    "|论文|Best Paper Award|\\[[Paper](https://a.b/c)]|[[arXiv](https://arxiv.org/abs/2001.00001)]"
    "|[Title](https://d.e/f)|https://x.y/z_(a)|\x1b|\u2028|\r\n|***|\\"
)
DOCUMENTS = st.lists(
    st.one_of(st.sampled_from(FRAGMENT_TEXT.split("|")), st.text(max_size=4)), max_size=40
).map("".join)
# Where Markdown shows what stands elsewhere (entities, notes, tags), the title's first word may
# not be in its line.
ELSEWHERE = re.compile(r"[&<]|\[\^|\{%")


def strings_of(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for part in value for text in strings_of(part)]
    names = getattr(type(value), "__slots__", None) or getattr(value, "__dict__", {})
    return [text for name in names for text in strings_of(getattr(value, name))]


def topics_of(digest: Digest) -> list[Topic]:
    found = []
    stack = list(digest.children)
    while stack:
        child = stack.pop()
        if isinstance(child, Topic):
            found.append(child)
            stack.extend(child.children)
    return found


@settings(max_examples=300)
@given(DOCUMENTS)
def test_any_text_is_a_digest_of_clean_strings(text: str) -> None:
    digest = parse(text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for paper in digest.papers:
        assert paper.keys
        assert paper.title
        word = re.match(r"\w+", paper.title)
        if word and word[0].isascii() and not ELSEWHERE.search(text):
            assert word[0] in lines[paper.line - 1]
    for topic in topics_of(digest):
        assert 1 <= topic.line <= len(lines)
    for problem in digest.diagnostics:
        assert 1 <= problem.line <= len(lines)
    assert check_lines(digest)
    for string in strings_of(digest):
        for character in string.replace("\n", ""):
            assert unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp")
            assert character == "\u200d" or unicodedata.category(character) != "Cf"


def test_a_sign_that_is_no_part_of_the_title_may_be_on_the_line_above_it() -> None:
    digest = parse("* **\U0002ebe1\nSongs\\[[Paper](https://a.b/c)]")
    assert [(paper.title, paper.line) for paper in digest.papers] == [("Songs", 2)]


def repeated(text: str, size: int = 40_000) -> str:
    return text * (size // len(text))


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("* " + repeated("["), id="open brackets"),
        pytest.param("* " + repeated("[a]("), id="open links"),
        pytest.param(repeated("![") + "a" + repeated("](b)"), id="nested images"),
        pytest.param(repeated(">"), id="nested quotes"),
        pytest.param("".join("  " * depth + "* a\n" for depth in range(200)), id="nested lists"),
        pytest.param(repeated("> * ") + "a", id="quotes in lists"),
        pytest.param("* " + repeated("*a `` ") + repeated(" b*``"), id="emphasis"),
        pytest.param("* " + repeated("**a *b "), id="open emphasis"),
        pytest.param(repeated("a|b\n-|-\n") + "a|b|c\n", id="tables that fail late"),
        pytest.param("<!-- " + repeated("* a [b](c)\n"), id="open comment"),
        pytest.param("---\n" + repeated(" \n"), id="open front matter"),
        pytest.param("Legend\n" + repeated(" \n") * 5, id="open legend"),
        pytest.param("* " + repeated("e\u0300"), id="combining marks"),
        pytest.param("* Title " + repeated("(SC 2021) "), id="venues"),
        pytest.param("* Title " + repeated("[[a](b)] "), id="links in brackets"),
        pytest.param(repeated("x"), id="one word"),
        pytest.param("".join(f"[^{n}]: [^{n + 1}]\n" for n in range(3000)), id="footnotes"),
    ],
)
def test_repetition_ends(text: str) -> None:
    assert isinstance(parse(text), Digest)


def test_too_much_emphasis_is_shown_as_text_and_reported() -> None:
    text = "# x\n\n## Papers\n\n* " + "*a* " * 60 + "\n"
    problem = parse(text).diagnostics[0]
    assert (problem.line, problem.reason[:8]) == (5, "too long")
