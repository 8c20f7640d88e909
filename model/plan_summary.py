"""A plan's review on one page, in words: what to put right first, next and then, each kind of finding in one line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from model.criteria import Criterion, Verdict
from model.plan_findings.catalogue import Priority
from model.plan_findings.finding import PlanFinding
from model.plan_findings.monitoring import EXAMPLES, Monitoring
from model.plan_review import PlanReview

PLACES = 4
"""Cells that one line names; the others are counted."""
NO_FAULT = "None of LIAP's questions about a whole plan finds anything in the way."
NOT_ALL_FIVE = "A plan need not use all five; ask whether one of these would show it better."


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the lines under it."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """The page: what the plan is, and its sections in the order in which they are read."""

    opening: str
    sections: tuple[Section, ...]

    @property
    def text(self) -> str:
        """The page as plain text."""
        parts = [self.opening, *("\n".join((s.heading, *(f"- {line}" for line in s.lines))) for s in self.sections)]
        return "\n\n".join(parts)


def summary(review: PlanReview, findings: Sequence[PlanFinding] | None = None) -> PlanSummary:
    """Return the page of a review; of those `findings` that are given, else of all."""
    said = review.findings if findings is None else findings
    by_priority = [
        Section(priority.words, tuple(_lines(review, [f for f in said if f.priority is priority])))
        for priority in Priority
        if any(f.priority is priority for f in said)
    ]
    nothing = () if by_priority else (Section("The plan as a whole", (NO_FAULT,)),)
    actions = Section("Each action, against its own issue", tuple(_actions(review)))
    return PlanSummary(
        _opening(review),
        (*by_priority, *nothing, actions, Section("How progress is measured", tuple(_kinds(review)))),
    )


def _opening(review: PlanReview) -> str:
    plan = review.plan
    actions = len(plan.actions)
    about = f" for {plan.child.strip()}" if plan.child.strip() else ""
    day = f", to be reviewed on {plan.review:%-d %B %Y}" if plan.review else ""
    return f"A plan{about} with {_count(actions, 'action')}{day}, read as on {plan.as_of:%-d %B %Y}."


def _lines(review: PlanReview, findings: Sequence[PlanFinding]) -> Iterator[str]:
    by_rule: dict[str, list[PlanFinding]] = {}
    for one in findings:
        by_rule.setdefault(one.rule, []).append(one)
    for same in by_rule.values():
        first = same[0]
        where = [f"{_place(review, f)}: {f.message}{_instead(f)}" for f in same[:PLACES]]
        more = f" And {len(same) - PLACES} more." if len(same) > PLACES else ""
        yield f"{first.title}. {' '.join(where)}{more} {first.question}"


def _place(review: PlanReview, found: PlanFinding) -> str:
    if found.cell is None:
        return "The whole plan"
    name = _names(review)[found.cell.row]
    return f"{name[:1].upper()}{name[1:]}, {found.cell.column.value}"


def _instead(found: PlanFinding) -> str:
    return f" Write instead – {found.instead}." if found.instead else ""


def _actions(review: PlanReview) -> Iterator[str]:
    actions = len(review.plan.actions)
    yield f"{review.smart} of {actions} {'is' if review.smart == 1 else 'are'} SMART."
    for criterion in Criterion:
        failed = _failing(review, criterion, Verdict.NOT_MET)
        if failed:
            yield f"Not yet {_name(criterion)}: {_listed(failed)}."
    unknown = _failing(review, Criterion.RELEVANT, Verdict.CANNOT_TELL)
    if unknown:
        yield f"Nobody can tell whether it is relevant, for want of an issue: {_listed(unknown)}."


def _failing(review: PlanReview, criterion: Criterion, verdict: Verdict) -> list[str]:
    return [
        _names(review)[number]
        for number, row in enumerate(review.rows)
        if row.assessment and row.assessment[criterion].verdict is verdict
    ]


def _kinds(review: PlanReview) -> Iterator[str]:
    used = review.monitoring.used
    if used:
        names = _names(review)
        kinds = (f"{_kind(kind)} ({_listed([names[n] for n in rows])})" for kind, rows in used.items())
        yield f"Used: {'; '.join(kinds)}."
    if review.monitoring.lacking:
        lacking = "; ".join(f"{_kind(k)} – {EXAMPLES[k]}" for k in review.monitoring.lacking)
        yield f"Not used: {lacking}. {NOT_ALL_FIVE}"


def _names(review: PlanReview) -> list[str]:
    """Return what each row is called here: "row 3", where the plan is one table."""
    names = [review.plan.name(number) for number in range(len(review.plan.rows))]
    tables = {name.rpartition(", row ")[0] for name in names}
    return [f"row {name.rpartition(', row ')[2]}" for name in names] if len(tables) == 1 and tables != {""} else names


def _kind(kind: Monitoring) -> str:
    return kind.value.replace("_", " ")


def _name(criterion: Criterion) -> str:
    return criterion.value.replace("_", "-")


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:PLACES])
    more = [f"{len(names) - PLACES} more"] if len(names) > PLACES else []
    return ", ".join([*shown, *more])


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
