"""Text without case and accents, and the way back from a folded match to the text as written."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Return the text for comparing: NFKD, combining marks off, casefolded."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


class Folded:
    """A folded text that knows where each of its characters came from."""

    def __init__(self, text: str) -> None:
        self.source = text
        self.text = fold(text)
        self._origins: list[int] | None = None
        if not text.isascii():
            origins = [at for at, character in enumerate(text) for _ in fold(character)]
            # Character by character gives the same but for marks that Unicode reorders.
            self._origins = origins if len(origins) == len(self.text) else None

    def range_of(self, start: int, end: int) -> tuple[int, int]:
        """Return the range in the text as written of the folded range `[start, end)`, not empty."""
        if self._origins is None:
            return start, end
        first, last = self._origins[start], self._origins[end - 1] + 1
        while last < len(self.source) and unicodedata.combining(self.source[last]):
            last += 1
        return first, last


def starts_word(text: str, at: int) -> bool:
    """Whether a word starts here: after what is no letter or digit, or at a CJK character."""
    return at == 0 or not text[at - 1].isalnum() or is_ideograph(text[at])


def ends_word(text: str, at: int) -> bool:
    """Whether a word ends before this place."""
    return at >= len(text) or not text[at].isalnum() or is_ideograph(text[at - 1])


def is_ideograph(character: str) -> bool:
    """Whether the character is a word by itself: Han, kana (their scripts put no spaces)."""
    return "\u3040" <= character <= "\u30ff" or "\u3400" <= character <= "\u9fff"
