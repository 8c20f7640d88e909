"""What the gate decided, in words that a manager can read: Markdown, and the same as one HTML file with its charts."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

import matplotlib as mpl

from model.criteria import Criterion, Verdict
from model.promotion import QUOTED
from training.gate import Figures, Ruling
from training.standing import signed

mpl.use("svg")  # needs no screen
from matplotlib import pyplot as plt

HERE, CORPUS = "your own reviews, held out", "the corpus's test split"
_SAID = {Verdict.MET: "met", Verdict.NOT_MET: "not met", Verdict.CANNOT_TELL: "cannot tell", None: "not judged"}
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c2430}"
    "table{border-collapse:collapse;margin:1rem 0}td,th{border:1px solid #c3cad4;padding:.3rem .6rem;text-align:left}"
    ".verdict{font-size:1.25rem;font-weight:600}svg{max-width:100%;height:auto}"
)


@dataclass(frozen=True, slots=True)
class Table:
    """A heading row and rows of cells."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def markdown(ruling: Ruling, notes: Mapping[Criterion, str]) -> str:
    """Return the report as Markdown; `notes` say what each criterion learned."""
    parts = [f"# {_headline(ruling)}", *_sentences(ruling, notes)]
    for title, table in _tables(ruling):
        parts += [f"## {title}", _as_markdown(table)]
    return "\n\n".join(parts) + "\n"


def page(ruling: Ruling, notes: Mapping[Criterion, str]) -> str:
    """Return the report as one HTML file that needs nothing beside it."""
    said = "".join(f"<p>{html.escape(s)}</p>" for s in _sentences(ruling, notes))
    charts = "".join(
        f"<figure>{chart(figures, title)}</figure>"
        for title, figures in ((HERE, ruling.local), (CORPUS, ruling.corpus))
        if figures
    )
    tables = "".join(f"<h2>{html.escape(title)}</h2>{_as_html(table)}" for title, table in _tables(ruling))
    title = html.escape(_headline(ruling))
    return (
        f'<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
        f'</head><body><h1 class="verdict">{title}</h1>{said}{charts}{tables}</body></html>\n'
    )


def chart(figures: Mapping[Criterion, Figures], title: str) -> str:
    """Return the macro-F1 before and after, and the difference with its interval, as an SVG element."""
    criteria = list(figures)
    drawn, (left, right) = plt.subplots(1, 2, figsize=(9, 2.8), layout="constrained")
    places = range(len(criteria))
    left.bar([p - 0.2 for p in places], [f.before for f in figures.values()], 0.38, label="now", color="#9aa5b1")
    left.bar([p + 0.2 for p in places], [f.after for f in figures.values()], 0.38, label="candidate", color="#1f6f8b")
    left.set(ylim=(0, 1), ylabel="macro-F1", title=title)
    left.set_xticks(list(places), [_name(c) for c in criteria], fontsize=7)
    left.legend(frameon=False, loc="lower right", fontsize=7)
    values = [f.difference for f in figures.values()]
    arms = [[d.value - d.low for d in values], [d.high - d.value for d in values]]
    right.errorbar([d.value for d in values], list(places), xerr=arms, fmt="o", color="#1f6f8b", capsize=3)
    right.axvline(0, color="#9aa5b1", linewidth=1)
    right.set(title="difference, 95 % interval")
    right.set_yticks(list(places), [_name(c) for c in criteria], fontsize=7)
    text = StringIO()
    drawn.savefig(text, format="svg", metadata={"Date": None})
    plt.close(drawn)
    return text.getvalue()[text.getvalue().index("<svg") :]


def _headline(ruling: Ruling) -> str:
    if ruling.promote:
        return f"{ruling.candidate} may take the place of {ruling.current}"
    return f"{ruling.candidate} should not take the place of {ruling.current}"


def _sentences(ruling: Ruling, notes: Mapping[Criterion, str]) -> list[str]:
    said = []
    if ruling.gain is not None:
        share, low, high = (100 * v for v in (ruling.gain.value, ruling.gain.low, ruling.gain.high))
        said.append(
            f"On the reviews that it has not seen, the candidate is {abs(share):.1f} points "
            f"{'better' if share >= 0 else 'worse'} than the bundle in service (between {low:+.1f} and {high:+.1f} with "
            "95 % confidence; 100 points is "
            "every verdict as your reviewers gave it)."
        )
    said += [f"Against it: {reason}." for reason in ruling.reasons]
    for criterion in Criterion:
        if criterion in ruling.conventions:
            said.append(
                f"{_name(criterion).capitalize()} follows a convention of your own: {notes[criterion]}. The corpus, which "
                "follows the guide, is no measure of it and was set aside for this criterion."
            )
        elif criterion in notes:
            said.append(f"{_name(criterion).capitalize()}: {notes[criterion]}.")
    return said


def _tables(ruling: Ruling) -> list[tuple[str, Table]]:
    found = [
        (f"On {title}", _figures(figures))
        for title, figures in ((HERE, ruling.local), (CORPUS, ruling.corpus))
        if figures
    ]
    if ruling.changed:
        rows = tuple(
            (c.text, _name(c.criterion), _SAID[c.truth], _SAID[c.before], _SAID[c.after], f"{c.moved:+.2f}")
            for c in ruling.changed
        )
        head = ("objective", "criterion", "reviewers", "now", "candidate", "probability moved")
        found.append((QUOTED, Table(head, rows)))
    return found


def _figures(figures: Mapping[Criterion, Figures]) -> Table:
    rows = tuple(
        (_name(c), str(f.count), f"{f.before:.3f}", f"{f.after:.3f}", signed(f.difference)) for c, f in figures.items()
    )
    return Table(("criterion", "judgements", "now", "candidate", "difference of macro-F1"), rows)


def _as_markdown(table: Table) -> str:
    def line(cells: Sequence[str]) -> str:
        plain = [" ".join(c.replace("|", "\\|").split()) for c in cells]
        return f"| {' | '.join(plain)} |"

    return "\n".join([line(table.head), line(["---"] * len(table.head)), *map(line, table.rows)])


def _as_html(table: Table) -> str:
    head = "".join(f"<th scope=col>{html.escape(c)}</th>" for c in table.head)
    rows = "".join(f"<tr>{''.join(f'<td>{html.escape(c)}</td>' for c in row)}</tr>" for row in table.rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _name(criterion: Criterion) -> str:
    return criterion.value.replace("_", "-")
