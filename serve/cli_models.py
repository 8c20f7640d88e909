"""`aimwell models`: which bundles there are, which is live, what they say of a plan; promote one, or take it back."""

import getpass
import json
import sys
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from data.documents.read import read_plan
from model.assessor import Assessor
from model.bundle import Manifest, load
from model.criteria import Criterion
from model.errors import RegistryError
from model.places import State
from model.promotion import promote as promote_by_gate
from model.promotion import said_of
from model.registry import Decision, Registry
from serve.cli_base import app, said_plainly
from serve.dependencies import day
from serve.settings import Settings

REPORT = "report.md"
models = typer.Typer(no_args_is_help=True, help=__doc__)
app.add_typer(models, name="models")

Bundle = Annotated[str, typer.Argument(help="A bundle's id; `aimwell models list` names them.")]
By = Annotated[str | None, typer.Option(help="Who decides; you, unless told.")]
Why = Annotated[str, typer.Option(help="Why; the record keeps it.")]


@models.command(name="list")
def list_(as_json: Annotated[bool, typer.Option("--json", help="One object a bundle.")] = False) -> None:
    """List the bundles, the live one marked."""
    with said_plainly():
        registry = _registry()
        live, found = registry.live_id(), registry.manifests()
        rows = [_summary(registry, m, live) for m in found]
    if as_json:
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        return
    table = Table("", "bundle", "made", "reviews", "gate")
    for row in rows:
        cells = (row["id"], row["made"] or "–", row["reviews"] or "–", row["gate"])
        table.add_row("live" if row["live"] else "", *map(str, cells))
    Console().print(table)


@models.command()
def show(bundle: Bundle) -> None:
    """Show what a bundle says of itself, and the gate's report where there is one."""
    with said_plainly():
        registry = _registry()
        folder = registry.path(bundle)
        manifest = next(m for m in registry.manifests() if m.id == bundle)
    sys.stdout.write(json.dumps(dict(manifest.card), ensure_ascii=False, indent=2) + "\n")
    if (folder / REPORT).exists():
        sys.stdout.write("\n" + (folder / REPORT).read_text(encoding="utf-8"))


@models.command()
def compare(
    first: Bundle,
    second: Bundle,
    plans: Annotated[list[Path], typer.Argument(help="Plans on whose objectives both are asked.")],
    as_of: Annotated[str | None, typer.Option(help="The day to judge from, as 2027-03-01; today unless told.")] = None,
) -> None:
    """Say which verdicts on the objectives of plans two bundles disagree about."""
    with said_plainly():
        registry = _registry()
        objectives = [entry.objective for plan in plans for entry in read_plan(plan)]
        when = day(_day(as_of)) if as_of else day(None)
        sides = [Assessor(load(registry.path(b))).assess(objectives, when) for b in (first, second)]
    table = Table("objective", "criterion", first, second)
    differ = 0
    for objective, ours, theirs in zip(objectives, *sides, strict=True):
        for c in Criterion:
            if ours[c].verdict is not theirs[c].verdict:
                differ += 1
                table.add_row(objective.text, c.value.replace("_", "-"), ours[c].verdict, theirs[c].verdict)
    if differ:
        Console().print(table)
    typer.echo(f"{differ} of {5 * len(objectives)} verdicts differ")


@models.command()
def promote(
    bundle: Bundle,
    why: Why,
    by: By = None,
    force: Annotated[str | None, typer.Option(help="Promote it against the gate, for this reason.")] = None,
) -> None:
    """Make a bundle live; running services pick it up by themselves."""
    with said_plainly():
        _tell(promote_by_gate(_registry(), bundle, by=by or getpass.getuser(), why=why, force=force))


@models.command()
def rollback(why: Why, by: By = None) -> None:
    """Make the bundle live again that was live before the live one was promoted."""
    with said_plainly():
        _tell(_registry().rollback(by=by or getpass.getuser(), why=why))


@models.command()
def history() -> None:
    """Show every decision, one line of JSON each."""
    with said_plainly():
        for decision in _registry().history():
            sys.stdout.write(json.dumps(asdict(decision), ensure_ascii=False) + "\n")


@models.command(name="live-at")
def live_at(
    moment: Annotated[str, typer.Argument(help="A day, as 2026-11-03 (its end), or a moment in ISO 8601.")],
) -> None:
    """Say which bundle was live then."""
    with said_plainly():
        sys.stdout.write(_registry().live_at(_moment(moment)) + "\n")


def _summary(registry: Registry, manifest: Manifest, live: str) -> dict[str, str | int | bool | None]:
    said = said_of(registry.path(manifest.id))
    gate = "–" if said is None else "passed" if said.passed else "; ".join(said.reasons)
    return {
        "id": manifest.id,
        "live": manifest.id == live,
        "made": manifest.card.get("made"),
        "reviews": manifest.card.get("reviews"),
        "gate": gate,
    }


def _tell(decision: Decision) -> None:
    typer.echo(f"{decision.bundle} is live in place of {decision.previous}")


def _registry() -> Registry:
    return Registry(State(Settings().state).bundles)


def _moment(said: str) -> datetime | date:
    try:
        if len(said) == len("2026-11-03"):
            return date.fromisoformat(said)
        found = datetime.fromisoformat(said)
    except ValueError:
        raise RegistryError(
            f"“{said}” is no day and no moment; write 2026-11-03 or 2026-11-03T09:30:00+00:00"
        ) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _day(said: str) -> date:
    moment = _moment(said)
    return moment.date() if isinstance(moment, datetime) else moment
