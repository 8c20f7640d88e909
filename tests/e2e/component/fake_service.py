"""A service that answers as it is told, counts what it is asked, and can be away, busy or slow."""

import contextlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from serve.embed import Component, component
from tests.e2e.component.pages import Quiet, listening

CRITERIA = ("specific", "measurable", "achievable", "relevant", "time_bound")
FINGERPRINT = "9f3c0e6a51b27d84"


def finding(start: int, end: int, **said: Any) -> dict[str, Any]:
    return {
        "rule": "weak-verb",
        "field": "text",
        "start": start,
        "end": end,
        "message": "Nobody can see this being done.",
        "question": "What will somebody do?",
        "source": "LIAP, Specific",
        **said,
    }


def judged(verdicts: str, **findings: list[dict[str, Any]]) -> dict[str, Any]:
    """Return an assessment from letters in the order of SMART: y met, n not met, ? cannot tell."""
    said = {"y": ("met", 0.97), "n": ("not_met", 0.12), "?": ("cannot_tell", None)}
    criteria = {
        name: {"verdict": said[letter][0], "probability": said[letter][1], "findings": findings.get(name, [])}
        for name, letter in zip(CRITERIA, verdicts, strict=True)
    }
    return {"smart": verdicts == "yyyyy", "criteria": criteria}


def suggestion(text: str, blank_text: str, *spans: dict[str, Any], **said: Any) -> dict[str, Any]:
    criteria = judged("yyyyy")["criteria"]
    return {
        "text": text, "blank_text": blank_text, "spans": list(spans), "criteria": criteria, "origin": "rules", "changes": [], **said,
    }  # fmt: skip


@dataclass
class FakeService:
    """What it answers to a text, unless it is told to fail; what it was asked is in `asked`, in order."""

    built: Component = field(default_factory=component)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    otherwise: dict[str, Any] = field(default_factory=lambda: judged("ynyyn"))
    suggestions: list[dict[str, Any]] = field(default_factory=list)
    status: int = 200
    """What it answers to every question; 0 hangs up without a word."""
    retry_after: str = ""
    refusal: dict[str, Any] = field(default_factory=lambda: {"detail": "No.", "errors": []})
    slow: dict[str, threading.Event] = field(default_factory=dict)
    """Texts whose answers wait for their event."""
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def texts(self) -> list[str]:
        """Return the objectives that it was asked to judge."""
        return [said["objectives"][0]["text"] for said in self.asked if "objectives" in said]

    def reply(self, path: str, said: dict[str, Any]) -> dict[str, Any]:
        if path == "/v1/score":
            text = said["objectives"][0]["text"]
            if text in self.slow:
                self.slow[text].wait(10)
            return {"engine": "model", "bundle": "1", "results": [self.answers.get(text, self.otherwise)]}
        if path == "/v1/rewrite":
            return {"engine": "model", "bundle": "1", "assessment": self.otherwise, "suggestions": self.suggestions}
        return {}


@contextmanager
def fake_service() -> Iterator[tuple[FakeService, str]]:
    """Serve a fake until the end of the block; return it and its address."""
    fake = FakeService()

    class Answers(Quiet):
        def cors(self) -> dict[str, str]:
            return {
                "Access-Control-Allow-Origin": self.headers.get("Origin", "*"),
                "Access-Control-Allow-Headers": "Content-Type, Authorization",
                "Access-Control-Allow-Methods": "GET, POST, DELETE",
                "Access-Control-Expose-Headers": "Retry-After",
                "Access-Control-Max-Age": "600",
            }

        def do_OPTIONS(self) -> None:  # noqa: N802
            self.answer(204, headers=self.cors())

        def do_GET(self) -> None:  # noqa: N802
            self.answer(200, fake.built.script.encode(), {"Content-Type": "text/javascript", **self.cors()})

        def do_POST(self) -> None:  # noqa: N802
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            fake.asked.append(said)
            fake.keys.append(self.headers.get("Authorization", ""))
            if fake.status == 0:
                self.close_connection = True
                return
            headers = {**self.cors(), "Content-Type": "application/json"}
            if fake.retry_after:
                headers["Retry-After"] = fake.retry_after
            body = fake.reply(self.path, said) if fake.status == 200 else fake.refusal
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # the page no longer wants to know
                self.answer(fake.status, json.dumps(body).encode(), headers)

        def do_DELETE(self) -> None:  # noqa: N802
            fake.asked.append({"deleted": self.path})
            self.answer(204, headers=self.cors())

    with listening(Answers) as address:
        yield fake, address
