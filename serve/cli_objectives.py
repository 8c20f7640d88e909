"""`aimwell score` and `aimwell rewrite`: of one objective, of JSON Lines, or of whole files."""

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from pydantic import ValidationError
from rich.console import Console

from data.documents.rewriting.changes import Way
from serve import cli_bulk, cli_plans
from serve.cli_base import AsOf, Config, Isolated, app, day_asked, fail, rules_asked, settings_by, wired_by
from serve.console import show_assessment, show_suggestions
from serve.dependencies import Services
from serve.errors import words_of
from serve.lines import Lines, Reply
from serve.rewrite_files import Where
from serve.schemas import ObjectiveIn, RewriteIn, assessment_out, suggestion_out

Asked = TypeVar("Asked", bound=ObjectiveIn)


class Format(StrEnum):
    """How `score` and `rewrite` write their replies."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"


TEXT_HELP = "The objective; without it, JSON Lines are read from standard input."
Text = Annotated[str | None, typer.Argument(help=f"{TEXT_HELP} Or a whole file, with --output.")]
Texts = Annotated[list[str] | None, typer.Argument(help=f"{TEXT_HELP} Or plan files, with --in-place or --output.")]
Need = Annotated[str | None, typer.Option(help="The need that the objective answers.")]
Baseline = Annotated[str | None, typer.Option(help="Where things stand today.")]
Domain = Annotated[str | None, typer.Option(help="What sort of plan it stands in, such as child_plan or personal.")]
How = Annotated[Format | None, typer.Option("--format", help="table on a terminal, else jsonl, unless told.")]


@app.command()
def score(
    text: Text = None,
    need: Need = None,
    baseline: Baseline = None,
    domain: Domain = None,
    as_of: AsOf = None,
    format_: How = None,
    config: Config = None,
    isolated: Isolated = False,
    output: cli_bulk.Output = None,
    engine: cli_bulk.EngineAsked = cli_bulk.BulkEngine.LOCAL,
    address: cli_bulk.Address = None,
    workers: cli_bulk.Workers = None,
) -> None:
    """Say whether objectives are SMART, and why not."""
    if output is not None or cli_bulk.names_file(text):
        path, out = _whole_file(text, output, need, baseline, domain, format_)
        chosen, when_asked = rules_asked(config, isolated=isolated), None if as_of is None else day_asked(as_of)
        cli_bulk.score_file(path, out, settings_by(**chosen), when_asked, engine, address, workers)
    if (engine, address, workers) != (cli_bulk.BulkEngine.LOCAL, None, None):
        fail("--engine, --address and --workers are for a whole file; name it, and with -o where its verdicts go")
    when, how = day_asked(as_of), _format(format_, text)
    asked = None if text is None else _asked(ObjectiveIn, text=text, need=need, baseline=baseline, domain=domain)
    wired = wired_by(config, isolated=isolated, rewriting=False)
    if asked is None:
        _answer_lines(Lines(ObjectiveIn, lambda batch: _scores(wired, batch, when)))
    elif how is Format.TABLE:
        show_assessment(Console(), asked.objective(), wired.assessor.assess([asked.objective()], when)[0])
    else:
        _write(next(_scores(wired, [asked], when)), how)


@app.command()
def rewrite(
    texts: Texts = None,
    need: Need = None,
    baseline: Baseline = None,
    domain: Domain = None,
    n: Annotated[int | None, typer.Option(min=1, max=5, help="Suggestions at most: 3, in a plan's comments 2.")] = None,
    as_of: AsOf = None,
    format_: How = None,
    config: Config = None,
    isolated: Isolated = False,
    in_place: Annotated[bool, typer.Option("--in-place", help="Rewrite the plan files themselves.")] = False,
    output: Annotated[
        Path | None, typer.Option(help="Write the new plan to this file, or the plans to this folder.")
    ] = None,
    way: Annotated[
        Way | None, typer.Option("--as", help="How a plan is rewritten; as comments, where it can be.")
    ] = None,
) -> None:
    """Propose rewrites in which everything that somebody must agree to is marked: of an objective, or in plan files."""
    when = day_asked(as_of)
    if in_place or output or cli_plans.names_plans(texts or []):
        where = _where(texts, output, in_place=in_place, format_=format_)
        cli_plans.rewrite_plans(wired_by(config, isolated=isolated), texts or [], where, way, n or 2, when)
    text, n = _one(texts, way), n or 3
    how = _format(format_, text)
    asked = None if text is None else _asked(RewriteIn, text=text, need=need, baseline=baseline, domain=domain, n=n)
    wired = wired_by(config, isolated=isolated)
    if asked is None:
        _answer_lines(Lines(RewriteIn, lambda batch: _rewrites(wired, batch, when)))
    elif how is Format.TABLE:
        assessment, suggestions = wired.suggester.suggest(asked.objective(), asked.n, when)
        show_assessment(Console(), asked.objective(), assessment)
        show_suggestions(Console(), suggestions)
    else:
        _write(next(_rewrites(wired, [asked], when)), how)


def _scores(wired: Services, asked: Sequence[ObjectiveIn], when: date) -> Iterator[Reply]:
    objectives = [a.objective() for a in asked]
    for assessment, objective in zip(wired.assessor.assess(objectives, when), objectives, strict=True):
        yield {**_engine(wired), **assessment_out(assessment, objective, wired.ignored).model_dump(mode="json")}


def _rewrites(wired: Services, asked: Sequence[RewriteIn], when: date) -> Iterator[Reply]:
    for one in asked:
        objective = one.objective()
        assessment, suggestions = wired.suggester.suggest(objective, one.n, one.as_of or when, one.review)
        yield {
            **_engine(wired),
            "assessment": assessment_out(assessment, objective, wired.ignored).model_dump(mode="json"),
            "suggestions": [suggestion_out(s, objective, wired.ignored).model_dump(mode="json") for s in suggestions],
        }


def _engine(wired: Services) -> Reply:
    return {"engine": wired.assessor.engine.value, "bundle": wired.assessor.bundle}


def _answer_lines(lines: Lines[Asked]) -> None:
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # a real stream, not a test's
    for reply in lines.replies(sys.stdin):
        _write(reply, Format.JSONL)


def _write(reply: Reply, how: Format) -> None:
    indent = 2 if how is Format.JSON else None
    sys.stdout.write(json.dumps(reply, ensure_ascii=False, indent=indent) + "\n")


def _format(format_: Format | None, text: str | None) -> Format:
    if text is None and format_ in (Format.TABLE, Format.JSON):
        fail(f"--format {format_} shows one objective; give its text, or use --format jsonl for many")
    if text is None and sys.stdin.isatty():
        fail("give an objective, or JSON Lines on standard input")
    return format_ or (Format.TABLE if sys.stdout.isatty() else Format.JSONL)


def _where(texts: list[str] | None, output: Path | None, *, in_place: bool, format_: Format | None) -> Where:
    if not texts:
        fail("name the plan files to rewrite")
    if in_place and output:
        fail("--in-place and --output say two things; give one of them")
    if format_:
        fail("--format shows the rewrites of one objective; plan files say in a few lines what became of them")
    return cli_plans.destination(texts, output, in_place=in_place)


def _whole_file(text: str | None, output: Path | None, *of_one: str | None) -> tuple[Path, Path]:
    if text is None:
        fail("name the file to score; --output says only where its verdicts go")
    if output is None:
        fail(f"{text} is a file: say with -o where its verdicts go, such as -o verdicts.csv")
    if any(said is not None for said in of_one):
        fail("--need, --baseline, --domain and --format are for one objective; a file has columns or fields for them")
    return Path(text), output


def _one(texts: list[str] | None, way: Way | None) -> str | None:
    if len(texts or []) > 1:
        fail("give one objective, in quotation marks, or names of plan files that are there")
    if way:
        fail("--as is for plan files; name one that is there")
    return texts[0] if texts else None


def _asked(kind: type[Asked], **fields: str | int | None) -> Asked:
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        fail(f"{'.'.join(map(str, first['loc']))}: {words_of(first)}")
