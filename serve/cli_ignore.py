"""`aimwell ignore`: matches that nobody wants to be told of again, by the fingerprints that `aimwell check` prints."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from data.ignored import Ignored, IgnoreFile, IgnoreList
from model.errors import AimwellError
from serve.cli_base import Config, app, fail
from serve.houses import Houses
from serve.settings import Settings

Fingerprints = Annotated[list[str] | None, typer.Argument(help="Fingerprints, as `aimwell check` prints them.")]
Why = Annotated[str | None, typer.Option(help="Why it is no fault, for colleagues; kept as written, so name nobody.")]
Rule = Annotated[str | None, typer.Option(help="The finding's rule, for whoever reads the list.")]
Who = Annotated[str | None, typer.Option(help="Who says so.")]
For = Annotated[Path | None, typer.Option("--for", help="A plan: what is ignored is kept with its house rules.")]


@app.command()
def ignore(
    fingerprints: Fingerprints = None,
    why: Why = None,
    rule: Rule = None,
    who: Who = None,
    remove: Annotated[bool, typer.Option("--remove", help="Show these matches again.")] = False,
    list_: Annotated[bool, typer.Option("--list", help="List what is ignored: one match a line, by tabs.")] = False,
    plan: For = None,
    config: Config = None,
) -> None:
    """Ignore matches for good, list what is ignored, or show matches again."""
    given = fingerprints or []
    if list_ == bool(given) or (list_ and remove):
        fail("give the fingerprints of matches to ignore (or to --remove), or --list alone")
    try:
        kept = _kept(plan, config)
        for fingerprint in given:
            _change(kept, fingerprint, remove=remove, rule=rule, who=who, reason=why)
        entries = kept.all() if list_ else ()
    except AimwellError as error:
        fail(str(error))
    sys.stdout.writelines(_line(entry) for entry in entries)
    if list_ and isinstance(kept, IgnoreFile) and kept.unreadable_lines:
        typer.echo(f"aimwell: lines of {kept.path} that hold no record: {kept.unreadable_lines}", err=True)


def _kept(plan: Path | None, config: Path | None) -> IgnoreList:
    settings = Settings()
    houses = Houses(config or settings.config, isolated=settings.isolated, ignore_file=settings.ignore_file)
    return (houses.here() if plan is None else houses.of(plan)).ignored


def _change(kept: IgnoreList, fingerprint: str, *, remove: bool, **said: str | None) -> None:
    where = f" in {kept.path}" if isinstance(kept, IgnoreFile) else ", in this process only"
    if not remove:
        kept.ignore(fingerprint, **said)
        typer.echo(f"{fingerprint} is ignored (kept{where})")
    elif kept.restore(fingerprint):
        typer.echo(f"{fingerprint} is shown again")
    else:
        typer.echo(f"{fingerprint} was not ignored{where}")


def _line(entry: Ignored) -> str:
    said = (entry.fingerprint, entry.rule, f"{entry.when:%Y-%m-%d}", entry.who, entry.reason)
    return "\t".join(" ".join((words or "-").split()) for words in said) + "\n"
