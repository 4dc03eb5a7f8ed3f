"""Affiliations and badges: the bullets of an entry that are not summary."""

from __future__ import annotations

import re
from functools import lru_cache

from nsdi_tui.digest.reading.titles import CJK

AFFILIATION_LIMIT = 400
ORGANIZATION_LIMIT = 90
BADGES_LIMIT = 80

_LABEL = re.compile(
    r"(?:(?:authors?['’]? )?(?:affiliations?|institutions?|organi[sz]ations?))\s*[:：]\s*", re.I
)
_SEPARATOR = re.compile(r"\s+&\s+")
_ORGANIZATION_SEPARATOR = re.compile(
    r"\s*(?:[+＋/;；、|]|\s&\s|,\s*and\s|,(?!\s*(?:Inc|Ltd|LLC|Co)\b))\s*"
)
_AND_SO_ON = re.compile(r"[\s,]*\b(?:etc|et\.? ?al)\b\.?\s*$", re.I)
_CONNECTOR_WORDS = """
    of for the and at in on de di da do del della des du la le les der die das für e y et und van
    von to
"""
_CONNECTORS = frozenset(_CONNECTOR_WORDS.split())
_VERB_WORDS = """
    accelerate achieve adapt add address adopt aim allow analyze analyse apply argue automate
    avoid balance based better bound bring build bypass cache capture characterize characterise
    co-design collect combine compare compress compute conduct consider consolidate construct
    coordinate correct create cut decouple decrease define deliver demonstrate deploy describe
    design detect determine develop diagnose disaggregate discover discuss distribute dynamically
    eliminate employ enable enhance ensure establish estimate evaluate examine exploit explore
    expose extend facilitate find forecast formulate generate handle help hide identify implement
    improve increase infer integrate intercept introduce investigate layer learn leverage limit
    locate lower maintain make manage match maximize measure memoize migrate minimize mitigate
    model monitor move observe offer offload optimize orchestrate outperform overlap partition
    perform pipeline predict present preserve prevent prioritize process profile propose prove
    provide prune reduce reformulate release remove replace report require resolve reuse reveal
    rethink run save schedule select separate serve share show shrink simplify simulate solve
    speed split statically study suggest summarize support switch synthesize train transform treat
    tune unify update use using utilize validate verify we win
"""
_VERBS = frozenset(_VERB_WORDS.split())
_NOTHING_WORDS = """
    tbd todo n/a na none unknown - – — ? ... …
"""
_NOTHING = frozenset(_NOTHING_WORDS.split())
_ABBREVIATED = ("inc.", "corp.", "ltd.", "co.", "univ.", "inst.", "lab.", "labs.", "u.s.", "s.a.")
_CJK_INSTITUTION = re.compile(
    r"(?:大学|大學|学院|学校|研究院|研究所|实验室|公司|集团|科技|中心|연구소|대학교)$"
)

_DECORATION = re.compile(
    r"^[\s\W_]+|[\s\W_]+$",
)
_AWARD = re.compile(
    r"\b(?:awards?|prize|runner[- ]?up|honou?rable mentions?|finalists?|nomine(?:e|es|d)|nomination"
    r"|test[- ]of[- ]time|hall of fame)\b"
    r"|^(?:best|outstanding|distinguished)(?: [\w-]+){0,3} (?:papers?|artifacts?|posters?|demos?)$",
    re.I,
)
_TYPE = re.compile(
    r"(?:industry|industrial|short|full|long|regular|position|vision|survey|invited|experience"
    r"|workshop|work-in-progress|operational systems?|deployed systems?|frontiers|new ideas"
    r"|spotlight|oral|highlight|notable|research|applied|demo(?:nstration)?|poster|best|keynote"
    r"|award)"
    r"(?: (?:papers?|tracks?|talks?|sessions?|presentations?|abstracts?|posters?))"
    r"|poster|demo|spotlight|oral|keynote|highlight|short|industry"
    r"|artifacts? (?:available|functional|evaluated|reproduced|replicated|reusable)"
    r"|results? (?:reproduced|replicated)"
    r"|community|(?:operational|deployed) systems?(?: track)?",
    re.I,
)
_PUNCTUATION = re.compile(r"[:,;.!?&]")
_NO_NAME = re.compile(r"[:：;!?？。；，=<>%$\"“”`]|\d\.?[x×]\b")
_MAYBE_BADGE = re.compile(
    r"award|prize|runner|mention|finalist|nomin|test.of.time|hall of fame|best|outstanding"
    r"|distinguished|paper|track|talk|session|presentation|abstract|poster|demo|spotlight|oral"
    r"|keynote|highlight|short|industry|artifact|result|community|system"
)
_SENTENCE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|propose|present|that|which|this|we|received|won)\b", re.I
)


def organizations_in(text: str) -> tuple[str, ...]:
    """Return the institutions of an affiliation bullet; empty where the bullet reads otherwise.

    Names are joined by ` & `; a comma belongs to its name (`SIAT, CAS`). A bullet is an affiliation
    when it is short, has no full stop, colon or figure, and every word of every name begins as
    names do: with a capital, a digit or a script without capitals, small words like `of` aside.
    Its first word must not be a verb that summaries begin with, so `Propose SYMI` is none.
    A summary of title-case nouns (`Multi-Tenant Scheduling`) is mistaken for one.
    """
    text = text.strip()
    text = _LABEL.sub("", text, count=1) if _LABEL.match(text) else text
    if not text or len(text) > AFFILIATION_LIMIT or text.casefold() in _NOTHING:
        return ()
    names = [name.strip(" ,;") for name in _SEPARATOR.split(text)]
    names = [name for name in names if name]
    if not names or not all(_is_institution(name, len(names) == 1) for name in names):
        return ()
    return tuple(names)


def split_organizations(text: str) -> tuple[str, ...]:
    """Split a text that its place marks as institutions: `Stanford + NVIDIA`, `MIT & CMU etc`."""
    text = _AND_SO_ON.sub("", text.strip(" @*_()[]（）")).strip(" ,")
    names = [name.strip(" @*_,.") for name in _ORGANIZATION_SEPARATOR.split(text)]
    return tuple(dict.fromkeys(name for name in names if any(map(str.isalpha, name))))


def may_be_badge(text: str) -> bool:
    """Whether a text holds a word that awards and paper types have: a quick test."""
    return len(text) <= BADGES_LIMIT and bool(_MAYBE_BADGE.search(text.lower()))


@lru_cache(maxsize=1024)
def badges_in(text: str) -> tuple[str, ...]:
    """Return the awards and paper types that make up a text; empty where it says anything else.

    Trophies, medals and emphasis around them go: `🏆 **Best Paper Award**`.
    """
    if not may_be_badge(text):
        return ()
    whole = _DECORATION.sub("", text)
    if _is_badge(whole):
        return (whole,)
    parts = [_DECORATION.sub("", part) for part in re.split(r"[,;/&+|·]|\band\b", text)]
    parts = [part for part in parts if part]
    return tuple(parts) if len(parts) > 1 and all(map(_is_badge, parts)) else ()


def _is_badge(text: str) -> bool:
    words = text.split()
    if not words or len(text) > 60 or len(words) > 8 or _PUNCTUATION.search(text):
        return False
    if words[0].casefold() in _VERBS:
        return False
    if _TYPE.fullmatch(text):
        return True
    return text[0].isupper() and bool(_AWARD.search(text)) and not _SENTENCE.search(text)


def _is_institution(name: str, alone: bool) -> bool:
    if len(name) > ORGANIZATION_LIMIT or _NO_NAME.search(name):
        return False
    if name.endswith(".") and not name.casefold().endswith(_ABBREVIATED):
        return False
    if CJK.search(name):
        return not alone or len(name) <= 6 or bool(_CJK_INSTITUTION.search(name))
    words = name.split()
    if len(words) > 10 or not any(character.isalpha() for character in name):
        return False
    first = words[0].strip("()").casefold()
    # Joined names may begin so (`Scale AI & Stanford`), sentences are longer.
    if first in _VERBS and len(words) > (1 if alone else 2):
        return False
    if len(words) == 1:
        return not words[0].islower() or not alone
    return all(_begins_like_a_name(word) for word in words)


def _begins_like_a_name(word: str) -> bool:
    bare = word.strip("(),.'’\"")
    if not bare or bare.casefold() in _CONNECTORS:
        return True
    return not bare[0].islower() or any(character.isupper() for character in bare)
