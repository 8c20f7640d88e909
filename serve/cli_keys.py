"""`aimwell keys`: make, list, rotate and revoke the keys that a service asks for. A running service takes notice by itself."""

import json
import sys
from dataclasses import asdict
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column, Table

from model.errors import AimwellError
from serve.cli_base import app, said_plainly
from serve.dependencies import day
from serve.keys import Key, KeyScope, KeyStore
from serve.settings import Settings, key_file

OVERLAP_DAYS = 7
"""How long an old key stays valid beside its successor unless told: time to change it in every program that has it."""

keys = typer.Typer(no_args_is_help=True, help=__doc__)
app.add_typer(keys, name="keys")


class As(StrEnum):
    """How `list` writes the keys."""

    TABLE = "table"
    JSON = "json"


Name = Annotated[str, typer.Argument(help="Whose key it is: a program or an office, and no person.")]
Scopes = Annotated[
    list[KeyScope], typer.Option("--scope", help="What it may do: score, review or admin; again for more.")
]
Expires = Annotated[
    str | None, typer.Option(help="The last day on which it is valid, as 2027-03-31; for good unless told.")
]


@keys.command()
def add(name: Name, scope: Scopes, expires: Expires = None) -> None:
    """Make a key and show it, once: standard output is the key alone."""
    with said_plainly():
        _show(_store().add(name, scope, day(None), _day("--expires", expires)))


@keys.command(name="list")
def list_(format_: Annotated[As, typer.Option("--format", help="table or json.")] = As.TABLE) -> None:
    """List the keys: their ids, names, scopes and days, and never the keys themselves."""
    with said_plainly():
        store = _store()
        held, today = store.read(), day(None)
    if format_ is As.JSON:
        shown = [{k: v for k, v in asdict(key).items() if k != "sha256"} | {"valid": key.valid(today)} for key in held]
        sys.stdout.write(json.dumps(shown, default=str, ensure_ascii=False, indent=2) + "\n")
    elif held:
        Console().print(_table(held, today))
    else:
        typer.echo(f"There are no keys in {store.path}: a service on this machine asks for none.")


@keys.command()
def rotate(
    name: Name,
    until: Annotated[
        str | None, typer.Option(help="The last day of the old key; a week from today unless told.")
    ] = None,
    expires: Expires = None,
) -> None:
    """Make a new key of the same name and scopes, and show it once; the old one is valid for a while."""
    with said_plainly():
        last = _day("--until", until) or day(None) + timedelta(days=OVERLAP_DAYS)
        key = _store().rotate(name, day(None), last, _day("--expires", expires))
        typer.echo(f"The old key of “{name}” is valid up to {last}.", err=True)
        _show(key)


@keys.command()
def revoke(which: Annotated[str, typer.Argument(help="The id of one key, or the name of all that have it.")]) -> None:
    """Make a key invalid from now on."""
    with said_plainly():
        for key in _store().revoke(which, day(None)):
            typer.echo(f"Revoked {key.id} ({key.name}).")


def _store() -> KeyStore:
    return KeyStore(key_file(Settings()))


def _show(key: str) -> None:
    typer.echo("Keep this key now; it cannot be shown again.", err=True)
    typer.echo(key)


def _table(held: tuple[Key, ...], today: date) -> Table:
    table = Table("id", Column("name", overflow="fold"), "scopes", "made", "valid up to", "state")
    for key in held:
        state = "valid" if key.valid(today) else "revoked" if key.revoked else "expired"
        table.add_row(key.id, key.name, ", ".join(key.scopes), str(key.created), str(key.expires or "—"), state)
    return table


def _day(option: str, given: str | None) -> date | None:
    if given is None:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise AimwellError(f"{option}: “{given}” is no date; write it as 2027-03-31") from None
