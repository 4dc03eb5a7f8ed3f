"""HTML that carries structure becomes the same blocks as Markdown."""

from __future__ import annotations

import pytest

from nsdi_tui.digest.markdown.blocks import (
    Block,
    DetailsEnd,
    DetailsStart,
    Heading,
    Item,
    Paragraph,
    Quote,
    Rule,
    Table,
    Verbatim,
)
from nsdi_tui.digest.markdown.reader import read_blocks
from nsdi_tui.digest.markdown.tables import COLUMN_LIMIT


def outline(blocks: list[Block], depth: int = 0) -> list[str]:
    """Draw blocks, one a line, with their source lines."""
    lines = []
    for block in blocks:
        if isinstance(block, Heading):
            shown = f"{'#' * block.level} {block.rich.text}"
        elif isinstance(block, Item):
            shown = f"{'-' if block.number is None else f'{block.number}.'} {block.rich.text}"
        elif isinstance(block, Paragraph):
            shown = block.rich.text or " ".join(f"({i.alt} → {i.url})" for i in block.rich.images)
        elif isinstance(block, DetailsStart):
            shown = f"▼ {block.rich.text}"
        elif isinstance(block, DetailsEnd):
            shown = "▲"
        elif isinstance(block, Quote):
            shown = ">"
        elif isinstance(block, Rule):
            shown = "---"
        elif isinstance(block, Verbatim):
            shown = f"[{block.kind}] {block.text}"
        elif isinstance(block, Table):
            shown = " | ".join(cell.text for row in block.rows for cell in row.cells)
        else:
            shown = f"! {block.reason}: {block.text}"
        lines.append(f"{'  ' * depth}{block.line} {shown}".rstrip())
        if isinstance(block, Item | Quote):
            lines += outline(block.blocks, depth + 1)
    return lines


CASES = {
    "details with Markdown": """\
<details>
<summary><b>Old birds</b></summary>

* Dodo
* Moa

</details>
=>
1 ▼ Old birds
4 - Dodo
5 - Moa
7 ▲
""",
    "details that swallow a list": """\
<details open><summary>Birds</summary>
* [Wren](https://example.org/w)
  * loud
[Owl](https://example.org/o)<br>
</details>
=>
1 ▼ Birds
2 - Wren
  3 - loud Owl
5 ▲
""",
    "details in an item, without a summary, without an end": """\
- Wren <details>song</details>
- Owl
  <details><summary>

  ### Night

  </summary>
  hoot
=>
1 - Wren
  1 ▼
  1 song
  1 ▲
2 - Owl
  3 ▼ Night
  8 hoot
""",
    "details right after a list": """\
* Wren
<details><summary>More</summary>

* Owl
</details>
* Crow
=>
1 - Wren
2 ▼ More
4 - Owl
5 ▲
6 - Crow
""",
    "lists": """\
<ul>
  <li><b>Wren</b> sings
    <ol start="3"><li>loud</li><li>long</ol>
  <li>

Owl

</li>
</ul>
after
=>
2 - Wren sings
  3 3. loud
  3 4. long
6 - Owl
10 after
""",
    "headings": """\
<h2 id="b" align="center">Birds</h2>
<h3>

Small *ones*

</h3>

### <h4 id="w">Wrens<h4/>
text <h5>Owls</h5> more
=>
1 ## Birds
2 ### Small ones
8 #### Wrens
9 text
9 ##### Owls
9 more
""",
    "a heading ends what is open": """\
<table><tr><td>

# Birds

<li>Wren</td></table>
=>
3 # Birds
5 - Wren
""",
    "paragraphs and badges": """\
<div align="center">
  <a href="https://example.org/b"><img src="b.svg" alt="badge"></a>
</div>
<p>One<br>two</p><hr>
<center>

Three

</center>
=>
2 (badge → https://example.org/b)
4 One two
4 ---
7 Three
""",
    "quotes, code and what is hidden": """\
<blockquote>said</blockquote>
<pre><code>a &lt; b
* c</code></pre>

<script>
x = "<li>"

</script>
<style>p {}</style>

<!-- hidden

* hidden --> shown
<picture><source srcset="d.png"><img src="l.png" alt="light"></picture>
=>
1 >
  1 said
2 [code] a < b
* c
13 shown
14 (light → None)
""",
    "bullet characters": """\
Birds:
• Wren
• Owl
  at night
=>
1 Birds:
2 - Wren
3 - Owl at night
""",
    "tags in code and alone": """\
Use `<details>` and <b>bold</b> here.

<b>Wren</b> [Song](https://example.org/s)

<a name="top"></a>
=>
1 Use <details> and bold here.
3 Wren Song
""",
    "a hint": """\
{% hint style="info" %}
A

# B

{% endhint %}

C
=>
2 >
  2 A
4 >
  4 # B
8 C
""",
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_html_as_blocks(case: str) -> None:
    source, _, expected = case.rpartition("=>\n")
    assert "\n".join(outline(read_blocks(source).blocks)) == expected.rstrip("\n")


@pytest.mark.parametrize("end", ["", "</td>"])
def test_cells_beyond_the_last_column_are_text_of_the_last_one(end: str) -> None:
    row = "<tr>" + "".join(f"<td>c{number}{end}" for number in range(60)) + "</tr>"
    (table,) = read_blocks(f"<table>{row}{row}</table>").blocks
    assert isinstance(table, Table)
    for cells in (row.cells for row in table.rows):
        assert len(cells) == COLUMN_LIMIT
        assert cells[0].text == "c0"
        assert cells[-1].text == " ".join(f"c{number}" for number in range(COLUMN_LIMIT - 1, 60))
