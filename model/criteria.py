"""The vocabulary: criteria, objectives, findings, judgements, assessments.

Everything else in Aimwell speaks in these frozen types. The five criteria and what they ask for are those of the
LIAP training session "SMART Objectives and Action Planning".
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType


class Criterion(StrEnum):
    """One of the five questions that an objective answers; iteration follows the letters S, M, A, R, T."""

    SPECIFIC = "specific"
    MEASURABLE = "measurable"
    ACHIEVABLE = "achievable"
    RELEVANT = "relevant"
    TIME_BOUND = "time_bound"


class Verdict(StrEnum):
    """What Aimwell says of one criterion; `CANNOT_TELL` is an answer, never an error."""

    MET = "met"
    NOT_MET = "not_met"
    CANNOT_TELL = "cannot_tell"


class Field(StrEnum):
    """A part of an objective as a plan editor's form sends it; a finding names the part that it points into."""

    TEXT = "text"
    WHO = "who"
    WHEN = "when"
    MEASURE = "measure"
    NEED = "need"
    BASELINE = "baseline"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of text, `[start, end)`, counted in Unicode code points.

    Raises:
        ValueError: when the stretch is negative or runs backwards.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"no such stretch of text: {self.start} to {self.end}")

    def of(self, text: str) -> str:
        """Return the words of `text` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Say whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end

    def moved(self, by: int) -> "Span":
        """Return the same stretch `by` code points further on."""
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True)
class Objective:
    """What somebody means to do, as one sentence or in the parts of a plan's columns, with its context.

    `text` is what is to be done, exactly as typed. `who`, `when` and `measure` are the plan's other columns, where
    there are any. `need` is the issue that the objective answers and `baseline` is where things stand today; both
    are context: they are judged against and never judged. An empty or blank part counts as absent.
    """

    text: str
    who: str | None = None
    when: str | None = None
    measure: str | None = None
    need: str | None = None
    baseline: str | None = None
    domain: str | None = None

    def __post_init__(self) -> None:
        for name in ("who", "when", "measure", "need", "baseline", "domain"):
            value = getattr(self, name)
            if value is not None and not value.strip():
                object.__setattr__(self, name, None)

    def part(self, field: Field) -> str:
        """Return the words of one field; the empty string where the field is absent."""
        return getattr(self, field.value) or ""

    def saying(self, text: str) -> "Objective":
        """Return the objective restated as the one sentence `text`, in the same context."""
        return replace(self, text=text, who=None, when=None, measure=None)


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason why a criterion is in doubt, for the reader who wrote the words.

    `rule` is the finding's id in the guide ("no-deadline"). `span` points into the part named by `field`. `message`
    says what is missing or in the way; `question` asks the author for it. `source` is the passage of the LIAP session
    that asks for it.
    """

    rule: str
    criterion: Criterion
    field: Field
    span: Span
    message: str
    question: str
    source: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one criterion: its probability of being met, in 0..1, and the findings behind it.

    `probability` is None exactly when the verdict is `CANNOT_TELL`.

    Raises:
        ValueError: when verdict and probability contradict each other.
    """

    criterion: Criterion
    verdict: Verdict
    probability: float | None
    findings: tuple[Finding, ...] = ()

    def __post_init__(self) -> None:
        if (self.probability is None) != (self.verdict is Verdict.CANNOT_TELL):
            raise ValueError(f"{self.criterion}: {self.verdict} with probability {self.probability}")
        if self.probability is not None and not 0.0 <= self.probability <= 1.0:
            raise ValueError(f"{self.criterion}: {self.probability} is no probability")

    @property
    def met(self) -> bool:
        """True when the criterion is met; "cannot tell" is not met."""
        return self.verdict is Verdict.MET


class Engine(StrEnum):
    """Who judged: the trained model with the rules, or the rules alone."""

    MODEL = "model"
    RULES = "rules"


@dataclass(frozen=True, slots=True)
class Assessment:
    """The five judgements on one objective, who made them, and which bundle they come from (None for rules)."""

    judgements: Mapping[Criterion, Judgement]
    engine: Engine
    bundle: str | None = None

    def __post_init__(self) -> None:
        missing = [c.value for c in Criterion if c not in self.judgements]
        if missing:
            raise ValueError(f"not judged: {', '.join(missing)}")
        object.__setattr__(self, "judgements", MappingProxyType(dict(self.judgements)))

    def __getitem__(self, criterion: Criterion) -> Judgement:
        return self.judgements[criterion]

    @property
    def smart(self) -> bool:
        """True when all five criteria are met."""
        return all(self.judgements[c].met for c in Criterion)

    @property
    def met(self) -> frozenset[Criterion]:
        """The criteria that are met."""
        return frozenset(c for c in Criterion if self.judgements[c].met)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, in the order of the criteria and then of the words."""
        return tuple(f for c in Criterion for f in self.judgements[c].findings)
