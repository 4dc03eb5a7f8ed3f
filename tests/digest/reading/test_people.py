"""Lists of authors, as written."""

from __future__ import annotations

import pytest

from nsdi_tui.digest.reading.people import authors_in


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("Ann Mason, Bob Rigger", "Ann Mason; Bob Rigger"),
        ("Ann Mason and Bob Rigger", "Ann Mason; Bob Rigger"),
        ("Ann Mason, Bob Rigger, and Cleo Smith.", "Ann Mason; Bob Rigger; Cleo Smith"),
        ("Ann Mason & Bob Rigger", "Ann Mason; Bob Rigger"),
        ("Ann Mason · Bob Rigger", "Ann Mason; Bob Rigger"),
        ("Ann Mason et al.", "Ann Mason et al."),
        ("Ann Mason, Bob Rigger and others", "Ann Mason; Bob Rigger et al."),
        ("A. Mason and B. Rigger", "A. Mason; B. Rigger"),
        ("Mason, Ann; Rigger, Bob", "Mason, Ann; Rigger, Bob"),
        ("Mason, Ann and Rigger, Bob", "Mason, Ann; Rigger, Bob"),
        ("Mason, A., Rigger, B.", "Mason, A.; Rigger, B."),
        ("van der Berg, J. and de Vries, K.", "van der Berg, J.; de Vries, K."),
        ("Mason, Ann, et al.", "Mason, Ann et al."),
        ("Ann Mason*, Bob Rigger†", "Ann Mason; Bob Rigger"),
        ("Ann Mason1,2, Bob Rigger2", "Ann Mason; Bob Rigger"),
        ("Jean-Luc de la Cruz, Zoë O'Neil", "Jean-Luc de la Cruz; Zoë O'Neil"),
        ("张三，李四", "张三; 李四"),
        ("张三, 李四 等", "张三; 李四 et al."),
    ],
)
def test_authors(text: str, authors: str) -> None:
    assert "; ".join(authors_in(text)) == authors


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ann Mason",
        "ICML 2024",
        "Example University, Span Lab",
        "Learning to Cross, Crossing to Learn",
        "Ann Mason et al. and a long sentence",
        "keeps what a crane has lifted, and finds it again",
    ],
)
def test_no_authors(text: str) -> None:
    assert authors_in(text) == ()


def test_one_name_where_authors_are_expected() -> None:
    assert authors_in("Ann Mason", lenient=True) == ("Ann Mason",)
    assert authors_in("Masonry", lenient=True) == ()
