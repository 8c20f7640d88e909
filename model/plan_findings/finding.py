"""A finding on a plan: the cells that it is about, and what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from model.criteria import Span
from model.house_rules import NO_HOUSE_RULES, HouseRules
from model.plan import COLUMNS, Cell, Column, Plan
from model.plan_findings.catalogue import PLAN_RULES, Priority
from model.rules.examine import examine
from model.rules.reading import Reading
from model.statement import compose


@dataclass(frozen=True, slots=True)
class PlanFinding:
    """One thing that LIAP asks of a plan and this one lacks.

    `cells` are where it shows, the one to change first; there are none where it is about the plan as a whole. `instead` is
    the wording to use in place of the words, where there is one; blanks in it are typed ("[amount]"). `about` says who or
    what is meant where no cell does.
    """

    rule: str
    cells: tuple[Cell, ...]
    message: str
    question: str
    source: str
    instead: str = ""
    about: str = ""

    @property
    def cell(self) -> Cell | None:
        """The cell to change; None where the finding is about the plan as a whole."""
        return self.cells[0] if self.cells else None

    @property
    def priority(self) -> Priority:
        """How much it matters."""
        return PLAN_RULES[self.rule].priority

    @property
    def title(self) -> str:
        """Its name for readers."""
        return PLAN_RULES[self.rule].title


def finding(rule: str, cells: Sequence[Cell], message: str, *, instead: str = "", about: str = "") -> PlanFinding:
    """Return the finding `rule` on these cells, with its standing question and source."""
    known = PLAN_RULES[rule]
    return PlanFinding(rule, tuple(cells), message, known.question, known.source, instead, about)


class PlanReading:
    """One reading of a plan, shared by all families: what the rules read in each action, each worked out once."""

    def __init__(self, plan: Plan, house: HouseRules = NO_HOUSE_RULES) -> None:
        self.plan = plan
        self.local = house.local
        self._read = {number: self._of(number) for number, _ in plan.actions}

    @property
    def as_of(self) -> date:
        """The day from which the plan is judged."""
        return self.plan.as_of

    def action(self, row: int) -> Reading:
        """Return the reading of a row's action; only rows that say what will be done have one."""
        return self._read[row][0]

    def found(self, row: int) -> dict[str, list[tuple[Column, Span, str]]]:
        """Return what the objective's own rules find in a row, by rule: the column, the words, what is said of them."""
        return self._read[row][1]

    def whole(self, row: int, column: Column) -> Cell:
        """Return the whole of a cell, without white space around its words."""
        words = self.plan.rows[row].cell(column)
        start = len(words) - len(words.lstrip())
        return Cell(row, column, Span(start, max(start, len(words.rstrip()))))

    def _of(self, number: int) -> tuple[Reading, dict[str, list[tuple[Column, Span, str]]]]:
        row = self.plan.rows[number]
        reading, findings = examine(compose(row.objective(self.plan.domain), self.plan.as_of, self.local))
        found: dict[str, list[tuple[Column, Span, str]]] = {}
        for one in findings:
            if one.field in COLUMNS:
                found.setdefault(one.rule, []).append((COLUMNS[one.field], one.span, one.message))
        return reading, found
