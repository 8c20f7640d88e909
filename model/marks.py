"""Bullets, numbers and quotation marks that open lines: of the list, and not of the sentence behind them.

People number and tick in any way: "★", "=>", "2/", "(iv)", "[3]". What opens a line and is neither letter, figure, quotation
mark, bracket nor money is a bullet, whichever it is. A bare number or initial is one only where the next line, or the one
before, goes on counting: "1 Ring the bank" over "2 Pay the rent", and not "150 homes".
"""

import re
from collections.abc import Sequence

from model.criteria import Span

INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Soft hyphens, joiners, and anchors of footnotes (U+200B in LibreOffice): letters to a program, nothing to a reader."""
_GAP = rf"[\s{INVISIBLE}]*"
_SYMBOL = rf"[^\w\s{INVISIBLE}\"'“”‘’«(\[£$€¥@&%…]"
_MARK = re.compile(
    rf"{_GAP}(?:"
    rf"(?:>[ \t]?)+|_+(?=\s)|\*(?=[^\W\d_])(?![^\n]*\*)|{_SYMBOL}{{1,4}}(?=\s)|\d{{1,2}}\ufe0f?\u20e3|"
    r"\[[ xX]?\](?=\s)|\[\d{1,2}\](?=\s)|#\d{1,2}(?=\s)|o(?=[ \t\u00a0]+[A-Z])|"
    r"[-–—•·▪▫■□●○◦‣⁃➢➤→✓✔☐☑\ue000-\uf8ff]+(?=[^\W\d_])|"
    r"\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4}|[IVX]{1,4})\)(?=\s|[^\W\d_])|"
    r"\d{1,2}[a-z]?[/:°](?=\s)|\d{1,2}[ \t][-–—][ \t]|\d{1,2}[a-z][.)](?=\s)|"
    r"(?:\d{1,3}|[a-hj-z]|[ivx]{1,4}|[IVX]{2,4})\.(?=\s|[^\W\d_]{2})|"
    r"\d{1,2}(?:\.\d{1,2}){1,3}(?<!\.[0134][05])\.?(?=\t|\s{2}|\s[A-Z])"  # "2.1", and no time such as "3.30"
    rf"){_GAP}"
)
_COUNTED = re.compile(
    rf"{_GAP}(?P<before>(?:No\.?[ \u00a0]?|Nr\.?[ \u00a0]?|\()?)(?P<stem>(?:\d{{1,2}}\.){{1,3}})?"
    r"(?:(?P<number>\d{1,2})(?P<after>[ \u00a0]?[^\w\s\"'“”‘’«(\[£$€¥@&%]{0,2})|"
    r"(?P<roman>[IVX]{1,4}|[ivx]{1,4})(?P<stop>[^\w\s]{1,2})|(?P<letter>[A-Za-z])(?P<dot>[ \u00a0]?[^\w\s\"'“”‘’«(\[&]{1,2}))"
    r"[ \u00a0]+(?=[^\s|¦])"
)
_ROMAN = {r: n for n, r in enumerate("i ii iii iv v vi vii viii ix x xi xii xiii xiv".split(), start=1)}  # noqa: SIM905
_FAR = 4
"""So many lines away a list may go on counting: its items may take several lines."""
_MOST = 4
"""Marks that one line opens with: "> - [ ] 1."."""


def mark_of(text: str, span: Span) -> Span:
    """Return the marks that open a line or cell; empty where there are none, or where they are all of it."""
    end = span.start
    for _ in range(_MOST):
        match = _MARK.match(text, end, span.end)
        if match is None or not any(c.isalnum() for c in text[match.end() : span.end]):
            break
        end = match.end()
    return Span(span.start, end)


def marks_of(text: str, typed: Sequence[Span]) -> list[Span]:
    """Return the marks of lines as they were typed, those too that only their neighbours show to be some."""
    counted = [_COUNTED.match(text, span.start, span.end) for span in typed]
    found = []
    for at, span in enumerate(typed):
        mark, here = mark_of(text, span), counted[at]
        if mark.start == mark.end and here is not None:
            near = counted[max(0, at - _FAR) : at] + counted[at + 1 : at + 1 + _FAR]
            if any(other is not None and _goes_on(here, other) for other in near):
                mark = Span(span.start, here.end())
        found.append(mark)
    return found


def _goes_on(here: re.Match[str], other: re.Match[str]) -> bool:
    """Say whether two lines count on from one another in one style."""
    if any(here[part] != other[part] for part in ("before", "stem", "after")):
        return False
    romans = [_ROMAN.get((m["roman"] or m["letter"] or "").lower()) for m in (here, other)]
    alike = (here["stop"] or here["dot"]) == (other["stop"] or other["dot"])
    if romans[0] and romans[1] and alike and abs(romans[0] - romans[1]) == 1:
        return True
    if here["letter"] and other["letter"]:
        return here["dot"] == other["dot"] and abs(ord(here["letter"]) - ord(other["letter"])) == 1
    if not (here["number"] and other["number"]):
        return False
    return abs(int(here["number"]) - int(other["number"])) == 1
