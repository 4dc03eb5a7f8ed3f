r"""LaTeX in titles, shown as text: `$^{2}$`, `\textit{Fast}`, `\"o`, `--`.

Only what is surely LaTeX is converted. Prices, paths and options stay as they are.
"""

from __future__ import annotations

import re
from functools import lru_cache

LENGTH_LIMIT = 2_000

_RAISED = dict(zip("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", strict=True))
_LOWERED = dict(
    zip("0123456789+-=()aeoxijklmnprstuv", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓᵢⱼₖₗₘₙₚᵣₛₜᵤᵥ", strict=True)
)

_MAY_BE_LATEX = re.compile(r"\$|\\[A-Za-z\"'`^~=.&%#]|--")
# A formula has no blank at its edges and is no sum of money: it has a sign of mathematics in it, or
# is a variable or a call such as `$k$` or `$O(n)$`.
_FORMULA = re.compile(
    r"(?<![\\$])(?:(?<!\w)|(?=\$[\\^_]))\$(?P<formula>(?=[^$\n]{0,200}[\\^_{}=<>]|[A-Za-z](?:\([^$\n]{0,40}\))?\$)"
    r"(?!\s)[^$\n]{1,200}(?<![\s\\]))\$(?![\d$])"
)
_BRACED = r"\{(?:[^{}\n]|\{(?:[^{}\n]|\{[^{}\n]{0,200}\}){0,200}\}){0,400}\}"
_COMMAND = re.compile(
    r"\\(?:emph|text(?:it|bf|sc|tt|rm|sf|up|sl)?|math(?:rm|bf|it|sf|tt|cal|bb)|underline|mbox)\s?"
    + _BRACED
    + r"|\{\\(?:it|bf|em|sc|tt|rm|sf)\s[^{}\n]{0,400}\}"
    r"|\{?\\[\"'`^~=.](?:\{\\?[A-Za-z]\}|\\?[A-Za-z])\}?"
    r"|\{?\\[uvHckbdrt]\{\\?[A-Za-z]{1,2}\}\}?"
    r"|\{\\(?:ss|[oOlLij]|ae|AE|oe|OE|aa|AA)\s?\}"
    r"|\\(?:ss|[oOlLij]|ae|AE|oe|OE|aa|AA)\{\}"
    r"|\\[&%#](?=[\s\w]|\Z)"
)
_SCRIPT = re.compile(r"(?P<sign>[\^_])(?:\{(?P<group>[^{}\\]{1,20})\}|(?P<one>\w))")
_LONG_DASH = re.compile(r"(?<=[^\W_])---(?=[^\W_])|(?<= )---(?= )")
_DASH = re.compile(r"(?<=[^\W_])--(?=[^\W_])|(?<= )--(?= )")


def to_text(text: str) -> str:
    """Return a title with its LaTeX as text; other text is returned as it is."""
    if "$" not in text and "\\" not in text and "--" not in text:
        return text
    if len(text) > LENGTH_LIMIT or not _MAY_BE_LATEX.search(text):
        return text
    text = _FORMULA.sub(lambda match: _converted(_scripts(match["formula"]), True), text)
    text = _COMMAND.sub(lambda match: _converted(match[0], False), text)
    return _DASH.sub("–", _LONG_DASH.sub("—", text))


@lru_cache(maxsize=1024)
def _converted(latex: str, is_formula: bool) -> str:
    # pylatexenc takes 25 ms to import, and few lists have LaTeX in them.
    from pylatexenc.latex2text import LatexNodes2Text

    source = f"${latex}$" if is_formula else latex
    converter = LatexNodes2Text(math_mode="text", strict_latex_spaces=True)
    return str(converter.latex_to_text(source)) or source


def _scripts(formula: str) -> str:
    """Write powers and indices as raised and lowered characters, where there are such."""

    def replaced(match: re.Match[str]) -> str:
        table = _RAISED if match["sign"] == "^" else _LOWERED
        inner = match["group"] or match["one"]
        if all(character in table for character in inner):
            return "".join(table[character] for character in inner)
        return match[0]

    return _SCRIPT.sub(replaced, formula)


def raised_and_lowered(text: str) -> list[tuple[str, str]]:
    """Split a text into runs: pairs of a sign (`^`, `_` or empty) and plain characters."""
    runs: list[tuple[str, str]] = []
    for character in text:
        sign, plain = _PLAIN.get(character, ("", character))
        if runs and runs[-1][0] == sign:
            runs[-1] = (sign, runs[-1][1] + plain)
        else:
            runs.append((sign, plain))
    return runs


_PLAIN = {
    **{raised: ("^", plain) for plain, raised in _RAISED.items()},
    **{lowered: ("_", plain) for plain, lowered in _LOWERED.items()},
}
