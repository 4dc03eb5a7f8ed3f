"""Whether a line without links reads like a title."""

from __future__ import annotations

import re

TITLE_WORDS = 4

SENTENCE_END = re.compile(r"[.!?。！？…]$")
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def reads_like_title(text: str) -> bool:
    """Whether a line without links reads like a paper's title rather than a topic's name."""
    if SENTENCE_END.search(text) and not text.endswith("?"):
        return False
    if CJK.search(text):
        return len(text) >= 10
    return len(text.split()) >= TITLE_WORDS or ": " in text
