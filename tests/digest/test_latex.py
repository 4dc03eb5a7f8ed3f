"""LaTeX in titles is shown as text; what only looks like LaTeX stays."""

from __future__ import annotations

import pytest

from nsdi_tui.digest.latex import to_text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"Wren$^{2}$: Twice the Song", "Wren²: Twice the Song"),
        (r"Wren$^2$", "Wren²"),
        (r"H$_2$O for Herons", "H₂O for Herons"),
        (r"$\alpha$-Finch and $k$-Nearest Nests", "α-Finch and k-Nearest Nests"),
        (r"Counting in $O(n)$", "Counting in O(n)"),
        (r"$10\times$ Faster", "10× Faster"),
        (r"$x^{ab}$ Nests", "x^ab Nests"),
        (r"\textit{Fast} Wrens", "Fast Wrens"),
        (r"\emph{Fast and \textbf{Loud}} Wrens", "Fast and Loud Wrens"),
        (r"{\it Fast} Wrens", "Fast Wrens"),
        (r"G\"ottingen and Universit\'e, Fran\c{c}ais", "Göttingen and Université, Français"),
        (r"G{\"o}ttingen, Stra{\ss}e", "Göttingen, Straße"),
        (r"Sounds \& Songs", "Sounds & Songs"),
        ("Birds 2020--2024", "Birds 2020–2024"),
        ("Wrens -- A Study", "Wrens – A Study"),
        ("Wrens---A Study", "Wrens—A Study"),
    ],
)
def test_latex_is_shown_as_text(written: str, shown: str) -> None:
    assert to_text(written) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Costs $5 and $6 a Month",
        "From $5 to $10",
        "US$5 or A$6",
        "Set $HOME and $PATH",
        r"The Folder C:\temp\new\o",
        r"A \b in a Pattern and \d+",
        "C++ and C-- Compared",
        "Run it with --verbose --all",
        "$$$",
        "a_b^c in Plain Text",
        "\\",
        "",
        "Wrens in Winter",
    ],
)
def test_other_text_stays(text: str) -> None:
    assert to_text(text) == text
