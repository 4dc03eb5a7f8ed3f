"""Each query, and the papers of tests/fixtures/queries.md that it finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nsdi_tui.finding.cheat_sheet import ROWS
from nsdi_tui.finding.query import ENTRY_KINDS, FIELDS, STATES, parse
from nsdi_tui.finding.search import search

if TYPE_CHECKING:
    from collections.abc import Callable

    from nsdi_tui.digest.model import Paper
    from nsdi_tui.finding.corpus import Corpus
    from nsdi_tui.finding.status import Status

ALL = "Orca Keel Drift Tail Pelican RAID CheckFS 星辰 Café Lynx"
LLM = "Orca Keel Drift Tail"
NONE = ""

TERMS = [
    ("", ALL),
    ("   ", ALL),
    ("checkpoints", "Keel"),
    ("check", "Keel CheckFS"),
    ("serving tail", "Tail"),
    ("tail serving", "Tail"),
    ("training mit", NONE),
    ("mit congestion", "Lynx"),
    ("serving\u3000tail", "Tail"),
    ("nothinglikeit", NONE),
]
MATCHING = [
    ("ervin", "Drift Tail"),
    ("a", "Orca Drift Tail Pelican RAID Café Lynx"),
    ("sp", "Orca"),
    ("fs", NONE),
    ("ckf", "CheckFS"),
    ("wo", "Lynx"),
    ("c+", "RAID"),
    ("++", "RAID"),
    ("c++", "RAID"),
    ("5%", "Keel"),
    ("30.5%", "Keel"),
    ("=rl", "Tail Lynx"),
    ("=RAID", "RAID"),
    ("=rai", NONE),
    ("=tail", "Tail"),
    ("=tails", NONE),
    ('="tail batching"', "Tail"),
    ("ORCA", "Orca"),
    ("LYnx", "Lynx"),
]
UNICODE = [
    ("zurich", "Pelican"),
    ("ZÜRICH", "Pelican"),
    ("zu\u0308rich", "Pelican"),
    ("cafe", "Café"),
    ("uber-cafe", "Café"),
    ("naive", "Pelican"),
    ("strasse", "Café"),
    ("straße", "Café"),
    ("STRASSE", "Café"),
    ("finalen", "Café"),
    ("1⁄2", "Café"),
    ("½", "Café"),
    ("½ all", "Café"),
    ("cheap - serving", "Drift"),
    ('"- serving"', "Drift"),
    ('"— serving"', "Drift"),
    ("world‑wide", "Lynx"),
    ("or\u200bca", "Orca"),
    ("调度", "星辰"),
    ("塞", "星辰"),
    ("拥塞控制", "星辰"),
    ("网络", "星辰 Café Lynx"),
    ("清华", "星辰"),
]
PHRASES = [
    ('"tail batching"', "Tail"),
    ('"batching tail"', NONE),
    ('"tail batching', "Tail"),
    ('"tail  batching"', "Tail"),
    ('tail" batching"', "Tail"),
    ('"', ALL),
    ('""', ALL),
    ('"" orca', "Orca"),
    ('orca"', "Orca"),
    ('"instances stanford"', NONE),
    ('"orca: elastic"', "Orca"),
    ('"-value"', "Drift Pelican"),
]
EXCLUDED = [
    ("-serving", "Orca Keel Pelican RAID CheckFS 星辰 Café Lynx"),
    ("!serving", "Orca Keel Pelican RAID CheckFS 星辰 Café Lynx"),
    ("llm -serving", "Orca Keel"),
    ("-serving llm", "Orca Keel"),
    ('llm -"tail batching"', "Orca Keel Drift"),
    ('llm -"tail batching', "Orca Keel Drift"),
    ("llm !org:mit", "Orca Keel Tail"),
    ("llm -orca|keel", "Drift Tail"),
    ("-has:paper", "Pelican Café"),
    ("-", ALL),
    ("!", ALL),
    ("--", ALL),
    ("orca -", "Orca"),
    ("- orca", "Orca"),
    ('-"', ALL),
    ("-org:", ALL),
    ("-|", ALL),
]
OR = [
    ("orca|lynx", "Orca Lynx"),
    ("orca|lynx mit", "Lynx"),
    ("orca|", "Orca"),
    ("|orca", "Orca"),
    ("|", ALL),
    ("||", ALL),
    ("orca | lynx", NONE),
    ('"tail batching"|raid', "Tail RAID"),
    ('"orca|lynx"', NONE),
    ("org:kaist|title:raid", "RAID Lynx"),
    ("org:kaist|raid", "RAID Lynx"),
    ("=raid|orca", "Orca RAID"),
]
IN_FIELDS = [
    ("title:serving", "Drift"),
    ("TITLE:serving", "Drift"),
    ("title:batching rollouts", "Tail"),
    ("name:lynx", "Lynx"),
    ("name:bobcat", "Lynx"),
    ("name:raid", NONE),
    ("bobcat", "Lynx"),
    ("org:stanford", "Orca"),
    ("org:mit", "Drift Lynx"),
    ("org:it", NONE),
    ("org:mit,hkust", "Drift Tail Lynx"),
    ("org:,mit,,hkust,", "Drift Tail Lynx"),
    ("org:,", ALL),
    ('org:"siat, cas"', "Keel Tail"),
    ('org:"siat, cas",stanford', "Orca Keel Tail"),
    ('org:"uc berkeley', "Keel"),
    ("org:=uw", "Drift"),
    ("topic:serving", "Drift Tail"),
    ("topic:storage", "Pelican RAID CheckFS"),
    ("summary:checkpoints", "Keel"),
    ("summary:rollouts", NONE),
    ("venue:sosp", "Drift"),
    ("venue:sosp,fast", "Drift RAID"),
    ('venue:"sigcomm 2025"', "Lynx"),
    ("venue:sysconf", "Orca Keel Pelican CheckFS 星辰 Café"),
    ("year:2025", "Tail Lynx"),
    ("year:2023,2024", "Drift RAID"),
    ("year:2023..2024", "Drift RAID"),
    ("year:2023..", ALL),
    ("year:..2024", "Drift RAID"),
    ("year:<2025", "Drift RAID"),
    ("year:<=2024", "Drift RAID"),
    ("year:>2025", "Orca Keel Pelican CheckFS 星辰 Café"),
    ("year:>=2025 -year:2026", "Tail Lynx"),
    ("year:20", ALL),
    ("year:x", NONE),
    ("link:github.com", "Drift"),
    ("link:slides", "Tail"),
    ("link:example.org/p/raid", "RAID"),
    ("github", NONE),
    ("arxiv:2312.07104", "Pelican"),
    ("arxiv:2", "Orca Pelican Lynx"),
    ("2401.00001", "Orca"),
    ("org:", ALL),
    ("title: orca", "Orca"),
    ("orca org:", "Orca"),
    ('org:"', ALL),
]
UNKNOWN_FIELDS = [
    ("orca:", "Orca"),
    ("raid:revisited", NONE),
    ('"revisited: what"', "RAID"),
    ("revisited:", "RAID"),
    (":", "Orca Keel Drift Pelican RAID 星辰 Café Lynx"),
    ("foo:bar", NONE),
    ("星辰:", "星辰"),
    ("http://x", NONE),
]
FLAGS = [
    ("has:arxiv", "Orca Pelican Lynx"),
    ("has:ARXIV", "Orca Pelican Lynx"),
    ("has:code", "Drift"),
    ("has:slides", "Tail"),
    ("has:video", "Café"),
    ("has:notes", "Pelican"),
    ("has:code,slides", "Drift Tail"),
    ("has:summary", "Orca Keel Drift Tail Pelican RAID 星辰 Café Lynx"),
    ("-has:summary", "CheckFS"),
    ("has:venue", "Drift Tail RAID Lynx"),
    ("has:badge", "Orca Pelican"),
    ("has:personal", "Pelican"),
    ("has:sosp", "Drift"),
    ("has:note", "Keel RAID"),
    ("has:", ALL),
    ("has:sli", "Tail"),
    ("has:su", "Orca Keel Drift Tail Pelican RAID 星辰 Café Lynx"),
    ("has:bad", "Orca Pelican"),
    ("has:zzz", NONE),
    ("is:starred", "Orca RAID"),
    ("is:read", "Orca Keel"),
    ("is:unread", "Drift Tail Pelican RAID CheckFS 星辰 Café Lynx"),
    ("is:new", "Drift"),
    ("is:changed", "RAID"),
    ("is:selected", "Lynx"),
    ("is:starred,new", "Orca Drift RAID"),
    ("is:starred -is:read", "RAID"),
    ("is:", ALL),
    ("is:star", ALL),
    ("is:zzz", NONE),
    ("IS:Starred", "Orca RAID"),
    ("note:lecture", "RAID"),
    ("note:orca", "Keel"),
    ("lecture", NONE),
]
ACRONYMS = [
    ("moe", "Orca Keel"),
    ("MoEs", "Orca Keel"),
    ("mixture of experts", "Orca Keel"),
    ("mixture-of-experts", "Orca Keel"),
    ('"mixture of experts"', "Orca Keel"),
    ("title:mixture", "Orca Keel"),
    ("=moe", "Orca Keel"),
    ("key-value", "Drift Pelican"),
    ("kv", "Drift Pelican"),
    ("KVs", "Drift Pelican"),
    ("llms", LLM),
    ("large language models", LLM),
    ("summary:llm", "Orca Drift"),
    ("topic:llm", LLM),
    ("rl", "Tail Lynx"),
    ("reinforcement", "Tail Lynx"),
    ("information", "Pelican"),
    ("it", "Pelican"),
    ("expert parameters", "Orca"),
    ("-moe llm", "Drift Tail"),
]
TYPOS = [
    ("~chekpoints", "Keel"),
    ("chekpoints", NONE),
    ("~stanfrod", "Orca"),
    ("org:~stanfrod", "Orca"),
    ("title:~stanfrod", NONE),
    ("~zurihc", "Pelican"),
    ('~"tale baching"', "Tail"),
    ('~"instances stanfrod"', NONE),
    ("~", ALL),
    ("=", ALL),
    ("~sp", "Orca"),
    ("-~stanfrod moe", "Keel"),
]
BARE = [
    ("award", "Orca"),
    ("industry", "Pelican"),
    ("eurosys", "Tail"),
    ("example.org", NONE),
    ("storage", "Pelican RAID CheckFS"),
    ("stalls;", "Keel"),
    ("siat,", "Keel Tail"),
    ("(llms)", LLM),
    ("orca:e", NONE),
]
TABLE = [
    *TERMS,
    *MATCHING,
    *UNICODE,
    *PHRASES,
    *EXCLUDED,
    *OR,
    *IN_FIELDS,
    *UNKNOWN_FIELDS,
    *FLAGS,
    *ACRONYMS,
    *TYPOS,
    *BARE,
]


@pytest.mark.parametrize(("query", "found"), TABLE)
def test_finds_exactly(
    corpus: Corpus,
    names: Callable[[list[int]], str],
    status: Callable[[Paper], Status],
    query: str,
    found: str,
) -> None:
    assert names(search(parse(query), corpus, status=status).positions) == found


# What the list shows while somebody types: at each key, and never fewer papers because a term is
# only half typed.
TYPED = [
    ('"tail b', ["all", "t", "ta", "tai", "tail", "tail", "tail b"]),
    ("org:mit", ["o", "or", "org", "all", "org:m", "org:mi", "org:mit"]),
    ("-org:mit", ["all", "-o", "-or", "-org", "all", "-org:m", "-org:mi", "-org:mit"]),
    ("is:read", ["i", "is", *["all"] * 4, "is:read"]),
    ("a|~b", ["a", "a", "a", "a|b"]),
]


@pytest.mark.parametrize(("query", "asks"), TYPED)
def test_half_typed_queries_ask_for_what_stands_there(query: str, asks: list[str]) -> None:
    def asked(text: str) -> list[object]:
        return [(clause.terms, clause.excluded) for clause in parse(text).clauses]

    for end, same in enumerate(asks, 1):
        expected = '"tail b"' if same == "tail b" else "" if same == "all" else same
        assert asked(query[:end]) == asked(expected), query[:end]


def test_without_marks_no_paper_is_starred_and_all_are_unread(corpus: Corpus) -> None:
    assert not search(parse("is:starred|is:read|has:note|note:a"), corpus).positions
    assert len(search(parse("is:unread"), corpus).positions) == len(corpus.papers)


@pytest.mark.parametrize("query", ["is:read", "-is:new", "note:x", "has:note", "orca|is:starred"])
def test_asks_for_marks(query: str) -> None:
    assert parse(query).asks_for_marks


@pytest.mark.parametrize("query", ["", "read", "has:notes", "is:", "is:foo", '"is:read"'])
def test_asks_for_no_marks(query: str) -> None:
    assert not parse(query).asks_for_marks


def test_the_cheat_sheet_names_all_fields_and_states() -> None:
    sheet = {row.example: row.meaning for row in ROWS}
    assert sheet["org:mit,cmu"].split()[-len(FIELDS) :] == list(FIELDS)
    flags = [*STATES, *ENTRY_KINDS]
    assert sheet["is:starred"].split() == flags
    assert all(parse(row.example).clauses for row in ROWS)


@pytest.mark.parametrize(
    "query",
    ["orca " * 5000, "a|" * 50_000, '"' * 99_999, "-" * 10_000, "org:" + "," * 10_000, "~" * 9999],
    ids=["terms", "choices", "quotes", "dashes", "commas", "tildes"],
)
def test_a_query_of_any_length_is_answered(corpus: Corpus, query: str) -> None:
    assert set(search(parse(query), corpus).positions) <= set(range(len(corpus.papers)))
