"""How a line of a document was read: its unit, the claims and votes on it, and the verdict."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from nsdi_tui.digest.markdown.blocks import walk
from nsdi_tui.digest.model import Topic, descendants
from nsdi_tui.digest.reading.canonical import is_canonical
from nsdi_tui.digest.reading.context import Context, shape_of
from nsdi_tui.digest.reading.document import normalized, parse
from nsdi_tui.digest.reading.judging import judge
from nsdi_tui.digest.reading.pieces import outline_of, plan_piece
from nsdi_tui.digest.reading.planning import Plan, Run
from nsdi_tui.digest.reading.rules import RULES
from nsdi_tui.digest.reading.units import Unit, line_parts
from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nsdi_tui.digest.markdown.blocks import Block
    from nsdi_tui.digest.model import Digest
    from nsdi_tui.digest.reading.assembly import Assembler
    from nsdi_tui.digest.reading.ballot import Claim

_TEXT_LIMIT = 100
_MOST_UNITS = 5
_CONTAINERS = {"item": "list", "row": "table", "paragraph": "paragraphs", "heading": "headings"}
_NO_FIELDS = ("part", "start", "end", "weight", "rule", "title_at", "evidence")


@dataclass(slots=True)
class _Place:
    """Something at a line: a unit among others, a heading, or a block that is no unit."""

    line: int
    plan: Plan
    unit: Unit | None = None
    units: Sequence[Unit] = ()
    block: Block | None = None


def explain(text: str, line: int) -> list[str]:
    """Return how a line was read, one string a line; an empty list for a line without content."""
    text = normalized(text)
    digest = parse(text)
    if is_canonical(text):
        return [f"line {line}: read as written, in the canonical form", *_result(digest, line, 1)]
    outline, pieces = outline_of(text)
    piece = next((p for p in reversed(pieces) if p.first_line <= line), None)
    if piece is None:
        return []
    _, plans, assembler = plan_piece(piece, outline)
    # Assembling drops the units that it has placed.
    units = [(run, list(run.units)) for plan in plans for run in _runs(plan)]
    for plan in plans:
        assembler.assemble(plan, [])
    for run, kept in units:
        run.units = kept
    places = [place for plan in plans for place in _places(plan) if place.line <= line]
    nearest = max((place.line for place in places), default=0)
    nearest_places = [place for place in places if place.line == nearest][:_MOST_UNITS]
    out = [text for place in nearest_places for text in _explain(place, assembler)]
    first = min((p.unit.line for p in nearest_places if p.unit), default=nearest)
    return [*out, *_result(digest, first, line - first + 1)]


def _runs(plan: Plan) -> Iterator[Run]:
    """Yield the runs of units in a section and in its groups."""
    for run in plan.runs:
        if isinstance(run, Plan):
            yield from _runs(run)
        elif isinstance(run, Run):
            yield run


def _places(plan: Plan) -> Iterator[_Place]:
    """Yield what a section consists of; a line inside a unit leads to the unit."""
    if plan.section.rich is not None:
        yield _Place(plan.section.line, plan)
    for run in plan.runs:
        if isinstance(run, Plan):
            yield from _places(run)
        elif isinstance(run, Run):
            for unit in run.units:
                yield from _unit_places(unit, run.units, plan)
        else:
            for block, _ in walk((run,)):
                yield _Place(block.line, plan, block=block)


def _unit_places(unit: Unit, units: Sequence[Unit], plan: Plan) -> Iterator[_Place]:
    lines = {unit.line, *(part.line for part in unit.parts)}
    if unit.verdict == "entry" or not unit.children:
        lines.update(block.line for block, _ in walk(unit.blocks))
    else:
        for child in unit.children:
            yield from _unit_places(child, unit.children, plan)
    for line in sorted(lines):
        yield _Place(line, plan, unit, units)


def _explain(place: _Place, assembler: Assembler) -> list[str]:
    section = place.plan.section
    path = " > ".join(section.facts.path) or section.title or "the beginning"
    if place.unit is not None:
        unit = place.unit
        head = f"line {unit.line}: {unit.kind} in “{path}”"
        return [head, *_unit_lines(unit), *_shape_lines(unit, place.units)]
    if place.block is not None:
        return _explain_block(place.block, place.plan, path)
    if place.plan.may_be_entry:
        unit, _ = assembler.section_unit(place.plan)
        return [f"line {unit.line}: {section.kind} that may be an entry", *_unit_lines(unit)]
    facts = section.facts
    said = [f"role {facts.role}"]
    said += [f"venue {facts.venue}"] if facts.venue else []
    said += [f"year {facts.year}"] if facts.year else []
    said += ["expects papers"] if facts.expects_papers else []
    said += ["expects resources"] if facts.resources else []
    return [
        f"line {section.line}: {section.kind} “{section.title}”",
        f"  says     {', '.join(said)}",
    ]


def _explain_block(block: Block, plan: Plan, path: str) -> list[str]:
    """Explain a block that is no unit, and what its text would be as one."""
    lines = [f"line {block.line}: {type(block).__name__.lower()} in “{path}”, read as text"]
    rich = getattr(block, "rich", None)
    if rich is not None and rich.text:
        unit = Unit("paragraph", block.line, rich, line_parts(rich, block.line))
        judge(unit, Context(plan.section.facts, RULES))
        lines += _unit_lines(unit)
    return lines


def _unit_lines(unit: Unit) -> list[str]:
    lines = [
        f"  part     {part.role:<7} {_quoted(part.text)}"
        + (f" (column {part.column})" if part.column else "")
        for part in (*unit.parts, *unit.cells, *unit.bullets)
    ]
    claims = sorted(unit.fields.claims, key=lambda claim: (claim.part.line, claim.start))
    lines += [f"  claim    {_claim(claim)}" for claim in claims]
    lines += [f"  left     {_quoted(bullet.text)} (summary)" for bullet in unit.fields.summary]
    lines += [f"  vote     {vote.kind} {vote.weight:g} by {vote.rule}" for vote in unit.votes]
    if not unit.votes:
        lines.append("  vote     none")
    lines.append(f"  verdict  {unit.verdict or 'undecided'}")
    return lines


def _claim(claim: Claim) -> str:
    """Return a claim as text: its rule and weight, the text, and the fields."""
    text = _quoted(claim.part.text[claim.start : claim.end]) if claim.end > claim.start else "image"
    named = []
    for field in fields(claim):
        value = getattr(claim, field.name)
        if field.name in _NO_FIELDS or not value:
            continue
        if field.name in ("links", "first_links"):
            value = ", ".join(f"{link.label} {link.url}" for link in value)
        elif field.name == "remark":
            value = value.text
        elif field.name == "date":
            value = value.iso
        elif isinstance(value, tuple):
            value = "; ".join(value)
        named.append(f"{field.name}: {_short(str(value))}")
    return f"{claim.rule} {claim.weight:g}  {text} -> {' | '.join(named) or 'nothing'}"


def _shape_lines(unit: Unit, units: Sequence[Unit]) -> list[str]:
    shape = shape_of(units)
    titles = Counter(u.fields.title_rule for u in units if u.fields.title_rule)
    rules = ", ".join(f"{rule} {count}" for rule, count in titles.most_common(3))
    true = [field.name for field in fields(shape) if getattr(shape, field.name) is True]
    habits = [name.replace("_", " ") for name in true]
    entries = [u for u in units if u.verdict == "entry"]
    papers = sum(1 for u in entries if u.fields.is_scholarly)
    container = f"{_CONTAINERS[unit.kind]} of {len(units):,}: entries {len(entries):,}"
    lines = [f"  shape    {container}, of which surely papers {papers:,}"]
    if rules:
        lines.append(f"           titles by {rules}")
    if habits:
        lines.append(f"           {', '.join(habits)}")
    return lines


def _result(digest: Digest, line: int, count: int) -> list[str]:
    """Return what the digest has from these lines."""
    lines: list[str] = []
    last = line + count - 1
    for child in descendants(digest.children):
        if not line <= child.line <= last:
            continue
        if isinstance(child, Topic):
            lines.append(f"  read as  topic: {child.title}")
            continue
        values = {
            "authors": "; ".join(child.authors),
            "venue": child.venue,
            "year": child.year,
            "date": child.date,
            "organizations": "; ".join(child.organizations),
            "tags": "; ".join((*child.tags, *child.badges)),
            "links": ", ".join(f"{link.label} ({link.kind})" for link in child.links),
            "summary": len(child.summary),
        }
        lines.append(f"  read as  {child.kind}: {child.title}")
        lines += [f"           {name}: {value}" for name, value in values.items() if value]
    lines += [
        f"  unread   {problem.reason}: {_short(problem.text)}"
        for problem in digest.diagnostics
        if line <= problem.line <= last
    ]
    return lines


def _quoted(text: str) -> str:
    return f"“{_short(text)}”"


def _short(text: str) -> str:
    text = clean(text)
    return text if len(text) <= _TEXT_LIMIT else text[: _TEXT_LIMIT - 1] + "…"
