"""Author lists: what reads like people, and the names as written."""

from __future__ import annotations

import re
from functools import lru_cache

AUTHORS_LIMIT = 6_000
NAMES_LIMIT = 400

_PROSE_WORDS = 8
_PARTICLES = frozenset(
    [
        "de",
        "da",
        "di",
        "del",
        "della",
        "der",
        "den",
        "des",
        "du",
        "dos",
        "das",
        "la",
        "le",
        "van",
        "von",
        "vom",
        "zu",
        "ter",
        "ten",
        "bin",
        "ibn",
        "al",
        "el",
        "y",
        "e",
        "af",
        "av",
    ]
)
# Words in lower case that lists of names are full of.
_JOINING = _PARTICLES | {"and", "et", "al", "al."}
_ET_AL = re.compile(r",?\s*\bet\.?\s*al\b\.?\*?|\band others\b|等人?$", re.I)
_SEPARATOR = re.compile(r"\s*(?:[,;，、；]\s*(?:and\s+|&\s*)?|\s+and\s+|\s+&\s+|\s·\s)\s*")
_MARKS = re.compile(r"[*†‡§¶#✉⋆∗△□◇♠♣♥♦⁎]+|[\u00b9\u00b2\u00b3\u2070-\u2079]+")
_NUMBERS = re.compile(r"(?<=[^\W\d_])\d(?:,\d)*(?=\s|,|;|$)|(?<=\.)\d(?=\s|,|$)")
_WORD = re.compile(r"(?:[^\W\d_][\w'’.‐‑-]*|[A-Z]\.(?:-?[A-Z]\.)*)")
_CJK_NAME = re.compile(r"[\u3400-\u9fff·]{2,6}|[\u3040-\u30ff\uac00-\ud7af]{2,8}")
_INNER_CAPITAL = re.compile(r"[a-z-][A-Z]|[A-Z]{3}")
_INITIALS = re.compile(r"(?:[A-Z]\.\s?-?){1,3}")
_ENDS_WITH_INITIAL = re.compile(r"(?:^|[\s.,-])[A-Z]\.$")
_NO_PERSON_WORDS = """
    university institute laboratory laboratories lab labs research google meta microsoft amazon
    nvidia openai college school department inc corp center centre academy group team technologies
    technology systems ai foundation of for the with in on a an to from via by using towards
    learning model models language network networks data neural deep large survey benchmark
    framework efficient system training inference is are as at under through artificial
    intelligence computational domain adaptation image processing analysis vision knowledge
    recognition detection segmentation reinforcement optimization generation understanding
    reasoning representation agents programming database distributed memory software hardware
    security privacy coverage
"""
_NO_PERSON = frozenset(_NO_PERSON_WORDS.split())


@lru_cache(maxsize=1024)
def authors_in(text: str, *, lenient: bool = False) -> tuple[str, ...]:
    """Return the people that a text consists of, as written and in order; empty for other text.

    A list needs at least two names or an `et al.`; with `lenient` (the text is marked as authors
    by its place or its style) one name of two words is enough. `Ann Author et al.` is one entry,
    so that what the list leaves out stays visible.
    """
    text = text.strip(" ,;:|-–—()[]*_")
    if not (text.endswith(".") and _ENDS_WITH_INITIAL.search(text)):
        text = text.rstrip(" .,;:|-–—()[]*_")
    text = text.lstrip(" .")
    if not text or len(text) > AUTHORS_LIMIT:
        return ()
    if reads_like_prose(text):
        return ()
    may_go_on = "al" in text or "others" in text or "等" in text
    rest = _ET_AL.search(text) if may_go_on else None
    if rest and text[rest.end() :].strip(" .,;*"):
        return ()
    core = text[: rest.start()] if rest else text
    names = [
        name.strip(" .") if not name.endswith(".") else name for name in _split(core, bool(rest))
    ]
    names = [name for name in names if name]
    if not names or len(names) > NAMES_LIMIT:
        return ()
    alone = len(names) == 1 and not rest
    if alone and not (lenient and len(names[0].split()) > 1):
        return ()
    least = (0.6 if lenient and len(names) > 2 else 0.85) * len(names)
    possible = len(names)
    for name in names:
        if not _is_person(name, lenient):
            possible -= 1
            if possible < least:
                return ()
    if rest:
        names[-1] = f"{names[-1]} et al."
    return tuple(names)


def reads_like_prose(text: str) -> bool:
    """Whether a text of more than a few words is mostly in lower case, so that it is no names."""
    words = text.split()
    if len(words) < _PROSE_WORDS:
        return False
    small = [word for word in words if word[0].islower()]
    if len(small) <= 0.45 * len(words):
        return False
    return sum(1 for word in small if word not in _JOINING) > 0.45 * len(words)


def _split(text: str, followed: bool = False) -> list[str]:
    text = _NUMBERS.sub("", _MARKS.sub("", text))
    joined = re.split(r"\s+and\s+", text)
    if len(joined) > 1 and all(part.count(",") == 1 for part in joined):
        # `Author, Ann and Writer, Bob`, as BibTeX joins them.
        return [part.strip() for part in joined]
    parts = re.split(r"\s*;\s*(?:and\s+)?", text) if ";" in text else _SEPARATOR.split(text)
    parts = [part.strip(" ") for part in parts if part.strip(" .,")]
    if len(parts) > 2 and ";" not in text and _is_family_name(parts):
        # `Author, Ann, Bob Writer`: only the first one has the family name in front.
        return [", ".join(parts[:2]), *parts[2:]]
    if len(parts) > 1 and len(parts) % 2 == 0 and ";" not in text:
        # `Author, Ann, Writer, Bob`: family names and given names in turn.
        family, given = parts[::2], parts[1::2]
        single = all(" " not in name and not _CJK_NAME.fullmatch(name) for name in parts)
        if len(parts) == 2 and followed and single:
            return [", ".join(parts)]
        if all(_INITIALS.fullmatch(name) for name in given):
            return [f"{last}, {first}" for last, first in zip(family, given, strict=True)]
    return parts


def _is_family_name(parts: list[str]) -> bool:
    """Whether the first of several names is only a family name, as citations write it."""
    first, second = parts[0], parts[1]
    if " " in first or _INNER_CAPITAL.search(first) or not all(" " in name for name in parts[2:]):
        return False
    return " " in second or len(parts) > 2


def _is_person(name: str, lenient: bool) -> bool:
    if _CJK_NAME.fullmatch(name.replace(" ", "")):
        return True
    words = name.replace(",", " ").split()
    if not words or len(words) > 6 or len(name) > 60:
        return False
    if any(len(word) > 1 and word.casefold() in _NO_PERSON for word in words if word[-1] != "."):
        return False
    capitals = 0
    for word in words:
        if word.casefold() in _PARTICLES:
            continue
        if not _WORD.fullmatch(word.strip("()")):
            return False
        word = word.strip("()")
        if word[0].isupper() and not (word.isupper() and len(word) > 4 and len(words) == 1):
            capitals += 1
        elif not lenient or not word[0].isalpha():
            return False
    if len(words) == 1:
        return capitals == 1 and len(words[0]) > 1
    return capitals >= 1
