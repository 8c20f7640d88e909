"""Plan files under the linter: every objective of every file assessed, and one report to render.

Free of any command-line framework: `aimwell check` hands in the files and an assessor, prints what a renderer of
`serve.check_formats` makes of the report, and leaves with its `exit_code`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data.documents.entry import Entry
from data.documents.read import read_plan
from model.criteria import Assessment, Criterion, Field, Finding, Judgement, Objective, Span, Verdict
from model.errors import DocumentError

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
    """One objective of a file and what was said of it."""

    entry: Entry
    assessment: Assessment

    @property
    def reasons(self) -> tuple[tuple[Verdict, Finding], ...]:
        """The findings of every criterion that is not met or cannot be told, each with the criterion's verdict.

        A criterion that is not met always has a reason: where no single phrase is to blame, the wording as a whole
        is, under the criterion's own name.
        """
        judgements = (self.assessment[criterion] for criterion in Criterion)
        return tuple((j.verdict, finding) for j in judgements if not j.met for finding in self._findings(j))

    def _findings(self, judgement: Judgement) -> tuple[Finding, ...]:
        if judgement.findings or judgement.verdict is Verdict.CANNOT_TELL:
            return judgement.findings
        return (_as_a_whole(judgement.criterion, self.entry.objective),)


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One file: its objectives, or in `error` why it could not be read."""

    path: Path
    rows: tuple[Checked, ...] = ()
    error: str | None = None


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
    def unreadable(self) -> int:
        """How many files could not be read."""
        return sum(file.error is not None for file in self.files)


def check_files(paths: Sequence[Path], assess: Assess, as_of: date) -> Report:
    """Assess every objective of the plan files; a file that cannot be read is reported and the others still are."""
    return Report(tuple(_check(path, assess, as_of) for path in paths), as_of)


def exit_code(report: Report) -> int:
    """Return 2 when a file could not be read, else 1 when an objective fails a criterion, else 0.

    A criterion that cannot be told ("relevant" without a need) is a question and no failure.
    """
    if report.unreadable:
        return UNREADABLE
    failed = any(row.assessment[criterion].verdict is Verdict.NOT_MET for row in report.rows for criterion in Criterion)
    return NOT_SMART if failed else CLEAN


def _check(path: Path, assess: Assess, as_of: date) -> CheckedFile:
    try:
        entries = read_plan(path)
    except DocumentError as error:
        return CheckedFile(path, error=error.reason)
    assessments = assess([entry.objective for entry in entries], as_of)
    rows = (Checked(entry, assessment) for entry, assessment in zip(entries, assessments, strict=True))
    return CheckedFile(path, tuple(rows))


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
