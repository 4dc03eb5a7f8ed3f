"""Table rows as units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.reading.columns import columns_of, is_empty_cell
from nsdi_tui.digest.reading.parts import Part
from nsdi_tui.digest.reading.units import Unit, line_parts

if TYPE_CHECKING:
    from nsdi_tui.digest.markdown.blocks import Row, Table
    from nsdi_tui.digest.reading.columns import Columns


def row_units(table: Table) -> list[Unit]:
    """Return a unit for each row of a table that may hold entries; none for other tables."""
    columns = columns_of(table)
    if columns.title is None:
        return []
    units = [unit for row in table.rows if (unit := _unit(row, columns))]
    if not columns.has_papers:
        if not any(
            part.links or part.images for unit in units for part in (*unit.parts, *unit.cells)
        ):
            return []
        for unit in units:
            unit.is_resource = True
    return units


def _unit(row: Row, columns: Columns) -> Unit | None:
    title = columns.title
    cells = row.cells
    if title is None:
        return None
    if title >= len(cells) or is_empty_cell(cells[title].text):
        named = [i for i, field in enumerate(columns.fields) if field == "name" and i < len(cells)]
        title = next((i for i in named if not is_empty_cell(cells[i].text)), None)
        if title is None:
            return None
    parts = line_parts(cells[title], row.line)
    parts[0].role = "cell"
    for part in parts:
        part.column = columns.headings[title] if title < len(columns.headings) else ""
    unit = Unit("row", row.line, cells[title], parts)
    for index, cell in enumerate(cells):
        if index == title or not (cell.text or cell.images):
            continue
        heading = columns.headings[index] if index < len(columns.headings) else ""
        part = Part(cell, row.line, "cell", heading)
        part.field = columns.fields[index] if index < len(columns.fields) else None
        unit.cells.append(part)
    return unit
