"""Folding text for comparison, and mapping matches back to the text as written.

Folding is NFKD, marks off, casefold. What no keyboard has is folded to what people type for it
(`’` to `'`, `–` to `-`), and invisible characters are dropped. Characters fold one by one: a part
of a text folds to a part of the folded text.
"""

from __future__ import annotations

import unicodedata

_TYPED = {
    **dict.fromkeys("‘’‚‛′", "'"),
    **dict.fromkeys("“”„‟″", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "⁄": "/",
    "×": "x",
}


class _Table(dict[int, str]):
    """What each character folds to, computed when it is first needed."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    decomposed = unicodedata.normalize("NFKD", character).casefold()
    return "".join(
        _TYPED.get(part, part)
        for part in unicodedata.normalize("NFKD", decomposed)
        if not unicodedata.combining(part) and unicodedata.category(part) != "Cf"
    )


_TABLE = _Table()


def fold(text: str) -> str:
    """Return the text as it is compared."""
    return text.lower() if text.isascii() else text.translate(_TABLE)


class Folded:
    """A folded text that knows where each of its characters came from."""

    def __init__(self, text: str) -> None:
        self.source = text
        self.text = fold(text)
        self._origins: list[int] | None = None
        if not text.isascii():
            self._origins = [at for at, c in enumerate(text) for _ in _TABLE[ord(c)]]

    def range_of(self, start: int, end: int) -> tuple[int, int]:
        """Return the range in the text as written of the folded range `[start, end)`, not empty.

        A character that folds to several counts whole, and marks belong to their character.
        """
        if self._origins is None:
            return start, end
        first, last = self._origins[start], self._origins[end - 1] + 1
        while last < len(self.source) and not _TABLE[ord(self.source[last])]:
            last += 1
        return first, last


IDEOGRAPHS = "\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff"
"""Han and kana, for a character class: scripts without spaces, each character a word."""


def starts_word(text: str, at: int) -> bool:
    """Whether a word starts here: after anything but a letter or digit, or next to an ideograph."""
    return (
        at == 0
        or not text[at - 1].isalnum()
        or is_ideograph(text[at])
        or is_ideograph(text[at - 1])
    )


def ends_word(text: str, at: int) -> bool:
    """Whether a word ends before this place."""
    return at >= len(text) or not text[at].isalnum() or starts_word(text, at)


def is_ideograph(character: str) -> bool:
    """Whether the character is a word by itself."""
    return character >= "\u3040" and (
        character <= "\u30ff"
        or "\u3400" <= character <= "\u9fff"
        or "\U00020000" <= character <= "\U0003ffff"
    )
