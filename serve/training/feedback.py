"""What Aimwell says of an answer once it was given: beside the answer key, where there is one, and never in place of it."""

from collections.abc import Container, Mapping
from datetime import date

from data.training.answers import Answer, Choice, Decision, Item, Letters, Rewording, Row
from data.training.exercises import Statement, scenario, situation, statement
from data.training.letters import LIAP, mark
from data.training.report import rows_of, without_action
from data.training.session import Session
from data.training.teaching import PASSAGES
from model.assessor import Assessor
from model.criteria import Assessment, Criterion, Objective, Verdict
from model.rules.catalogue import RULES
from serve.schemas import assessment_out
from serve.training.refused import DecideFirst
from serve.training.schemas import FeedbackOut, KeyOut, LetterOut

Mine = Mapping[Item, Answer]


MOST_KNOWN = 200
"""Assessments of shipped statements that are kept; a whole room asks about the same sixteen."""


class Known:
    """What Aimwell said of the statements as they ship, by bundle, statement and day; nobody's own words are in it."""

    def __init__(self) -> None:
        self._found: dict[tuple[str | None, str, date], Assessment] = {}

    def of(self, assessor: Assessor, shown: Statement, day: date) -> Assessment:
        """Return the assessment of a statement."""
        name = (assessor.bundle, shown.id, day)
        if name not in self._found:
            if len(self._found) >= MOST_KNOWN:
                self._found.clear()
            self._found[name] = assessor.assess([shown.objective()], day)[0]
        return self._found[name]


class Judge:
    """Gives feedback by the assessor that is live."""

    def __init__(self, assessor: Assessor, ignored: Container[str], known: Known) -> None:
        self._assessor = assessor
        self._ignored = ignored
        self._known = known

    def feedback(self, session: Session, item: Item, mine: Mine) -> tuple[FeedbackOut, Assessment | None]:
        """Return the feedback on somebody's answer, and Aimwell's assessment of words that are their own.

        Raises:
            DecideFirst: when they have not answered it, or not decided what they re-worded.
        """
        answer = mine.get(item)
        said = None if answer is None else answer.said
        if isinstance(said, Letters):
            return FeedbackOut(letters=[_letter(c, said.said(c)) for c in Criterion]), None
        if isinstance(said, Decision):
            return self._decision(session, _statement(session, item), said), None
        if isinstance(said, Rewording) and Item("decision", item.of) in mine:
            objective = _statement(session, item).objective(said.text)
            return self._words(objective, session.day)
        if isinstance(said, Row) and said.what:
            return self._row(session, said, mine)
        if isinstance(said, Choice) and (found := situation(item.of)):
            return FeedbackOut(points_to=dict(found.points_to)), None
        raise DecideFirst

    def _decision(self, session: Session, shown: Statement, said: Decision) -> FeedbackOut:
        objective = shown.objective()
        assessment = self._known.of(self._assessor, shown, session.day)
        verdicts = {c: assessment[c].verdict for c in Criterion}
        key = KeyOut(
            decided=said,
            smart=shown.smart,
            right=said.smart is shown.smart,
            labels={c: shown.labels[c] for c in Criterion},
            kinds=[RULES[kind].title for kind in shown.kinds],
            why=shown.why,
            differs=[c for c in Criterion if _differs(shown.labels[c], verdicts[c])],
        )
        return self._said(objective, assessment).model_copy(update={"key": key})

    def _words(self, objective: Objective, day: date) -> tuple[FeedbackOut, Assessment]:
        (assessment,) = self._assessor.assess([objective], day)
        return self._said(objective, assessment), assessment

    def _row(self, session: Session, row: Row, mine: Mine) -> tuple[FeedbackOut, Assessment]:
        found, assessment = self._words(row.objective(), session.day)
        family = scenario(session.scenario)
        left_out = without_action(family.people, rows_of(mine)) if family else []
        return found.model_copy(update={"without_action": [p.name for p in left_out]}), assessment

    def _said(self, objective: Objective, assessment: Assessment) -> FeedbackOut:
        return FeedbackOut(
            objective={
                name: value
                for name in ("text", "who", "when", "measure", "need", "baseline")
                if (value := getattr(objective, name))
            },
            assessment=assessment_out(assessment, objective, self._ignored),
            engine=assessment.engine,
            cannot_tell=[c for c in Criterion if assessment[c].verdict is Verdict.CANNOT_TELL],
        )


def _statement(session: Session, item: Item) -> Statement:
    found = statement(item.of)
    if found is None:
        raise DecideFirst
    return found.on(session.day)


def _differs(label: bool | None, verdict: Verdict) -> bool:
    """Say whether key and Aimwell say different things; that one of them cannot tell is told by itself."""
    return verdict is not Verdict.CANNOT_TELL and label is not None and label is not (verdict is Verdict.MET)


def _letter(criterion: Criterion, word: str) -> LetterOut:
    return LetterOut(
        criterion=criterion, said=word, mark=mark(criterion, word), liap=LIAP[criterion], passage=PASSAGES[criterion]
    )
