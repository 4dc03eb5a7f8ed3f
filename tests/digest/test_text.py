from __future__ import annotations

import pytest

from nsdi_tui.digest.text import clean, clean_block, clean_with_offsets


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("plain", "plain"),
        ("  a \t b\n\nc\u2028d\u00a0 e ", "a b c d e"),
        ("\x1b]52;c;aGk=\x07", "\ufffd]52;c;aGk=\ufffd"),
        ("a\x9bb\x00c\x7f", "a\ufffdb\ufffdc\ufffd"),
        ("lone \ud800 surrogate", "lone \ufffd surrogate"),
        ("\u202egnorw\u202c \u2066x\u2069 soft\u00adhyphen \ufeff", "gnorw x softhyphen"),
        ("👩\u200d💻 joined", "👩\u200d💻 joined"),
        ("e" + "\u0301" * 9 + "x", "e" + "\u0301" * 4 + "x"),
        ("\U000323b0", "\U000323b0"),
        ("", ""),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_long_text_ends_in_an_ellipsis() -> None:
    assert clean("word " * 100, 12) == "word word w…"
    assert len(clean("e\u0301\t" * 100_000, 50)) == 50


def test_blocks_keep_lines_and_indents() -> None:
    assert clean_block("\n\tif x:\r\n\t\treturn \x1b[0m  \n\n") == (
        "    if x:\n        return \ufffd[0m"
    )


def test_offsets_follow_the_text() -> None:
    text = "  one\t\u202etwo  three "
    cleaned, offsets = clean_with_offsets(text, [2, 5, 7, 10, 12, 17, len(text)])
    assert cleaned == "one two three"
    assert offsets == [0, 3, 4, 7, 8, 13, 13]
