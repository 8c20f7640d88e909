"""Judge, rewrite and check objectives on the command line, or start the service."""

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

import typer
from pydantic import ValidationError
from rich.console import Console

from model.errors import BundleError
from model.rewriter_bundle import open_rewriter
from model.rewriter_weights import default_cache
from serve.app import create_app, wire
from serve.check import check_files, exit_code
from serve.check_formats import render_json, render_sarif, render_text
from serve.console import show_assessment, show_suggestions
from serve.dependencies import Services, day
from serve.errors import words_of
from serve.lines import Lines, Reply
from serve.schemas import ObjectiveIn, RewriteIn, assessment_out, suggestion_out
from serve.settings import Settings

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_show_locals=False, help=__doc__)
Asked = TypeVar("Asked", bound=ObjectiveIn)
MISUSE = 2


class Format(StrEnum):
    """How `score` and `rewrite` write their replies."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"


class CheckFormat(StrEnum):
    """How `check` writes its report."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


Text = Annotated[str | None, typer.Argument(help="The objective; without it, JSON Lines are read from standard input.")]
Need = Annotated[str | None, typer.Option(help="The need that the objective answers.")]
Baseline = Annotated[str | None, typer.Option(help="Where things stand today.")]
Domain = Annotated[str | None, typer.Option(help="What sort of plan it stands in, such as child_plan or personal.")]
AsOf = Annotated[str | None, typer.Option(help="The day to judge from, as 2027-03-01; today unless told.")]
How = Annotated[Format | None, typer.Option("--format", help="table on a terminal, else jsonl, unless told.")]


@app.command()
def score(
    text: Text = None,
    need: Need = None,
    baseline: Baseline = None,
    domain: Domain = None,
    as_of: AsOf = None,
    format_: How = None,
) -> None:
    """Say whether objectives are SMART, and why not."""
    when, how = _day(as_of), _format(format_, text)
    asked = None if text is None else _asked(ObjectiveIn, text=text, need=need, baseline=baseline, domain=domain)
    wired = wire(Settings(), rewriting=False)
    if asked is None:
        _answer_lines(Lines(ObjectiveIn, lambda batch: _scores(wired, batch, when)))
    elif how is Format.TABLE:
        show_assessment(Console(), asked.objective(), wired.assessor.assess([asked.objective()], when)[0])
    else:
        _write(next(_scores(wired, [asked], when)), how)


@app.command()
def rewrite(
    text: Text = None,
    need: Need = None,
    baseline: Baseline = None,
    domain: Domain = None,
    n: Annotated[int, typer.Option(min=1, max=5, help="How many suggestions at most.")] = 3,
    as_of: AsOf = None,
    format_: How = None,
) -> None:
    """Propose rewrites in which everything that somebody must agree to is marked."""
    when, how = _day(as_of), _format(format_, text)
    asked = None if text is None else _asked(RewriteIn, text=text, need=need, baseline=baseline, domain=domain, n=n)
    wired = wire(Settings())
    if asked is None:
        _answer_lines(Lines(RewriteIn, lambda batch: _rewrites(wired, batch, when)))
    elif how is Format.TABLE:
        assessment, suggestions = wired.suggester.suggest(asked.objective(), asked.n, when)
        show_assessment(Console(), asked.objective(), assessment)
        show_suggestions(Console(), suggestions)
    else:
        _write(next(_rewrites(wired, [asked], when)), how)


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Plans: .docx, .md, .csv or .txt.")],
    as_of: AsOf = None,
    format_: Annotated[CheckFormat, typer.Option("--format", help="text, json or sarif.")] = CheckFormat.TEXT,
) -> None:
    """Read plans like a linter: exit 1 on findings, 2 when a file cannot be read."""
    when = _day(as_of)
    report = check_files(files, wire(Settings(), rewriting=False).assessor.assess, when)
    render = {CheckFormat.TEXT: render_text, CheckFormat.JSON: render_json, CheckFormat.SARIF: render_sarif}[format_]
    sys.stdout.write(render(report).rstrip("\n") + "\n")
    raise typer.Exit(exit_code(report))


@app.command()
def prepare() -> None:
    """Make the rewriter's language model on this machine, once; until then the rules write the rewrites."""
    try:
        made = open_rewriter(Settings().rewriter).prepare(default_cache())
    except BundleError as error:
        typer.echo(f"aimwell: the rules will write the rewrites: {error}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"The rewriter is ready in {made}.")


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="The address to bind; this machine only unless told.")] = None,
    port: Annotated[int | None, typer.Option(help="The port to bind.")] = None,
) -> None:
    """Start the service and say where it answers."""
    import uvicorn

    wired = wire(Settings())
    host, port = host or wired.settings.host, port or wired.settings.port
    address = f"http://{host}:{port}"
    typer.echo(f"Aimwell answers at {address}   (stop it with Ctrl+C)\n\nTry it in another terminal:\n")
    typer.echo(
        f"curl -s {address}/v1/score -H 'Content-Type: application/json' "
        """-d '{"objectives": [{"text": "John will stop disrupting the class"}]}'\n"""
    )
    uvicorn.run(create_app(wired), host=host, port=port, log_level="warning", access_log=False)


def _scores(wired: Services, asked: Sequence[ObjectiveIn], when: date) -> Iterator[Reply]:
    for assessment in wired.assessor.assess([a.objective() for a in asked], when):
        yield {**_engine(wired), **assessment_out(assessment).model_dump(mode="json")}


def _rewrites(wired: Services, asked: Sequence[RewriteIn], when: date) -> Iterator[Reply]:
    for one in asked:
        assessment, suggestions = wired.suggester.suggest(one.objective(), one.n, one.as_of or when, one.review)
        yield {
            **_engine(wired),
            "assessment": assessment_out(assessment).model_dump(mode="json"),
            "suggestions": [suggestion_out(s).model_dump(mode="json") for s in suggestions],
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


def _day(as_of: str | None) -> date:
    try:
        return day(None if as_of is None else date.fromisoformat(as_of))
    except ValueError:
        _fail(f"--as-of: “{as_of}” is no date; write it as 2027-03-01")


def _format(format_: Format | None, text: str | None) -> Format:
    if text is None and format_ in (Format.TABLE, Format.JSON):
        _fail(f"--format {format_} shows one objective; give its text, or use --format jsonl for many")
    if text is None and sys.stdin.isatty():
        _fail("give an objective, or JSON Lines on standard input")
    return format_ or (Format.TABLE if sys.stdout.isatty() else Format.JSONL)


def _asked(kind: type[Asked], **fields: str | int | None) -> Asked:
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        _fail(f"{'.'.join(map(str, first['loc']))}: {words_of(first)}")


def _fail(reason: str) -> NoReturn:
    typer.echo(f"aimwell: {reason}", err=True)
    raise typer.Exit(MISUSE)


if __name__ == "__main__":
    app()
