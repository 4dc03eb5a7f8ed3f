"""What a title says: the system's name, and the venue that stands with it."""

from __future__ import annotations

import re

from nsdi_tui.digest.links import arxiv_id

NAME_LIMIT = 30
VENUE_LIMIT = 60

# Words before a colon that say what kind of text this is, not what the system is called.
_NO_NAME_WORDS = """
    survey poster demo short position invited keynote sok vision tutorial abstract extended paper
    panel experience title revisited update
"""
_NO_NAMES = frozenset(_NO_NAME_WORDS.split())
_INNER_CAPITAL = re.compile(r"[a-z][A-Z]|\d|[A-Z]{2}[a-z]")
_YEAR = re.compile(r"(?<!\d)((?:19[6-9]|20\d)\d)(?!\d)|['’‘`] ?(\d\d)(?!\d)")
_GLUED_YEAR = re.compile(r"^([A-Z][A-Za-z&+-]*[A-Za-z])(\d\d)$")
_EDGE = " ,.;:-–—/|()[]*_'’‘`"
_WORD = re.compile(r"[^\W_][\w&+'’./-]*")
_CONNECTOR_WORDS = """
    of on the for and in to at & de la des et
"""
_CONNECTORS = frozenset(_CONNECTOR_WORDS.split())
# Venues that are known without a year beside them.
_KNOWN = re.compile(
    r"(?:USENIX |ACM |IEEE )?(?:NSDI|OSDI|SOSP|ATC|FAST|HotOS|HotNets|HotStorage|HotCloud|EuroSys"
    r"|ASPLOS|SIGCOMM|SIGMOD|SIGMETRICS|SIGKDD|KDD|VLDB|PVLDB|ICDE|CIDR|MLSys|SC|HPDC|PPoPP|ICS|ISCA"
    r"|MICRO|HPCA|SoCC|INFOCOM|ICDCS|NeurIPS|NIPS|ICML|ICLR|AAAI|IJCAI|ACL|EMNLP|NAACL|CVPR|ICCV|ECCV"
    r"|CoNEXT|IMC|MobiCom|MobiSys|NDSS|CCS|S&P|PLDI|POPL|OOPSLA|TPDS|TOCS|TON|CoRR|arXiv)",
    re.I,
)


def name_in_title(title: str) -> str | None:
    """Return the system's short name: what stands before the first colon, if it reads like one.

    One word with a capital or a digit (`SYMI`, `Di-PS`, `vLLM`), or two words of which one is
    written as names are (`Orca 2`, `FlashAttention Next`); `Poster` and the like are none.
    """
    colon = min((at for at in (title.find(":"), title.find("：")) if at > 0), default=-1)
    head = title[:colon].strip() if colon > 0 else ""
    return head if reads_like_name(head) else None


def reads_like_name(text: str) -> bool:
    """Whether a few characters read like a system's name."""
    words = text.split()
    if not words or len(text) > NAME_LIMIT or len(words) > 2 or words[0].casefold() in _NO_NAMES:
        return False
    if text[-1] in ".,;!?" or not any(c.isupper() or c.isdigit() for c in text):
        return False
    if not any(c.isalpha() for c in text) or re.search(r"[\"“”()\[\]{}<>=%,;]", text):
        return False
    if len(words) == 1:
        return not re.fullmatch(r"\d[\d.,]*[a-zA-Z]?", text)
    return any(_INNER_CAPITAL.search(word) for word in words)


def venue_and_year(text: str) -> tuple[str | None, int | None]:
    """Read a venue with its year: `NSDI 2026`, `SC '21`, `SOSP23`, `arXiv 2312.07104`.

    The venue is None where the text names none, the year where it tells none. Without a year only
    well-known venues count, so that `Extended Version` is no venue.
    """
    text = text.strip()
    if not text or len(text) > VENUE_LIMIT * 2:
        return None, None
    if "arxiv" in text.casefold():
        return "arXiv", _arxiv_year(text)
    year, name = _take_year(text)
    name = " ".join(name.split()).strip(_EDGE)
    if sum(character.isalpha() for character in name) < 2:
        return None, year
    if year is None:
        return (name, None) if _KNOWN.fullmatch(name) else (None, None)
    return (name, year) if _is_venue_name(name) else (None, year)


def is_known_venue(text: str) -> bool:
    """Whether a text is the name of a well-known venue, without a year."""
    return bool(_KNOWN.fullmatch(text.strip(_EDGE)))


def _take_year(text: str) -> tuple[int | None, str]:
    match = _YEAR.search(text)
    if match:
        year = int(match[1]) if match[1] else _century(match[2])
        # What follows the year by a comma is no part of the name (`SC '21, Best Paper`).
        after = text[match.end() :]
        after = "" if after.lstrip()[:1] in (",", ";", ".") else after
        return year, text[: match.start()] + " " + after
    glued = _GLUED_YEAR.match(text)
    if glued:
        return _century(glued[2]), glued[1]
    return None, text


def _century(digits: str) -> int:
    return int(digits) + (1900 if int(digits) >= 60 else 2000)


def _arxiv_year(text: str) -> int | None:
    identifier = arxiv_id(text)
    if identifier:
        return _century(identifier.rpartition("/")[2][:2])
    match = _YEAR.search(text)
    if not match:
        return None
    return int(match[1]) if match[1] else _century(match[2])


def _is_venue_name(name: str) -> bool:
    words = _WORD.findall(name)
    if not words or len(words) > 8 or len(name) > VENUE_LIMIT or re.search(r"[?!:=%]", name):
        return False
    named = [word for word in words if word.casefold() not in _CONNECTORS]
    return bool(named) and all(
        not word[0].islower() or _INNER_CAPITAL.search(word) for word in named
    )
