"""A rule that is not asked, since a unit lacks what it needs, would have had nothing to say."""

from __future__ import annotations

from pathlib import Path

import pytest

from nsdi_tui.digest.reading import judging, unit_fields
from nsdi_tui.digest.reading.document import parse
from nsdi_tui.digest.reading.needs import LINKS, QUOTATION, needs, rules_for

FIXTURES = sorted((Path(__file__).parent.parent.parent / "fixtures").rglob("*.md"))
EVERYTHING = (1 << 32) - 1


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_asking_every_rule_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = path.read_text(encoding="utf-8", errors="replace")
    expected = parse(text)
    for module in (judging, unit_fields):
        monkeypatch.setattr(module, "rules_for", lambda stage, _: rules_for(stage, EVERYTHING))
    assert parse(text) == expected


def test_rule_is_asked_only_where_its_needs_are_met() -> None:
    @needs(LINKS, QUOTATION)
    def asks() -> None: ...

    def always() -> None: ...

    assert [rule for rule, _ in rules_for((asks, always), LINKS)] == [always]
    assert [rule for rule, _ in rules_for((asks, always), LINKS | QUOTATION)] == [asks, always]
