"""The Python client against a service that answers as it is told."""

import ast
import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import aimwell_client
from aimwell_client import (
    Client,
    Criteria,
    Criterion,
    Finding,
    Ignored,
    Kept,
    Objective,
    Problem,
    Review,
    Span,
    Suggestion,
    utf16,
)
from model.suggestion import read
from serve.review_schemas import ReviewIn
from serve.schemas import RewriteIn, ScoreIn

FINDING = {
    "rule": "no-deadline",
    "field": "text",
    "start": 3,
    "end": 9,
    "message": "No day to be done by.",
    "question": "By when?",
    "source": "LIAP, Time bound",
    "url": "/guide/time-bound#no-deadline",
    "fingerprint": "9f3c0e6a51b27d84",
    "ignored": False,
}
MET = {"verdict": "met", "probability": 0.9, "findings": []}
CRITERIA = {
    **dict.fromkeys(("specific", "measurable", "achievable"), MET),
    "relevant": {"verdict": "cannot_tell", "probability": None, "findings": []},
    "time_bound": {"verdict": "not_met", "probability": 0.1, "findings": [FINDING]},
}
SCORED = {"engine": "rules", "bundle": None, "results": [{"smart": False, "criteria": CRITERIA}]}
PLAN = Objective("🙂 John will ring", need="No bus", domain="child_plan")
Answer = httpx.Response | Exception


class Service:
    """Gives its answers in order, the last one for ever, and remembers what it was asked and how long was waited."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.asked: list[httpx.Request] = []
        self.waited: list[float] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def client(self, **options: Any) -> Client:
        http = httpx.Client(transport=httpx.MockTransport(self))
        return Client("http://plans.example/", http=http, sleep=self.waited.append, **options)

    @property
    def body(self) -> bytes:
        return self.asked[-1].content


def says(body: object, status: int = 200, **headers: str) -> httpx.Response:
    return httpx.Response(status, json=body, headers={k.replace("_", "-"): v for k, v in headers.items()})


def refusal(status: int, **headers: str) -> httpx.Response:
    return says(
        {"type": "about:blank", "title": "Busy", "status": status, "detail": "Later.", "errors": []}, status, **headers
    )


def test_a_reply_becomes_typed_values_and_what_is_newer_is_left_out() -> None:
    service = Service(says({**SCORED, "newer": [1]}))
    with service.client() as aimwell:
        scored = aimwell.score(PLAN, "Ring the school", as_of=date(2026, 11, 22))
    (result,) = scored.results
    verdicts = [(name, criterion.verdict, criterion.probability) for name, criterion in result.criteria.items()]
    assert verdicts[3:] == [("relevant", "cannot_tell", None), ("time_bound", "not_met", 0.1)]
    assert result.criteria.time_bound.findings == (Finding(**FINDING),)  # type: ignore[arg-type]
    sent = ScoreIn.model_validate_json(service.body)
    assert [(o.text, o.need, o.domain) for o in sent.objectives] == [
        ("🙂 John will ring", "No bus", "child_plan"),
        ("Ring the school", None, None),
    ]
    assert sent.as_of == date(2026, 11, 22)


def test_what_is_asked_for_a_rewrite_is_what_the_service_takes() -> None:
    service = Service(says({"engine": "rules", "bundle": None, "assessment": SCORED["results"][0], "suggestions": []}))  # type: ignore[index]
    with service.client() as aimwell:
        rewritten = aimwell.rewrite(PLAN, 2, review=date(2027, 1, 20))
    assert rewritten.suggestions == ()
    assert not rewritten.assessment.smart
    sent = RewriteIn.model_validate_json(service.body)
    assert (sent.text, sent.n, sent.as_of, sent.review) == (PLAN.text, 2, None, date(2027, 1, 20))


def test_a_finding_is_ignored_listed_and_shown_again() -> None:
    entry = {
        "fingerprint": "9f3c0e6a51b27d84",
        "rule": None,
        "when": "2026-11-22T09:30:00Z",
        "who": "Word",
        "reason": None,
    }
    service = Service(says(entry, 201), says({"ignored": [entry]}), httpx.Response(204))
    known = Ignored("9f3c0e6a51b27d84", None, datetime(2026, 11, 22, 9, 30, tzinfo=UTC), "Word", None)
    with service.client() as aimwell:
        assert aimwell.ignore(Finding(**FINDING), "Set by court") == known  # type: ignore[arg-type]
        assert aimwell.ignored() == (known,)
        aimwell.restore(known.fingerprint)
    assert [(r.method, r.url.path) for r in service.asked] == [
        ("POST", "/v1/ignored"),
        ("GET", "/v1/ignored"),
        ("DELETE", "/v1/ignored/9f3c0e6a51b27d84"),
    ]


def test_a_review_is_sent_as_the_service_takes_it_with_what_was_not_judged_left_out() -> None:
    service = Service(says({"reviews": [{"id": "ed-17", "state": "stored"}]}, 201))
    at = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    judged = Review(PLAN, "reviewer-a", "plan-01", {"specific": True, "relevant": None}, at=at, as_of=at.date())
    with service.client() as aimwell:
        assert aimwell.review(judged) == (Kept("ed-17", "stored"),)
    (sent,) = (ReviewIn.model_validate(one) for one in json.loads(service.body))
    assert sent.labels.model_dump(exclude_unset=True) == {"specific": True, "relevant": None}
    assert (sent.text, sent.need, sent.reviewer, sent.source) == (PLAN.text, PLAN.need, "reviewer-a", "plan-01")
    assert (sent.at, sent.as_of, sent.outcome) == (at, at.date(), None)


def test_a_review_that_has_to_be_sent_again_counts_once_and_the_next_one_too() -> None:
    done = says({"reviews": [{"id": "ed-17", "state": "stored"}]}, 201)
    service = Service(refusal(503), done)
    with service.client() as aimwell:
        for _ in range(2):
            aimwell.review(Review(PLAN, "reviewer-a", "plan-01", outcome="rejected"))
    first, again, other = (request.headers["Idempotency-Key"] for request in service.asked)
    assert first == again != other


def test_a_suggestion_is_named_in_a_review_as_the_corpus_writes_it() -> None:
    text = "🙂 John will ring [amount] by 5 May"
    spans = (Span(17, 25, "amount", "How often?", None), Span(26, 34, "when", "By when?", "6 weeks"))
    suggestion = Suggestion(text, spans, "", Criteria(*[Criterion("met", 0.9, ())] * 5), "rules", ())
    assert suggestion.bracketed() == "🙂 John will ring [[amount: ]] [[when: by 5 May]]"
    assert read(suggestion.bracketed()).text == text


def test_a_key_goes_with_every_request_and_none_where_there_is_none() -> None:
    service = Service(says(SCORED))
    service.client(key="aw_1_secret").score(PLAN)
    service.client().score(PLAN)
    assert [r.headers.get("Authorization") for r in service.asked] == ["Bearer aw_1_secret", None]


def test_a_refusal_names_the_fields() -> None:
    service = Service(
        says(
            {
                "type": "about:blank",
                "title": "Not valid",
                "status": 422,
                "detail": "Nothing was judged.",
                "errors": [{"field": "objectives.0.text", "detail": "is blank"}],
            },
            422,
        )
    )
    with pytest.raises(Problem, match=r"objectives\.0\.text: is blank") as caught:
        service.client().score(" ")
    problem = caught.value
    assert (problem.status, problem.title, problem.detail) == (422, "Not valid", "Nothing was judged.")
    assert len(service.asked) == 1


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_service_is_asked_again_when_it_said_or_after_longer_and_longer(status: int) -> None:
    service = Service(refusal(status), refusal(status, Retry_After="4"), refusal(status), says(SCORED))
    assert not service.client().score(PLAN).results[0].smart
    assert service.waited == [0.5, 4.0, 8.0]


def test_a_service_that_stays_busy_is_given_up() -> None:
    service = Service(refusal(503))
    with pytest.raises(Problem, match=r"503 Busy: Later\."):
        service.client(retries=2).score(PLAN)
    assert service.waited == [0.5, 1.0]


def test_a_service_that_wants_to_be_left_alone_for_long_is() -> None:
    service = Service(refusal(429, Retry_After="3600"))
    with pytest.raises(Problem):
        service.client().score(PLAN)
    assert service.waited == []


def test_a_date_to_come_back_at_is_no_number_of_seconds() -> None:
    service = Service(refusal(503, Retry_After="Sun, 22 Nov 2026 09:30:00 GMT"), says(SCORED))
    service.client().score(PLAN)
    assert service.waited == [0.5]


def test_a_service_that_is_being_restarted_is_waited_for_and_one_that_is_away_is_told_of() -> None:
    service = Service(httpx.ConnectError("refused"), says(SCORED))
    service.client().score(PLAN)
    assert service.waited == [0.5]
    away = Service(httpx.ConnectError("refused"))
    with pytest.raises(httpx.TransportError):
        away.client(retries=1).score(PLAN)
    assert len(away.asked) == 2


def test_an_answer_that_is_late_is_not_asked_for_twice() -> None:
    service = Service(httpx.ReadTimeout("late"))
    with pytest.raises(httpx.TransportError):
        service.client().score(PLAN)
    assert len(service.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, html="<h1>Please log in</h1>"),
        httpx.Response(502, html="<h1>Bad Gateway</h1>"),
        httpx.Response(302, headers={"Location": "http://elsewhere.example/"}),
        says(None),
        says({"results": [{"smart": True}]}),
        says(["no problem document"], 400),
    ],
)
def test_whoever_else_answers_is_a_problem_too(answer: httpx.Response) -> None:
    service = Service(answer)
    with pytest.raises(Problem, match=r"http://plans\.example/v1/score does not answer as Aimwell does") as caught:
        service.client().score(PLAN)
    assert caught.value.status == answer.status_code
    assert len(service.asked) == 1


def test_the_proxies_of_the_environment_see_no_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with Client("http://localhost:1", retries=0) as aimwell, pytest.raises(httpx.ConnectError) as caught:
        aimwell.score(PLAN)
    assert str(caught.value.request.url) == "http://localhost:1/v1/score"


def test_a_finding_gives_the_words_of_its_part() -> None:
    at = Finding(**FINDING)  # type: ignore[arg-type]
    assert at.words(Objective("🙂😀 ongoing")) == "ongoin"
    on_who = Finding(**{**FINDING, "field": "who"})  # type: ignore[arg-type]
    assert (on_who.words(Objective("x", who="Mr Alfie")), on_who.words(Objective("x"))) == ("Alfie", "")


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(0, 40))
def test_offsets_in_utf_16_point_at_the_same_words(text: str, offset: int) -> None:
    units = text.encode("utf-16-le")
    assert units[2 * utf16(text, offset) :].decode("utf-16-le") == text[offset:]


def test_it_can_be_copied_as_it_needs_httpx_alone() -> None:
    nodes = list(ast.walk(ast.parse(Path(aimwell_client.__file__).read_text(encoding="utf-8"))))
    named = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    named += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    assert {name.partition(".")[0] for name in named} - sys.stdlib_module_names == {"httpx"}
