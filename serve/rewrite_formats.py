"""What became of the plans that were rewritten, for a reader: the new files, or without them a preview like a diff."""

import re
from collections.abc import Iterator, Sequence

from data.documents.rewriting.advice import Advice
from data.documents.rewriting.changes import Way
from data.documents.rewriting.remarks import COLUMN_NAMES, reasons, settle, text_of
from data.documents.rewriting.wording import plain
from model.criteria import Field
from serve.rewrite_files import Outcome

DONE = {
    Way.COMMENTS: "commented on",
    Way.TRACKED: "rewritten as tracked changes",
    Way.TABLE: "rewritten",
    Way.TEXT: "rewritten",
}
NOTHING_WRITTEN = "Nothing was written. To write the new plan, say --in-place, or --output with a file or folder."

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def render(outcomes: Sequence[Outcome], *, preview: bool) -> str:
    """Return what became of each plan, in order."""
    lines = [line for outcome in outcomes for line in _lines(outcome, preview=preview)]
    if preview and any(outcome.error is None for outcome in outcomes):
        lines += ["", NOTHING_WRITTEN]
    return "\n".join(_CONTROL.sub(" ", line) for line in lines) + "\n"


def _lines(outcome: Outcome, *, preview: bool) -> Iterator[str]:
    if outcome.error is not None:
        yield f"{outcome.path}: {outcome.error}"
    elif not outcome.advice:
        yield f"{outcome.path}: there is no objective in it"
    elif preview:
        yield f"{outcome.path}"
        yield from (line for advice in outcome.advice for line in _preview(advice))
    else:
        yield from _written(outcome)


def _written(outcome: Outcome) -> Iterator[str]:
    of_all = f"{len(outcome.advice)} {'objective' if len(outcome.advice) == 1 else 'objectives'}"
    done = DONE[outcome.way or Way.COMMENTS]
    yield f"{outcome.path}: {outcome.objectives} of {of_all} {done}, in {outcome.target}"
    if outcome.backup:
        yield f"  the plan as it was is kept in {outcome.backup}"
    yield from (f"  {note.place} is left as it stands: {note.said}" for note in outcome.notes)


def _preview(advice: Advice) -> Iterator[str]:
    if not advice.findings and (advice.best is None or Field.NEED not in advice.best.parts):
        return
    objective = advice.entry.objective
    yield f"  {advice.entry.place}"
    yield from (f"    {text_of([line])}" for line in reasons(advice))
    if advice.best is None:
        yield f"  - {objective.text}"
        yield "  (there is no rewrite that is better)"
        return
    for field, draft in advice.best.parts.items():
        name = "" if field is Field.TEXT else f"{COLUMN_NAMES[field]}: "
        if objective.part(field):
            yield f"  - {name}{objective.part(field)}"
        yield f"  + {name}{plain(draft)}"
    yield from (f"    {text_of([line])}" for line in settle(advice.best))
