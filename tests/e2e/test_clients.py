"""The Python client, the examples and the guide for programmers, each run against a real service that asks for a key."""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from aimwell_client import Client, Kept, Objective, Problem, Review
from serve.dependencies import day
from serve.keys import KeyScope, KeyStore
from tests.e2e.service import service

pytestmark = pytest.mark.e2e
ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(p.name for p in (ROOT / "clients/examples").iterdir() if p.suffix in (".py", ".mjs", ".sh"))
JOHN = Objective("John will stop disrupting the class", need="Other pupils cannot hear the teacher.")
AT_THE_GUIDES_ADDRESS = "http://127.0.0.1:8642"
A_MINUTE = 60
RUN_WITH = {".py": sys.executable, ".mjs": "node", ".sh": "bash", "python": sys.executable, "js": "node", "sh": "bash"}
SUFFIXES = {"python": ".py", "js": ".mjs", "sh": ".sh"}


@dataclass(frozen=True)
class Door:
    """Where a service answers, and three keys of it."""

    address: str
    key: str
    other_key: str
    reviewers_key: str


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    folder = tmp_path_factory.mktemp("door")
    keys = KeyStore(folder / "keys.json")
    key, other = (keys.add(name, [KeyScope.SCORE], day(None)) for name in ("case system", "script"))
    reviewers = keys.add("reviewers", [KeyScope.SCORE, KeyScope.REVIEW], day(None))
    with service(folder / "cache", AIMWELL_KEYS=str(keys.path), AIMWELL_RATE=str(A_MINUTE)) as address:
        yield Door(address, key, other, reviewers)


@pytest.fixture
def aimwell(door: Door) -> Iterator[Client]:
    with Client(door.address, door.key) as client:
        yield client


def ran(example: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which(RUN_WITH[example.suffix])
    if program is None:
        pytest.skip(f"{RUN_WITH[example.suffix]} is not installed (apt-get install nodejs)")
    ours = {"PYTHONPATH": str(ROOT / "clients/python"), "PYTHONIOENCODING": "utf-8", **environment}
    command = [program, str(example), *arguments]
    return subprocess.run(
        command, env={**os.environ, **ours}, capture_output=True, encoding="utf-8", timeout=60, check=False
    )


def said(door: Door, name: str, *arguments: str) -> str:
    done = ran(ROOT / "clients/examples" / name, *arguments, AIMWELL_URL=door.address, AIMWELL_KEY=door.key)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_the_client_judges_and_gives_the_words_behind_a_doubt(aimwell: Client) -> None:
    scored = aimwell.score(JOHN, "Kwame will phone the dentist by Friday 5 March 2027", as_of=day(None))
    john, kwame = scored.results
    assert scored.engine == "model"
    assert [f.words(JOHN) for f in john.criteria.specific.findings] == ["stop disrupting the class"]
    assert (john.criteria.time_bound.verdict, kwame.criteria.time_bound.verdict) == ("not_met", "met")
    assert kwame.criteria.relevant.probability is None


def test_the_client_rewrites_and_names_what_somebody_must_agree_to(aimwell: Client) -> None:
    rewritten = aimwell.rewrite(JOHN, 2)
    assert len(rewritten.suggestions) == 2
    for suggestion in rewritten.suggestions:
        assert suggestion.criteria.time_bound.verdict == "met"
        assert "when" in {span.kind for span in suggestion.spans}
        assert all(suggestion.text[span.start : span.end] and span.question for span in suggestion.spans)


def test_the_client_ignores_a_finding_and_shows_it_again(aimwell: Client) -> None:
    (finding,) = aimwell.score(JOHN).results[0].criteria.time_bound.findings
    entry = aimwell.ignore(finding, "Set by court")
    assert (entry.rule, entry.who, entry.reason) == (finding.rule, "case system", "Set by court")
    assert aimwell.ignored() == (entry,)
    assert aimwell.score(JOHN).results[0].criteria.time_bound.findings[0].ignored
    aimwell.restore(finding.fingerprint)
    assert not aimwell.score(JOHN).results[0].criteria.time_bound.findings[0].ignored


def test_the_client_has_a_review_kept_once(door: Door, aimwell: Client) -> None:
    with Client(door.address, door.reviewers_key) as reviewer:
        suggestion = reviewer.rewrite(JOHN).suggestions[0]
        judged = Review(JOHN, "reviewer-a", "plan-01", {"specific": False, "relevant": None}, id="desk-1")
        chose = Review(JOHN, "reviewer-a", "plan-01", outcome="chosen", suggestion=suggestion.bracketed(), id="desk-2")
        assert reviewer.review(judged, chose) == (Kept("desk-1", "stored"), Kept("desk-2", "stored"))
        with pytest.raises(Problem) as caught:
            reviewer.review(Review(JOHN, "reviewer-a", "plan-01"))
    assert caught.value.status == 422
    with pytest.raises(Problem, match="lacks the scope “review”"):
        aimwell.review(judged)


def test_the_client_says_what_the_service_refuses(door: Door, aimwell: Client) -> None:
    with pytest.raises(Problem) as caught:
        aimwell.score(JOHN, " ")
    assert (caught.value.status, [e.field for e in caught.value.errors]) == (422, ["objectives.1.text"])
    with Client(door.address) as stranger, pytest.raises(Problem, match="A key is needed"):
        stranger.score(JOHN)


async def test_threads_share_a_client(aimwell: Client) -> None:
    scored = await asyncio.gather(*(asyncio.to_thread(aimwell.score, JOHN) for _ in range(4)))
    assert len(set(scored)) == 1


def test_the_client_waits_where_it_has_asked_too_much(door: Door) -> None:
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        time.sleep(seconds)

    with Client(door.address, door.other_key, sleep=wait) as busy:
        for _ in range(5 * A_MINUTE):
            busy.ignored()
            if waited:
                break
    assert waited == [1.0]


@pytest.mark.parametrize(
    "text", [(), ("🙂 João will stop 😀 disrupting the “class”",)], ids=["as it is", "beyond ASCII"]
)
@pytest.mark.parametrize("example", ["score", "rewrite"])
def test_the_examples_in_python_and_javascript_say_the_same(door: Door, example: str, text: tuple[str, ...]) -> None:
    in_python = said(door, f"{example}.py", *text)
    assert said(door, f"{example}.mjs", *text) == in_python
    assert {"score": "  specific: not_met\n    “", "rewrite": "“[method]” How will you know"}[example] in in_python


def test_the_examples_of_curl_bring_the_replies(door: Door) -> None:
    assert [r["smart"] for r in json.loads(said(door, "score.sh"))["results"]] == [False, False]
    rewritten = json.loads(said(door, "rewrite.sh"))
    assert [len(s["blank_text"]) > 0 for s in rewritten["suggestions"]] == [True, True]
    (match, *_) = json.loads(said(door, "check.sh"))["matches"]
    assert match["sentence"] == "John will stop disrupting the class."
    asked = json.loads(said(door, "check.sh", "R&D plan: 50% + more. Kay will stop shouting."))["matches"]
    assert {m["sentence"] for m in asked} == {"Kay will stop shouting."}


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_fails_and_says_why_without_a_key(door: Door, name: str) -> None:
    done = ran(ROOT / "clients/examples" / name, AIMWELL_URL=door.address, AIMWELL_KEY="")
    assert done.returncode != 0
    assert "Send an API key as" in done.stdout + done.stderr


def snippets() -> list[tuple[str, str]]:
    """Return the guide's examples; those in Python are read from top to bottom, as one."""
    guide = (ROOT / "docs/guide/clients.md").read_text(encoding="utf-8")
    found = re.findall(r"^```(\w+)\n(.*?)^```", guide, re.DOTALL | re.MULTILINE)
    assert {language for language, _ in found} == set(SUFFIXES)
    in_python = "".join(code for language, code in found if language == "python")
    return [("python", in_python), *((language, code) for language, code in found if language != "python")]


@pytest.mark.parametrize(("language", "code"), snippets(), ids=[language for language, _ in snippets()])
def test_the_guide_does_as_it_says(address: str, tmp_path: Path, language: str, code: str) -> None:
    assert AT_THE_GUIDES_ADDRESS in code
    script = tmp_path / f"snippet{SUFFIXES[language]}"
    script.write_text(code.replace(AT_THE_GUIDES_ADDRESS, address), encoding="utf-8")
    done = ran(script)
    assert done.returncode == 0, done.stderr
    assert "What will be done instead?" in done.stdout


def test_the_guide_names_every_example() -> None:
    guide = (ROOT / "docs/guide/clients.md").read_text(encoding="utf-8")
    assert [name for name in EXAMPLES if f"(../../clients/examples/{name})" not in guide] == []
