"""What the commands share: the program that they join, options of the same meaning, and how they end on a mistake."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from pydantic import ValidationError
from typer.core import TyperGroup

from model.errors import AimwellError
from serve.app import wire
from serve.dependencies import Services, day
from serve.errors import words_of
from serve.settings import Settings

MISUSE = 2
"""How a command ends that was asked for what it cannot do."""
FIRST = ("score", "rewrite", "check", "serve", "prepare")
"""The commands that the help names first."""


class _InOrder(TyperGroup):
    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        """Return the commands as the help lists them."""
        others = sorted(name for name in super().list_commands(ctx) if name not in FIRST)
        return [*FIRST, *others]


app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    cls=_InOrder,
    help="Judge, rewrite and check objectives on the command line, or start the service.",
)

AsOf = Annotated[str | None, typer.Option(help="The day to judge from, as 2027-03-01; today unless told.")]
Config = Annotated[Path | None, typer.Option(help="The aimwell.toml that counts; else the nearest above each plan.")]
Isolated = Annotated[bool, typer.Option("--isolated", help="No house rules, and nothing ignored.")]


def wired_by(config: Path | None, *, isolated: bool, rewriting: bool = True) -> Services:
    """Return the parts that judge and, unless `rewriting` is off, rewrite; leave where they cannot be put together."""
    with said_plainly():
        return wire(settings_by(**rules_asked(config, isolated=isolated)), rewriting=rewriting)


def rules_asked(config: Path | None, *, isolated: bool) -> dict[str, bool | Path | None]:
    """Return what `--config` and `--isolated` say as settings; leave where both are given."""
    if config and isolated:
        fail("--config names house rules and --isolated wants none; give one of them")
    return {"config": config, "isolated": isolated} if config or isolated else {}


def settings_by(**given: str | int | Path | None) -> Settings:
    """Return the settings, those given on the command line first; leave where one is no setting."""
    try:
        return Settings(**{k: v for k, v in given.items() if v is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        fail(f"AIMWELL_{'_'.join(map(str, first['loc'])).upper()}: {words_of(first)}")
    except AimwellError as error:
        fail(str(error))


def day_asked(as_of: str | None) -> date:
    """Return the day to judge from; leave where it is no date."""
    try:
        return day(None if as_of is None else date.fromisoformat(as_of))
    except ValueError:
        fail(f"--as-of: “{as_of}” is no date; write it as 2027-03-01")


def fail(reason: str) -> NoReturn:
    """Say what is wrong and what to do, and end the command."""
    typer.echo(f"aimwell: {reason}", err=True)
    raise typer.Exit(MISUSE)


@contextmanager
def said_plainly() -> Iterator[None]:
    """Say what Aimwell refuses in one line, and end the command."""
    try:
        yield
    except AimwellError as error:
        fail(str(error))
