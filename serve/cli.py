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

from data.documents.rewriting.changes import Way
from model.errors import AimwellError, BundleError
from model.prepared import default_cache
from model.rewriter_bundle import open_rewriter
from serve import cli_bulk, cli_cluster, cli_plans
from serve.app import wire
from serve.check import check_at_home, exit_code
from serve.check_formats import render_json, render_sarif, render_summary, render_text
from serve.console import show_assessment, show_suggestions
from serve.dependencies import Services, day
from serve.errors import words_of
from serve.lines import Lines, Reply
from serve.rewrite_files import Where
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


TEXT_HELP = "The objective; without it, JSON Lines are read from standard input."
Text = Annotated[str | None, typer.Argument(help=f"{TEXT_HELP} Or a whole file, with --output.")]
Texts = Annotated[list[str] | None, typer.Argument(help=f"{TEXT_HELP} Or plan files, with --in-place or --output.")]
Need = Annotated[str | None, typer.Option(help="The need that the objective answers.")]
Baseline = Annotated[str | None, typer.Option(help="Where things stand today.")]
Domain = Annotated[str | None, typer.Option(help="What sort of plan it stands in, such as child_plan or personal.")]
AsOf = Annotated[str | None, typer.Option(help="The day to judge from, as 2027-03-01; today unless told.")]
Config = Annotated[Path | None, typer.Option(help="The aimwell.toml that counts; else the nearest above each plan.")]
Isolated = Annotated[bool, typer.Option("--isolated", help="No house rules, and nothing ignored.")]
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
        chosen, when_asked = _rules_asked(config, isolated=isolated), None if as_of is None else _day(as_of)
        cli_bulk.score_file(path, out, _settings(**chosen), when_asked, engine, address, workers)
    if (engine, address, workers) != (cli_bulk.BulkEngine.LOCAL, None, None):
        _fail("--engine, --address and --workers are for a whole file; name it, and with -o where its verdicts go")
    when, how = _day(as_of), _format(format_, text)
    asked = None if text is None else _asked(ObjectiveIn, text=text, need=need, baseline=baseline, domain=domain)
    wired = _wired(config, isolated=isolated, rewriting=False)
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
    when = _day(as_of)
    if in_place or output or cli_plans.names_plans(texts or []):
        where = _where(texts, output, in_place=in_place, format_=format_)
        cli_plans.rewrite_plans(_wired(config, isolated=isolated), texts or [], where, way, n or 2, when)
    text, n = _one(texts, way), n or 3
    how = _format(format_, text)
    asked = None if text is None else _asked(RewriteIn, text=text, need=need, baseline=baseline, domain=domain, n=n)
    wired = _wired(config, isolated=isolated)
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
    files: Annotated[
        list[Path], typer.Argument(help="Plans (.docx, .odt, .xlsx, .csv, .md, .txt, .json), or folders.")
    ],
    as_of: AsOf = None,
    format_: Annotated[CheckFormat, typer.Option("--format", help="text, json or sarif.")] = CheckFormat.TEXT,
    config: Config = None,
    isolated: Isolated = False,
    summary: Annotated[
        bool, typer.Option("--summary", help="One page a plan: what to put right first, next and then.")
    ] = False,
) -> None:
    """Read plans like a linter: exit 1 on findings, 2 when a file cannot be read."""
    if summary and format_ is not CheckFormat.TEXT:
        _fail("--summary is a page of text; --format json has the same page in it, so give one of them")
    when = _day(as_of)
    wired = _wired(config, isolated=isolated, rewriting=False)
    report = check_at_home(files, wired.assessor, wired.houses, when, wired.checker.detector)
    if summary:
        told = render_summary(report)
    elif format_ is CheckFormat.SARIF:
        told = render_sarif(report, wired.settings.service_url)
    else:
        told = {CheckFormat.TEXT: render_text, CheckFormat.JSON: render_json}[format_](report)
    sys.stdout.write(told.rstrip("\n") + "\n")
    raise typer.Exit(exit_code(report))


@app.command()
def prepare() -> None:
    """Make the rewriter's language model on this machine, once; until then the rules write the rewrites."""
    try:
        made = open_rewriter(_settings().rewriter).prepare(default_cache())
    except BundleError as error:
        typer.echo(f"aimwell: the rules will write the rewrites: {error}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"The rewriter is ready in {made}.")


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="The address to bind; this machine only unless told.")] = None,
    port: Annotated[int | None, typer.Option(help="The port to bind.")] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes that share the port; one a core serves most.")
    ] = None,
    engine: cli_cluster.EngineAsked = cli_cluster.ServeEngine.LOCAL,
    address: cli_cluster.Address = None,
    replicas_min: cli_cluster.Least = None,
    replicas_max: cli_cluster.Most = None,
    down: cli_cluster.Down = False,
) -> None:
    """Start the service and say where it answers."""
    from serve.server import address_of, check_safe, run

    settings = _settings(host=host, port=port, workers=workers)
    try:
        if engine is cli_cluster.ServeEngine.RAY:
            cli_cluster.serve_on_ray(settings, address, replicas_min, replicas_max, down=down)
            raise typer.Exit
        cli_cluster.refuse_for_local(address, replicas_min, replicas_max, down=down)
        keys_needed = check_safe(settings)
        wired = wire(settings) if settings.workers == 1 else None
    except AimwellError as error:
        _fail(str(error))
    answers_at = address_of(settings)
    with_key = "-H 'Authorization: Bearer YOUR-KEY' " if keys_needed else ""
    typer.echo(f"Aimwell answers at {answers_at}   (stop it with Ctrl+C)\n\nTry it in another terminal:\n")
    typer.echo(
        f"curl -s {answers_at}/v1/score {with_key}-H 'Content-Type: application/json' "
        """-d '{"objectives": [{"text": "John will stop disrupting the class"}]}'\n"""
    )
    run(settings, wired)


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


def _wired(config: Path | None, *, isolated: bool, rewriting: bool = True) -> Services:
    chosen = _rules_asked(config, isolated=isolated)
    try:
        return wire(_settings(**chosen), rewriting=rewriting)
    except AimwellError as error:
        _fail(str(error))


def _rules_asked(config: Path | None, *, isolated: bool) -> dict[str, bool | Path | None]:
    if config and isolated:
        _fail("--config names house rules and --isolated wants none; give one of them")
    return {"config": config, "isolated": isolated} if config or isolated else {}


def _settings(**given: str | int | Path | None) -> Settings:
    try:
        return Settings(**{k: v for k, v in given.items() if v is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        _fail(f"AIMWELL_{'_'.join(map(str, first['loc'])).upper()}: {words_of(first)}")
    except AimwellError as error:
        _fail(str(error))


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


def _where(texts: list[str] | None, output: Path | None, *, in_place: bool, format_: Format | None) -> Where:
    if not texts:
        _fail("name the plan files to rewrite")
    if in_place and output:
        _fail("--in-place and --output say two things; give one of them")
    if format_:
        _fail("--format shows the rewrites of one objective; plan files say in a few lines what became of them")
    return cli_plans.destination(texts, output, in_place=in_place)


def _whole_file(text: str | None, output: Path | None, *of_one: str | None) -> tuple[Path, Path]:
    if text is None:
        _fail("name the file to score; --output says only where its verdicts go")
    if output is None:
        _fail(f"{text} is a file: say with -o where its verdicts go, such as -o verdicts.csv")
    if any(said is not None for said in of_one):
        _fail("--need, --baseline, --domain and --format are for one objective; a file has columns or fields for them")
    return Path(text), output


def _one(texts: list[str] | None, way: Way | None) -> str | None:
    if len(texts or []) > 1:
        _fail("give one objective, in quotation marks, or names of plan files that are there")
    if way:
        _fail("--as is for plan files; name one that is there")
    return texts[0] if texts else None


def _asked(kind: type[Asked], **fields: str | int | None) -> Asked:
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        _fail(f"{'.'.join(map(str, first['loc']))}: {words_of(first)}")


def _fail(reason: str) -> NoReturn:
    typer.echo(f"aimwell: {reason}", err=True)
    raise typer.Exit(MISUSE)


from serve import cli_editors  # noqa: E402
from serve import cli_guide as cli_guide  # noqa: E402
from serve import cli_ignore as cli_ignore  # noqa: E402
from serve import cli_keys as cli_keys  # noqa: E402  (its commands join `app`)
from serve import cli_models as cli_models  # noqa: E402
from serve import cli_plan as cli_plan  # noqa: E402
from serve import cli_progress as cli_progress  # noqa: E402
from serve import cli_reviews as cli_reviews  # noqa: E402

app.add_typer(cli_editors.app)

if __name__ == "__main__":
    from serve.cli import app as whole  # by its name, under which the commands of other files have joined it

    whole()
