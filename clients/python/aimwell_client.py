"""A client of Aimwell in one file: import it, or copy it beside your own code. It needs httpx, and nothing of Aimwell's.

    with Client("http://127.0.0.1:8642", key=os.environ.get("AIMWELL_KEY")) as aimwell:
        scored = aimwell.score("John will stop disrupting the class", Objective("Ring the school", who="Mrs Lowe"))
        for finding in scored.results[0].criteria.measurable.findings:
            print(finding.message, finding.question)

Offsets count Unicode code points, as slices of Python's strings do. What is sent goes to the service and nowhere else:
proxies of the environment and redirects are not followed. In async code, `await asyncio.to_thread(aimwell.score, …)`.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from datetime import date, datetime
from typing import Any, Literal, Self, TypeVar, cast, get_args, get_origin, get_type_hints
from uuid import uuid4

import httpx

Verdict = Literal["met", "not_met", "cannot_tell"]
Engine = Literal["model", "rules"]
ASK_AGAIN = frozenset({429, 503})
"""Too many requests, and busy or stopping: the same request may be answered a moment later."""
FIRST_WAIT, LONGEST_WAIT = 0.5, 60.0
"""Seconds between two attempts, twice as long each time; who asks for more than the longest is not asked again."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Objective:
    """An objective as one sentence, or in the parts of a plan's columns, with its context."""

    text: str
    who: str | None = None
    when: str | None = None
    measure: str | None = None
    need: str | None = None
    baseline: str | None = None
    domain: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason against a criterion, on the words of one part of the objective; `url` is its page below the service's."""

    rule: str
    field: str
    start: int
    end: int
    message: str
    question: str
    source: str
    url: str
    fingerprint: str
    ignored: bool

    def words(self, objective: Objective) -> str:
        """Return the words of the objective that it points at; empty where it is about something that is not there."""
        return (getattr(objective, self.field) or "")[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Criterion:
    """The verdict on one criterion; `probability` is None exactly when the verdict is "cannot_tell"."""

    verdict: Verdict
    probability: float | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Criteria:
    """The five verdicts."""

    specific: Criterion
    measurable: Criterion
    achievable: Criterion
    relevant: Criterion
    time_bound: Criterion

    def items(self) -> list[tuple[str, Criterion]]:
        """Return the five with their names, in the order of the word SMART."""
        return [(f.name, getattr(self, f.name)) for f in fields(self)]


@dataclass(frozen=True, slots=True)
class Assessment:
    """What Aimwell says of one objective."""

    smart: bool
    criteria: Criteria


@dataclass(frozen=True, slots=True)
class Scored:
    """One assessment an objective, in order; who judged, and by which bundle (None when the rules judged alone)."""

    engine: Engine
    bundle: str | None
    results: tuple[Assessment, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a suggestion's `text` that somebody must still agree to, and the question that it asks."""

    start: int
    end: int
    kind: Literal["who", "what", "amount", "when", "where", "method", "why"]
    question: str
    source: str | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A rewrite: `text` carries the proposal, `blank_text` the same sentence with blanks such as `[when]`."""

    text: str
    spans: tuple[Span, ...]
    blank_text: str
    criteria: Criteria
    origin: Literal["model", "rules", "llm"]
    changes: tuple[str, ...]

    def bracketed(self) -> str:
        """Return the suggestion as a `Review` names it: proposals as `[[when: by 5 May]]`, blanks as `[[when: ]]`."""
        text = self.text
        for span in reversed(self.spans):
            said = text[span.start : span.end]
            words = "" if said == f"[{span.kind}]" else said
            text = f"{text[: span.start]}[[{span.kind}: {words}]]{text[span.end :]}"
        return text


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The objective's own assessment and its rewrites, best first; none when it is SMART already."""

    engine: Engine
    bundle: str | None
    assessment: Assessment
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class Ignored:
    """A finding that nobody wants to be told of again, and since when."""

    fingerprint: str
    rule: str | None
    when: datetime
    who: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class IgnoredMatches:
    """Every finding that is ignored now, in the order in which they were."""

    ignored: tuple[Ignored, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """What somebody made of an objective, from which an office's own model learns.

    In `labels` None is "cannot tell", and a criterion that is left out was not judged. `reviewer`, `source` (the plan) and
    `subject` are the office's own references, never names; `at` has a time zone.
    """

    objective: Objective
    reviewer: str
    source: str
    labels: Mapping[str, bool | None] = field(default_factory=dict)
    outcome: Literal["chosen", "edited", "rejected"] | None = None
    suggestion: str | None = None
    kept: str | None = None
    why: str | None = None
    id: str | None = None
    subject: str | None = None
    at: datetime | None = None
    as_of: date | None = None
    bundle: str | None = None
    shown: Mapping[str, Verdict] = field(default_factory=dict)
    corrects: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a review: it is stored, or its plan was withdrawn and nothing of it is."""

    id: str
    state: Literal["stored", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Reviews:
    """What became of each review, in order."""

    reviews: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field; `field` is a path such as "objectives.0.text"."""

    field: str
    detail: str


class Problem(Exception):
    """The service did not do what was asked: its RFC 9457 problem document, or what stands in for one.

    A service that cannot be reached, or does not answer in time, is an `httpx.TransportError`.
    """

    def __init__(self, status: int, title: str, detail: str, errors: tuple[FieldProblem, ...] = ()) -> None:
        self.status, self.title, self.detail, self.errors = status, title, detail, errors
        super().__init__("\n".join([f"{status} {title}: {detail}", *(f"{e.field}: {e.detail}" for e in errors)]))


class Client:
    """Asks one Aimwell. Use it in a `with` block, or `close` it; threads may share it.

    Args:
        url: where Aimwell answers.
        key: the API key, where the service asks for one.
        timeout: seconds to wait for each answer; the service itself gives up after 30.
        retries: how often to ask again a service that is busy, stopping, or not reachable for the moment.
        http: an `httpx.Client` of your own, for a certificate authority or a proxy; it is closed with this one.
        sleep: what waits between two attempts.
    """

    def __init__(
        self,
        url: str = "http://127.0.0.1:8642",
        key: str | None = None,
        *,
        timeout: float = 35.0,
        retries: int = 3,
        http: httpx.Client | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._url, self._timeout, self._retries, self._sleep = url.rstrip("/"), timeout, retries, sleep
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._http = http or httpx.Client(trust_env=False)

    def score(self, *objectives: Objective | str, as_of: date | None = None) -> Scored:
        """Judge objectives, their deadlines as seen from `as_of`, today unless told.

        Raises:
            Problem: when the service refuses; its `errors` name the fields.
        """
        body = {"objectives": [_objective(o) for o in objectives], "as_of": as_of and as_of.isoformat()}
        return self._ask(Scored, "POST", "/v1/score", body)

    def rewrite(
        self, objective: Objective | str, n: int = 3, *, as_of: date | None = None, review: date | None = None
    ) -> Rewritten:
        """Propose up to `n` rewrites, 1 to 5, with days by the plan's next `review` where there is one.

        Raises:
            Problem: when the service refuses; its `errors` name the fields.
        """
        days = {"as_of": as_of and as_of.isoformat(), "review": review and review.isoformat()}
        return self._ask(Rewritten, "POST", "/v1/rewrite", {**_objective(objective), "n": n, **days})

    def ignored(self) -> tuple[Ignored, ...]:
        """Return the findings that are ignored now, in the order in which they were."""
        return self._ask(IgnoredMatches, "GET", "/v1/ignored").ignored

    def ignore(self, finding: Finding, reason: str | None = None) -> Ignored:
        """Ignore a finding for good, in every editor; the reason is kept as written, so name nobody in it."""
        body = {"fingerprint": finding.fingerprint, "rule": finding.rule, "reason": reason}
        return self._ask(Ignored, "POST", "/v1/ignored", body)

    def restore(self, fingerprint: str) -> None:
        """Show a finding again; one that was not ignored stays as it is."""
        self._ask(type(None), "DELETE", f"/v1/ignored/{fingerprint}")

    def review(self, *reviews: Review) -> tuple[Kept, ...]:
        """Have reviews kept, all or none of them; each counts once, however often it has to be sent. Asks for the scope `review`.

        Raises:
            Problem: when the service refuses; its `errors` name the fields.
        """
        once = {"Idempotency-Key": str(uuid4())}
        return self._ask(Reviews, "POST", "/v1/reviews", [_review(r) for r in reviews], once).reviews

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(
        self, kind: type[T], method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None
    ) -> T:
        """Return the answer; ask again where that may help, for nothing that is asked here does harm when done twice."""
        wait, attempts = FIRST_WAIT, self._retries + 1
        while True:
            attempts -= 1
            try:
                answer = self._http.request(
                    method,
                    self._url + path,
                    json=body,
                    headers={**self._headers, **(headers or {})},
                    timeout=self._timeout,
                    follow_redirects=False,
                )
            except httpx.ConnectError:
                if not attempts:
                    raise
            else:
                wait = max(wait, _retry_after(answer))
                if answer.status_code not in ASK_AGAIN or not attempts or wait > LONGEST_WAIT:
                    return _answer(kind, answer)
            self._sleep(wait)
            wait *= 2


def utf16(text: str, offset: int) -> int:
    """Return an offset in UTF-16 code units, as JavaScript, Java and the toolkits of most editors count."""
    return len(text[:offset].encode("utf-16-le")) // 2


def _objective(objective: Objective | str) -> dict[str, str | None]:
    return asdict(Objective(objective) if isinstance(objective, str) else objective)


def _review(review: Review) -> dict[str, Any]:
    said = {**asdict(review), **_objective(review.objective)}
    del said["objective"]
    days = {name: said[name].isoformat() for name in ("at", "as_of") if said[name]}
    return {name: value for name, value in {**said, **days}.items() if value is not None}


def _retry_after(answer: httpx.Response) -> float:
    said = answer.headers.get("Retry-After", "")
    return float(said) if said.isdecimal() else 0.0


def _answer(kind: type[T], answer: httpx.Response) -> T:
    """Return what the service said.

    Raises:
        Problem: when it refused, or when somebody else answered in its place.
    """
    try:
        said: Any = None if answer.status_code == httpx.codes.NO_CONTENT else answer.json()
        if answer.is_success:
            return cast("T", _read(kind, said))
        errors = tuple(_read(FieldProblem, e) for e in said["errors"])
        problem = Problem(answer.status_code, said["title"], said["detail"], errors)
    except (KeyError, TypeError, ValueError):
        problem = Problem(answer.status_code, answer.reason_phrase, f"{answer.url} does not answer as Aimwell does")
    raise problem


def _read(kind: Any, value: Any) -> Any:
    """Return JSON as the types that it stands for; what a newer service adds is left out."""
    if is_dataclass(kind):
        kinds = get_type_hints(kind)
        return cast("Any", kind)(**{f.name: _read(kinds[f.name], value[f.name]) for f in fields(kind)})
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], one) for one in value)
    return datetime.fromisoformat(value) if kind is datetime else value
