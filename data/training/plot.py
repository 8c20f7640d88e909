"""The plot of before and after, as SVG: a line for each participant, and the mean change with its interval.

It is drawn in the colour of the text around it, so that it is readable on paper and in the dark, and holds no word that
anybody typed.
"""

from collections import Counter
from collections.abc import Sequence
from xml.sax.saxutils import escape

from data.training.change import HIGHEST, LOWEST, SCALES, Change

PANEL, HEIGHT, TOP, BOTTOM = 240, 320, 56, 44
LEFT, RIGHT = 74, 166
"""Where “before” and “after” stand in a panel."""
_OWN = "#2f7f80"


def plot(changes: Sequence[Change]) -> str:
    """Return one picture with a panel for each mark."""
    panels = "".join(_panel(change, i * PANEL) for i, change in enumerate(changes))
    said = " ".join(_said(change) for change in changes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {PANEL * len(changes)} {HEIGHT}" role="img" '
        f'font-family="system-ui, sans-serif" font-size="12" fill="currentColor"><title>{escape(said)}</title>{panels}</svg>'
    )


def _panel(change: Change, x: int) -> str:
    axis = "".join(
        f'<text x="{x + 46}" y="{_y(mark) + 4:.1f}" text-anchor="end" opacity="0.75">{mark}</text>'
        f'<line x1="{x + 52}" x2="{x + RIGHT + 14}" y1="{_y(mark):.1f}" y2="{_y(mark):.1f}" '
        f'stroke="currentColor" stroke-opacity="0.15"/>'
        for mark in (1, 4, 7, 10)
    )
    name = _folded(SCALES[change.scale])
    title = "".join(
        f'<text x="{x + 12}" y="{16 + 15 * i}" font-weight="600">{escape(part)}</text>' for i, part in enumerate(name)
    )
    ends = "".join(
        f'<text x="{x + at}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{word}</text>'
        for at, word in ((LEFT, "before"), (RIGHT, "after"))
    )
    return title + axis + ends + _lines(change, x) + _mean(change, x)


def _lines(change: Change, x: int) -> str:
    """Draw one line a pair; the more people moved alike, the thicker."""
    drawn = []
    for (before, after), n in sorted(Counter(change.pairs).items()):
        width = min(1 + 0.8 * (n - 1), 6)
        y1, y2 = _y(before), _y(after)
        drawn.append(
            f'<line x1="{x + LEFT}" y1="{y1:.1f}" x2="{x + RIGHT}" y2="{y2:.1f}" stroke="currentColor" '
            f'stroke-opacity="0.45" stroke-width="{width:g}"/>'
            f'<circle cx="{x + LEFT}" cy="{y1:.1f}" r="{2.5 + width / 2:g}"/>'
            f'<circle cx="{x + RIGHT}" cy="{y2:.1f}" r="{2.5 + width / 2:g}"/>'
        )
    return "".join(drawn)


def _mean(change: Change, x: int) -> str:
    """Draw the mean after with the interval of the change around it, beside the lines."""
    if change.before is None or change.after is None:
        return f'<text x="{x + (LEFT + RIGHT) / 2:g}" y="{_y(5.5):.1f}" text-anchor="middle">nobody gave both</text>'
    at, y = x + RIGHT + 28, _y(change.after)
    drawn = (
        f'<line x1="{x + LEFT}" y1="{_y(change.before):.1f}" x2="{x + RIGHT}" y2="{y:.1f}" stroke="{_OWN}" stroke-width="4"/>'
        f'<circle cx="{at}" cy="{y:.1f}" r="5" fill="{_OWN}"/>'
    )
    if change.low is not None and change.high is not None:
        low, high = _y(_within(change.before + change.low)), _y(_within(change.before + change.high))
        drawn += f'<line x1="{at}" x2="{at}" y1="{low:.1f}" y2="{high:.1f}" stroke="{_OWN}" stroke-width="2.5"/>'
        drawn += "".join(
            f'<line x1="{at - 5}" x2="{at + 5}" y1="{end:.1f}" y2="{end:.1f}" stroke="{_OWN}" stroke-width="2.5"/>'
            for end in (low, high)
        )
    middle = f'x="{x + (LEFT + RIGHT) / 2:g}" y="{HEIGHT - 6}" text-anchor="middle"'
    return f'{drawn}<text {middle} font-weight="600">{escape(figures(change))}</text>'


def figures(change: Change) -> str:
    """Return the change in figures: "+2.3 (1.4 to 3.2), n = 14"."""
    n = f"n = {len(change.pairs)}"
    if change.mean is None:
        return n
    if change.low is None or change.high is None:
        return f"{change.mean:+.1f}, {n}".replace("-", "−")
    return f"{change.mean:+.1f} ({change.low:.1f} to {change.high:.1f}), {n}".replace("-", "−")


def _said(change: Change) -> str:
    if change.mean is None:
        return f"{SCALES[change.scale]}: nobody gave both marks."
    return f"{SCALES[change.scale]}: {figures(change)}."


def _y(mark: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (HIGHEST - mark) / (HIGHEST - LOWEST)


def _within(mark: float) -> float:
    return min(max(mark, LOWEST), HIGHEST)


def _folded(words: str, width: int = 30) -> list[str]:
    lines = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
