"""`aimwell reviews`: reviews in and out of files, what waits to be reviewed, and how far reviewers agree."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Column, Table

from data.reviews.files.names import Format
from model.criteria import Criterion
from model.errors import AimwellError, DocumentError
from model.places import State
from serve.cli_base import MISUSE, app, said_plainly
from serve.settings import Settings

if TYPE_CHECKING:
    from data.reviews.importing import Acknowledge
    from data.reviews.store import ReviewStore

reviews = typer.Typer(no_args_is_help=True, help=__doc__)
app.add_typer(reviews, name="reviews")

SIGNS = {True: "✓", False: "✗", None: "?"}


class As(StrEnum):
    """How `list` and `agreement` write what they show."""

    TABLE = "table"
    JSONL = "jsonl"


Files = Annotated[list[Path], typer.Argument(help="Files of reviews: .jsonl, .csv, .xlsx, .docx or .json.")]
Plans = Annotated[list[Path], typer.Argument(help="Plan files, or folders of them.")]
FileFormat = Annotated[Format | None, typer.Option("--format", help="The format; by the file's name unless told.")]
SourceName = Annotated[
    str | None,
    typer.Option("--source", help="The plan they are about, where a row does not say it; else the file's name."),
]
Reviewer = Annotated[str | None, typer.Option(help="Who judged, where a row does not say it.")]
AsOf = Annotated[str | None, typer.Option(help="The day to judge from, as 2027-03-01, where a row does not say it.")]
Shown = Annotated[As, typer.Option("--format", help="table or jsonl.")]


@reviews.command(name="import")
def import_(
    files: Files, source: SourceName = None, reviewer: Reviewer = None, as_of: AsOf = None, format_: FileFormat = None
) -> None:
    """Take reviews in from files; a second run of the same file changes nothing. Exit 1 when a row could not be taken."""
    from data.reviews.files.formats import read_reviews
    from data.reviews.importing import take_in

    worst = 0
    with said_plainly():
        day, store = _day(as_of), opened()
        for path in files:
            try:
                rows = read_reviews(path, format_, source, reviewer, day)
                with _counting(path) as count:
                    done = take_in(store, rows, count)
            except DocumentError as error:
                typer.echo(f"aimwell: {error}", err=True)
                worst = MISUSE
                continue
            for bad in done.bad:
                typer.echo(f"aimwell: {path}, {bad.place}: {bad.reason}", err=True)
            said = f"{path}: {done.stored} stored, {done.known} known before"
            said += f", {len(done.bad)} not taken" if done.bad else ""
            said += f", {done.withdrawn} of withdrawn plans left out" if done.withdrawn else ""
            said += f", {done.not_judged} that nobody judged (`aimwell reviews queue`)" if done.not_judged else ""
            typer.echo(said)
            worst = max(worst, 1 if done.bad else 0)
    raise typer.Exit(worst)


@reviews.command()
def export(
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")], format_: FileFormat = None
) -> None:
    """Write every review to a file, in any of the formats that are read."""
    from data.reviews import exports
    from data.reviews.files.formats import format_of

    with said_plainly():
        chosen = format_ or format_of(output)
        count = exports.export(State(Settings().state), opened(), output, chosen)
    typer.echo(f"{_counted(count)} in {output}; `aimwell reviews erase` writes it anew when a plan is withdrawn")


@reviews.command()
def queue(plans: Plans, source: SourceName = None, as_of: AsOf = None) -> None:
    """Let the objectives of plans wait for a reviewer on the page /review."""
    from data.documents.read import read_plan
    from data.reviews.candidate import Candidate
    from model.detector import open_detector
    from serve.dependencies import day
    from serve.plan_paths import plan_paths

    worst = 0
    with said_plainly():
        when, store = day(_day(as_of)), opened()
        for plan in plan_paths(plans):
            try:
                entries = read_plan(plan.path, detector=open_detector())
            except DocumentError as error:
                typer.echo(f"aimwell: {error}", err=True)
                worst = MISUSE
                continue
            new = store.enqueue(Candidate(e.objective, source or plan.path.name, when) for e in entries)
            typer.echo(f"{plan.path}: {new} of {len(entries)} objectives wait now to be reviewed")
    raise typer.Exit(worst)


@reviews.command(name="list")
def list_(
    last: Annotated[int | None, typer.Option(min=1, help="Only so many of the latest.")] = None,
    format_: Shown = As.TABLE,
) -> None:
    """List the reviews, in the order in which they came."""
    from data.reviews.record import record_of

    with said_plainly():
        some = opened().all()
    some = some[-last:] if last else some
    if format_ is As.JSONL:
        sys.stdout.writelines(json.dumps(record_of(r), ensure_ascii=False) + "\n" for r in some)
        return
    table = Table("when", "reviewer", "plan", "S M A R T", "rewrite", Column("objective", overflow="fold"))
    for r in some:
        marks = " ".join(SIGNS[r.labels[c]] if c in r.labels else "·" for c in Criterion)
        table.add_row(f"{r.at:%Y-%m-%d %H:%M}", r.reviewer, r.source, marks, r.outcome or "", r.objective.text)
    Console().print(table if some else "There are no reviews yet.")


@reviews.command()
def count() -> None:
    """Say how many reviews there are."""
    with said_plainly():
        typer.echo(opened().count())


@reviews.command()
def agreement(format_: Shown = As.TABLE) -> None:
    """Say how far pairs of reviewers agree on the same objectives: Cohen's kappa for each criterion."""
    from data.reviews.agreement import agreements

    with said_plainly():
        pairs = agreements(opened().all())
    if format_ is As.JSONL:
        for pair in pairs:
            said = {
                a.criterion.value: {"judged": a.judged, "agreed": a.agreed, "kappa": a.kappa} for a in pair.criteria
            }
            line = {
                "reviewers": pair.reviewers,
                "objectives": pair.objectives,
                "disputed": pair.disputed,
                "criteria": said,
            }
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        return
    if not pairs:
        typer.echo("No two reviewers have judged the same objective yet.")
        return
    table = Table(
        "reviewers", "both judged", "dispute", *(c.value[0].upper() for c in Criterion), title="Cohen’s kappa"
    )
    for pair in pairs:
        kappas = ["–" if a.kappa is None else f"{a.kappa:.2f}" for a in pair.criteria]
        table.add_row(" and ".join(pair.reviewers), str(pair.objectives), str(pair.disputed), *kappas)
    Console().print(table)


def opened() -> "ReviewStore":
    """Return the office's review store.

    Raises:
        StoreError: when it cannot be opened.
    """
    from data.reviews.opening import open_reviews

    settings = Settings()
    return open_reviews(State(settings.state), settings.reviews, pseudonyms=settings.pseudonyms)


@contextmanager
def _counting(path: Path) -> Iterator["Acknowledge"]:
    """Show on a terminal how many reviews of a file are in; say nothing in a pipe."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status(str(path)) as status:
        yield lambda done: status.update(f"{path}: {done}")


def _counted(count: int) -> str:
    return f"{count} review{'' if count == 1 else 's'}"


def _day(given: str | None) -> date | None:
    if given is None:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise AimwellError(f"--as-of: “{given}” is no date; write it as 2027-03-01") from None
