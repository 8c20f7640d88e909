"""The three tools as an assistant sees them: what they ask for, what they answer, and what to make of it."""

import functools
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import anyio
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError
from mcp.types import CallToolResult, InputRequiredResult, ToolAnnotations
from pydantic import Field, StringConstraints, ValidationError

from model.criteria import Assessment, Objective
from model.errors import AimwellError, InputError
from model.plan import Plan
from model.plan_review import reviewed
from serve.mcp.plan_review import (
    MAX_PLAN,
    PlanFormat,
    PlanReviewOut,
    about,
    plan_in,
    plan_of,
    row_out,
    summary_out,
)
from serve.plan_replies import whole_plan_out
from serve.plan_schemas import MAX_PARENTS, MAX_ROWS
from serve.schemas import (
    EARLIEST,
    LATEST,
    MAX_PART,
    ObjectiveIn,
    RewriteOut,
    ScoreOut,
    assessment_out,
    suggestion_out,
)

if TYPE_CHECKING:
    from serve.dependencies import Services

MAX_OBJECTIVES = 100
MOST_SAID = 5
"""Wrong arguments that one answer names."""
AT_ONCE = 20
"""Rows that are judged between two reports of progress; a call that is given up ends there."""
EXAMPLE = {"text": "Attend a mutual aid group", "who": "Alfie", "when": "2027-03-01", "need": "Alfie drinks alone"}

INSTRUCTIONS = """\
Aimwell judges whether objectives in plans (child plans, care plans, appraisals, strategies) are SMART: specific, \
measurable, achievable, relevant, time-bound. It runs on this machine and keeps nothing.

Pass every objective exactly as its author wrote it, with its need and baseline where they are known. Do not improve it \
first, and do not make up a need, a name, a number or a date to get a better verdict.

What the answers mean:
- A verdict is "met", "not_met" or "cannot_tell". "cannot_tell" is an answer and no failure: without a need nobody can \
say whether an objective is relevant. Pass on its question; do not guess.
- Each finding has the words that caused it (offsets in Unicode code points), a reason and a question to the author. \
Its `url` is where the guide explains it, from the root of the Aimwell service; on a terminal, `aimwell guide` and the \
rule's name say the same.
- The spans of a suggestion are proposals, not facts: nobody has agreed to that day, amount or method yet. Show them as \
proposals, with their questions and where they come from, and let the people in the plan decide. `blank_text` is the same \
sentence with blanks such as [when]; leave a blank until somebody has answered its question.
- The verdicts beside a suggestion hold once its blanks are well filled.
- "engine": "rules" means that the trained model is away and the rules judged alone: say so.

Aimwell can be wrong. The judgement stays with the people in the plan."""

Found = TypeVar("Found")
AsOf = Annotated[
    date | None,
    Field(
        ge=EARLIEST,
        le=LATEST,
        description="The day to judge deadlines from; today unless told.",
        examples=["2027-03-01"],
    ),
]
Review = Annotated[
    date | None,
    Field(ge=EARLIEST, le=LATEST, description="The day of the plan's next review; proposed days do not go beyond it."),
]
_READS_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


class AimwellServer(MCPServer[None]):
    """Says what is wrong with a call in words that its caller can act on, and never what a fault was about."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[None, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """Call a tool; see `MCPServer.call_tool`."""
        self._refuse_unknown(name, arguments)
        try:
            return await super().call_tool(name, arguments, context)
        except UnexpectedToolError as error:
            said = "Something failed inside Aimwell, and nothing was kept. Its log says where; the same call may fail again."
            raise UnexpectedToolError(said) from error.__cause__
        except ToolError as error:
            if isinstance(error.__cause__, ValidationError):
                raise ToolError(_words_of(error.__cause__)) from None
            raise

    def _refuse_unknown(self, name: str, arguments: dict[str, Any]) -> None:
        """Refuse an argument that no tool has: left out in silence, it would be missed in the answer."""
        tool = self._tool_manager.get_tool(name)
        known = tool.parameters["properties"] if tool else arguments
        if any(argument not in known for argument in arguments):
            raise ToolError(
                f"{name} has no such argument; it takes {', '.join(known)}. Correct the call and repeat it."
            )


def build(services: "Callable[[], Services]", version: str) -> AimwellServer:
    """Return the server; `services` is asked at the first call, and again at each, so it should remember."""
    server = AimwellServer("aimwell", title="Aimwell", version=version, instructions=INSTRUCTIONS, log_level="WARNING")
    desk = _Desk(services)
    tool = functools.partial(server.tool, annotations=_READS_ONLY, structured_output=True)

    @tool(title="Are these objectives SMART?")
    async def score_objectives(
        objectives: Annotated[
            list[ObjectiveIn],
            Field(
                min_length=1,
                max_length=MAX_OBJECTIVES,
                description="The objectives, each as one sentence or in the parts of its plan's columns.",
                examples=[[EXAMPLE]],
            ),
        ],
        as_of: AsOf = None,
    ) -> ScoreOut:
        """Judge objectives on the five SMART criteria: a verdict on each, with the words, a reason and a question.

        The results come in the order of the objectives. Offsets point into the part that the finding names.
        """
        return await desk.aside(lambda: desk.score([o.objective() for o in objectives], as_of))

    @tool(title="What could this objective say instead?")
    async def rewrite_objective(
        objective: Annotated[ObjectiveIn, Field(description="The objective as it stands.", examples=[EXAMPLE])],
        n: Annotated[int, Field(ge=1, le=5, description="How many suggestions at most.")] = 3,
        as_of: AsOf = None,
        review: Review = None,
    ) -> RewriteOut:
        """Propose rewrites of one objective. Every detail that somebody must agree to is a span with a question.

        Facts of the original are kept; none is lost and none is made up. A SMART objective gets no suggestions.
        """
        return await desk.aside(lambda: desk.rewrite(objective.objective(), n, as_of, review))

    @tool(title="Review a whole plan")
    async def review_plan(
        context: Context[None, Any],
        rows: Annotated[
            list[ObjectiveIn] | None,
            Field(
                min_length=1,
                max_length=MAX_ROWS,
                description="The plan's rows in parts. Give these, or `text`, and not both.",
                examples=[[EXAMPLE]],
            ),
        ] = None,
        text: Annotated[
            str,
            StringConstraints(max_length=MAX_PLAN),
            Field(
                description="The plan as text. A table needs a heading row with a column such as “What will be done?”; "
                "columns for who, when, how measured and the need are understood in any usual wording and order.",
                examples=[
                    "| What will be done? | Who | By when |\n| --- | --- | --- |\n| Ring the school | Mrs Lowe | Friday |"
                ],
            ),
        ] = "",
        format: Annotated[  # noqa: A002  (its name to the assistant)
            PlanFormat,
            Field(description="How `text` is written: tables and lists, CSV, one objective a line, or JSON."),
        ] = PlanFormat.MARKDOWN,
        child: Annotated[
            str, StringConstraints(max_length=MAX_PART), Field(description="Whom the plan is about, where it is known.")
        ] = "",
        parents: Annotated[
            list[str] | None, Field(max_length=MAX_PARENTS, description="The parents or carers, where they are known.")
        ] = None,
        as_of: AsOf = None,
        review: Review = None,
    ) -> PlanReviewOut:
        """Review a whole plan: the findings on each row and on the plan, and how often each criterion is met.

        Only criteria that are not met, or cannot be told, have findings. `plan` is what LIAP asks of a plan as a whole, by
        cell and by priority. Nothing is changed; to propose other words for a row, call rewrite_objective with it.
        """
        plan = about(_plan(rows, text, format, as_of), child, parents or [], review)
        objectives = _objectives(plan, rows)
        assessed: list[Assessment] = []
        for start in range(0, len(objectives), AT_ONCE):
            batch = objectives[start : start + AT_ONCE]
            assessed += await desk.aside(functools.partial(desk.assess, batch, plan.as_of))
            await context.report_progress(len(assessed), len(objectives))
        return await desk.aside(lambda: desk.review(plan, objectives, assessed))

    return server


class _Desk:
    """Answers one call after the other, aside, so that the conversation goes on and one core stays free."""

    def __init__(self, services: "Callable[[], Services]") -> None:
        self._services = services
        self._turn = anyio.CapacityLimiter(1)

    async def aside(self, work: Callable[[], Found]) -> Found:
        try:
            return await anyio.to_thread.run_sync(work, limiter=self._turn)
        except AimwellError as error:
            raise ToolError(str(error)) from None

    def assess(self, objectives: Sequence[Objective], as_of: date) -> list[Assessment]:
        wired = self._services()
        wired.metrics.judged.inc(len(objectives))
        return wired.assessor.assess(objectives, as_of)

    def review(self, plan: Plan, objectives: Sequence[Objective], assessed: Sequence[Assessment]) -> PlanReviewOut:
        wired = self._services()
        out = [assessment_out(a, o, wired.ignored) for a, o in zip(assessed, objectives, strict=True)]
        names = [plan.name(number) for number, _ in plan.actions]
        return PlanReviewOut(
            engine=wired.assessor.engine,
            bundle=wired.assessor.bundle,
            summary=summary_out(out),
            rows=[row_out(name, o, said) for name, o, said in zip(names, objectives, out, strict=True)],
            plan=whole_plan_out(reviewed(plan, assessed, wired.assessor.house), wired.ignored),
        )

    def score(self, objectives: Sequence[Objective], as_of: date | None) -> ScoreOut:
        wired = self._services()
        assessed = wired.assessor.assess(objectives, as_of or date.today())  # noqa: DTZ011  (the office's calendar)
        wired.metrics.judged.inc(len(objectives))
        results = [assessment_out(a, o, wired.ignored) for a, o in zip(assessed, objectives, strict=True)]
        return ScoreOut(engine=wired.assessor.engine, bundle=wired.assessor.bundle, results=results)

    def rewrite(self, objective: Objective, n: int, as_of: date | None, review: date | None) -> RewriteOut:
        wired = self._services()
        when = as_of or date.today()  # noqa: DTZ011
        assessment, suggestions = wired.suggester.suggest(objective, n, when, review)
        wired.metrics.judged.inc()
        for suggestion in suggestions:
            wired.metrics.rewrites.labels(suggestion.origin).inc()
        return RewriteOut(
            engine=wired.assessor.engine,
            bundle=wired.assessor.bundle,
            assessment=assessment_out(assessment, objective, wired.ignored),
            suggestions=[suggestion_out(s, objective, wired.ignored) for s in suggestions],
        )


def _plan(rows: list[ObjectiveIn] | None, text: str, format_: PlanFormat, as_of: date | None) -> Plan:
    if (rows is None) == (not text.strip()):
        raise ToolError("give the plan as `rows` or as `text`, one of the two")
    when = as_of or date.today()  # noqa: DTZ011  (the office's calendar)
    if rows is not None:
        return plan_of([row.objective() for row in rows], when)
    try:
        return plan_in(text, format_, when)
    except InputError as error:
        raise ToolError(str(error)) from None


def _objectives(plan: Plan, rows: list[ObjectiveIn] | None) -> list[Objective]:
    """Return what is judged: the rows as they were given, with their baselines, or the actions of the plan."""
    if rows is not None:
        return [rows[number].objective() for number, _ in plan.actions]
    return [row.objective(plan.domain) for _, row in plan.actions]


def _words_of(error: ValidationError) -> str:
    """Return which arguments are wrong, and how; what was in them is left out."""
    wrong = [f"{'.'.join(map(str, e['loc']))}: {e['msg'].removeprefix('Value error, ')}" for e in error.errors()]
    more = f"; and {len(wrong) - MOST_SAID} more" if len(wrong) > MOST_SAID else ""
    return f"Nothing was judged. {'; '.join(wrong[:MOST_SAID])}{more}. Correct these arguments and repeat the call."
