"""Which list items are papers, which are topics, and which are neither."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from nsdi_tui.digest.affiliations import organizations_in
from nsdi_tui.digest.diagnostics import Diagnostic
from nsdi_tui.digest.heads import read_head
from nsdi_tui.digest.links import is_web
from nsdi_tui.digest.markdown.blocks import Item
from nsdi_tui.digest.model import Paper, Topic
from nsdi_tui.digest.papers import Shared, bullets_of, link_bullet, make_paper

if TYPE_CHECKING:
    from collections.abc import Collection

    from nsdi_tui.digest.heads import Head
    from nsdi_tui.digest.model import Bullet

TITLE_WORDS = 4
TOPIC_WORDS = 8

_SENTENCE_END = re.compile(r"[.!?。！？…]$")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


class Verdict(Enum):
    """What an item is by itself, before its siblings are asked."""

    PAPER = "paper"
    TOPIC = "topic"
    CONTENTS = "contents"
    OPEN = "open"


class Judged:
    """An item with its verdict, its head, and the same of the items below where they were read."""

    __slots__ = ("below", "head", "item", "verdict")

    def __init__(self, item: Item, verdict: Verdict, head: Head, below: list[Judged]) -> None:
        self.item = item
        self.verdict = verdict
        self.head = head
        self.below = below

    @property
    def is_sure(self) -> bool:
        """Whether the siblings have no say."""
        return self.verdict in (Verdict.PAPER, Verdict.TOPIC)


def judge(item: Item) -> Judged:
    """Judge an item by its own line and what stands below it.

    Links in brackets or a venue make a paper, and what is below is its summary, unless its links
    could be anybody's and papers stand below. An item that contains papers is a topic. A title
    without links is a paper when an affiliation or sentences stand below it. The rest is open.
    """
    head = read_head(item.rich)
    if head.evidence == 3 and head.scholarly:
        return Judged(item, Verdict.PAPER, head, [])
    below = [judge(child) for child in item.items]
    if any(_holds_paper(child, max(head.evidence + 1, 1)) for child in below):
        return Judged(item, Verdict.TOPIC, head, below)
    if head.evidence >= 2:
        return Judged(item, Verdict.PAPER, head, [])
    if _only_anchors(item):
        return Judged(item, Verdict.CONTENTS, head, below)
    if below and head.title and _has_summary(head.title, below):
        return Judged(item, Verdict.PAPER, head, [])
    if any(_holds_paper(child, 0) for child in below):
        return Judged(item, Verdict.TOPIC, head, below)
    return Judged(item, Verdict.OPEN, head, below)


def _holds_paper(judged: Judged, evidence: int) -> bool:
    if judged.verdict is Verdict.PAPER and judged.head.evidence >= min(evidence, 3):
        return True
    return any(_holds_paper(child, evidence) for child in judged.below)


def _only_anchors(item: Item) -> bool:
    links = item.rich.links
    return (
        bool(links)
        and all((link.url or "").startswith("#") for link in links)
        and sum(link.end - link.start for link in links) >= 0.6 * len(item.rich.text)
    )


def _has_summary(title: str, below: list[Judged]) -> bool:
    """Whether what stands below a line without links is an affiliation or a summary."""
    texts = [child.item.rich.text for child in below]
    sentences = sum(1 for text in texts if _SENTENCE_END.search(text) and len(text.split()) > 3)
    if not reads_like_title(title):
        return bool(sentences) and (sentences == len(texts) or bool(organizations_in(texts[0])))
    first = below[0]
    affiliated = not first.below and bool(organizations_in(texts[0])) and len(texts[0]) < 150
    if affiliated and " & " in texts[0]:
        return True
    if sentences:
        return affiliated or sentences * 2 >= len(texts)
    return affiliated and len(texts) == 1 and not reads_like_title(texts[0])


def reads_like_title(text: str) -> bool:
    """Whether a line without links reads like a paper's title rather than a topic's name."""
    if _SENTENCE_END.search(text) and not text.endswith("?"):
        return False
    if _CJK.search(text):
        return len(text) >= 10
    return len(text.split()) >= TITLE_WORDS or ": " in text


class Outline:
    """Builds topics and papers from judged items, and notes what is neither."""

    def __init__(self, shared: Shared) -> None:
        self.shared = shared
        self.diagnostics: list[Diagnostic] = []

    def settle(
        self,
        items: list[Judged],
        path: tuple[str, ...],
        sure: bool,
        before: Collection[type] = (),
    ) -> tuple[list[Topic | Paper], list[Bullet]]:
        """Return the topics and papers among siblings, and the rest as notes.

        `sure` says that papers are expected here (below a `Papers` heading or a topic), so that
        titles without any link count too. `before` tells which of Paper and Topic came earlier in
        the same list.
        """
        children: list[Topic | Paper] = []
        notes: list[Bullet] = []
        like_sibling = _Siblings(items, sure, before)
        for judged in items:
            verdict = judged.verdict
            if verdict is Verdict.OPEN:
                verdict = like_sibling.settle(judged)
            if verdict is Verdict.PAPER:
                children.append(make_paper(judged.item, path, self.shared, judged.head))
            elif verdict is Verdict.TOPIC:
                children.append(self.topic(judged, path, sure))
            elif verdict is Verdict.OPEN:
                self._note(judged, path, sure, children, notes)
        return children, notes

    def topic(self, judged: Judged, path: tuple[str, ...], sure: bool) -> Topic:
        """Return an item as a topic with all that is below it."""
        item = judged.item
        head = judged.head
        beside = head.venue or head.badges
        title = item.rich.text if beside or not head.title else head.title
        path = self.shared.strings((*path, title))
        children, notes = self.settle(judged.below, path, sure)
        own = [rest.bullet(0, "text") for rest in head.rest if not beside]
        own += bullets_of([block for block in item.blocks if not isinstance(block, Item)])
        return Topic(path[-1], item.line, tuple(children), (*own, *notes), tuple(head.links))

    def _note(
        self,
        judged: Judged,
        path: tuple[str, ...],
        sure: bool,
        children: list[Topic | Paper],
        notes: list[Bullet],
    ) -> None:
        item = judged.item
        if not item.rich.text and judged.below:
            inner, more = self.settle(judged.below, path, sure)
            children.extend(inner)
            notes.extend(more)
            return
        bullets = bullets_of([item])
        notes.extend(bullets)
        if sure and bullets:
            reason = "neither a paper nor a topic: kept as a note"
            self.diagnostics.append(Diagnostic(item.line, reason, bullets[0].text))


class _Siblings:
    """What the items of one list, taken together, say about an open one."""

    def __init__(self, items: list[Judged], sure: bool, before: Collection[type]) -> None:
        self.sure = sure
        self.papers = Paper in before or any(i.verdict is Verdict.PAPER for i in items)
        self.topics = Topic in before or any(i.verdict is Verdict.TOPIC for i in items)
        still_open = [item for item in items if item.verdict is Verdict.OPEN]
        titles = sum(1 for item in still_open if reads_like_title(item.head.title))
        self.mostly_titles = titles >= 0.6 * len(still_open)

    def settle(self, judged: Judged) -> Verdict:
        """Return paper or topic where the siblings decide it; else open."""
        title = judged.head.title
        if not title or not any(character.isalnum() for character in title):
            return Verdict.OPEN
        if is_web(title) or link_bullet(judged.item.rich):
            return Verdict.OPEN
        if judged.head.evidence == 1 and (self.sure or self.papers or judged.head.rest):
            return Verdict.PAPER
        words = len(title.split())
        title_like = reads_like_title(title)
        sentence = bool(_SENTENCE_END.search(title))
        if judged.below:
            if self.papers and not self.topics:
                return Verdict.PAPER
            if self.topics or self.sure:
                return Verdict.TOPIC if _holds_titles(judged) else self._by_words(title_like)
            return Verdict.OPEN
        if sentence:
            return Verdict.OPEN
        if self.papers and (title_like or (words >= 2 and not self.topics)):
            return Verdict.PAPER
        if self.topics and words <= TOPIC_WORDS and ": " not in title:
            return Verdict.TOPIC
        if self.sure:
            if title_like and self.mostly_titles:
                return Verdict.PAPER
            if words <= TOPIC_WORDS and not self.papers:
                return Verdict.TOPIC
        return Verdict.OPEN

    @staticmethod
    def _by_words(title_like: bool) -> Verdict:
        return Verdict.PAPER if title_like else Verdict.TOPIC


def _holds_titles(judged: Judged) -> bool:
    titles = sum(1 for child in judged.below if reads_like_title(child.head.title))
    return titles * 2 >= len(judged.below) and not reads_like_title(judged.head.title)
