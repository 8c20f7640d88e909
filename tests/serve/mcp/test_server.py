"""The tools as an assistant calls them, in this process and on the rules alone."""

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from mcp import Client

from serve.dependencies import Services
from serve.mcp.server import MAX_OBJECTIVES, build
from tests.serve.conftest import services

JOHN = "John will stop disrupting the class"
PLAN = "| What will be done? | Who | By when |\n| --- | --- | --- |\n| Support attendance | Staff | ongoing |\n"


WIRED = services()


def assistant() -> Client:
    """Return an assistant at the other end of a new server."""
    return Client(build(lambda: WIRED, "1"))


async def said(tool: str, **arguments: Any) -> dict[str, Any]:
    async with assistant() as client:
        result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    assert isinstance(result.structured_content, dict)
    return result.structured_content


async def refusal(tool: str, load: Callable[[], Services] = lambda: WIRED, **arguments: Any) -> str:
    async with Client(build(load, "1")) as client:
        result = await client.call_tool(tool, arguments)
    assert result.is_error
    return " ".join(str(getattr(block, "text", "")) for block in result.content)


async def test_every_tool_says_what_it_takes_gives_and_leaves_alone() -> None:
    async with assistant() as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert set(tools) == {"score_objectives", "rewrite_objective", "review_plan"}
    for tool in tools.values():
        assert tool.description
        assert tool.output_schema
        assert tool.annotations is not None
        assert (tool.annotations.read_only_hint, tool.annotations.open_world_hint) == (True, False)
        assert all("description" in field for field in tool.input_schema["properties"].values())
    objectives = tools["score_objectives"].input_schema["properties"]["objectives"]
    assert objectives["maxItems"] == MAX_OBJECTIVES
    assert objectives["examples"]


async def test_the_assistant_is_told_that_spans_are_proposals_and_that_not_knowing_is_an_answer() -> None:
    async with assistant() as client:
        told = client.instructions or ""
    assert "proposals, not facts" in told
    assert '"cannot_tell" is an answer' in told
    assert "do not make up a need, a name, a number or a date" in told


async def test_objectives_are_scored_in_their_order() -> None:
    objectives = [{"text": JOHN}, {"text": "Ring the school", "who": "Mrs Lowe", "when": "2027-03-05"}]
    scored = await said("score_objectives", objectives=objectives, as_of="2026-11-22")
    specific = [result["criteria"]["specific"]["verdict"] for result in scored["results"]]
    assert specific == ["not_met", "met"]
    assert scored["results"][0]["criteria"]["relevant"]["verdict"] == "cannot_tell"
    assert scored["engine"] == "rules"


async def test_whatever_a_rewrite_adds_is_a_span_with_a_question() -> None:
    rewritten = await said("rewrite_objective", objective={"text": JOHN}, n=2, as_of="2026-11-22")
    assert 1 <= len(rewritten["suggestions"]) <= 2
    for suggestion in rewritten["suggestions"]:
        assert suggestion["spans"]
        assert all(span["question"] for span in suggestion["spans"])
        outside = suggestion["text"]
        for span in reversed(suggestion["spans"]):
            outside = outside[: span["start"]] + outside[span["end"] :]
        assert "2026" not in outside
        assert "2027" not in outside


async def test_a_proposed_day_does_not_go_beyond_the_review() -> None:
    objective = {"text": "Kwame will phone the dentist"}
    rewritten = await said("rewrite_objective", objective=objective, as_of="2026-11-22", review="2026-12-01")
    days = [
        s["text"][p["start"] : p["end"]] for s in rewritten["suggestions"] for p in s["spans"] if p["kind"] == "when"
    ]
    assert days
    assert all("November 2026" in day or "1 December 2026" in day or day == "[when]" for day in days)


@pytest.mark.parametrize(
    "plan",
    [
        {"text": PLAN},
        {"text": "Action,Owner,Deadline\nSupport attendance,Staff,ongoing\n", "format": "csv"},
        {"rows": [{"text": "Support attendance", "who": "Staff", "when": "ongoing"}]},
    ],
)
async def test_a_plan_is_reviewed_row_by_row_in_whatever_form_it_comes(plan: dict[str, Any]) -> None:
    review = await said("review_plan", **plan)
    assert review["summary"]["objectives"] == 1
    assert review["summary"]["time_bound"] == {"met": 0, "not_met": 1, "cannot_tell": 0}
    (row,) = review["rows"]
    assert row["objective"] == "Support attendance"
    assert "ongoing" in {finding["rule"] for finding in row["findings"]}
    assert {"no-owner", "no-minutiae"} <= {finding["rule"] for finding in review["plan"]["findings"]}
    assert review["plan"]["summary"]["text"].startswith("A plan with 1 action")


async def test_a_long_plan_is_answered_with_its_progress() -> None:
    seen: list[tuple[float, float | None]] = []

    async def note(progress: float, total: float | None, message: str | None) -> None:
        seen.append((progress, total))

    rows = [{"text": f"Ana will ring {n} people"} for n in range(45)]
    async with assistant() as client:
        result = await client.call_tool("review_plan", {"rows": rows}, progress_callback=note)
    assert not result.is_error
    assert seen == [(20, 45), (40, 45), (45, 45)]


@pytest.mark.parametrize(
    ("tool", "arguments", "expected"),
    [
        ("score_objectives", {"objectives": [{"text": "Ana will ring"}, {"text": " "}]}, "objectives.1.text: is blank"),
        ("score_objectives", {"objectives": []}, "objectives: "),
        ("score_objectives", {"objectives": [{"text": "x"}] * (MAX_OBJECTIVES + 1)}, "objectives: "),
        ("score_objectives", {"objectives": [{"text": "x", "whom": "Ana"}]}, "objectives.0.whom: "),
        ("score_objectives", {"objectives": [{"text": "x"}], "as_of": "soon"}, "as_of: "),
        ("rewrite_objective", {"objective": {"text": "x"}, "n": 9}, "n: "),
        ("rewrite_objective", {"objective": {"text": "x"}, "needs": "y"}, "it takes objective, n, as_of, review"),
        ("review_plan", {}, "`rows` or as `text`"),
        ("review_plan", {"rows": [{"text": "x"}], "text": PLAN}, "`rows` or as `text`"),
        ("review_plan", {"text": "It rained."}, "there is no objective to judge in it"),
        ("review_plan", {"text": "a,b\n1,2\n", "format": "csv"}, "no column holds the objective"),
    ],
)
async def test_a_wrong_call_is_told_which_argument_to_correct(
    tool: str, arguments: dict[str, Any], expected: str
) -> None:
    assert expected in await refusal(tool, **arguments)


async def test_a_refusal_does_not_repeat_what_was_sent() -> None:
    assert "Otto" not in await refusal("score_objectives", objectives=[{"text": "Otto " * 1000}])


async def test_a_fault_is_said_and_logged_without_a_word_of_the_plan(caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> Services:
        raise ValueError(JOHN)

    with caplog.at_level(logging.ERROR):
        told = await refusal("score_objectives", broken, objectives=[{"text": JOHN}])
    assert "Something failed inside Aimwell" in told
    assert "disrupting" not in told + " ".join(record.getMessage() for record in caplog.records)


async def test_the_engine_is_asked_for_at_the_first_call_and_not_before() -> None:
    asked = []

    def load() -> Services:
        asked.append(1)
        return services()

    async with Client(build(load, "1")) as client:
        await client.list_tools()
        assert asked == []
        await client.call_tool("score_objectives", {"objectives": [{"text": JOHN}]})
    assert asked


async def test_clients_of_the_first_protocols_are_served_too_and_read_the_same_as_text() -> None:
    async with Client(build(lambda: WIRED, "1"), mode="legacy") as client:
        result = await client.call_tool("score_objectives", {"objectives": [{"text": JOHN}]})
    assert json.loads(getattr(result.content[0], "text", "{}")) == result.structured_content
