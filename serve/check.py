"""Plan files under the linter: every objective of every file assessed, and one report to render.

Free of any command-line framework: `aimwell check` hands in the files and an assessor, prints what a renderer of
`serve.check_formats` makes of the report, and leaves with its `exit_code`.
"""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from data.documents.entry import Entry
from data.documents.read import content_of, entries_of
from model.assessor import Assessor
from model.criteria import Assessment, Criterion, Field, Finding, Judgement, Objective, Span, Verdict
from model.detector import Detector
from model.errors import DocumentError, HouseRulesError, NoObjective
from model.fingerprint import fingerprint
from model.house_rules import NO_HOUSE_RULES, HouseRules
from serve.check_plan import CheckedPlan, check_plan
from serve.houses import Houses
from serve.plan_paths import PlanPath, plan_paths

Assess = Callable[[Sequence[Objective], date], Sequence[Assessment]]
"""Whoever judges: one assessment an objective, in order, as of a day."""

WHOLE_QUESTIONS: Mapping[Criterion, str] = {
    Criterion.SPECIFIC: "Who will do exactly what, with or for whom?",
    Criterion.MEASURABLE: "How will you know that it is done?",
    Criterion.ACHIEVABLE: "What can be done in the time, with what there is?",
    Criterion.RELEVANT: "Which need, risk or issue does this answer?",
    Criterion.TIME_BOUND: "By when should this be done?",
}
"""What to ask the author where the wording as a whole fails a criterion."""

CLEAN, NOT_SMART, UNREADABLE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Checked:
    """One objective of a file and what was said of it; `ignored` are the fingerprints that nobody wants to hear of."""

    entry: Entry
    assessment: Assessment
    ignored: frozenset[str] = frozenset()

    @property
    def reasons(self) -> tuple[tuple[Verdict, Finding], ...]:
        """The findings of every criterion that is not met or cannot be told, each with the criterion's verdict.

        A criterion that is not met always has a reason: where no single phrase is to blame, the wording as a whole
        is, under the criterion's own name. Those that are ignored are left out.
        """
        return tuple((v, f) for v, f in self.all_reasons if not self.ignores(f))

    @property
    def all_reasons(self) -> tuple[tuple[Verdict, Finding], ...]:
        """The same with those that are ignored."""
        judgements = (self.assessment[criterion] for criterion in Criterion)
        return tuple((j.verdict, finding) for j in judgements if not j.met for finding in self._findings(j))

    def ignores(self, finding: Finding) -> bool:
        """Say whether somebody has asked not to be shown a finding again."""
        return self.fingerprint(finding) in self.ignored

    def fingerprint(self, finding: Finding) -> str:
        """Return the fingerprint of a finding on this objective."""
        return fingerprint(finding, self.entry.objective)

    def _findings(self, judgement: Judgement) -> tuple[Finding, ...]:
        if judgement.findings or judgement.verdict is Verdict.CANNOT_TELL:
            return judgement.findings
        return (_as_a_whole(judgement.criterion, self.entry.objective),)


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One file: its objectives and what is said of the plan as a whole, or in `error` why it could not be read.

    `plan` is None where the file is a list of objectives.
    """

    path: Path
    rows: tuple[Checked, ...] = ()
    error: str | None = None
    plan: CheckedPlan | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found, file by file, in the order in which the files were named."""

    files: tuple[CheckedFile, ...]
    as_of: date

    @property
    def rows(self) -> tuple[Checked, ...]:
        """Every objective of every file."""
        return tuple(row for file in self.files for row in file.rows)

    @property
    def plans(self) -> tuple[tuple[CheckedFile, CheckedPlan], ...]:
        """Every file that is a plan with columns, with what is said of it as a whole."""
        return tuple((file, file.plan) for file in self.files if file.plan is not None)

    @property
    def unreadable(self) -> int:
        """How many files could not be read."""
        return sum(file.error is not None for file in self.files)


def check_files(paths: Sequence[Path], assess: Assess, as_of: date, ignored: Container[str] = frozenset()) -> Report:
    """Assess every objective of the plan files; a file that cannot be read is reported and the others still are.

    `ignored` knows the fingerprints of the findings that nobody wants to hear of.
    """
    return Report(tuple(_check(PlanPath(path), assess, as_of, ignored) for path in paths), as_of)


def check_at_home(
    paths: Sequence[Path], assessor: Assessor, houses: Houses, as_of: date, detector: Detector | None = None
) -> Report:
    """Assess the plan files, each by the rules of its own house; one whose house rules do not hold is not read.

    Of a folder, the plans in it are assessed; a file there that holds no objective is none, and no fault. The
    `detector` finds objectives in running text, where a file is nothing else.
    """
    files = (_check_at_home(one, assessor, houses, as_of, detector) for one in plan_paths(paths))
    return Report(tuple(files), as_of)


def exit_code(report: Report) -> int:
    """Return 2 when a file could not be read, else 1 when an objective fails a criterion or a plan has a finding, else 0.

    A criterion that cannot be told ("relevant" without a need) is a question and no failure, and one whose every finding
    is ignored fails nothing.
    """
    if report.unreadable:
        return UNREADABLE
    failed = any(verdict is Verdict.NOT_MET for row in report.rows for verdict, _ in row.reasons)
    return NOT_SMART if failed or any(plan.findings for _, plan in report.plans) else CLEAN


def _check_at_home(
    plan: PlanPath, assessor: Assessor, houses: Houses, as_of: date, detector: Detector | None
) -> CheckedFile:
    try:
        house = houses.of(plan.path)
    except HouseRulesError as error:
        return CheckedFile(plan.path, error=f"its house rules do not hold: {error}")
    return _check(plan, assessor.under(house.rules).assess, as_of, house.ignored, detector, house.rules)


def _check(
    plan: PlanPath,
    assess: Assess,
    as_of: date,
    ignored: Container[str],
    detector: Detector | None = None,
    house: HouseRules = NO_HOUSE_RULES,
) -> CheckedFile:
    path = plan.path
    try:
        content = content_of(path)
        entries = entries_of(path, content, detector)
    except NoObjective as error:
        return CheckedFile(path, error=error.reason if plan.named else None)
    except DocumentError as error:
        return CheckedFile(path, error=error.reason)
    assessments = assess([entry.objective for entry in entries], as_of)
    rows = (Checked(entry, assessment) for entry, assessment in zip(entries, assessments, strict=True))
    checked = tuple(_less_ignored(row, ignored) for row in rows)
    told = frozenset((row.entry.place, f.rule, f.field.value) for row in checked for _, f in row.all_reasons)
    whole = check_plan(path, content, entries, assessments, as_of, house, told, ignored)
    return CheckedFile(path, checked, plan=whole)


def _less_ignored(row: Checked, ignored: Container[str]) -> Checked:
    known_as = {row.fingerprint(f) for f in (*row.assessment.findings, *(f for _, f in row.all_reasons))}
    return replace(row, ignored=frozenset(name for name in known_as if name in ignored))


def _as_a_whole(criterion: Criterion, objective: Objective) -> Finding:
    name = criterion.value.replace("_", " ")
    return Finding(
        rule=criterion.value,
        criterion=criterion,
        field=Field.TEXT,
        span=Span(0, len(objective.text)),
        message=f"As a whole this does not read as {name}, though no single phrase is to blame.",
        question=WHOLE_QUESTIONS[criterion],
        source="LIAP, Exercise 2: Is it SMART? If no, re-word the statement to make it SMART.",
    )
