"""Papers by a template, one a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nsdi_tui.digest.reading.document import parse
from nsdi_tui.export.selection import Annotation, Selection
from nsdi_tui.export.template import DEFAULT_TEMPLATE, FIELDS, Template

if TYPE_CHECKING:
    from nsdi_tui.digest.model import Paper

LIST = """# Birds 2024

## Waders

* Heron: Standing on One Leg \\[[Paper](https://birds.example/heron.html)]
  \\[[arXiv](https://arxiv.org/abs/2401.00001)] \\[[Code](https://github.com/birds/heron)]
  * Pond Institute & Marsh University
  * It stands.
  * It waits.
* Notes on Reeds \\[[Paper](https://birds.example/reeds.html)]
"""


def lines(template: str, text: str = LIST, **marks: Annotation) -> list[str]:
    digest = parse(text, "birds.md")

    def annotate(paper: Paper) -> Annotation | None:
        return marks.get(paper.name or "")

    written = Template(template).lines([Selection(digest, digest.papers)], annotate)
    return [line.removesuffix("\n") for line in written]


def test_the_default_is_name_title_and_arxiv_id() -> None:
    assert lines(DEFAULT_TEMPLATE) == [
        "Heron\tHeron: Standing on One Leg\t2401.00001",
        "\tNotes on Reeds\t",
    ]


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("{url}", "https://arxiv.org/abs/2401.00001"),
        ("{code}", "https://github.com/birds/heron"),
        ("{organizations}", "Pond Institute | Marsh University"),
        ("{summary}", "It stands. It waits."),
        ("{topics}", "Waders"),
        ("{year} {kind} {line}", "2024 paper 5"),
        ("{digest} in {file}", "Birds 2024 in birds.md"),
        ("{{{name}}} {pdf}.", "{Heron} ."),
        (r"{name}\\{name}\n", "Heron\\Heron\n"),
        (r"\d{name}", r"\dHeron"),
        ("", ""),
    ],
)
def test_fields_and_literal_text(template: str, line: str) -> None:
    assert lines(template)[0] == line


def test_every_field_can_be_written() -> None:
    (heron, _) = lines("<".join(f"{{{field}}}" for field in FIELDS))
    assert heron.count("<") == len(FIELDS) - 1


def test_marks_of_papers_that_have_them() -> None:
    marks = {"Heron": Annotation(starred=True, read=True, note="see also\n\tthe egret")}
    assert lines("{starred},{read},{note}", **marks) == [
        "starred,read,see also the egret",
        ",,",
    ]


@pytest.mark.parametrize("template", ["{authors}", "{title} {arxiv}"])
def test_only_marks_need_the_marks_file(template: str) -> None:
    assert not Template(template).asks_for_marks
    assert Template(template + "{note}").asks_for_marks


@pytest.mark.parametrize("field", ["x", "", "title.__class__", "title!r", "title:>9", "0"])
def test_an_unknown_field_lists_the_valid_ones(field: str) -> None:
    with pytest.raises(ValueError, match="available: name, title, arxiv, url") as caught:
        Template(f"{{title}} {{{field}}}")
    assert str(caught.value).startswith(f"No field named {{{field}}}; ")


@pytest.mark.parametrize("template", ["{title", "title}", "{{title}", "{title}}"])
def test_a_single_brace_is_an_error(template: str) -> None:
    with pytest.raises(ValueError, match=r"^Single [{}] in the template; write (\{\{|\}\})$"):
        Template(template)


def test_a_value_is_not_a_template() -> None:
    text = "# Birds\n\n* Owl: A {year} \\\\n {0} \\[[Paper](https://birds.example/owl)]\n"
    assert lines("{title}", text) == ["Owl: A {year} \\n {0}"]


def test_colors_wrap_values_and_leave_empty_ones_alone() -> None:
    digest = parse(LIST, "birds.md")
    selection = Selection(digest, digest.papers)
    heron, reeds = Template(DEFAULT_TEMPLATE).lines([selection], None, in_color=True)
    assert heron.startswith("\x1b[1mHeron\x1b[0m\tHeron: ")
    assert reeds == "\tNotes on Reeds\t\n"
