"""The end report as Markdown and as a page that stands alone: one list of parts, written out two ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from data.training.answers import MOST_QUESTIONS
from data.training.change import SCALES
from data.training.exercises import MOVING_ON, Statement
from data.training.letters import LIAP, Mark
from data.training.plot import figures, plot
from data.training.report import Judged, Report
from data.training.tallies import StatementTally
from model.criteria import Criterion, Verdict

_STYLE = """
body { max-width: 56rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif }
body { color: #1f2a2a; background: #fffdf9 }
h1, h2 { font-family: Georgia, serif; color: #1d4d4f }
table { border-collapse: collapse; width: 100% }
th, td { padding: .375rem .5rem; text-align: left; vertical-align: top; border-bottom: 1px solid #dcd8ce }
svg { max-width: 100%; height: auto }
@media (prefers-color-scheme: dark) {
  body { background: #121919; color: #e7e9e4 }
  h1, h2 { color: #93cfca }
  th, td { border-color: #324040 }
}
@media print { h2 { break-after: avoid } tr { break-inside: avoid } }
"""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands below it; `svg` is a picture that only the page shows."""

    heading: str
    words: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    svg: str = ""


def markdown(report: Report) -> str:
    """Return the report as Markdown."""
    lines = [f"# {_title(report)}", "", _opening(report), ""]
    for part in _parts(report):
        lines += [f"## {part.heading}", ""]
        lines += [line for words in part.words for line in (words, "")]
        lines += [*(f"- {item}" for item in part.items), *([""] if part.items else [])]
        if part.rows:
            lines += [_row(part.head), _row(["---"] * len(part.head)), *map(_row, part.rows), ""]
    return "\n".join(lines).rstrip() + "\n"


def page(report: Report) -> str:
    """Return the report as an HTML page that needs nothing else; it can be printed and sent."""
    body = "".join(_section(part) for part in _parts(report))
    title = escape(_title(report))
    return (
        f'<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>'
        f"<body><main><h1>{title}</h1><p>{escape(_opening(report))}</p>{body}</main></body></html>\n"
    )


def _title(report: Report) -> str:
    day = report.session.day
    return f"SMART objectives: report of the session of {day.day} {day:%B %Y}"


def _opening(report: Report) -> str:
    people, n = report.tally.people, report.consented
    return (
        f"Session {report.session.code}. {_of_people(people)} took part; {n} let their answers to Exercise 2 be used as reviews. "
        "Answers that came twice from one participant are counted once: the first where feedback followed it, the last elsewhere."
    )


def _of_people(n: int) -> str:
    return "1 participant" if n == 1 else f"{n} participants"


def _parts(report: Report) -> list[Part]:
    parts = [_again(report), _confidence(report), _letters(report), _statements(report), _seen(report)]
    if report.reworded.of:
        parts.append(_judged("Exercise 2: in their own words", "statements re-worded", report.reworded))
    parts.append(_plan(report))
    if report.rows.of:
        parts.append(_judged("Exercise 3: the rows, as Aimwell judged them", "rows checked", report.rows))
    parts.append(_moving(report))
    return parts


def _again(report: Report) -> Part:
    texts = {s.id: s for s in report.statements}
    items = []
    for lesson in report.lessons:
        examples = "; ".join(f"{e[1:].lstrip('0')}. “{texts[e].text}”" for e in lesson.examples)
        talk = f" Talk about {examples}" if examples else ""
        items.append(
            f"{lesson.what}: {lesson.right} of {lesson.of} ({lesson.share:.0%}). LIAP, {lesson.passage}.{talk}"
        )
    words = (
        ("The widest gap first; what two in three got right is left out, and so is what fewer than three answered.",)
        if items
        else ("Nothing stands out: of everything that three or more answered, two in three agreed with LIAP.",)
    )
    return Part("What to teach again", words, tuple(items))


def _confidence(report: Report) -> Part:
    rows = []
    for c in report.changes:
        before, after = (("–" if m is None else f"{m:.1f}") for m in (c.before, c.after))
        rows.append((SCALES[c.scale], before, after, figures(c), f"{c.only_before} / {c.only_after}"))
    words = (
        "Marks from 1 to 10, of those who gave both. In brackets the 95 % interval of the mean change (Student’s t, paired): "
        "where it holds 0, this room cannot say that it rose. Where fewer than two gave both, or all moved alike, "
        "there is none. Nobody was compared with people who had no training.",
    )
    head = ("Measure of Confidence", "Before", "After", "Mean change", "Only before / after")
    return Part("Before and after", words, head=head, rows=tuple(rows), svg=plot(report.changes))


def _letters(report: Report) -> Part:
    rows = [
        (LIAP[c], str(m[Mark.LIAP]), str(m[Mark.SAME]), str(m[Mark.ELSEWHERE]), str(m[Mark.OTHER]), str(m[Mark.BLANK]))
        for c, m in report.tally.letters.items()
    ]
    head = ("Letter", "LIAP’s word", "Means the same", "A word used elsewhere", "Another", "Left blank")
    return Part("Exercise 1: what the letters stand for", head=head, rows=tuple(rows))


def _statements(report: Report) -> Part:
    rows = tuple(_statement(t, s) for t, s in zip(report.tally.statements, report.statements, strict=True))
    head = ("Statement", "Key", "Ticked as SMART", "Agreed with the key", "Marked as missing", "Divided over")
    return Part("Exercise 2: is it SMART?", head=head, rows=rows)


def _statement(t: StatementTally, s: Statement) -> tuple[str, ...]:
    key = "SMART" if s.smart else "misses " + _criteria([c for c in Criterion if s.labels[c] is False])
    marked = ", ".join(f"{LIAP[c]} {n}" for c, n in t.misses.items() if n) or "–"
    over = "–" if not t.split else f"{'whether it is SMART' if t.over is None else LIAP[t.over]} ({t.split:.0%})"
    number = s.id[1:].lstrip("0")
    share = f"{t.right} of {t.answered}" if t.answered else "–"
    return f"{number}. {s.text}", key, f"{t.ticked} of {t.answered}", share, marked, over


def _seen(report: Report) -> Part:
    rows = tuple((LIAP[s.criterion], _share(s.found, s.faults), _share(s.alarms, s.fine)) for s in report.seen)
    head = ("Criterion", "Seen where it is missing", "Marked where it is met")
    return Part("Exercise 2: how well each criterion is seen", head=head, rows=rows)


def _judged(heading: str, what: str, judged: Judged) -> Part:
    rows = tuple(
        (LIAP[c], str(n[Verdict.MET]), str(n[Verdict.NOT_MET]), str(n[Verdict.CANNOT_TELL]))
        for c, n in judged.counts.items()
    )
    words = (f"Aimwell’s verdicts on {judged.of} {what}. It can be wrong.",)
    return Part(heading, words, head=("Criterion", "Met", "Not met", "Cannot tell"), rows=rows)


def _plan(report: Report) -> Part:
    words = [f"{report.plans.plans} action plans with {report.tally.rows} rows in all."]
    words += [
        f"{name} has no action of their own in {n} of {report.plans.plans}. LIAP: ensure all Team members, "
        "including the child and parent/carer, have clear actions."
        for name, n in report.plans.left_out.items()
        if n
    ]
    return Part("Exercise 3: an action plan", tuple(words))


def _moving(report: Report) -> Part:
    rows = []
    for t, s in zip(report.tally.situations, report.situations, strict=True):
        chosen = sorted(((n, q) for q, n in t.chosen.items() if n), key=lambda one: -one[0])
        said = "; ".join(f"{MOVING_ON[q]} {n}" for n, q in chosen) or "–"
        rows.append((s.title, str(t.answered), said, "; ".join(MOVING_ON[q] for q in s.points_to)))
    words = (f"Each participant chose at most {MOST_QUESTIONS} of LIAP’s questions.",)
    head = ("Situation", "Answered", "Chosen", "What its figures point to")
    return Part("Exercise 4: moving on", words, head=head, rows=tuple(rows))


def _criteria(some: Sequence[Criterion]) -> str:
    return ", ".join(LIAP[c] for c in some)


def _share(n: int, of: int) -> str:
    return f"{n} of {of} ({n / of:.0%})" if of else "–"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _section(part: Part) -> str:
    words = "".join(f"<p>{escape(w)}</p>" for w in part.words)
    items = "<ol>" + "".join(f"<li>{escape(i)}</li>" for i in part.items) + "</ol>" if part.items else ""
    table = ""
    if part.rows:
        head = "".join(f'<th scope="col">{escape(h)}</th>' for h in part.head)
        rows = "".join(
            f'<tr><th scope="row">{escape(first)}</th>' + "".join(f"<td>{escape(c)}</td>" for c in rest) + "</tr>"
            for first, *rest in part.rows
        )
        table = f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    return f"<section><h2>{escape(part.heading)}</h2>{words}{items}{part.svg}{table}</section>"
