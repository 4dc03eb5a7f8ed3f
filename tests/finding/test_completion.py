"""What the filter box offers behind what has been typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nsdi_tui.finding.completion import Completer

if TYPE_CHECKING:
    from nsdi_tui.finding.corpus import Corpus


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("or", "org:"),
        ("ti", "title:"),
        ("TI", "title:"),
        ("su", "summary:"),
        ("ha", "has:"),
        ("is", "is:"),
        ("org:st", "org:Stanford"),
        ("org:St", "org:Stanford"),
        ("ORG:st", "ORG:Stanford"),
        ("moe org:st", "moe org:Stanford"),
        ("-org:st", "-org:Stanford"),
        ("!org:st", "!org:Stanford"),
        ("orca|org:st", "orca|org:Stanford"),
        ("org:mit,st", "org:mit,Stanford"),
        ("org:m", "org:MIT"),
        ("org:nv", "org:NVIDIA"),
        ("org:eth", 'org:ETH" Zürich"'),
        ("org:u", "org:UC"),
        ("org:uc", 'org:UC" Berkeley"'),
        ("org:=st", "org:=Stanford"),
        ('org:~"uc', 'org:~"UC Berkeley"'),
        ('org:"u', 'org:"UC Berkeley"'),
        ('org:"UC B', 'org:"UC Berkeley"'),
        ('org:"siat, c', 'org:"SIAT, CAS"'),
        ('org:mit,"siat, c', 'org:mit,"SIAT, CAS"'),
        ('"tail b" org:st', '"tail b" org:Stanford'),
        ("org:universitat k", None),
        ('org:"universitat k', 'org:"Universität Köln"'),
        ("venue:so", "venue:SOSP"),
        ("year:20", "year:2026"),
        ("year:2023", None),
        ("name:ly", "name:Lynx"),
        ("topic:网", "topic:网络系统"),
        ("has:sl", "has:slides"),
        ("has:", None),
        ("is:st", "is:starred"),
        ("is:read,un", "is:read,unread"),
        ("is:starred", None),
        ("org:stanford", None),
        ("o", None),
        ("", None),
        (" ", None),
        ("-", None),
        ('"or', None),
        ("moe ", None),
        ("foo:ba", None),
        ("title:orc", None),
        ("zzz", None),
        ("org:zzz", None),
    ],
)
def test_offers(corpus: Corpus, typed: str, offered: str | None) -> None:
    assert Completer(corpus).complete(typed) == offered
